"""Do operators find the screen that a customer sees, and what to say at it?"""

import pytest
from bs4 import BeautifulSoup
from htmlcheck import complaints
from practising import SCREENS
from staffing import at_work, hire

from domain.staff.members import Role
from views.practice import ways
from views.shared.security_headers import CSP, CSP_IN_A_FRAME, CSP_WITH_A_FRAME

HOME = "/staff/screens"


@pytest.fixture
def desk(app):
    hire(app)
    return at_work(app)


def words(desk):
    return " ".join(desk.page.select_one("main").get_text().split())


def numbers(desk):
    return [int(cell.get_text()) for cell in desk.page.select("tbody th")]


def test_every_screen_of_every_portal_is_listed_with_its_way_in(desk):
    desk.open(HOME)
    links = {link["href"] for link in desk.page.select("main a")}
    assert {f"{HOME}/{portal}/{number:03d}" for portal, number, _ in SCREENS} <= links
    assert numbers(desk) == [number for _, number, _ in SCREENS]


@pytest.mark.parametrize("typed", ["103", "１０３", " 103 "])
def test_a_number_leads_there(desk, typed):
    desk.open(f"{HOME}?word={typed}")
    assert desk.url == f"{HOME}/okyakusama/103"
    assert desk.page.h1.get_text() == "画面103　お客さま情報の入力、利用規約同意"


def test_of_a_number_that_only_one_portal_has_it_is_that_portals(desk):
    assert desk.open(f"{HOME}?word=503").url == f"{HOME}/keiyakusha/503"


def test_words_find_the_screens_that_have_them(desk):
    desk.open(f"{HOME}?word=キーワード入力")
    assert numbers(desk) == [107, 404, 414]
    assert numbers(desk.open(f"{HOME}?word=ＩＤ ぱすわーど")) == [108]
    desk.open(f"{HOME}?word=ロック解除")
    assert 411 in numbers(desk), "also by the sequence's title"


@pytest.mark.parametrize(
    ("typed", "told", "near"),
    [
        ("199", "画面番号199はありません", {201, 202}),
        ("0", "画面番号0はありません", {1, 101}),
        ("この世にない画面", "この言葉を含む画面はありません", set()),
        ("", "画面番号（3桁の数字）または画面の名前を入力してください。", set()),
    ],
)
def test_what_is_not_there_is_said_with_what_is_near(desk, typed, told, near):
    desk.open(f"{HOME}?word={typed}", 422)
    assert told in words(desk) and desk.page.title.text.startswith("エラー：")
    assert desk.page.select_one("#word")["value"] == typed
    assert near <= set(numbers(desk))


def test_it_is_shown_in_a_frame_that_can_do_nothing(desk):
    desk.open(f"{HOME}/okyakusama/103")
    frame = desk.page.select_one(".staff-mirror iframe")
    assert frame["sandbox"] == ["allow-same-origin"] and "見本" in frame["title"]
    assert desk.response.headers.getlist("Content-Security-Policy") == [CSP_WITH_A_FRAME]
    answer = desk.client.get(frame["src"])
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("header .screen-no dd").get_text() == "103" and page.body.has_attr("inert")
    assert answer.headers.getlist("Content-Security-Policy") == [CSP_IN_A_FRAME]
    assert answer.headers.getlist("X-Frame-Options") == ["SAMEORIGIN"]
    assert answer.headers.getlist("Cache-Control") == ["no-store"]
    assert desk.open(HOME).response.headers["Content-Security-Policy"] == CSP


@pytest.mark.parametrize(("asked", "width"), [("", "スマートフォン"), ("?as=pc", "PC"), ("?as=tv", "スマートフォン")])
def test_as_wide_as_a_telephone_or_a_pc(desk, asked, width):
    desk.open(f"{HOME}/okyakusama/103{asked}")
    [chosen] = desk.page.select(".staff-sample .staff-switch [aria-current]")
    assert chosen.get_text() == width and f"（{width}の幅）" in desk.page.iframe["title"]


def test_beside_it_stands_what_to_say(desk):
    desk.open(f"{HOME}/okyakusama/103")
    said = words(desk)
    for part in ("画面104 入力内容の確認", "新規利用登録（3画面のうち1番目）", "「次へ」"):
        assert part in said, part
    assert "8番" in [cell.get_text() for cell in desk.page.select("tbody th")]
    assert desk.page.select(".staff-say li") and len(desk.page.select(".staff-mistakes div")) > 5


def test_from_one_portal_to_another_and_where_it_is_not(desk):
    desk.open(f"{HOME}/okyakusama/603?as=pc")
    switch = desk.page.select_one("[aria-label='窓口']").find_all("a")
    assert [link.get_text() for link in switch] == ["お客さまWebサービス", "契約者さま専用ページ"]
    assert switch[1]["href"] == f"{HOME}/keiyakusha/603?as=pc"
    desk.open(f"{HOME}/keiyakusha/103")
    assert "「契約者さま専用ページ」に、画面103はありません" in words(desk) and not desk.page.iframe
    assert desk.client.get(f"{HOME}/keiyakusha/103/picture").status_code == 404
    desk.open(f"{HOME}/keiyakusha/906")
    assert "表示されることがありません" in words(desk) and desk.page.select(".staff-say li")


def test_one_that_cannot_be_shown_is_told_and_what_to_say_stays(desk, monkeypatch):
    monkeypatch.setitem(ways.WAYS, 121, lambda walk: 1 / 0)
    desk.open(f"{HOME}/okyakusama/121")
    assert "いま用意できません" in words(desk) and desk.page.select(".staff-say li") and not desk.page.iframe
    assert desk.client.get(f"{HOME}/okyakusama/121/picture").status_code == 404


@pytest.mark.parametrize("there", ["okyakusama/998", "nobody/103", "okyakusama/1", "okyakusama/0103"])
def test_where_there_is_nothing(desk, there):
    assert desk.client.get(f"{HOME}/{there}").status_code == 404
    assert desk.client.get(f"{HOME}/{there}/picture").status_code == 404


def test_who_looks_after_no_customers_is_shown_none(app):
    hire(app, "suzuki", Role.ADMINISTRATOR)
    client = at_work(app, "suzuki").client
    for there in ("", "/okyakusama/103", "/okyakusama/103/picture"):
        assert client.get(f"{HOME}{there}").status_code == 403


def test_every_page_of_it_is_valid_html(desk, tmp_path):
    pages = [
        (path, desk.open(f"{HOME}{path}", status).response.text)
        for path, status in (
            ("", 200),
            ("?word=998", 422),
            ("?word=確認", 200),
            ("/okyakusama/103", 200),
            ("/okyakusama/105", 200),
            ("/keiyakusha/103", 200),
            ("/keiyakusha/604?as=pc", 200),
        )
    ]
    named = [(f"page {place}", text) for place, (_, text) in enumerate(pages)]
    assert complaints(named, tmp_path) == []
