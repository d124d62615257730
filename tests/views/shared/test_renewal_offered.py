"""Is a renewal offered where 622 lets its customer in, and nowhere else?"""

from dataclasses import replace
from datetime import date

import factories
import pytest

from domain.contracts import ownership
from infra.database import read
from rules.states import RequestKind
from views.shared import renewal_offered

PORTAL = "okyakusama"


@pytest.fixture
def portal(app, context):
    return app.extensions["portals"][PORTAL]


def offer(app, portal, kind=None, **different):
    owner, mine = factories.held(app, **different)
    if kind:
        factories.request(owner, mine, {}, kind=kind, part="")
    with app.test_request_context("/"), read() as session:
        return renewal_offered.of(portal, ownership.find(session, owner, PORTAL, mine))


@pytest.mark.parametrize(
    ("different", "open_", "offered"),
    [
        ({}, True, True),
        ({"ends_on": date(2027, 1, 24)}, False, False),
        ({"online": False}, True, False),
        ({"group_contract": True}, True, False),
        ({"product_type": "見本保険"}, True, False),
        ({"kind": RequestKind.RENEWAL}, True, True),
    ],
)
def test_what_is_offered_of_a_contract(app, portal, different, open_, offered):
    found = offer(app, portal, **different)
    assert (found.open, bool(found.url), found.done) == (open_, offered, False)
    assert bool(found.asked) == ("kind" in different)


def test_nothing_is_where_the_portal_renews_nothing(app, portal):
    poorer = replace(portal, sequences=("change",))
    assert renewal_offered.is_offered(portal) and not renewal_offered.is_offered(poorer)
    assert offer(app, poorer).url is None
