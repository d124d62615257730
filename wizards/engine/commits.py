"""How does a run's commit happen once, wholly or not at all?

One transaction: mark the run committed where it is not yet (one row must change), erase its answers, do the verb, write
the event, put the letters in the outbox, keep the receipt. Of twenty at once one changes the row; the others find its
receipt (row W10).
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, null, update
from sqlalchemy.orm import Session

import models
from domain.accounts import attempts, audit_log, credentials, lifecycle, logins
from domain.messages import letters, outbox
from infra import clock
from infra.database import write
from infra.encryption import Keyring, Purpose
from infra.statements import Statement
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from rules.refusal import Refused
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.definition import Wizard
from wizards.engine.journey import Journey
from wizards.engine.receipt import CommitContext, Conflict, Origin, Receipt, new_number
from wizards.engine.runs import RUNS, Run, expiry

NO_MORE_TRIES = "安全のため、このお手続きをこれ以上お試しいただけません。お手数ですが、お電話でお問い合わせください。"
SENT_AGAIN = "メールをもう一度お送りしました。新しいメールに記載のURLを開いてください。"


# Built once: building a statement takes longer than running it.
_AS_READ = (RUNS.c.id == bindparam("run"), RUNS.c.version == bindparam("version_read"))
TAKE = Statement(
    update(RUNS)
    .where(*_AS_READ, RUNS.c.committed_at.is_(None))
    .values(answers=null(), committed_at=bindparam("committed_at"), expires_at=bindparam("expires_at"))
)
_LEFT = ("receipt", "version", "committed_at")
LEAVE = Statement(update(RUNS).where(*_AS_READ).values({name: bindparam(name) for name in _LEFT}))


def commit(run: Run, journey: Journey, portal: Portal, now: UtcDateTime, origin: Origin) -> Receipt:
    """Do what the wizard does, once, with the answers of the finished `journey`. Raise Conflict, refusal.Refused where
    the business says no, or AccessDenied where the login that it came with was ended meanwhile.

    What the answers could be guesses at is counted before it is known whether they are right, and stays counted when
    they are refused; a request that loses the race counts nothing.
    """
    wizard, answers = journey.wizard, journey.answers
    known = {"answers": answers, "typed": journey.typed, "gathered": journey.gathered, "origin": origin}
    guesses = [f"{portal.name}\0{key}" for key in wizard.guesses(run.account_id, answers)]
    with write() as session:
        act = _act(session, run, portal, now, **known)
        receipt = _counted(act, run, wizard, guesses) if guesses else _take_and_do(act, run, wizard)
    if isinstance(receipt, Refused):
        raise receipt
    outbox.wake(current_app)
    return receipt


def _counted(act: CommitContext, run: Run, wizard: Wizard, guesses: Sequence[str]) -> Receipt | Refused:
    """Give a refusal instead of raising it: what was counted is to be committed."""
    counts = [attempts.count_wrong(act.session, act.keyring, Purpose(wizard.name), key, act.now) for key in guesses]
    if any(count > attempts.LIMIT for count in counts):
        return Refused(NO_MORE_TRIES)
    try:
        with act.session.begin_nested():
            receipt = _take_and_do(act, run, wizard)
    except Refused as no:
        return no
    for key in guesses:
        attempts.take_back(act.session, act.keyring, Purpose(wizard.name), key)
    return receipt


def send_again(run: Run, wizard: Wizard, portal: Portal, now: UtcDateTime) -> str:
    """Send the letter of a committed run once more, once however often it is pressed (row A26); give what to tell."""
    assert run.receipt is not None and wizard.again is not None
    with write() as session:
        act = _act(session, run, portal, now)
        try:
            with session.begin_nested():
                _keep_receipt(act, run, wizard.again(act, run.receipt), run.committed_at)
        except Refused as no:
            return str(no)
        except Conflict:
            return SENT_AGAIN
    outbox.wake(current_app)
    return SENT_AGAIN


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own


def _act(session: Session, run: Run, portal: Portal, now: UtcDateTime, **known: Any) -> CommitContext:
    return CommitContext(
        session=session,
        keyring=_keyring(),
        portal=portal,
        base_url=current_app.config["BASE_URL"],
        staff_url=current_app.config["STAFF_URL"],
        signing_key=current_app.config["SECRET_KEYS"][0],
        now=now,
        number=new_number(),
        account_id=run.account_id,
        link_id=run.link_id,
        run_id=run.id,
        subject=run.subject,
        about=run.about,
        **known,
    )


def _take_and_do(act: CommitContext, run: Run, wizard: Wizard) -> Receipt:
    if run.account_id:
        lifecycle.lock(act.session, run.account_id, *wizard.locks(act.session, run.account_id))
    until = expiry(act.portal, act.now, run.account_id)
    taken = TAKE.change(act.session, run=run.id, version_read=run.version, committed_at=act.now, expires_at=until)
    if taken != 1:
        raise Conflict
    login = act.origin.login
    if run.account_id and login and not logins.stands(act.session, login):
        raise AccessDenied(Reason.LOGIN)
    receipt: Receipt = wizard.commit(act)
    if receipt.login:
        account = act.session.get_one(models.Account, receipt.login)
        receipt = replace(receipt, password=credentials.mark(act.keyring, account))
    audit_log.record(
        act.session,
        act.portal.name,
        receipt.event,
        act.now,
        account_id=receipt.account_id or run.account_id,
        device=act.origin.device,
        screen=wizard.last_number,
        receipt_number=receipt.number,
        request_id=receipt.request_id,
        staff_id=act.origin.at_work.member_id if act.origin.at_work else None,
    )
    # Not before all is done that had to wait: what ended a login meanwhile came first.
    run.committed_at = clock.this_moment()
    return _keep_receipt(act, run, receipt, run.committed_at)


def _keep_receipt(act: CommitContext, run: Run, receipt: Receipt, at: UtcDateTime | None) -> Receipt:
    """Put the letters in the outbox and the receipt into the run. Raise Conflict where another request was quicker."""
    for place, letter in enumerate(receipt.letters, 1):
        letters.post(act.session, act.keyring, letter, key=f"{run.id}:{act.number}:{place}", now=act.now)
    sealed = act.keyring.encrypt(Purpose.RECEIPT, run.id, json.dumps(receipt.to_keep()).encode(), run.half)
    left = {"receipt": sealed, "version": run.version + 1, "committed_at": at}
    kept = LEAVE.change(act.session, run=run.id, version_read=run.version, **left)
    if kept != 1:
        raise Conflict
    return replace(receipt, letters=())
