"""Is what a reader says understood, and nothing else believed?"""

import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.photos.pictures import Doubt, Picture, Reason
from domain.photos.wire import Garbled, answer, answered

PICTURE = Picture(b"copy", b"thumb", 4, 3, "2026-11-24T09:05:07+09:00", (Doubt.DARK, Doubt.SMALL), "00ff00ff00ff00ff")
TOLD = {"size": [4, 3], "taken_at": "", "doubts": [], "look": "0" * 16}


@pytest.mark.parametrize("found", [PICTURE, *Reason])
def test_there_and_back(found):
    assert answered(BytesIO(answer(found))) == found


@given(st.integers(0, len(answer(PICTURE)) - 1))
def test_what_breaks_off_is_garbled(length):
    with pytest.raises(Garbled):
        answered(BytesIO(answer(PICTURE)[:length]))


@given(st.binary(max_size=60))
def test_any_bytes_are_garbled(said):
    with pytest.raises(Garbled):
        answered(BytesIO(said))


@pytest.mark.parametrize(
    "told",
    [
        {"reason": "tired"},
        TOLD | {"size": [4]},
        TOLD | {"size": ["wide", 3]},
        TOLD | {"doubts": ["ugly"]},
        TOLD | {"look": "no look"},
        TOLD | {"look": "1" * 17},
        TOLD | {"taken_at": "<script>"},
        {"size": [4, 3]},
        [],
        7,
    ],
)
def test_what_does_not_say_what_an_answer_says_is_garbled(told):
    body = json.dumps(told).encode()
    with pytest.raises(Garbled):
        answered(BytesIO(len(body).to_bytes(4, "big") + bytes(8) + body))


def test_an_answer_that_would_fill_the_memory_is_not_waited_for():
    class Endless(BytesIO):
        def read(self, length=-1):
            assert length < 2**31
            return super().read(length)

    with pytest.raises(Garbled):
        answered(Endless(b"\xff" * 100))
