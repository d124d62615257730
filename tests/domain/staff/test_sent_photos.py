"""Are those pictures found that were sent under a number, and is every look at them written down?"""

from datetime import timedelta

import factories
import pytest
from factories import NOW
from sqlalchemy import select, update
from staffing import RECEIPT, accident, customer, hire, photo

from domain.staff import sent_photos
from infra import pagination
from infra.database import read, write
from models import Accident, AuditEntry, Contract, Event


@pytest.fixture
def of(app, context):
    return customer(app)


def found(number=RECEIPT):
    with read() as session:
        return sent_photos.of_number(session, number)


def events():
    with read() as session:
        told = (Event.kind, Event.staff_id, Event.of_receipt, Event.account_id, Event.receipt_number, Event.changes)
        return [tuple(row) for row in session.execute(select(*told).order_by(Event.id))]


def trail():
    with read() as session:
        told = (AuditEntry.act, AuditEntry.member_id, AuditEntry.account_id, AuditEntry.about)
        return [tuple(row) for row in session.execute(select(*told).order_by(AuditEntry.id))]


def test_all_of_a_number_in_the_order_of_their_places(of):
    for place in (2, 0, 1):
        photo(of, place)
    photo(of, 0, "210987654321")
    sent = found()
    assert [each.place for each in sent.photos] == [0, 1, 2]
    assert (sent.number, sent.sent_at, sent.accident.number) == (RECEIPT, NOW, "J900000001")
    assert sent.contract.number == "C900000001"


def test_it_is_told_who_sent_them_and_whose_the_contract_is_now(app, of):
    """It has passed to another person, who sent others of the same accident."""
    photo(of, 0)
    with write() as session:
        session.execute(update(Contract).values(holder_name="鈴木　次郎"))
    heir = factories.account(app, user_id="jiro@example.jp", family_name="鈴木", given_name="次郎").id
    photo((heir, of[1]), 0, "210987654321")
    for sent, sender, family in ((found(), of[0], "髙﨑"), (found("210987654321"), heir, "鈴木")):
        assert (sent.sender.id, sent.sender.family_name) == (sender, family)
        assert sent.contract.holder_name == "鈴木　次郎"


def test_what_was_not_sent_is_not_there(of):
    photo(of, 0, None, sent_at=None)
    photo(of, 1, RECEIPT, sent_at=None)
    assert found() is None
    assert found("") is None


@pytest.fixture
def four(of, monkeypatch):
    """Four receipts, a minute apart, of which the last is of another accident; pages of three. Gives both accidents."""
    monkeypatch.setattr(pagination, "PER_PAGE", 3)
    account_id, first = of
    with read() as session:
        contract_id = session.get(Accident, first).contract_id
    other = accident(contract_id, "J900000002").id
    for number in range(4):
        for place in range(number + 1):
            about = (account_id, other if number == 3 else first)
            photo(about, place, f"10000000000{number}", sent_at=NOW + timedelta(minutes=number))
    photo(of, 9, None, sent_at=None)
    return first, other


LINES = [
    ("100000000003", NOW + timedelta(minutes=3), "J900000002", 4),
    ("100000000002", NOW + timedelta(minutes=2), "J900000001", 3),
    ("100000000001", NOW + timedelta(minutes=1), "J900000001", 2),
    ("100000000000", NOW, "J900000001", 1),
]


def listed(number, accident_id=None):
    with read() as session:
        page = sent_photos.listed(session, number, accident_id)
    return [tuple(line) for line in page.rows], page.number, page.pages, page.total


def test_all_are_listed_page_by_page_the_newest_first(four):
    assert listed(1) == (LINES[:3], 1, 2, 4)
    assert listed(2) == (LINES[3:], 2, 2, 4)
    assert listed(3) == listed(2)


def test_those_of_an_accident_are_listed_alone(four, monkeypatch):
    first, other = four
    assert listed(1, first) == (LINES[1:], 1, 1, 3)
    assert listed(1, other) == (LINES[:1], 1, 1, 1)
    monkeypatch.setattr(pagination, "PER_PAGE", 2)
    assert listed(2, first) == (LINES[3:], 2, 2, 3)


def test_where_nothing_came_nothing_is_listed(of):
    photo(of, 0, None, sent_at=None)
    assert listed(1) == listed(1, of[1]) == ([], 1, 1, 0)


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("J20260041", "J20260041"),
        ("J20260041", " j2026 0041 "),
        ("J20260041", "Ｊ２０２６－００４１"),
        ("j-2026/41", "j-2026/41"),
        ("事故 41", "事故　41"),
        ("2026-0041", "２０２６－００４１"),
    ],
)
def test_an_accident_is_found_by_its_number_however_it_is_typed(of, kept, typed):
    with write() as session:
        session.execute(update(Accident).values(number=kept))
    with read() as session:
        assert sent_photos.accident_of(session, typed).id == of[1]
        assert sent_photos.accident_of(session, typed + "0") is None


def test_as_it_was_typed_comes_before_what_it_may_mean(of):
    with read() as session:
        contract_id = session.get(Accident, of[1]).contract_id
    for number in ("J1", "j-1"):
        accident(contract_id, number)
    with read() as session:
        for typed, number in (("j-1", "j-1"), ("J1", "J1"), ("J-1", "J1")):
            assert sent_photos.accident_of(session, typed).number == number


def look(member_id, now=NOW, number=RECEIPT):
    sent = found(number)
    with write() as session:
        sent_photos.note_look(session, sent, member_id, now)


def test_each_look_is_written_down_and_the_first_of_a_day_for_the_customer(app, of):
    photo(of, 0)
    photo(of, 0, "210987654321")
    tanaka, suzuki = hire(app), hire(app, "suzuki")
    # Noon in Japan; its midnight is twelve hours away.
    for member_id, hours in ((tanaka, 0), (tanaka, 11), (suzuki, 11), (tanaka, 12), (tanaka, 13)):
        look(member_id, NOW + timedelta(hours=hours))
    look(tanaka, NOW, "210987654321")
    first, own = "staff saw photos", of[0]
    assert events() == [
        (first, tanaka, RECEIPT, own, None, None),
        (first, suzuki, RECEIPT, own, None, None),
        (first, tanaka, RECEIPT, own, None, None),
        (first, tanaka, "210987654321", own, None, None),
    ]
    looks = [("saw photos", who, own, f"受付番号 {RECEIPT}") for who in (tanaka, tanaka, suzuki, tanaka, tanaka)]
    assert trail() == [*looks, ("saw photos", tanaka, own, "受付番号 210987654321")]


def test_which_picture_was_opened_is_written_down(app, of):
    opened, member_id = photo(of, 0), hire(app)
    with write() as session:
        sent_photos.note_opened(session, opened, member_id, NOW)
    assert events() == []
    assert trail() == [("opened photo", member_id, of[0], f"受付番号 {RECEIPT}　画像 {opened.id}")]


def test_what_is_told_of_it_is_of_its_own_portal(app, of):
    photo(of, 0, portal="keiyakusha")
    look(hire(app))
    with read() as session:
        [event] = session.scalars(select(Event)).all()
    assert (event.portal, event.at) == ("keiyakusha", factories.NOW)
