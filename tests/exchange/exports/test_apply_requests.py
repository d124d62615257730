"""Which requests does the run of a day apply, and what changes with them? (606)"""

from datetime import UTC, date, datetime

import factories
import pytest
from sqlalchemy import select

from exchange.exports import apply_requests
from infra.database import read
from models import Contract, ContractRequest
from rules.japanese.dates import JST

EVENING = datetime(2026, 11, 24, 14, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def held(app):
    with app.app_context():
        return factories.held(app)


def apply(app, today):
    now = datetime(today.year, today.month, today.day, 1, tzinfo=JST)
    with app.app_context():
        return apply_requests.apply_due(now, today, lambda _: None)


def contract(app):
    with app.app_context(), read() as session:
        return session.scalars(select(Contract)).one()


@pytest.mark.parametrize(
    ("accepted", "day", "today", "due"),
    [
        (EVENING, date(2026, 11, 24), date(2026, 11, 24), False),
        (EVENING, date(2026, 11, 24), date(2026, 11, 25), True),
        (MIDNIGHT, date(2026, 11, 25), date(2026, 11, 25), False),
        (MIDNIGHT, date(2026, 11, 25), date(2026, 11, 26), True),
        (EVENING, date(2026, 12, 24), date(2026, 12, 23), False),
        (EVENING, date(2026, 12, 24), date(2026, 12, 24), True),
        (EVENING, date(2027, 1, 1), date(2026, 12, 31), False),
        (EVENING, date(2027, 1, 1), date(2027, 1, 1), True),
        (EVENING, date(2028, 2, 29), date(2028, 2, 28), False),
        (EVENING, date(2028, 2, 29), date(2028, 3, 1), True),
    ],
)
def test_what_is_due_is_the_day_after_at_the_soonest_and_not_before_its_day(app, held, accepted, day, today, due):
    with app.app_context():
        factories.request(*held, day=day, accepted_at=accepted)
    assert apply(app, today) == int(due)
    assert (contract(app).holder_phone == "080-8765-4321") == due


def test_of_two_on_one_contract_the_later_day_wins(app, held):
    with app.app_context():
        factories.request(
            *held, {"holder_phone": ("", "03-0000-0002")}, date(2026, 11, 26), part="b", receipt_number="2"
        )
        factories.request(
            *held, {"holder_phone": ("", "03-0000-0001")}, date(2026, 11, 25), part="a", receipt_number="1"
        )
    assert apply(app, date(2026, 11, 27)) == 2
    assert (contract(app).holder_phone, contract(app).changed_on) == ("03-0000-0002", date(2026, 11, 26))


@pytest.mark.parametrize(("ended", "ends"), [("2026-11-30", "2026-11-30"), ("2027-11-30", "2026-12-10")])
def test_a_cancellation_never_makes_a_contract_longer(app, held, ended, ends):
    """The core system ended it by another way meanwhile, or did not."""
    with app.app_context():
        wanted = {"ends_on": (date(2026, 12, 24), date(2026, 12, 10))}
        factories.request(*held, wanted, date(2026, 12, 10), kind="cancellation", part="")
        factories.contract_now("C900000001", ends_on=date.fromisoformat(ended))
    assert apply(app, date(2026, 12, 10)) == 1
    assert contract(app).ends_on == date.fromisoformat(ends)


def test_what_is_changed_is_what_is_searched(app, held):
    with app.app_context():
        wanted = {
            "holder_name": ("髙﨑　𠮷乃", "清水　吉乃"),
            "location": ("東京都港区見本1-2-3", "大阪市梅田１－２"),
        }
        factories.request(*held, wanted)
    apply(app, date(2026, 11, 25))
    assert contract(app).search_key == "c900000001 清水吉乃 タカサキヨシノ 大阪市梅田12 スマイノ保険"


def test_what_was_withdrawn_stays_so(app, held):
    with app.app_context():
        factories.request(*held, state="withdrawn")
    assert apply(app, date(2026, 11, 25)) == 0
    with app.app_context(), read() as session:
        assert session.scalars(select(ContractRequest.state)).all() == ["withdrawn"]
