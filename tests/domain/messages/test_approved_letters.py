"""Do the letters of what two members did say what a customer has to know, and no more?"""

from datetime import timedelta
from pathlib import Path

import pytest
from factories import NOW

from domain.messages import approved_letters
from domain.messages.approved_letters import Within
from rules import portals
from wizards.registry import WIZARDS

ADDRESS, URL = "hanako@example.jp", "https://mado.example/okyakusama/l/abc"
WHEN = Within(NOW, NOW + timedelta(hours=72), NOW + timedelta(hours=120))
ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["okyakusama", "keiyakusha"])
def portal(request):
    return portals.load(ROOT / "portals.toml", WIZARDS)[request.param]


def test_the_owner_of_the_former_address_hears_when_and_how_to_stop_it(context, portal):
    told = approved_letters.recovery_asked(portal, ADDRESS, "taro@example.jp", URL, WHEN)
    for words in (told.text, told.html):
        for said in ("2026年11月27日 12:00からです", "なりすまし", "変更を取りやめる", URL, "t***@example.jp"):
            assert said in words
        assert "taro@" not in words
    assert URL in told.text.splitlines() and not told.limit


def test_the_new_address_hears_from_when_until_when_and_whose_it_is(context, portal):
    told = approved_letters.recovery_link(portal, ADDRESS, "yoshino@example.jp", URL, WHEN)
    for words in (told.text, told.html):
        for said in ("2026年11月27日 12:00からです", "2026年11月29日 12:00まで", URL, "パスワードの再設定"):
            assert said in words
        assert "yoshino@" not in words
    assert URL in told.text.splitlines() and told.limit == "new address"


def test_of_what_was_corrected_only_the_items_are_told(context, portal):
    told = approved_letters.corrected(portal, ADDRESS, "氏名・フリガナ", NOW)
    assert "氏名・フリガナ" in told.text and "2026年11月24日 12:00" in told.text


@pytest.mark.parametrize(("closed", "said"), [(True, "停止しました"), (False, "再開しました")])
def test_what_was_closed_or_opened_is_named(context, portal, closed, said):
    told = approved_letters.web_access(portal, ADDRESS, "証券番号 ****0001", NOW, closed=closed)
    assert said in told.text and said in told.html and "****0001" in told.html
