"""What does one request to a wizard bring, and what is worked out of it? One object, made once by its route."""

from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from forms.kit.question import Boxes
from forms.kit.step import FormContext, StepForm
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from wizards.engine.access import needs_subject
from wizards.engine.definition import Wizard
from wizards.engine.journey import Journey, PathStep, stored_data
from wizards.engine.receipt import Receipt
from wizards.engine.runs import Run


@dataclass(frozen=True)
class WizardRequest:
    """Which portal and which wizard, the run as it was read, and when."""

    portal: Portal
    wizard: Wizard
    run: Run
    now: UtcDateTime

    def url(self, slug: str, **more: Any) -> str:
        """Where a screen of the run is; `more` goes into the address."""
        return url_for("wizard.show", portal=self.portal, wizard=self.wizard, run_id=self.run.id, slug=slug, **more)

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


def begin_url(portal: Portal, wizard: Wizard, subject: str | None = None) -> str:
    """Where a wizard begins; one about something, where that is chosen."""
    if subject is None and needs_subject(wizard.enter):
        return url_for(wizard.enter.chosen_at, portal=portal)
    return url_for("wizard.begin", portal=portal, wizard=wizard, subject=subject)
