"""What did the camera say of a picture: which way up is it, and when was it taken?

Only this is read of what stands in a file beside the pixels. Whatever is broken or cannot be meant was not said.
"""

import re
import struct
from datetime import datetime
from typing import NamedTuple

from PIL import ExifTags, Image

_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)", re.ASCII)
_OFFSET = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d", re.ASCII)
# What Pillow raises over a block that is broken.
_BROKEN = (SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError, OSError, struct.error)
_UPRIGHT = 1


class Said(NamedTuple):
    """`orientation` is that of EXIF, 1 to 8; `taken_at` as in domain/photos/pictures.py."""

    orientation: int = _UPRIGHT
    taken_at: str = ""


def read(block: bytes) -> Said:
    """What an EXIF block says; of b"" and of one that is broken, that it is upright and nothing else."""
    exif = Image.Exif()
    try:
        exif.load(block)
        orientation, taken = exif.get(ExifTags.Base.Orientation), exif.get_ifd(ExifTags.IFD.Exif)
        time, offset = taken.get(ExifTags.Base.DateTimeOriginal), taken.get(ExifTags.Base.OffsetTimeOriginal)
    except _BROKEN:
        return Said()
    if not (isinstance(orientation, int) and 1 <= orientation <= 8):
        orientation = _UPRIGHT
    return Said(orientation, _time(time, offset))


def _time(said: object, offset: object) -> str:
    found = _TIME.fullmatch(said.rstrip("\0 ")) if isinstance(said, str) else None
    if found is None:
        return ""
    try:
        time = datetime(*map(int, found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return ""
    zone = offset.rstrip("\0 ") if isinstance(offset, str) else ""
    return time.isoformat() + (zone if _OFFSET.fullmatch(zone) else "")
