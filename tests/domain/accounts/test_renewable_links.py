"""Are exactly those links found that could go out once more, of exactly this customer?"""

from datetime import timedelta

import factories
import pytest
from factories import NOW

from domain.accounts import links, renewable_links
from domain.accounts.link_purposes import LinkPurpose
from infra.database import read, write
from models import Link

ADDRESS = "yoshino.t@example.jp"
KEY = "k" * 40


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def customer(app, context):
    return factories.account(app).id


def issue(app, purpose, account_id=None, about=ADDRESS, portal="okyakusama", now=NOW):
    with write() as session:
        return links.issue(
            session,
            app.extensions["keyring"],
            signing_key=KEY,
            portal=portal,
            purpose=LinkPurpose(purpose),
            about=about,
            keyword="Himawari7",
            contents={"email": ADDRESS},
            now=now,
            account_id=account_id,
        ).id


def found(app, account_id=None, address="", now=NOW):
    with read() as session:
        keyring = app.extensions["keyring"]
        return renewable_links.of(session, keyring, "okyakusama", account_id=account_id, address=address, now=now)


def became(link_id, **values):
    with write() as session:
        link = session.get_one(Link, link_id)
        for name, value in values.items():
            setattr(link, name, value)


def test_an_accounts_links_and_an_addresss_registrations_are_found_the_newest_first(app, customer):
    reset = issue(app, "reset", customer, "asked")
    asked = issue(app, "new address", customer, "new@example.jp", now=NOW + timedelta(minutes=1))
    registration = issue(app, "registration", about="Yoshino.T@example.jp", now=NOW + timedelta(minutes=2))
    issue(app, "stop address", customer)
    issue(app, "application", about=ADDRESS)
    issue(app, "registration", about="taro@example.jp")
    issue(app, "reset", about="asked by somebody", portal="okyakusama")
    issue(app, "registration", portal="keiyakusha")
    assert [each.id for each in found(app, customer, ADDRESS)] == [registration, asked, reset]
    assert [each.id for each in found(app, customer)] == [asked, reset]
    assert [each.id for each in found(app, None, ADDRESS)] == [registration]
    assert found(app) == []


def test_what_is_found_says_where_it_went_and_how_often_it_may_be_tried(app, customer):
    became(issue(app, "reset", customer), tries=2)
    [link] = found(app, customer)
    assert (link.address, link.tries_left, link.sent_at, link.purpose) == (ADDRESS, 3, NOW, LinkPurpose.RESET)
    assert link.expires_at == NOW + links.LIFETIME


@pytest.mark.parametrize(
    "values",
    [{"tries": 5}, {"used_at": NOW}, {"replaced_at": NOW}, {"claimed_by": "somebody"}, {"contents": None}],
    ids=lambda values: next(iter(values)),
)
def test_what_cannot_be_renewed_is_not_found(app, customer, values):
    """As links.renew says."""
    link = issue(app, "reset", customer)
    became(link, **values)
    assert found(app, customer) == []
    with write() as session:
        assert links.renew(session, app.extensions["keyring"], link, signing_key=KEY, now=NOW) is None


@pytest.mark.parametrize(("after", "many"), [(timedelta(seconds=-1), 1), (timedelta(), 0)])
def test_a_day_after_its_end_it_is_gone(app, customer, after, many):
    issue(app, "reset", customer)
    assert len(found(app, customer, now=NOW + links.LIFETIME + links.GRACE + after)) == many


def test_one_that_was_opened_and_left_is_found_once_its_time_is_over(app, customer):
    became(issue(app, "reset", customer), claimed_by="somebody")
    assert len(found(app, customer, now=NOW + links.LIFETIME)) == 1
