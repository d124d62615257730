"""Does a number have one open login, is none let in twice, and none by a password that is another by now?"""

from collections import Counter
from datetime import timedelta

import pytest
from calling import HOME, OTHERS, OWN, PORTAL, SHOWN, after, begin, call, confirmed, customers, heard, row, show, use
from sqlalchemy import select
from ways import letters

import models
from domain.accounts import credentials, lifecycle, logins
from domain.calls import waiting
from infra.database import read, write
from models import IncomingCall, WaitingLogin, WaitingNumber
from rules.states import WaitingState


@pytest.fixture
def two(app):
    """Customers; the first has no address."""
    return customers(app, 2)


def rows_of(app, table):
    with app.app_context(), read() as session:
        return session.scalars(select(table)).all()


def voided(app):
    """Whom the audit log says that both logins were ended, in order."""
    return sorted(each.account_id for each in rows_of(app, models.Event) if each.kind == "login voided")


def change(app, account, **values):
    with app.app_context(), write() as session:
        for name, value in values.items():
            setattr(session.get_one(models.Account, account.id), name, value)


def test_a_login_waits_for_five_minutes(app, customer, login):
    found = row(app, login)
    assert (found.portal, found.account_id, found.browser, found.onward) == (PORTAL, customer.id, "home", "/onward")
    assert (found.state, found.heard, found.created_at, found.expires_at) == ("waiting", "", after(), after(300))
    assert found.called in SHOWN
    with app.app_context():
        assert [waiting.find(login).state, waiting.find(None), waiting.find("another")] == ["waiting", None, None]
        assert waiting.find(login).expires_at == after(300)
        assert waiting.numbers_of(begin(app, customer, OWN, HOME, at=after(10))) == [HOME, OWN]


def test_the_number_on_which_the_fewest_wait_is_shown(app, monkeypatch):
    """Of several such any. Who is over, or was called for, waits on none."""
    five = customers(app, 5)
    monkeypatch.setattr(waiting.secrets, "choice", lambda among: offered.append(among) or among[0])
    offered = []
    first, second, third = (begin(app, each, f"+81900000010{one}") for one, each in enumerate(five[:3]))
    assert offered == [list(SHOWN), [SHOWN[1]], list(SHOWN)]
    assert [row(app, each).called for each in (first, second, third)] == [SHOWN[0], SHOWN[1], SHOWN[0]]
    assert call(app, "+819000000100", SHOWN[0], after(10)) == "confirmed"
    begin(app, five[3], "+819000000103", at=after(20))
    begin(app, five[4], "+819000000104", at=after(400))
    assert offered[3:] == [list(SHOWN), list(SHOWN)]


def test_the_same_browser_replaces_its_login(app, two):
    """Waiting or called for, for another customer of the same number as well; nobody is told of anything."""
    first = begin(app, two[0])
    second = confirmed(app, two[0], at=after(10))
    third = begin(app, two[1], OTHERS, OWN, at=after(40))
    assert heard(app, first, second, third) == [("replaced", ""), ("replaced", ""), ("waiting", "")]
    assert [use(app, second, after(50)), voided(app), letters(app)] == [None, [], []]


@pytest.mark.parametrize("start", [begin, confirmed])
def test_another_browser_ends_both_and_shuts_the_number(app, two, start):
    """Also where only one of several numbers is shared; each customer is told, who has an address by a letter."""
    mine = start(app, two[0], OWN, HOME)
    other = begin(app, two[1], OTHERS, OWN, at=after(30), browser="elsewhere")
    assert heard(app, mine, other) == [("void", ""), ("void", "")]
    assert {row(app, each).barred_until for each in (mine, other)} == {after(330)}
    assert [call(app, number, called, after(40)) for number in (OWN, HOME) for called in SHOWN] == ["another"] * 4
    assert (use(app, mine, after(41)), use(app, other, after(41))) == (None, None)
    assert voided(app) == sorted(each.id for each in two)
    assert [(each.kind, each.address) for each in letters(app)] == [("logins_voided", "customer1@example.jp")]


def test_one_customer_of_two_browsers_gets_one_letter(app, two):
    for browser in ("home", "elsewhere"):
        begin(app, two[1], browser=browser)
    assert (voided(app), len(letters(app))) == ([two[1].id], 1)


def test_nothing_opens_on_a_number_that_is_shut(app, two):
    """On none of either, for five minutes; who tries does not make it longer, from whichever browser."""
    begin(app, two[0], OWN, HOME)
    begin(app, two[1], OTHERS, OWN, at=after(30), browser="elsewhere")
    for second, number in ((40, OWN), (100, HOME), (200, OTHERS), (329, OWN)):
        for browser in ("home", "elsewhere", "a third"):
            barred = begin(app, two[0], number, at=after(second), browser=browser)
            assert (row(app, barred).state, row(app, barred).barred_until) == ("barred", after(330))
            assert call(app, number, row(app, barred).called, after(second + 0.5)) == "another"
    assert len(voided(app)) == 2
    opened = begin(app, two[0], OWN, HOME, at=after(330))
    assert call(app, HOME, row(app, opened).called, after(340)) == "confirmed"


def test_who_may_not_open_ends_nobody_and_shuts_nothing(app):
    """One number of theirs is shut, and on the other somebody waits."""
    first, second, third = customers(app, 3)
    for browser in ("home", "elsewhere"):
        begin(app, first, OWN, browser=browser)
    other = begin(app, second, OTHERS, at=after(10))
    barred = begin(app, third, OTHERS, OWN, at=after(20), browser="a third")
    assert heard(app, other, barred) == [("waiting", ""), ("barred", "")]
    assert row(app, barred).barred_until == after(300)
    assert call(app, OTHERS, row(app, other).called, after(30)) == "confirmed"
    again = begin(app, first, OWN, at=after(300))
    assert row(app, again).state == "waiting"


def test_what_is_over_ends_nobody(app, two):
    old = begin(app, two[0])
    confirmed_before = confirmed(app, two[1], OTHERS)
    fresh = begin(app, two[0], OWN, at=after(300), browser="elsewhere")
    other = begin(app, two[1], OTHERS, at=after(310), browser="elsewhere")
    assert heard(app, old, confirmed_before, fresh, other) == [
        ("waiting", ""),
        ("confirmed", ""),
        ("waiting", ""),
        ("waiting", ""),
    ]


def test_another_portals_logins_are_its_own(app, two):
    login = begin(app, two[0])
    with app.app_context(), write() as session:
        session.get_one(WaitingLogin, login).portal = "okyakusama"
    other = begin(app, two[0], at=after(10), browser="elsewhere")
    assert heard(app, login, other) == [("waiting", ""), ("waiting", "")]
    show(app, login, SHOWN[0])
    show(app, other, SHOWN[0])
    assert call(app, OWN, SHOWN[0], after(20)) == "confirmed"
    assert heard(app, login, other) == [("waiting", ""), ("confirmed", "")]


def test_what_is_left_waits_no_more_and_what_is_over_or_elsewhere_stays(app):
    one, two, three = customers(app, 3)
    over = begin(app, one, OWN)
    here, there = begin(app, two, OTHERS, at=after(310)), begin(app, three, HOME, at=after(310), browser="elsewhere")
    with app.app_context():
        waiting.leave("home", WaitingState.ENDED, after(320))
    assert heard(app, over, here, there) == [("waiting", ""), ("ended", ""), ("waiting", "")]


def test_it_can_be_used_for_five_minutes_after_the_call(app, customer):
    for hour, (second, whose) in enumerate(((309.999, customer.id), (310, None))):
        login = confirmed(app, customer, at=after(hours=hour))
        assert use(app, login, after(second, hours=hour)) == whose
        assert use(app, login, after(20, hours=hour)) == (None if whose else customer.id)


def test_what_nobody_called_for_cannot_be_used(app, customer, login):
    assert [use(app, each, after(10)) for each in (login, "another")] == [None, None]
    assert row(app, login).state == "waiting"


@pytest.mark.parametrize("changed", ["password", "issued_password"])
def test_another_password_lets_no_call_in_that_was_for_the_one_before(app, customer, changed):
    """Set between the password and the call, or between the call and its use."""
    login = begin(app, customer)
    change(app, customer, **{changed: "$argon2id$another$salt$hash"})
    assert call(app, OWN, row(app, login).called, after(10)) == "confirmed"
    assert use(app, login, after(20)) is None
    with pytest.raises(logins.StaleCredentials):
        begin(app, customer, at=after(30))


def test_a_login_of_an_issued_password_is_used(app, customer):
    with app.app_context(), write() as session:
        account = session.get_one(models.Account, customer.id)
        credentials.issue_password(session, app.extensions["keyring"], account, "Ymd8Kkn3")
    assert use(app, confirmed(app, account), after(20)) == customer.id


def test_who_is_erased_leaves_no_login_and_calls_of_nobody(app, customer):
    """A login that has given its password meanwhile does not begin."""
    login = confirmed(app, customer, OWN, HOME)
    change(app, customer, password="", issued_until=after(-1))
    with app.app_context(), write() as session:
        assert lifecycle.purge(session, after(1) + lifecycle.GRACE) == 1
    assert [rows_of(app, each) for each in (WaitingLogin, WaitingNumber)] == [[], []]
    assert [(each.account_id, each.outcome) for each in rows_of(app, IncomingCall)] == [(None, "confirmed")]
    assert use(app, login, after(20)) is None
    with pytest.raises(logins.StaleCredentials):
        begin(app, customer, at=after(30))


def test_logins_are_erased_when_they_are_long_over(app, customer):
    login = begin(app, customer, OWN, HOME)
    kept = begin(app, customer, OTHERS, at=after(1))
    over = after(300) + waiting.KEPT_FOR
    for now, gone in ((over - timedelta(seconds=0.001), 0), (over, 1), (over, 0)):
        with app.app_context(), write() as session:
            assert waiting.purge(session, now) == gone
    assert row(app, login) is None and row(app, kept)
    assert Counter(each.login_id for each in rows_of(app, WaitingNumber)) == {kept: 1}
