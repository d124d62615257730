"""What is a member asked who lifts a customer's locks? 1101."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict

from forms.kit.question import Boxes
from forms.kit.several import Several
from forms.kit.step import FormContext, StepForm
from forms.staff.reason import reason


@dataclass(frozen=True)
class Locked:
    """What is locked: its name among the others, its `label`, how many wrong tries there were and when the last was.
    These go on while somebody still tries, and are nothing to confirm."""

    name: str
    label: str
    tries: int = field(compare=False, repr=False, default=0)
    last_at: str = field(compare=False, repr=False, default="")


@dataclass(frozen=True)
class Locks:
    """What of a customer's is locked, and to which address they are told, masked, "" where there is none."""

    locked: tuple[Locked, ...]
    told_at: str


class UnlockForm(StepForm):
    """Which of the locks, all of them chosen, and why."""

    lead = "解除すると、間違いの回数が0回に戻ります。パスワードは変わりません。"
    sample: ClassVar[Mapping[str, str]] = {"locks-login": "yes", "reason": "パスワードを思い出したとのお電話"}
    locks = Several("解除するロック")
    reason = reason()

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Offer what is locked."""
        about: Locks | None = self.context.about
        self["locks"].offer([(each.name, each.label) for each in about.locked] if about else ())
        super().process(formdata, *args, **kwargs)

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """All of them."""
        about: Locks | None = context.about
        return {f"locks-{each.name}": ["yes"] for each in about.locked} if about else None
