"""Is a file in the folder readable under its own name alone, whole or not at all, and by nobody else?"""

import io
import os
import resource
import signal
import stat
import subprocess
import sys
import tracemalloc
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from serving import ROOT, until

from domain.photos.local_storage import PIECE, SEALED_PIECE, UNFINISHED, LocalStorage
from domain.photos.storage import Kind, Missing, StorageFailed
from infra.encryption import Keyring, Purpose

NAME, OTHER, KEY = "ph0to_one-of-two", "ph0to_two-of-two", "k" * 32
CLEAR = b"the pixels of a photo of somebody's home. "


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "instance" / "photos"


@pytest.fixture
def place(folder):
    return LocalStorage(folder, Keyring([KEY]))


def put(place, pieces, kind=Kind.COPY, name=NAME, last=100):
    """A file of so many pieces, the last of them short."""
    whole = b"".join(bytes([number]) * PIECE for number in range(1, pieces)) + b"z" * last
    place.put(kind, name, io.BytesIO(whole))
    return whole


def found(place, kind=Kind.COPY, name=NAME):
    return b"".join(place.read(kind, name))


def lying(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_nobody_reads_it_from_the_disk(folder, place):
    place.put(Kind.COPY, NAME, io.BytesIO(CLEAR * 5000))
    kept = (folder / "copies" / NAME).read_bytes()
    assert b"pixels" not in kept and NAME.encode() not in kept
    place.put(Kind.COPY, OTHER, io.BytesIO(CLEAR * 5000))
    assert (folder / "copies" / OTHER).read_bytes()[16:64] != kept[16:64]


def test_folders_and_files_are_the_operators_own(folder, place):
    before = os.umask(0)
    try:
        put(place, 2)
    finally:
        os.umask(before)
    rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert rights == {"photos": 0o700, "copies": 0o700, UNFINISHED: 0o700, NAME: 0o600}


def split(kept):
    return [kept[start : start + SEALED_PIECE] for start in range(0, len(kept), SEALED_PIECE)]


def opens(folder, place, kept):
    (folder / "copies" / NAME).write_bytes(kept)
    try:
        return found(place)
    except StorageFailed as wrong:
        assert str(wrong) == "it does not open"
        return None


def test_pieces_open_in_their_own_order_and_number_alone(folder, place):
    whole = put(place, 3)
    pieces = split((folder / "copies" / NAME).read_bytes())
    assert len(pieces) == 3
    tried = [some for count in range(5) for some in permutations([*pieces, pieces[1]], count)]
    assert {some for some in tried if opens(folder, place, b"".join(some)) is not None} == {tuple(pieces)}
    assert opens(folder, place, b"".join(pieces)) == whole


def test_a_file_that_ends_with_a_full_piece_is_not_lengthened_nor_cut(folder, place):
    put(place, 2, last=PIECE)
    pieces = split((folder / "copies" / NAME).read_bytes())
    assert list(map(len, pieces)) == [SEALED_PIECE, SEALED_PIECE]
    for spoilt in (pieces[0], b"".join(pieces) + pieces[1], b"".join(pieces) + b"\0", b""):
        assert opens(folder, place, spoilt) is None


def test_a_byte_that_was_changed_is_noticed(folder, place):
    place.put(Kind.COPY, NAME, io.BytesIO(CLEAR))
    kept = (folder / "copies" / NAME).read_bytes()
    for at in range(len(kept)):
        assert opens(folder, place, kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :]) is None
        assert opens(folder, place, kept[:at]) is None


def test_it_does_not_open_as_another_name_or_kind_nor_as_another_file_of_the_same_name(folder, place):
    put(place, 2, kind=Kind.COPY)
    kept = (folder / "copies" / NAME).read_bytes()
    put(place, 2, kind=Kind.INCOMING)
    put(place, 2, name=OTHER)
    (folder / "incoming" / NAME).write_bytes(kept)
    (folder / "copies" / OTHER).write_bytes(kept)
    for kind, name in ((Kind.INCOMING, NAME), (Kind.COPY, OTHER)):
        with pytest.raises(StorageFailed, match="it does not open"):
            found(place, kind, name)


def test_a_new_key_in_front_opens_what_is_there_and_without_the_old_one_it_is_not_called_missing(folder, place):
    """It could be read again once the key is back; what is missing would be given up."""
    whole = put(place, 2)
    assert found(LocalStorage(folder, Keyring(["n" * 32, KEY]))) == whole
    with pytest.raises(StorageFailed, match="it does not open"):
        found(LocalStorage(folder, Keyring(["n" * 32])))


def test_what_is_read_meanwhile_stays_as_it_was(place):
    whole = put(place, 3)
    pieces = place.read(Kind.COPY, NAME)
    begun = next(pieces)
    place.put(Kind.COPY, NAME, io.BytesIO(b"another"))
    assert begun + b"".join(pieces) == whole
    assert found(place) == b"another"


@contextmanager
def no_file_longer_than(size):
    """As on a disk that is full: writing fails on the way."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_where_writing_fails_nothing_is_left_and_what_was_there_stays(folder, place):
    place.put(Kind.COPY, NAME, io.BytesIO(b"before"))
    with no_file_longer_than(SEALED_PIECE + 10), pytest.raises(StorageFailed, match=r"^File too large$"):
        put(place, 3)
    assert lying(folder) == [folder / "copies" / NAME]
    assert found(place) == b"before"


FULL = """
import io, pathlib, sys
from domain.photos.local_storage import LocalStorage
from domain.photos.storage import Kind, StorageFailed
from infra.encryption import Keyring
folder = pathlib.Path(sys.argv[1])
try:
    LocalStorage(folder, Keyring(["k" * 32])).put(Kind.COPY, "ph0to_one-of-two", io.BytesIO(bytes(1024 * 1024)))
except StorageFailed as wrong:
    print(wrong, [path.name for path in folder.rglob("*") if path.is_file()])
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="NOT ROOT HERE: no disk was full")
def test_a_full_disk(tmp_path):
    """A real one, of 256 KiB, which nobody but this process sees."""
    mounted = 'mount -t tmpfs -o size=256k none "$1" && exec "$2" -c "$3" "$1"'
    command = ["unshare", "--mount", "sh", "-c", mounted, "sh", tmp_path, sys.executable, FULL]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert told.stdout == "No space left on device []\n", told.stderr


def test_where_no_folder_can_be_made_it_fails(tmp_path):
    (tmp_path / "photos").write_bytes(b"a file")
    place = LocalStorage(tmp_path / "photos", Keyring([KEY]))
    with pytest.raises(StorageFailed):
        put(place, 1)
    with pytest.raises(StorageFailed):
        found(place)


@pytest.mark.parametrize("lays", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), os.mkdir])
def test_what_is_no_file_is_not_read(folder, place, lays):
    put(place, 1, name=OTHER)
    lays(folder / "copies" / NAME)
    with pytest.raises(StorageFailed):
        found(place)


ENDLESS = """
import pathlib, sys
from domain.photos.local_storage import LocalStorage
from domain.photos.storage import Kind
from infra.encryption import Keyring
LocalStorage(pathlib.Path(sys.argv[1]), Keyring(["k" * 32])).put(Kind.COPY, "ph0to_one-of-two", sys.stdin.buffer)
"""


@pytest.fixture
def died(folder):
    """A process wrote a part of a file and was killed."""
    command = [sys.executable, "-c", ENDLESS, folder]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as writing:
        writing.stdin.write(bytes(3 * PIECE))
        writing.stdin.flush()
        until(lambda: any(path.stat().st_size for path in lying(folder)))
        writing.send_signal(signal.SIGKILL)


@pytest.mark.usefixtures("died")
def test_what_a_killed_process_left_is_no_file_but_has_a_name_and_is_deleted_by_it(folder, place):
    with pytest.raises(Missing):
        found(place)
    assert len(lying(folder)) == 1
    [(name, since)] = place.names(Kind.COPY)
    assert name == NAME and abs(datetime.now(UTC) - since) < timedelta(minutes=1)
    place.delete(Kind.COPY, NAME)
    assert lying(folder) == []


@pytest.mark.usefixtures("died")
def test_it_does_not_stand_in_the_way_of_the_next_try(folder, place):
    whole = put(place, 2)
    assert found(place) == whole
    assert [name for name, _ in place.names(Kind.COPY)] == [NAME]
    place.delete(Kind.COPY, NAME)
    assert lying(folder) == []


def test_names_leave_out_what_others_laid_there(folder, place):
    put(place, 1)
    (folder / "copies" / "lost+found").mkdir()
    (folder / "copies" / "README").write_text("short")
    assert [name for name, _ in place.names(Kind.COPY)] == [NAME]


class Zeros:
    """So many, none of them kept anywhere."""

    def __init__(self, size):
        self.left = size

    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)


def test_a_file_of_20_megabytes_costs_less_than_half_a_megabyte_of_memory(place):
    put(place, 1)
    tracemalloc.start()
    try:
        place.put(Kind.INCOMING, NAME, Zeros(20 * 1024 * 1024))
        assert sum(map(len, place.read(Kind.INCOMING, NAME))) == 20 * 1024 * 1024
        assert tracemalloc.get_traced_memory()[1] < 512 * 1024
    finally:
        tracemalloc.stop()


def test_what_is_sealed_for_it_opens_for_nothing_else(folder, place):
    """Others may seal for a photo too; no row of theirs has a slash in it."""
    place.put(Kind.COPY, NAME, io.BytesIO(CLEAR))
    kept = (folder / "copies" / NAME).read_bytes()
    assert Keyring([KEY]).decrypt(Purpose.PHOTO, f"copies/{NAME}/0/last", kept) == CLEAR
