"""How often in a row was this guessed wrong? The same count for what exists and for what does not (row A4)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple, TypeVar

from sqlalchemy import and_, case, delete, func, not_, or_, select, update
from sqlalchemy.orm import Session

from infra.database import insert_into
from infra.encryption import Keyring, Purpose
from models import Attempt
from rules.japanese.times import UtcDateTime

LIMIT = 5
# What can be locked by guessing at it, and is unlocked by `flask unlock`; "addition" also by the account that guesses.
LOCKS = (Purpose.LOGIN, Purpose.EASY, Purpose.ADDITION)
# What is locked for so long and then opens by itself: who guesses wrong here has somebody to go to.
PASSING = {
    Purpose.STAFF_LOGIN: timedelta(minutes=15),
    Purpose.CALLER_CHECK: timedelta(minutes=30),
    Purpose.SHARING_TRIES: timedelta(minutes=10),
}
COUNTED_FOR = timedelta(days=30)
PRESS_KNOWN_FOR = timedelta(minutes=10)
AT_ONCE = 500
Tried = TypeVar("Tried", bound=tuple[Purpose, str])


class Tries(NamedTuple):
    """How many wrong tries in a row, and when the last of them was."""

    number: int
    last_at: UtcDateTime


def count_wrong(session: Session, keyring: Keyring, purpose: Purpose, key: str, now: UtcDateTime) -> int:
    """Count one more try at `key`, before it is known whether it is right; give how many there are now. `purpose` is
    one of LOCKS, or of PASSING: what nobody can unlock is not to be counted."""
    assert purpose in LOCKS or purpose in PASSING, purpose
    newest, *older = keyring.fingerprints(purpose, key)
    ends_at = now + PASSING[purpose] if purpose in PASSING else None
    count = insert_into(session, Attempt).values(mark=newest, count=1, last_at=now, ends_at=ends_at)
    over = and_(Attempt.ends_at.is_not(None), Attempt.ends_at <= now)
    counted = case((over, 1), else_=Attempt.count + 1)
    # A lock that passes is not made longer by who goes on trying.
    ends = case((and_(Attempt.count >= LIMIT, not_(over)), Attempt.ends_at), else_=ends_at)
    again = count.on_conflict_do_update(
        index_elements=[Attempt.mark], set_={"count": counted, "last_at": now, "ends_at": ends}
    ).returning(Attempt.count)
    standing = select(func.sum(Attempt.count)).where(Attempt.mark.in_(older), not_(over))
    before = session.scalar(standing) if older else None
    return int(session.execute(again).scalar_one()) + int(before or 0)


def is_new(session: Session, keyring: Keyring, purpose: Purpose, key: str, now: UtcDateTime) -> bool:
    """Whether `key`, this very thing, is tried for the first time: pressed twenty times it is one try. Known for a
    while only, since what was tried is a password."""
    until = now - COUNTED_FOR + PRESS_KNOWN_FOR
    first = insert_into(session, Attempt).values(mark=keyring.fingerprint(purpose, key), count=1, last_at=until)
    return session.execute(first.on_conflict_do_nothing().returning(Attempt.mark)).first() is not None


def so_far(session: Session, keyring: Keyring, purpose: Purpose, key: str) -> int:
    """How many tries at `key` are counted now."""
    mine = Attempt.mark.in_(keyring.fingerprints(purpose, key))
    return int(session.scalar(select(func.sum(Attempt.count)).where(mine)) or 0)


def at_each(session: Session, keyring: Keyring, tried: Sequence[Tried]) -> Mapping[Tried, Tries]:
    """The tries counted now at each of these, by what is guessed at and the key; nothing where there are none."""
    marks = {mark: each for each in tried for mark in keyring.fingerprints(*each)}
    found: dict[Tried, Tries] = {}
    asked = list(marks)
    for some in (asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE)):
        for row in session.scalars(select(Attempt).where(Attempt.mark.in_(some))):
            before = found.get(marks[row.mark], Tries(0, row.last_at))
            found[marks[row.mark]] = Tries(before.number + row.count, max(before.last_at, row.last_at))
    return found


def locked_until(
    session: Session, keyring: Keyring, purpose: Purpose, key: str, now: UtcDateTime
) -> UtcDateTime | None:
    """When a lock at `key` that passes by itself (PASSING) is over; None where there is none now."""
    standing = (Attempt.mark.in_(keyring.fingerprints(purpose, key)), Attempt.ends_at > now)
    count, until = session.execute(select(func.sum(Attempt.count), func.max(Attempt.ends_at)).where(*standing)).one()
    return until if int(count or 0) >= LIMIT else None


def take_back(session: Session, keyring: Keyring, purpose: Purpose, key: str) -> None:
    """One try at `key` was no wrong one, but it does not end the row of those before it."""
    mine = Attempt.mark == keyring.fingerprint(purpose, key)
    session.execute(update(Attempt).where(mine).values(count=Attempt.count - 1))
    session.execute(delete(Attempt).where(mine, Attempt.count < 1))


def forget(session: Session, keyring: Keyring, purpose: Purpose, *keys: str) -> None:
    """It was right, or is another one now: the row of wrong tries is over."""
    marks = [mark for key in keys for mark in keyring.fingerprints(purpose, key)]
    session.execute(delete(Attempt).where(Attempt.mark.in_(marks)))


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase old counts that lock nothing; give how many. A customer's lock has no end of its own (decision 16)."""
    old = and_(Attempt.count < LIMIT, Attempt.last_at <= now - COUNTED_FOR)
    done = session.execute(delete(Attempt).where(or_(old, Attempt.ends_at <= now)))
    return int(done.rowcount)  # type: ignore[attr-defined]
