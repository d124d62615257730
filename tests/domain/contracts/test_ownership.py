"""Which contracts does a customer hold, in which order and page, with what is under way on each?"""

from datetime import date, timedelta

import factories
import pytest

import models
from domain.contracts import ownership, search_key
from infra import pagination
from infra.database import read

TODAY = factories.NOW.date()
PORTAL = "okyakusama"


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def customer(app, context):
    factories.agency()
    return factories.account(app).id


def held(customer, number=1, **different):
    made = factories.contract(number=f"C90000{number:04}", **different).id
    factories.hold(customer, made)
    return made


def asked(customer, contract, number, **different):
    return factories.request(customer, contract, receipt_number=f"{number:012}", part=f"part {number}", **different).id


def find(customer, contract, portal=PORTAL):
    with read() as session:
        return ownership.find(session, customer, portal, contract)


def listed(customer, number=1, **how):
    with read() as session:
        return ownership.listed(session, customer, PORTAL, number, today=TODAY, **how)


def numbers(page):
    return [int(each.contract.number[-4:]) for each in page.rows]


def search(customer, typed):
    with read() as session:
        return ownership.search(session, customer, PORTAL, search_key.words_in(typed).searched)


def test_one_is_found_by_who_holds_it_in_its_portal_and_by_nobody_else(app, customer):
    mine = held(customer)
    other = factories.account(app, user_id="taro@example.jp").id
    assert find(customer, mine).contract.id == mine
    assert find(other, mine) is find(customer, mine, "keiyakusha") is find(customer, mine + 1) is None


MARRIED, BORN = {"holder_kana": "スズキ　ヨシノ"}, {"holder_birth": date(1970, 1, 1)}


@pytest.mark.parametrize(
    ("different", "is_there"),
    [({}, True), (MARRIED, True), (BORN, True), (MARRIED | BORN, False), (MARRIED | {"holder_birth": None}, False)],
)
def test_one_that_passed_to_somebody_else_is_on_no_list_any_more(customer, different, is_there):
    """The rule itself: tests/test_one_owner.py; here, that all ways to a contract go by it."""
    mine = held(customer, **different)
    assert (find(customer, mine) is not None) is is_there
    assert listed(customer).total == is_there
    assert len(search(customer, "C9000")) == is_there
    with read() as session:
        assert len(ownership.phones(session, customer, PORTAL)) == is_there


@pytest.mark.parametrize(("name", "is_there"), [("", True), ("ｶ)ﾍﾞﾂﾉﾓﾉ", False)])
def test_who_has_no_birth_date_has_that_of_no_contract(app, customer, name, is_there):
    company = factories.account(app, user_id="k@example.jp", family_kana="カ)ミホン", given_kana="", birth_date=None).id
    theirs = held(company, holder_kana=name or "カ)ミホン", holder_birth=None)
    assert (find(company, theirs) is not None) is is_there


@pytest.mark.parametrize(
    ("how", "order"),
    [
        ({}, [4, 1, 2, 3]),
        ({"soonest_end": True}, [3, 2, 1, 4]),
        ({"which": "now"}, [4, 1, 2]),
        ({"which": "now", "soonest_end": True}, [2, 1, 4]),
        ({"which": "past"}, [3]),
        ({"which": "no such word"}, [4, 1, 2, 3]),
    ],
)
def test_the_newest_comes_first_or_the_soonest_end(customer, how, order):
    """Of the same day, the lower number. One that ends today is in force."""
    starts = date(2025, 1, 1)
    for number, begins, ends in ((3, starts, -1), (2, starts, 0), (1, starts, 9), (4, date(2026, 1, 1), 9)):
        held(customer, number, starts_on=begins, ends_on=TODAY + timedelta(days=ends))
    assert numbers(listed(customer, **how)) == order


@pytest.mark.parametrize(
    ("asked_for", "given", "first"), [(1, 1, 1), (2, 2, 3), (3, 3, 5), (4, 3, 5), (99, 3, 5), (0, 1, 1), (-1, 1, 1)]
)
def test_beyond_the_last_page_is_the_last(customer, monkeypatch, asked_for, given, first):
    monkeypatch.setattr(pagination, "PER_PAGE", 2)
    pages = {key: ownership._a_page(*key) for key in ownership._PAGES}
    monkeypatch.setattr(ownership, "_PAGES", pages)
    for number in range(5, 0, -1):
        held(customer, number)
    page = listed(customer, asked_for)
    assert (page.number, page.pages, page.total, numbers(page)[0]) == (given, 3, 5, first)


def test_who_holds_none_has_one_empty_page(customer):
    assert listed(customer, 3) == pagination.Page([], 1, 1, 0)


def test_each_has_what_is_under_way_and_what_ended_or_renewed_it_as_it_was_asked(customer, monkeypatch):
    """Looked up for a few at a time."""
    monkeypatch.setattr(ownership, "AT_ONCE", 2)
    one, two, three = (held(customer, number) for number in (1, 2, 3))
    open_ones = [asked(customer, three, 1), asked(customer, three, 2, kind="cancellation")]
    done = [
        asked(customer, three, number, kind=kind, state=state)
        for number, kind, state in ((3, "renewal", "settled"), (4, "cancellation", "applied"))
    ]
    asked(customer, one, 5, state="applied")
    asked(customer, one, 6, kind="renewal", state="withdrawn")
    asked(customer, two, 7, kind="cancellation", state="replaced")
    instead = asked(customer, two, 8, kind="cancellation")
    found = {
        each.contract.id: ([r.id for r in each.under_way], [r.id for r in each.done]) for each in listed(customer).rows
    }
    assert found == {one: ([], []), two: ([instead], []), three: (open_ones, done)}
    assert [each.id for each in find(customer, three).under_way] == open_ones


def test_a_search_finds_what_has_every_word_and_nothing_without_a_word(customer):
    held(customer, 1, product="みどりの保険")
    held(customer, 2, product="みどりの火災")
    assert [each.contract.number for each in search(customer, "みどりの 0002")] == ["C900000002"]
    assert search(customer, "-") == []


def test_of_very_many_one_more_than_are_shown_is_given(customer, monkeypatch):
    monkeypatch.setattr(ownership, "MOST_FOUND", 2)
    monkeypatch.setattr(ownership, "_WITH_WORDS", {each: ownership._newest_with_words(each) for each in (False, True)})
    for number in range(1, 5):
        held(customer, number, starts_on=date(2020 + number, 1, 1))
    assert [each.contract.number[-1] for each in search(customer, "C9000")] == ["4", "3", "2"]


def test_the_phones_are_those_of_every_contract_that_is_held(customer):
    held(customer, 1, holder_phone="090-1111-2222")
    held(customer, 2, holder_phone="")
    factories.contract(number="C900000003", holder_phone="090-3333-4444")
    with read() as session:
        found = ownership.phones(session, customer, PORTAL)
    assert sorted(each.number for each in found) == ["", "090-1111-2222"]


def test_all_that_is_on_a_list_is_given_with_what_is_asked_of_it(app, customer):
    one = held(customer, 1, ends_on=TODAY - timedelta(days=1))
    two = held(customer, 2)
    held(customer, 3, holder_name="別　人", holder_kana="ベツ　ヒト")
    request = asked(customer, two, 1)
    with read() as session:
        found = ownership.all_of(session, customer, PORTAL)
        assert [each.contract.id for each in found] == [two, one]
        assert [each.id for each in found[0].under_way] == [request]
        assert ownership.all_of(session, customer, "keiyakusha") == []


def test_a_persons_contracts_are_found_on_a_list_or_on_none(app, customer):
    mine = held(customer, 1)
    unlisted = factories.contract(number="C900000002", holder_name="高崎　𠮷乃").id
    factories.contract(number="C900000003", holder_birth=date(1960, 4, 2))
    factories.contract(number="C900000004", portal="keiyakusha")
    factories.contract(number="C900000005", holder_kana="ベツ　ヒト")
    with read() as session:
        owner = ownership.owner_of(session.get_one(models.Account, customer))
        assert [each.id for each in ownership.of_person(session, PORTAL, owner)] == [mine, unlisted]
        assert ownership.of_person(session, PORTAL, owner._replace(birth=None)) == []


def test_all_of_a_customers_come_those_that_end_last_first_and_so_many_at_most(customer):
    for number, days in ((1, 0), (2, 9), (3, 5)):
        held(customer, number, ends_on=TODAY + timedelta(days=days))
    with read() as session:
        got = ownership.contracts_of(session, customer, PORTAL)
        few = ownership.contracts_of(session, customer, PORTAL, 2)
    assert [int(each.number[-4:]) for each in got] == [2, 3, 1] and few == got[:2]


def test_a_holder_has_what_is_under_their_name_and_birth_date_in_their_portal(app, context):
    factories.agency()
    own = factories.contract(number="C900000001")
    factories.contract(number="C900000002", holder_name="高崎　𠮷乃", holder_birth=None)
    factories.contract(number="C900000003", holder_birth=date(1961, 4, 1), holder_name="別人　良乃")
    factories.contract(number="H900000004", portal="keiyakusha")
    with read() as session:
        got = ownership.all_of_holder(session, own)
        page = ownership.listed_of_holder(session, own, 7)
    assert {each.number for each in got} == {"C900000001", "C900000002"}
    assert (page.number, page.total, len(page.rows)) == (1, 2, 2)
    assert all(ownership.is_same(ownership.holder_of(each), ownership.holder_of(own)) for each in got)
