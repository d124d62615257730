"""Is a customer asked for a call by command, and is one simulated outside production only?"""

from dataclasses import replace

import factories
import pytest
from calling import OTHERS, OWN, PORTAL, after, begin, call, calls, customers, row
from sqlalchemy import select

import models
from domain.calls.events import Source
from infra.database import read
from rules.phone_verification import NEVER

OTHER = "okyakusama"


@pytest.fixture
def customer(app):
    return customers(app, 1)[0]


@pytest.fixture
def caller(app):
    """A customer who has a number to call from, and is asked for no call yet."""
    with app.app_context():
        factories.agency()
        return factories.caller(app, call_required=False)


def run(app, *command, code=0):
    said = app.test_cli_runner().invoke(args=["calls", *command])
    assert said.exit_code == code, said.output
    return said.output


def required(app, customer):
    """Whether a call is asked for, and how often the audit log says that it was said."""
    with app.app_context(), read() as session:
        kinds = session.scalars(select(models.Event.kind).where(models.Event.account_id == customer.id)).all()
        return session.get_one(models.Account, customer.id).call_required, kinds.count("call required by command")


def test_a_customer_is_asked_for_a_call_and_no_more(app, caller):
    assert required(app, caller) == (False, 0)
    assert "every login" in run(app, "require", PORTAL, caller.user_id.lower())
    assert required(app, caller) == (True, 1)
    assert "as of everybody" in run(app, "require", PORTAL, "--off", caller.user_id)
    assert required(app, caller) == (False, 2)


def test_who_has_no_number_to_call_from_is_not_locked_out(app):
    with app.app_context():
        factories.agency()
        made = factories.caller(app, phone="050-1234-5678")
    assert "no number by which" in run(app, "require", PORTAL, made.user_id, code=1)
    assert required(app, made) == (True, 0)
    run(app, "require", PORTAL, made.user_id, "--off")
    assert required(app, made) == (False, 1)


@pytest.mark.parametrize("way", ["CALLS_SIP_SECRETS", "CALLS_WEBHOOK_TOKENS"])
def test_in_production_nobody_is_asked_for_a_call_that_cannot_come_in(app, caller, way):
    app.config["PRODUCTION"] = True
    said = run(app, "require", PORTAL, caller.user_id, code=1)
    assert "MADOGUCHI_CALLS_SIP_SECRETS" in said and "MADOGUCHI_CALLS_WEBHOOK_TOKENS" in said
    assert required(app, caller) == (False, 0)
    app.config[way] = ["s" * 32]
    run(app, "require", PORTAL, caller.user_id)


def test_the_last_calls_are_told_without_who_called(app, customer):
    """By the time in Japan; what was called is one of our numbers, or should be."""
    login = begin(app, customer)
    number = row(app, login).called
    call(app, OWN, "+81312345678", after(1))
    call(app, None, "nobody", after(2), source=Source.WEBHOOK)
    call(app, OWN, number, after(3), source=Source.SIMULATED)
    shown = "03-0000-0" + number[-3:]
    lines = [
        "2026-11-24 12:00:01  sip        -  not ours  03-1234-5678",
        "2026-11-24 12:00:02  webhook    -  not ours  -",
        f"2026-11-24 12:00:03  simulated  keiyakusha  confirmed  {shown}",
    ]
    assert run(app, "last").splitlines() == lines
    assert run(app, "last", "--count", "2").splitlines() == lines[1:]
    run(app, "last", "--count", "0", code=2)


@pytest.mark.parametrize(
    ("portal", "user_id", "said"),
    [
        ("nowhere", "KMA7000X", "there is no such portal"),
        (OTHER, "KMA7000X", "nobody is asked for a call there"),
        (PORTAL, "HRK5394T", "there is no such ID"),
    ],
)
def test_what_cannot_be_is_said(app, customer, portal, user_id, said):
    assert said in run(app, "require", portal, user_id, code=2)
    assert required(app, customer) == (False, 0)


def test_nobody_is_chosen_where_the_portal_asks_for_nothing(app, customer):
    app.extensions["portals"][PORTAL] = replace(app.extensions["portals"][PORTAL], phone_verification=NEVER)
    assert "nobody is asked" in run(app, "require", PORTAL, customer.user_id, code=2)


def test_a_call_is_simulated(app, customer, clock):
    """In the numbers of the screen; nobody without caller ID, from elsewhere, or to elsewhere is let in."""
    login = begin(app, customer)
    shown = "03-0000-0" + row(app, login).called[-3:]
    clock.forward(seconds=1)
    assert run(app, "simulate", "--withheld", "--to", shown) == "withheld\n"
    assert run(app, "simulate", "--from", "090-0000-0002", "--to", shown) == "another\n"
    assert run(app, "simulate", "--from", "090-0000-0001", "--to", "03-0000-0999") == "not ours\n"
    assert row(app, login).state == "waiting"
    assert run(app, "simulate", "--from", "090-0000-0001", "--to", shown) == "confirmed\n"
    assert {each.source for each in calls(app)} == {"simulated"} and row(app, login).state == "confirmed"


@pytest.mark.parametrize(
    "options",
    [
        ("--to", "03-0000-0100"),
        ("--from", OTHERS, "--withheld", "--to", "03-0000-0100"),
        ("--from", OWN),
        ("--from", OWN, "03-0000-0100"),
    ],
)
def test_a_call_of_nobody_or_to_nothing_is_none(app, options):
    run(app, "simulate", *options, code=2)
    assert calls(app) == []


def test_in_production_none_is_simulated(app):
    app.config["PRODUCTION"] = True
    assert "outside production only" in run(app, "simulate", "--from", OWN, "--to", "03-0000-0100", code=1)
    assert calls(app) == []
