"""What does a customer see when something is in the way? The screens 901 to 910 and what leads to them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import (
    BadHost,
    ClientDisconnected,
    HTTPException,
    LengthRequired,
    NotFound,
    RequestEntityTooLarge,
    SecurityError,
)

from domain.accounts import password_hashing
from infra import clock, incident_log, rate_limits, security_log
from infra.security_log import What
from rules import hours
from rules.japanese import formatting
from rules.portals import Portal
from views.shared import bare_page, current_customer, error_page, lost_token, page_stamp, redirects, request_body
from views.shared.error_page import Action, Problem
from views.shared.faults import tell_of_fault
from views.shared.screens import Screen, screen
from views.shared.way_back import page_before, try_again

EXPIRED = screen(901, "お手続きを中断しました")
LINK_EXPIRED = screen(902, "URLの有効期限が過ぎています")
LINK_USED = screen(903, "このURLはご利用いただけません")
LOCKED = screen(904, "ログインできない状態です")
TOO_MANY = screen(905, "しばらくお待ちください")
PAUSED = screen(906, "メンテナンス中です")
NOT_FOUND = screen(907, "お探しのページが見つかりません")
OUR_FAULT = screen(908, "システムに問題が発生しています")
TOO_LARGE = screen(909, "送信できる大きさを超えています")
CLOSED_CONTRACT = screen(608, "インターネットではお手続きいただけません")
CHANGED = screen(910, "別の画面で内容が変更されました")

ALREADY_IN = "すでにログインしています。別の{label}でご利用になる場合は、先にログアウトしてください。"
WHY_LOCKED = "パスワードが続けて5回一致しなかったため、ログインを停止しています。"
RUN_MINUTES = 30
View = Callable[..., ResponseReturnValue]
Keeper = Callable[..., ResponseReturnValue | None]
Called = TypeVar("Called", bound=Callable[..., Any])
_AGAIN: dict[str, View] = {}
_KEPT: dict[str, Keeper] = {}


def shown_again(*endpoints: str) -> Callable[[View], View]:
    """Say which view shows a form again whose CSRF token was lost, with its values (row W21)."""
    return _registering(_AGAIN, endpoints)


def kept_over_pause(*endpoints: str) -> Callable[[Called], Called]:
    """Say what keeps the fields of a POST that comes while the portal rests; it may answer itself, by a tuple."""
    return _registering(_KEPT, endpoints)


def _registering(of_endpoints: dict[str, Any], endpoints: tuple[str, ...]) -> Callable[[Called], Called]:
    def register(called: Called) -> Called:
        of_endpoints.update(dict.fromkeys(endpoints, called))
        return called

    return register


def problem(
    which: Screen, status: int, texts: list[str], actions: list[Action] | None = None, reference: str | None = None
) -> tuple[str, int]:
    """A problem's page: what is the matter, in `texts` of a paragraph each, and a way on. An action is a label, an
    address and get or post. `reference` is the number that customers tell if they ask. 410 says of a run or a link that
    it is over."""
    if status == 410:
        page_stamp.anew()
    return error_page.tell(Problem(which, status, texts, actions or (), reference))


def fault(number: str, portal: Portal | None = None) -> Problem:
    """908: we are at fault."""
    call = f"お試しいただくか、{portal.help_desk.phone}へお電話ください" if portal else "お試しください"
    text = "申し訳ございません。ただいまシステムに問題が発生しています。"
    return Problem(OUR_FAULT, 500, [f"{text}時間をおいて{call}（お問い合わせ番号 {number}）。"], reference=number)


def login_url(portal: Portal) -> str:
    """The first page of a portal."""
    return url_for("account.login", portal=portal)


def log_in_first(portal: Portal, onward: str) -> ResponseReturnValue:
    """To the login, and from there on to this page of ours; 901 first where a login ran out here (E-25)."""
    login = url_for("account.login", portal=portal, next=onward)
    if current_customer.lapsed_id() is None:
        return redirect(login, 303)
    text = f"{_interrupted(current_app.config['IDLE_MINUTES'])}もう一度ログインすると、続きからお手続きいただけます。"
    return problem(EXPIRED, 403, [text], [("ログインする", login, "get")])


def _unauthorized() -> ResponseReturnValue:
    """To the login from a page for customers, and from there back to it; home from the page that asks for the password,
    which is only on the way to another."""
    portal: Portal = g.portal
    return log_in_first(portal, redirects.home(portal) if request.blueprint == "password_again" else request.path)


def _interrupted(minutes: int) -> str:
    return f"{minutes}分間操作がなかったため、安全のためお手続きを中断しました。"


def logged_in_already(portal: Portal, onward: str) -> ResponseReturnValue | None:
    """Onward, with a line that says why: somebody logged in here, in another tab, since the page was opened whose token
    is lost. Nothing that it sent is looked at. None where nobody is logged in."""
    if current_customer.current() is None:
        return None
    flash(ALREADY_IN.format(label=portal.user_id_label))
    return redirect(onward, 303)


def gone(again_url: str) -> tuple[str, int]:
    """901: there is no such run (any more)."""
    text = f"{_interrupted(RUN_MINUTES)}もう一度はじめからお手続きください。"
    more = "お手続きが完了していた場合は、そのまま受け付けています。"
    return problem(EXPIRED, 410, [text, more], [("はじめからお手続きする", again_url, "get")])


def wait_gone(again_url: str) -> tuple[str, int]:
    """901: nothing is waited for here any more, or not by this browser."""
    text = (
        "この画面での確認は終わっているか、ほかの端末・ブラウザーで始められたものです。もう一度ログインしてください。"
    )
    return problem(EXPIRED, 410, [text], [("ログインへ進む", again_url, "get")])


def _wait(
    which: Screen, status: int, texts: list[str], seconds: int, kept_at: str | None = None
) -> tuple[str, int, dict[str, str]]:
    """A problem that is over in so many seconds, with Retry-After and the way to try again."""
    found = Problem(which, status, texts, try_again(kept_at), again_in=seconds)
    return *error_page.tell(found), found.headers


def busy() -> tuple[str, int, dict[str, str]]:
    """905 where the machine, not the customer, is the reason."""
    security_log.refused(What.BUSY)
    text = "ただいまアクセスが集中しています。1分ほど待ってから、もう一度お試しください。"
    return _wait(TOO_MANY, 503, [text], 60)


def locked(portal: Portal) -> tuple[str, int]:
    """904, the same whether or not the ID exists (decision 16)."""
    security_log.refused(What.LOCKED)
    by_mail = "locked" in portal.sequences
    way = "「ロック解除の手続き」を行っていただくか、" if by_mail else ""
    text = f"安全のため、ログインできない状態にしています。{way}{portal.help_desk.phone}へお電話ください。"
    actions: list[Action] = [("ログイン画面へ戻る", login_url(portal), "get")]
    if by_mail:
        actions.insert(0, ("ロック解除の手続き", url_for("wizard.begin", portal=portal, wizard="locked"), "get"))
    return problem(LOCKED, 422, [WHY_LOCKED, text], actions)


def closed_contract(portal: Portal, texts: list[str]) -> tuple[str, int]:
    """608: what cannot be done to this contract here, and who does it (603)."""
    return not_on_the_web(portal, texts, [("ご契約一覧へ", url_for("contracts.index", portal=portal), "get")])


def not_on_the_web(portal: Portal, texts: list[str], onward: list[Action]) -> tuple[str, int]:
    """608: why something cannot be done here, who does it, and where it goes `onward`, which is not what is to be done
    first."""
    contact = f"お手数ですが、{portal.help_desk.name}（{portal.help_desk.phone}）へご連絡ください。"
    return problem(CLOSED_CONTRACT, 409, [*texts, contact], [(label, url, "back") for label, url, _ in onward])


def missing(status: int = 404) -> ResponseReturnValue:
    """907: an address that leads nowhere, or not like this."""
    portal: Portal | None = g.get("portal")
    text = "お探しのページが見つかりません。URLをご確認いただくか、トップページからお進みください。"
    return problem(NOT_FOUND, status, [text], [("トップページへ", login_url(portal) if portal else "/", "get")])


def paused(portal: Portal) -> tuple[str, int, dict[str, str]]:
    """906 with Retry-After."""
    pause, now = portal.service_pause, clock.now()
    assert pause is not None and portal.pause is not None
    ends = hours.pause_ends(pause, now)
    again = f"{formatting.spoken(ends)}以降にもう一度お越しください。"
    texts = [
        f"ただいまメンテナンス中です。{portal.pause.said}は、ご利用いただけません。{again}",
        "途中まで入力された内容は、そのまま保管しています。",
    ]
    seconds = max(1, int((ends - now) / timedelta(seconds=1)))
    return _wait(PAUSED, 503, texts, seconds)


def _rest() -> ResponseReturnValue | None:
    portal: Portal | None = g.get("portal")
    if portal is None or not hours.paused(portal.service_pause, clock.now()):
        return None
    if request.endpoint == "account.logout":
        return None
    keep = _KEPT.get(request.endpoint or "")
    kept = keep(**(request.view_args or {})) if keep and request.method == "POST" else None
    return kept if isinstance(kept, tuple) else paused(portal)


def _old_token(_: CSRFError) -> ResponseReturnValue:
    security_log.refused(What.CSRF)
    view = _AGAIN.get(request.endpoint or "")
    if view is not None:
        return view(**(request.view_args or {}))
    return page_too_old()


def page_too_old() -> ResponseReturnValue:
    """901 for what was sent from a page whose token is lost, and has no form to be shown again."""
    portal: Portal | None = g.get("portal")
    if portal is None:
        return problem(EXPIRED, 400, [lost_token.OPEN_AGAIN])
    text, more = lost_token.without_form(portal)
    return problem(EXPIRED, 400, [text], [("ログイン画面へ", login_url(portal), "get"), *more])


def too_many(often: rate_limits.RateLimited, kept_at: str | None = None) -> ResponseReturnValue:
    """905 with Retry-After; `kept_at` is where a draft of what was sent is found again."""
    security_log.refused(What.LIMIT)
    minutes = -(-often.seconds // 60)
    text = (
        "アクセスが集中しているか、短い時間に操作が繰り返されました。"
        f"{minutes}分ほど待ってから、もう一度お試しください。"
    )
    return _wait(TOO_MANY, 429, [text], often.seconds, kept_at)


def _hashing(_: password_hashing.HashingOverloaded) -> ResponseReturnValue:
    return busy()


def _too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    return problem(TOO_LARGE, 413, [request_body.too_much()], page_before())


def _broken_off(wrong: HTTPException) -> ResponseReturnValue:
    # Nothing is looked up for what nobody has said to its end.
    error_page.ask_nobody()
    text = "通信が途中で切れたため、送信された内容を受け取れませんでした。お手続きは進んでいません。"
    again = "通信の状態をご確認のうえ、前の画面に戻り、もう一度ボタンを押してください。"
    return problem(EXPIRED, wrong.code or 400, [text, again])


def _refuse_nul() -> ResponseReturnValue | None:
    return missing() if "\0" in request.path else None


def _not_found(_: NotFound) -> ResponseReturnValue:
    return missing()


def _not_our_name(_: HTTPException) -> ResponseReturnValue:
    security_log.refused(What.HOST)
    g.portal = None
    return bare_page.page(NOT_FOUND, ["お探しのページが見つかりません。URLをご確認ください。"]), 400


def _anything_else(wrong: Exception) -> ResponseReturnValue:
    status = 500
    if isinstance(wrong, HTTPException):
        if wrong.code is None or wrong.code < 400:
            return wrong
        status = wrong.code
    if status < 500:
        return missing(status)
    # Nothing more may be asked of what has perhaps just failed.
    error_page.ask_nobody()
    number = incident_log.number(request.environ)
    found = error_page.kept(request.environ) or fault(number, g.get("portal"))._replace(status=status)
    answer = *error_page.tell(found), found.headers
    tell_of_fault(current_app, request.environ, wrong)
    return answer


def init(app: Flask) -> None:
    """Hang the pages onto what raises them."""
    current_customer.flask_login.unauthorized_handler(_unauthorized)
    app.before_request(_rest)
    app.before_request(_refuse_nul)
    app.register_error_handler(CSRFError, _old_token)
    app.register_error_handler(rate_limits.RateLimited, too_many)
    app.register_error_handler(password_hashing.HashingOverloaded, _hashing)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(ClientDisconnected, _broken_off)
    app.register_error_handler(LengthRequired, _broken_off)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(BadHost, _not_our_name)
    app.register_error_handler(SecurityError, _not_our_name)
    app.register_error_handler(Exception, _anything_else)
