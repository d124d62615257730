"""How is a bank account asked for? The bank, its branch, the number and its holder, as banks take them (612)."""

import re
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value
from wtforms.validators import StopValidation, ValidationError

from forms.kit.fields import TEXT
from forms.kit.question import LONGEST_TYPED, NOTHING, Option, Part, Question, typed_text
from rules.japanese import banks, normalize
from rules.japanese.banks import Named

LONGEST_HOLDER = 48
# Banks print no more of a long name.
CUT_AT = 20
LEGAL_FORMS = re.compile(
    "カブシキガイシヤ|ユウゲンガイシヤ|ゴウドウガイシヤ|ゴウシガイシヤ|ゴウメイガイシヤ|イリヨウホウジン|ホウジン|シヤダン|ザイダン|イツパン"
    r"|\(?[ア-ン]{1,3}\)|\([ア-ン]{1,3}"
)
NOT_THEIRS = (
    "お振込先は、保険契約者ご本人の口座に限ります。保険契約者のお名前（カナ）と同じ名義を入力してください。"
    "ご本人の口座を指定できない場合は、お電話でご連絡ください。"
)


class BankName(Question):
    """A bank by its name or code. Where several are meant, they stand below to choose from."""

    kind = "search"
    parts: ClassVar[tuple[Part, ...]] = (Part("", "", {**TEXT, "maxlength": "80"}),)
    code_digits = 4

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.candidates: list[Named] = []
        self.chosen = typed_text(formdata, self.code_name)[:LONGEST_TYPED]
        super().process(formdata, data, extra_filters)

    @property
    def code_name(self) -> str:
        """The name of the choice among several."""
        return f"{self.name}-code"

    def read(self) -> Named | None:
        return self._of(banks.banks(self.typed[""]))

    def _of(self, found: list[Named]) -> Named | None:
        """The only one, or the one that was chosen among several."""
        if len(found) == 1:
            return found[0]
        self.candidates = found
        return next((each for each in found if each.code == self.chosen), None)

    def judge(self, form: Any) -> None:
        if self.data is not None:
            return
        label, typed = self.label.text, self.typed[""]
        if not self.candidates:
            raise StopValidation(
                f"「{typed}」に当てはまる{label}が見つかりません。"
                f"{label}の名称または{self.code_digits}桁のコードを入力してください。"
            )
        if len(self.candidates) > banks.MOST:
            raise StopValidation(f"「{typed}」に当てはまる{label}が多数あります。名称をもう少し長く入力してください。")
        raise StopValidation(f"「{typed}」に当てはまる{label}が{len(self.candidates)}つあります。選択してください。")

    @property
    def options(self) -> list[Option]:
        if len(self.candidates) > banks.MOST:
            return []
        chosen = self.data.code if self.data else ""
        return [
            Option(f"{self.code_name}-{each.code}", each.code, f"{each.name}（{each.code}）", each.code == chosen)
            for each in self.candidates
        ]

    @property
    def around(self) -> tuple[Any, ...] | None:
        return None if self.candidates else super().around

    @property
    def shown(self) -> str:
        return f"{self.data.name}（コード {self.data.code}）" if self.data else NOTHING

    def to_keep(self) -> dict[str, list[str]]:
        return {**super().to_keep(), self.code_name: [self.chosen]}

    @property
    def found(self) -> str:
        """What a search has to tell."""
        if self.data:
            return f"{self.label.text}が見つかりました。"
        many = len(self.candidates)
        if not many or many > banks.MOST:
            return f"{self.label.text}が{'多数あります' if many else '見つかりません'}。名称かコードをご確認ください。"
        return f"{self.label.text}が{many}つ見つかりました。選択してください。"


class BranchName(BankName):
    """A branch of the bank on the same screen, which the form tells."""

    code_digits = 3

    def read(self) -> Named | None:
        return None

    def within(self, bank: Named | None) -> None:
        """Find it among the branches of this bank."""
        self.bank = bank
        if bank and not (self.empty or self.process_errors):
            self.data = self._of(banks.branches(bank.code, self.typed[""]))

    def judge(self, form: Any) -> None:
        if self.bank is None:
            raise StopValidation(f"金融機関が決まりましたら、{self.label.text}をもう一度ご確認ください。")
        super().judge(form)


def holder_form(form: Any, field: Any) -> None:
    """The letters that banks have, and nobody's account but the policyholder's own (wording.md, row 612)."""
    if not normalize.is_account_holder(field.data):
        raise ValidationError(f"{field.label.text}は、カタカナ・英字・数字と「（）－．／」で入力してください。")
    if len(normalize.half_width(field.data)) > LONGEST_HOLDER:
        raise ValidationError(
            f"{field.label.text}は、通帳の表示のとおり、先頭から{LONGEST_HOLDER}文字まで入力してください。"
        )
    about = form.context.about
    known, typed = _bare(about.holder_kana, about.company), _bare(field.data, about.company)
    if not (typed and (known == typed or (len(typed) >= CUT_AT and known.startswith(typed)))):
        raise ValidationError(NOT_THEIRS)


def _bare(name: str, company: bool) -> str:
    """A name without spaces and, of a company, without what kind it is, which banks shorten."""
    whole = normalize.account_holder(name).replace(" ", "")
    return LEGAL_FORMS.sub("", whole) if company else whole


def account_number_form(form: Any, field: Any) -> None:
    """Up to seven digits; shorter ones have zeros in front."""
    if not (field.data.isascii() and field.data.isdigit() and len(field.data) <= 7):
        raise ValidationError("口座番号は7桁以内の数字で入力してください。例：1234567")
