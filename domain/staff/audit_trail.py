"""What did the insurer's own people do and see, to whom, and why? Rows that nobody changes unseen (S10, S11, A31).

Each row holds the hash (SHA-256) of itself and of the row before it, and each day (in Japan) the hash of its last row,
under a keyed mark: who can write into the database can change, delete, insert or reorder rows, and cannot make the
marks fit. What customers do themselves stands in domain/accounts/audit_log.py.
"""

import hashlib
import json
from datetime import UTC
from enum import StrEnum
from typing import Any, NamedTuple, Self

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from infra import locks
from infra.database import core, one_at_a_time
from infra.encryption import Keyring, Purpose
from models import AuditDay, AuditEntry
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime

NOTHING_BEFORE = ""


class Act(StrEnum):
    """What can be done or seen, as it is kept, and its words for who reads the trail."""

    words: str

    def __new__(cls, value: str, words: str) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.words = value, words
        return member

    LOGGED_IN = "logged in", "ログインした"
    SAW_PHOTOS = "saw photos", "事故の画像を表示した"
    OPENED_PHOTO = "opened photo", "事故の画像を保存した"
    ENDED_LOGINS = "ended logins", "お客さまをすべての端末からログアウトさせた"
    OPENED_CASE = "opened case", "お客さまの情報を開いた"
    JOINED_SCREEN = "joined screen", "お客さまの画面の共有に参加した"
    SAW_ACCOUNTS_SCREEN = "saw account's screen", "共有中のお客さまがログインした"
    SCREEN_PAUSED = "screen paused", "お客さまが画面の共有を一時停止した"
    SCREEN_WENT_ON = "screen went on", "お客さまが画面の共有を再開した"
    LEFT_SCREEN = "left screen", "画面の共有が終わった"
    CLOSED_CASE = "closed case", "応対を終了した"
    CHECKED_CALLER = "checked caller", "本人確認の質問をした"
    SAW_RECORD = "saw record", "お客さまの情報を表示した"
    REVEALED = "revealed", "伏せた項目を表示した"


class Whom(NamedTuple):
    """To whom something was done: an account, or a contract where nobody has one; in which case."""

    account_id: int | None = None
    contract_id: int | None = None
    case_id: str | None = None


NOBODY = Whom()


def record(
    session: Session,
    act: Act,
    member_id: int,
    now: UtcDateTime,
    *,
    whom: Whom = NOBODY,
    second_id: int | None = None,
    screen: int | None = None,
    reason: str = "",
    about: str = "",
) -> None:
    """Add a row, as the last thing of the transaction of what it tells of: others wait for it. `member_id` is who did
    it, `second_id` who else of the insurer agreed to it, `reason` is what they gave for it, `about` is what else there
    is to say, such as a receipt number: never personal data."""
    told = {"screen": screen, "reason": reason, "about": about, "second_id": second_id}
    entry = AuditEntry(act=act.value, member_id=member_id, at=now, **whom._asdict(), **told)
    one_at_a_time(session, locks.AUDIT)
    day = _day_of(session, now)
    day.entries, entry.day, entry.place = day.entries + 1, day.day, day.entries + 1
    day.head = entry.hash = hash_of(entry, day.head)
    day.mark = _keyring().fingerprint(Purpose.AUDIT, said_of(day))
    session.add(entry)
    session.flush()


def hash_of(entry: AuditEntry, before: str) -> str:
    """The hash of a row that follows one with the hash `before`."""
    return hashlib.sha256(f"{before}\0{_canonical(entry)}".encode()).hexdigest()


def said_of(day: AuditDay) -> str:
    """What the mark of a day is of."""
    return json.dumps([day.day.isoformat(), day.before, day.entries, day.head])


def is_marked(day: AuditDay) -> bool:
    """Whether a day's mark is of what it says, by one of the keys that we have."""
    return _keyring().verify(Purpose.AUDIT, said_of(day), day.mark)


def _canonical(entry: AuditEntry) -> str:
    row: dict[str, Any] = {name: getattr(entry, name) for name in core(AuditEntry).columns.keys()}  # noqa: SIM118
    del row["id"], row["hash"]
    row |= {"day": entry.day.isoformat(), "at": entry.at.astimezone(UTC).isoformat()}
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def _day_of(session: Session, now: UtcDateTime) -> AuditDay:
    """The day to write into: of a request that began before midnight, the next where another wrote into that."""
    latest = session.scalar(select(AuditDay).order_by(AuditDay.day.desc()).limit(1).with_for_update())
    today = now.astimezone(JST).date()
    if latest is not None and latest.day >= today:
        return latest
    before = latest.head if latest else NOTHING_BEFORE
    # A day without a row begins with the hash of the last of the day before, which its first row follows.
    made = AuditDay(day=today, before=before, entries=0, head=before, mark="")
    session.add(made)
    return made


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
