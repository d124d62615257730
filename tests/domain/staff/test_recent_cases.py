"""Are the cases of today those of one member, and does no name stand in them?"""

from datetime import timedelta

import factories
import pytest
from factories import NOW, add
from staffing import hire

from domain.staff import recent_cases
from infra.database import read
from models import StaffCase

# NOW is noon in Japan.
MIDNIGHT = NOW - timedelta(hours=12)


@pytest.fixture
def member_id(app, context):
    factories.agency()
    return hire(app)


def case(name, member_id, opened_at=NOW, **about):
    told = {"login_id": "x", "caller": "本人", "reason": "x", "ticket": "", "seen_at": opened_at, "ends_at": opened_at}
    add(StaffCase(id=name, member_id=member_id, opened_at=opened_at, **told, **about))


def listed(member_id):
    with read() as session:
        return [tuple(each) for each in recent_cases.of_today(session, member_id, NOW)]


def test_they_are_the_members_own_of_today_the_newest_first(app, member_id):
    account, contract = factories.account(app).id, factories.contract(holder_name="清水　洋介").id
    other = hire(app, "suzuki")
    case("yesterday", member_id, MIDNIGHT - timedelta(seconds=1), account_id=account)
    case("first", member_id, MIDNIGHT, account_id=account)
    case("then", member_id, contract_id=contract)
    case("another's", other, account_id=account)
    assert listed(member_id) == [("then", NOW, "清＊ 洋＊"), ("first", MIDNIGHT, "髙＊ 𠮷＊")]
    assert [each[0] for each in listed(other)] == ["another's"]


def test_no_more_than_fit_under_the_box(app, member_id):
    account = factories.account(app).id
    for number in range(recent_cases.MOST + 1):
        case(f"{number}", member_id, NOW - timedelta(minutes=number), account_id=account)
    assert [each[0] for each in listed(member_id)] == [f"{number}" for number in range(recent_cases.MOST)]
