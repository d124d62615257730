"""Is a run walked with what lies in the database, judged by today and by the rules of this program? (row W2)"""

import re
from datetime import UTC, datetime

from ways import half_of, keep, kept, run_id_of, to_104

from forms import checks


def test_the_path_follows_what_lies_in_the_database(app, browser):
    """W2: the position is not kept anywhere."""
    to_104(browser)
    confirm, run = browser.url, run_id_of(browser)
    half = half_of(app, browser, run)
    steps = kept(app, run, half)
    version, answer, *rest = steps["profile"]
    keep(app, run, {"profile": [version, {**answer, "birth-month": ["13"]}, *rest]}, half)
    assert browser.open(confirm).number == 103
    keep(app, run, steps, half)
    assert browser.open(confirm).number == 104
    keep(app, run, {}, half)
    assert browser.open(confirm).number == 103


def test_an_answer_that_was_good_yesterday_is_judged_by_today(browser, clock):
    """W2: what was found good is remembered for the day only. At New Year one is a year older."""
    clock.now = datetime(2026, 12, 31, 14, 50, tzinfo=UTC)
    to_104(browser, **{"birth-era": "ad", "birth-year": "1906"})
    confirm = browser.url
    assert browser.open(confirm).number == 104
    clock.forward(minutes=15)
    assert browser.open(confirm).number == 103
    assert "生年月日の年をご確認ください。" in browser.response.text


def test_an_answer_that_was_good_under_other_rules_is_judged_by_these(app, browser, monkeypatch):
    """W2: the program may have been replaced meanwhile."""
    to_104(browser)
    confirm = browser.url
    monkeypatch.setattr(checks, "KEYWORD", re.compile("[0-9]+"))
    assert browser.open(confirm).number == 104
    monkeypatch.setitem(app.extensions, "edition", "the next one")
    assert browser.open(confirm).number == 103
