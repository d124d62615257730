"""Does every printed password work, and is every letter made once, whatever happens meanwhile?"""

from datetime import timedelta

import factories
import printed
import pytest
from sqlalchemy.exc import OperationalError
from ways import at_once, tables

from domain.accounts import credentials, directory
from exchange.issuing import batch, recipients
from infra.database import read, write
from models import Account

SITE = "https://www.example.jp/keiyakusha"
KANA = "アイウエオカキクケコ"


@pytest.fixture
def order(app):
    return recipients.Order(app.extensions["portals"]["keiyakusha"], recipients.GUIDE, factories.NOW.date())


@pytest.fixture
def run(app, tmp_path):
    """A run of an order into a folder of its own."""

    def make(order, folder="papers"):
        return batch.Batch(order, tmp_path / folder, SITE, app.extensions["keyring"], factories.NOW)

    return make


def people(app, number):
    """As many policyholders with a contract that ends in a month."""
    with app.app_context():
        factories.agency()
        for place in range(number):
            factories.contract(
                portal="keiyakusha",
                number=f"H9000000{place:02}",
                holder_name=f"見本　{place}",
                holder_kana=f"ミホン　{KANA[place % 10]}{KANA[place // 10]}",
                ends_on=factories.NOW.date() + timedelta(days=30),
            )


def go(app, run):
    with app.app_context():
        for _ in run.steps():
            pass
    return run


def accesses(*runs):
    """What is printed in all files of these runs."""
    return [
        printed.access(words)
        for run in runs
        for file in run.outcome.files
        for words in printed.pages(file.read_bytes())
    ]


def lets_in(app, access):
    user_id, password = access
    keyring, portal = app.extensions["keyring"], app.extensions["portals"]["keiyakusha"]
    with app.app_context(), read() as session:
        return credentials.is_issued(keyring, directory.find(session, portal, user_id), password, factories.NOW)


def test_two_runs_at_once_write_to_everybody_once(app, run, order, monkeypatch):
    monkeypatch.setattr(batch, "AT_ONCE", 3)
    people(app, 12)
    runs = [run(order, "one"), run(order, "other")]
    at_once([lambda each=each: go(app, each) for each in runs])
    found = accesses(*runs)
    assert len(found) == len({user_id for user_id, _ in found}) == 12
    assert all(lets_in(app, access) for access in found)
    assert len(tables(app)["accounts"]) == 12
    assert sum(each.outcome.letters for each in runs) == 12


def test_two_runs_at_once_tell_of_an_end_once(app, run, order, monkeypatch):
    """Also where no password changes that would show it: everybody has a letter with one."""
    people(app, 6)
    go(app, run(order))
    monkeypatch.setattr(batch, "AT_ONCE", 2)
    ending = recipients.Order(order.portal, recipients.EXPIRY, order.today)
    runs = [run(ending, "one"), run(ending, "other")]
    at_once([lambda each=each: go(app, each) for each in runs])
    assert len(accesses(*runs)) == 6


@pytest.fixture
def meanwhile(app, monkeypatch):
    """Does something once, between what is read and what is written."""

    def arrange(act):
        made, done = batch.paper_letters.guide, []

        def guide(*given):
            if not done:
                done.append(True)
                act()
            return made(*given)

        monkeypatch.setitem(batch.PAPERS, recipients.GUIDE, guide)
        monkeypatch.setitem(batch.PAPERS, recipients.EXPIRY, guide)

    return arrange


def test_who_chooses_a_password_meanwhile_keeps_it(app, run, order, meanwhile):
    people(app, 1)
    go(app, run(order))

    issued_first = []

    def choose():
        with write() as session:
            account = session.query(Account).one()
            issued_first.append(account.issued_password)
            credentials.set_password(account, "chosen")

    meanwhile(choose)
    ending = recipients.Order(
        order.portal, recipients.EXPIRY, order.today + batch.recipients.KEPT_FOR, frozenset({"H900000000"})
    )
    with app.app_context():
        factories.contract_now("H900000000", ends_on=ending.today)
    again = go(app, run(ending))
    assert accesses(again)[0][1] is None
    with app.app_context(), read() as session:
        account = session.query(Account).one()
        assert (account.password, [account.issued_password]) == ("chosen", issued_first)


def test_a_contract_that_comes_in_meanwhile_gets_no_second_id(app, run, order, meanwhile):
    people(app, 1)
    more = {"holder_name": "見本　0", "holder_kana": "ミホン　アア", "portal": "keiyakusha", "number": "H900000099"}
    meanwhile(lambda: factories.contract(**more))
    made = go(app, run(order))
    assert made.outcome.letters == 1 and len(tables(app)["holdings"]) == 2
    assert lets_in(app, accesses(made)[0])


def test_an_id_that_is_taken_is_drawn_anew(app, run, order, monkeypatch):
    people(app, 2)
    with app.app_context():
        factories.issued(app, user_id="HRK5394T")
    drawn = iter(["HRK5394T", "FFF2222F", "FFF2222F", "FFF2222F", "KKK2222K"])
    monkeypatch.setattr(recipients.issued_ids, "new_user_id", lambda: next(drawn))
    assert {user_id for user_id, _ in accesses(go(app, run(order)))} == {"FFF2222F", "KKK2222K"}


def test_it_does_not_try_for_ever(app, run, order, monkeypatch):
    people(app, 2)
    monkeypatch.setattr(recipients.issued_ids, "new_user_id", lambda: "FFF2222F")
    before = tables(app)
    with pytest.raises(batch.Unsettled):
        go(app, run(order))
    assert tables(app) == before and list((run(order).folder).iterdir()) == []


def test_what_is_done_stands_where_the_rest_fails(app, run, order, monkeypatch):
    monkeypatch.setattr(batch, "AT_ONCE", 2)
    people(app, 6)
    stopped = run(order)
    with app.app_context():
        steps = stopped.steps()
        next(steps)
        monkeypatch.setattr("exchange.issuing.pdf_files._write", lambda *given: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            next(steps)
    assert stopped.outcome.letters == 2
    assert all(lets_in(app, access) for access in accesses(stopped))
    monkeypatch.undo()
    assert go(app, run(order)).outcome.letters == 4


def test_a_name_that_many_have_makes_a_longer_file_and_no_endless_run(app, run, order, monkeypatch):
    monkeypatch.setattr(batch, "AT_ONCE", 2)
    people(app, 2)
    with app.app_context():
        for place in range(3):
            other = {
                "holder_phone": f"03-0000-000{place}",
                "holder_address": f"大阪府{place}",
                "number": f"H91000000{place}",
            }
            factories.contract(portal="keiyakusha", holder_name="見本　同", holder_kana="ミホン　アアア", **other)
    made = go(app, run(order))
    assert [len(printed.pages(file.read_bytes())) for file in made.outcome.files] == [1, 3, 1]


def test_it_counts_what_it_goes_through(app, run, order, monkeypatch):
    monkeypatch.setattr(batch, "AT_ONCE", 2)
    people(app, 5)
    with app.app_context():
        counted = run(order)
        assert counted.count() == 5
        assert list(counted.steps()) == [2, 2, 1]


def test_no_two_runs_give_a_file_the_same_name(app, run, order):
    """Wherever they write: by its name the database knows a file."""
    people(app, 1)
    first = go(app, run(order, "one"))
    again = go(
        app,
        run(recipients.Order(order.portal, recipients.GUIDE, order.today, frozenset({"H900000000"}), True), "other"),
    )
    assert first.outcome.files[0].name != again.outcome.files[0].name


def test_what_the_database_refused_is_tried_again(app, run, order, monkeypatch):
    """A deadlock ends one of two, a busy SQLite keeps one waiting too long: neither is its fault."""
    people(app, 1)
    real, calls = batch.grants.grant, []

    def grant(*given, **more):
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("update", {}, Exception())
        return real(*given, **more)

    monkeypatch.setattr(batch.grants, "grant", grant)
    made = go(app, run(order))
    assert made.outcome.letters == 1 and lets_in(app, accesses(made)[0])
