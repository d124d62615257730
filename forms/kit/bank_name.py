"""How is a bank asked for, and a branch of it? By whatever they are called, and told beside the box (612)."""

from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from forms.kit.fields import TEXT
from forms.kit.question import LONGEST_TYPED, NOTHING, Option, Part, Question, typed_text
from rules.japanese.banks import history, index, kinds, search, yucho, zengin
from rules.japanese.banks.index import Match, Named
from rules.japanese.dates import show_date


class TextWithChoice(Question):
    """A text that may leave something to choose, which then stands below its box."""

    parts: ClassVar[tuple[Part, ...]] = (Part("", "", {**TEXT, "maxlength": "80"}),)
    searched = False
    choice = "choice"

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.chosen = typed_text(formdata, self.choice_name)[:LONGEST_TYPED]
        super().process(formdata, data, extra_filters)

    @property
    def choice_name(self) -> str:
        """The name of the choice."""
        return f"{self.name}-{self.choice}"

    @property
    def told(self) -> str:
        """What was made of the text, to be read beside its box; nothing where a mistake says it."""
        return ""

    @property
    def around(self) -> tuple[Any, ...] | None:
        return super().around if self.empty else None

    def to_keep(self) -> dict[str, list[str]]:
        return {**super().to_keep(), self.choice_name: [self.chosen]}


class BankName(TextWithChoice):
    """A bank by its name or code. Where several are meant, they stand below to choose from."""

    kind = "search"
    searched = True
    choice = "code"
    code_digits = index.BANK_DIGITS

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.matches: list[Match] = []
        super().process(formdata, data, extra_filters)

    def read(self) -> Named | None:
        return self._of(search.banks(self.typed[""]))

    def _of(self, matches: list[Match]) -> Named | None:
        """The only one, or the one that was chosen among several. What a bank became must be chosen: the account has
        another branch or number there."""
        self.matches = matches
        chosen = [each for each in matches if each.named.code == self.chosen and each.is_there]
        if len(matches) == 1 and matches[0].is_itself:
            chosen = matches
        self.matches = chosen or matches
        return chosen[0].named if chosen else None

    def pre_validate(self, form: Any) -> None:
        """Also found where its own box is empty."""
        if self.data is None or self.process_errors:
            super().pre_validate(form)

    def judge(self, form: Any) -> None:
        if self.data is None:
            raise StopValidation(self._lacking)

    @property
    def options(self) -> list[Option]:
        alone = len(self.matches) == 1 and self.matches[0].is_itself and not self.chosen
        if alone or len(self.matches) > search.MOST:
            return []
        chosen = self.data.code if self.data else ""
        return [self._option(each, chosen) for each in self.matches if each.is_there]

    def _option(self, match: Match, chosen: str) -> Option:
        code, name = match.named.code, match.named.full_name
        was = f"旧 {_full(match)}" if match.former else ""
        return Option(f"{self.choice_name}-{code}", code, f"{name}（{code}）", code == chosen, was)

    @property
    def shown(self) -> str:
        return f"{self.data.full_name}（コード {self.data.code}）" if self.data else NOTHING

    @property
    def told(self) -> str:
        if self.errors or self.process_errors or (self.empty and self.data is None):
            return ""
        if self.data is None:
            return self._lacking
        became = _became(self.matches[0]) if self.matches and not self.chosen else ""
        return f"{self.data.full_name}（{self.data.code}）です。{became}"

    @property
    def _lacking(self) -> str:
        """What is to be done until one is found."""
        label, typed, many = self.label.text, self.typed[""], len(self.matches)
        if many == 1:
            return _became(self.matches[0]) + self._instead(self.matches[0])
        if many > search.MOST:
            return f"「{typed}」に当てはまる{label}が多数あります。名称をもう少し長く入力してください。"
        if many:
            return f"「{typed}」に当てはまる{label}が{many}件あります。選択してください。"
        return (
            f"「{typed}」に当てはまる{label}が見つかりません。"
            f"{label}の名称または{self.code_digits}桁のコードを入力してください。{list_is_of()}"
        )

    def _instead(self, match: Match) -> str:
        if not match.is_there:
            return "ほかの金融機関の口座を入力してください。"
        name = match.named.full_name
        return f"{name}の支店・口座番号をご確認のうえ、下の「{name}」を選択してください。"


class BranchName(BankName):
    """A branch of the bank on the same screen, which the form tells."""

    code_digits = index.BRANCH_DIGITS
    bank: Named | None = None

    def read(self) -> Named | None:
        return None

    def within(self, bank: Named | None) -> None:
        """Find it among the branches of this bank."""
        self.bank = bank
        if bank and not (self.empty or self.process_errors):
            self.data = self._of(search.branches(bank.code, self.typed[""]))

    def of_symbol(self, code: str) -> None:
        """Let it be the branch that the 記号 of a ゆうちょ passbook means. Raise CannotBe where there is none, or where
        another one was typed."""
        found = search.branches(yucho.CODE, code)
        if not found:
            raise yucho.CannotBe(
                "branch", f"記号が示す店番「{code}」は、ゆうちょ銀行にありません。記号をご確認ください。"
            )
        if self.data and self.data.code != code:
            raise yucho.CannotBe(
                "branch", f"記号が示す店番は「{code}」です。入力された「{self.typed['']}」をご確認ください。"
            )
        if self.data is None and not self.empty and not yucho.has_symbol(self.typed[""]):
            raise yucho.CannotBe("branch", self._lacking)
        self.matches, self.data = found, found[0].named

    @property
    def told(self) -> str:
        return super().told if self.bank and (self.data or not yucho.has_symbol(self.typed[""])) else ""

    def judge(self, form: Any) -> None:
        if self.bank is None:
            raise StopValidation(f"金融機関が決まりましたら、{self.label.text}をもう一度ご確認ください。")
        super().judge(form)


def list_is_of() -> str:
    """Of which day the list of banks is."""
    return f"金融機関の一覧は{show_date(zengin.as_of())}現在のものです。"


def _became(match: Match) -> str:
    """What became of a bank that is named by a former name; nothing of one that has its name still."""
    former = match.former
    if former is None:
        return ""
    was = _full(match)
    if not former.now:
        return f"{was}（{former.code}）は、現在はありません。"
    code = "" if former.change == history.RENAMED else f"（{match.named.code}）"
    return f"{was}は、{former.when}{match.named.full_name}{code}になりました。"


def _full(match: Match) -> str:
    former = match.former
    return kinds.full_name(former.code or former.now, former.name) if former else match.named.full_name
