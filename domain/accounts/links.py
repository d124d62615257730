"""Is this one-time link still good, and who may use it?

A link is a row and a signed token that names it. Fetching it does nothing; the first right keyword spends it: from then
on it belongs to that browser until the sequence is completed or its time ends (rows A5–A10, decisions 11, 13, 32, 33).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from domain.accounts import lifecycle, link_tokens
from domain.accounts.link_purposes import SENT_AGAIN, LinkPurpose
from infra.database import core, queue_up, read, write
from infra.encryption import Keyring, Purpose
from infra.statements import Statement, insertion
from models import Link
from rules.japanese import mail, normalize
from rules.japanese.times import UtcDateTime
from rules.refusal import Refused

LIFETIME, GRACE, REMEMBERED_FOR = timedelta(hours=48), timedelta(hours=24), timedelta(days=90)
TRIES = 5
USED_UP = (
    "このURLでのお手続きは、すでに完了しているか、ご利用いただけなくなっています。ログイン画面からご確認ください。"
)

LINKS = core(Link)
# Built once: building a statement takes longer than running it.
_ISSUED = ("secret", "portal", "purpose", "about", "account_id", "keyword", "tries", "contents")
ISSUE = insertion(LINKS, "id", *_ISSUED, "created_at", "expires_at")
FIND = Statement(select(LINKS).where(LINKS.c.id == bindparam("link")))
NEWEST = Statement(select(func.max(LINKS.c.created_at).label("at")).where(LINKS.c.about == bindparam("about")))
REPLACE = (
    update(LINKS)
    .where(
        LINKS.c.about.in_(bindparam("marks", expanding=True)), LINKS.c.used_at.is_(None), LINKS.c.replaced_at.is_(None)
    )
    .values(replaced_at=bindparam("now"), contents=None)
)


class State(StrEnum):
    """What can be done with a link. MINE: this browser spent it and may come back; USED: another did, or it is done."""

    OPEN = "open"
    EXPIRED = "expired"
    USED = "used"
    REPLACED = "replaced"
    EXHAUSTED = "exhausted"
    MINE = "mine"


@dataclass(frozen=True)
class NewLink:
    """A link just issued; its token is known now and never again."""

    id: str
    token: str
    expires_at: UtcDateTime
    contents: Mapping[str, Any]

    def below(self, site: str) -> str:
        """Its address; `site` is the portal's."""
        return f"{site}/l/{self.token}"


@dataclass(frozen=True)
class Found:
    """What may be told of a link before its keyword is known: nothing personal."""

    id: str
    portal: str
    purpose: str
    account_id: int | None
    state: State
    used_at: UtcDateTime | None
    expires_at: UtcDateTime
    tries_left: int
    newer_sent_at: UtcDateTime | None
    can_be_renewed: bool


@dataclass(frozen=True)
class Opened:
    """A link opened by its keyword."""

    link: Found
    contents: dict[str, Any]


class WrongKeyword(Exception):
    """Not the keyword; so many tries are left."""

    def __init__(self, left: int) -> None:
        super().__init__(str(left))
        self.left = left


class Closed(Exception):
    """The link cannot be opened; `found` says why, None where there is no such link."""

    def __init__(self, found: Found | None) -> None:
        super().__init__(found and found.state)
        self.found = found


def issue(
    session: Session,
    keyring: Keyring,
    *,
    signing_key: str,
    portal: str,
    purpose: LinkPurpose,
    about: str,
    keyword: str,
    contents: Mapping[str, Any],
    now: UtcDateTime,
    account_id: int | None = None,
    lasts: timedelta = LIFETIME,
) -> NewLink:
    """Make a link that is good while it `lasts`; every older one of its purpose and the same `about` (an address or
    what was asked) is void (row A7).

    `contents` must hold the address as "email" if it is to be renewed; `account_id`: the account it leads into, if any.
    """
    marks = abouts(keyring, portal, purpose, about)
    queue_up(session, marks[0])
    session.execute(REPLACE, {"marks": marks, "now": now})
    word = keyring.fingerprint(Purpose.KEYWORD, f"{marks[0]}\0{normalize.keyword(keyword)}")
    row = {"portal": portal, "purpose": purpose, "about": marks[0], "account_id": account_id, "keyword": word}
    own = {**row, "tries": 0, "created_at": now, "expires_at": now + lasts}
    return _insert(session, keyring, signing_key, own, contents)


def _insert(
    session: Session, keyring: Keyring, signing_key: str, row: Mapping[str, Any], contents: Mapping[str, Any]
) -> NewLink:
    link_id, secret = link_tokens.new()
    sealed = keyring.encrypt(Purpose.LINK, link_id, json.dumps(dict(contents)).encode())
    ISSUE.change(session, **row, id=link_id, secret=link_tokens.hashed(secret), contents=sealed)
    return NewLink(link_id, link_tokens.write(signing_key, secret), row["expires_at"], contents)


def abouts(keyring: Keyring, portal: str, purpose: LinkPurpose, address: str) -> list[str]:
    """The marks, under all keys, of what a link is about (an `address`, or what was asked), the one to keep first."""
    return keyring.fingerprints(Purpose.LINK_ABOUT, f"{portal}\0{purpose}\0{mail.address(address).casefold()}")


def check_secret(link_id: str, secret: str) -> bool:
    """Whether this is the link's secret."""
    row = FIND.first(link=link_id)
    return link_tokens.same(secret, row.secret if row else None)


def is_waited_for(link_id: str, session: Session | None = None) -> bool:
    """Whether its keyword may still be given, for all that whoever asked may see: more would tell who its owner is."""
    row = FIND.first(session, link=link_id)
    return row is not None and not row.claimed_by and not row.replaced_at


def find(link_id: str, *, now: UtcDateTime, visitor: str) -> Found | None:
    """What may be told of a link to this browser; None where there is none."""
    row = FIND.first(link=link_id)
    return _found(row, now, visitor) if row else None


def _found(row: Any, now: UtcDateTime, visitor: str, session: Session | None = None) -> Found:
    newest = NEWEST.first(session, about=row.about).at if row.replaced_at else None
    # After a change of keys the newer link has another mark; the moment of being replaced is known all the same.
    newer = newest if newest and newest > row.created_at else row.replaced_at
    return Found(
        id=row.id,
        portal=row.portal,
        purpose=row.purpose,
        account_id=row.account_id,
        state=_state(row, now, visitor),
        used_at=row.used_at,
        expires_at=row.expires_at,
        tries_left=max(0, TRIES - row.tries),
        newer_sent_at=newer,
        can_be_renewed=bool(row.contents) and row.purpose in SENT_AGAIN and timedelta() <= now - row.expires_at < GRACE,
    )


def _state(row: Any, now: UtcDateTime, visitor: str) -> State:
    if row.used_at or (row.claimed_by and row.claimed_by != visitor):
        return State.USED
    if row.replaced_at:
        return State.REPLACED
    if row.tries >= TRIES and not row.claimed_by:
        return State.EXHAUSTED
    if now >= row.expires_at:
        return State.EXPIRED
    return State.MINE if row.claimed_by else State.OPEN


def _open_at(now: UtcDateTime) -> tuple[ColumnElement[bool], ...]:
    unspent = (Link.claimed_by.is_(None), Link.used_at.is_(None), Link.replaced_at.is_(None))
    return (*unspent, Link.expires_at > now, Link.tries < TRIES)


def try_keyword(keyring: Keyring, link_id: str, keyword: str, *, now: UtcDateTime, visitor: str) -> Opened:
    """Spend the link with its keyword, for the browser marked `visitor`. Raise WrongKeyword or Closed.

    One conditional update counts the try before the keyword is looked at, so that parallel tries are as many as there
    are; it holds the row until the right one has claimed it. Opens its own transaction: what was counted is committed
    before anything is raised.
    """
    with write() as session:
        counted = session.scalar(
            update(Link).where(Link.id == link_id, *_open_at(now)).values(tries=Link.tries + 1).returning(Link.id)
        )
        row = session.get(Link, link_id, populate_existing=True)
        typed = f"{row.about}\0{normalize.keyword(keyword)}" if row else ""
        if row and counted and keyring.verify(Purpose.KEYWORD, typed, row.keyword):
            # The right keyword was no wrong try: a link that takes this one's place has as many left as before it.
            row.claimed_by, row.claimed_at, row.tries = visitor, now, row.tries - 1
        found = _found(row, now, visitor, session) if row else None
    if counted and found and found.state is not State.MINE:
        raise WrongKeyword(found.tries_left)
    return reopen(keyring, link_id, now=now, visitor=visitor)


def reopen(keyring: Keyring, link_id: str, *, now: UtcDateTime, visitor: str) -> Opened:
    """Come back to a link that this browser, marked `visitor`, spent (decision 32). Raise Closed."""
    with read() as session:
        row = session.get(Link, link_id)
        found = _found(row, now, visitor, session) if row else None
    if row is None or found is None or found.state is not State.MINE or row.contents is None:
        raise Closed(found)
    return Opened(found, unsealed(keyring, link_id, row.contents))


def contents(session: Session, keyring: Keyring, link_id: str) -> dict[str, Any]:
    """What a spent link holds, for the commit of the sequence that it began; nobody else can finish it meanwhile, nor
    change the account that it leads to. Raise refusal.Refused where it was finished already, in another tab."""
    lifecycle.lock(session, select(Link.account_id).where(Link.id == link_id).scalar_subquery())
    sealed = session.scalar(select(Link.contents).where(Link.id == link_id).with_for_update())
    if sealed is None:
        raise Refused(USED_UP)
    return unsealed(keyring, link_id, sealed)


def unsealed(keyring: Keyring, link_id: str, sealed: bytes) -> dict[str, Any]:
    """What a link holds, from its row."""
    return dict(json.loads(keyring.decrypt(Purpose.LINK, link_id, sealed)))


def finish(session: Session, link_id: str, *, now: UtcDateTime) -> None:
    """The sequence is completed: the link is used up and its contents are erased."""
    session.execute(update(Link).where(Link.id == link_id).values(used_at=now, contents=None))


def void(
    session: Session, keyring: Keyring, *, portal: str, purpose: LinkPurpose, address: str, now: UtcDateTime
) -> None:
    """No link of this purpose to this address is good any more, opened or not (row A8): they are used, not replaced."""
    _end(session, Link.about.in_(abouts(keyring, portal, purpose, address)), now)


def void_all(session: Session, account_id: int, *, now: UtcDateTime) -> None:
    """Nor any link into this account: its password or its address has changed."""
    _end(session, Link.account_id == account_id, now)


def _end(session: Session, which: ColumnElement[bool], now: UtcDateTime) -> None:
    session.execute(update(Link).where(which, Link.used_at.is_(None)).values(used_at=now, contents=None))


def renew(session: Session, keyring: Keyring, link_id: str, *, signing_key: str, now: UtcDateTime) -> NewLink | None:
    """「もう一度送る」: a new link with the contents, keyword and tries of one that is open or expired (decision 13).

    None where it is in somebody's hands or used up, where it is too late, or where it was renewed already.
    """
    about = session.scalar(select(Link.about).where(Link.id == link_id))
    queue_up(session, about or "")
    row = session.get(Link, link_id, with_for_update=True, populate_existing=True)
    if row is None or row.contents is None or row.tries >= TRIES or row.replaced_at or row.used_at:
        return None
    if now >= row.expires_at + GRACE or (row.claimed_by and now < row.expires_at):
        return None
    held = unsealed(keyring, link_id, row.contents)
    row.replaced_at, row.contents = now, None
    same = {name: getattr(row, name) for name in ("portal", "purpose", "about", "account_id", "keyword", "tries")}
    return _insert(session, keyring, signing_key, {**same, "created_at": now, "expires_at": now + LIFETIME}, held)


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase what links hold past their time and its grace, and much later the links; give how many were touched. Until
    then a link can still say why it does not open any more (row A10)."""
    over = (Link.expires_at <= now - GRACE, Link.contents.is_not(None))
    emptied = session.execute(update(Link).where(*over).values(contents=None))
    gone = session.execute(delete(Link).where(Link.expires_at <= now - REMEMBERED_FOR))
    return int(emptied.rowcount + gone.rowcount)  # type: ignore[attr-defined]
