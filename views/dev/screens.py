"""How does a developer get to a screen in the middle of a sequence? By a press, with sample answers on the way.

For developers: it is not there in production (row W25).
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

import models
from domain.accounts import links
from domain.accounts.link_purposes import LinkPurpose
from forms.kit.passwords import InitialPassword
from infra import clock
from infra.database import read, write
from rules.portals import Portal
from views.dev import pictures
from views.shared import redirects, web_session
from views.wizard import call_first, current_run, run_ownership
from views.wizard.wizard_request import WizardRequest, opened
from wizards.engine import runs
from wizards.engine.access import AccessDenied, ByLink, needs_login, needs_subject
from wizards.engine.definition import Input, Wait, Wizard
from wizards.registry import WIZARDS

bp = Blueprint("dev_screens", __name__, url_prefix="/<portal:portal>/_dev/screens")
KEYWORD = "Himawari7"
TRIED = 20
NOTHING_TYPED: dict[str, Any] = {"agency": None, "employee": None, "typed": {}, "known": True}


@bp.before_request
def refuse_in_production() -> None:
    """Even if somebody registers it there."""
    if current_app.config["PRODUCTION"]:
        abort(404)


@bp.get("")
def index(portal: Portal) -> str:
    """Every step of every sequence that the portal offers."""
    wizards = [WIZARDS[name] for name in portal.sequences]
    return render_template("dev_screens/index.html", portal=portal, wizards=wizards)


@bp.post("/<wizard:wizard>/<slug>")
def jump(portal: Portal, wizard: Wizard, slug: str) -> ResponseReturnValue:
    """Answer everything before a step with its sample, and go there. 404 where nobody can be logged in as."""
    if slug not in [step.slug for step in wizard.steps]:
        abort(404)
    if isinstance(wizard.first, Wait):
        return _waiting(portal)
    if wizard.upload:
        return _with_a_picture(portal, wizard, slug)
    if needs_subject(wizard.enter):
        asked = _about_a_contract(portal, wizard) or abort(404)
    else:
        if needs_login(wizard.enter):
            run_ownership.log_in(_somebody(portal) or abort(404))
        asked = current_run.fresh(portal, wizard, None)
    if isinstance(wizard.enter, ByLink):
        asked.run.link_id = _opened_link(portal, wizard, wizard.enter.purpose)
    else:
        asked = current_run.learn(asked)
    _answer_before(asked, slug)
    runs.start(asked.run, portal, asked.now)
    return asked.to(slug)


def _waiting(portal: Portal) -> ResponseReturnValue:
    """A login that waits for a call, of somebody who has given no password."""
    with read() as session:
        found = session.get(models.Account, _somebody(portal)) or abort(404)
    return call_first.wait(portal, found, redirects.home(portal))


def _with_a_picture(portal: Portal, wizard: Wizard, slug: str) -> ResponseReturnValue:
    asked = _first_let_in(portal, wizard, pictures.accidents_of(portal)) or abort(404)
    pictures.put_one(asked)
    return asked.to(slug)


def _answer_before(asked: WizardRequest, slug: str) -> None:
    for step in asked.wizard.steps:
        if step.slug == slug or not isinstance(step, Input):
            return
        walked = current_run.walk(asked)
        sample = {name: [value] for name, value in step.form.sample.items()}
        stop = walked.journey.stop_at(step.slug)
        context = walked.context_at(stop) if stop else walked.context
        form = opened(step.form, sample, context)
        # What a product declares has no sample of its own.
        first = {str(each.name): [each.options[0].value] for each in form if each.empty and each.options}
        form = opened(step.form, {**first, **sample}, context)
        for question in form:
            if isinstance(question, InitialPassword):
                question.mark = "of no contract"
        if not form.validate():
            raise ValueError(f"{step.form.__name__}.sample: {form.errors}")
        kept = asked.run.step(step.slug)
        kept.answer, kept.version = form.to_keep(), 1
        if stop:
            kept.under = walked.journey.answered(stop, kept.answer, form).given(step.slug).under


def _somebody(portal: Portal) -> int | None:
    with read() as session:
        return session.scalar(select(models.Account.id).where(models.Account.portal == portal.name).limit(1))


def _about_a_contract(portal: Portal, wizard: Wizard) -> WizardRequest | None:
    """A run about the first contract in force that somebody holds and that lets them in."""
    joined = select(models.Holding.account_id, models.Contract.id).join(models.Contract)
    open_ones = (
        models.Contract.portal == portal.name,
        models.Contract.online,
        models.Contract.ends_on >= clock.today(),
    )
    with read() as session:
        found = session.execute(joined.where(*open_ones).limit(TRIED)).all()
    parts = ("-insured", "-holder", "")
    return _first_let_in(portal, wizard, [(whose, f"{contract}{part}") for whose, contract in found for part in parts])


def _first_let_in(portal: Portal, wizard: Wizard, subjects: Sequence[tuple[int, str]]) -> WizardRequest | None:
    """A run about the first of these, each with its account, that lets them in."""
    for account_id, subject in subjects:
        run_ownership.log_in(account_id)
        with suppress(AccessDenied):
            return current_run.enter(current_run.fresh(portal, wizard, subject))
    return None


def _opened_link(portal: Portal, wizard: Wizard, purpose: LinkPurpose) -> str:
    assert isinstance(wizard.first, Input)
    sample, account_id = {"email": "hanako@example.jp", **wizard.first.form.sample}, _somebody(portal)
    secret = {"keyring": current_app.extensions["keyring"], "keyword": KEYWORD}
    with write() as session:
        link = links.issue(
            session,
            **secret,
            signing_key=current_app.config["SECRET_KEYS"][0],
            portal=portal.name,
            purpose=purpose,
            about=sample["email"],
            contents={**NOTHING_TYPED, "email": sample["email"], "account": account_id},
            now=clock.now(),
            account_id=account_id,
        )
    links.try_keyword(**secret, link_id=link.id, now=clock.now(), visitor=web_session.mark())
    return link.id
