"""What is believed of what a camera says?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import exif

from domain.photos.exif import Said, read


@pytest.mark.parametrize(
    ("taken", "offset", "said"),
    [
        ("2026:11:24 09:05:07", None, "2026-11-24T09:05:07"),
        ("2026:11:24 09:05:07", "+09:00", "2026-11-24T09:05:07+09:00"),
        ("2026:11:24 09:05:07", "-03:30", "2026-11-24T09:05:07-03:30"),
        ("2026:11:24 09:05:07", "Japan", "2026-11-24T09:05:07"),
        ("2026:11:24 09:05:07", "+25:00", "2026-11-24T09:05:07"),
        ("2026:13:24 09:05:07", "+09:00", ""),
        ("0000:00:00 00:00:00", None, ""),
        ("    :  :     :  :  ", None, ""),
        ("2026-11-24 09:05:07", None, ""),
        ("２０２６:11:24 09:05:07", None, ""),
        ("", None, ""),
    ],
)
def test_the_time_of_taking(taken, offset, said):
    assert read(exif(1, taken, offset)).taken_at == said


def test_the_orientation():
    assert [read(exif(each)).orientation for each in range(10)] == [1, 1, 2, 3, 4, 5, 6, 7, 8, 1]


def test_nothing_said():
    assert read(b"") == read(exif()) == Said(1, "")


@pytest.mark.filterwarnings("ignore")
@given(st.binary(max_size=200))
def test_any_bytes_say_something_or_nothing(block):
    assert read(block).orientation in range(1, 9)


@pytest.mark.filterwarnings("ignore")
@given(st.data())
def test_a_block_that_is_broken_anywhere(data):
    block = bytearray(exif(6, "2026:11:24 09:05:07", "+09:00"))
    for at in data.draw(st.lists(st.integers(0, len(block) - 1), min_size=1, max_size=6)):
        block[at] = data.draw(st.integers(0, 255))
    assert read(bytes(block[: data.draw(st.integers(0, len(block)))])).orientation in range(1, 9)
