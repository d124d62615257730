"""What does a wizard's screen show? The pages of steps, of two windows that disagree, and of the receipt."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from flask import current_app, request, url_for

from domain.accounts import links
from forms.kit.step import StepForm
from rules.portals import Portal
from views.shared import errors
from views.shared.page import here, page
from views.shared.screens import Screen
from wizards.engine.definition import Confirm, Wizard
from wizards.engine.journey import Journey, PathStep
from wizards.engine.runs import Run
from wizards.engine.summary import Row, answer_rows, changed_rows, progress_of


def address(portal: Portal, wizard: Wizard, run: Run, slug: str, **more: Any) -> str:
    """Where a screen of a run is."""
    return url_for("wizard.show", portal=portal, wizard=wizard, run_id=run.id, slug=slug, **more)


def step_page(
    portal: Portal,
    run: Run,
    journey: Journey,
    stop: PathStep,
    *,
    notices: Sequence[str] = (),
    message: str | None = None,
) -> str:
    """A step: its questions, or the answers read back. `message` is why the business said no."""
    step, wizard = stop.step, journey.wizard
    shared: dict[str, Any] = {
        "wizard": wizard,
        "step": step,
        "heading": step.title,
        "form": stop.form,
        "progress": progress_of(wizard, step.kind),
        "run_id": run.id,
        "proof": run.proof,
        "back": journey.before(step.slug) is not None,
        "message": message,
        "about": run.about,
        "notices": list(notices) or None,
        **_until(portal, wizard, run, step.slug),
        "now_at": _now_at(portal, wizard, run, step.slug),
        "run_version": run.version,
    }
    if isinstance(step, Confirm):
        shared |= {"groups": _groups(portal, run, journey), "seal": journey.seal, "lead": step.lead}
    else:
        shared |= {"version": run.step(step.slug).version}
    template = _template(f"{wizard.name}/{step.slug}.html", f"wizard/{step.kind}.html")
    return page(template, Screen(step.number, step.title), **shared)


@cache
def _template(*names: str) -> str:
    """The first of these that there is; looked for once, since each miss is a search of the disk."""
    return str(current_app.jinja_env.select_template(names).name)


def _until(portal: Portal, wizard: Wizard, run: Run, slug: str) -> dict[str, Any]:
    """How long the screen may be left alone. A customer's login ends long before their run does: its end is shown."""
    if not (run.version or run.owner.account_id):
        return {}
    subject = None if run.version else run.subject
    extend_url = url_for("wizard.extend", portal=portal, wizard=wizard, run_id=run.id, slug=slug, subject=subject)
    return {"extend_url": extend_url, "expires_at": None if run.owner.account_id else run.expires_at}


def _now_at(portal: Portal, wizard: Wizard, run: Run, slug: str) -> str:
    """Where the screen is found again as it is then; of a first one, where its answer is kept once it was given."""
    return here() if "run_id" in (request.view_args or {}) else address(portal, wizard, run, slug)


def _groups(portal: Portal, run: Run, journey: Journey) -> list[tuple[Any, list[Row]]]:
    def change_url(slug: str) -> Callable[[str, str], str]:
        step = address(portal, journey.wizard, run, slug)
        return lambda name, control: f"{step}?change={name}#{control}"

    return [(stop.step, answer_rows(stop.form, change_url(stop.step.slug))) for stop in journey.completed if stop.form]


def changed_page(portal: Portal, run: Run, journey: Journey, stop: PathStep, form: StepForm) -> str:
    """910: another window answered this step meanwhile; both answers, and one press chooses (decision 4)."""
    assert stop.form is not None
    return page(
        "wizard/changed.html",
        errors.CHANGED,
        rows=changed_rows(stop.form, form),
        fields=[(name, value) for name, values in form.boxes.items() for value in values],
        version=run.step(stop.step.slug).version,
        run_id=run.id,
        proof=run.proof,
        asks_password=any(question.secret for question in form),
        onward_url=address(portal, journey.wizard, run, journey.frontier.step.slug),
        **_until(portal, journey.wizard, run, stop.step.slug),
    )


def receipt_page(portal: Portal, run: Run, wizard: Wizard) -> str:
    """The complete screen. The keyword leaves it when its link is used (decision 6)."""
    complete, receipt = wizard.complete, run.receipt
    assert receipt is not None
    waiting = receipt.link is None or links.is_waited_for(receipt.link)
    again_url = url_for("wizard.send_again", portal=portal, wizard=wizard, run_id=run.id)
    return page(
        _template(f"{wizard.name}/complete.html", "wizard/complete.html"),
        Screen(complete.number, complete.title),
        wizard=wizard,
        step=complete,
        receipt=receipt if waiting else receipt.without_keyword(),
        at=run.committed_at,
        progress=progress_of(wizard, complete.kind),
        again_url=again_url if complete.again and waiting else None,
    )
