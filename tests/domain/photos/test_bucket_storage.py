"""Is what lies in the bucket private and typed, and does everything have an end where the store does not answer?"""

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from datetime import timedelta
from urllib.error import HTTPError

import obstore
import pytest
import seaweedfs
from no_store import KnowsNothing, NoStore, Slow, answering
from serving import ROOT, free_port, until

from domain.photos.bucket_storage import PART, BucketStorage
from domain.photos.storage import Kind, Missing, StorageFailed

NAME, SILENT = "ph0to_one-of-two", "it does not answer as a store does"
pytestmark = pytest.mark.seaweedfs


def works(place):
    """Whether it keeps what is put there."""
    try:
        place.put(Kind.COPY, NAME, io.BytesIO(b"b"))
    except StorageFailed:
        return False
    return list(place.read(Kind.COPY, NAME)) == [b"b"]


USES = {
    "put": lambda place: place.put(Kind.COPY, NAME, io.BytesIO(b"a")),
    "put a large one": lambda place: place.put(Kind.COPY, NAME, io.BytesIO(bytes(PART + 1))),
    "read": lambda place: list(place.read(Kind.COPY, NAME)),
    "delete": lambda place: place.delete(Kind.COPY, NAME),
    "names": lambda place: list(place.names(Kind.COPY)),
}


@pytest.fixture
def place(bucket):
    return BucketStorage(**bucket)


def in_store(bucket, kind=Kind.COPY):
    return f"{bucket['address'].removeprefix(f's3://{seaweedfs.BUCKET}/')}/{kind}/{NAME}"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.INCOMING, "application/octet-stream"),
        (Kind.COPY, "image/jpeg"),
        (Kind.THUMBNAIL, "image/jpeg"),
    ],
)
@pytest.mark.parametrize("size", [1, PART + 1])
def test_it_lies_below_the_prefix_with_its_type(seaweed, bucket, place, kind, said, size):
    place.put(kind, NAME, io.BytesIO(bytes(size)))
    there = obstore.get(seaweed.store, in_store(bucket, kind))
    assert there.meta["size"] == size
    assert there.attributes["Content-Type"] == said


@pytest.mark.parametrize("size", [1, PART + 1])
def test_who_knows_the_name_but_no_key_is_not_let_in(seaweed, bucket, place, size):
    place.put(Kind.COPY, NAME, io.BytesIO(bytes(size)))
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(f"{seaweed.endpoint}/{seaweedfs.BUCKET}/{in_store(bucket)}")
    assert refused.value.code == 403


def test_the_bucket_itself_without_a_prefix(seaweed, bucket):
    place = BucketStorage(**bucket | {"address": f"s3://{seaweedfs.BUCKET}"})
    place.put(Kind.THUMBNAIL, NAME, io.BytesIO(b"a"))
    assert obstore.get(seaweed.store, f"thumbnails/{NAME}").meta["size"] == 1
    assert [name for name, _ in place.names(Kind.THUMBNAIL)] == [NAME]
    place.delete(Kind.THUMBNAIL, NAME)


def test_names_leave_out_what_others_put_there(seaweed, bucket, place):
    place.put(Kind.COPY, NAME, io.BytesIO(b"a"))
    for more in (f"{in_store(bucket)}/deeper", f"{in_store(bucket)}.old"):
        obstore.put(seaweed.store, more, b"not ours")
    assert [name for name, _ in place.names(Kind.COPY)] == [NAME]


def test_more_names_than_one_page_of_the_store_has(seaweed, bucket, place):
    """A page has a thousand."""
    folder = in_store(bucket).rpartition("/")[0]
    names = {f"ph0to_{number:05}" for number in range(1003)}
    for name in names:
        obstore.put(seaweed.store, f"{folder}/{name}", b"a")
    assert {name for name, _ in place.names(Kind.COPY)} == names


def test_what_is_replaced_while_it_is_read_does_not_become_a_mixture(place):
    place.put(Kind.COPY, NAME, io.BytesIO(b"a" * PART))
    pieces = place.read(Kind.COPY, NAME)
    assert set(next(pieces)) == {ord("a")}
    place.put(Kind.COPY, NAME, io.BytesIO(b"b" * PART))
    with pytest.raises(StorageFailed, match=r"^PreconditionFailed$"):
        next(pieces)


def test_what_is_deleted_while_it_is_read_is_missing(place):
    place.put(Kind.COPY, NAME, io.BytesIO(b"a" * PART))
    pieces = place.read(Kind.COPY, NAME)
    next(pieces)
    place.delete(Kind.COPY, NAME)
    with pytest.raises(Missing):
        next(pieces)


def fails(use, place):
    """What it said, and after how many seconds."""
    began = time.monotonic()
    with pytest.raises(StorageFailed) as failed:
        use(place)
    assert failed.value.__cause__ is None and failed.value.__suppress_context__
    return str(failed.value), time.monotonic() - began


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_with_a_wrong_key_it_fails_and_names_no_secret_and_no_address(bucket, use):
    said, _ = fails(use, BucketStorage(**bucket | {"key": "another key, which is wrong"}))
    assert said == "SignatureDoesNotMatch"


@pytest.mark.parametrize("use", ["read", "names"])
def test_a_bucket_that_is_not_there_is_not_a_file_that_is_missing(bucket, use):
    place = BucketStorage(**bucket | {"address": "s3://no-such-bucket"})
    assert fails(USES[use], place)[0] == "NoSuchBucket"


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_nor_is_it_missing_where_something_answers_that_is_no_store(bucket, use):
    with answering(NoStore) as server:
        assert fails(use, BucketStorage(**bucket | {"endpoint": server.endpoint}))[0] == SILENT


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_where_nobody_listens_it_fails_at_once(bucket, use):
    place = BucketStorage(**bucket | {"endpoint": f"http://127.0.0.1:{free_port()}"})
    said, seconds = fails(use, place)
    assert said == SILENT and seconds < 5


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_store_that_stopped_does_not_keep_anybody_waiting(seaweed, bucket, use):
    """It still takes connections; so does one whose disk hangs."""
    patient = BucketStorage(**bucket)
    patient.put(Kind.COPY, NAME, io.BytesIO(b"a"))
    seaweed.process.send_signal(signal.SIGSTOP)
    try:
        said, seconds = fails(use, BucketStorage(**bucket, patience=timedelta(seconds=1)))
    finally:
        seaweed.process.send_signal(signal.SIGCONT)
    assert said == SILENT and seconds < 5
    until(lambda: works(patient))


def test_a_store_that_is_killed_fails_and_nobody_waits(tmp_path):
    with seaweedfs.server() as store:
        settings = {"endpoint": store.endpoint, "key_id": seaweedfs.KEY_ID, "key": seaweedfs.KEY}
        place = BucketStorage(f"s3://{seaweedfs.BUCKET}", **settings)
        place.put(Kind.COPY, NAME, io.BytesIO(bytes(PART + 1)))
        pieces = place.read(Kind.COPY, NAME)
        next(pieces)
        store.process.kill()
        store.process.wait()
        for use in (lambda _: next(pieces), *USES.values()):
            said, seconds = fails(use, place)
            assert said == SILENT and seconds < 5


def test_where_nobody_takes_the_connection_it_fails_after_a_few_seconds(bucket):
    """As behind a wall that swallows whatever comes: three seconds for each of two tries."""
    with ExitStack() as open_for_now:
        walled = open_for_now.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        waits = False
        while not waits:
            trying = open_for_now.enter_context(socket.socket())
            trying.settimeout(0.2)
            try:
                trying.connect(walled.getsockname())
            except TimeoutError:
                waits = True
        endpoint = f"http://127.0.0.1:{walled.getsockname()[1]}"
        said, seconds = fails(USES["read"], BucketStorage(**bucket | {"endpoint": endpoint}))
    assert said == SILENT and seconds < 9


def test_a_store_may_say_that_what_is_deleted_was_not_there(bucket):
    with answering(KnowsNothing) as server:
        BucketStorage(**bucket | {"endpoint": server.endpoint}).delete(Kind.COPY, NAME)


def test_to_a_slow_store_no_second_part_is_sent_before_it_has_the_first(bucket):
    """Each of them lies in memory meanwhile."""
    with answering(Slow) as server:
        place = BucketStorage(**bucket | {"endpoint": server.endpoint})
        place.put(Kind.INCOMING, NAME, io.BytesIO(bytes(3 * PART + 1)))
    assert server.most == 1


@pytest.mark.parametrize("encryption", ["", "AES256", "aws:kms"])
@pytest.mark.parametrize("size", [1, PART])
def test_encryption_is_asked_for_where_it_is_set(bucket, encryption, size):
    with answering(NoStore) as server:
        place = BucketStorage(**bucket | {"endpoint": server.endpoint}, encryption=encryption)
        with pytest.raises(StorageFailed):
            place.put(Kind.COPY, NAME, io.BytesIO(bytes(size)))
    assert [asked["x-amz-server-side-encryption"] for asked in server.asked] == [encryption or None]


def test_in_a_process_that_was_forked_it_fails_and_does_not_wait_without_end(place):
    place.put(Kind.COPY, NAME, io.BytesIO(b"a"))
    child = os.fork()
    if not child:
        # Whatever happens here is told by how it ends.
        signal.alarm(20)
        try:
            place.delete(Kind.COPY, NAME)
        except StorageFailed as wrong:
            os._exit(7 if "forked" in str(wrong) else 1)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert list(place.read(Kind.COPY, NAME)) == [b"a"]


GREW = """
import io, pathlib, re, sys
from domain.photos.bucket_storage import BucketStorage
from domain.photos.storage import Kind

class Zeros:
    left = 20 * 1024 * 1024
    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])

place = BucketStorage(sys.argv[1], endpoint=sys.argv[2], key_id=sys.argv[3], key=sys.argv[4])
place.put(Kind.COPY, "ph0to_first", io.BytesIO(b"a"))
before = peak()
place.put(Kind.COPY, "ph0to_large", Zeros())
print(sum(map(len, place.read(Kind.COPY, "ph0to_large"))), peak() - before)
"""


def test_a_file_of_20_megabytes_costs_less_than_20_of_memory(bucket):
    command = [sys.executable, "-c", GREW, *bucket.values()]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    size, grew = map(int, told.stdout.split())
    assert size == 20 * 1024 * 1024
    assert grew < 20 * 1024
