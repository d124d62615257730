"""What does a wizard's screen show? The pages of steps, of two windows that disagree, and of the receipt."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from flask import current_app, get_flashed_messages, request, url_for

from domain.accounts import links
from forms.kit.emails import EmailTwice
from forms.kit.step import StepForm
from views.shared import errors
from views.shared.page import here
from views.shared.screens import Screen
from views.wizard import current_run, uploads_shown, waits
from views.wizard.resume import Begun
from views.wizard.wizard_request import WalkedRequest, WizardRequest, came_from, opened
from wizards.engine.definition import Complete, Confirm, Input, Upload, Wait
from wizards.engine.journey import PathStep
from wizards.engine.summary import Row, answer_rows, changed_rows, progress_of

ASKED_AGAIN = "関係する内容が変わったため、もう一度おたずねします。ご確認のうえ、「{button}」を押してください。"


def step_page(
    asked: WalkedRequest,
    stop: PathStep,
    *,
    notices: Sequence[str] = (),
    message: str | None = None,
    wrong: str | None = None,
    begun: Begun | None = None,
) -> str:
    """A step (`stop`, on the visitor's path): its questions, or the answers read back. `notices` are what else is to be
    said, `message` is why the business said no, `wrong` what is with the box for files; `begun` is what was typed
    before of a sequence that is opened anew."""
    step, wizard, run, journey = stop.step, asked.wizard, asked.run, asked.journey
    shared: dict[str, Any] = {
        "wizard": wizard,
        "step": step,
        "heading": step.title,
        "form": stop.form,
        "progress": progress_of(wizard, step.kind),
        "run_id": run.id,
        "proof": run.proof,
        "back": "change" in request.args or (journey.before(step.slug) or came_from(asked)) is not None,
        "message": message,
        "wrong": wrong,
        "begun": begun,
        "about": run.about,
        "notices": list(notices) or _asked_again(asked, stop),
        **asked.side.until(asked, step.slug),
        "now_at": _now_at(asked, step.slug),
        "run_version": run.version,
    }
    if isinstance(step, Wait):
        # It ends by itself; and who waits to be let in is nobody yet, whoever is in.
        shared |= {"waited": stop.waited, "state_url": waits.url(asked, step.slug), "expires_at": False}
        shared |= {} if run.account_id else {"customer": False}
    elif isinstance(step, Upload):
        shared |= uploads_shown.of(asked, stop)
    elif isinstance(step, Confirm):
        groups = _groups(asked)
        if stop.form:
            stop.form.number_from(1 + sum(len(rows) for _, rows in groups))
        shared |= {"groups": groups, "unsent": _unsent(asked), "seal": journey.seal, "lead": step.lead}
        shared |= {"gathered": journey.gathered}
    else:
        shared |= {"version": run.step(step.slug).version, "user_name": _user_name(asked, stop)}
    template = _template(asked, f"{wizard.name}/{step.slug}.html", f"wizard/{step.kind}.html")
    return asked.side.page(asked, template, Screen(step.number, step.title), **shared)


def _asked_again(asked: WalkedRequest, stop: PathStep) -> list[str] | None:
    """Why a step is asked again that was answered, after what else is to be said; None where it is not."""
    step, open_step = stop.step, asked.journey.frontier.step
    if not isinstance(step, Input) or step is not open_step or asked.journey.finished or stop.form is None:
        return None
    if not asked.run.step(step.slug).version or stop.form.errors:
        return None
    return [*get_flashed_messages(), ASKED_AGAIN.format(button=stop.form.button)]


def _user_name(asked: WalkedRequest, stop: PathStep) -> str | None:
    """Under which name a browser is to keep the new password of this screen, where no box of it asks for that."""
    questions = stop.form.questions if stop.form else []
    if not any(each.is_password for each in questions) or any(isinstance(each, EmailTwice) for each in questions):
        return None
    return current_run.user_name(asked.run)


def _template(asked: WizardRequest, *names: str) -> str:
    """The first of these that there is on this side."""
    return _first_of(*(f"{asked.side.folder}{name}" for name in names))


@cache
def _first_of(*names: str) -> str:
    """Looked for once, since each miss is a search of the disk."""
    return str(current_app.jinja_env.select_template(names).name)


def _now_at(asked: WizardRequest, slug: str) -> str:
    """Where the screen is found again as it is then; of a first one, where its answer is kept once it was given."""
    return here() if "run_id" in (request.view_args or {}) else asked.url(slug)


def _groups(asked: WalkedRequest) -> list[tuple[Any, list[Row]]]:
    def change_url(slug: str) -> Callable[[str, str], str]:
        step = asked.url(slug)
        return lambda name, place: f"{step}?change={name}#{place}"

    groups: list[tuple[Any, list[Row]]] = []
    for stop in asked.journey.completed:
        if stop.form:
            first = 1 + sum(len(rows) for _, rows in groups)
            groups.append((stop.step, answer_rows(stop.form, change_url(stop.step.slug), first)))
    return groups


def _unsent(asked: WalkedRequest) -> list[tuple[str, str]]:
    """The steps on which something else was typed than was answered, and not sent: their titles, and where they are."""
    found = []
    for stop in asked.journey.completed:
        kept = asked.run.step(stop.step.slug)
        if isinstance(stop.step, Input) and kept.draft is not None and kept.answer is not None:
            typed = opened(stop.step.form, kept.draft, asked.context_at(stop))
            if not typed.same_as(kept.answer, secrets=False):
                found.append((stop.step.title, asked.url(stop.step.slug)))
    return found


def changed_page(asked: WalkedRequest, stop: PathStep, form: StepForm) -> str:
    """910: another window answered this step meanwhile; both answers, and one press chooses (decision 4)."""
    assert stop.form is not None
    return asked.side.page(
        asked,
        _template(asked, "wizard/changed.html"),
        errors.CHANGED,
        rows=changed_rows(stop.form, form),
        fields=[(name, value) for name, values in form.boxes.items() for value in values],
        version=asked.run.step(stop.step.slug).version,
        run_id=asked.run.id,
        proof=asked.run.proof,
        asks_password=any(question.secret for question in form),
        onward_url=asked.url(asked.journey.frontier.step.slug),
        **asked.side.until(asked, stop.step.slug),
    )


def receipt_page(asked: WizardRequest) -> str:
    """The complete screen. The keyword leaves it when its link is used (decision 6)."""
    wizard, complete, receipt = asked.wizard, asked.wizard.complete, asked.run.receipt
    assert receipt is not None and isinstance(complete, Complete)
    receipt = complete.now(receipt) if complete.now else receipt
    waiting = receipt.link is None or links.is_waited_for(receipt.link)
    return asked.side.page(
        asked,
        _template(asked, f"{wizard.name}/complete.html", "wizard/complete.html"),
        Screen(complete.number, complete.title),
        wizard=wizard,
        step=complete,
        receipt=receipt if waiting else receipt.without_keyword(),
        at=asked.run.committed_at,
        progress=progress_of(wizard, complete.kind),
        again_url=_again_url(asked) if complete.again and waiting else None,
    )


def _again_url(asked: WizardRequest) -> str:
    return url_for("wizard.send_again", portal=asked.portal, wizard=asked.wizard, run_id=asked.run.id)
