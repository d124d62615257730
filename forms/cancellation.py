"""What is asked to cancel a contract? 612."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from forms.kit import validators
from forms.kit.bank_account import (
    KINDS,
    AccountHolder,
    AccountNumber,
    kind_of_account,
    settle,
)
from forms.kit.bank_name import BankName, BranchName, list_is_of
from forms.kit.contract import Day
from forms.kit.fields import Choice, Tick
from forms.kit.question import Boxes
from forms.kit.step import FormContext, StepForm
from rules.japanese.banks import alphabet, holder
from rules.japanese.dates import show_date

REASONS = (
    ("moved", "転居・退去のため"),
    ("gone", "保険の対象がなくなったため"),
    ("other_insurance", "ほかの保険に加入するため"),
    ("premium", "保険料の見直しのため"),
    ("other", "その他"),
)
PLEDGES = (("no", "なし"), ("yes", "あり"), ("unknown", "わからない"))
# What is told instead, with the name and the telephone of the help desk behind it.
BY_TELEPHONE = {
    "yes": "質権が設定されているご契約の解約は、お電話で承ります。お手数ですが、{}へご連絡ください。",
    "unknown": "質権が設定されているかどうかは、当社でお調べします。お手数ですが、{}へお電話ください。",
}


@dataclass(frozen=True)
class Cancelling:
    """A contract that can be cancelled today: what it is, when and how its owner hears of the rest of the premium,
    whose it is, on which days it may end, until when it covers, and the receipt number of a cancellation that was asked
    for already."""

    number: str
    product: str
    period: str
    refund: str
    holder_name: str
    holder_kana: str
    company: bool
    first_day: date
    last_day: date
    covered_until: str
    replaces: str | None = None


def not_pledged(form: Any, field: Any) -> None:
    """Who else has a right to the money must be asked (wording.md, row 612); who does not know must ask whether there
    is somebody."""
    desk = form.context.portal.help_desk
    if field.data in BY_TELEPHONE:
        raise ValidationError(BY_TELEPHONE[field.data].format(f"{desk.name}（{desk.phone}）"))


class CancellationForm(StepForm):
    """612: from which day, why, and where the rest of the premium goes."""

    lead = "解約日とお振込先を入力してください。"
    fine = "まだお申し込みは完了しません。次の画面で内容をご確認いただけます。"
    layout = (
        ("解約の内容", ("day", "reason", "pledge")),
        ("返還保険料のお振込先口座", ("bank", "branch", "account", "number", "holder")),
    )
    sample: ClassVar[Mapping[str, str]] = {
        "reason": "moved",
        "pledge": "no",
        "bank": "みずほ銀行",
        "branch": "東京営業部",
        "account": "ordinary",
        "number": "1234567",
    }
    day = Day("解約日", [validators.day_in_contract], hint="本日から保険期間の最終日までの日付です。")
    reason = Choice("解約の理由", REASONS)
    pledge = Choice(
        "質権の設定",
        PLEDGES,
        [not_pledged],
        hint="住宅ローンなどで、金融機関がこの保険に質権を設定していますか。",
    )
    bank = BankName(
        "金融機関",
        hint="名称または4桁の金融機関コードで検索できます。例：みずほ銀行",
        notes=[list_is_of()],
    )
    branch = BranchName(
        "支店",
        hint="名称または3桁の支店コードで検索できます。例：東京営業部",
        notes=["ゆうちょ銀行は、通帳・キャッシュカードの「記号」（5桁）を入力してください。"],
    )
    account = Choice(
        "預金種別",
        KINDS,
        [kind_of_account],
        hint="ゆうちょ銀行の総合口座・通常貯金は「普通」、通常貯蓄貯金は「貯蓄」、振替口座は「当座」です。",
    )
    number = AccountNumber(
        "口座番号",
        hint="7桁以内の数字です。例：1234567",
        notes=["ゆうちょ銀行は、通帳・キャッシュカードの「番号」（8桁以内）を入力してください。"],
    )
    holder = AccountHolder(
        "口座名義（カナ）",
        hint="保険契約者ご本人の口座に限ります。法人の略号も使えます。例：ヤマダ ハナコ、カ）ミホン",
        attributes={"maxlength": "80"},
    )

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take what was typed; bank, branch and number are read together."""
        super().process(formdata, *args, **kwargs)
        settle(self["bank"], self["branch"], self["number"])
        self["holder"].of(company=self.about is not None and self.about.company)

    @property
    def about(self) -> Cancelling | None:
        """The contract that is asked about."""
        about: Cancelling | None = self.context.about
        return about

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """The first day that is possible, and the holder's own name."""
        about: Cancelling | None = context.about
        if about is None:
            return None
        day = about.first_day
        boxes = {"day-era": "ad", "day-year": str(day.year), "day-month": str(day.month), "day-day": str(day.day)}
        known = holder.read(about.holder_kana, company=about.company)
        boxes["holder"] = "" if alphabet.unknown(known) else known
        return {name: [value] for name, value in boxes.items()}


class CancellationAgreementForm(StepForm):
    """613: that one knows what ends."""

    understood = Tick("ご確認", "解約日に、このご契約のすべての補償が終了することを確認しました。")

    @property
    def ends(self) -> str:
        """When cover ends, to the hour; "" where that is not known."""
        about: Cancelling | None = self.context.about
        day = self.context.resting.get("day")
        return f"{show_date(day)} {about.covered_until}" if about and day else ""
