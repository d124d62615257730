"""Is what matters shown whole, in order, and with each mark where it belongs?"""

import pytest

from views.leaflets import cropping
from views.leaflets.cropping import HIGHEST, MARGIN, TORN, Column, Piece

WIDTH = 390


def box(y, height, x=20, width=350):
    return {"x": x, "y": y, "width": width, "height": height}


def seen(*, height, press=None, dropped=(), atoms=(), fields=()):
    """A page whose own part begins at 200, below a bar of 56."""
    return {
        "width": WIDTH,
        "head": box(0, 56, 0, WIDTH),
        "around": None,
        "main": box(200, height, 0, WIDTH),
        "press": {"words": "次へ", **box(press, 60)} if press else None,
        "dropped": list(dropped),
        "atoms": list(atoms),
        "fields": [{"words": str(place), **box(y, 30, 20, 30)} for place, y in enumerate(fields, 1)],
    }


def rows(first, last, step=100, height=80):
    return [box(y, height) for y in range(first, last, step)]


def test_it_ends_just_below_what_is_pressed():
    (column,) = cropping.columns(seen(height=1500, press=500))
    assert column.pieces == (Piece(0, 56), Piece(200, 560 + MARGIN))


def test_its_end_cuts_through_nothing():
    (column,) = cropping.columns(seen(height=1500, press=500, atoms=[box(500, 60), box(570, 60)]))
    assert column.pieces[-1].bottom == 570


def test_what_is_pressed_above_it_comes_with_what_it_stands_in():
    page = seen(height=300) | {"around": box(100, 60), "press": {"words": "ホーム", **box(110, 40)}}
    (column,) = cropping.columns(page)
    assert column.pieces == (Piece(0, 56), Piece(100, 160), Piece(200, 500))
    assert cropping.marks(column, page, fields=False)[0].y == pytest.approx((56 + 10) / column.height)


def test_a_heading_that_does_not_matter_is_left_out_with_a_torn_edge():
    (column,) = cropping.columns(seen(height=800, press=800, dropped=[box(400, 300)]))
    assert column.pieces == (Piece(0, 56), Piece(200, 400), Piece(700, 880, torn=True))
    assert column.height == 56 + 200 + TORN + 180


def test_between_two_torn_edges_there_is_something():
    (column,) = cropping.columns(seen(height=800, press=800, dropped=[box(400, 100), box(520, 100)]))
    assert [piece.torn for piece in column.pieces] == [False, False, True]


def test_what_was_left_out_below_the_end_changes_nothing():
    assert cropping.columns(seen(height=900, press=500, dropped=[box(700, 100)])) == cropping.columns(
        seen(height=900, press=500)
    )


def test_a_long_page_is_laid_beside_itself_and_cut_between_rows():
    atoms = rows(200, 2200)
    found = cropping.columns(seen(height=2000, atoms=atoms))
    assert len(found) == 2
    assert all(column.height <= HIGHEST + 100 for column in found)
    first, second = found[0].pieces[-1], found[1].pieces[0]
    assert first.bottom == second.top
    assert not any(atom["y"] < first.bottom < atom["y"] + atom["height"] for atom in atoms)


def test_the_middle_of_a_brief_one_is_left_out():
    page = seen(height=2000, press=2000, atoms=rows(200, 2000))
    (column,) = cropping.columns(page, brief=True)
    assert [piece.torn for piece in column.pieces] == [False, False, True]
    assert column.height < 900
    assert [mark.words for mark in cropping.marks(column, page, fields=False)] == ["次へ"]


@pytest.mark.parametrize("atoms", [[], [box(200, 2000)], rows(200, 2000, 7, 300)])
def test_however_it_is_built_nothing_is_lost_or_shown_twice(atoms):
    found = cropping.columns(seen(height=2000, atoms=atoms))
    pieces = [piece for column in found for piece in column.pieces][1:]
    assert (pieces[0].top, pieces[-1].bottom) == (200, 2200)
    assert [piece.bottom for piece in pieces[:-1]] == [piece.top for piece in pieces[1:]]


def test_marks_are_shares_of_the_column_they_stand_in():
    page = seen(height=600, press=700, fields=[300, 600], dropped=[box(400, 100)])
    (column,) = cropping.columns(page)
    one, two, press = cropping.marks(column, page, fields=True)
    assert (one.kind, one.words, two.words, press.kind, press.words) == ("field", "1", "2", "press", "次へ")
    assert one.y * column.height == pytest.approx(56 + 100)
    assert two.y * column.height == pytest.approx(56 + 200 + TORN + 100)
    assert one.x * WIDTH == pytest.approx(20)
    assert [mark.kind for mark in cropping.marks(column, page, fields=False)] == ["press"]


def test_what_stands_in_another_column_is_not_marked_in_this_one():
    page = seen(height=2000, fields=[300, 2100], atoms=rows(200, 2200))
    assert [[mark.words for mark in cropping.marks(each, page, fields=True)] for each in cropping.columns(page)] == [
        ["1"],
        ["2"],
    ]


def test_areas_are_as_wide_as_the_page():
    assert cropping.areas(Column((Piece(0, 56), Piece(200, 300, torn=True))), WIDTH) == [
        (0, 0, WIDTH, 56),
        (0, 200, WIDTH, 100),
    ]
