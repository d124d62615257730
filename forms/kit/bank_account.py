"""How is a bank account asked for? The bank, its branch, the number and its holder, as banks take them (612)."""

from collections.abc import Callable
from typing import Any, ClassVar

from wtforms.validators import StopValidation, ValidationError

from forms.kit.bank_name import BankName, BranchName, TextWithChoice
from forms.kit.fields import TEXT, Text
from forms.kit.question import NOTHING, Option, Part
from rules.japanese.banks import alphabet, holder, yucho
from rules.masks import Mask

LONGEST_HOLDER = 48
KINDS = ((yucho.ORDINARY, "普通"), (yucho.CURRENT, "当座"), (yucho.SAVINGS, "貯蓄"))
MEANINGS = {
    yucho.PASSBOOK: "通帳・キャッシュカードの「番号」です",
    yucho.MIDDLE: "先頭の1桁は、記号と番号の間の数字です",
    yucho.TRANSFER: "他の金融機関からの振込に使う「口座番号」です",
}
NOT_THEIRS = (
    "お振込先は、保険契約者ご本人の口座に限ります。保険契約者のお名前（カナ）と同じ名義を入力してください。"
    "ご本人の口座を指定できない場合は、お電話でご連絡ください。"
)


class AccountNumber(TextWithChoice):
    """The number of an account, in seven digits. Of ゆうちょ it may be a passbook's 番号, and is turned."""

    mask = Mask.SECRET
    kind = "account"
    parts: ClassVar[tuple[Part, ...]] = (Part("", "", {**TEXT, "inputmode": "numeric", "maxlength": "40"}),)
    choice = "meaning"
    account: yucho.Account | None = None
    branch: BranchName | None = None
    ways: tuple[tuple[str, str], ...] = ()

    def read(self) -> str:
        return "".join(yucho.groups(self.typed[""]))

    @property
    def offer(self) -> str:
        of = self.branch.data.code if self.branch and self.branch.data else ""
        return f"{of} {super().offer}"

    def at(self, branch: BranchName, text: str = "") -> None:
        """Judge it with the branch, which at ゆうちょ may be the 記号 of a passbook, by what was typed or by a `text`
        that stood elsewhere."""
        self.account, self.branch, self.ways = None, branch, ()
        if self.process_errors or branch.process_errors:
            return
        try:
            if branch.bank and branch.bank.code == yucho.CODE:
                self._at_yucho(branch, text)
            elif text or not self.empty:
                self.data = yucho.padded(text or self.data)
        except yucho.Unclear as unclear:
            self.data, self.ways = None, unclear.ways
        except yucho.CannotBe as wrong:
            self.data = None
            (branch if wrong.part == "branch" else self).process_errors = [str(wrong)]

    def _at_yucho(self, branch: BranchName, text: str) -> None:
        passbook = yucho.passbook(branch.typed[""], self.typed[""])
        if passbook:
            branch.of_symbol(passbook.shop)
            self.account = self._read(passbook.account)
        elif branch.data and (text or not self.empty):
            shop = branch.data.code
            self.account = self._read(lambda meaning: yucho.of_shop(shop, text or self.typed[""], meaning))
        if self.account:
            self.data = self.account.number

    def _read(self, account: Callable[[str], yucho.Account]) -> yucho.Account:
        """The account as it can only be read, or as was chosen; what there was to choose stays. Raise CannotBe or
        Unclear."""
        try:
            return account("")
        except yucho.Unclear as unclear:
            chosen = account(self.chosen)
            self.ways = unclear.ways
            return chosen

    @property
    def turned(self) -> bool:
        """Whether the number is not the one that was typed."""
        return bool(self.account) and "".join(yucho.groups(self.typed[""])).zfill(yucho.NUMBER_DIGITS) != self.data

    def pre_validate(self, form: Any) -> None:
        """Also found where its own box is empty."""
        if self.data is None or self.process_errors:
            super().pre_validate(form)

    def judge(self, form: Any) -> None:
        if self.ways:
            raise StopValidation(self._unclear)

    @property
    def _unclear(self) -> str:
        return f"「{self.typed['']}」は、2通りに読み取れます。どちらか選択してください。"

    @property
    def options(self) -> list[Option]:
        return [
            Option(
                f"{self.choice_name}-{way}", way, MEANINGS[way], way == self.chosen, f"口座番号 {number} として扱います"
            )
            for way, number in self.ways
        ]

    @property
    def told(self) -> str:
        if self.errors or self.process_errors:
            return ""
        if self.data and self.turned and self.account:
            return f"記号・番号から、店番{self.account.branch}、口座番号{self.data}と読み取りました。"
        return self._unclear if self.ways and not self.data else ""

    @property
    def shown(self) -> str:
        return (
            f"{self.data}（入力された番号 {self.typed['']}）"
            if self.data and self.turned
            else str(self.data or NOTHING)
        )


class AccountHolder(Text):
    """Whose account it is: nobody's but the policyholder's own (wording.md, row 612)."""

    mask = Mask.PERSONAL
    company = False

    def of(self, company: bool) -> None:
        """Read it as a company's, or a person's."""
        self.company = company
        if not (self.empty or self.process_errors):
            self.data = holder.read(self.typed[""], company=company)

    def judge(self, form: Any) -> None:
        label, unknown = self.label.text, alphabet.unknown(self.data)
        if unknown:
            raise StopValidation(
                f"{label}に使用できない文字「{unknown}」が含まれています。カタカナ・英字・数字と「（）－．／」で入力してください。"
            )
        if len(alphabet.written(self.data)) > LONGEST_HOLDER:
            raise StopValidation(f"{label}は、通帳の表示のとおり、先頭から{LONGEST_HOLDER}文字まで入力してください。")
        about = form.context.about
        known = holder.read(about.holder_kana if about else "", company=self.company)
        if self.company and holder.lacks_legal_form(known, self.data):
            raise StopValidation(f"{label}は、法人の種類を略号とかっこで入力してください。例：{known}")
        if not holder.same(known, self.data, company=self.company):
            raise StopValidation(NOT_THEIRS)


def settle(bank: BankName, branch: BranchName, number: AccountNumber) -> None:
    """Read the three together: a branch is one of the bank, and a number one of the branch."""
    code, digits = yucho.together(branch.typed[""], number.typed[""]) or ("", "")
    branch.within(bank.data, code)
    number.at(branch, digits)


def kind_of_account(form: Any, field: Any) -> None:
    """At ゆうちょ the 店番 tells which 種目 an account can have. The form has its number as `number`."""
    account = form["number"].account
    if account is None or field.data in account.kinds:
        return
    if account.kinds == (yucho.CURRENT,):
        raise ValidationError("振替口座（記号が「0」から始まる口座、店番の末尾が「9」）の預金種別は「当座」です。")
    raise ValidationError("記号が「1」から始まる口座（店番の末尾が「8」）の預金種別は「普通」または「貯蓄」です。")
