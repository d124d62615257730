"""How does a customer come in and out, and what do they find first? 101, 102 (502), 112, 501, 505, 511
(504), 700."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

import models
from domain.accounts import authentication, logins
from domain.contracts import agencies, telephones
from forms.kit.step import FormContext
from forms.login import LoginForm
from infra import clock
from infra.database import read
from rules import phones
from rules.japanese import formatting
from rules.portals import Portal
from views import concerns
from views.shared import (
    current_customer,
    errors,
    lost_token,
    redirects,
    telephone_change,
    verification_told,
    web_session,
)
from views.shared.current_customer import login_required
from views.shared.offered import only_where
from views.shared.page import page
from views.shared.screens import Screen, screen
from views.wizard import call_first, resume, run_ownership
from wizards import application, change, easy

bp = Blueprint("account", __name__)

AGENCY = screen(101, "代理店ホームページ")
LOGIN = screen(102, "ログイン", only="email")
FIRST_TIME = screen(112, "はじめてご利用になる方", only="email")
GUIDE = screen(501, "ご利用のご案内", only="issued")
LOGIN_ISSUED = screen(502, "ログイン", only="issued")
MENU = screen(504, "メニュー", only="issued")
NO_NUMBER = screen(505, "電話番号のご登録が必要です", only="called")
HOME = screen(511, "ホーム", only="email")
MY_PAGE = screen(700, "お客様情報")
# So many telephone numbers of a customer are named on 504.
NAMED = 3
WAYS = (
    (
        "簡単登録",
        "保険証券またはハガキ「ご契約内容の確認方法のご案内」に、証券番号と初回パスワードが記載されている方",
        "easy",
    ),
    (
        "新規登録（キーワード）",
        "証券番号や初回パスワードがわからない方（お客さまが決めるキーワードと、メールでお送りするURLで登録します）",
        "registration",
    ),
    (
        "新規登録（仮パスワード）",
        "保険証券やハガキがお手元になく、証券番号がわかる方（仮パスワードを、メールでお送りします）",
        "temporary",
    ),
)


@bp.get("/<portal:portal>/agencies/<code>")
def agency(portal: Portal, code: str) -> str:
    """101: an agency's page; who comes from here is told so on the later screens."""
    found = agencies.find(code) or abort(404)
    web_session.remember_agency(found.code)
    return page(
        "account/agency.html",
        AGENCY,
        agency=found,
        notices_list=portal.notices_of(found.code),
        login_url=url_for(".login", portal=portal),
        apply_url=_apply_url(portal),
    )


def _apply_url(portal: Portal) -> str | None:
    """Where who has no contract yet applies for one, None where that is not offered."""
    wizard = application.wizard
    return url_for("wizard.begin", portal=portal, wizard=wizard) if wizard.name in portal.sequences else None


@bp.get("/<portal:portal>/")
def top(portal: Portal) -> Response:
    """A portal's own address leads home, or to what comes before a login: 501 where the company issues the IDs."""
    first = ".guide" if portal.user_id == GUIDE.only else ".login"
    return redirect(url_for(".home" if current_customer.current() else first, portal=portal), 303)


@bp.get("/<portal:portal>/guide")
@only_where(lambda portal: portal.user_id == GUIDE.only)
def guide(portal: Portal) -> str:
    """501. 404 where customers choose their IDs."""
    return page(
        "account/guide.html",
        GUIDE,
        login_url=url_for(".login", portal=portal),
        apply_url=_apply_url(portal),
        verification=verification_told.of(portal),
        change_button=change.BUTTON if telephone_change.is_offered(portal) else None,
    )


@bp.get("/<portal:portal>/login")
def login(portal: Portal) -> str:
    """102, 502."""
    return _login_page(portal, LoginForm(None, _occasion(portal)))


@bp.post("/<portal:portal>/login")
def log_in(portal: Portal) -> ResponseReturnValue:
    """Try an ID and a password. The same work, words and counting for every ID, real or invented (rows A1, A2, A4)."""
    form = LoginForm(request.form, _occasion(portal))
    if not form.validate():
        return _login_page(portal, form), 422
    asker = authentication.Asker(web_session.device(), web_session.came_as())
    try:
        found = authentication.prove(portal, form.user_id.data, form.password.data, clock.now(), asker)
    except authentication.Locked:
        return errors.locked(portal)
    onward = redirects.safe_redirect_target(portal, request.args.get("next", ""))
    answer = _let_in(portal, found, onward) if found else None
    if answer:
        return answer
    form.refuse()
    return _login_page(portal, form), 422


def _let_in(portal: Portal, found: models.Account, onward: str) -> Response | None:
    """Log them in, or have them call first; None where the password has been changed since it was looked at."""
    try:
        first = call_first.instead_of_login(portal, found, onward)
        if first is None:
            run_ownership.log_in(found.id, proved=found)
    except logins.StaleCredentials:
        return None
    return first or redirect(onward, 303)


@errors.shown_again("account.log_in")
def redisplay_after_lost_token(portal: Portal) -> ResponseReturnValue:
    """The login form again after its token was lost, with the ID; onward where a login in another tab replaced it."""
    onward = redirects.safe_redirect_target(portal, request.args.get("next", ""))
    return errors.logged_in_already(portal, onward) or (
        _login_page(portal, LoginForm(request.form, _occasion(portal)), [lost_token.with_form(portal)]),
        400,
    )


@bp.post("/<portal:portal>/logout")
def logout(portal: Portal) -> Response:
    """Out, on the server too; the browser forgets what it kept of our pages (row A30)."""
    run_ownership.log_out()
    flash("ログアウトしました。")
    answer = redirect(url_for(".login", portal=portal), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@errors.shown_again("account.logout")
def out_already(portal: Portal) -> ResponseReturnValue:
    """A second tab's logout, after that of another took its token: nobody is in any more. Who is in is not put out by a
    page that was not theirs."""
    return errors.page_too_old() if current_customer.current() else redirect(errors.login_url(portal), 303)


@bp.post("/<portal:portal>/extend")
def extend(portal: Portal) -> Response:
    """More time for a login: any request gives it (row W19)."""
    return redirect(redirects.safe_redirect_target(portal, request.form.get("next", "")), 303)


@bp.get("/<portal:portal>/first-time")
@only_where(lambda portal: portal.user_id == FIRST_TIME.only)
def first_time(portal: Portal) -> str:
    """112: which way to register. 404 where the company issues the IDs."""
    offered = {name: url_for("wizard.begin", portal=portal, wizard=name) for name in portal.sequences}
    if "easy" in offered:
        offered["easy"] = url_for(".initial", portal=portal)
    ways = [(name, title, text, offered.get(name)) for title, text, name in WAYS]
    return page("account/begin.html", FIRST_TIME, ways=ways)


@bp.get("/<portal:portal>/initial")
@only_where(lambda portal: easy.wizard.name in portal.sequences)
def initial(portal: Portal) -> str:
    """201: where 証券番号 and 初回パスワード stand. 404 where nobody registers by them."""
    return page("account/initial.html", Screen(easy.GUIDE.number, easy.GUIDE.title))


@bp.get("/<portal:portal>/home")
@login_required
def home(portal: Portal) -> ResponseReturnValue:
    """511, 504: what concerns this customer now, what was begun, and what else there is to do."""
    begun, account_id = resume.begun(portal), current_customer.present_id()
    now = concerns.of(portal, account_id, begun)
    if portal.user_id == HOME.only:
        return page("account/home.html", HOME, begun=begun, now=now)
    return page("account/menu.html", MENU, begun=begun, now=now, **_phones(account_id, portal))


def _phones(account_id: int, portal: Portal) -> dict[str, Any]:
    """What 504 says of the telephones of a customer; of many, the first ones."""
    told, today = verification_told.of(portal), clock.today()
    with read() as session:
        theirs = telephones.of_account(session, account_id, portal, today)
        missing = not theirs.usable and not (told.off and theirs.others)
        asked = missing and telephones.is_asked_for(session, account_id, portal)
        given_up = not missing and telephones.is_given_up(session, account_id, portal)
        asks = missing or given_up
        subject = telephone_change.subject_for(session, account_id, portal, today) if asks else None
    return {
        "verification": told,
        "phone_missing": missing,
        "phone_asked": asked,
        "phone_given_up": given_up,
        "phone_url": url_for("wizard.begin", portal=portal, wizard=change.wizard, subject=subject) if subject else None,
        "usable": [formatting.masked_phone(number) for number in theirs.usable[:NAMED]],
        "others": [(formatting.masked_phone(number), phones.name_of(number)) for number in theirs.others[:NAMED]],
    }


@bp.get("/<portal:portal>/no-number")
@only_where(lambda portal: portal.phone_verification.is_on)
def no_number(portal: Portal) -> str:
    """505: a login ends here where no number of the customer can verify; for everybody the same page. 404 where no call
    is asked for."""
    return page(
        "account/no_number.html",
        NO_NUMBER,
        login_url=url_for(".login", portal=portal),
        verification=verification_told.of(portal),
    )


@bp.get("/<portal:portal>/my-page")
@login_required
def my_page(portal: Portal) -> ResponseReturnValue:
    """お客様情報: the customer's own data and what they can change of it."""
    return page("account/my_page.html", MY_PAGE)


def _occasion(portal: Portal) -> FormContext:
    return FormContext(portal, clock.today())


def _login_page(portal: Portal, form: LoginForm, notices: list[str] | None = None) -> str:
    web_session.browser()
    by_mail = portal.chooses_own_id

    def offered(name: str) -> str | None:
        return url_for("wizard.begin", portal=portal, wizard=name) if name in portal.sequences else None

    return page(
        "account/login.html",
        Screen(LOGIN.number, f"{portal.title} ログイン")
        if by_mail
        else Screen(LOGIN_ISSUED.number, f"{portal.title} ログイン"),
        form=form,
        begin_url=url_for(".first_time", portal=portal) if by_mail else None,
        forgotten_url=offered("forgotten"),
        verification=verification_told.of(portal),
        notices=notices,
    )
