"""What has a customer begun and not finished? 「続きから」 at home, and on a first screen that is opened anew (rows
W17, W18)."""

from itertools import islice
from typing import NamedTuple

from flask import url_for

from infra import clock
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from views.shared import current_customer
from views.wizard import current_run
from views.wizard.wizard_request import WalkedRequest
from wizards.engine import under_way
from wizards.engine.access import AccessDenied, needs_subject
from wizards.engine.definition import Wizard
from wizards.registry import WIZARDS

MOST = 5


class Begun(NamedTuple):
    """A sequence under way: what it is and what it is about, which screen comes next, where it goes on, where it is
    thrown away, and since and until when it is kept."""

    wizard: Wizard
    subject: str | None
    about: str
    number: int
    screen: str
    url: str
    discard_url: str
    seen_at: UtcDateTime | None
    kept_until: UtcDateTime | None


def begun(portal: Portal) -> list[Begun]:
    """The sequences that who is logged in here can go on with, the newest first, each of one thing once. Changes
    nothing."""
    account_id = current_customer.current_id()
    if account_id is None:
        return []
    found = (_card(portal, *each) for each in under_way.of_account(portal, account_id, clock.now()))
    return list(islice((card for card in found if card), MOST))


def begun_before(asked: WalkedRequest) -> Begun | None:
    """What a customer has begun already of a sequence that they open anew, about the same thing."""
    run = asked.run
    if run.account_id is None:
        return None
    found = under_way.newest(asked.portal, asked.wizard.name, run.account_id, run.subject, asked.now)
    return _card(asked.portal, found, asked.wizard.name) if found else None


def _card(portal: Portal, run_id: str, name: str) -> Begun | None:
    wizard = WIZARDS.get(name)
    if wizard is None or name not in portal.sequences:
        return None
    asked = current_run.find(portal, wizard, run_id)
    if asked is None:
        return None
    try:
        learned = current_run.learn(asked)
    except AccessDenied:
        return None
    run, step = learned.run, learned.journey.frontier.step
    about = f"{wizard.enter.label} {run.about.number}" if needs_subject(wizard.enter) else ""
    onward = (step.number, step.title, learned.url(step.slug))
    away = url_for("discarding.discard", portal=portal, wizard=wizard, run_id=run.id)
    return Begun(wizard, run.subject, about, *onward, away, run.seen_at, run.expires_at)


def with_files(asked: WalkedRequest) -> str | None:
    """Where a customer goes on who has put files into a run about this already: they are to be found there again, also
    by who begins anew. None where there is none."""
    run = asked.run
    if run.account_id is None or run.subject is None:
        return None
    found = under_way.about(asked.portal, asked.wizard.name, run.account_id, run.subject, asked.now)
    there = current_run.find(asked.portal, asked.wizard, found) if found else None
    return there.url(asked.wizard.first.slug) if there else None
