"""What is a member asked who has a customer sent a new 初期パスワード on paper? 1161."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.kit.fields import Choice
from forms.kit.question import Boxes
from forms.kit.step import FormContext, StepForm
from forms.staff.reason import reason

KEEP, END = "keep", "end"
WAITS = "書面は{at}に受け付けていて、これから作成します。もう一度申し込む必要はありません。"


@dataclass(frozen=True)
class PaperDue:
    """For who holds which contract a letter would be made, to which address (masked), what opens their account now ("no
    password does" is ""), and since when such a letter is to be made already, "" where none is."""

    contract_id: int
    number: str
    address: str
    opened_by: str
    asked_at: str


def _has_password(context: FormContext) -> bool:
    return context.about is None or bool(context.about.opened_by)


class InitialPasswordForm(StepForm):
    """Whether the password that there is ends at once, and why."""

    lead = (
        "初期パスワードの書面を、ご契約のご住所へ郵送します。住所が変わっているときは、先に住所の変更をお申し込みいただき、"
        "反映されてから申し込んでください。"
    )
    sample: ClassVar[Mapping[str, str]] = {"current": KEEP, "reason": "書面を紛失したとのお電話"}
    current = Choice(
        "いまのパスワード",
        (
            (KEEP, "書面を作成するまで使える"),
            (END, "いますぐ使えなくする（紛失・盗難、またはほかの人に知られたおそれがあるとき）"),
        ),
        hint="いますぐ使えなくすると、すべての端末からログアウトし、書面が届くまでログインできなくなります。",
        where=_has_password,
    )
    reason = reason()

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """Nobody is locked out by an oversight."""
        return {"current": [KEEP]}

    def validate(self, extra_validators: Any = None) -> bool:
        """A second letter is of no use, but an end of the password may be."""
        good, about = bool(super().validate(extra_validators)), self.context.about
        if good and about is not None and about.asked_at and self["current"].data != END:
            self["current"].errors, good = [WAITS.format(at=about.asked_at)], False
        return good
