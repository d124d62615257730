"""Does an installation have what it is set to, and only start with what can be meant?"""

import io

import pytest
from no_store import NoStore, answering

from config import BadSetting
from domain.photos import scanner, storage
from domain.photos.bucket_storage import BucketStorage
from domain.photos.local_storage import LocalStorage
from domain.photos.storage import Kind

NAME = "ph0to_one-of-two"


def test_by_default_a_folder_and_no_scanner(make_app, sqlite_url, tmp_path):
    with make_app(sqlite_url, PHOTOS_FOLDER=str(tmp_path / "elsewhere")).app_context():
        storage.of_app().put(Kind.COPY, NAME, io.BytesIO(b"a"))
        assert isinstance(storage.of_app(), LocalStorage)
        assert scanner.of_app() is None
    assert (tmp_path / "elsewhere" / "copies" / NAME).is_file()


def test_the_key_ring_of_the_application_opens_it(make_app, sqlite_url):
    with make_app(sqlite_url, SECRET_KEYS=["a" * 32]).app_context():
        storage.of_app().put(Kind.COPY, NAME, io.BytesIO(b"a"))
    with make_app(sqlite_url, SECRET_KEYS=["b" * 32, "a" * 32]).app_context():
        assert list(storage.of_app().read(Kind.COPY, NAME)) == [b"a"]
    with make_app(sqlite_url, SECRET_KEYS=["b" * 32]).app_context(), pytest.raises(storage.StorageFailed):
        list(storage.of_app().read(Kind.COPY, NAME))


@pytest.mark.seaweedfs
def test_or_a_bucket(make_app, sqlite_url, bucket):
    told = {f"PHOTOS_{name.upper()}": value for name, value in bucket.items() if name != "address"}
    app = make_app(sqlite_url, PHOTOS_BUCKET=bucket["address"], PHOTOS_REGION="ap-northeast-1", **told)
    with app.app_context():
        storage.of_app().put(Kind.COPY, NAME, io.BytesIO(b"a"))
    assert list(BucketStorage(**bucket).read(Kind.COPY, NAME)) == [b"a"]


def test_it_is_reached_as_the_settings_say(make_app, sqlite_url):
    with answering(NoStore) as server:
        told = {"ENDPOINT": server.endpoint, "REGION": "ap-northeast-3", "KEY_ID": "somebody", "KEY": "hush"}
        bucket = {"BUCKET": "s3://photos/here", "ENCRYPTION": "AES256", **told}
        app = make_app(sqlite_url, **{f"PHOTOS_{name}": value for name, value in bucket.items()})
        with app.app_context(), pytest.raises(storage.StorageFailed):
            storage.of_app().put(Kind.COPY, NAME, io.BytesIO(b"a"))
    [asked] = server.asked
    assert "Credential=somebody/" in asked["Authorization"] and "/ap-northeast-3/s3/" in asked["Authorization"]
    assert asked["x-amz-server-side-encryption"] == "AES256"
    assert "hush" not in str(asked)


def test_a_scanner_at_no_address_does_not_start(make_app, sqlite_url):
    with pytest.raises(BadSetting, match=r"^MADOGUCHI_SCANNER: 'clamd' is not like unix:/"):
        make_app(sqlite_url, SCANNER="clamd")
