"""Does each link go out once more in its own letter, to where it went, and not too often?"""

from datetime import timedelta

import factories
import pytest
from factories import NOW

from domain.accounts import links
from domain.accounts.link_purposes import SENT_AGAIN, LinkPurpose
from domain.messages import letters
from infra import rate_limits
from infra.database import read, write
from models import Link
from rules.refusal import Refused
from wizards import sent_again

ADDRESS, KEY = "yoshino.t@example.jp", "k" * 40
KINDS = {
    LinkPurpose.REGISTRATION: "registration",
    LinkPurpose.RESET: "way_in",
    LinkPurpose.UNLOCK: "way_in",
    LinkPurpose.NEW_ADDRESS: "confirm_address",
}


@pytest.fixture
def portal(app, context):
    return app.extensions["portals"]["okyakusama"]


@pytest.fixture
def customer(app, portal):
    return factories.account(app, user_id="former@example.jp").id


def issue(app, purpose, customer):
    with write() as session:
        return links.issue(
            session,
            app.extensions["keyring"],
            signing_key=KEY,
            portal="okyakusama",
            purpose=purpose,
            about=ADDRESS,
            keyword="Himawari7",
            contents={"email": ADDRESS, "known": True, "account": customer},
            now=NOW,
        ).id


def again(app, portal, link_id, purpose, now=NOW):
    with write() as session:
        keyring = app.extensions["keyring"]
        base = {"base_url": "https://mado.example", "signing_key": KEY, "now": now}
        found = sent_again.renewed(session, keyring, portal, link_id, purpose, **base)
        if found:
            letters.post(session, keyring, found[1], key=found[0].id, now=now)
        return found


def test_every_purpose_that_is_sent_again_has_its_letter_and_its_limit():
    assert set(KINDS) == set(SENT_AGAIN) == set(sent_again.LIMITS)
    assert set(sent_again.LIMITS.values()) <= set(rate_limits.LETTERS)


@pytest.mark.parametrize("purpose", KINDS)
def test_a_letter_of_its_own_with_the_new_link(app, portal, customer, purpose):
    link, letter = again(app, portal, issue(app, purpose, customer), purpose)
    assert (letter.kind, letter.address) == (KINDS[purpose], ADDRESS)
    assert f"https://mado.example/okyakusama/l/{link.token}" in letter.text
    assert letter.limit == sent_again.LIMITS[purpose]


def test_what_cannot_be_renewed_is_none(app, portal, customer):
    link = issue(app, LinkPurpose.RESET, customer)
    assert again(app, portal, link, LinkPurpose.RESET)
    assert again(app, portal, link, LinkPurpose.RESET) is None


def test_the_sixth_within_an_hour_is_refused_and_the_link_stays(app, portal, customer):
    link = issue(app, LinkPurpose.RESET, customer)
    for minute in range(5):
        link = again(app, portal, link, LinkPurpose.RESET, NOW + timedelta(minutes=minute))[0].id
    with pytest.raises(Refused, match="1時間ほど"):
        again(app, portal, link, LinkPurpose.RESET, NOW + timedelta(minutes=6))
    with read() as session:
        assert session.get_one(Link, link).replaced_at is None
    assert again(app, portal, link, LinkPurpose.RESET, NOW + timedelta(hours=2))
