"""Is an account found by any spelling of its ID, in its portal, and only once? (decisions 15, 18)"""

import factories
import pytest
from sqlalchemy.exc import IntegrityError

from domain.accounts import directory, issued_ids
from infra.database import read

ADDRESS = "yoshino.t@example.jp"


def find(portal, user_id):
    with read() as session:
        return directory.find(session, portal, user_id)


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
    for drawn in (issued_ids.new_user_id() for _ in range(50)):
        assert directory.normalize_user_id(drawn) == directory.normalize_user_id(drawn.lower()) == drawn


def test_two_accounts_of_one_address_cannot_be(app, account):
    with pytest.raises(IntegrityError):
        factories.account(app, user_id=ADDRESS.upper())


def test_the_address_is_kept_as_it_was_typed(account):
    assert (account.user_id, account.email) == (ADDRESS, "Yoshino.T@Example.jp")
