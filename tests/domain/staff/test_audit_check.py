"""Is all found that was done to the trail in the database, and nothing where nothing was?"""

import tracemalloc
from datetime import date, timedelta

import pytest
from factories import NOW
from sqlalchemy import text
from staffing import hire
from tampering import by_sql, checked, days, disarmed, entries, faults, written

from domain.staff import audit_check, audit_trail
from domain.staff.audit_check import Fault, Found, Head, Verdict
from infra.database import core, engine, read, write
from models import AuditDay, AuditEntry

FIRST, SECOND, THIRD, FOURTH = (date(2026, 11, 24) + timedelta(days=number) for number in range(4))
# What each column of the third row of the second day is changed to.
OTHERWISE = {
    "id": "1000",
    "day": "'2026-11-20'",
    "place": "9",
    "at": "'2026-11-25 03:00:02.000003'",
    "act": "'logged in'",
    "member_id": "null",
    "second_id": "member_id",
    "account_id": "5",
    "contract_id": "5",
    "case_id": "'case9'",
    "ticket": "''",
    "screen": "0",
    "reason": "'お問い合わせ '",
    "about": "'吉'",
    "hash": "'" + "0" * 64 + "'",
}
OF_A_DAY = {
    "day": "'2026-12-01'",
    "before": "'x'",
    "entries": "5",
    "head": "'x'",
    "told": "true",
    "pruned": "true",
    "mark": "'" + "0" * 8 + "-" + "0" * 64 + "'",
}
THE_ROW = "where day = '2026-11-25' and place = 3"
THE_DAY = "where day = '2026-11-25'"


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def member_id(app, context):
    """Of three days with four rows each."""
    hired = hire(app)
    written(hired)
    return hired


def test_of_many_rows_on_many_days_nothing_is_found(app, context):
    written(hire(app), days=5, rows=120)
    assert faults() == {} and len(checked()) == 5


def test_each_column_of_a_row_is_here():
    assert {*OTHERWISE} == {*core(AuditEntry).columns.keys()}
    assert {*OF_A_DAY} == {*core(AuditDay).columns.keys()}


@pytest.mark.parametrize("column", OTHERWISE)
def test_a_row_that_was_changed_is_found(member_id, column):
    by_sql(f"update audit_entries set {column} = {OTHERWISE[column]} {THE_ROW}")
    found = faults()
    assert found[1]
    if column in ("day", "place"):
        assert ("MISSING", 3) in found[1]
    else:
        assert found[1][0] == ("CHANGED", 3) if column != "hash" else ("CHANGED", 3, 4)


@pytest.mark.parametrize("column", OF_A_DAY)
def test_a_day_that_was_changed_is_found(member_id, column):
    by_sql(f"update audit_days set {column} = {OF_A_DAY[column]} {THE_DAY}")
    found = checked()
    assert any(verdict is not Verdict.WHOLE for _, verdict, _ in found)
    if column == "mark":
        assert found[1] == (SECOND, Verdict.UNPROVED, []), "who changes it can say that the key is gone, and no more"
    else:
        assert any(wrong for _, _, wrong in found)


@pytest.mark.parametrize("place", [1, 2, 4])
def test_a_row_that_was_deleted_is_found(member_id, place):
    by_sql(f"delete from audit_entries where day = '2026-11-25' and place = {place}")
    assert ("MISSING", place) in faults()[1] and {*faults()} == {1}


def test_rows_that_were_inserted_are_found(member_id):
    """With the hash that belongs there, which takes no key."""
    forged(3)
    assert faults() == {2: [("EXTRA", 5), ("HEAD",)]}


def test_a_row_whose_day_was_made_to_fit_it_is_found(member_id):
    head = forged(3)
    by_sql_more(f"update audit_days set entries = 5, head = '{head}' where day = '2026-11-26'")
    assert faults() == {2: [("MARK",)]}


def test_rows_far_behind_the_last_are_extra_and_none_is_missing(member_id):
    forged(3)
    by_sql_more("update audit_entries set place = 9 where day = '2026-11-26' and place = 5")
    assert faults() == {2: [("EXTRA", 9), ("HEAD",)]}


def test_two_rows_that_were_swapped_are_found(member_id):
    steps = [(2, 90), (3, 2), (90, 3)]
    by_sql(*(f"update audit_entries set place = {to} where day = '2026-11-25' and place = {of}" for of, to in steps))
    assert faults() == {1: [("CHANGED", 2, 3, 4)]}


def test_a_row_that_was_moved_to_another_day_is_found(member_id):
    by_sql("update audit_entries set day = '2026-11-26', place = 5 where day = '2026-11-25' and place = 4")
    assert faults() == {1: [("MISSING", 4), ("HEAD",)], 2: [("EXTRA", 5), ("HEAD",)]}


def test_a_day_that_was_deleted_is_found(member_id):
    by_sql(f"delete from audit_days {THE_DAY}")
    assert checked() == [
        (FIRST, Verdict.WHOLE, []),
        (THIRD, Verdict.BROKEN, [("BEFORE",)]),
        (SECOND, Verdict.BROKEN, [("NO_DAY",)]),
    ]


@pytest.mark.parametrize("which", [FIRST, SECOND])
def test_a_day_that_was_deleted_with_its_rows_is_found(member_id, which):
    by_sql(f"delete from audit_entries where day = '{which}'", f"delete from audit_days where day = '{which}'")
    assert [("BEFORE",)] in faults().values()


def test_a_day_that_was_inserted_is_found(member_id):
    head = days()[-1].head
    by_sql(f"insert into audit_days values ('2026-11-27', '{head}', 0, '{head}', false, false, 'x')")
    assert faults() == {3: [("MARK",)]}


def test_wound_back_to_what_was_true_once_is_found_by_a_head_that_was_kept_elsewhere(app, context):
    member_id = hire(app)
    written(member_id, days=2)
    written(member_id, days=1, rows=2, first=NOW + timedelta(days=2))
    before = days()[-1]
    written(member_id, days=1, rows=2, first=NOW + timedelta(days=2, hours=1))
    kept = {THIRD: [Head(4, days()[-1].head)]}
    assert faults(heads=kept) == {}
    changed = f"entries = {before.entries}, head = '{before.head}', mark = '{before.mark}'"
    by_sql(
        "delete from audit_entries where day = '2026-11-26' and place > 2",
        f"update audit_days set {changed} where day = '2026-11-26'",
    )
    assert faults() == {}, "nothing in the database says so: docs/decisions/0028-audit-trail.md"
    assert faults(heads=kept) == {2: [("ARCHIVED",)]}
    by_sql_more("delete from audit_entries where day = '2026-11-26'", "delete from audit_days where day = '2026-11-26'")
    assert faults() == {}
    assert faults(heads=kept) == {2: [("NO_DAY",)]}


def test_a_head_that_was_kept_in_the_middle_of_a_day_is_that_of_one_of_its_rows(member_id):
    second = entries(SECOND)[1].hash
    assert faults(heads={SECOND: [Head(2, second), Head(4, days()[1].head)]}) == {}
    assert faults(heads={SECOND: [Head(2, "0" * 64)]}) == {1: [("ARCHIVED",)]}


def test_what_is_written_meanwhile_is_no_fault(app, member_id):
    with read() as session:
        found = audit_check.check(session)
        assert next(found).verdict is Verdict.WHOLE
        written(member_id, days=1, rows=1, first=NOW + timedelta(days=2, hours=1))
        assert [each.verdict for each in found] == [Verdict.WHOLE, Verdict.WHOLE]


def test_a_row_that_comes_between_a_day_and_its_rows_is_no_fault(app, member_id, monkeypatch):
    rows = audit_check._rows

    def late(*those):
        monkeypatch.undo()
        written(member_id, days=1, rows=1, first=NOW + timedelta(days=2, hours=1))
        return rows(*those)

    monkeypatch.setattr(audit_check, "_rows", late)
    assert faults(since=THIRD) == {} and len(entries()) == 13


def test_only_the_days_that_are_asked_for_are_looked_at(member_id):
    by_sql(f"update audit_entries set about = 'x' {THE_ROW}")
    assert faults(since=THIRD) == {} == faults(until=FIRST)
    assert [day for day, *_ in checked(since=SECOND, until=SECOND)] == [SECOND]


def test_a_day_without_a_row_follows_too(member_id):
    written(member_id, days=1, rows=1, first=NOW + timedelta(days=9))
    assert faults() == {}


@pytest.mark.parametrize(("keys", "verdict"), [(["n" * 32, "o" * 32], Verdict.WHOLE), (["n" * 32], Verdict.UNPROVED)])
def test_keys_that_were_changed(make_app, database_url, keys, verdict):
    app = make_app(database_url, SECRET_KEYS=["o" * 32])
    with app.app_context():
        member_id = hire(app)
        written(member_id, days=2)
        kept = {each.day: [Head(each.entries, each.head)] for each in days()}
    with make_app(database_url, SECRET_KEYS=keys).app_context():
        written(member_id, days=1, first=NOW + timedelta(days=2))
        assert checked() == [(FIRST, verdict, []), (SECOND, verdict, []), (THIRD, Verdict.WHOLE, [])]
        assert faults(heads=kept) == {}, "a head that was kept elsewhere speaks for a day"
        by_sql(f"update audit_entries set about = 'x' {THE_ROW}")
        assert ("CHANGED", 3) in faults()[1]


@pytest.mark.parametrize(
    "statement",
    [
        f"update audit_entries set place = 'x' {THE_ROW}",
        f"update audit_entries set at = 'x' {THE_ROW}",
        f"update audit_entries set about = x'00ff' {THE_ROW}",
        f"update audit_days set entries = 'x' {THE_DAY}",
        f"update audit_days set mark = x'00' {THE_DAY}",
    ],
)
def test_what_sqlite_keeps_and_cannot_be_read_is_told(make_app, sqlite_url, statement):
    app = make_app(sqlite_url)
    with app.app_context():
        written(hire(app))
        by_sql(statement)
        found = checked()
        assert found[1][1] is Verdict.BROKEN and ("UNREADABLE",) in found[1][2]
        assert found[0][1] is found[2][1] is Verdict.WHOLE


def test_of_many_faults_the_first_are_named_and_the_others_counted(app, context):
    written(hire(app), days=1, rows=40)
    by_sql("update audit_entries set about = 'x'")
    with read() as session:
        [day] = audit_check.check(session)
    [found] = day.found
    assert (found.fault, found.many, found.places) == (Fault.CHANGED, 40, tuple(range(1, 21)))
    assert found.words.endswith(f"20行目 ほか20行：{Fault.CHANGED.words}")
    assert Found(Fault.MARK, 1, ()).words == Fault.MARK.words


def test_many_rows_take_no_more_memory_than_few(app, context, monkeypatch):
    monkeypatch.setattr(audit_check, "AT_ONCE", 20)
    member_id, size = hire(app), 20_000
    written(member_id, days=1, rows=20, about="x" * size)
    few = most_memory()
    written(member_id, days=1, rows=280, about="x" * size)
    assert most_memory() < few + 50 * size


def most_memory():
    tracemalloc.start()
    assert faults() == {}
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def forged(day):
    """A row behind the last of a day, that follows it; gives its hash."""
    last = entries()[day * 4 - 1]
    copied = {name: getattr(last, name) for name in core(AuditEntry).c.keys()}  # noqa: SIM118
    row = AuditEntry(**{**copied, "id": last.id + 1, "place": last.place + 1})
    row.hash = audit_trail.hash_of(row, last.hash)
    disarmed()
    with write() as session:
        session.add(row)
        session.flush()
        return row.hash


def by_sql_more(*statements):
    with engine().begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
