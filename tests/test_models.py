"""Is what a column may hold kept in the very words that older rows hold?"""

import pytest
from sqlalchemy import bindparam, insert, select, text

import models
from infra.database import core, engine, read, write
from infra.statements import Statement, insertion
from rules.states import LetterState, RequestKind, RequestState, WaitingState

RUNS = core(models.RunRow)
FIND = Statement(select(RUNS.c.id).where(RUNS.c.portal == bindparam("portal")))


def values_of(enum):
    return {member.name: member.value for member in enum}


def test_the_kinds_of_requests_are_kept_in_these_words():
    assert values_of(RequestKind) == {"CHANGE": "change", "CANCELLATION": "cancellation", "RENEWAL": "renewal"}


def test_the_states_of_requests_are_kept_in_these_words():
    assert values_of(RequestState) == {
        "ACCEPTED": "accepted",
        "APPLIED": "applied",
        "SETTLED": "settled",
        "WITHDRAWN": "withdrawn",
        "REPLACED": "replaced",
        "LAPSED": "lapsed",
    }


def test_the_states_of_letters_are_kept_in_these_words():
    assert values_of(LetterState) == {
        "QUEUED": "queued",
        "SENDING": "sending",
        "SENT": "sent",
        "FAILED": "failed",
        "UNSURE": "unsure",
        "ABANDONED": "abandoned",
        "WITHHELD": "withheld",
    }


def test_the_states_of_waiting_logins_are_kept_in_these_words():
    assert values_of(WaitingState) == {
        "WAITING": "waiting",
        "CONFIRMED": "confirmed",
        "USED": "used",
        "VOID": "void",
        "BARRED": "barred",
        "REPLACED": "replaced",
        "ENDED": "ended",
    }


@pytest.fixture
def row(make_app, database_url, clock):
    """A row in which any word may stand, written by one of the three ways."""
    with make_app(database_url).app_context():
        yield {"id": "one", "wizard": "change", "visitor": "", "version": 1} | dict.fromkeys(
            ("created_at", "seen_at", "expires_at"), clock.now
        )


def by_the_driver(row):
    insertion(RUNS, *row).change(**row)


def by_core(row):
    with write() as session:
        session.execute(insert(RUNS), [row])


def by_the_orm(row):
    with write() as session:
        session.add(models.RunRow(**row))


@pytest.mark.parametrize("put", [by_the_driver, by_core, by_the_orm])
def test_a_member_is_kept_as_its_value_and_found_by_it(row, put):
    """Not as its name, nor as anything of the enum's: whichever way it goes to the database."""
    put(row | {"portal": RequestState.ACCEPTED})
    with engine().connect() as connection:
        assert connection.execute(text("SELECT portal FROM runs WHERE portal = 'accepted'")).scalars().all() == [
            "accepted"
        ]
    assert FIND.first(portal=RequestState.ACCEPTED).id == "one"
    with read() as session:
        found = session.scalar(select(models.RunRow.portal).where(models.RunRow.portal.in_([RequestState.ACCEPTED])))
    assert (found, type(found)) == ("accepted", str)
