"""Is what is done in a case done while it is open, as it was seen, in the customer's name?"""

from types import SimpleNamespace

import factories
import pytest
from casework import open_case
from factories import NOW
from staffing import at_work, hire

from domain.staff import cases
from infra.database import read, write
from models import Account, Contract, StaffCase
from wizards.engine.access import AccessDenied
from wizards.engine.receipt import AtWork, CommitContext, Conflict, Origin
from wizards.staff import case as casework
from wizards.staff.case import AtCase


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def customer(app):
    with app.app_context():
        return factories.held(app)


@pytest.fixture
def at_desk(app, customer):
    """Gives the case of the customer and what a commit in it may know."""
    hire(app)
    at_work(app)
    case_id = open_case(app, customer[0])

    def act(session, about="as it was", at=None):
        row = session.get_one(StaffCase, case_id)
        origin = Origin(at_work=at or AtWork(row.member_id, row.login_id, case_id))
        of_app = {"keyring": app.extensions["keyring"], "portal": app.extensions["portals"]["okyakusama"]}
        more = {"base_url": "", "signing_key": "", "number": "1"}
        return CommitContext(session=session, now=NOW, staff_url="", about=about, origin=origin, **of_app, **more)

    return act


SAME = AtCase(lambda session, visit: "as it was")


def test_what_is_as_it_was_seen_is_done(app, at_desk, customer):
    with app.app_context(), write() as session:
        assert SAME.still(at_desk(session), [customer[1]]).account_id == customer[0]
        with pytest.raises(Conflict):
            SAME.still(at_desk(session, about="otherwise"))


def test_account_and_contracts_are_held_before_they_are_looked_at(app, at_desk, customer, monkeypatch):
    order = []
    monkeypatch.setattr(casework.lifecycle, "lock", lambda session, *ids: order.append(("account", *ids)))
    monkeypatch.setattr(casework.requests, "lock_contract", lambda session, id: order.append(("contract", id)))
    looks = AtCase(lambda session, visit: order.append("look"))
    with app.app_context(), write() as session:
        looks.still(at_desk(session, about=None), [7, 3])
    assert order == [("account", customer[0]), ("contract", 3), ("contract", 7), "look"]


@pytest.mark.parametrize("at", [AtWork(1, "another login", ""), AtWork(2, "", "")])
def test_in_no_other_case_login_or_hand(app, at_desk, at):
    with app.app_context(), write() as session:
        own = at_desk(session).origin.at_work
        other = AtWork(*(theirs or mine for theirs, mine in zip(at, own, strict=True)))
        with pytest.raises(AccessDenied):
            SAME.still(at_desk(session, at=other))


def test_a_closed_case_is_over(app, at_desk):
    with app.app_context(), write() as session:
        at = at_desk(session).origin.at_work
        cases.close(session, cases.find(session, at.case_id, at.login_id, at.member_id, NOW), NOW)
        with pytest.raises(AccessDenied):
            SAME.still(at_desk(session))


def test_in_the_customers_name_it_has_a_number_of_its_own(app, at_desk, customer):
    with app.app_context(), write() as session:
        act = at_desk(session)
        theirs = casework.for_customer(act, SAME.still(act), "2")
    assert (theirs.account_id, theirs.number, act.account_id, act.number) == (customer[0], "2", None, "1")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Yoshino.T@EXAMPLE.jp", "Yoshino.T@example.jp"),
        ("yoshino＠example.jp", "yoshino@example.jp"),
        ("なし", ""),
        ("", ""),
    ],
)
def test_a_holder_without_an_account_is_written_to_where_their_contract_says(app, typed, written):
    with app.app_context():
        factories.agency()
        contract = factories.contract(holder_email=typed).id
        with read() as session:
            case = SimpleNamespace(account_id=None, contract_id=contract)
            assert casework.address_of(session, case) == written


def test_a_customer_is_written_to_at_their_own_address_and_at_no_other(app, customer):
    with app.app_context():
        case = SimpleNamespace(account_id=customer[0], contract_id=customer[1])
        with read() as session:
            assert casework.address_of(session, case) == "yoshino.t@example.jp"
        with write() as session:
            session.get_one(Account, customer[0]).email = None
            assert session.get_one(Contract, customer[1]).holder_email
            assert casework.address_of(session, case) == ""
