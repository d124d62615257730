"""Is a letter asked for once, found by its portal, and gone once it was made?"""

from datetime import timedelta

import factories
import pytest
from factories import NOW
from ways import at_once

from domain.accounts import paper_requests
from infra.database import read, write


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def contracts(app, context):
    factories.agency()
    mine = [factories.contract(portal="keiyakusha", number=f"H90000000{each}").id for each in range(3)]
    return [*mine, factories.contract(portal="okyakusama").id]


def ask(app, contract_id, now=NOW):
    with app.app_context(), write() as session:
        paper_requests.ask(session, contract_id, now)


def asked_at(*contract_ids):
    with read() as session:
        return paper_requests.asked_at(session, contract_ids)


def test_what_was_asked_is_found_by_portal_and_holder(app, contracts):
    for contract_id in contracts[1:]:
        ask(app, contract_id)
    with read() as session:
        assert paper_requests.numbers(session, "keiyakusha") == {"H900000001", "H900000002"}
        assert paper_requests.numbers(session, "nowhere") == set()
    assert asked_at(*contracts) == NOW and asked_at(contracts[0]) is None is asked_at()


def test_asked_twice_or_at_once_it_is_one_and_the_first(app, contracts):
    ask(app, contracts[0])
    at_once([lambda: ask(app, contracts[0], NOW + timedelta(hours=1))] * 5)
    assert asked_at(contracts[0]) == NOW


def test_what_was_made_is_asked_for_no_more(app, contracts):
    for contract_id in contracts[:2]:
        ask(app, contract_id)
    with write() as session:
        paper_requests.settle(session, [contracts[0], contracts[2]])
    assert asked_at(contracts[0]) is None and asked_at(contracts[1]) == NOW
