"""Whatever customers, callers and time do, in whatever order or all at once: is nobody let in by a call not theirs?

A machine drives the real thing. Beside it stands a model that knows of each login whose it is, which numbers it waits
for and what it was shown, and of each call what must become of it. Then twenty at once, on both databases.
"""

import itertools
import threading
from collections import Counter
from datetime import timedelta

import factories
import pytest
from calling import HOME, OTHERS, OWN, PORTAL, SHOWN, after, begin, call, confirmed, customers, heard, row, use
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import delete, func, select, update
from ways import at_once, until_one_waits

import models
from domain.accounts import lifecycle
from domain.calls import waiting
from infra.database import queue_up, read, write
from models import IncomingCall, WaitingLogin, WaitingNumber
from rules.states import OPEN_STATES

FIVE, KEPT = timedelta(minutes=5), timedelta(hours=1)
# The first two share a telephone, and the second and the third.
NUMBERS = ((OWN, HOME), (HOME, OTHERS), (OTHERS,), ("+819000000004",))
CALLERS = (OWN, HOME, OTHERS, "+819000000004", "+819000000099", None, "anonymous")


class Login:
    """What the model knows of a login."""

    def __init__(self, name, customer, browser, shown, now):
        self.name, self.customer, self.browser, self.shown = name, customer, browser, shown
        self.began, self.until, self.shut = now, now + FIVE, None
        self.state, self.password = "waiting", 0

    @property
    def numbers(self):
        return set(NUMBERS[self.customer])


class Customers(RuleBasedStateMachine):
    app = customers = None
    changes = itertools.count(1)

    @initialize()
    def start(self):
        with self.app.app_context(), write() as session:
            for table in (WaitingNumber, WaitingLogin, IncomingCall, models.Letter, models.Event):
                session.execute(delete(table))
        self.now, self.logins, self.told = factories.NOW, [], []
        self.passwords = [0] * len(NUMBERS)

    def alive(self, numbers):
        """Those that are open on any of these numbers."""
        open_now = [each for each in self.logins if each.state in ("waiting", "confirmed") and each.until > self.now]
        return [each for each in open_now if each.numbers & set(numbers)]

    @rule(customer=st.integers(0, 3), browser=st.integers(0, 1))
    def log_in(self, customer, browser):
        numbers = NUMBERS[customer]
        beside = self.alive(numbers)
        shut = [each.shut for each in self.logins if each.state == "void" and each.numbers & set(numbers)]
        name = begin(self.app, self.customers[customer], *numbers, at=self.now, browser=f"{browser}")
        mine = Login(name, customer, browser, row(self.app, name).called, self.now)
        mine.password = self.passwords[customer]
        if any(until > self.now for until in shut):
            mine.state = "barred"
        elif all(each.browser == browser for each in beside):
            for each in beside:
                each.state = "replaced"
        else:
            for each in (mine, *beside):
                each.state, each.shut = "void", self.now + FIVE
        self.logins.append(mine)

    def due(self, caller, shown, came):
        """The one login that this call lets in."""
        found = [
            each
            for each in self.logins
            if each.state == "waiting" and each.began < came and self.now < each.until and caller in each.numbers
        ]
        assert len(found) <= 1
        return next((each for each in found if each.shown == shown), None)

    @rule(caller=st.sampled_from(CALLERS), which=st.integers(0, 1), late=st.sampled_from([0, 0, 0, 5, 70, 290, -600]))
    def call(self, caller, which, late):
        came = self.now - timedelta(seconds=late)
        name = f"call {len(self.told)}"
        self.told.append((caller, SHOWN[which], came, name))
        login = self.due(caller, SHOWN[which], min(came, self.now))
        outcome = call(self.app, caller, SHOWN[which], came, told=self.now, name=name)
        assert outcome == ("confirmed" if login else "withheld" if caller is None else "another")
        if login:
            login.state, login.until = "confirmed", self.now + FIVE

    @rule(customer=st.integers(0, 3), number=st.integers(0, 1))
    def call_as_shown(self, customer, number):
        """What most customers do."""
        mine = [each for each in self.logins if each.customer == customer]
        if mine:
            numbers = NUMBERS[customer]
            self.call(numbers[number % len(numbers)], SHOWN.index(mine[-1].shown), 0)

    @rule(data=st.data())
    def tell_once_more(self, data):
        if self.told:
            caller, shown, came, name = data.draw(st.sampled_from(self.told))
            assert call(self.app, caller, shown, came, told=self.now, name=name) == "repeated"

    @rule(data=st.data())
    def go_on(self, data):
        """The browser presses the button, whether or not a call came."""
        if not self.logins:
            return
        login = data.draw(st.sampled_from(self.logins))
        good = login.state == "confirmed" and self.now < login.until
        if good:
            login.state = "used"
        same = login.password == self.passwords[login.customer]
        expected = self.customers[login.customer].id if good and same else None
        assert use(self.app, login.name, self.now) == expected

    @rule(customer=st.integers(0, 3))
    def set_another_password(self, customer):
        self.passwords[customer] = next(self.changes)
        password = f"hash of {self.passwords[customer]}"
        self.customers[customer].password = password
        with self.app.app_context(), write() as session:
            theirs = models.Account.id == self.customers[customer].id
            session.execute(update(models.Account).where(theirs).values(password=password))

    @rule(seconds=st.sampled_from([1, 1, 10, 10, 60, 200, 299, 300, 301]))
    def goes_by(self, seconds):
        self.now += timedelta(seconds=seconds)

    @rule()
    def hours_later(self):
        """What is long over is erased."""
        self.now += timedelta(hours=2)
        with self.app.app_context(), write() as session:
            assert waiting.purge(session, self.now) == len(self.logins)
        self.logins = []

    @invariant()
    def every_login_is_as_the_model_has_it(self):
        if self.app is None or not hasattr(self, "logins"):
            return
        with self.app.app_context(), read() as session:
            kept = {each.id: each for each in session.scalars(select(WaitingLogin))}
        assert {name: each.state for name, each in kept.items()} == {each.name: each.state for each in self.logins}
        assert all(kept[each.name].expires_at == each.until for each in self.logins)
        open_on = Counter(number for each in self.alive(CALLERS[:4]) for number in each.numbers)
        assert not open_on or max(open_on.values()) == 1


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url, RATELIMIT_ENABLED=False)


def test_whatever_customers_do(app):
    known = customers(app, len(NUMBERS))
    machine = type("Machine", (Customers,), {"app": app, "customers": known})
    on_sqlite = app.config["DATABASE"]["url"].startswith("sqlite")
    machine.TestCase.settings = settings(
        max_examples=16 if on_sqlite else 4,
        stateful_step_count=30,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    machine.TestCase().runTest()


def test_of_twenty_calls_at_once_each_lets_its_own_customer_in(app):
    """And each of them comes in once, though they press twice."""
    twenty = customers(app, 20)
    logins = [begin(app, each, f"+8190000001{one:02}") for one, each in enumerate(twenty)]
    shown = [row(app, each).called for each in logins]
    came = at_once([lambda one=one: call(app, f"+8190000001{one:02}", shown[one], after(20)) for one in range(20)])
    assert came == ["confirmed"] * 20
    used = at_once([lambda each=each: use(app, each, after(30)) for each in logins * 2])
    assert Counter(used) == {None: 20} | {each.id: 1 for each in twenty}


def test_of_twenty_calls_for_one_login_one_counts_and_one_comes_in(app):
    [customer] = customers(app, 1)
    login = begin(app, customer)
    called = row(app, login).called
    assert Counter(at_once([lambda: call(app, OWN, called, after(20))] * 20)) == {"confirmed": 1, "another": 19}
    assert Counter(at_once([lambda: use(app, login, after(30))] * 20)) == {customer.id: 1, None: 19}


def test_of_twenty_that_tell_of_one_call_one_is_heard(app):
    """From whichever numbers they say that it came."""
    came = at_once(
        [lambda one=one: call(app, f"+8190000001{one:02}", SHOWN[0], after(), name="one") for one in range(20)]
    )
    assert Counter(came) == {"another": 1, "repeated": 19}


def test_of_twenty_logins_of_one_number_at_once_one_is_open(app):
    """Of twenty customers who share it."""
    twenty = customers(app, 20)
    at_once([lambda each=each: begin(app, each, OWN, HOME) for each in twenty])
    at_once([lambda each=each: begin(app, each, OTHERS, browser=f"of {each.id}") for each in twenty])
    with app.app_context(), read() as session:
        states = (
            select(WaitingNumber.number, WaitingLogin.state, func.count())
            .join(WaitingLogin)
            .group_by(WaitingNumber.number, WaitingLogin.state)
        )
        found = {tuple(each) for each in session.execute(states)}
    same = {(number, state, many) for number in (OWN, HOME) for state, many in (("replaced", 19), ("waiting", 1))}
    assert found == same | {(OTHERS, "void", 2), (OTHERS, "barred", 18)}


def test_logins_calls_and_uses_at_once_never_wait_for_each_other(app):
    """Each customer shares one telephone with the next, in a ring. Whom PostgreSQL found waiting for each other would
    get an error."""
    twenty = customers(app, 20)
    numbers = [[f"+8190000001{(one + next_one) % 20:02}" for next_one in (1, 0)] for one in range(20)]

    def log_in(one, second):
        return lambda: begin(app, twenty[one], *numbers[one], at=after(second), browser=f"of {one}")

    ringed = at_once([log_in(one, 0) for one in range(20)])
    alone = [begin(app, each, f"+8190000002{one:02}", at=after(390)) for one, each in enumerate(twenty)]
    together = [log_in(one, 400) for one in range(20)]
    together += [lambda one=one: call(app, f"+8190000002{one:02}", SHOWN[0], after(401)) for one in range(10)]
    together += [lambda: call(app, None, SHOWN[0], after(401)) for _ in range(5)]
    together += [lambda each=each: use(app, each, after(401)) for each in ringed[:10] + alone[:5]]
    at_once(together)
    with app.app_context(), read() as session:
        still_open = (WaitingLogin.state.in_(OPEN_STATES), WaitingLogin.expires_at > after(402))
        found = session.scalars(select(WaitingNumber.number).join(WaitingLogin).where(*still_open)).all()
    assert len(found) == len(set(found)) >= 10


@pytest.mark.postgresql
def test_a_login_queues_up_for_its_numbers_in_one_order(make_app, postgresql_url):
    """Whatever order they are given in: whoever waits for the first holds none of the others."""
    app, first_taken = make_app(postgresql_url), threading.Event()
    [customer] = customers(app, 1)

    def takes_both():
        with app.app_context(), write() as session:
            queue_up(session, waiting.line(PORTAL, min(OWN, HOME)))
            first_taken.set()
            until_one_waits()
            queue_up(session, waiting.line(PORTAL, max(OWN, HOME)))

    def begins():
        first_taken.wait(20)
        return begin(app, customer, max(OWN, HOME), min(OWN, HOME))

    assert heard(app, at_once([takes_both, begins])[1]) == [("waiting", "")]


@pytest.fixture
def temporary(make_app, postgresql_url):
    """An application with a customer whose 仮パスワード ran out, who is about to be erased, and another."""
    app = make_app(postgresql_url)
    first, second = customers(app, 2)
    with app.app_context(), write() as session:
        kept = session.get_one(models.Account, first.id)
        kept.password, kept.issued_until = "", after(-1)
    return app, kept, second


def erased_while(app, login, does):
    """Erase the account of a login while somebody does something about it: after it was taken, and before the rest."""
    taken = threading.Event()

    def erases():
        with app.app_context(), write() as session:
            account = select(models.Account.id).where(models.Account.id == row(app, login).account_id)
            session.execute(account.with_for_update())
            taken.set()
            until_one_waits()
            lifecycle.purge(session, after(1) + lifecycle.GRACE)

    def comes():
        taken.wait(20)
        return does()

    return at_once([erases, comes])[1]


@pytest.mark.postgresql
@pytest.mark.parametrize("does", ["call", "call from elsewhere", "use", "log in"])
def test_who_erases_an_account_and_who_has_to_do_with_its_login_never_wait_for_each_other(temporary, does):
    """Neither fails: what comes finds nothing."""
    app, account, other = temporary
    login = confirmed(app, account) if does == "use" else begin(app, account)
    called = row(app, login).called
    ways = {
        "call": lambda: call(app, OWN, called, after(20)),
        "call from elsewhere": lambda: call(app, OTHERS, called, after(20)),
        "use": lambda: use(app, login, after(20)),
        "log in": lambda: heard(app, begin(app, other, at=after(20), browser="elsewhere")),
    }
    found = {"call": "another", "call from elsewhere": "another", "use": None, "log in": [("waiting", "")]}
    assert erased_while(app, login, ways[does]) == found[does]
    assert row(app, login) is None
