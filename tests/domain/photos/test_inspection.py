"""Is each picture that has arrived looked at once, whoever dies meanwhile, and nothing shown before? (row U6)"""

import io
import signal
from contextlib import closing
from time import monotonic

import pytest
from picturing import data, file, look, names, photos, run, told, with_accident
from ways import at_once

import models
from domain.photos import arranging, inspection, uploads
from domain.photos.pictures import Reason
from domain.photos.reader import NoReader, Reader
from domain.photos.scanner import ScannerAway
from domain.photos.storage import Kind, StorageFailed
from infra.database import write
from rules.states import PhotoState


@pytest.fixture
def into(app):
    account_id, _ = with_accident(app)
    return run(app, account_id)


@pytest.fixture(scope="module")
def reader():
    """One for all: it takes a while to come up."""
    with closing(Reader()) as at_work:
        yield at_work


def take(app, into, chosen):
    content, name = chosen
    with app.app_context():
        return uploads.take(into, content, name, app.config["CLOCK"]()).id


def look_once(app, reader):
    with app.app_context():
        return inspection.inspect_next(reader)


def test_a_picture_is_kept_as_a_copy_and_what_came_is_gone(app, into, reader):
    photo_id = take(app, into, file(size=(3000, 2000)))
    assert look_once(app, reader) and not look_once(app, reader)
    [photo] = photos(app)
    assert (photo.state, photo.width, photo.height, photo.claimed_until) == (PhotoState.READY, 2560, 1707, None)
    assert names(app, Kind.INCOMING) == set()
    assert names(app, Kind.COPY) == names(app, Kind.THUMBNAIL) == {photo_id}
    assert b"".join(app.extensions["photo storage"].read(Kind.COPY, photo_id)).startswith(b"\xff\xd8")


def test_when_it_was_taken_comes_beside_the_caption_that_was_typed_meanwhile(app, into, reader, monkeypatch):
    photo_id = take(app, into, file())
    read = reader.read

    def read_while_somebody_types(source):
        arranging.caption(into.run_id, {photo_id: "前から"}, {})
        picture = read(source)
        return type(picture)(**{**vars(picture), "taken_at": "2026-11-20T09:05:30"})

    monkeypatch.setattr(reader, "read", read_while_somebody_types)
    look_once(app, reader)
    [kept] = told(app)
    assert (kept.caption, kept.taken_at) == ("前から", "2026-11-20T09:05:30")


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        (data(b"%PDF-1.7", "a.jpg"), Reason.NO_PICTURE),
        (data(b"<html><script>alert(1)</script>", "a.png"), Reason.NO_PICTURE),
        (data(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.webp"), Reason.NO_PICTURE),
        (data(file()[0].getvalue()[:2000], "half.jpg"), Reason.BROKEN),
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_of_it_stays(app, into, reader, chosen, reason):
    good = take(app, into, file())
    take(app, into, (io.BytesIO(chosen[0].getvalue()), chosen[1]))
    while look_once(app, reader):
        pass
    assert {(each.state, each.reason) for each in photos(app)} == {("ready", ""), ("refused", reason)}
    assert names(app, Kind.INCOMING) == set() and names(app, Kind.COPY) == {good}


def test_one_like_another_is_told_of(app, into, reader):
    take(app, into, file(size=(800, 600)))
    take(app, into, file(kind="PNG", size=(400, 300)))
    take(app, into, file(number=4))
    while look_once(app, reader):
        pass
    doubled = ["doubled" in each.doubts for each in photos(app)]
    assert doubled in ([False, True, False], [True, False, False]), "whichever was read second"


def test_many_at_once_look_at_each_once(make_app, database_url, reader, monkeypatch):
    app = make_app(database_url)
    account_id, _ = with_accident(app)
    goes_to = run(app, account_id)
    for number in range(4):
        take(app, goes_to, file(number=number))
    read, seen = reader.read, []
    monkeypatch.setattr(reader, "read", lambda source: (seen.append(1), read(source))[1])

    def work():
        while look_once(app, reader):
            pass

    at_once([work] * 4)
    assert len(seen) == 4 and {each.state for each in photos(app)} == {PhotoState.READY}


def test_what_a_worker_left_that_died_is_looked_at_by_another(app, into, reader, clock):
    take(app, into, file())
    with app.app_context():
        assert inspection._claim(clock.now)
    assert not look_once(app, reader)
    clock.forward(seconds=inspection.CLAIM.total_seconds())
    assert look_once(app, reader)
    assert photos(app)[0].state == PhotoState.READY


def test_a_reader_that_is_killed_is_started_anew(app, into, reader, monkeypatch):
    take(app, into, file())
    look_once(app, reader)
    reader._process.send_signal(signal.SIGKILL)
    reader._process.wait()
    take(app, into, file(number=2))
    look_once(app, reader)
    assert [each.state for each in photos(app)] == [PhotoState.READY] * 2


def test_what_was_taken_out_meanwhile_leaves_nothing(app, into, reader, monkeypatch):
    photo_id = take(app, into, file())
    read = reader.read

    def read_while_it_goes(source):
        picture = read(source)
        uploads.remove(into.run_id, [photo_id])
        return picture

    monkeypatch.setattr(reader, "read", read_while_it_goes)
    look_once(app, reader)
    assert photos(app) == [] and all(names(app, kind) == set() for kind in Kind)


def test_without_its_file_it_is_broken(app, into, reader):
    photo_id = take(app, into, file())
    app.extensions["photo storage"].delete(Kind.INCOMING, photo_id)
    look_once(app, reader)
    assert photos(app)[0].reason == Reason.BROKEN


def away(*_):
    raise ScannerAway


def full(*_):
    raise StorageFailed


def nobody(*_):
    raise NoReader


class Looks:
    """A scanner that answers as it is told to."""

    def __init__(self, answer):
        self.scan = answer


@pytest.mark.parametrize("what", ["scanner", "reader", "reading", "writing"])
def test_what_cannot_be_looked_at_waits_and_is_tried_again(app, into, reader, clock, monkeypatch, what):
    photo_id = take(app, into, file())
    storage = app.extensions["photo storage"]
    with monkeypatch.context() as for_now:
        if what == "scanner":
            for_now.setitem(app.extensions, "photo scanner", Looks(away))
        elif what == "reader":
            for_now.setattr(reader, "read", nobody)
        else:
            for_now.setattr(storage, {"reading": "read", "writing": "put"}[what], full)
        assert look_once(app, reader)
        assert photos(app)[0].state == PhotoState.ARRIVED
        assert not look_once(app, reader), "it is tried again at once"
        clock.forward(seconds=2)
        assert look_once(app, reader)
    clock.forward(seconds=30)
    assert look_once(app, reader)
    assert photos(app)[0].state == PhotoState.READY and names(app, Kind.COPY) == {photo_id}


def test_what_the_scanner_finds_is_refused(app, into, reader, monkeypatch):
    seen = []
    monkeypatch.setitem(app.extensions, "photo scanner", Looks(lambda source: seen.append(source.read())))
    content, name = file()
    whole = content.getvalue()
    take(app, into, (content, name))
    look_once(app, reader)
    assert photos(app)[0].reason == Reason.HARMFUL and seen == [whole]
    assert all(names(app, kind) == set() for kind in Kind)


def test_a_worker_ends_and_a_database_that_is_away_does_not_end_it(app, into, reader, monkeypatch, caplog):
    take(app, into, file())
    with monkeypatch.context() as broken:
        broken.setattr(inspection, "_claim", lambda _: full())
        assert inspection.work(app, reader) is False
    assert inspection.work(app, reader) is True
    assert "pictures: StorageFailed" in caplog.text and "IMG_1" not in caplog.text


def test_the_embedded_worker_looks_when_woken(app, into):
    end = inspection.start_thread(app)
    take(app, into, file())
    inspection.wake(app)
    until = monotonic() + 30
    while photos(app)[0].state == PhotoState.ARRIVED:
        assert monotonic() < until, "nobody looks"
    end()
    assert photos(app)[0].state == PhotoState.READY


def test_all_that_waits_is_looked_at(app, into):
    for number in range(3):
        take(app, into, file(number=number))
    assert look(app) == 3
    with app.app_context(), write() as session:
        assert session.query(models.Photo).filter_by(state="ready").count() == 3
