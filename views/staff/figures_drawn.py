"""Of what does a chart of figures consist? Bars, or columns for days, keys to them, and the same numbers as a table.

What a part looks like is a class of staff.css. Places across are parts of a hundred, those down are pixels.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from rules import charts

# How high the ground of columns is, in pixels, and how much of it the smallest part takes that is there.
HIGH, LEAST = 200, 2.0
FILLED, MOST_LABELS = 0.62, 7


class Series(NamedTuple):
    """A kind of thing in a chart: how it is drawn, what it is called, and by which words it is kept."""

    look: str
    words: str
    members: Sequence[str]


class Key(NamedTuple):
    """What a look means, and how many there are."""

    look: str
    words: str
    number: int


class Drawn(NamedTuple):
    """A part of a bar or a column."""

    look: str
    start: float
    size: float


class Row(NamedTuple):
    """A bar: what it is of, on which screen or the like, what else is known, and its number in words and as drawn."""

    label: str
    said: str
    parts: Sequence[Drawn]
    place: str = ""
    more: str = ""


class Column(NamedTuple):
    """A day: its label, "" where there is no room for one, where it stands, its total, and its parts, each from its
    upper end down."""

    label: str
    left: float
    width: float
    total: int
    parts: Sequence[Drawn]

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return self.left + self.width / 2

    @property
    def top(self) -> float:
        """Where its uppermost part begins."""
        return min((each.start for each in self.parts), default=float(HIGH))


class Columns(NamedTuple):
    """The days, and the lines behind them: each a number and how far from the top it is."""

    days: Sequence[Column]
    lines: Sequence[tuple[int, float]]
    high: int = HIGH


class Chart(NamedTuple):
    """A chart: its name in the page's address, words around it, and what is said where it has no `cells`."""

    name: str
    title: str
    empty: str
    lead: str = ""
    heads: Sequence[str] = ()
    cells: Sequence[Sequence[str | int]] = ()
    keys: Sequence[Key] = ()
    rows: Sequence[Row] = ()
    columns: Columns | None = None


def said(number: int) -> str:
    """1,234件."""
    return f"{number:,}件"


def whole(look: str, number: int, most: int) -> Sequence[Drawn]:
    """A bar of one part; of nothing none."""
    return [Drawn(look, 0.0, charts.length(number, most))] if number else []


def parts(numbers: Sequence[int], most: int, series: Sequence[Series]) -> Sequence[Drawn]:
    """A bar with a part for each series that has any."""
    both = zip(series, charts.stacked(numbers, most), strict=True)
    return [Drawn(each.look, part.start, part.size) for each, part in both if part.size]


def keys(series: Sequence[Series], found: Sequence[tuple[str, int]]) -> list[Key]:
    """What the looks mean; `found` is how many there are by the words by which they are kept."""
    return [Key(look, words, sum(many for what, many in found if what in members)) for look, words, members in series]


def by_day(chart: Chart, found: Sequence[Any], days: Sequence[date], series: Sequence[Series]) -> Chart:
    """The chart with a column for each of these days, or with bars where there is one day alone. What is `found` has
    the place of its day, what it `became` and its `number`."""
    looks = {member: each.look for each in series for member in each.members}
    many: Counter[tuple[int, str]] = Counter()
    for row in found:
        if row.became in looks:
            many[row.place, looks[row.became]] += row.number
    if not many:
        return chart
    meant = keys(series, [(row.became, row.number) for row in found])
    if len(days) == 1:
        most = max(key.number for key in meant)
        rows = [Row(key.words, said(key.number), whole(key.look, key.number, most)) for key in meant]
        return chart._replace(rows=rows, heads=("結果", "件数"), cells=[(key.words, key.number) for key in meant])
    numbers = [[many[place, each.look] for each in series] for place in range(len(days))]
    cells: list[Sequence[str | int]] = [(_day(day), *counted) for day, counted in zip(days, numbers, strict=True)]
    heads = ("日", *(each.words for each in series))
    return chart._replace(keys=meant, heads=heads, cells=cells, columns=_columns(days, numbers, series))


def _columns(days: Sequence[date], numbers: Sequence[Sequence[int]], series: Sequence[Series]) -> Columns:
    lines = charts.ticks(max(sum(counted) for counted in numbers))
    labels = _labels(days, charts.labelled(len(days), MOST_LABELS))
    drawn = []
    for counted, place, label in zip(numbers, charts.columns(len(days), FILLED), labels, strict=True):
        stacked = zip(series, charts.stacked(counted, lines[-1], LEAST), strict=True)
        shown = [
            Drawn(each.look, _down(part.start + part.size), part.size * HIGH / charts.WHOLE)
            for each, part in stacked
            if part.size
        ]
        drawn.append(Column(label, place.start, place.size, sum(counted), shown))
    return Columns(drawn, [(line, _down(line / lines[-1] * charts.WHOLE)) for line in lines])


def _labels(days: Sequence[date], are_shown: Sequence[bool]) -> Sequence[str]:
    """12/1, and the day alone where it is clear of which month it is."""
    shown = [day for day, is_shown in zip(days, are_shown, strict=True) if is_shown]
    new = {shown[0], *(day for before, day in pairwise(shown) if day.month != before.month)}
    return [(_day(day) if day in new else str(day.day)) if day in shown else "" for day in days]


def _day(day: date) -> str:
    return f"{day.month}/{day.day}"


def _down(part: float) -> float:
    return HIGH - part * HIGH / charts.WHOLE
