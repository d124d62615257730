"""Is what an address asks for of the trail understood, or told to be not?"""

from datetime import date

import pytest

from domain.staff.audit_search import Wanted
from domain.staff.audit_trail import Act
from views.staff import audit_filter


@pytest.mark.parametrize(
    "typed", ["2026/11/24", "2026-11-24", "２０２６年１１月２４日", "令和8年11月24日", "R8.11.24", "20261124"]
)
def test_days_are_read_however_they_are_written(typed):
    assert audit_filter.of({"since": typed}).wanted == Wanted(since=date(2026, 11, 24))


def test_all_of_it_together():
    typed = {"since": "2026/11/1", "until": "2026/11/30", "member": "3", "act": "saw photos", "customer": "１２"}
    typed |= {"contract": "7", "case": "dR4_-x", "ticket": " T-1 ", "page": "9", "other": "x"}
    asked = audit_filter.of(typed)
    days = (date(2026, 11, 1), date(2026, 11, 30))
    assert asked.wanted == Wanted(*days, 3, Act.SAW_PHOTOS, 12, 7, "dR4_-x", "T-1") and not asked.wrong
    assert asked.in_words("tanaka").startswith(
        "開始日 2026/11/1　終了日 2026/11/30　担当者 tanaka　操作 事故の画像を表示した"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("since", each) for each in ("x", "11/24", "26/11/24", "2026/2/30", "2026年", "2026/13/1")),
        *(("customer", each) for each in ("x", "1.5", "99999999999", "2147483648")),
        *(("member", each) for each in ("tanaka", "1.5")),
        ("act", "read everything"),
        ("case", "あ"),
    ],
)
def test_what_is_none_is_told_and_stays(name, value):
    asked = audit_filter.of({name: value})
    assert asked.wrong[name].startswith(audit_filter.LABELS[name]) and asked.typed == {name: value}


def test_a_range_has_an_end_behind_its_beginning():
    assert audit_filter.of({"since": "2026/11/24", "until": "2026/11/24"}).wrong == {}
    assert audit_filter.of({"since": "2026/11/25", "until": "2026/11/24"}).wrong == {"until": audit_filter.WRONG_WAY}


def test_nothing_asks_for_everything_and_what_is_long_is_cut():
    assert audit_filter.of({}).wanted == Wanted() and audit_filter.of({}).typed == {}
    assert len(audit_filter.of({"ticket": "x" * 1000}).wanted.ticket) == audit_filter.LONGEST
