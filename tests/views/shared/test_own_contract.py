"""Is somebody else's contract a 404 by every way in, and is it written down who asked for it? (rows A31, O3)"""

from datetime import date

import pytest
from browser import Browser
from factories import PASSWORD, PROFILE, account, add, agency, contract, contract_now, hold, request
from sqlalchemy import select
from ways import log_in, tables, to_605

from domain.accounts import audit_log
from exchange.imports import cells
from infra import rate_limits
from infra.database import read
from infra.security_log import Repeats
from models import Event, Premium

LISTED = "/okyakusama/contracts"
NOBODYS = 2147483647


@pytest.fixture
def theirs(app, context):
    """A contract of 髙﨑 𠮷乃, with a request and a receipt."""
    agency()
    holder, found = account(app).id, contract().id
    hold(holder, found)
    request(holder, found)
    day = date(2026, 1, 4)
    add(Premium(contract_id=found, paid_on=day, amount=1, starts_on=day, ends_on=day))
    return found


@pytest.fixture
def stranger(app, theirs):
    """Somebody else, with a contract of their own."""
    own = account(app, user_id="taro@example.jp").id
    hold(own, contract(number="C900000002").id)
    return own


@pytest.fixture
def at_work(app, stranger):
    return log_in(Browser(app.test_client()), "taro@example.jp")


def ways_in(number, premium=1):
    """What can be asked for of a contract, and of the request and the receipt that it has."""
    yield from (("get", f"{LISTED}/{number}{page}") for page in ("", "/confirmation", "/policy.pdf", "/receipts"))
    yield "get", f"{LISTED}/{number}/receipts/{premium}.pdf"
    for method in ("get", "post"):
        yield method, f"/okyakusama/requests/{premium}/withdraw"
        for subject in (f"change/of/{number}-insured", f"cancellation/of/{number}", f"renewal/of/{number}"):
            yield method, f"/okyakusama/{subject}/"


def told():
    with read() as session:
        asked = select(Event).where(Event.kind == audit_log.Kind.ANOTHERS).order_by(Event.id)
        return session.scalars(asked).all()


def asked(browser, method, address):
    token = browser.standing(browser.page.select_one("form"))["csrf_token"]
    data = {"data": {"csrf_token": token, "email": PROFILE["email"]}} if method == "post" else {}
    return getattr(browser.client, method)(address, headers={"User-Agent": PROFILE["email"]}, **data)


def test_each_way_in_is_a_404_one_row_and_one_line(app, theirs, at_work, stranger, caplog):
    before = tables(app)
    for number, (method, address) in enumerate(ways_in(theirs), start=1):
        app.extensions["refusals"] = Repeats()
        caplog.clear()
        answer = asked(at_work, method, address)
        assert (answer.status_code, "（画面番号907）" in answer.text) == (404, True), address
        [line] = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
        assert line.startswith("refused anothers: ") and f" {method.upper()} " in line
        rows = told()
        assert len(rows) == number, address
    for row in rows:
        assert (row.account_id, row.portal, row.at) == (stranger, "okyakusama", app.config["CLOCK"]())
        assert {row.device, row.screen, row.receipt_number, row.request_id, row.changes} == {None}
    after = tables(app)
    assert {name: after[name] for name in after if name != "events"} == {
        name: before[name] for name in before if name != "events"
    }
    assert len(after["events"]) == len(before["events"]) + number
    assert PROFILE["email"] not in caplog.text and PASSWORD not in caplog.text


def test_what_nobody_has_is_told_like_what_somebody_has(app, theirs, at_work):
    """Or the time that the row takes would tell whether it is there."""
    for number, (method, address) in enumerate(ways_in(NOBODYS, NOBODYS), start=1):
        assert asked(at_work, method, address.replace(f"of/{NOBODYS}", "of/999999999")).status_code == 404
        assert len(told()) == number, address


def test_a_receipt_of_another_contract_than_ones_own(app, theirs, at_work):
    assert asked(at_work, "get", f"{LISTED}/2/receipts/1.pdf").status_code == 404
    assert len(told()) == 1


def test_what_is_ones_own_or_names_nothing_leaves_no_trace(app, theirs, browser):
    log_in(browser)
    for method, address in ways_in(theirs):
        assert asked(browser, method, address).status_code in (200, 303, 422), address
    for address in ("change/of/nothing/", "change/of/1-nothing/", "change/of/1/", "cancellation/of/1-insured/"):
        browser.open(f"/okyakusama/{address}", 404)
    assert told() == []


def test_who_is_not_logged_in_leaves_none_either(app, theirs):
    for method, address in ways_in(theirs):
        if method == "get":
            assert app.test_client().get(address).status_code == 303
    assert told() == []


def test_a_contract_that_passed_to_somebody_else_under_their_hands(app, theirs, browser):
    to_605(log_in(browser), theirs)
    contract_now(
        "C900000001", holder_kana="ベツノ　ヒト", **cells.kana_keys("ベツノ　ヒト"), holder_birth=date(1990, 1, 1)
    )
    browser.open(browser.url, 404)
    assert len(told()) == 1


def test_who_asks_again_and_again_is_stopped_and_fills_no_table(app, theirs, at_work, monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "another's", rate_limits.Limit("3 per hour", "100 per hour"))
    statuses = [asked(at_work, method, address).status_code for method, address in ways_in(theirs)]
    assert statuses == [404] * 3 + [429] * (len(statuses) - 3)
    assert len(told()) == 3
    assert asked(at_work, "get", f"{LISTED}/2").status_code == 200
