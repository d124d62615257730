"""What has happened to a customer's access and contracts? Rows that are only ever added (row A31)."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

import models
from infra.database import core
from infra.statements import insertion

_ABOUT = ("account_id", "device", "screen", "receipt_number", "request_id", "changes")
TELL = insertion(core(models.Event), "portal", "kind", "at", *_ABOUT)
# What a customer is shown of their own access, in their words.
SHOWN = {
    "logged in": "ログインしました",
    "login failed": "ログインできませんでした",
    "login locked": "パスワードの間違いが続いたため、ログインできない状態にしました",
    "logged out elsewhere": "別の端末からログアウトさせました",
    "access issued": "ログインIDと初期パスワードの書面を作成しました",
    "password issued": "初期パスワードの書面を作成しました",
    "account opened": "ご利用登録が完了しました",
    "password changed": "パスワードを変更しました",
    "access set anew": "再設定が完了しました",
    "lock lifted": "ロックを解除しました",
    "address asked": "メールアドレスの変更を受け付けました",
    "address changed": "メールアドレスを変更しました",
    "address change stopped": "メールアドレスの変更を取りやめました",
    "login unlocked by command": "お電話でロックを解除しました",
    "logged out by command": "お電話ですべての端末からログアウトしました",
}
# What a customer did here, and what became of it (714).
PROCEDURES = {
    "account opened": "ご利用登録が完了しました",
    "contract added": "ご契約を一覧に追加しました",
    "change requested": "契約内容の変更（異動）を申し込みました",
    "cancellation requested": "解約を申し込みました",
    "renewal requested": "契約の継続を申し込みました",
    "request withdrawn": "お申し込みを取り下げました",
    "request applied": "お申し込みの内容をご契約に反映しました",
    "request lapsed": "ご契約者が変わったため、お申し込みは反映されませんでした",
    "renewal passed on": "継続のお申し込みの内容で、お手続きに入りました",
    "address asked": "メールアドレスの変更を申し込みました",
    "address changed": "メールアドレスを変更しました",
    "address change stopped": "メールアドレスの変更を取りやめました",
    "password changed": "パスワードを変更しました",
    "access set anew": "再設定が完了しました",
    "lock lifted": "ロックを解除しました",
}
FAILED = ("login failed", "login locked")
# A customer asked for a contract or a request that is not theirs; for staff, and not theirs to see.
ANOTHERS = "another's asked for"
FAILED_SHOWN = 5
FAILED_KEPT_FOR = timedelta(days=90)


def record(
    session: Session,
    portal: str,
    kind: str,
    now: datetime,
    *,
    account_id: int | None = None,
    device: str | None = None,
    screen: int | None = None,
    receipt_number: str | None = None,
    request_id: int | None = None,
    changes: Sequence[tuple[str, str, str]] = (),
) -> None:
    """Add a row, in the transaction of what happened; `account_id` is whose access it was, None where nobody's. A
    request says itself what it changes; elsewhere `changes` are label, before and after."""
    about = {"account_id": account_id, "device": device, "screen": screen, "receipt_number": receipt_number}
    told = json.dumps(changes, ensure_ascii=False) if changes else None
    TELL.change(session, portal=portal, kind=kind, at=now, request_id=request_id, changes=told, **about)


def recent(session: Session, account_id: int, number: int) -> Sequence[models.Event]:
    """The newest of what an account's owner is shown. Of what failed, which strangers can cause, a few at most: it
    never pushes out what happened."""
    newest_first = (models.Event.at.desc(), models.Event.id.desc())
    newest = select(models.Event).where(models.Event.account_id == account_id).order_by(*newest_first)
    happened = newest.where(models.Event.kind.in_(SHOWN.keys() - FAILED)).limit(number)
    failed = newest.where(models.Event.kind.in_(FAILED)).limit(FAILED_SHOWN)
    both = [*session.scalars(happened), *session.scalars(failed)]
    return sorted(both, key=lambda each: (each.at, each.id), reverse=True)


def purge(session: Session, now: datetime) -> int:
    """Erase what was tried in vain long ago, which anybody can do; give how many. All else stays."""
    old = (models.Event.kind.in_((*FAILED, ANOTHERS)), models.Event.at <= now - FAILED_KEPT_FOR)
    done = session.execute(delete(models.Event).where(*old))
    return int(done.rowcount)  # type: ignore[attr-defined]
