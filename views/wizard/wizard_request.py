"""What does one request to a wizard bring, and what is worked out of it? One object, made once by its route."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from forms.kit.question import Boxes
from forms.kit.step import FormContext, StepForm
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from views.shared import current_customer
from views.shared.screens import Screen
from wizards.engine.access import needs_subject, subject_of
from wizards.engine.definition import Wizard
from wizards.engine.journey import Journey, PathStep, stored_data
from wizards.engine.mistakes import Mistake
from wizards.engine.receipt import Origin, Receipt
from wizards.engine.runs import Run


class Side(Protocol):
    """On which side of the counter a wizard is walked, the customers' or the staff's: where its pages are and what
    stands around them, who may come in, for whom is counted, and what follows a commit. `folder` is where its templates
    lie, "" for those at the top."""

    folder: str

    def url(self, asked: "WizardRequest", slug: str, **more: Any) -> str:
        """Where a screen of the run is; `more` goes into the address."""

    def begin_url(self, asked: "WizardRequest") -> str:
        """Where the sequence begins."""

    def found(self, asked: "WizardRequest") -> "WizardRequest":
        """The run as it is now. Raise current_run.RunGone, or AccessDenied."""

    def enter(self, asked: "WizardRequest") -> "WalkedRequest":
        """Let who comes in, with what is known of the run's subject. Raise AccessDenied."""

    def page(self, asked: "WizardRequest", template: str, screen: Screen, **content: Any) -> str:
        """A page of the sequence, drawn by the template of this name."""

    def until(self, asked: "WizardRequest", slug: str) -> dict[str, Any]:
        """What a page says of how long it may be left alone."""

    def limit(self, asked: "WizardRequest") -> str:
        """By which line of the table of limits commits are counted."""

    def whose(self, account_id: int | None) -> list[str]:
        """For whom it is counted that something was right: for nobody where it counts for its source."""

    def origin(self) -> Origin:
        """Where the request comes from."""

    def refused(self, asked: "WizardRequest", found: Sequence[Mistake]) -> None:
        """What follows from an answer in which all this was wrong."""

    def committed(self, asked: "WizardRequest", receipt: Receipt) -> None:
        """What follows at this browser from a commit that was done by this request."""

    def repeated(self, asked: "WizardRequest", slug: str) -> None:
        """What follows at this browser from an answer to the screen `slug` of a run that is committed already."""

    def busy(self) -> ResponseReturnValue:
        """What is seen where others were quicker again and again."""


@dataclass(frozen=True)
class WizardRequest:
    """Which portal and which wizard, the run as it was read, when, and on which side of the counter."""

    portal: Portal
    wizard: Wizard
    run: Run
    now: UtcDateTime
    side: Side

    def url(self, slug: str, **more: Any) -> str:
        """Where a screen of the run is; `more` goes into the address."""
        return self.side.url(self, slug, **more)

    def to(self, slug: str, **more: Any) -> Response:
        """On to a screen of the run."""
        return redirect(self.url(slug, **more), 303)

    def to_end(self, receipt: Receipt) -> Response:
        """On to where a commit leads: the complete screen, or where its `receipt` says."""
        return redirect(receipt.onward, 303) if receipt.onward else self.to(self.wizard.complete.slug)


@dataclass(frozen=True)
class WalkedRequest(WizardRequest):
    """A request whose run may be looked into: what its forms may know, and how far it has come."""

    context: FormContext
    journey: Journey

    def context_at(self, stop: PathStep) -> FormContext:
        """What the form of a stop may know: beside the rest, the earlier answers that its step rests on, and what was
        typed on other screens."""
        return replace(self.context, resting=stop.resting, elsewhere=self.run.elsewhere(stop.step.slug))


def opened(form: type[StepForm], kept: Boxes | None, context: FormContext, *, from_run: bool = False) -> StepForm:
    """A form with the boxes that were `kept` of it, None where none were; those that nobody touched are suggested as
    they are now. `from_run` as in StepForm."""
    return form(stored_data({**(form.suggested(context) or {}), **(kept or {})}), context, from_run=from_run)


def came_from(asked: WizardRequest) -> str | None:
    """The page that leads to the first screen of a wizard; None where there is no way back to it, as with a password
    that has to be changed first."""
    place, logged_in = asked.wizard.came_from, current_customer.current()
    if place is None or (logged_in and not logged_in.account.password):
        return None
    return f"/{asked.portal.name}/{place.format(contract=subject_of(asked.run.subject or '')[0])}"


def begin_url(portal: Portal, wizard: Wizard, subject: str | None = None) -> str:
    """Where a wizard begins; one about something, where that is chosen."""
    if subject is None and needs_subject(wizard.enter):
        return url_for(wizard.enter.chosen_at, portal=portal)
    return url_for("wizard.begin", portal=portal, wizard=wizard, subject=subject)
