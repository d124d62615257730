"""Within which limits are pictures read?"""

import json
import os
import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pictures import saved, scene

from domain.photos.pictures import Reason
from domain.photos.reader_process import LARGEST, taken
from domain.photos.wire import READY

ROOT = Path(__file__).parents[3]
# In a process of their own: a limit cannot be raised again.
LIMITED = """
import json, os, resource, sys
from domain.photos import reader_process
before = os.nice(0)
reader_process.limit()
reader_process.allow(3)
names = ("DATA", "CORE", "FSIZE", "NOFILE", "CPU")
told = {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[0] for name in names}
try:
    bytearray(290_000_000)
except MemoryError:
    told["memory"] = "refused"
print(json.dumps(told | {"nice": os.nice(0) - before}))
"""


def test_limits():
    said = subprocess.run([sys.executable, "-c", LIMITED], cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(said.stdout)
    assert told["memory"] == "refused"
    assert told["DATA"] + 20_000_000 < 310_000_000
    assert told["CORE"] == told["FSIZE"] == 0
    assert told["NOFILE"] == 16
    assert told["CPU"] in (4, 5)
    assert told["nice"] == 5


def test_what_comes_next_is_read_and_no_more():
    data = saved(scene(64, 48))
    stream = BytesIO(data + b"<html>" + bytes(LARGEST + 1) + b"behind")
    assert taken(stream, len(data)).width == 64
    assert taken(stream, 6) == Reason.NO_PICTURE
    assert taken(stream, LARGEST + 1) == Reason.TOO_LARGE
    assert stream.read() == b"behind"


def test_it_greets_and_ends_when_nobody_speaks_any_more():
    command = [sys.executable, "-m", "domain.photos.reader_process", "5"]
    ended = subprocess.run(command, cwd=ROOT, input=b"", capture_output=True, check=True, timeout=60)
    assert ended.stdout == READY


def test_a_file_gets_its_seconds_anew():
    """Each, however long the process has run."""
    before = resource.getrlimit(resource.RLIMIT_CPU)
    used = sum(os.times()[:2])
    code = (
        "import resource; from domain.photos.reader_process import allow\n"
        f"allow({used}); print(resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert used < int(said.stdout) < used + 5
    assert resource.getrlimit(resource.RLIMIT_CPU) == before


@pytest.mark.parametrize("length", [0, 1])
def test_next_to_nothing(length):
    assert taken(BytesIO(b"x"), length) == (Reason.NO_PICTURE if length else Reason.EMPTY)
