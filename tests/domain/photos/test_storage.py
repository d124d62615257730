"""Do a folder and a bucket keep the same promises?"""

import io
from datetime import UTC, datetime, timedelta

import pytest

from domain.photos import storage
from domain.photos.bucket_storage import PART, BucketStorage
from domain.photos.local_storage import PIECE, LocalStorage
from domain.photos.storage import Kind, Missing, checked, filled
from infra.encryption import Keyring

NAME, OTHER = "ph0to_one-of-two", "ph0to_two-of-two"
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 1024 * 1024 + 1, PART - 1, PART, PART + 1, 2 * PART + 7]


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.seaweedfs)])
def place(request, tmp_path):
    if request.param == "folder":
        return LocalStorage(tmp_path / "photos", Keyring(["k" * 32]))
    return BucketStorage(**request.getfixturevalue("bucket"))


def content(size, seed=1):
    """Bytes of which no two stretches are alike for long."""
    whole = b"".join(number.to_bytes(4, "big") for number in range(seed * 1000, seed * 1000 + size // 4 + 1))
    return whole[:size]


def found(place, kind=Kind.COPY, name=NAME):
    return b"".join(place.read(kind, name))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_put_is_read(place, size):
    place.put(Kind.COPY, NAME, io.BytesIO(content(size)))
    assert found(place) == content(size)


def test_a_large_file_is_read_piece_by_piece(place):
    place.put(Kind.INCOMING, NAME, io.BytesIO(content(2 * PART)))
    assert max(map(len, place.read(Kind.INCOMING, NAME))) <= 1024 * 1024


def test_it_is_put_from_where_the_source_stands(place):
    source = io.BytesIO(b"said before" + content(100))
    source.seek(len(b"said before"))
    place.put(Kind.COPY, NAME, source)
    assert found(place) == content(100)


def test_a_source_that_gives_little_at_a_time_is_put_whole(place):
    class Trickle(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 100_003))

    place.put(Kind.COPY, NAME, Trickle(content(PART + 9)))
    assert found(place) == content(PART + 9)


def test_the_same_name_again_replaces(place):
    for size, seed in ((PART + 5, 1), (12, 2), (0, 3), (PIECE + 1, 4)):
        place.put(Kind.COPY, NAME, io.BytesIO(content(size, seed)))
        assert found(place) == content(size, seed)
    assert [name for name, _ in place.names(Kind.COPY)] == [NAME]


def test_kinds_and_names_are_apart(place):
    place.put(Kind.COPY, NAME, io.BytesIO(b"copy"))
    place.put(Kind.THUMBNAIL, NAME, io.BytesIO(b"thumbnail"))
    place.put(Kind.COPY, OTHER, io.BytesIO(b"other"))
    place.delete(Kind.COPY, NAME)
    assert found(place, Kind.THUMBNAIL) == b"thumbnail"
    assert found(place, name=OTHER) == b"other"
    with pytest.raises(Missing):
        found(place)


def test_what_is_not_there_is_missing_at_the_first_piece(place):
    for kind in Kind:
        pieces = place.read(kind, NAME)
        with pytest.raises(Missing):
            next(pieces)


def test_to_delete_what_is_not_there_is_no_error(place):
    place.delete(Kind.COPY, NAME)
    place.put(Kind.COPY, NAME, io.BytesIO(b"copy"))
    for _ in range(2):
        place.delete(Kind.COPY, NAME)
    assert list(place.names(Kind.COPY)) == []


def test_names_are_of_one_kind_and_say_since_when(place):
    assert list(place.names(Kind.COPY)) == []
    for kind, name in ((Kind.COPY, NAME), (Kind.COPY, OTHER), (Kind.INCOMING, "ph0to_incoming")):
        place.put(kind, name, io.BytesIO(b"a"))
    put = dict(place.names(Kind.COPY))
    assert set(put) == {NAME, OTHER}
    for at in put.values():
        assert at.utcoffset() == timedelta()
        assert abs(at - datetime.now(UTC)) < timedelta(minutes=1)


class Breaks(io.BytesIO):
    """Whoever sends it is gone on the way."""

    def __init__(self, whole, error):
        super().__init__(whole)
        self.error = error

    def read(self, size=-1):
        if self.tell() > len(self.getvalue()) // 2:
            raise self.error
        return super().read(min(size, 1000))


class Gone(Exception):
    pass


@pytest.mark.parametrize("size", [5000, PART + 5000])
@pytest.mark.parametrize("there_before", [False, True])
def test_of_a_source_that_breaks_off_nothing_is_kept(place, size, there_before):
    """What was there before stays."""
    if there_before:
        place.put(Kind.COPY, NAME, io.BytesIO(b"before"))
    with pytest.raises(Gone):
        place.put(Kind.COPY, NAME, Breaks(content(size), Gone()))
    assert [name for name, _ in place.names(Kind.COPY)] == [NAME] * there_before
    if there_before:
        assert found(place) == b"before"


@pytest.mark.parametrize(
    "name",
    [
        *("", "short", "a" * 41, "../../../etc/passwd", "/etc/passwd-", "a/b/c/d/e/f/g", "..........", ".unfinished"),
        *(
            "ph0to.copy1",
            "ph0to copy1",
            "ph0to\0copy1",
            "ph0to_copy1\n",
            "写真写真写真写真写真",
            "ph0to%2fcopy1",
            "a\\b\\c\\d\\e",
        ),
    ],
)
def test_no_path_is_made_of_what_is_no_id(place, name):
    for use in (
        lambda: place.put(Kind.COPY, name, io.BytesIO(b"a")),
        lambda: place.read(Kind.COPY, name),
        lambda: place.delete(Kind.COPY, name),
    ):
        with pytest.raises(ValueError, match="not the id of a photo"):
            use()
    assert list(place.names(Kind.COPY)) == []


def test_an_id_is_checked():
    for name in (NAME, "a" * 10, "Z" * 40, "-_-_-_-_-_"):
        assert checked(name) == name


def test_it_fills_up_as_long_as_there_is_something():
    source = io.BytesIO(content(10))
    assert [filled(source, 4) for _ in range(4)] == [content(10)[:4], content(10)[4:8], content(10)[8:], b""]


def test_the_application_has_one(context):
    storage.of_app().put(Kind.COPY, NAME, io.BytesIO(b"copy"))
    assert found(storage.of_app()) == b"copy"
