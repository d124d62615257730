"""Who may enter a wizard? An entrance lets a visit in or turns it away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from domain.accounts import links
from domain.accounts.link_purposes import LinkPurpose
from domain.contracts import accidents, ownership
from domain.contracts.accidents import OwnedAccident
from domain.contracts.ownership import OwnedContract
from infra.database import read
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from wizards.engine.definition import Listed


@dataclass(frozen=True)
class AccessRequest:
    """Who comes, to which portal, when; `link_id` is the link their run came from. Whether they have `proved` by their
    password that it is they; `subject` names what the sequence is about, `browser` marks the browser for as long as it
    keeps its cookie."""

    portal: Portal
    now: UtcDateTime
    mark: str
    account_id: int | None = None
    link_id: str | None = None
    proved: bool = False
    subject: str | None = None
    browser: str = ""


class Reason(StrEnum):
    """Why somebody may not enter, which says what they see instead: the login (102, 502), the login and not this page
    after it, their password once more (715), the end of a link (902, 903), nothing of that name (907), what is
    another's (907), that it is closed, or that what was answered is taken by telephone alone (608)."""

    LOGIN = "login"
    ANEW = "anew"
    PASSWORD = "password"  # noqa: S105
    LINK = "link"
    MISSING = "missing"
    ANOTHERS = "anothers"
    CLOSED = "closed"
    TELEPHONE = "telephone"


class AccessDenied(Exception):
    """Not like this; `texts` explain what is closed."""

    def __init__(self, why: Reason, found: links.Found | None = None, texts: Sequence[str] = ()) -> None:
        super().__init__(why)
        self.why, self.found, self.texts = why, found, list(texts)


def anyone(visit: AccessRequest) -> None:
    """Everybody may enter."""


def customer(visit: AccessRequest) -> None:
    """Only who is logged in. Raise AccessDenied."""
    if visit.account_id is None:
        raise AccessDenied(Reason.LOGIN)


def proved_customer(visit: AccessRequest) -> None:
    """Only who is logged in and gave their password within the last minutes, or for this very run (row A17, decision
    35). Raise AccessDenied."""
    customer(visit)
    if not visit.proved:
        raise AccessDenied(Reason.PASSWORD)


@dataclass(frozen=True)
class KnownCustomer:
    """Only who is logged in; `describe` makes of their account what the forms may know of them."""

    describe: Callable[[Session, int], Any]

    def __call__(self, visit: AccessRequest) -> Any:
        """Give what is known of who comes. Raise AccessDenied."""
        customer(visit)
        assert visit.account_id is not None
        with read() as session:
            return self.describe(session, visit.account_id)


@dataclass(frozen=True)
class OwnContract:
    """Only who holds the contract that the sequence is about and has just given their password. A subject is the id of
    a contract and, behind a hyphen, perhaps a part of it. `label` is what its number is called, `chosen_at` is the
    endpoint where it is chosen.

    `describe` makes of them what the forms may know. It raises AccessDenied where that part is not to be had here.
    """

    describe: Callable[[Portal, OwnedContract, str, date], Any]
    label: ClassVar[str] = "証券番号"
    chosen_at: ClassVar[str] = "contracts.index"

    def __call__(self, visit: AccessRequest) -> Any:
        """Give what is known of the subject. Raise AccessDenied."""
        customer(visit)
        assert visit.account_id is not None
        contract_id, part = subject_of(visit.subject or "")
        with read() as session:
            held = ownership.find(session, visit.account_id, visit.portal.name, contract_id)
        if held is None:
            raise AccessDenied(Reason.ANOTHERS if contract_id else Reason.MISSING)
        about = self.describe(visit.portal, held, part, visit.now.astimezone(JST).date())
        proved_customer(visit)
        return about

    def again(self, session: Session, portal: Portal, account_id: int, subject: str, now: UtcDateTime) -> Any:
        """What is known of the `subject` (the id of a contract and perhaps a part), in a transaction that holds the
        contract still; None where it is not theirs any more. Raise AccessDenied where nothing can be asked of it any
        more."""
        contract_id, part = subject_of(subject)
        held = ownership.find(session, account_id, portal.name, contract_id)
        return self.describe(portal, held, part, now.astimezone(JST).date()) if held else None


@dataclass(frozen=True)
class OwnAccident:
    """Only who holds the contract that had the accident that the sequence is about; a subject is the id of one.
    `describe` makes of it what the pages may know; it raises AccessDenied where nothing is to be had of it here."""

    describe: Callable[[Portal, OwnedAccident], Any]
    label: ClassVar[str] = "事故受付番号"
    chosen_at: ClassVar[str] = "photos.accidents"

    def __call__(self, visit: AccessRequest) -> Any:
        """Give what is known of the accident. Raise AccessDenied."""
        customer(visit)
        assert visit.account_id is not None
        with read() as session:
            found = self.find(session, visit.portal, visit.account_id, visit.subject or "")
        if found is None:
            raise AccessDenied(Reason.ANOTHERS)
        return self.describe(visit.portal, found)

    def find(self, session: Session, portal: Portal, account_id: int, subject: str) -> OwnedAccident | None:
        """The accident, in a transaction; None where it is not theirs."""
        accident_id, part = subject_of(subject)
        return None if part else accidents.find(session, account_id, portal.name, accident_id)


def subject_of(text: str) -> tuple[int, str]:
    """The contract's id and the part that a subject names; 0, which no contract has, where it names none."""
    number, _, part = text.partition("-")
    is_id = number.isascii() and number.isdigit() and len(number) < 10 and not number.startswith("0")
    return (int(number), part) if is_id else (0, part)


def needs_login(enter: object) -> bool:
    """Whether this entrance lets in nobody who is not logged in."""
    return enter is customer or isinstance(enter, (KnownCustomer, OwnAccident)) or asks_password(enter)


def asks_password(enter: object) -> bool:
    """Whether it asks who comes for their password."""
    return enter is proved_customer or isinstance(enter, OwnContract)


def needs_subject(enter: object) -> bool:
    """Whether it is to a sequence about a contract or an accident."""
    return isinstance(enter, (OwnContract, OwnAccident))


@dataclass(frozen=True)
class ByLink:
    """Only who opened a link of this purpose and knew its keyword, until it is used up or its time ends (decision 32).

    The keyword is asked on a screen of its own, before there is a run.
    """

    purpose: LinkPurpose
    screen: Listed
    heading: str
    lead: str

    def __call__(self, visit: AccessRequest) -> None:
        """Raise AccessDenied."""
        found = self.link_of(visit)
        if found is None or found.state is not links.State.MINE:
            raise AccessDenied(Reason.LINK, found)

    def link_of(self, visit: AccessRequest) -> links.Found | None:
        """The link of the visit."""
        if visit.link_id is None:
            return None
        found = links.find(visit.link_id, now=visit.now, visitor=visit.mark)
        return found if found and (found.portal, found.purpose) == (visit.portal.name, self.purpose) else None
