"""Is an account opened and changed once, and does who waits in vain give way? (row A24)"""

import threading
from datetime import timedelta

import factories
import pytest
from ways import at_once, until_one_waits

from domain.accounts import directory, lifecycle, links
from infra.database import read, write
from rules.refusal import Refused

ADDRESS = "yoshino.t@example.jp"


def find(portal, user_id):
    with read() as session:
        return directory.find(session, portal, user_id)


def test_an_address_is_changed_to_a_free_one_only(app, account, portals):
    factories.account(app, user_id="taken@example.jp")
    where = (app.extensions["keyring"], portals["okyakusama"], account.id)
    with write() as session:
        assert lifecycle.change_address(session, *where, "TAKEN@example.jp") is None
        assert lifecycle.change_address(session, *where, "Free@example.jp")
    assert find(portals["okyakusama"], "free@example.jp").id == account.id
    assert find(portals["okyakusama"], ADDRESS) is None


def test_only_who_waits_with_a_temporary_password_gives_way(app, context, portals):
    """What stands on paper waits for its owner however long; who has chosen a password waits for nothing."""
    later = factories.NOW + timedelta(days=400)
    factories.issued(app, "okyakusama", "paper@example.jp")
    factories.account(app, user_id="own@example.jp")
    factories.issued(app, "okyakusama", "temporary@example.jp", until=factories.NOW)
    with write() as session:
        for name in ("paper", "own", "temporary"):
            lifecycle.drop_waiting_for(session, portals["keiyakusha"], f"{name}@example.jp")
        assert lifecycle.purge(session, factories.NOW + lifecycle.GRACE - timedelta(seconds=1)) == 0
        for name in ("paper", "own"):
            lifecycle.drop_waiting_for(session, portals["okyakusama"], f"{name}@example.jp")
        assert lifecycle.purge(session, later) == 1
    left = [bool(find(portals["okyakusama"], f"{name}@example.jp")) for name in ("paper", "own", "temporary")]
    assert left == [True, True, False]


@pytest.mark.postgresql
def test_two_who_change_an_account_wait_for_each_other_but_not_for_ever(make_app, postgresql_url):
    """One sets a password and voids the links into the account, the other comes by one of these links."""
    app = make_app(postgresql_url)
    keyring, locked = app.extensions["keyring"], threading.Event()
    with app.app_context():
        account_id = factories.account(app).id
        with write() as session:
            given = {"portal": "okyakusama", "purpose": "reset", "about": "a", "keyword": "k", "contents": {"a": 1}}
            link = links.issue(session, keyring, signing_key="k", account_id=account_id, now=factories.NOW, **given)

    def sets_a_password():
        with app.app_context(), write() as session:
            lifecycle.lock(session, account_id)
            locked.set()
            until_one_waits()
            links.void_all(session, account_id, now=factories.NOW)

    def comes_by_a_link():
        locked.wait(20)
        with app.app_context(), pytest.raises(Refused), write() as session:
            links.contents(session, keyring, link.id)
            lifecycle.lock(session, account_id)

    at_once([sets_a_password, comes_by_a_link])
