"""Are bars and columns drawn as large as what they stand for, and labelled as far as there is room?"""

from collections import namedtuple
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.staff import figures_drawn
from views.staff.figures_drawn import HIGH, Chart, Drawn, Key, Series, by_day

Found = namedtuple("Found", "place became number")
SERIES = (
    Series("good", "よい", ["sent"]),
    Series("wait", "待ち", ["queued", "sending"]),
    Series("dots", "悪い", ["lost"]),
)
EMPTY = Chart("name", "題", "ありません。")
FIRST = date(2026, 11, 28)


def days(many):
    return [FIRST + timedelta(days=each) for each in range(many)]


def test_of_nothing_nothing_is_drawn():
    assert by_day(EMPTY, [], days(7), SERIES) == EMPTY
    assert by_day(EMPTY, [Found(0, "no such", 3)], days(7), SERIES) == EMPTY


def test_a_column_for_each_day_with_its_parts_from_the_ground_up():
    drawn = by_day(EMPTY, [Found(1, "sent", 50), Found(1, "lost", 50), Found(0, "queued", 25)], days(2), SERIES)
    first, second = drawn.columns.days
    assert drawn.columns.lines == [(0, HIGH), (50, HIGH / 2), (100, 0)]
    assert first.parts == [Drawn("wait", HIGH * 0.75, HIGH * 0.25)] and first.total == 25
    assert second.parts == [Drawn("good", HIGH / 2, HIGH / 2), Drawn("dots", 0, HIGH / 2)]
    assert (second.top, second.middle) == (0, 75)
    assert drawn.keys == [Key("good", "よい", 50), Key("wait", "待ち", 25), Key("dots", "悪い", 50)]
    assert drawn.cells == [("11/28", 0, 25, 0), ("11/29", 50, 0, 50)]


def test_words_that_belong_together_are_one_part():
    drawn = by_day(EMPTY, [Found(0, "queued", 1), Found(0, "sending", 2)], days(2), SERIES)
    assert [part.look for part in drawn.columns.days[0].parts] == ["wait"] and drawn.cells[0] == ("11/28", 0, 3, 0)


def test_one_day_alone_is_drawn_in_bars():
    drawn = by_day(EMPTY, [Found(0, "sent", 4), Found(0, "lost", 1)], days(1), SERIES)
    assert drawn.columns is None and [(row.label, row.said) for row in drawn.rows] == [
        ("よい", "4件"),
        ("待ち", "0件"),
        ("悪い", "1件"),
    ]
    assert [[part.size for part in row.parts] for row in drawn.rows] == [[100], [], [25]]


@pytest.mark.parametrize(
    ("many", "labels"),
    [
        (7, ["11/28", "29", "30", "12/1", "2", "3", "4"]),
        (14, ["", "11/29", "", "12/1", "", "3", "", "5", "", "7", "", "9", "", "11"]),
    ],
)
def test_labels_say_the_month_where_it_is_another(many, labels):
    drawn = by_day(EMPTY, [Found(0, "sent", 1)], days(many), SERIES)
    assert [day.label for day in drawn.columns.days] == labels


@given(st.lists(st.tuples(*[st.integers(0, 10**6)] * 3), min_size=2, max_size=31))
def test_no_column_is_higher_than_its_ground(numbers):
    words = ("sent", "queued", "lost")
    found = [Found(at, word, n) for at, day in enumerate(numbers) for word, n in zip(words, day, strict=True)]
    drawn = by_day(EMPTY, found, days(len(numbers)), SERIES).columns
    for day, counted in zip(drawn.days if drawn else (), numbers, strict=bool(drawn)):
        assert len(day.parts) == sum(number > 0 for number in counted)
        assert all(part.start >= -1e-6 and part.start + part.size <= HIGH + 1e-6 for part in day.parts)
        assert day.left >= 0 and day.left + day.width <= 100 + 1e-6


def test_a_bar_of_several_parts_leaves_out_what_there_is_none_of():
    assert [part.look for part in figures_drawn.parts([1, 0, 1], 2, SERIES)] == ["good", "dots"]
