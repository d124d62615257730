"""Are the pictures of a run in the order and with the captions that their owner gave, from two windows too? (W14)"""

import io

import pytest
from factories import NOW
from picturing import run, told, with_accident

from domain.photos import arranging, uploads


@pytest.fixture
def into(app):
    account_id, _ = with_accident(app)
    return run(app, account_id)


def take(app, into, content):
    with app.app_context():
        return uploads.take(into, io.BytesIO(content), "IMG_1.jpg", NOW).id


def captions(app):
    return [each.caption for each in told(app)]


def caption(app, into, typed, shown, run_id=None):
    with app.app_context():
        return arranging.caption(run_id or into.run_id, typed, shown)


def test_they_are_put_in_order(app, into):
    one, two, three = (take(app, into, content) for content in (b"1", b"2", b"3"))
    with app.app_context():
        for what, by, becomes in (
            (three, -1, [one, three, two]),
            (one, -1, [one, three, two]),
            (one, 1, [three, one, two]),
            (two, 1, [three, one, two]),
            ("nobody", 1, [three, one, two]),
        ):
            arranging.move(into.run_id, what, by)
            assert [each.id for each in uploads.of_run(into.run_id)] == becomes


def test_captions_are_kept_clean_and_not_endlessly(app, into, normalized):
    one = take(app, into, b"1")
    assert caption(app, into, {one: " 前の\x00凹み　" + "あ" * 800, "nobody": "x"}, {one: ""}) == 0
    [kept] = captions(app)
    assert kept.startswith("前の凹み") and len(kept) == arranging.LONGEST_CAPTION
    caption(app, into, {one: "\u0301\u0316" * 40_000}, {one: kept})
    assert max(normalized) <= uploads.LONGEST_READ
    caption(app, into, {one: "another run's"}, {}, "x" * 22)
    assert "another run's" not in captions(app)


def test_what_was_not_touched_changes_nothing_that_another_window_typed(app, into):
    one, two = take(app, into, b"1"), take(app, into, b"2")
    caption(app, into, {one: "前", two: ""}, {one: "", two: ""})
    assert caption(app, into, {one: "", two: "後ろ"}, {one: "", two: ""}) == 0
    assert captions(app) == ["前", "後ろ"]


def test_what_both_have_changed_stands_beside_each_other(app, into):
    one = take(app, into, b"1")
    caption(app, into, {one: "前"}, {one: ""})
    assert caption(app, into, {one: "左"}, {one: ""}) == 1
    assert captions(app) == ["前／左"]
    assert caption(app, into, {one: "前／左"}, {one: "古い"}) == 0
    assert caption(app, into, {one: ""}, {one: "前／左"}) == 0
    assert captions(app) == [""]
