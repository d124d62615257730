"""What does a commit leave for the customer to see, and what follows from it?"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

import models
from domain.accounts import audit_log, links
from domain.accounts.link_purposes import LinkPurpose
from domain.calls import requirement
from domain.messages import letters
from domain.messages.letters import Draft
from forms.kit.question import Boxes
from infra.encryption import Keyring
from rules.japanese.dates import JST
from rules.japanese.formatting import minute_from
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from rules.refusal import Refused
from wizards.engine.definition import Answers, Gathered

SEND_AGAIN_AFTER = timedelta(minutes=2)


class Conflict(Exception):
    """Another request was quicker: it committed or changed this run, or what the run is about."""


class AtWork(NamedTuple):
    """Who of the insurer does something: a member, in a login of theirs, in a case that they have open."""

    member_id: int
    login_id: str
    case_id: str


class Origin(NamedTuple):
    """Where a request comes from: an agency's page, a browser as it names itself, an address of the network, and the
    name of the login that it came with; or a member of staff `at_work`, of whom a customer is told nothing of this."""

    agency_code: str | None = None
    device: str | None = ""
    source: str = ""
    login: str | None = None
    at_work: AtWork | None = None


@dataclass(frozen=True)
class CommitContext:
    """A commit as it happens: one transaction, and all that the verb may know; `gathered` is what lay in the run beside
    its answers, as its owner saw it."""

    session: Session
    keyring: Keyring
    portal: Portal
    base_url: str
    staff_url: str
    signing_key: str
    now: UtcDateTime
    number: str
    answers: Answers = field(default_factory=dict)
    typed: Boxes = field(default_factory=dict)
    gathered: Gathered | None = None
    account_id: int | None = None
    link_id: str | None = None
    run_id: str = ""
    subject: str | None = None
    about: Any = None
    origin: Origin = field(default_factory=Origin)

    @property
    def site(self) -> str:
        """The portal's address, for what goes into letters: from the settings, whatever the request said."""
        return f"{self.base_url}/{self.portal.name}"

    def logs_in(self, account: models.Account) -> int | None:
        """Whom this commit logs in: the account that it opened or gave a password, but nobody where a call has to come
        first, which a link does not stand for."""
        return None if requirement.is_asked(self.portal, account, self.now.astimezone(JST).date()) else account.id

    def may_write(self, limit: str, address: str) -> bool:
        """Whether one more letter may go to this address, as letters.may_write has it."""
        whose = {"portal": self.portal.name, "address": address}
        return letters.may_write(self.session, self.keyring, limit, **whose, now=self.now)

    def within_limit(self, draft: Draft) -> Draft:
        """A letter, held back where one more would be too many for its address."""
        return draft if self.may_write(draft.limit, draft.address) else letters.held_back(draft)

    def issue(
        self,
        purpose: LinkPurpose,
        about: str,
        contents: Mapping[str, Any],
        *,
        keyword: str = "",
        account_id: int | None = None,
        lasts: timedelta = links.LIFETIME,
    ) -> links.NewLink:
        """A link of this portal, now; `about`, `contents`, `account_id` and `lasts` as in links.issue, `keyword` empty
        where none is to be typed."""
        return links.issue(
            self.session,
            self.keyring,
            signing_key=self.signing_key,
            portal=self.portal.name,
            purpose=purpose,
            about=about,
            keyword=keyword,
            contents=contents,
            now=self.now,
            account_id=account_id,
            lasts=lasts,
        )


@dataclass(frozen=True)
class Receipt:
    """What the complete screen shows; `notes` is what did not go as usual, `remark` what is told at some length.
    `keyword` leaves it after a while (decision 6), or when the `link` is used; `sent_at` and `sent_to` say when the
    letter last went out and to whom; `login` is the account that this browser is logged in to by the commit,
    `request_id` the request that it made, `event` what has happened; the letters go out with it. `onward` is where the
    browser is led where there is no complete screen. `password` marks the password that the login rests on
    (credentials.mark)."""

    thanks: Sequence[str] = ()
    notes: Sequence[str] = ()
    rows: Sequence[tuple[str, str]] = ()
    number: str | None = None
    keyword: str | None = None
    link: str | None = None
    sent_at: UtcDateTime | None = None
    sent_to: str | None = None
    next_steps: Sequence[str] = ()
    remark: str = ""
    button: tuple[str, str] | None = None
    login: int | None = None
    onward: str = ""
    password: str = ""
    event: audit_log.Kind = field(kw_only=True)
    account_id: int | None = None
    request_id: int | None = None
    letters: Sequence[Draft] = field(default=(), compare=False)

    @property
    def again_from(self) -> UtcDateTime | None:
        """From when on the letter can be sent once more (row A26)."""
        return self.sent_at + SEND_AGAIN_AFTER if self.sent_at else None

    def without_keyword(self) -> "Receipt":
        """This receipt once the keyword is not to be shown any more."""
        return replace(self, keyword=None)

    def to_keep(self) -> dict[str, Any]:
        """The receipt fit for JSON, without its letters."""
        kept = {name: value for name, value in vars(self).items() if name != "letters"}
        return {**kept, "sent_at": self.sent_at.isoformat() if self.sent_at else None}


def too_soon(act: CommitContext, receipt: Receipt) -> None:
    """Raise Refused where the letter went out just now (row A26)."""
    if receipt.again_from and act.now < receipt.again_from:
        raise Refused(f"メールは{minute_from(receipt.again_from)}から、もう一度お送りいただけます。")


def from_kept(kept: dict[str, Any]) -> Receipt:
    """The receipt again."""
    rows = [(label, value) for label, value in kept["rows"]]
    button = tuple(kept["button"]) if kept["button"] else None
    sent_at = datetime.fromisoformat(kept["sent_at"]) if kept["sent_at"] else None
    return Receipt(**{**kept, "rows": rows, "button": button, "sent_at": sent_at})


def new_number() -> str:
    """A 受付番号: twelve digits, since letters are misheard on the telephone (row W23)."""
    return str(secrets.randbelow(9 * 10**11) + 10**11)
