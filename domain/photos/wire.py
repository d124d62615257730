"""How do the reader and who asks it speak? A file and its length one way; what was made of it, or why not, the other.

Nothing that the reader says is believed: it has looked at a stranger's file. So no pickle, and each length has a bound.
"""

import json
import re
import struct
from typing import BinaryIO

from domain.photos.pictures import Doubt, Picture, Reason

# The greeting of a reader that has come up.
READY = b"ready\n"
LENGTH = struct.Struct(">Q")
_LENGTHS = struct.Struct(">III")
_LOOK = re.compile(r"[0-9a-f]{16}", re.ASCII)
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d)?)?", re.ASCII)
_MOST_TOLD, _MOST_COPY, _MOST_THUMBNAIL = 4096, 32 * 1024 * 1024, 1024 * 1024


class Garbled(Exception):
    """What came is no answer: it broke off, or does not say what an answer says."""


def answer(found: Picture | Reason) -> bytes:
    """What a reader says of a file."""
    if isinstance(found, Reason):
        return _packed(json.dumps({"reason": found}).encode(), b"", b"")
    told = {"size": (found.width, found.height), "taken_at": found.taken_at, "doubts": found.doubts, "look": found.look}
    return _packed(json.dumps(told).encode(), found.copy, found.thumbnail)


def _packed(*parts: bytes) -> bytes:
    return _LENGTHS.pack(*(len(part) for part in parts)) + b"".join(parts)


def answered(stream: BinaryIO) -> Picture | Reason:
    """What a reader said. Raise Garbled."""
    lengths = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if any(length > most for length, most in zip(lengths, (_MOST_TOLD, _MOST_COPY, _MOST_THUMBNAIL), strict=True)):
        raise Garbled
    told, copy, thumbnail = (_exactly(stream, length) for length in lengths)
    try:
        return _understood(json.loads(told), copy, thumbnail)
    except (ValueError, TypeError, KeyError) as error:
        raise Garbled from error


def _understood(told: dict[str, str], copy: bytes, thumbnail: bytes) -> Picture | Reason:
    if "reason" in told:
        return Reason(told["reason"])
    width, height = (int(side) for side in told["size"])
    doubts = tuple(Doubt(each) for each in told["doubts"])
    look, taken_at = told["look"], told["taken_at"]
    if not (_LOOK.fullmatch(look) and _TIME.fullmatch(taken_at)):
        raise Garbled
    return Picture(copy, thumbnail, width, height, taken_at, doubts, look)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    found = stream.read(length)
    if len(found) != length:
        raise Garbled
    return found
