"""How is a number drawn? How long a bar is, where a column stands, at which round numbers lines are; all as parts of a
hundred, for whoever draws them."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

WHOLE = 100.0
# What there is one of among thousands is still seen.
LEAST = 1.0
MOST_STEPS = 4
ROUND = (1, 2, 5)


class Part(NamedTuple):
    """Where a part of a bar begins, and how long it is."""

    start: float
    size: float


def length(number: int, most: int) -> float:
    """How long the bar of a number is, beside that of the most."""
    [part] = stacked([number], most)
    return part.size


def ticks(most: int) -> Sequence[int]:
    """Round numbers, as far from one another, from nothing up to at least the most."""
    step = next(step for step in _steps() if step * MOST_STEPS >= most)
    return range(0, max(most + step - 1, step) + 1, step)


def stacked(numbers: Sequence[int], top: int, least: float = LEAST) -> Sequence[Part]:
    """The parts of one bar, one behind the other, where `top` is as long as the ground. All that is there is seen, and
    no bar grows by that as long as it is itself seen."""
    sizes = [max(number / top * WHOLE, least) if number > 0 else 0.0 for number in numbers]
    seen = sum(size > 0 for size in sizes)
    true = sum(number for number in numbers if number > 0) / top * WHOLE if seen else 0.0
    spare = sum(sizes) - least * seen
    given = min(max(sum(sizes) - true, 0.0), spare)
    if given > 0:
        sizes = [size - given * (size - least) / spare if size else 0.0 for size in sizes]
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    return [Part(start, min(size, WHOLE - start)) for start, size in zip(starts, sizes, strict=True)]


def columns(many: int, filled: float) -> Sequence[Part]:
    """Where each of so many columns stands, side by side over the whole width; each fills this part of its own room."""
    room = WHOLE / many
    return [Part(room * (place + (1 - filled) / 2), room * filled) for place in range(many)]


def labelled(many: int, most: int) -> Sequence[bool]:
    """Which of so many columns are labelled, at most so many and the last one always."""
    every = -(-many // most)
    return [(many - 1 - place) % every == 0 for place in range(many)]


def _steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on."""
    for power in count():
        yield from (each * 10**power for each in ROUND)
