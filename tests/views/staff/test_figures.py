"""Do supervisors and administrators see how the service fares, and nobody's name?"""

from datetime import date, timedelta

import pytest
from factories import NOW, add
from htmlcheck import complaints
from staffing import Desk, at_work, hire
from talking import letter, trail

from domain.calls.events import Outcome
from domain.figures import daily_counts
from domain.figures.daily_counts import Counted, What
from domain.staff.members import Role
from models import IncomingCall, RunRow
from rules.states import LetterState

HOME = "/staff/figures"
TODAY = date(2026, 11, 24)


def counted(app, *, back=0, number=1, what=What.MISTAKE, wizard="change", screen=604, name="phone", kind="other"):
    one = Counted(TODAY - timedelta(days=back), what.value, "okyakusama", wizard, screen, name, kind)
    with app.app_context():
        daily_counts.count({one: number})


@pytest.fixture
def filled(app):
    """Some of everything."""
    counted(app, number=1234)
    counted(app, number=2, name="", kind="refused")
    counted(app, number=3, what=What.LEFT, name="", kind="")
    counted(app, number=9, what=What.DONE, screen=0, name="", kind="")
    times = {"created_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(hours=1)}
    call = {"source": "sip", "called": "+81300000000", "received_at": NOW, "heard_at": NOW}
    with app.app_context():
        add(RunRow(id="a run", portal="okyakusama", wizard="registration", visitor="", screen=104, **times))
        letter(key="1", state=LetterState.SENT)
        letter(key="2", state=LetterState.FAILED, last_answer="RCPT 550 5.1.1")
        add(IncomingCall(call_id="1", portal="keiyakusha", outcome=Outcome.WITHHELD.value, **call))


@pytest.fixture
def desk(app):
    hire(app, "suzuki", Role.SUPERVISOR)
    return at_work(app, "suzuki")


def words(desk):
    return " ".join(desk.page.select_one("main").get_text(" ").split())


def current(desk):
    return [tag.get_text() for tag in desk.page.select(".staff-switch a[aria-current]")]


def table(desk, name):
    """The table of a chart, row by row."""
    rows = desk.page.select(f"#{name} tr")
    return [[cell.get_text() for cell in row.select("th, td")] for row in rows]


@pytest.mark.parametrize(("role", "status"), [(Role.OPERATOR, 403), (Role.SUPERVISOR, 200), (Role.ADMINISTRATOR, 200)])
def test_who_may_see_them(app, role, status):
    hire(app, "suzuki", role)
    desk = at_work(app, "suzuki").open(HOME, status)
    assert len(desk.page.select(f".staff-nav a[href='{HOME}']")) == (status == 200)


def test_whoever_is_not_logged_in_is_led_there(app):
    assert Desk(app.test_client()).open(HOME).url.startswith("/staff/login")


def test_a_page_says_when_it_was_made_and_of_which_days(app, desk):
    desk.open(HOME)
    assert "11月24日 12:00 現在" in words(desk) and "11月18日〜11月24日（7日間）" in words(desk)
    assert desk.page.find("a", string="更新する")["href"] == f"{HOME}?days=7"
    assert current(desk) == ["7日間", "すべての窓口"]


def test_all_figures_as_drawn_and_as_tables(app, desk, filled):
    desk.open(HOME)
    assert table(desk, "under-way")[1:] == [["画面104 入力内容の確認", "新規利用登録", "1"]]
    assert table(desk, "results")[1:] == [["契約内容の変更（異動）", "9", "3"]]
    assert table(desk, "left")[1:] == [["画面604 変更内容の入力", "契約内容の変更（異動）", "3"]]
    assert table(desk, "mistakes")[1:] == [
        ["電話番号", "画面604 変更内容の入力", "入力の形を確認する案内が出ています 1,234件", "1,234"],
        ["画面全体（項目によらないもの）", "画面604 変更内容の入力", "お手続きを受け付けられませんでした 2件", "2"],
    ]
    assert table(desk, "letters")[-1] == ["11/24", "1", "0", "1", "0", "0"]
    assert table(desk, "reasons")[1:] == [["宛先のメールアドレスがありません", "1"]]
    assert table(desk, "calls")[-1] == ["11/24", "0", "1", "0", "0"]
    said = words(desk)
    assert "入力の誤り 1,236 件" in said and "届かなかったメール 1 件" in said and "認証できなかったお電話 1 件" in said


def test_every_drawing_has_words(app, desk, filled):
    desk.open(HOME)
    for figure in desk.page.select("figure"):
        assert figure.select_one("figcaption h2") and figure.select("svg[role=img]")
        for drawn in figure.select("svg[role=img]"):
            named = [figure.find(id=each) for each in drawn["aria-labelledby"].split()]
            assert all(each is not None and each.get_text().strip() for each in named)
        assert figure.select_one("details table")


def test_where_there_is_nothing_it_says_so(app, desk):
    desk.open(HOME)
    assert len(desk.page.select(".chart__empty")) == 7 and not desk.page.select("figure svg, figure table")
    assert "いま手続き中のお客さまはいません。" in words(desk)


def test_days_and_portals_are_chosen_by_links(app, desk, filled):
    counted(app, back=8, number=5)
    desk.open(HOME).follow("30日間")
    assert current(desk) == ["30日間", "すべての窓口"] and table(desk, "mistakes")[1][-1] == "1,239"
    desk.follow("お客さまWebサービス")
    assert current(desk) == ["30日間", "お客さまWebサービス"] and desk.url.endswith("?days=30&portal=okyakusama")
    assert table(desk, "calls") == [] and table(desk, "mistakes")[1][-1] == "1,239"
    desk.follow("今日")
    assert current(desk) == ["今日", "お客さまWebサービス"] and table(desk, "mistakes")[1][-1] == "1,234"
    assert table(desk, "letters")[1] == ["送信済み", "1"]


ODD = ("days=2", "days=", "days=x", "days=7&days=30", "portal=<b>", "portal=nobody", "days=%00&portal=%ff")


@pytest.mark.parametrize("asked", [*ODD, "days=" + "9" * 5000], ids=range(len(ODD) + 1))
def test_an_address_that_says_nothing_known_is_that_of_a_week_and_of_all(app, desk, asked):
    assert current(desk.open(f"{HOME}?{asked}")) == ["7日間", "すべての窓口"]
    assert "<b>" not in desk.response.text.partition("figures-tiles")[0]


def test_what_stands_in_the_database_is_never_markup(app, desk):
    bad = "<script>alert(1)</script>"
    counted(app, wizard=bad, name=bad, kind=bad)
    counted(app, wizard=bad, what=What.LEFT, name="", kind="")
    counted(app, wizard=bad, what=What.DONE, name="", kind="")
    desk.open(HOME)
    assert bad not in desk.response.text and words(desk).count(bad) >= 5


def test_nobody_is_on_the_page_and_a_look_leaves_no_row_of_the_trail(app, desk, filled):
    before = trail(app)
    desk.open(HOME)
    for mark in ("h***", "@", "+81", "a run"):
        assert mark not in words(desk), mark
    assert trail(app) == before


def test_letters_stay_as_large_as_they_are(app, desk, filled):
    """Nothing is scaled with the width: places across are parts of it, and there is no box of another measure."""
    drawn = desk.open(f"{HOME}?days=30").page.select("figure svg")
    assert drawn and not [svg for svg in drawn if svg.has_attr("viewbox")]
    assert all(rect["x"].endswith("%") for svg in drawn for rect in svg.select(".columns__days rect, .bars__bar rect"))


def test_every_page_of_it_is_valid_html(app, desk, filled, tmp_path):
    pages = [(days, desk.open(f"{HOME}?days={days}").response.text) for days in (1, 7, 30)]
    pages.append(("empty", desk.open(f"{HOME}?portal=keiyakusha").response.text))
    assert complaints(pages, tmp_path) == []
