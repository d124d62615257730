"""What is known of a picture that was read, and why is one not taken?"""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a file is refused: there is nothing in it, it is no picture or none of ours, it has too many pixels, it is
    too large, it is broken, the scanner found something in it, or there are as many as may be sent at a time."""

    EMPTY = "empty"
    NO_PICTURE = "no picture"
    TOO_MANY_PIXELS = "too many pixels"
    TOO_LARGE = "too large"
    BROKEN = "broken"
    HARMFUL = "harmful"
    TOO_MANY = "too many"


class Doubt(StrEnum):
    """What may be wrong with a picture; none of them keeps it back (row U8). That one looks like another is found where
    the others are known."""

    DARK = "dark"
    BLURRED = "blurred"
    SMALL = "small"
    DOUBLED = "doubled"


class Unreadable(Exception):
    """A file that is not taken."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: a JPEG of at most 2,560 pixels at its longest side and one of at most 320, both upright,
    in sRGB and without anything beside the pixels; `width` and `height` are those of the copy. `taken_at` is
    what the camera said, local time as YYYY-MM-DDTHH:MM:SS with +HH:MM behind it where it said that, "" where it said
    nothing that could be meant. `look` is 16 hexadecimal digits: two pictures that differ in few bits look alike."""

    copy: bytes
    thumbnail: bytes
    width: int
    height: int
    taken_at: str
    doubts: tuple[Doubt, ...]
    look: str
