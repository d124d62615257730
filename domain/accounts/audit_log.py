"""What has happened to a customer's access and contracts? Rows that are only ever added (row A31)."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple, Self

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

import models
from infra.database import core
from infra.statements import insertion
from rules.japanese.times import UtcDateTime

_ABOUT = ("account_id", "device", "screen", "receipt_number", "request_id", "changes", "staff_id", "of_receipt")
TELL = insertion(core(models.Event), "portal", "kind", "at", *_ABOUT)


class Words(NamedTuple):
    """What its customer is told of an event: of their access (713), and of what they did here and what became of it
    (714). Where there are none, it is not shown there."""

    access: str = ""
    procedure: str = ""


def _both(words: str) -> Words:
    return Words(words, words)


# What no customer is shown.
FOR_STAFF = Words()


class Kind(StrEnum):
    """What can happen, as it is kept, and its words: who adds one has to say what a customer is told of it."""

    words: Words

    def __new__(cls, value: str, *words: Words) -> Self:
        member = str.__new__(cls, value)
        member._value_, (member.words,) = value, words
        return member

    LOGGED_IN = "logged in", Words(access="ログインしました")
    LOGIN_FAILED = "login failed", Words(access="ログインできませんでした")
    LOGIN_LOCKED = (
        "login locked",
        Words(access="パスワードの間違いが続いたため、ログインできない状態にしました"),
    )
    LOGIN_VOIDED = (
        "login voided",
        Words(access="同じ電話番号で別のログインの操作もあったため、どちらのログインも取りやめました"),
    )
    CALL_REQUIRED = "call required by command", FOR_STAFF
    LOGGED_OUT_ELSEWHERE = "logged out elsewhere", Words(access="別の端末からログアウトさせました")
    ACCESS_ISSUED = "access issued", Words(access="ログインIDと初期パスワードの書面を作成しました")
    PASSWORD_ISSUED = "password issued", Words(access="初期パスワードの書面を作成しました")
    LOGIN_UNLOCKED = "login unlocked by command", Words(access="お電話でロックを解除しました")
    LOGGED_OUT_BY_COMMAND = "logged out by command", Words(access="お電話ですべての端末からログアウトしました")
    ACCOUNT_OPENED = "account opened", _both("ご利用登録が完了しました")
    PASSWORD_CHANGED = "password changed", _both("パスワードを変更しました")
    ACCESS_SET_ANEW = "access set anew", _both("再設定が完了しました")
    LOCK_LIFTED = "lock lifted", _both("ロックを解除しました")
    ADDRESS_ASKED = (
        "address asked",
        Words("メールアドレスの変更を受け付けました", "メールアドレスの変更を申し込みました"),
    )
    ADDRESS_CHANGED = "address changed", _both("メールアドレスを変更しました")
    ADDRESS_CHANGE_STOPPED = "address change stopped", _both("メールアドレスの変更を取りやめました")
    CONTRACT_ADDED = "contract added", Words(procedure="ご契約を一覧に追加しました")
    CHANGE_REQUESTED = "change requested", Words(procedure="契約内容の変更（異動）を申し込みました")
    CANCELLATION_REQUESTED = "cancellation requested", Words(procedure="解約を申し込みました")
    RENEWAL_REQUESTED = "renewal requested", Words(procedure="契約の継続を申し込みました")
    PHOTOS_SENT = "photos sent", Words(procedure="事故の画像を送信しました")
    REQUEST_WITHDRAWN = "request withdrawn", Words(procedure="お申し込みを取り下げました")
    REQUEST_APPLIED = "request applied", Words(procedure="お申し込みの内容をご契約に反映しました")
    REQUEST_LAPSED = (
        "request lapsed",
        Words(procedure="ご契約者が変わったため、お申し込みは反映されませんでした"),
    )
    RENEWAL_PASSED_ON = "renewal passed on", Words(procedure="継続のお申し込みの内容で、お手続きに入りました")
    SCREEN_SHARED = "screen shared", Words(procedure="オペレーターと画面を確認しました")
    STAFF_SAW_PHOTOS = "staff saw photos", Words(procedure="当社の担当部署で、お送りいただいた画像を表示しました")
    STAFF_OPENED = "staff opened", Words(procedure="オペレーターがお客さまの情報を開きました")
    STAFF_UNLOCKED = "staff unlocked", Words(access="お電話でのお申し出により、ロックを解除しました")
    STAFF_SENT_LINK = (
        "staff sent link",
        Words(access="お電話でのお申し出により、お手続きのメールをもう一度お送りしました"),
    )
    STAFF_ASKED_PHONE = (
        "staff asked phone",
        Words(procedure="お電話でのお申し出により、電話番号の変更を受け付けました"),
    )
    STAFF_ASKED_PAPER = (
        "staff asked paper",
        Words(access="お電話でのお申し出により、初期パスワードの書面を受け付けました"),
    )
    STAFF_ENDED_PASSWORD = (
        "staff ended password",
        Words(access="お電話でのお申し出により、パスワードを使えなくし、初期パスワードの書面を受け付けました"),
    )
    CORRECTION_ASKED = "correction asked", Words(procedure="お電話でのお名前などの訂正を受け付けました")
    CORRECTED = "corrected", Words(procedure="ご登録のお名前などを訂正しました")
    RECOVERY_ASKED = "recovery asked", _both("お電話でのメールアドレスの変更を受け付けました")
    WEB_CLOSED = "closed to the web", _both("お電話で、インターネットでのお手続きを停止しました")
    REOPENING_ASKED = "reopening asked", _both("お電話でのお手続きの再開を受け付けました")
    WEB_OPENED = "opened to the web", _both("インターネットでのお手続きを再開しました")
    NOT_APPROVED = "not approved", Words(procedure="お電話でのお申し出は、反映されずに終了しました")
    # A procedure that makes nothing of an account yet is told by its own name.
    REGISTRATION = "registration", FOR_STAFF
    TEMPORARY = "temporary", FOR_STAFF
    FORGOTTEN = "forgotten", FOR_STAFF
    APPLICATION = "application", FOR_STAFF
    APPLICATION_WITHDRAWN = "application withdrawn", FOR_STAFF
    LOCKED = "locked", FOR_STAFF
    EASY_UNLOCKED = "easy unlocked by command", FOR_STAFF
    ADDITION_UNLOCKED = "addition unlocked by command", FOR_STAFF
    # A customer asked for a contract or a request that is not theirs.
    ANOTHERS = "another's asked for", FOR_STAFF


SHOWN: Mapping[str, str] = {kind: kind.words.access for kind in Kind if kind.words.access}
PROCEDURES: Mapping[str, str] = {kind: kind.words.procedure for kind in Kind if kind.words.procedure}
# What is written down of a page that is only read.
READS = (Kind.STAFF_SAW_PHOTOS,)
FAILED = (Kind.LOGIN_FAILED, Kind.LOGIN_LOCKED)
FAILED_SHOWN = 5
FAILED_KEPT_FOR = timedelta(days=90)


def record(
    session: Session,
    portal: str,
    kind: Kind,
    now: UtcDateTime,
    *,
    account_id: int | None = None,
    device: str | None = None,
    screen: int | None = None,
    receipt_number: str | None = None,
    request_id: int | None = None,
    changes: Sequence[tuple[str, str, str]] = (),
    staff_id: int | None = None,
    of_receipt: str | None = None,
) -> None:
    """Add a row, in the transaction of what happened; `account_id` is whose access it was, None where nobody's,
    `device` how the browser named itself, `screen` the number of the screen. The request (`request_id`) says itself
    what it changes; elsewhere `changes` are label, before and after, or label, nothing and what is said
    where nothing was changed. `staff_id` is who of the insurer did it, `of_receipt` the number of the receipt that they
    looked at. Raise ValueError where `kind` is none of Kind."""
    about = {"account_id": account_id, "device": device, "screen": screen, "receipt_number": receipt_number}
    about |= {"request_id": request_id, "staff_id": staff_id, "of_receipt": of_receipt}
    told = kept(changes) if changes else None
    TELL.change(session, portal=portal, kind=Kind(kind), at=now, changes=told, **about)


def kept(changes: Sequence[tuple[str, str, str]]) -> str:
    """Label, before and after, as a row keeps them."""
    return json.dumps(changes, ensure_ascii=False)


def recent(session: Session, account_id: int, number: int) -> Sequence[models.Event]:
    """The newest of what an account's owner is shown. Of what failed, which strangers can cause, a few at most: it
    never pushes out what happened."""
    newest_first = (models.Event.at.desc(), models.Event.id.desc())
    newest = select(models.Event).where(models.Event.account_id == account_id).order_by(*newest_first)
    happened = newest.where(models.Event.kind.in_(SHOWN.keys() - FAILED)).limit(number)
    failed = newest.where(models.Event.kind.in_(FAILED)).limit(FAILED_SHOWN)
    both = [*session.scalars(happened), *session.scalars(failed)]
    return sorted(both, key=lambda each: (each.at, each.id), reverse=True)


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase what was tried in vain long ago, which anybody can do; give how many. All else stays."""
    old = (models.Event.kind.in_((*FAILED, Kind.ANOTHERS)), models.Event.at <= now - FAILED_KEPT_FOR)
    done = session.execute(delete(models.Event).where(*old))
    return int(done.rowcount)  # type: ignore[attr-defined]
