"""Do operators learn from a number what happened, and those who look after the machine where?"""

from datetime import timedelta

import pytest
from factories import NOW
from htmlcheck import complaints
from staffing import at_work, hire

from domain.staff import incidents
from domain.staff.incidents import Where
from domain.staff.members import Role

HOME = "/staff/incidents"
NUMBER = "4F9A02C7"
THERE = Where("okyakusama", "/<portal:portal>/<wizard:wizard>/", 605)


def fail(app, number=NUMBER, where=THERE, at=NOW):
    try:
        raise KeyError("yoshino.t@example.jp")
    except KeyError as wrong:
        with app.app_context():
            incidents.note(number, wrong, where, at)


def words(desk):
    return " ".join(desk.page.select_one("main").get_text().split())


@pytest.fixture
def desk(app):
    hire(app)
    return at_work(app)


@pytest.mark.parametrize("typed", [NUMBER, "4f9a 02c7", "４Ｆ９Ａ０２Ｃ７", "4F9AO2C7"])
def test_what_happened_when_and_where(app, desk, typed):
    fail(app)
    said = words(desk.open(f"{HOME}?number={typed}"))
    assert "お問い合わせ番号 4F9A 02C7" in said and "2026年11月24日 12:00" in said and "KeyError" in said
    assert desk.page.select_one("main dd a")["href"] == "/staff/screens/okyakusama/605"
    assert "同じ問題は、このあと起きていません" in said and "yoshino" not in said


def test_that_it_came_again(app, desk):
    fail(app)
    fail(app, "00000001", at=NOW + timedelta(hours=1))
    assert "このあと1回起きています（最後は2026年11月24日 13:00）" in words(desk.open(f"{HOME}?number={NUMBER}"))


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Where("okyakusama", "/<portal:portal>/home"), "/<portal:portal>/home"),
        (Where(), "分かりません"),
        (Where("gone", "/gone", 605), "窓口の外のページ"),
    ],
)
def test_where_less_is_known(app, desk, where, said):
    fail(app, where=where)
    assert said in words(desk.open(f"{HOME}?number={NUMBER}"))


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.OPERATOR, False), (Role.SUPERVISOR, True), (Role.ADMINISTRATOR, True)]
)
def test_where_it_was_raised_is_for_who_reads_the_trail(app, role, sees):
    fail(app)
    hire(app, "suzuki", role)
    desk = at_work(app, "suzuki").open(f"{HOME}?number={NUMBER}")
    assert ("in fail" in words(desk)) == sees
    assert desk.page.select_one(f".staff-nav a[href='{HOME}']")["aria-current"] == "page"
    assert len(desk.page.select(f".staff-nav a[href='{HOME}']")) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "お問い合わせ番号を入力してください"),
        ("4F9A", "8文字で"),
        ("4F9A02CG", "8文字で"),
        ("00000000", "見つかりません"),
    ],
)
def test_what_is_no_number_and_what_nobody_knows(app, desk, typed, told):
    fail(app)
    desk.open(f"{HOME}?number={typed}", 422)
    assert told in words(desk) and desk.page.select_one("#number")["value"] == typed


def test_one_that_was_misheard_is_offered(app, desk):
    fail(app)
    desk.open(f"{HOME}?number=4F9D02C7", 422)
    assert [link["href"] for link in desk.page.select(".staff-near a")] == [f"{HOME}?number={NUMBER}"]


def test_every_page_of_it_is_valid_html(app, tmp_path):
    fail(app)
    hire(app, "suzuki", Role.SUPERVISOR)
    desk, pages = at_work(app, "suzuki"), []
    for number, status in ((NUMBER, 200), ("4F9D02C7", 422), ("x", 422)):
        pages.append((number, desk.open(f"{HOME}?number={number}", status).response.text))
    assert complaints([*pages, ("empty", desk.open(HOME).response.text)], tmp_path) == []
