"""電話番号による本人認証: the password was right, and now the customer calls (画面 503).

The login waits as a row of its own (domain/calls/waiting.py); a run of this wizard is the browser's way through it. The
call alone lets nobody in: only the browser that gave the password goes on, and only as long as that is the password.
"""

from dataclasses import dataclass

from domain.accounts import audit_log, credentials, logins
from domain.calls import waiting
from rules import callers, phones
from rules.japanese import formatting, normalize
from rules.refusal import Refused
from rules.states import OPEN_STATES, WaitingState
from wizards.engine.access import AccessDenied, AccessRequest, Reason
from wizards.engine.definition import Onward, Wait, Waited, WaitState, Watched, Wizard
from wizards.engine.receipt import CommitContext, Receipt

OVER = "お電話での確認の時間が過ぎたか、パスワードが変更されました。お手数ですが、もう一度ログインしてください。"
TIME, PASSWORD, LOGGED_OUT = "time", "password", "logged out"
TWO_AT_ONCE, BARRED, REPLACED = "two at once", "barred", "replaced"
ENDED: dict[str, str] = {
    WaitingState.VOID: TWO_AT_ONCE,
    WaitingState.BARRED: BARRED,
    WaitingState.REPLACED: REPLACED,
    WaitingState.ENDED: LOGGED_OUT,
}


@dataclass(frozen=True)
class ToCall:
    """What 503 shows: the number to be called, as it is written and in E.164, the customer's own, masked, and the kinds
    of number that can verify."""

    number: str
    e164: str
    registered: tuple[str, ...]
    kinds: str


def waiting_browser(visit: AccessRequest) -> ToCall:
    """Only the browser whose login waits; who is in has no use for one that is over. Raise AccessDenied."""
    found = waiting.find(visit.subject)
    if found is None or (found.portal, found.browser) != (visit.portal.name, visit.browser):
        raise AccessDenied(Reason.ANEW)
    if visit.account_id and found.state not in OPEN_STATES:
        raise AccessDenied(Reason.ANEW)
    own = waiting.numbers_of(visit.subject or "")
    masked = tuple(formatting.masked_phone(callers.digits(each)) for each in own)
    kinds = phones.wanted(visit.portal.phone_verification.kinds)
    return ToCall(normalize.show_phone(callers.digits(found.called)), found.called, masked, kinds)


def heard(watched: Watched) -> Waited:
    """What has become of the call."""
    found = waiting.find(watched.subject)
    if found is None:
        return Waited(WaitState.EXPIRED, TIME)
    if found.expires_at > watched.now and waiting.is_stale(found):
        return Waited(WaitState.EXPIRED, PASSWORD)
    if found.state in ENDED:
        return Waited(WaitState.EXPIRED, ENDED[found.state], found.barred_until)
    if found.expires_at <= watched.now or found.state == WaitingState.USED:
        return Waited(WaitState.EXPIRED, TIME)
    if found.state == WaitingState.CONFIRMED:
        return Waited(WaitState.CONFIRMED, until=found.expires_at)
    refused = WaitState.REFUSED if found.heard else WaitState.PENDING
    return Waited(refused, found.heard, found.expires_at, found.heard_at)


def let_in(act: CommitContext) -> Receipt:
    """Log the customer in who called, once. Raise Refused where the call counts no more."""
    account = waiting.use(act.session, act.subject or "", act.now)
    row = waiting.find(act.subject)
    if account is None or row is None:
        raise Refused(OVER)
    if not credentials.consume_temporary_password(account, row.browser, act.now):
        raise Refused(OVER)
    account.previous_login_at = account.last_login_at
    if act.origin.login:
        # Whoever logs in anew has a new login, also where they were in (ASVS 7.2.4).
        logins.end_of(act.session, account.id, only=act.origin.login)
    return Receipt(login=account.id, account_id=account.id, event=audit_log.Kind.LOGGED_IN, onward=row.onward)


wizard = Wizard(
    name="verification",
    title="電話番号による本人認証",
    enter=waiting_browser,
    commit=let_in,
    progress=("パスワードの入力", "電話番号による本人認証", "ログイン"),
    steps=(
        Wait(
            503,
            "call",
            "電話番号による本人認証",
            look=heard,
            button="電話をかけたので、次へ進む",
            still="まだお電話を確認できていません。おかけになった直後の場合は、少し待ってから、もう一度ボタンを押してください。",
        ),
    ),
    complete=Onward(),
)
