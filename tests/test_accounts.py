"""Is an account found by any spelling of its ID, in its portal, and only once? (decisions 15, 18)"""

import threading
from datetime import timedelta

import factories
import pytest
from factories import PASSWORD
from sqlalchemy.exc import IntegrityError
from ways import at_once, until_one_waits

import accounts
import codes
import links
import models
import passwords
from infra.database import read, write
from passwords import Hasher
from rules.refusal import Refused

ADDRESS = "yoshino.t@example.jp"


@pytest.fixture
def account(app, context):
    return factories.account(app, user_id="Yoshino.T@Example.jp")


@pytest.fixture
def portals(app):
    return app.extensions["portals"]


def find(portal, user_id):
    with read() as session:
        return accounts.find(session, portal, user_id)


@pytest.mark.parametrize(
    "typed", [ADDRESS, "YOSHINO.T@EXAMPLE.JP", "ｙｏｓｈｉｎｏ．ｔ＠ｅｘａｍｐｌｅ．ｊｐ", f" {ADDRESS}　"]
)
def test_any_spelling_of_an_address_finds_it(account, portals, typed):
    assert find(portals["okyakusama"], typed).id == account.id


@pytest.mark.parametrize("typed", ["", "yoshino@example.jp", "yoshino.t", "%", "yoshino.t@example.jp'--"])
def test_nothing_else_does(account, portals, typed):
    assert find(portals["okyakusama"], typed) is None


def test_it_is_unknown_in_another_portal(account, portals):
    assert find(portals["keiyakusha"], ADDRESS) is None


@pytest.mark.parametrize("typed", ["KMR7482X", "kmr7482x", "ＫＭＲ７４８２Ｘ", "KMR 7482 X", "　kmr7482X"])
def test_an_issued_id_is_known_in_any_case_and_width(app, context, portals, typed):
    made = factories.account(app, portal="keiyakusha", user_id="KMR7482X")
    assert find(portals["keiyakusha"], typed).id == made.id


def test_so_are_all_that_are_handed_out(portals):
    for drawn in (codes.new_user_id() for _ in range(50)):
        assert accounts.fold(drawn) == accounts.fold(drawn.lower()) == drawn


def test_two_accounts_of_one_address_cannot_be(app, account):
    with pytest.raises(IntegrityError):
        factories.account(app, user_id=ADDRESS.upper())


def test_the_address_is_kept_as_it_was_typed(account):
    assert (account.user_id, account.email) == (ADDRESS, "Yoshino.T@Example.jp")


def test_an_address_is_changed_to_a_free_one_only(app, account, portals):
    factories.account(app, user_id="taken@example.jp")
    where = (app.extensions["keyring"], portals["okyakusama"], account.id)
    with write() as session:
        assert accounts.change_address(session, *where, "TAKEN@example.jp") is None
        assert accounts.change_address(session, *where, "Free@example.jp")
    assert find(portals["okyakusama"], "free@example.jp").id == account.id
    assert find(portals["okyakusama"], ADDRESS) is None


def test_a_password_of_ones_own_voids_what_was_issued(app, context):
    """A24; it is known still, so that it is never chosen for one's own (decision 38)."""
    waiting, keyring = factories.issued(app), app.extensions["keyring"]
    assert accounts.is_issued(keyring, waiting, "Ymd8Kkn3", factories.NOW)
    with write() as session:
        accounts.issue_password(session, keyring, waiting, "Another7pw")
    assert not accounts.is_issued(keyring, waiting, "Ymd8Kkn3", factories.NOW)
    assert accounts.is_issued(keyring, waiting, "Ａnother7pw", factories.NOW)
    accounts.set_password(waiting, "a hash")
    assert not accounts.is_issued(keyring, waiting, "Another7pw", factories.NOW)
    assert waiting.password == "a hash"
    assert accounts.was_issued(keyring, waiting, "Another7pw") and not accounts.was_issued(keyring, waiting, "Ymd8Kkn3")


@pytest.fixture
def stronger(app):
    """From now on hashes take more."""
    app.extensions["hasher"] = Hasher(memory_kib=64, time_cost=2, parallelism=1, at_once=8, wait_seconds=10)
    return app.extensions["hasher"]


def password_of(account):
    with read() as session:
        return session.get_one(models.Account, account.id).password


def test_a_hash_is_made_anew_when_its_password_was_right(account, stronger):
    before = account.password
    accounts.keep_up(account, PASSWORD)
    after = password_of(account)
    assert "$m=64,t=2,p=1$" in after and stronger.check(after, PASSWORD)
    assert passwords.same(before, after)
    accounts.keep_up(account, PASSWORD)
    assert password_of(account) == after


def test_a_password_chosen_meanwhile_stays(account, stronger):
    chosen = stronger.hash("another7Lamp")
    with write() as session:
        accounts.set_password(session.get_one(models.Account, account.id), chosen)
    accounts.keep_up(account, PASSWORD)
    assert password_of(account) == chosen


def test_what_was_issued_is_not_touched(app, context, request):
    waiting = factories.issued(app)
    request.getfixturevalue("stronger")
    accounts.keep_up(waiting, "Ymd8Kkn3")
    with read() as session:
        kept = session.get_one(models.Account, waiting.id)
    assert (kept.password, kept.issued_password) == (waiting.password, waiting.issued_password)


def test_to_nobody_nothing_was_issued(app, context):
    for password in ("", "Ymd8Kkn3"):
        assert not accounts.is_issued(app.extensions["keyring"], None, password, factories.NOW)


def test_only_who_waits_with_a_temporary_password_gives_way(app, context, portals):
    """What stands on paper waits for its owner however long; who has chosen a password waits for nothing."""
    later = factories.NOW + timedelta(days=400)
    factories.issued(app, "okyakusama", "paper@example.jp")
    factories.account(app, user_id="own@example.jp")
    factories.issued(app, "okyakusama", "temporary@example.jp", until=factories.NOW)
    with write() as session:
        for name in ("paper", "own", "temporary"):
            accounts.drop_waiting_for(session, portals["keiyakusha"], f"{name}@example.jp")
        assert accounts.purge(session, factories.NOW + accounts.GRACE - timedelta(seconds=1)) == 0
        for name in ("paper", "own"):
            accounts.drop_waiting_for(session, portals["okyakusama"], f"{name}@example.jp")
        assert accounts.purge(session, later) == 1
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
            accounts.lock(session, account_id)
            locked.set()
            until_one_waits()
            links.void_all(session, account_id, now=factories.NOW)

    def comes_by_a_link():
        locked.wait(20)
        with app.app_context(), pytest.raises(Refused), write() as session:
            links.contents(session, keyring, link.id)
            accounts.lock(session, account_id)

    at_once([sets_a_password, comes_by_a_link])
