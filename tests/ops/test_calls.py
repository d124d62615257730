"""Is a customer asked for a call by command, and is one simulated outside production only?"""

from dataclasses import replace

import pytest
from calling import OTHERS, OWN, PORTAL, begin, calls, customers, row
from sqlalchemy import select

import models
from infra.database import read
from rules.phone_verification import NEVER

OTHER = "okyakusama"


@pytest.fixture
def customer(app):
    return customers(app, 1)[0]


def run(app, *command, code=0):
    said = app.test_cli_runner().invoke(args=["calls", *command])
    assert said.exit_code == code, said.output
    return said.output


def required(app, customer):
    """Whether a call is asked for, and how often the audit log says that it was said."""
    with app.app_context(), read() as session:
        kinds = session.scalars(select(models.Event.kind).where(models.Event.account_id == customer.id)).all()
        return session.get_one(models.Account, customer.id).call_required, kinds.count("call required by command")


def test_a_customer_is_asked_for_a_call_and_no_more(app, customer):
    assert required(app, customer) == (False, 0)
    assert "every login" in run(app, "require", PORTAL, customer.user_id.lower())
    assert required(app, customer) == (True, 1)
    assert "as of everybody" in run(app, "require", PORTAL, "--off", customer.user_id)
    assert required(app, customer) == (False, 2)


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
