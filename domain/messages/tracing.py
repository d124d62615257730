"""What has become of a letter that was written at a certain moment? For who asks on the telephone where it is."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.messages import letters
from infra.encryption import Keyring
from models import Letter
from rules.japanese.times import UtcDateTime
from rules.states import LetterState


class Trace(NamedTuple):
    """How far a letter came, how often it was tried, and what the mail server answered last, without its words."""

    state: LetterState
    attempts: int
    answer: str


def trace(
    session: Session, keyring: Keyring, limit: str, *, portal: str, address: str, at: UtcDateTime
) -> Trace | None:
    """The letter that was written to an address at the moment `at` and is counted under `limit`; None where there is
    none."""
    marks = letters.addressees(keyring, portal, limit, address)
    asked = select(Letter).where(Letter.addressee.in_(marks), Letter.created_at == at).order_by(Letter.id.desc())
    found = session.scalar(asked.limit(1))
    return Trace(LetterState(found.state), found.attempts, found.last_answer or "") if found else None
