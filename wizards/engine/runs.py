"""How is a run kept, found, changed and committed?

One row a run, read by one statement and written by one. The answers lie in it sealed: with the server's key and a half
that only the visitor's cookie holds, until they log in (decision 2).
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Integer, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

import models
from forms.kit.question import Boxes
from infra.database import core, write, writing
from infra.encryption import DecryptionFailed, Keyring, Purpose
from infra.statements import Statement
from rules import hours
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from wizards.engine.journey import Given, Stored
from wizards.engine.receipt import Conflict, Receipt, from_kept

IDLE = timedelta(minutes=30)
KEPT_FOR_CUSTOMERS = timedelta(days=7)
KEYWORD_SHOWN = timedelta(minutes=30)
TRACE_EVERY = timedelta(seconds=60)
RUNS = core(models.RunRow)

# Built once: building a statement takes longer than running it.
_READ = ("account_id", "visitor", "link_id", "subject", "proof", "version", "answers", "receipt", "screen")
_TIMES = ("seen_at", "expires_at", "committed_at")
FIND = Statement(
    select(*(RUNS.c[name] for name in (*_READ, *_TIMES))).where(
        RUNS.c.id == bindparam("run"), RUNS.c.portal == bindparam("portal"), RUNS.c.wizard == bindparam("wizard")
    )
)
KEEP = Statement(
    update(RUNS)
    .where(RUNS.c.id == bindparam("run"), RUNS.c.version == bindparam("version_read"), RUNS.c.committed_at.is_(None))
    .values(
        {name: bindparam(name) for name in ("version", "proof", "answers", "seen_at", "expires_at")}
        | {"screen": func.coalesce(bindparam("screen_next", type_=Integer), RUNS.c.screen)}
    )
)


@dataclass(frozen=True)
class Owner:
    """Whose runs are asked for: this browser's, or this account's."""

    mark: str
    half: Callable[[str], bytes]
    account_id: int | None = None


@dataclass
class StepState:
    """One step of a run: how often it was answered, its answer as typed, what was typed but not yet given, what the
    answer rests on, and who found it good (both as the engine's fingerprints)."""

    version: int = 0
    answer: dict[str, list[str]] | None = None
    draft: dict[str, list[str]] | None = None
    under: str = ""
    good: str = ""


@dataclass
class Run:
    """One visitor's way through one wizard. `subject` names what it is about; `about` is what is known of that now;
    `proof` says for which login and day the password was given; `screen` is the number of the one that the visitor was
    last known to be on."""

    id: str
    wizard: str
    owner: Owner
    account_id: int | None = None
    link_id: str | None = None
    subject: str | None = None
    proof: str | None = None
    version: int = 0
    steps: dict[str, StepState] = field(default_factory=dict)
    seen_at: UtcDateTime | None = None
    expires_at: UtcDateTime | None = None
    committed_at: UtcDateTime | None = None
    receipt: Receipt | None = None
    screen: int | None = None
    about: Any = None

    def step(self, slug: str) -> StepState:
        """What is kept of a step."""
        return self.steps.setdefault(slug, StepState())

    @property
    def stored(self) -> Stored:
        """The answers, as the engine walks them."""
        return {
            slug: Given(kept.answer, kept.under, kept.good)
            for slug, kept in self.steps.items()
            if kept.answer is not None
        }

    def elsewhere(self, slug: str) -> Boxes:
        """What was typed on the other screens than this step's, as far as it was answered."""
        others = (kept.answer for name, kept in self.steps.items() if name != slug and kept.answer)
        return {name: values for boxes in others for name, values in boxes.items()}

    @property
    def named(self) -> str:
        """Which run this is of which sequence, about what: a proof for it is none for any other."""
        return f"{self.id}\0{self.wizard}\0{self.subject or ''}"

    @property
    def half(self) -> bytes:
        """The visitor's half of the key; none once the run belongs to an account."""
        return b"" if self.account_id else self.owner.half(self.id)


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own


def expiry(portal: Portal, now: UtcDateTime, account_id: int | None) -> UtcDateTime:
    """When a run left alone at `now` ends (decision 3). The portal's pause does not count: answers are kept over it."""
    until = now + (KEPT_FOR_CUSTOMERS if account_id else IDLE)
    pause = portal.service_pause
    if pause and (hours.paused(pause, now) or hours.paused(pause, until)):
        return max(until, hours.pause_ends(pause, until if hours.paused(pause, until) else now) + IDLE)
    return until


def find(run_id: str, portal: Portal, wizard: str, owner: Owner, now: UtcDateTime) -> Run | None:
    """This owner's run of the wizard named `wizard`, None where there is none of that name, it has expired, or it is
    somebody else's."""
    row = FIND.first(run=run_id, portal=portal.name, wizard=wizard)
    if row is None or row.expires_at <= now:
        return None
    mine = row.account_id == owner.account_id if row.account_id and owner.account_id else row.visitor == owner.mark
    if not mine:
        return None
    run = Run(run_id, wizard, owner, row.account_id, row.link_id, row.subject, row.proof, row.version)
    run.seen_at, run.expires_at, run.committed_at, run.screen = (
        row.seen_at,
        row.expires_at,
        row.committed_at,
        row.screen,
    )
    try:
        if row.receipt:
            clear = _keyring().decrypt(Purpose.RECEIPT, run_id, row.receipt, run.half)
            run.receipt = _still_shown(from_kept(json.loads(clear)), row.committed_at, now)
        elif row.answers:
            clear = _keyring().decrypt(Purpose.RUN, run_id, row.answers, run.half)
            run.steps = {slug: StepState(*kept) for slug, kept in json.loads(clear).items()}
    except DecryptionFailed:
        return None
    return run


def _still_shown(receipt: Receipt, committed_at: UtcDateTime, now: UtcDateTime) -> Receipt:
    if receipt.keyword and now - committed_at >= KEYWORD_SHOWN:
        return receipt.without_keyword()
    return receipt


def _sealed_answers(run: Run) -> bytes:
    steps = {slug: list(vars(kept).values()) for slug, kept in run.steps.items()}
    return _keyring().encrypt(Purpose.RUN, run.id, json.dumps(steps, ensure_ascii=False).encode(), run.half)


def start(run: Run, portal: Portal, now: UtcDateTime, screen: int | None = None) -> None:
    """Keep a new run; `screen` is the number of the one that comes next, None where that is not known. Raise Conflict
    where one of that id is there already (a double click)."""
    row = {
        "id": run.id,
        "portal": portal.name,
        "wizard": run.wizard,
        "subject": run.subject,
        "visitor": run.owner.mark,
        "account_id": run.account_id,
        "link_id": run.link_id,
        "proof": run.proof,
        "version": 1,
        "answers": _sealed_answers(run),
        "screen": screen,
        "created_at": now,
        "seen_at": now,
        "expires_at": expiry(portal, now, run.account_id),
    }
    try:
        with write_core() as connection:
            connection.execute(insert(RUNS), row)
    except IntegrityError:
        raise Conflict from None
    run.version, run.screen = 1, screen


def write_core() -> Any:
    """A transaction for Core statements alone: a run's write needs none of the ORM's book-keeping."""
    return writing().begin()


def keep(run: Run, portal: Portal, now: UtcDateTime, screen: int | None = None) -> None:
    """Write the run's answers; `screen` is the number of the one that comes next, None where it is as noted. Raise
    Conflict where another request wrote or committed it since it was read."""
    changed = KEEP.change(
        run=run.id,
        version_read=run.version,
        version=run.version + 1,
        proof=run.proof,
        answers=_sealed_answers(run),
        screen_next=screen,
        seen_at=now,
        expires_at=expiry(portal, now, run.account_id),
    )
    if changed != 1:
        raise Conflict
    run.version += 1


def record_activity(run: Run, portal: Portal, screen: int, now: UtcDateTime) -> None:
    """Note that the visitor is still there, and on which `screen` (its number): where that is another one, else at most
    once a minute. Changes no answer."""
    stale = run.seen_at and (run.screen != screen or now - run.seen_at >= TRACE_EVERY)
    if stale and not run.committed_at:
        extend(run, portal, screen, now)


def extend(run: Run, portal: Portal, screen: int | None, now: UtcDateTime) -> None:
    """Give the run its full time again; `screen` is the number of the one that the visitor is on, None where it is as
    noted."""
    run.expires_at = expiry(portal, now, run.account_id)
    with write_core() as connection:
        connection.execute(
            update(RUNS)
            .where(RUNS.c.id == run.id)
            .values(seen_at=now, expires_at=run.expires_at, **({"screen": screen} if screen else {}))
        )


def outlast(run: Run, portal: Portal, until: UtcDateTime) -> None:
    """Keep the run as long as if the visitor were last there at `until`: so long they were told to wait."""
    with write_core() as connection:
        expires = expiry(portal, until, run.account_id)
        connection.execute(update(RUNS).where(RUNS.c.id == run.id).values(expires_at=expires))


def claim_anonymous_runs(
    mark: str, half: Callable[[str], bytes], account_id: int, now: UtcDateTime, waiting: Collection[str] = ()
) -> None:
    """Logging in: the visitor's runs become the account's and open without the cookie's half (decision 2). `mark` is
    the visitor's, as in Owner; `half` gives their half for the id of a run.

    Where another customer waits for something in one of the wizards `waiting`, or was logged in by a run, it stays this
    browser's: whoever logs in here next is somebody else.
    """
    keyring = _keyring()
    with write() as session:
        mine = and_(RUNS.c.visitor == mark, RUNS.c.account_id.is_(None), RUNS.c.expires_at > now)
        done_or_not_waiting = or_(RUNS.c.receipt.is_not(None), RUNS.c.wizard.not_in(waiting))
        found = select(RUNS.c.id, RUNS.c.answers, RUNS.c.receipt).where(mine, done_or_not_waiting).with_for_update()
        for row in session.execute(found).all():
            values = _without_half(keyring, row, half(row.id), account_id)
            if values and row.answers:
                values["expires_at"] = now + KEPT_FOR_CUSTOMERS
            if values:
                session.execute(update(RUNS).where(RUNS.c.id == row.id).values(values))


def _without_half(keyring: Keyring, row: Any, half: bytes, account_id: int) -> dict[str, Any]:
    """What a run becomes that is an account's from now on; nothing where it logged another one in."""
    values: dict[str, Any] = {"account_id": account_id, "version": RUNS.c.version + 1}
    for column, purpose, sealed in (("answers", Purpose.RUN, row.answers), ("receipt", Purpose.RECEIPT, row.receipt)):
        clear = keyring.decrypt(purpose, row.id, sealed, half) if sealed else b""
        if clear and column == "receipt" and from_kept(json.loads(clear)).login not in (None, account_id):
            return {}
        if clear:
            values[column] = keyring.encrypt(purpose, row.id, clear)
    return values


def detach_browser(account_id: int) -> None:
    """Logging out: what this account has open is found by its login alone from now on, not by an old cookie."""
    with write_core() as connection:
        connection.execute(update(RUNS).where(RUNS.c.account_id == account_id).values(visitor=""))
