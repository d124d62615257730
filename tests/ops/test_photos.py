"""Does the check pass what works, and name what does not?"""

import os
import signal
from datetime import timedelta

import clamav
import dying
import picturing
import pytest
from serving import free_port

from domain.photos import erasing, inspection, storage, uploads
from domain.photos.local_storage import LocalStorage
from domain.photos.storage import Kind
from infra import clock as times

KEPT = "PASS  storage: written, read, listed and deleted"


def check(app):
    told = app.test_cli_runner().invoke(args=["photos", "check"])
    return told.exit_code, told.output.splitlines()


def test_a_storage_that_works_and_no_scanner(app):
    status, told = check(app)
    assert (status, told[0]) == (0, KEPT)
    assert told[1].startswith("NONE  scanner: MADOGUCHI_SCANNER is not set")
    with app.app_context():
        assert list(storage.of_app().names(Kind.INCOMING)) == []


def test_a_storage_that_cannot_be_written(make_app, sqlite_url, tmp_path):
    (tmp_path / "file").touch()
    status, told = check(make_app(sqlite_url, PHOTOS_FOLDER=str(tmp_path / "file")))
    assert (status, told[0]) == (1, "FAIL  storage: File exists")


def test_a_store_that_is_away(make_app, sqlite_url):
    endpoint = f"http://127.0.0.1:{free_port()}"
    bucket = {"BUCKET": "s3://photos", "ENDPOINT": endpoint, "KEY_ID": "tests", "KEY": "nobody may read this"}
    status, told = check(make_app(sqlite_url, **{f"PHOTOS_{name}": value for name, value in bucket.items()}))
    assert (status, told[0]) == (1, "FAIL  storage: it does not answer as a store does")


class Muddles(LocalStorage):
    def read(self, kind, name):
        return (piece[::-1] for piece in super().read(kind, name))


class Forgets(LocalStorage):
    def names(self, kind):
        return iter(())


@pytest.mark.parametrize("kind", [Muddles, Forgets])
def test_a_storage_that_says_nothing_of_what_it_lost(app, tmp_path, kind):
    app.extensions["photo storage"] = kind(tmp_path / "photos", app.extensions["keyring"])
    status, told = check(app)
    assert (status, told[0]) == (1, "FAIL  storage: what was written is not what is there")


@pytest.fixture
def scanned(make_app, sqlite_url):
    """What is told of a scanner with this database and these settings."""

    def told(database=clamav.OWN, **settings):
        with clamav.server(database, **settings) as clamd:
            app = make_app(sqlite_url, SCANNER=clamd.unix, PHOTO_MEGABYTES=20)
            status, lines = check(app)
        assert lines[0] == KEPT
        return status, lines[1:]

    return told


@pytest.mark.clamav
def test_a_scanner_that_works(scanned):
    status, (version, size) = scanned(StreamMaxLength="21M", MaxFileSize="21M")
    assert (status, size) == (0, "PASS  scanner, 20 MB: looked into")
    assert version.startswith("PASS  scanner: ClamAV ")


@pytest.mark.clamav
def test_a_scanner_that_takes_less_than_we_do(scanned):
    status, (_, size) = scanned(StreamMaxLength="19M")
    assert status == 1
    assert size.startswith("FAIL  scanner, 20 MB: it ") and size.endswith(" (StreamMaxLength must be larger)")


@pytest.mark.clamav
@pytest.mark.parametrize("setting", [{"MaxFileSize": "19M"}, {"MaxScanSize": "19M"}])
def test_a_scanner_that_calls_large_files_clean_unseen(scanned, setting):
    status, (_, size) = scanned(**setting)
    assert status == 1
    assert size.startswith("FAIL  scanner, 20 MB: not looked into (MaxFileSize and MaxScanSize must be larger")


@pytest.mark.clamav
def test_a_scanner_without_signatures(scanned):
    status, (version, _) = scanned(clamav.NO_SIGNATURES)
    assert (status, version) == (1, "FAIL  scanner: it has no signatures")


@pytest.mark.clamav
def test_a_scanner_that_sees_harm_everywhere(scanned):
    status, (version, _) = scanned(clamav.OWN | {"all.ndb": f"Test.All:0:0:{b'nothing of any harm'.hex()}\n"})
    assert (status, version) == (1, "FAIL  scanner: it finds harm where there is none")


def test_a_scanner_that_is_away(make_app, sqlite_url):
    status, told = check(make_app(sqlite_url, SCANNER=f"tcp:127.0.0.1:{free_port()}"))
    assert (status, told[0]) == (1, KEPT)
    assert told[1] == "FAIL  scanner: it cannot be reached: ConnectionRefusedError"
    assert told[2].startswith("FAIL  scanner, 20 MB: it cannot be reached: ConnectionRefusedError")


def test_a_worker_that_is_killed_anywhere_leaves_what_the_next_one_ends(make_app, sqlite_url, clock):
    app = make_app(sqlite_url)
    account_id, _ = picturing.with_accident(app)
    goes_to = picturing.run(app, account_id)
    content, name = picturing.file()
    with app.app_context():
        photo_id = uploads.take(goes_to, content, name, clock.now).id
    for point in range(1, 99):
        ended = dying.run_until(make_app, sqlite_url, ["photos", "run", "--once"], point)
        [photo] = picturing.photos(app)
        assert (photo.state == "ready") <= (picturing.names(app, Kind.COPY) == {photo_id})
        clock.forward(seconds=inspection.CLAIM.total_seconds())
        if photo.state == "ready":
            break
    assert point > 4 and not ended, "it was never killed"
    assert dying.run_until(make_app, sqlite_url, ["photos", "run", "--once"], 999)
    with app.app_context():
        erasing.files_of_nobody(times.utc_now() + timedelta(hours=2))
    assert [picturing.names(app, kind) for kind in Kind] == [set(), {photo_id}, {photo_id}]


def test_a_worker_ends_when_it_is_told_to(app, monkeypatch):
    """Also while nothing waits."""
    monkeypatch.setattr(inspection, "work", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert app.test_cli_runner().invoke(args=["photos", "run"]).exit_code == 0
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGINT, signal.default_int_handler)
