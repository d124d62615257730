"""What does a commit leave for the customer to see, and what follows from it?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from forms.fields import Kept
from keyring import Keyring
from mail import Draft
from portals import Portal
from wizards.engine import Answers


@dataclass(frozen=True)
class Act:
    """A commit as it happens: one transaction, and all that the verb may know."""

    session: Session
    keyring: Keyring
    portal: Portal
    base_url: str
    signing_key: str
    now: datetime
    run_id: str
    answers: Answers
    typed: Kept
    account_id: int | None = None
    link_id: str | None = None
    agency_code: str | None = None


@dataclass(frozen=True)
class Receipt:
    """What the complete screen shows. `keyword` leaves it after a while (decision 6); `login` is the account that this
    browser is logged in to by the commit; the letters go out with it."""

    thanks: Sequence[str] = ()
    rows: Sequence[tuple[str, str]] = ()
    number: str | None = None
    keyword: str | None = None
    next_steps: Sequence[str] = ()
    button: tuple[str, str] | None = None
    login: int | None = None
    event: str = ""
    account_id: int | None = None
    letters: Sequence[Draft] = field(default=(), compare=False)

    def to_keep(self) -> dict[str, Any]:
        """The receipt fit for JSON, without its letters."""
        kept = asdict(self)
        del kept["letters"]
        return kept


def from_kept(kept: dict[str, Any]) -> Receipt:
    """The receipt again."""
    rows = [(label, value) for label, value in kept["rows"]]
    button = tuple(kept["button"]) if kept["button"] else None
    return Receipt(**{**kept, "rows": rows, "button": button})
