"""Is a fault found by its number, however it was heard, and does writing it down never make it worse?"""

from datetime import timedelta

import pytest
from factories import NOW
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from domain.staff import incidents
from domain.staff.incidents import A_MINUTE, KEPT, Where
from infra.database import read, write
from models import Incident

PERSONAL = "髙﨑 yoshino.t@example.jp"
WHERE = Where("okyakusama", "/<portal:portal>/home", 605)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def app(request, make_app):
    return make_app(request.getfixturevalue(f"{request.param}_url"))


def failed(of=ValueError):
    try:
        raise of(PERSONAL)
    except of as wrong:
        return wrong


def note(number="4F9A02C7", wrong=None, where=WHERE, at=NOW):
    incidents.note(number, wrong or failed(), where, at)


def rows():
    with read() as session:
        return session.scalars(select(Incident).order_by(Incident.at)).all()


def test_it_says_what_where_and_when_and_nothing_that_was_sent(context):
    note()
    [row] = rows()
    assert (row.number, row.at, row.portal, row.screen) == ("4F9A02C7", NOW, "okyakusama", 605)
    assert (row.pattern, row.classes) == ("/<portal:portal>/home", "ValueError") and "in failed" in row.places
    assert "yoshino" not in f"{row.classes}{row.places}{row.pattern}"


def test_of_one_request_the_first_is_kept(context):
    note()
    note(wrong=failed(KeyError))
    assert [row.classes for row in rows()] == ["ValueError"]


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        (OperationalError("select", {}, Exception()), 0),
        (NoConnection("queue"), 0),
        (IntegrityError("insert", {}, Exception()), 1),
    ],
)
def test_where_the_database_is_what_failed_it_is_not_asked(context, wrong, kept):
    note(wrong=wrong)
    assert len(rows()) == kept


def test_also_where_something_else_was_made_of_that(context):
    try:
        try:
            raise OperationalError("select", {}, Exception())
        except OperationalError as wrong:
            raise RuntimeError from wrong
    except RuntimeError as wrong:
        note(wrong=wrong)
    assert rows() == []


def test_only_so_many_in_a_minute(context):
    for place in range(A_MINUTE + 5):
        note(f"{place:08X}")
    assert len(rows()) == A_MINUTE
    note("AAAAAAAA", at=NOW + timedelta(minutes=1))
    assert len(rows()) == A_MINUTE + 1


@pytest.mark.parametrize(
    "typed",
    [
        "4F9A02C7",
        "4f9a 02c7",
        " ４Ｆ９Ａ　０２Ｃ７ ",
        "4F9A-02C7",
        "4F9AO2C7",
        "4f9ao2c7",
        "４f９ａ－ｏ２ｃ７",
        "4F9A/02C7",
    ],
)
def test_a_number_however_it_was_heard(typed):
    assert incidents.folded(typed) == "4F9A02C7"


def test_one_is_neither_i_nor_l():
    assert incidents.folded("iIlL1 0oO") == "11111000"
    assert not incidents.NUMBER.fullmatch(incidents.folded("4F9A02CG"))


def test_found_by_its_number_or_by_one_that_differs_in_one_place(context):
    note()
    note("4F9A02C8", at=NOW + timedelta(minutes=2))
    with read() as session:
        assert incidents.find(session, "4F9A02C7").at == NOW
        assert incidents.find(session, "00000000") is None
        assert [row.number for row in incidents.nearest(session, "4F9D02C7")] == ["4F9A02C7"]
        assert [row.number for row in incidents.nearest(session, "4F9A02CB")] == ["4F9A02C8", "4F9A02C7"]
        assert incidents.nearest(session, "FFFFFFFF") == []


def test_whether_the_like_of_it_came_again(context):
    note()
    later = NOW + timedelta(hours=1)
    note("00000001", wrong=failed(KeyError), at=later)
    note("00000002", where=Where("okyakusama", "/elsewhere"), at=later)
    with read() as session:
        assert incidents.again(session, incidents.find(session, "4F9A02C7")) == (0, None)
    note("00000003", at=later)
    with read() as session:
        assert incidents.again(session, incidents.find(session, "4F9A02C7")) == (1, later)


def test_nobody_asks_any_more(context):
    note()
    with write() as session:
        assert incidents.purge(session, NOW + KEPT) == 0
        assert incidents.purge(session, NOW + KEPT + timedelta(seconds=1)) == 1
