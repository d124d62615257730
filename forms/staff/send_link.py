"""What is a member asked who has a mail sent to a customer once more? 1111."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict

from forms.kit.fields import Choice
from forms.kit.question import Boxes
from forms.kit.step import FormContext, StepForm
from forms.staff.reason import reason


@dataclass(frozen=True)
class SentLink:
    """A mail with a link, by its name among the others: what it is for, when it was sent, where to (masked), until when
    its link is good, how often its keyword may still be tried (None where it has none), and how far it came, which may
    change at any time."""

    name: str
    what: str
    sent_at: str
    to: str
    until: str
    tries_left: int | None
    state: str = field(compare=False, repr=False, default="")

    @property
    def label(self) -> str:
        """What one chooses it by."""
        return f"{self.what}（{self.sent_at}、{self.to}）"


@dataclass(frozen=True)
class SentLinks:
    """The mails of a customer that can go out once more, the newest first."""

    links: tuple[SentLink, ...]


class SendLinkForm(StepForm):
    """Which of the mails, and why."""

    lead = (
        "同じ宛先に、新しいURLのメールをお送りします。先のメールのURLは使えなくなります。"
        "キーワードと、キーワードを間違えられる残りの回数は、変わりません。"
    )
    sample: ClassVar[Mapping[str, str]] = {"reason": "メールが見当たらないとのお電話"}
    link = Choice("再送するメール", ())
    reason = reason()

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Offer what there is."""
        about: SentLinks | None = self.context.about
        self["link"].choices = tuple((each.name, each.label) for each in about.links) if about else ()
        super().process(formdata, *args, **kwargs)

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """The only one, where there is but one."""
        about: SentLinks | None = context.about
        return {"link": [about.links[0].name]} if about and len(about.links) == 1 else None
