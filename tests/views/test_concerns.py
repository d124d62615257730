"""Does a home begin with what concerns this customer now, in few statements, and with nobody else's? 504, 511."""

from datetime import date, timedelta

import factories
import pytest
from browser import Browser
from sqlalchemy import Engine, event
from ways import log_in, to_606

from infra import statements
from infra.database import write
from models import Holding
from rules.states import RequestKind

TODAY = date(2026, 11, 24)
HOME = "/okyakusama/home"
PAST = {"starts_on": TODAY - timedelta(days=400), "ends_on": TODAY - timedelta(days=1)}


@pytest.fixture
def customer(app):
    with app.app_context():
        factories.agency()
        return factories.account(app).id


def held(app, customer, **different):
    with app.app_context():
        made = factories.contract(**different).id
        factories.hold(customer, made)
    return made


def listed(browser, heading):
    """What stands under a heading, line by line."""
    return [" ".join(each.get_text(" ").split()) for each in browser.page.select(f"#{heading} + .cases > li")]


def test_a_contract_whose_window_is_open_leads_into_its_renewal(app, browser, customer):
    held(app, customer, ends_on=TODAY + timedelta(days=60), number="C900000001")
    held(app, customer, ends_on=TODAY, number="C900000002")
    held(app, customer, ends_on=TODAY + timedelta(days=61), number="C900000003")
    held(app, customer, number="C900000004", **PAST)
    last, first = listed(log_in(browser), "due")
    assert "（本日まで）" in last and "C900000002" in last
    assert "満期日 2027年1月23日 （あと60日）" in first and "C900000001" in first
    browser.open(browser.page.select("#due + .cases a")[1]["href"])
    assert browser.number == 622 and "C900000001" in browser.text


@pytest.mark.parametrize("different", [{"online": False}, {"group_contract": True}, {"product_type": "見本保険"}])
def test_one_that_is_renewed_by_telephone_says_so(app, browser, customer, different):
    held(app, customer, **different)
    [told] = listed(log_in(browser), "due")
    assert "継続のお手続きは、インターネットデスク （ 0120-000-000 ） で承ります。" in told
    assert [each.text for each in browser.page.select("#due + .cases a")] == ["0120-000-000"]


@pytest.mark.parametrize("kind", [RequestKind.RENEWAL, RequestKind.CANCELLATION])
def test_what_was_asked_already_is_told_of_and_not_asked_for(app, browser, customer, kind):
    mine = held(app, customer)
    with app.app_context():
        factories.request(customer, mine, {}, kind=kind, part="")
    log_in(browser)
    assert listed(browser, "due") == []
    [told] = listed(browser, "asked")
    assert told.startswith("受付済") and "C900000001" in told and "2026年11月24日 12:00受付" in told
    assert browser.follow("取り下げる").number == 609
    assert browser.open(HOME).follow("内容を見る").number == 603


def test_what_was_begun_is_told_of_once(app, browser, customer):
    mine = held(app, customer)
    log_in(browser).open(f"/okyakusama/renewal/of/{mine}/").send({"plan": "same"})
    browser.open(HOME)
    assert listed(browser, "due") == [] and len(listed(browser, "begun")) == 1


def test_of_many_the_first_are_told_of(app, browser, customer):
    for number in range(4):
        mine = held(app, customer, number=f"C90000000{number}")
        with app.app_context():
            values = {"receipt_number": f"10000000000{number}", "kind": RequestKind.CHANGE}
            factories.request(customer, mine, **values)
    log_in(browser)
    assert (len(listed(browser, "due")), len(listed(browser, "asked"))) == (3, 3)
    assert browser.follow("満期が近いご契約をすべて見る").number == 621
    assert browser.open(HOME).follow("お手続き履歴ですべて見る").number == 714


def test_who_has_no_contract_yet_is_led_to_add_one(app, browser, customer):
    """And nobody who has one, be it over."""
    said = "まだご契約が登録されていません。"
    assert said in log_in(browser).text and browser.follow("契約中の保険を追加する").number == 721
    held(app, customer, **PAST)
    assert said not in browser.open(HOME).text and not browser.page.select(".cases")


def test_an_accident_that_is_not_over_is_named(app, browser, customer):
    held(app, customer)
    with app.app_context():
        factories.accident("C900000001", number="J90000001", status="完了")
    assert "J90000001" not in log_in(browser).text
    with app.app_context():
        factories.accident("C900000001", number="J90000002")
    assert "事故受付番号 J90000002" in browser.open(HOME).text
    assert browser.follow("事故担当者へ事故の画像を送る").number == 802


def test_nobody_elses_is_told_of(app, browser, customer):
    with app.app_context():
        other = factories.account(app, user_id="taro@example.jp").id
    mine = held(app, other)
    with app.app_context():
        factories.request(other, mine)
        factories.accident("C900000001")
    page = log_in(browser).text
    assert "C900000001" not in page and "J90000001" not in page and not browser.page.select(".cases")


def test_the_menu_leads_straight_to_the_number_that_is_missing(app, browser):
    with app.app_context():
        _, mine = factories.held(app, "keiyakusha", holder_phone="")
    browser.open("/keiyakusha/login").send({"user_id": "KMA7482X", "password": factories.PASSWORD})
    assert browser.follow("電話番号を登録する").number == 604
    assert browser.url.startswith(f"/keiyakusha/change/of/{mine}-insured/")
    to_606(browser, mine, portal="keiyakusha")
    assert [each.split(" 証券番号")[0] for each in listed(browser.open("/keiyakusha/home"), "asked")] == [
        "受付済 契約内容の変更（被保険者） 新規「すまいの保険」 （火災保険）"
    ]


@pytest.mark.parametrize(("portal", "most"), [("okyakusama", 9), ("keiyakusha", 12)])
def test_it_costs_few_statements_however_much_there_is(app, portal, most):
    """Each with an index for what is theirs (tests/views/test_contracts.py looks at the plans)."""
    user_id = "yoshino.t@example.jp" if portal == "okyakusama" else "KMA7482X"
    with app.app_context():
        factories.agency()
        owner = factories.account(app, portal, user_id).id
        with write() as session:
            for number in range(60):
                made = factories.unsaved_contract(portal=portal, number=f"C8{number:08}")
                session.add(made)
                session.flush()
                session.add(Holding(account_id=owner, contract_id=made.id, added_at=factories.NOW, how="test"))
    browser = Browser(app.test_client()).open(f"/{portal}/login")
    browser.send({"user_id": user_id, "password": factories.PASSWORD})
    sent = []

    def note(connection, cursor, statement, parameters, context, many):
        sent.append(statement)

    def note_own(statement, seconds):
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    statements.LISTENERS.append(note_own)
    try:
        browser.open(f"/{portal}/home")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        statements.LISTENERS.remove(note_own)
    assert len(sent) <= most, "\n\n".join(sent)
