"""Where is a customer just now, and what keeps them? Asked again and again while a member speaks with them.

Of runs their place alone, never an answer; of calls that they came, never a number.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.accounts import audit_log, locks, logins, user_agents
from domain.accounts.locks import Lock
from domain.calls.events import Outcome
from domain.staff import customers, sent_letters
from domain.staff.customers import Customer
from domain.staff.sent_letters import Told
from infra.encryption import Keyring
from models import Event, IncomingCall, Login, RunRow, WaitingLogin
from rules.japanese.times import UtcDateTime
from rules.states import WaitingState

A_DAY = timedelta(days=1)
MOST = 5
# Whose contracts are looked at for locks.
MOST_CONTRACTS = 20
WAITS: Mapping[str, str] = {
    WaitingState.WAITING: "お電話を待っています",
    WaitingState.CONFIRMED: "お電話を確認しました",
    WaitingState.USED: "お電話のあと、ログインしました",
    WaitingState.VOID: "別のログインの操作と重なったため、取りやめました",
    WaitingState.BARRED: "取りやめのあとのため、しばらくログインできません",
    WaitingState.REPLACED: "新しいログインの操作に置き換わりました",
    WaitingState.ENDED: "終了しました",
}
WAITED_TOO_LONG = "お電話がないまま、時間が過ぎました"
CALLS: Mapping[str, str] = {
    Outcome.CONFIRMED: "お電話を確認しました",
    Outcome.WITHHELD: "番号が通知されませんでした",
    Outcome.ANOTHER: "ご登録と違う番号か、案内と違う番号へのお電話でした",
    Outcome.NOT_OURS: "本人認証のお電話ではありませんでした",
    Outcome.REPEATED: "同じお電話の知らせが重なりました",
}
_PLACE = ("id", "portal", "wizard", "screen", "created_at", "seen_at", "mistake", "mistaken_at")


class Device(NamedTuple):
    """A browser that is logged in."""

    name: str
    since: UtcDateTime
    seen_at: UtcDateTime


class Whereabouts(NamedTuple):
    """Runs under way (columns of a run), receipts of the last day (events), letters, links, logins that waited for a
    call, calls, what is locked, and where they are logged in; each the newest first."""

    runs: Sequence[Any]
    receipts: Sequence[Event]
    letters: Sequence[Told]
    links: Sequence[Told]
    calls: Sequence[Told]
    locks: Sequence[str]
    devices: Sequence[Device]


def of(session: Session, customer: Customer, now: UtcDateTime) -> Whereabouts:
    """All of it. Of a holder without an account letters and locks alone are known."""
    account, keyring = customer.account, _keyring()
    address, account_id = customer.email, account.id if account else None
    return Whereabouts(
        runs=_runs(session, account.id, now) if account else [],
        receipts=receipts(session, account.id, now - A_DAY) if account else [],
        letters=sent_letters.letters_to(session, keyring, customer.portal, address, now),
        links=sent_letters.links_of(session, keyring, customer.portal, address, now, account_id=account_id),
        calls=_calls(session, account.id, now) if account else [],
        locks=_locks(session, keyring, customer),
        devices=_devices(session, account.id, now) if account else [],
    )


def receipts(session: Session, account_id: int, since: UtcDateTime | None = None) -> Sequence[Event]:
    """The newest of what a customer has a receipt number for, a few at most; from a moment on, or ever."""
    mine = [Event.account_id == account_id, Event.receipt_number.is_not(None)]
    recent = [Event.at >= since] if since else []
    newest = select(Event).where(*mine, *recent).order_by(Event.at.desc(), Event.id.desc()).limit(2 * MOST)
    return session.scalars(newest).all()


def words_of(event: Event) -> str:
    """What an event is called where its customer sees it."""
    return audit_log.PROCEDURES.get(event.kind) or audit_log.SHOWN.get(event.kind, "")


def _runs(session: Session, account_id: int, now: UtcDateTime) -> Sequence[Any]:
    mine = (RunRow.account_id == account_id, RunRow.committed_at.is_(None), RunRow.expires_at > now)
    columns = [getattr(RunRow, name) for name in _PLACE]
    return session.execute(select(*columns).where(*mine).order_by(RunRow.seen_at.desc()).limit(MOST)).all()


def _calls(session: Session, account_id: int, now: UtcDateTime) -> list[Told]:
    waited = select(WaitingLogin).where(WaitingLogin.account_id == account_id, WaitingLogin.created_at > now - A_DAY)
    newest = session.scalars(waited.order_by(WaitingLogin.created_at.desc()).limit(MOST))
    told = [Told("本人認証のお電話待ち", each.created_at, _waited(each, now)) for each in newest]
    heard = select(IncomingCall).where(IncomingCall.account_id == account_id, IncomingCall.heard_at > now - A_DAY)
    came = session.scalars(heard.order_by(IncomingCall.heard_at.desc()).limit(MOST))
    told += [Told("お電話の着信", each.heard_at, CALLS[each.outcome]) for each in came]
    return sorted(told, key=lambda each: each.at, reverse=True)


def _waited(waiting: WaitingLogin, now: UtcDateTime) -> str:
    open_too_long = waiting.state == WaitingState.WAITING and waiting.expires_at <= now
    return WAITED_TOO_LONG if open_too_long else WAITS[waiting.state]


def _locks(session: Session, keyring: Keyring, customer: Customer) -> list[str]:
    """In words; a 証券番号 is named by its last four."""
    portal, account = customer.portal, customer.account
    named: dict[Lock, str] = {}
    if account:
        named[locks.of_login(portal, account.user_id)] = "ログイン"
        named[locks.of_additions(portal, account.id)] = "ご契約の追加"
    for contract in customers.contracts_of(session, customer, MOST_CONTRACTS):
        end = f"証券番号の末尾{contract.number[-4:]}"
        named[locks.of_easy(portal, contract.number)] = f"簡単登録（{end}）"
        named[locks.of_contract(portal, contract.number)] = f"ご契約の追加（{end}）"
    shut = locks.standing(session, keyring, list(named))
    return [words for lock, words in named.items() if lock in shut]


def _devices(session: Session, account_id: int, now: UtcDateTime) -> list[Device]:
    config = current_app.config
    times = {"idle": timedelta(minutes=config["IDLE_MINUTES"]), "whole": timedelta(hours=config["LOGIN_HOURS"])}
    found: Sequence[Login] = logins.under_way(session, account_id, now, **times)
    return [Device(user_agents.named(each.device), each.created_at, each.seen_at) for each in found]


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
