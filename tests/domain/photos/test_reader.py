"""Does the process that reads come back whatever happens to it, and does nothing of this one reach it?"""

import os
import select
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest
from pictures import opened, saved, scene
from PIL import Image

from domain.photos import reader as reading
from domain.photos.pictures import Reason, Unreadable
from domain.photos.reader import NoReader, Reader, ReaderFailed

ROOT = Path(__file__).parents[3]
MOST_MEMORY = 300_000_000


@pytest.fixture
def reader():
    with closing(Reader()) as found:
        yield found


def picture():
    return BytesIO(saved(scene(320, 240)))


def most_held(reader):
    """The most memory that the process has had, in bytes."""
    said = Path(f"/proc/{reader.pid}/status").read_text()
    return 1024 * int(said.partition("VmHWM:")[2].split()[0])


def larger():
    """A file that is given in several pieces."""
    return saved(Image.effect_noise((640, 480), 80), "PNG")


class Held(BytesIO):
    """A file that has something done each time when a piece of it was given, so many times."""

    def __init__(self, data, do, times=1):
        super().__init__(data)
        self.do = do
        self.times = times

    def read(self, length=-1):
        if 0 < self.tell() <= length and self.times:
            self.times -= 1
            self.do()
        return super().read(length)


def test_a_picture_is_read_by_a_process_that_stays(reader):
    found = reader.read(picture())
    assert opened(found.copy).size == (found.width, found.height) == (320, 240)
    first = reader.pid
    reader.read(picture())
    assert reader.pid == first


def test_a_refusal_has_its_reason_and_the_reader_stays(reader):
    for data, reason in ((b"", Reason.EMPTY), (b"<html>", Reason.NO_PICTURE), (b"\xff\xd8\xff", Reason.BROKEN)):
        with pytest.raises(Unreadable) as refused:
            reader.read(BytesIO(data))
        assert refused.value.reason == reason
    first = reader.pid
    reader.read(picture())
    assert reader.pid == first


def test_from_where_it_stands(reader):
    source = BytesIO(b"before" + picture().getvalue())
    source.seek(6)
    assert reader.read(source).width == 320


def test_too_large_for_the_reader(reader):
    with pytest.raises(Unreadable) as refused:
        reader.read(BytesIO(bytes(20 * 1024 * 1024 + 1)))
    assert refused.value.reason == Reason.TOO_LARGE
    assert most_held(reader) < 60_000_000
    with pytest.raises(Unreadable) as refused:
        reader.read(BytesIO(bytes(20 * 1024 * 1024)))
    assert refused.value.reason == Reason.NO_PICTURE


def test_killed_between_two_pictures(reader):
    reader.read(picture())
    os.kill(reader.pid, signal.SIGKILL)
    assert reader.read(picture()).width == 320


def test_killed_during_a_picture_it_is_asked_once_more(reader):
    reader.read(picture())
    first = reader.pid
    assert reader.read(Held(larger(), lambda: os.kill(first, signal.SIGKILL))).width == 640
    assert reader.pid != first


def test_killed_twice_it_is_the_file(reader):
    source = Held(larger(), lambda: os.kill(reader.pid, signal.SIGKILL), times=2)
    with pytest.raises(ReaderFailed) as failed:
        reader.read(source)
    assert failed.value.reason == Reason.BROKEN
    assert failed.value.how == "status -9"
    assert reader.read(picture()).width == 320


def test_a_reader_that_does_not_answer_is_ended_and_not_asked_again():
    with closing(Reader(patience=1.5)) as reader:
        reader.read(picture())
        first = reader.pid
        began = monotonic()
        with pytest.raises(ReaderFailed) as failed:
            reader.read(Held(larger(), lambda: os.kill(first, signal.SIGSTOP)))
        assert failed.value.how == "too slow"
        assert 1.4 < monotonic() - began < 5
        assert not Path(f"/proc/{first}").exists()
        assert reader.read(picture()).width == 320


def test_who_has_no_cpu_left_for_a_picture_is_not_the_pictures_fault():
    """Another reads it. The kernel counts whole seconds, and not as the process does."""
    with closing(Reader(seconds=0.01)) as reader:
        slow, pids = saved(Image.new("L", (10_000, 5_000), 128), "PNG", compress_level=1), set()
        for _ in range(8):
            assert reader.read(BytesIO(slow)).width == 2560
            pids.add(reader.pid)
        assert len(pids) > 1, "nobody's CPU was used up"


def test_who_cannot_give_the_file_to_its_end_leaves_no_half_of_it_behind(reader):
    def break_off():
        raise OSError("the storage is gone")

    reader.read(picture())
    with pytest.raises(OSError, match="the storage is gone"):
        reader.read(Held(bytes(200_000), break_off))
    assert reader.read(picture()).width == 320


def test_a_reader_that_does_not_come_up_says_nothing_of_the_file(reader, monkeypatch, tmp_path):
    monkeypatch.setattr(reading.sys, "executable", "/bin/false")
    with pytest.raises(NoReader):
        reader.read(picture())
    monkeypatch.setattr(reading.sys, "executable", str(tmp_path / "nothing"))
    with pytest.raises(NoReader):
        reader.read(picture())
    monkeypatch.undo()
    assert reader.read(picture()).width == 320


def test_many_threads_ask_one_reader(reader):
    sizes = [(100 + 10 * number, 100) for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda size: reader.read(BytesIO(saved(scene(*size), "PNG"))), sizes))
    assert [(each.width, each.height) for each in found] == sizes


def test_closed_it_is_gone_and_comes_back_for_who_asks(reader):
    reader.read(picture())
    first = reader.pid
    reader.close()
    assert not Path(f"/proc/{first}").exists()
    reader.close()
    assert reader.read(picture()).width == 320


def test_it_ends_with_who_asked(tmp_path):
    """However that ends."""
    (tmp_path / "picture").write_bytes(picture().getvalue())
    asks = (
        "import os, sys; from domain.photos.reader import Reader; reader = Reader()\n"
        "reader.read(open(sys.argv[1], 'rb')); print(reader.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", asks, tmp_path / "picture"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == -signal.SIGKILL
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(int(asked.stdout))
        assert select.select([handle], [], [], 10)[0], "it is still there"
        os.close(handle)


def test_nothing_of_this_process_is_known_to_it(reader, monkeypatch, tmp_path):
    monkeypatch.setenv("MADOGUCHI_SECRET_KEYS", "only ours")
    with (tmp_path / "ours").open("wb") as ours:
        os.set_inheritable(ours.fileno(), True)
        reader.read(picture())
        proc = Path(f"/proc/{reader.pid}")
        assert b"MADOGUCHI" not in (proc / "environ").read_bytes()
        assert {str(each.readlink()).partition(":")[0] for each in (proc / "fd").iterdir()} <= {"pipe", "/dev/null"}


def test_the_web_process_stays_without_pillow():
    said = subprocess.run(
        [sys.executable, "-c", "import sys, app, domain.photos.reader; print(sorted(sys.modules))"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "domain.photos.reader" in said.stdout
    assert "'PIL'" not in said.stdout
    assert "pillow_heif" not in said.stdout


def test_the_reader_stays_without_the_application():
    said = subprocess.run(
        [sys.executable, "-c", "import sys, domain.photos.reader_process; print(sorted(sys.modules))"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "'PIL'" in said.stdout
    assert not {"flask", "sqlalchemy", "models", "cryptography", "socket", "ssl"} & set(eval(said.stdout))


LARGE = {
    "PNG": ({"compress_level": 1}, "RGBA", (7071, 7071)),
    "JPEG": ({"quality": 60}, "CMYK", (7071, 7071)),
    "JPEG in passes": ({"quality": 60, "progressive": True}, "RGB", (7071, 7071)),
    "WEBP": ({"quality": 20}, "RGB", (3790, 3790)),
    "AVIF": ({"quality": 30}, "RGB", (5050, 5050)),
}


def test_the_largest_picture_in_the_largest_file(reader):
    """Fifty megapixels that one can see through, with so much grain that the file has nearly its twenty megabytes."""
    whole = Image.new("RGBA", (7071, 7071), "gray")
    whole.paste(Image.frombytes("RGBA", (2200, 2200), os.urandom(4 * 2200 * 2200)))
    data = saved(whole, "PNG", compress_level=1)
    assert 19_000_000 < len(data) < 20 * 1024 * 1024
    assert reader.read(BytesIO(data)).width == 2560
    assert most_held(reader) < MOST_MEMORY


@pytest.mark.parametrize("kind", LARGE)
def test_the_largest_of_a_kind_stay_below_what_the_reader_may_hold(kind, reader):
    """Of HEIC, whose largest takes half a minute to write, `bench/photos.py` tells."""
    options, mode, size = LARGE[kind]
    data = saved(Image.new(mode, size, "gray" if mode != "CMYK" else 128), kind.partition(" ")[0], **options)
    assert reader.read(BytesIO(data)).width == 2560
    assert most_held(reader) < MOST_MEMORY
