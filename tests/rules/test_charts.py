"""Is every bar on its ground, every number under the last line, and all seen that is there?"""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import charts
from rules.charts import LEAST, WHOLE, Part

NUMBERS = st.integers(0, 10**7)
SOME = st.lists(NUMBERS, min_size=1, max_size=7)


@given(NUMBERS, NUMBERS)
def test_a_bar_is_never_longer_than_its_ground(number, most):
    drawn = charts.length(number, max(number, most))
    assert 0 <= drawn <= WHOLE and (drawn > 0) == (number > 0)


def test_bars_are_as_long_as_their_numbers_are_large():
    assert [charts.length(number, 40) for number in (0, 10, 20, 40)] == [0, 25, 50, 100]
    assert charts.length(0, 0) == 0
    assert charts.length(1, 1_000_000) == LEAST


@given(NUMBERS)
def test_lines_are_round_few_as_far_from_one_another_and_cover_the_most(most):
    lines = list(charts.ticks(most))
    [step] = {after - before for before, after in pairwise(lines)}
    assert lines[0] == 0 and lines[-1] >= most and 2 <= len(lines) <= 5
    assert str(step).rstrip("0") in ("1", "2", "5")
    assert lines[-1] - step < max(most, 1)


def test_lines_as_one_draws_them():
    drawn = {most: list(charts.ticks(most)) for most in (0, 1, 4, 5, 101)}
    assert drawn == {0: [0, 1], 1: [0, 1], 4: [0, 1, 2, 3, 4], 5: [0, 2, 4, 6], 101: [0, 50, 100, 150]}


@given(SOME, NUMBERS)
def test_parts_stand_one_behind_the_other_on_their_ground_and_each_is_seen(numbers, more):
    parts = charts.stacked(numbers, max(sum(numbers) + more, 1))
    assert [part.size > 0 for part in parts] == [number > 0 for number in numbers]
    assert all(part.size >= LEAST - 1e-6 for part in parts if part.size)
    ends = [part.start + part.size for part in parts]
    assert parts[0].start == 0 and ends[-1] <= WHOLE + 1e-6
    assert all(abs(after.start - end) < 1e-6 for end, after in zip(ends, parts[1:], strict=False))


@given(SOME)
def test_what_is_seen_more_of_than_there_is_makes_no_bar_longer(numbers):
    top = max(sum(numbers), 1)
    parts = charts.stacked(numbers, top)
    least = LEAST * sum(number > 0 for number in numbers)
    assert sum(part.size for part in parts) == pytest.approx(max(sum(numbers) / top * WHOLE, least))


def test_parts_of_nothing():
    assert charts.stacked([0, 0], 1) == [Part(0, 0), Part(0, 0)]


@given(st.integers(1, 60), st.floats(0.1, 1))
def test_columns_stand_side_by_side(many, filled):
    places = charts.columns(many, filled)
    assert len(places) == many
    assert places[0].start >= 0 and places[-1].start + places[-1].size <= WHOLE + 1e-6
    assert all(before.start + before.size <= after.start + 1e-6 for before, after in pairwise(places))


@given(st.integers(1, 400), st.integers(1, 40))
def test_few_are_labelled_and_the_last_always(many, most):
    shown = charts.labelled(many, most)
    assert len(shown) == many and shown[-1] and sum(shown) <= most
