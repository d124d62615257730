"""How does a member of staff find a customer? One box, a birth date beside it, and a page of what was found.

A search is sent, kept for an hour and shown at an address of its own, so that Back from a record leads to what was
found, and nothing of what was typed stands in an address.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.staff import finding as customers
from domain.staff import recent_cases, searches
from domain.staff.finding import Found
from domain.staff.found_lines import Line
from domain.staff.members import Right
from domain.staff.searches import Wanted
from infra import clock, rate_limits
from infra.database import read, write
from rules import finding
from rules.finding import Kind
from rules.japanese import dates, normalize
from rules.states import ApplicationState
from views.shared import errors, lost_token, web_session
from views.staff import frame, guard
from views.staff.guard import right_required

bp = Blueprint("staff_find", __name__, url_prefix="/staff/customers")
frame.init(bp)
TITLE = "お客さまを探す"
LIMIT_NAME = "staff search"
LONGEST_DATE = 40
NO_WORDS = "証券番号、フリガナ、電話番号などを入力してください。"
IN_KANJI = "お名前は漢字ではなく、フリガナで入力してください。例：サトウ　ハナコ"
UNKNOWN_SHAPE = (
    "この内容では検索できません。証券番号、フリガナ、電話番号、メールアドレス、受付番号、事故受付番号、"
    "ログインIDのいずれかを入力してください。"
)
UNREAD_DATE = "生年月日を読み取れません。「1985年4月1日」「昭和60年4月1日」「S60.4.1」のように入力してください。"
OVER = "検索してから1時間が過ぎました。もう一度検索してください。"
APPLICATIONS: Mapping[str, str] = {
    ApplicationState.ACCEPTED: "この受付番号のお申し込みは受け付けています。ご契約になるまで、ここには表示されません。",
    ApplicationState.WITHDRAWN: "この受付番号のお申し込みは、取り下げられています。",
    ApplicationState.SETTLED: "この受付番号のお申し込みは、ご契約になっています。証券番号で検索してください。",
}


class Box(NamedTuple):
    """What stands in the two boxes, and what is wrong with either."""

    words: str = ""
    born: str = ""
    wrong_words: str = ""
    wrong_born: str = ""


@bp.get("")
@right_required(Right.CUSTOMERS)
def index() -> ResponseReturnValue:
    """The box, and under it the member's own cases of today."""
    return _page(Box())


@bp.post("")
@right_required(Right.CUSTOMERS)
def search() -> ResponseReturnValue:
    """Keep a search, and lead to what it finds. What cannot be read is shown again, with what to do about it."""
    rate_limits.hit(LIMIT_NAME, None, rate_limits.of_member(guard.present().id))
    box, born = _read(_typed())
    if box.wrong_words or box.wrong_born:
        return _page(box), 422
    search_id = searches.keep(Wanted(box.words, born), guard.present().id, clock.now())
    return redirect(url_for(".found", search_id=search_id), 303)


@errors.shown_again("staff_find.search")
def search_once_more() -> ResponseReturnValue:
    """The boxes again after their token was lost, with what was typed; the login where nobody is in."""
    if not guard.may(Right.CUSTOMERS):
        return redirect(url_for("staff.login"), 303)
    notice = lost_token.SEND_ONCE_MORE if web_session.was_at("staff") else lost_token.NO_COOKIE
    return _page(_typed(), notice), 400


@bp.get("/found/<search_id>")
@right_required(Right.CUSTOMERS)
def found(search_id: str) -> ResponseReturnValue:
    """What a search of the member's own finds now; that it was shown is written down. Back to an empty box where its
    hour is over."""
    member, now = guard.present(), clock.now()
    with read() as session:
        wanted = searches.find(session, search_id, member.id, now)
        who = customers.search(session, wanted, list(current_app.extensions["portals"])) if wanted else None
    if wanted is None or who is None:
        flash(OVER)
        return redirect(url_for(".index"), 303)
    with write() as session:
        customers.record(session, wanted, who, member.id, now)
    box = Box(wanted.typed, dates.show_date(wanted.born) if wanted.born else "")
    return frame.draw("found", TITLE, box=box, found=who, titles=_titles(), record_of=record_of, **_advice(who, wanted))


def record_of(line: Line) -> str:
    """Where the record of somebody who was found begins."""
    if line.account_id is not None:
        return url_for("staff_cases.ask_for_account", account_id=line.account_id)
    return url_for("staff_cases.ask_for_contract", contract_id=line.contract_id)


def _typed() -> Box:
    words, born = (request.form.get(name, "") for name in ("words", "born"))
    return Box(normalize.clean(words[: finding.LONGEST]), normalize.clean(born[:LONGEST_DATE]))


def _read(box: Box) -> tuple[Box, date | None]:
    """The boxes with what is wrong with them, and the birth date."""
    born = None
    if not box.words:
        box = box._replace(wrong_words=NO_WORDS)
    elif not finding.recognised(box.words):
        box = box._replace(wrong_words=IN_KANJI if finding.is_in_kanji(box.words) else UNKNOWN_SHAPE)
    if box.born:
        try:
            born = dates.to_date("ad", box.born, "", "")
        except ValueError:
            box = box._replace(wrong_born=UNREAD_DATE)
    return box, born


def _page(box: Box, notice: str = "") -> str:
    with read() as session:
        cases = recent_cases.of_today(session, guard.present().id, clock.now())
    wrong = [(name, text) for name, text in (("words", box.wrong_words), ("born", box.wrong_born)) if text]
    return frame.draw("find", TITLE, box=box, wrong=wrong, notice=notice, cases=cases)


def _titles() -> dict[str, str]:
    return {name: portal.title for name, portal in current_app.extensions["portals"].items()}


def _advice(who: Found, wanted: Wanted) -> dict[str, bool | str]:
    """What a page that found nobody, or too many, says to do next."""
    return {
        "by_kana": Kind.KANA in who.kinds,
        "by_born": wanted.born is not None,
        "application": APPLICATIONS.get(who.application or "", ""),
    }
