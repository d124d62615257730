"""Which parts of a long page are shown, and where is each mark in its picture?

A page as a telephone shows it is long and narrow. What matters of it is laid beside each other in columns of about
equal height, cut only where nothing stands; what was left out between two pieces is seen by a torn edge.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from infra.chromium import Area

# CSS pixels: what is left around what is pressed, how high a column may be, how much a torn edge takes.
MARGIN, HIGHEST, TORN = 20.0, 1180.0, 14.0
# Less than this between two torn edges is nothing; of what is longer than BRIEF, so much of its beginning and its end.
LEAST, BRIEF, UPPER, LOWER = 48.0, 800.0, 490.0, 230.0
# An atom higher than this is cut, not kept whole.
WHOLE = 420.0


class Mark(NamedTuple):
    """Something pointed at in a picture, as shares of its width and height: the words on it, or the number of a
    question."""

    kind: str
    words: str
    x: float
    y: float
    width: float
    height: float


class Piece(NamedTuple):
    """A stretch of the page, from its upper to its lower edge; `torn` where something was left out before it."""

    top: float
    bottom: float
    torn: bool = False

    @property
    def height(self) -> float:
        """With its torn edge."""
        return self.bottom - self.top + (TORN if self.torn else 0)


class Column(NamedTuple):
    """Pieces that stand below each other in one picture."""

    pieces: tuple[Piece, ...]

    @property
    def height(self) -> float:
        return sum(piece.height for piece in self.pieces)


PRESS, FIELD = "press", "field"


def columns(seen: Mapping[str, Any], brief: bool = False) -> list[Column]:
    """What is shown of a page that was measured (measure.js), column by column; where `brief`, the middle of a long one
    is left out."""
    bars = [Piece(each["y"], each["y"] + each["height"]) for each in (seen["head"], seen["around"]) if each]
    pieces = [piece for piece in _mattering(seen) if piece.bottom - piece.top > LEAST]
    if brief and sum(piece.height for piece in pieces) > BRIEF:
        pieces = _folded(pieces, seen["atoms"])
    height = sum(piece.height for piece in (*bars, *pieces))
    many = max(1, -int(-height // HIGHEST))
    found: list[list[Piece]] = [bars]
    for piece in pieces:
        _lay(found, piece, height / many, many, seen["atoms"])
    return [Column(tuple(each)) for each in found if each]


def _mattering(seen: Mapping[str, Any]) -> Iterable[Piece]:
    """What is left of the page's own part, down to what is pressed on it."""
    main = seen["main"]
    top, bottom = main["y"], _end(seen)
    torn = False
    for gap in sorted(seen["dropped"], key=lambda each: float(each["y"])):
        if top < gap["y"] < bottom:
            yield Piece(top, gap["y"], torn)
            top, torn = min(gap["y"] + gap["height"], bottom), True
    if top < bottom:
        yield Piece(top, bottom, torn)


def _end(seen: Mapping[str, Any]) -> float:
    """Just below what is pressed, where nothing is cut through."""
    main, press = seen["main"], seen["press"]
    bottom: float = main["y"] + main["height"]
    if not press or not main["y"] <= press["y"] < bottom:
        return bottom
    below: float = press["y"] + press["height"]
    bottom = min(bottom, below + MARGIN)
    cut: list[float] = [each["y"] for each in seen["atoms"] if below <= each["y"] < bottom < each["y"] + each["height"]]
    return min([bottom, *cut])


def _folded(pieces: Sequence[Piece], atoms: Sequence[Mapping[str, float]]) -> list[Piece]:
    """The beginning and the end, with a torn edge between."""
    first, last = pieces[0], pieces[-1]
    upper = min(_cut(Piece(first.top, last.bottom), UPPER, atoms), first.bottom)
    lower = max(_cut(Piece(first.top, last.bottom), last.bottom - first.top - LOWER, atoms), last.top)
    return [Piece(first.top, upper), Piece(lower, last.bottom, True)] if first.top < upper < lower else list(pieces)


def _lay(found: list[list[Piece]], piece: Piece, share: float, many: int, atoms: Sequence[Mapping[str, float]]) -> None:
    """Put a piece below what stands in the last column, and what has no room there into further ones."""
    while len(found) < many:
        room = share - sum(each.height for each in found[-1])
        if piece.height <= room + MARGIN:
            break
        cut = _cut(piece, room, atoms)
        if cut > piece.top:
            found[-1].append(Piece(piece.top, cut, piece.torn))
            piece = Piece(cut, piece.bottom)
        found.append([])
    if piece.bottom > piece.top:
        found[-1].append(piece)


def _cut(piece: Piece, room: float, atoms: Sequence[Mapping[str, float]]) -> float:
    """The place nearest to where the room ends at which nothing is cut through; the upper edge of the piece itself
    where nothing of it has room."""
    whole = [(each["y"], each["y"] + each["height"]) for each in atoms if each["height"] <= WHOLE]
    between = [(bottom + min((top for top, _ in whole if top >= bottom), default=bottom)) / 2 for _, bottom in whole]
    wanted = piece.top + room
    good = [
        place
        for place in between
        if piece.top < place < piece.bottom
        and abs(place - wanted) < WHOLE
        and not any(top < place < bottom for top, bottom in whole)
    ]
    return min(good, key=lambda place: abs(place - wanted), default=piece.top if room < WHOLE else wanted)


def areas(column: Column, width: float) -> list[Area]:
    """The parts of the page whose pictures make the column's."""
    return [Area(0, piece.top, width, piece.bottom - piece.top) for piece in column.pieces]


def marks(column: Column, seen: Mapping[str, Any], fields: bool) -> list[Mark]:
    """What is pointed at in a column: what is pressed and, with `fields`, the number of each question."""
    said = [(FIELD, each) for each in seen["fields"]] if fields else []
    said += [(PRESS, seen["press"])] if seen["press"] else []
    return [mark for kind, each in said if (mark := _marked(column, seen["width"], kind, each))]


def _marked(column: Column, width: float, kind: str, said: Mapping[str, Any]) -> Mark | None:
    above = 0.0
    for piece in column.pieces:
        above += TORN if piece.torn else 0
        if piece.top <= said["y"] < piece.bottom:
            y = above + said["y"] - piece.top
            shares = (said["x"] / width, y / column.height, said["width"] / width, said["height"] / column.height)
            return Mark(kind, said["words"], *shares)
        above += piece.bottom - piece.top
    return None
