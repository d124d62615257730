"""Does a picture get into a run once, whole, within the limits, and out of it again? (803, decision 25)"""

from datetime import timedelta
from io import BytesIO

import dying
import pytest
from factories import NOW
from picturing import names, photos, run, told, with_accident
from staffing import customer, photo
from ways import at_once, tables

import models
from domain.photos import arranging, erasing, passes, uploads
from domain.photos.pictures import Reason
from domain.photos.storage import Kind, StorageFailed
from domain.photos.uploads import Closed, Told
from infra import clock
from infra.database import write
from infra.encryption import DecryptionFailed
from rules.states import PhotoState

TOLD = Told("IMG_1.jpg", "前から", "2026-11-20T09:05:30+09:00")


@pytest.fixture
def into(app):
    account_id, _ = with_accident(app)
    return run(app, account_id)


def take(app, into, content=b"picture", name="IMG_1.jpg"):
    with app.app_context():
        return uploads.take(into, BytesIO(content), name, NOW)


def ready(app, *ids):
    """As if they had been read."""
    with app.app_context(), write() as session:
        session.query(models.Photo).filter(models.Photo.id.in_(ids)).update({"state": PhotoState.READY})


def test_what_was_told_of_it_is_read_back_and_stands_nowhere(app, context):
    kept = photo(customer(app), 0, told=TOLD)
    assert uploads.told(kept) == TOLD
    assert "IMG_1" not in str(tables(app)["photos"]) and "前から" not in str(tables(app)["photos"])


def test_it_is_no_other_pictures(app, context):
    of = customer(app)
    moved = photo(of, 1)
    moved.told = photo(of, 0, told=TOLD).told
    with pytest.raises(DecryptionFailed):
        uploads.told(moved)


def test_what_came_lies_in_the_storage_until_it_is_read(app, into):
    made = take(app, into)
    assert (made.state, made.size, made.place) == (PhotoState.ARRIVED, 7, 1)
    assert b"".join(app.extensions["photo storage"].read(Kind.INCOMING, made.id)) == b"picture"
    assert told(app) == [Told("IMG_1.jpg")]


def test_an_equal_file_is_the_one_that_is_there(app, into):
    first = take(app, into)
    assert take(app, into, name="copy.jpg").id == first.id
    assert (len(photos(app)), names(app, Kind.INCOMING)) == (1, {first.id})
    assert take(app, into, b"another").place == 2


def test_an_equal_file_in_another_run_is_another_picture(app, into):
    first = take(app, into)
    assert take(app, run(app, into.account_id, "s" * 22)).id != first.id


def test_many_equal_ones_at_once_are_one(make_app, database_url):
    app = make_app(database_url)
    account_id, _ = with_accident(app)
    goes_to = run(app, account_id)
    made = at_once([lambda: take(app, goes_to)] * 8)
    assert len({each.id for each in made}) == 1
    assert names(app, Kind.INCOMING) == {made[0].id}


def test_no_more_than_may_be_sent_at_a_time_however_many_come_at_once(make_app, database_url):
    app = make_app(database_url, PHOTOS_AT_ONCE=3)
    account_id, _ = with_accident(app)
    goes_to = run(app, account_id)
    made = at_once([lambda number=number: take(app, goes_to, b"%d" % number) for number in range(8)])
    assert sorted(each.reason for each in made) == [""] * 3 + [Reason.TOO_MANY] * 5
    assert names(app, Kind.INCOMING) == {each.id for each in made if not each.reason}


def test_of_what_was_refused_nothing_is_kept_and_it_takes_no_place(make_app, sqlite_url):
    app = make_app(sqlite_url, PHOTOS_AT_ONCE=1)
    account_id, _ = with_accident(app)
    into = run(app, account_id)
    assert take(app, into, b"").reason == Reason.EMPTY
    assert take(app, into).state == PhotoState.ARRIVED
    assert take(app, into, b"another").reason == Reason.TOO_MANY
    assert len(names(app, Kind.INCOMING)) == 1


def test_the_limit_itself_is_taken_and_a_byte_more_is_not(make_app, sqlite_url):
    app = make_app(sqlite_url, PHOTO_MEGABYTES=1)
    account_id, _ = with_accident(app)
    into = run(app, account_id)
    assert take(app, into, bytes(2**20)).state == PhotoState.ARRIVED
    more = take(app, into, bytes(2**20 + 1))
    assert (more.state, more.reason) == (PhotoState.REFUSED, Reason.TOO_LARGE)


def test_refused_ones_do_not_pile_up_without_end_nor_keep_others_out(app, into, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_REFUSED", 2)
    monkeypatch.setitem(app.config, "PHOTO_MEGABYTES", 0)
    last = [take(app, into, b"%d" % number).id for number in range(4)][-1]
    assert len(photos(app)) == 2 and last in {each.id for each in photos(app)}
    monkeypatch.setitem(app.config, "PHOTO_MEGABYTES", 1)
    assert take(app, into, b"another").state == PhotoState.ARRIVED


def test_what_was_refused_is_tried_anew_when_it_comes_again(app, into):
    """What was wrong may have been on its way, or that there were too many."""
    first = take(app, into)
    with app.app_context(), write() as session:
        session.get_one(models.Photo, first.id).state = PhotoState.REFUSED
    again = take(app, into)
    assert again.id != first.id and [each.state for each in photos(app)] == [PhotoState.ARRIVED]


def test_nothing_comes_into_a_run_that_is_over(app, into):
    with app.app_context(), write() as session:
        session.get_one(models.RunRow, into.run_id).committed_at = NOW
    with pytest.raises(Closed):
        take(app, into)
    with pytest.raises(Closed):
        take(app, into._replace(run_id="x" * 22))
    assert (photos(app), names(app, Kind.INCOMING)) == ([], set())


def test_a_run_that_ends_meanwhile_takes_the_file_away_again(app, into, monkeypatch):
    put = app.extensions["photo storage"].put

    def put_and_end(*what):
        put(*what)
        with write() as session:
            session.get_one(models.RunRow, into.run_id).committed_at = NOW

    monkeypatch.setattr(app.extensions["photo storage"], "put", put_and_end)
    with pytest.raises(Closed):
        take(app, into)
    assert (photos(app), names(app, Kind.INCOMING)) == ([], set())


def test_where_it_cannot_be_stored_there_is_no_row(app, into, monkeypatch):
    def full(*_):
        raise StorageFailed

    monkeypatch.setattr(app.extensions["photo storage"], "put", full)
    with pytest.raises(StorageFailed):
        take(app, into)
    assert photos(app) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("車の前.jpg", "車の前.jpg"),
        (r"C:\fakepath\IMG 1.jpg", "IMG 1.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x=1.jpg", "a Set-Cookie: x=1.jpg"),
        ('";rm.jpg', '";rm.jpg'),
        ("あ" * 100 + ".jpg", "あ" * 67 + "…" + "あ" * 8 + ".jpg"),
        ("", ""),
    ],
)
def test_a_file_is_called_as_its_owner_knows_it(name, shown):
    assert uploads.short_name(name) == shown


def test_one_is_taken_out_with_its_files_and_of_another_run_none(app, into):
    one, two = take(app, into), take(app, into, b"another")
    with app.app_context():
        uploads.remove("x" * 22, [one.id])
        assert len(photos(app)) == 2
        uploads.remove(into.run_id, [one.id])
    assert [each.id for each in photos(app)] == [two.id]
    assert names(app, Kind.INCOMING) == {two.id}


def test_what_is_seen_of_a_list_marks_it(app, into):
    def mark():
        with app.app_context():
            return uploads.mark_of(uploads.of_run(into.run_id))

    marks = [mark()]
    one, two = take(app, into).id, take(app, into, b"another").id
    marks.append(mark())
    with app.app_context():
        arranging.caption(into.run_id, {one: "前"}, {})
    marks.append(mark())
    ready(app, one)
    marks.append(mark())
    with app.app_context():
        arranging.move(into.run_id, two, -1)
    marks.append(mark())
    assert len(set(marks)) == len(marks) and mark() == mark()


def mark_of(app, into):
    with app.app_context():
        return uploads.mark_of(uploads.of_run(into.run_id))


def send(app, into, mark, number):
    with app.app_context(), write() as session:
        return uploads.send(session, into.run_id, mark, number, NOW)


def test_what_was_seen_and_is_ready_is_sent_once(app, into):
    one, two = (take(app, into, content).id for content in (b"1", b"2"))
    ready(app, one)
    seen = mark_of(app, into)
    assert send(app, into, seen, "1" * 12) == 1
    assert send(app, into, seen, "2" * 12) == 0
    assert {each.id: each.receipt_number for each in photos(app)} == {one: "1" * 12, two: None}
    with app.app_context():
        assert uploads.sent_of(into.account_id, [into.accident_id, 99]) == {into.accident_id: 1}
        assert uploads.sent_of(99, [into.accident_id]) == {}
        uploads.remove(into.run_id, [one])
        arranging.caption(into.run_id, {one: "too late"}, {})
        assert uploads.told(uploads.find(one)).caption == ""


def test_what_became_another_since_it_was_seen_is_not_sent(app, into):
    one = take(app, into).id
    ready(app, one)
    seen = mark_of(app, into)
    with app.app_context():
        arranging.caption(into.run_id, {one: "前"}, {})
    assert send(app, into, seen, "1" * 12) == 0
    take(app, into, b"another")
    assert send(app, into, mark_of(app, into), "1" * 12) == 1


def test_what_is_sent_ends_the_pass_into_it(app, into):
    ready(app, take(app, into).id)
    with app.app_context():
        made = passes.issue(into, NOW)
        send(app, into, mark_of(app, into), "1" * 12)
        assert passes.find(made.id, into.portal, NOW) is None


def test_a_name_of_marks_without_end_is_cut_before_it_is_looked_at(app, into, normalized):
    take(app, into, name="\u0301\u0316" * 50_000)
    assert normalized == [] or max(normalized) <= uploads.LONGEST_READ


def test_killed_anywhere_on_its_way_in_a_picture_is_there_whole_or_not_at_all(make_app, sqlite_url):
    """And whoever sends it again, not knowing, has it once."""
    app = make_app(sqlite_url)
    account_id, _ = with_accident(app)
    goes_to = run(app, account_id)
    for point in range(1, 99):
        ended = dying.call_until(make_app, sqlite_url, lambda other: take(other, goes_to, b"x" * 300_000), point)
        for there in photos(app):
            pieces = app.extensions["photo storage"].read(Kind.INCOMING, there.id)
            assert b"".join(pieces) == b"x" * 300_000
        if ended:
            break
    assert point > 8, "it was never killed"
    [there] = photos(app)
    assert take(app, goes_to, b"x" * 300_000).id == there.id
    with app.app_context():
        erasing.files_of_nobody(clock.utc_now() + timedelta(hours=2))
    assert names(app, Kind.INCOMING) == {there.id}
