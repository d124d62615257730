"""What is a member asked who closes a customer's contracts to the web, or has them opened again?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.kit import validators
from forms.kit.fields import Choice, Text
from forms.kit.step import StepForm
from forms.staff.reason import reason
from rules.japanese import normalize

CLOSE, REOPEN = "close", "reopen"
NOT_VERIFIED = "再開は、お電話の方がご本人であることを確認してから、お手続きください。"
NONE_OPEN = "停止できるご契約がありません。すべて停止しています。"
NONE_CLOSED = "停止しているご契約がありません。"
NOT_THEIRS = "このお客さまのご契約の証券番号と一致しません。ご契約の一覧をご確認ください。"
ALREADY = {CLOSE: "このご契約は、すでに停止しています。", REOPEN: "このご契約は、停止していません。"}


@dataclass(frozen=True)
class WebAccess:
    """The numbers of a customer's contracts that the call centre has not closed to the web, of those that it has, and
    whether the caller was found to be the customer."""

    open: tuple[str, ...]
    closed: tuple[str, ...]
    verified: bool


class WebAccessForm(StepForm):
    """Close or reopen, one contract or all, and a reason."""

    lead = (
        "停止すると、このご契約のお手続きは、インターネットではできなくなります。再開には、別の担当者の承認が必要です。"
    )
    sample: ClassVar[Mapping[str, str]] = {"what": CLOSE, "reason": "不審な操作があったとのお電話"}
    what = Choice("お手続き", ((CLOSE, "停止する"), (REOPEN, "再開する（承認を依頼する）")))
    number = Text(
        "証券番号",
        [validators.policy_number],
        reader=normalize.code,
        required=False,
        hint="1件だけのときに入力します。空欄のときは、すべてのご契約です。",
        attributes={"autocapitalize": "characters", "maxlength": "40", "lang": "en"},
    )
    reason = reason()

    def validate(self, extra_validators: Any = None) -> bool:
        """There must be something to close or to open, and to open it is for the customer alone to ask."""
        good = bool(super().validate(extra_validators))
        about: WebAccess | None = self.context.about
        if not good or about is None:
            return good
        if self.what.data == REOPEN and not about.verified:
            self.what.errors = [NOT_VERIFIED]
        elif self._wrong_number(about):
            self.number.errors = [self._wrong_number(about)]
        elif not meant(self.answers, about):
            self.what.errors = [NONE_OPEN if self.what.data == CLOSE else NONE_CLOSED]
        return not (self.what.errors or self.number.errors)

    def _wrong_number(self, about: WebAccess) -> str:
        number = self.number.data
        if not number:
            return ""
        if number not in (*about.open, *about.closed):
            return NOT_THEIRS
        return "" if meant(self.answers, about) else ALREADY[self.what.data]


def meant(answers: Mapping[str, Any], about: WebAccess) -> tuple[str, ...]:
    """The numbers of the contracts that are to be closed, or opened."""
    there = about.open if answers["what"] == CLOSE else about.closed
    return tuple(number for number in there if answers["number"] in (None, "", number))
