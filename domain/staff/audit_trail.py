"""What did the insurer's own people do and see, to whom, and why? Rows that nobody changes unseen (S10, S11, A31).

Each row holds the hash (SHA-256) of itself and of the row before it, and each day (in Japan) the hash of its last row,
under a keyed mark: who can write into the database can change, delete, insert or reorder rows, and cannot make the
marks fit. domain/staff/audit_check.py looks whether they do. What customers do themselves stands in
domain/accounts/audit_log.py.
"""

import hashlib
import hmac
import json
import re
from datetime import UTC
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from infra import locks
from infra.database import core, one_at_a_time
from infra.encryption import Keyring, Purpose
from models import AuditDay, AuditEntry
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime
from rules.worded import Worded

NOTHING_BEFORE = ""
# What a key is known by in the marks that it made: the beginning of its mark of this word.
KEY, KEY_LENGTH = "key", 8
_SHAPE = re.compile(rf"([0-9a-f]{{{KEY_LENGTH}}})-[0-9a-f]{{64}}")
_HASHED = tuple(name for name in core(AuditEntry).columns.keys() if name != "hash")  # noqa: SIM118
_VALUES, _written = attrgetter(*_HASHED), json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class Act(Worded):
    """What can be done or seen, as it is kept, and its words for who reads the trail."""

    LOGGED_IN = "logged in", "ログインした"
    LOGGED_IN_BY_PASSKEY = "logged in by passkey", "パスキーでログインした"
    LOGGED_OUT = "logged out", "ログアウトした"
    LOGIN_ENDED = "login ended", "ほかのブラウザーのログインを終了した"
    NAME_LOCKED = "name locked", "間違いが5回続いたため、ログインできない状態になった"
    PASSWORD_CHANGED = "password changed", "パスワードを変更した"
    PASSKEY_ADDED = "passkey added", "パスキーを登録した"
    PASSKEY_REMOVED = "passkey removed", "パスキーを削除した"
    MEMBER_ADDED = "member added", "担当者として登録された"
    MEMBER_RENEWED = "member renewed", "パスワードと認証アプリの登録が新しくなった"
    MEMBER_CLOSED = "member closed", "担当者の登録が終了した"
    MEMBER_UNLOCKED = "member unlocked", "ログインできない状態が解除された"
    ROLE_CHANGED = "role changed", "役割が変わった"
    SAW_PHOTOS = "saw photos", "事故の画像を表示した"
    OPENED_PHOTO = "opened photo", "事故の画像を保存した"
    ENDED_LOGINS = "ended logins", "お客さまをすべての端末からログアウトさせた"
    UNLOCKED = "unlocked", "ロックを解除した"
    SENT_LINK = "sent link", "お手続きのメールを再送した"
    ASKED_PHONE = "asked phone", "電話番号の変更を申し込んだ"
    ASKED_PAPER = "asked paper", "初期パスワードの書面を申し込んだ"
    OPENED_CASE = "opened case", "お客さまの情報を開いた"
    JOINED_SCREEN = "joined screen", "お客さまの画面の共有に参加した"
    SAW_ACCOUNTS_SCREEN = "saw account's screen", "共有中のお客さまがログインした"
    SCREEN_PAUSED = "screen paused", "お客さまが画面の共有を一時停止した"
    SCREEN_WENT_ON = "screen went on", "お客さまが画面の共有を再開した"
    LEFT_SCREEN = "left screen", "画面の共有が終わった"
    TOOK_OVER = "took over", "お客さまの対応を引き継いだ"
    CLOSED_CASE = "closed case", "応対を終了した"
    CHECKED_CALLER = "checked caller", "本人確認の質問をした"
    SAW_RECORD = "saw record", "お客さまの情報を表示した"
    REVEALED = "revealed", "伏せた項目を表示した"
    READ_TRAIL = "read trail", "監査記録を表示した"
    EXPORTED_TRAIL = "exported trail", "監査記録を保存した"
    CHECKED_TRAIL = "checked trail", "監査記録の改ざんを検査した"
    PRUNED_TRAIL = "pruned trail", "古い監査記録を消去した"
    SEARCHED = "searched", "お客さまを検索した"
    ASKED_APPROVAL = "asked approval", "承認を依頼した"
    TOOK_BACK = "took back", "承認の依頼を取り下げた"
    SAW_APPROVAL = "saw approval", "承認の依頼の内容を表示した"
    APPROVED = "approved", "承認した"
    NOT_APPROVED = "not approved", "差し戻した"
    FOUND_LAPSED = "found lapsed", "承認しようとした内容が、依頼のあとに変わっていた"
    CORRECTED = "corrected", "お客さまのお名前などを訂正した"
    ASKED_ADDRESS = "asked address", "新しいメールアドレスの確認をお願いした"
    CLOSED_WEB = "closed web", "ウェブでのお手続きを停止した"
    OPENED_WEB = "opened web", "ウェブでのお手続きを再開した"
    WROTE_NOTE = "wrote note", "引き継ぎメモを残した"
    WITHDREW_NOTE = "withdrew note", "引き継ぎメモを取り消した"


class Whom(NamedTuple):
    """To whom something was done: an account, or a contract where nobody has one; in which case."""

    account_id: int | None = None
    contract_id: int | None = None
    case_id: str | None = None


class Mark(StrEnum):
    """Whose the mark of a day is."""

    OURS = "ours"
    KEY_GONE = "key gone"
    FORGED = "forged"


NOBODY = Whom()
BY_COMMAND = "by command"


def record(
    session: Session,
    act: Act,
    member_id: int | None,
    now: UtcDateTime,
    *,
    whom: Whom = NOBODY,
    second_id: int | None = None,
    screen: int | None = None,
    reason: str = "",
    about: str = "",
    ticket: str = "",
) -> None:
    """Add a row, as the last thing of the transaction of what it tells of: others wait for it. `member_id` is who did
    it, or to whom it was done where a command did it, None where it concerns nobody; `second_id` who else of the
    insurer agreed to it, `reason` is what they gave for it, `ticket` the number of another system, `about` is what else
    there is to say, such as a receipt number: never personal data."""
    told = {"screen": screen, "reason": _storable(reason), "about": _storable(about), "second_id": second_id}
    told |= {"ticket": _storable(ticket) or None, **whom._asdict()}
    entry = AuditEntry(act=act.value, member_id=member_id, at=now, **told)
    one_at_a_time(session, locks.AUDIT)
    day = _day_of(session, now)
    _append(entry, day, (session.scalar(select(func.max(AuditEntry.id))) or 0) + 1)
    session.add(entry)
    session.flush()


def hash_of(entry: Any, before: str) -> str:
    """The hash of a row, an AuditEntry or its columns, that follows one with the hash `before`."""
    return hashlib.sha256(f"{before}\0{canonical(entry)}".encode()).hexdigest()


def canonical(entry: Any) -> str:
    """What the hash of a row is of, beside that of the row before it. What is NULL is left out, so that a column that
    comes later changes no hash of before."""
    row = dict(zip(_HASHED, _VALUES(entry), strict=True))
    row |= {"day": entry.day.isoformat(), "at": entry.at.astimezone(UTC).isoformat()}
    return _written({name: value for name, value in row.items() if value is not None})


def mark(day: AuditDay) -> None:
    """Put our mark, by the newest key, under what a day says. Only where `whose` says that it bore ours, or where what
    it says was proved otherwise: else it would vouch for what another wrote."""
    day.mark = _marks(day)[0]


def whose(day: AuditDay) -> Mark:
    """Whose mark a day bears: ours, that of a key which is not among ours any more, or no good one."""
    if any(hmac.compare_digest(day.mark.encode(), each.encode()) for each in _marks(day)):
        return Mark.OURS
    shape = _SHAPE.fullmatch(day.mark)
    known = {each[:KEY_LENGTH] for each in _keyring().fingerprints(Purpose.AUDIT, KEY)}
    return Mark.KEY_GONE if shape and shape[1] not in known else Mark.FORGED


def _append(entry: AuditEntry, day: AuditDay, number: int) -> None:
    is_ours = whose(day) is Mark.OURS
    day.entries += 1
    entry.id, entry.day, entry.place = number, day.day, day.entries
    day.head = entry.hash = hash_of(entry, day.head)
    if is_ours:
        mark(day)
    else:
        # What another wrote stays without our mark, whatever follows it.
        current_app.logger.error("audit trail: %s does not bear our mark", day.day)


def _marks(day: AuditDay) -> list[str]:
    """By each of our keys, the newest first."""
    said = json.dumps([day.day.isoformat(), day.before, day.entries, day.head, day.told, day.pruned])
    names, own = (_keyring().fingerprints(Purpose.AUDIT, text) for text in (KEY, said))
    return [f"{name[:KEY_LENGTH]}-{each}" for name, each in zip(names, own, strict=True)]


def _day_of(session: Session, now: UtcDateTime) -> AuditDay:
    """The day to write into: of a request that began before midnight, the next where another wrote into that."""
    latest = session.scalar(select(AuditDay).order_by(AuditDay.day.desc()).limit(1).with_for_update())
    today = now.astimezone(JST).date()
    if latest is not None and latest.day >= today:
        return latest
    before = latest.head if latest else NOTHING_BEFORE
    # A day without a row begins with the hash of the last of the day before, which its first row follows.
    made = AuditDay(day=today, before=before, entries=0, head=before, told=False, pruned=False)
    mark(made)
    session.add(made)
    return made


def _storable(text: str) -> str:
    """Without what PostgreSQL does not keep, or what is no character: the hash is of what is read back."""
    return text.replace("\0", "").encode(errors="replace").decode()


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
