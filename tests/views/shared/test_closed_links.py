"""Does a link that cannot be used say why, and lead to where it goes on?"""

from datetime import timedelta

import factories
import pytest
from bs4 import BeautifulSoup
from flask import g

from domain.accounts.links import Found, State
from views.shared import closed_links

END = factories.NOW + timedelta(hours=48)
FORGOTTEN, LOCKED = "/okyakusama/forgotten/", "/okyakusama/locked/"
LOGIN, FIRST_TIME, AGAIN = "/okyakusama/login", "/okyakusama/first-time", "/okyakusama/keyword/again"


def found(state, purpose="registration", can_be_renewed=False, newer_sent_at=None):
    return Found("link", "okyakusama", purpose, None, state, factories.NOW, END, 0, newer_sent_at, can_be_renewed)


@pytest.fixture
def page(app):
    """The page of a link: its status, its number, its words, and where one goes on by a link or by a button."""

    def shown(link, portal="okyakusama"):
        with app.test_request_context(f"/{portal}/link/x"):
            g.portal = app.extensions["portals"][portal]
            text, status = closed_links.page(g.portal, link)
        main = BeautifulSoup(text, "html.parser").main
        gets = [tag["href"] for tag in main.select(".acts a, .btn[href]")]
        posts = [tag["action"] for tag in main.select("form[method=post]")]
        return status, main.get_text(), gets, posts

    return shown


@pytest.mark.parametrize(
    ("link", "words", "goes_on"),
    [
        (found(State.EXPIRED), "有効期限：2026年11月26日 12:00", ([FIRST_TIME], [])),
        (found(State.EXPIRED, "reset"), "もう一度はじめから", ([FORGOTTEN], [])),
        (found(State.EXPIRED, can_be_renewed=True), "そのままお使いいただけます", ([], [AGAIN])),
        (found(State.EXPIRED, "new address", True), "このURLをお送りしたメールアドレスへ", ([], [AGAIN])),
        (found(State.EXPIRED, "unlock", can_be_renewed=True), "有効期限：2026年11月26日 12:00", ([], [AGAIN])),
        (found(State.REPLACED, newer_sent_at=END), "2026年11月26日 12:00に新しいメールを", ([LOGIN], [])),
        (found(State.REPLACED), "その後新しいメールを", ([LOGIN], [])),
        (found(State.EXHAUSTED), "キーワードを入力できる回数（5回）を超えた", ([FIRST_TIME], [])),
        (found(State.EXHAUSTED, "reset"), "キーワードを入力できる回数（5回）を超えた", ([FORGOTTEN], [])),
        (found(State.EXHAUSTED, "unlock"), "キーワードを入力できる回数（5回）を超えた", ([LOCKED], [])),
        *((found(state), "すでに使用されています", ([LOGIN], [])) for state in (State.USED, State.MINE)),
    ],
)
def test_why_it_is_over_and_where_it_goes_on(page, link, words, goes_on):
    status, text, *onward = page(link)
    assert status == 410 and words in text
    assert tuple(onward) == goes_on
    assert f"画面番号「{902 if link.state is State.EXPIRED else 903}」" in text


@pytest.mark.parametrize(("portal", "onward"), [("okyakusama", FIRST_TIME), ("keiyakusha", "/keiyakusha/login")])
def test_without_a_link_it_leads_to_where_one_registers_if_one_does(page, portal, onward):
    status, text, *onwards = page(None, portal)
    assert (status, onwards) == (404, [[onward], []])
    assert "メールに記載のURLが必要です" in text and "画面番号「907」" in text
