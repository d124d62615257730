"""Does an entrance let in whom it should, and nobody else? (decision 32)"""

import factories
import pytest
from factories import NOW
from picturing import with_accident

from domain.accounts import links
from infra.database import write
from wizards.activation import wizard
from wizards.engine.access import (
    AccessDenied,
    AccessRequest,
    OwnAccident,
    OwnContract,
    Reason,
    anyone,
    asks_password,
    customer,
    needs_login,
    needs_subject,
    subject_of,
)


@pytest.fixture
def keyring(app, context):
    return app.extensions["keyring"]


@pytest.fixture
def visit(app):
    portal = app.extensions["portals"]["okyakusama"]
    return lambda **different: AccessRequest(**{"portal": portal, "now": NOW, "mark": "me", **different})


def issue(keyring, purpose="registration"):
    with write() as session:
        return links.issue(
            session,
            keyring,
            signing_key="k" * 40,
            portal="okyakusama",
            purpose=purpose,
            about="a@example.jp",
            keyword="Himawari7",
            contents={"email": "a@example.jp"},
            now=NOW,
        ).id


def turned_away(visit):
    with pytest.raises(AccessDenied) as away:
        wizard.enter(visit)
    return away.value.found and away.value.found.state


def test_anyone_and_customers_only(visit):
    anyone(visit())
    customer(visit(account_id=1))
    with pytest.raises(AccessDenied) as away:
        customer(visit())
    assert away.value.why == "login"


def test_by_a_link_enters_who_knew_its_keyword_and_nobody_before(visit, keyring):
    link = issue(keyring)
    assert turned_away(visit()) is None
    assert turned_away(visit(link_id="nonsense")) is None
    assert turned_away(visit(link_id=link)) is links.State.OPEN
    links.try_keyword(keyring, link, "Himawari7", now=NOW, visitor="me")
    wizard.enter(visit(link_id=link))
    assert turned_away(visit(link_id=link, mark="another")) is links.State.USED
    assert turned_away(visit(link_id=link, now=NOW + links.LIFETIME)) is links.State.EXPIRED
    with write() as session:
        links.finish(session, link, now=NOW)
    assert turned_away(visit(link_id=link)) is links.State.USED


def test_a_link_of_another_purpose_lets_nobody_in(visit, keyring):
    link = issue(keyring, purpose="new address")
    links.try_keyword(keyring, link, "Himawari7", now=NOW, visitor="me")
    with pytest.raises(AccessDenied):
        wizard.enter(visit(link_id=link))


def test_a_link_of_another_portal_lets_nobody_in(app, visit, keyring):
    link = issue(keyring)
    links.try_keyword(keyring, link, "Himawari7", now=NOW, visitor="me")
    with pytest.raises(AccessDenied):
        wizard.enter(visit(link_id=link, portal=app.extensions["portals"]["keiyakusha"]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12", (12, "")),
        ("12-insured", (12, "insured")),
        ("012", (0, "")),
        ("0", (0, "")),
        ("", (0, "")),
        ("x", (0, "")),
        ("１２", (0, "")),
        ("9999999999", (0, "")),
    ],
)
def test_a_subject_has_one_way_to_be_written(text, found):
    assert subject_of(text) == found


def test_an_accident_lets_in_whose_it_is_without_a_password(app, visit, context):
    account_id, accident_id = with_accident(app)
    entrance = OwnAccident(lambda portal, found: found.accident.number)
    assert needs_login(entrance) and needs_subject(entrance) and not asks_password(entrance)
    assert asks_password(OwnContract(lambda *_: None))
    assert entrance(visit(account_id=account_id, subject=str(accident_id))) == "J20269001"
    other = factories.account(app, user_id="hanako@example.jp").id
    for whose, subject, why in (
        (None, str(accident_id), Reason.LOGIN),
        (other, str(accident_id), Reason.ANOTHERS),
        (account_id, "999", Reason.ANOTHERS),
        (account_id, f"{accident_id}-insured", Reason.ANOTHERS),
        (account_id, None, Reason.ANOTHERS),
    ):
        with pytest.raises(AccessDenied) as away:
            entrance(visit(account_id=whose, subject=subject))
        assert away.value.why is why
