"""Whom does a call let in, and what are those told whom it does not?"""

import re

import pytest
from calling import HOME, OTHERS, OWN, SHOWN, after, begin, call, calls, customers, heard, row, show, use
from sqlalchemy import event, select
from ways import tables

from domain.calls import hearing, waiting
from domain.calls.events import Source
from infra.database import engine, read, write
from models import WaitingNumber

ABROAD = "+14155550100"
TOLD = [
    (None, "withheld", "withheld"),
    ("", "another", "unusable"),
    (OTHERS, "another", "mobile"),
    ("03-0000-0009", "another", "landline"),
    ("050-0000-0001", "another", "ip"),
    ("0120000111", "another", "free"),
    ("0570000000", "another", "special"),
    (ABROAD, "another", "unusable"),
    ("anonymous", "another", "unusable"),
    ("０９０００００００１", "another", "unusable"),
    (OWN[:-1], "another", "unusable"),
]


def test_the_customer_who_calls_is_let_in_once(app, customer, login, called):
    assert call(app, OWN, called, after(20)) == "confirmed"
    found = row(app, login)
    assert (found.state, found.heard, found.expires_at) == ("confirmed", "", after(20) + waiting.CONFIRMED_FOR)
    assert call(app, OWN, called, after(30)) == "another"
    assert use(app, login, after(40)) == customer.id
    assert [use(app, login, after(41)), call(app, OWN, called, after(42))] == [None, "another"]
    assert {each.account_id for each in calls(app)} == {customer.id}


def test_numbers_are_the_same_however_the_network_writes_them(app, customer):
    for hour, written in enumerate((OWN, "09000000001", "00819000000001", "+81-90-0000-0001", "819000000001")):
        login = begin(app, customer, at=after(hours=hour))
        called = "03-0000-0" + row(app, login).called[-3:]
        assert call(app, written, called, after(20, hours=hour)) == "confirmed", written


@pytest.mark.parametrize("kind", ["in time", "in vain"])
def test_it_counts_for_who_was_waiting_before_it_came_and_still_is(app, customer, kind):
    """Also where it is told late, or to have come in a time that is yet to come."""
    times = {
        "in time": [(0.001, 0.001), (299.999, 299.999), (10, 299), (10_000, 20)],
        "in vain": [(0, 0), (-1, 10), (300, 300), (299, 300), (10_000, 0), (10_000, 300)],
    }
    for hour, (came, told) in enumerate(times[kind]):
        login = begin(app, customer, at=after(hours=hour))
        came, told = after(came, hours=hour), after(told, hours=hour)
        outcome = call(app, OWN, row(app, login).called, came, told=told)
        assert outcome == ("confirmed" if kind == "in time" else "another"), (came, told)
        assert (calls(app)[-1].received_at, calls(app)[-1].heard_at) == (min(came, told), told)
        if outcome == "confirmed":
            assert row(app, login).expires_at == told + waiting.CONFIRMED_FOR


def test_what_was_made_for_a_login_lets_none_in_that_replaced_it(app, customer, login, called):
    second = begin(app, customer, at=after(30))
    assert call(app, OWN, row(app, second).called, after(20), told=after(40)) == "another"
    assert heard(app, login, second) == [("replaced", ""), ("waiting", "")]


def test_any_of_the_customers_numbers_will_do(app, customer):
    login = begin(app, customer, OWN, HOME)
    assert call(app, HOME, row(app, login).called, after(20)) == "confirmed"


def test_only_the_number_that_was_shown_counts(app, customer, login):
    """The customer is told so; whose call it was is known."""
    show(app, login, SHOWN[0])
    assert call(app, OWN, SHOWN[1], after(20)) == "another"
    assert heard(app, login) == [("waiting", "elsewhere")]
    assert (calls(app)[0].outcome, calls(app)[0].account_id) == ("another", customer.id)
    assert call(app, OWN, SHOWN[0], after(30)) == "confirmed"
    assert heard(app, login) == [("confirmed", "")]


def test_who_alone_waits_is_told_what_kind_of_call_came(app, customer):
    for hour, (caller, outcome, told) in enumerate(TOLD):
        login = begin(app, customer, at=after(hours=hour))
        assert call(app, caller, row(app, login).called, after(20, hours=hour)) == outcome, caller
        assert heard(app, login) == [("waiting", told)]
        assert row(app, login).heard_at == after(20, hours=hour)
        assert (calls(app)[-1].outcome, calls(app)[-1].account_id) == (outcome, customer.id)


def test_of_what_came_earlier_nobody_is_told_after_what_came_later(app, login, called):
    call(app, None, called, after(30))
    call(app, OTHERS, called, after(20), told=after(31))
    assert (row(app, login).heard, row(app, login).heard_at) == ("withheld", after(30))


def wait_on_one_number(app, number):
    """So many customers, each with a telephone of their own, who were shown one number."""
    logins = [begin(app, each, f"+81900000010{one}") for one, each in enumerate(customers(app, number))]
    for login in logins:
        show(app, login, SHOWN[0])
    return logins


@pytest.mark.parametrize(("number", "told"), [(2, "perhaps mobile"), (3, "perhaps mobile"), (4, ""), (5, "")])
def test_of_several_each_is_told_perhaps_and_of_many_nobody(app, number, told):
    logins = wait_on_one_number(app, number)
    assert call(app, OTHERS, SHOWN[0], after(20)) == "another"
    assert heard(app, *logins) == [("waiting", told)] * number
    assert call(app, None, SHOWN[0], after(21)) == "withheld"
    assert heard(app, *logins) == [("waiting", told.replace("mobile", "withheld"))] * number
    assert [each.account_id for each in calls(app)] == [None, None]


def test_nobody_else_is_told_of_a_call_that_is_somebodys(app):
    """Whether it lets its customer in or calls once more, while they come and when they are in."""
    logins = wait_on_one_number(app, 2)
    assert call(app, "+819000000101", SHOWN[0], after(20)) == "confirmed"
    assert call(app, "+819000000101", SHOWN[0], after(25)) == "another"
    use(app, logins[1], after(30))
    assert call(app, "+819000000101", SHOWN[0], after(35)) == "another"
    assert heard(app, *logins) == [("waiting", ""), ("used", "")]
    assert {each.account_id for each in calls(app)} == {row(app, logins[1]).account_id}


def test_what_is_called_for_something_else_is_not_ours(app, login):
    for caller in (OWN, None, "anonymous"):
        for called in ("+81300000999", "", "sip:somebody", "110", "０３００００００１００"):
            assert call(app, caller, called, after(20)) == "not ours"
    assert heard(app, login) == [("waiting", "")]
    assert {(each.portal, each.account_id) for each in calls(app)} == {(None, None)}


def test_a_call_is_heard_once_however_often_it_is_told(app, login, called):
    """Also where it says something else now; another source has names of its own."""
    assert call(app, OTHERS, called, after(20), name="one") == "another"
    assert call(app, OWN, called, after(21), name="one") == "repeated"
    assert heard(app, login) == [("waiting", "mobile")]
    assert call(app, OWN, called, after(22), name="one", source=Source.WEBHOOK) == "confirmed"
    assert call(app, OWN, called, after(22), name="one", source=Source.WEBHOOK) == "repeated"
    assert len(calls(app)) == 2


def test_whatever_a_network_writes_is_heard(make_app, database_url):
    """NUL and halves of surrogates are no text to a database."""
    app = make_app(database_url)
    [customer] = customers(app, 1)
    for hour, odd in enumerate(("", "x" * 10_000, "1" * 10_000, "a\0b", "\ud800", "名前", "' or 1=1 --")):
        login = begin(app, customer, at=after(hours=hour))
        called = row(app, login).called
        assert call(app, odd, called, after(10, hours=hour)) == "another", odd
        assert call(app, OWN, odd, after(15, hours=hour)) == "not ours"
        assert call(app, OWN, called, after(20, hours=hour), name=odd) == "confirmed"
        assert call(app, OWN, called, after(21, hours=hour), name=odd) == "repeated"
    assert {len(each.call_id) for each in calls(app)} == {64}


def test_no_table_and_no_line_says_who_called(app, login, called, caplog):
    """But for the numbers of the contracts of who waits."""
    for caller in (OTHERS, ABROAD, "+81900000000O") * hearing.alarm.MANY:
        call(app, caller, called, after(20))
    call(app, OTHERS, called, after(20), name=f"{OTHERS}@somewhere")
    with app.app_context(), read() as session:
        assert session.scalars(select(WaitingNumber.number)).all() == [OWN]
    assert "alarm" in caplog.text
    for said in ("9000000002", "4155550100", "900000000O", "somewhere"):
        assert said not in str(tables(app)) and said not in caplog.text
    assert calls(app)[0].caller == app.extensions["keyring"].fingerprint("caller", OTHERS)


def test_who_called_is_forgotten_and_that_they_did_is_not(app, login, called):
    call(app, OWN, called, after(20), name="one")
    call(app, OTHERS, called, after(40), name="two")
    for before, gone in ((after(20), 0), (after(21), 1), (after(21), 0)):
        with app.app_context(), write() as session:
            assert hearing.forget(session, before) == gone
    first, second = calls(app)
    assert (first.caller, first.account_id, first.outcome) == (None, None, "confirmed")
    assert second.caller
    assert call(app, OWN, called, after(days=200), name="one") == "repeated"


def test_nothing_looks_through_all_that_ever_came(app, customer, login, called):
    """Calls stay for good, and logins until they are erased: each is found by an index that leaves out what is over."""
    asked = {}
    with app.app_context():
        keep = event.listens_for(engine(), "before_cursor_execute")
        keep(lambda connection, cursor, sql, given, *_: asked.setdefault(sql, given))
        begin(app, customer, at=after(10))
        for caller in (OTHERS, None, OWN):
            call(app, caller, called, after(20))
        waiting.find(login)
        with write() as session:
            hearing.forget(session, after())
            waiting.purge(session, after())
        looked = {sql: given for sql, given in asked.items() if re.match("SELECT|UPDATE|DELETE", sql)}
        with engine().connect() as connection:
            ways = [
                way.detail
                for sql, given in looked.items()
                for way in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)
            ]
    assert [way for way in ways if re.search(r"SCAN (waiting|incoming)", way)] == []
    called = [way for way in ways if "called=?" in way]
    assert called and all("called=? AND state=? AND expires_at>?" in way for way in called)


def test_whether_a_customer_called_of_late_from_a_number_of_theirs(app, customer, called):
    portal, mine = app.extensions["portals"]["keiyakusha"], ["+819000000001"]

    def heard_since(since, account_id=customer.id, numbers=mine):
        with app.app_context(), read() as session:
            return hearing.heard_since(session, portal, account_id, numbers, since)

    assert call(app, OTHERS, called, after(10)) == "another"
    assert [each.account_id for each in calls(app)] == [customer.id]
    assert not heard_since(after(0))
    call(app, OWN, called, after(20))
    assert heard_since(after(0)) and heard_since(after(20)) and not heard_since(after(21))
    assert heard_since(after(0), numbers=[]) and heard_since(after(0), account_id=0)
    assert not heard_since(after(0), account_id=0, numbers=[])
