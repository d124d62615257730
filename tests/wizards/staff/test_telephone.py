"""Is another telephone number asked for as its customer would, of the contracts that were chosen?"""

from datetime import date

import factories
import pytest
from browser import Browser
from casework import Work, trail
from sqlalchemy import select
from staffing import hire
from ways import at_once, letters, log_in, tables

from exchange.exports import apply_requests
from infra.database import read
from models import Contract, ContractRequest
from views.staff.staff_side import StaffSide

REASON = "電話番号が変わったとのお電話"
NEW = {"phone-area": "080", "phone-exchange": "8765", "phone-line": "4321", "reason": REASON}
WANTED = "080-8765-4321"


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def customer(app):
    """Somebody with two contracts in force that have one number, a third that has another, and one that ended."""
    with app.app_context():
        holder, _ = factories.held(app)
        further("C900000002", holder)
        further("C900000003", holder, holder_phone="03-3111-2222", product="くるまの保険")
        further("C900000004", holder, ends_on=date(2026, 11, 23))
    return holder


def further(number, holder, **different):
    kept = factories.contract(number=number, **different).id
    factories.hold(holder, kept)
    return kept


def at(app, customer, **case):
    hire(app)
    return Work(app, "telephone", customer, **case)


def requests(app):
    with app.app_context(), read() as session:
        return session.scalars(select(ContractRequest).order_by(ContractRequest.id)).all()


def accepted(app):
    return [each for each in requests(app) if each.state == "accepted"]


def columns(request):
    return factories.requests.columns_of(request)


def test_those_with_the_same_number_are_chosen_and_asked_for(app, customer):
    work = at(app, customer).begin()
    assert work.number == 1121 and "C900000004" not in work.desk.text
    assert "090-****-5678" in work.desk.text and "03-****-2222" in work.desk.text
    assert "1234" not in work.desk.text
    chosen = [name for name in work.desk.values if name.startswith("contracts-")]
    assert len(chosen) == 2
    work.send(**NEW)
    assert work.number == 1122 and WANTED in work.desk.text and "読み上げて" in work.desk.text
    work.send()
    assert work.number == 1123 and "2026年11月25日以降" in work.desk.text
    asked = accepted(app)
    assert [(each.part, each.effective_on, each.account_id) for each in asked] == [
        ("insured", date(2026, 11, 24), customer)
    ] * 2
    assert columns(asked[0]) == {
        "holder_phone": ("090-1234-5678", WANTED),
        "changed_on": (None, date(2026, 11, 24)),
    }
    assert len({each.receipt_number for each in asked}) == 2


def test_the_nightly_run_applies_it_the_next_day(app, customer, clock):
    at(app, customer).begin().send(**NEW).send()
    clock.forward(days=1)
    with app.app_context():
        assert apply_requests.apply_due(clock.now, date(2026, 11, 25), lambda done: None) == 2
        with read() as session:
            held = session.execute(select(Contract.number, Contract.holder_phone).order_by(Contract.number)).all()
    assert [phone for _, phone in held] == [WANTED, WANTED, "03-3111-2222", "090-1234-5678"]


def test_the_trail_the_history_and_a_letter_tell_of_it(app, customer):
    work = at(app, customer).begin().send(**NEW).send()
    asked = accepted(app)
    numbers = "、".join(each.receipt_number for each in asked)
    told = trail(app, "act", "account_id", "case_id", "screen", "reason", "about")
    assert told[-1] == ("asked phone", customer, work.case_id, 1123, REASON, f"受付番号 {numbers}")
    events = [line for line in tables(app)["events"] if "staff asked phone" in line]
    assert len(events) == 2 and all(f"'account_id': {customer}" in each for each in events)
    assert all("'staff_id': 1" in each and "'screen': 1123" in each for each in events)
    [letter] = letters(app)
    assert letter.kind == "phone_by_telephone" and "****0001" in letter.text and "****0002" in letter.text
    assert "8765" not in letter.text + letter.html and REASON not in letter.text
    history = log_in(Browser(app.test_client())).open("/okyakusama/history")
    assert "お電話でのお申し出により、電話番号の変更を受け付けました" in history.text and WANTED in history.text


def test_what_was_asked_before_is_replaced_and_not_lost(app, customer):
    with app.app_context():
        with read() as session:
            contract = session.scalar(select(Contract.id).where(Contract.number == "C900000001"))
        columns_asked = {
            "holder_phone": ("090-1234-5678", "070-1111-2222"),
            "holder_address": ("東京都港区見本1-2-3", "東京都港区見本9-9-9"),
        }
        factories.request(customer, contract, columns_asked, day=date(2026, 12, 10))
    work = at(app, customer).begin()
    assert "この申し込みに置き換えます" in work.desk.text and "2026年12月10日" in work.desk.text
    work.send(**NEW).send()
    first, *rest = requests(app)
    assert first.state == "replaced"
    [instead] = [each for each in rest if each.contract_id == contract]
    assert instead.effective_on == date(2026, 12, 10)
    assert columns(instead)["holder_address"] == ("東京都港区見本1-2-3", "東京都港区見本9-9-9")
    assert columns(instead)["holder_phone"] == ("090-1234-5678", WANTED)


def test_a_number_asked_for_alone_is_corrected_as_early_as_can_be(app, customer):
    with app.app_context():
        with read() as session:
            contract = session.scalar(select(Contract.id).where(Contract.number == "C900000001"))
        factories.request(customer, contract, day=date(2026, 12, 10))
    at(app, customer).begin().send(**{**NEW, "phone-line": "9999"}).send()
    assert {each.effective_on for each in accepted(app)} == {date(2026, 11, 24)}


@pytest.mark.parametrize(
    ("different", "said"),
    [
        ({"phone-area": "050", "phone-exchange": "1234", "phone-line": "5678"}, "050"),
        ({"phone-line": ""}, "電話番号"),
        (
            {"phone-area": "090", "phone-exchange": "1234", "phone-line": "5678"},
            "C900000001、C900000002のご契約は、すでに",
        ),
        ({"reason": ""}, "理由を入力してください。"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_asked_for(app, customer, different, said):
    work = at(app, customer).begin().send(422, **{**NEW, **different})
    assert [each for each in work.desk.wrong if said in each], work.desk.wrong
    assert requests(app) == []


def test_only_numbers_that_a_customer_can_be_recognised_by(app):
    with app.app_context():
        factories.agency()
        customer = factories.caller(app, phone="03-3111-2222").id
    work = at(app, customer).begin()
    assert "ご利用いただけません" in work.desk.text
    work.send(**NEW).send()
    assert "新しい番号からのお電話でログインできます" in work.desk.text


def test_why_a_contract_takes_none_is_said(app, customer):
    with app.app_context():
        factories.contract_now("C900000002", group_contract=True)
    work = at(app, customer).begin()
    assert "C900000002：団体契約は" in work.desk.text
    offered = [box.parent.get_text() for box in work.desk.page.select("[type=checkbox]")]
    assert len(offered) == 2 and not any("C900000002" in each for each in offered)


def test_where_none_takes_any_it_is_said_at_once(app, customer):
    with app.app_context():
        for number in range(1, 4):
            factories.contract_now(f"C90000000{number}", online=False)
    assert "証券番号 C900000001：" in at(app, customer).begin(409).desk.text


def test_only_a_caller_who_showed_who_they_are_and_has_an_account(app, customer, clock):
    assert "ご本人であることを確認" in at(app, customer, verified=False).begin(409).desk.text
    clock.forward(minutes=1)
    with app.app_context():
        stranger = factories.contract(number="C900000009", holder_kana="ベツ　ヒト", holder_name="別　人").id
    work = Work(app, "telephone", contract_id=stranger).begin(409)
    assert "基幹システムで変更" in work.desk.text


def test_a_contract_that_changed_meanwhile_is_shown_first(app, customer):
    work = at(app, customer).begin().send(**NEW)
    with app.app_context():
        factories.contract_now("C900000001", holder_phone="070-5555-6666")
    work.send(409)
    assert requests(app) == []


def test_twenty_presses_ask_once(app, customer):
    work = at(app, customer).begin().send(**NEW)
    assert work.press_at_once() == {(303, "complete")}
    assert len(requests(app)) == 2 and len(letters(app)) == 1


def test_a_press_that_comes_late_sees_what_an_equal_one_did(app, customer, monkeypatch):
    """By which the answers were made no good any more, between the look at the run and the look at the contracts."""
    work, own = at(app, customer).begin().send(**NEW), StaffSide.enter

    def late(side, asked):
        monkeypatch.setattr(StaffSide, "enter", own)
        assert work.press_at_once(1) == {(303, "complete")}
        return own(side, asked)

    monkeypatch.setattr(StaffSide, "enter", late)
    assert work.press_at_once(1) == {(303, "complete")}
    assert len(requests(app)) == 2


def test_of_two_members_at_once_one_asks_and_the_other_is_told_whose_hand_it_is(app, customer):
    hire(app, "suzuki")
    works = [at(app, customer), Work(app, "telephone", customer, name="suzuki")]
    for work in works:
        work.begin().send(**NEW)
    pressed = at_once([lambda work=work: work.press_at_once(1) for work in works])
    assert sorted(each for [each] in pressed) == [(303, "complete"), (409, "")] and len(requests(app)) == 2
