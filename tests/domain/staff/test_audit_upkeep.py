"""What becomes of a day of the trail that is over?"""

import json
from datetime import date, timedelta

import pytest
from factories import NOW
from staffing import hire
from tampering import by_sql, checked, days, entries, faults, written

from domain.staff import audit_trail, audit_upkeep
from domain.staff.audit_check import Head, Verdict
from domain.staff.audit_trail import Mark
from infra.database import read, write

FIRST = date(2026, 11, 24)
LATER = NOW + timedelta(days=3700)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def member_id(app, context):
    """Of three days with four rows each."""
    hired = hire(app)
    written(hired)
    return hired


def note(day):
    with write() as session:
        audit_upkeep.note_told(session, day)


def over(today):
    with read() as session:
        return audit_upkeep.over(session, today)


def test_days_that_are_over_are_told_once_and_the_latest_is_checked_again(member_id):
    second, third, fourth = (FIRST + timedelta(days=number) for number in (1, 2, 3))
    assert over(FIRST) == []
    assert over(third) == [(FIRST, True), (second, True)]
    note(FIRST)
    note(second)
    assert over(third) == [(second, False)] and over(fourth) == [(second, False), (third, True)][1:]
    assert faults() == {} and {audit_trail.whose(day) for day in days()} == {Mark.OURS}


def test_what_says_that_it_was_told_and_was_not_is_checked(member_id):
    by_sql("update audit_days set told = true")
    assert over(FIRST + timedelta(days=3)) == [(FIRST + timedelta(days=2), False)]
    assert [("MARK",)] in faults().values()


def test_to_tell_a_day_vouches_for_none_that_another_wrote(member_id):
    by_sql("update audit_days set entries = 3 where day = '2026-11-24'")
    note(FIRST)
    assert audit_trail.whose(days()[0]) is Mark.FORGED


def test_heads_say_what_a_day_held(member_id):
    with read() as session:
        first, *_ = audit_upkeep.heads(session, until=FIRST)
    assert json.loads(first.line) == {"day": "2026-11-24", "entries": 4, "head": entries(FIRST)[-1].hash}


@pytest.mark.parametrize(("today", "last"), [(date(2036, 11, 24), FIRST), (date(2036, 2, 29), date(2026, 2, 28))])
def test_rows_are_kept_for_ten_years(today, last):
    assert audit_upkeep.last_to_prune(today) == last


def test_rows_that_were_pruned_are_gone_and_all_is_whole(member_id):
    until = FIRST + timedelta(days=1)
    assert [each.day for each in audit_upkeep.prune(until, LATER)] == [FIRST, until]
    assert faults() == {} and entries(FIRST) == [] == entries(until)
    assert [(day.entries, day.pruned) for day in days()] == [(4, True), (4, True), (4, False), (2, False)]
    assert [(each.act, each.member_id, each.about) for each in entries()[-2:]] == [
        ("pruned trail", None, "2026-11-24　4行"),
        ("pruned trail", None, "2026-11-25　4行"),
    ]
    kept = {day.day: [Head(day.entries, day.head), Head(2, "0" * 64)] for day in days()[:2]}
    assert faults(heads=kept) == {}, "of rows that are gone nothing can be said"
    assert list(audit_upkeep.prune(until, LATER)) == []


def test_rows_that_are_gone_are_not_pruned_by_who_knows_no_key(member_id):
    by_sql("update audit_days set pruned = true where day = '2026-11-24'", "delete from audit_entries where id < 5")
    assert faults() == {0: [("MARK",)]}


def test_rows_that_come_back_are_extra(member_id):
    list(audit_upkeep.prune(FIRST, LATER))
    by_sql("update audit_entries set day = '2026-11-24' where day = '2026-11-25' and place = 1")
    assert [("EXTRA", 1)] in faults().values()


def test_a_day_that_is_not_whole_is_not_pruned(member_id):
    by_sql("update audit_entries set about = 'x' where id = 6")
    with pytest.raises(audit_upkeep.NotWhole) as raised:
        list(audit_upkeep.prune(FIRST + timedelta(days=2), LATER))
    assert raised.value.checked.verdict is Verdict.BROKEN
    assert [day.pruned for day in days()] == [True, False, False, False] and len(entries()) == 9


def test_a_day_whose_key_is_gone_is_pruned_by_a_head_that_was_kept(make_app, database_url):
    with make_app(database_url, SECRET_KEYS=["o" * 32]).app_context() as pushed:
        written(hire(pushed.app), days=1)
        kept = {FIRST: [Head(4, days()[0].head)]}
    with make_app(database_url, SECRET_KEYS=["n" * 32]).app_context():
        with pytest.raises(audit_upkeep.NotWhole):
            list(audit_upkeep.prune(FIRST, LATER))
        assert len(list(audit_upkeep.prune(FIRST, LATER, kept))) == 1
        assert [verdict for _, verdict, _ in checked()] == [Verdict.WHOLE, Verdict.WHOLE]
