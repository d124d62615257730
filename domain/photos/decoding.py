"""Which pixels does a file hold? Told by its content, checked before anything is decoded, given row by row.

What a decoder holds while it works is known from what a file says of itself; where that is too much, the picture has
too many pixels for its kind (docs/decisions/0023-pictures.md has the figures).
"""

import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import prod
from typing import Any

import pillow_heif
from PIL import AvifImagePlugin, Image

from domain.photos.pictures import Reason, Unreadable

MOST_PIXELS = 50_000_000
# What can be made smaller as it is.
PLAIN = ("RGB", "L", "CMYK")
# What a decoder may hold. With what else the reader holds, that stays under 300 MB.
MOST_HELD = 230_000_000

_AVIF, _HEIF = {b"avif", b"avis"}, {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# What the decoders raise over a file that is broken.
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, AttributeError, OverflowError,
    RuntimeError, struct.error, zlib.error,
)  # fmt: skip

# One picture at a time, on one core: more threads hold more memory, and take what others need.
pillow_heif.options.DECODE_THREADS = 1
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False

Rows = Callable[[int, int], tuple[Image.Image, int]]


@dataclass(frozen=True)
class Pixels:
    """`size` is what is decoded, lying as in the file; `original` that before a JPEG was made smaller. `rows(top,
    bottom)` gives a picture with these rows in it, and the row with which that begins. `upright` says that they need no
    turning, whatever `exif` says. `planes` are there instead of rows where colours come coarser than brightness."""

    size: tuple[int, int]
    original: tuple[int, int]
    rows: Rows
    exif: bytes
    profile: bytes
    upright: bool = False
    planes: tuple[Image.Image, ...] = ()


def pixels(data: bytes, longest: int) -> Pixels:
    """What a file holds, of which no more is wanted than that the longest side has `longest`. Raise Unreadable."""
    if not data:
        raise Unreadable(Reason.EMPTY)
    decoder = _decoder(data[:64])
    if decoder is None:
        raise Unreadable(Reason.NO_PICTURE)
    with refusing():
        return decoder(data, longest)


@contextmanager
def refusing() -> Iterator[None]:
    """Whatever a decoder raises inside raises Unreadable."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except (MemoryError, Image.DecompressionBombError) as error:
        raise Unreadable(Reason.TOO_MANY_PIXELS) from error
    except _BROKEN as error:
        raise Unreadable(Reason.BROKEN) from error


def _decoder(head: bytes) -> Callable[[bytes, int], Pixels] | None:
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp
    return _boxes(head) if head[4:8] == b"ftyp" else None


def _boxes(head: bytes) -> Callable[[bytes, int], Pixels] | None:
    """HEIC or AVIF; films and others say so in the same place."""
    length = int.from_bytes(head[:4], "big")
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(length, len(head)), 4))}
    if brands & _AVIF:
        return _avif
    return _heif if brands & _HEIF else None


def _jpeg(data: bytes, longest: int) -> Pixels:
    image = _opened(data, "JPEG")
    original = image.size
    layer: list[tuple[int, int, int, int]] = image.layer  # type: ignore[attr-defined]
    samples = sum(across * down for _, across, down, _ in layer) / _finest(layer)
    # In the picture's own shape, else it is decoded larger than it has to be.
    image.draft("YCbCr" if _has_coarse_colours(image, layer) else None, fitting(original, longest))
    # Where it comes in several passes, all its coefficients are held; then the whole of it and its planes.
    coefficients = 2 * samples * prod(original) if image.info.get("progressive") else 0
    _check(original, 4 * prod(image.size) + max(coefficients, 3 * prod(image.size)))
    return _whole(image, original)


def _finest(layer: list[tuple[int, int, int, int]]) -> int:
    return max(across for _, across, _, _ in layer) * max(down for _, _, down, _ in layer)


def _has_coarse_colours(image: Image.Image, layer: list[tuple[int, int, int, int]]) -> bool:
    """Whether it is in YCbCr, as nearly all are, with less of its colours than of its brightness."""
    names = [name for name, _, _, _ in layer]
    return names == [1, 2, 3] and image.info.get("adobe_transform", 1) == 1 and layer[0][1] > layer[1][1]


def _png(data: bytes, _: int) -> Pixels:
    image = _opened(data, "PNG")
    _check(image.size, 4 * prod(image.size))
    return _whole(image, image.size)


def _webp(data: bytes, _: int) -> Pixels:
    # Twice its canvas, which comes with the opening, the picture, and the picture once more.
    size = _canvas(data)
    _check(size, 16 * prod(size))
    image = _opened(data, "WEBP")
    return _whole(image, image.size)


def _canvas(data: bytes) -> tuple[int, int]:
    """What the first piece of a WebP says: one for frames and more, one without loss, or the usual one."""
    if data[12:16] == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF


def _avif(data: bytes, _: int) -> Pixels:
    try:
        image = _opened(data, "AVIF")
    except ValueError:
        # libavif refuses a picture whose EXIF it cannot read; under another name it does not look at it.
        image = _opened(data.replace(b"Exif", b"none", 1), "AVIF")
    _check(image.size, (9 if image.mode == "RGB" else 12) * prod(image.size))
    return _whole(image, image.size)


def _opened(data: bytes, kind: str) -> Image.Image:
    return Image.open(BytesIO(data), formats=(kind,))


def _whole(image: Image.Image, original: tuple[int, int]) -> Pixels:
    image.load()
    planes = image.split() if image.mode == "YCbCr" else ()
    rows = (lambda top, bottom: (image, 0)) if _is_plain(image) else _part_of(image)
    exif, profile = (image.info.get(name) for name in ("exif", "icc_profile"))
    return Pixels(image.size, original, rows, exif or b"", profile or b"", planes=planes)


def _is_plain(image: Image.Image) -> bool:
    return image.mode in PLAIN and "transparency" not in image.info


def _part_of(image: Image.Image) -> Rows:
    return lambda top, bottom: (image.crop((0, top, image.width, bottom)), top)


def _heif(data: bytes, _: int) -> Pixels:
    """Its rows are taken from where libheif left them: Pillow would make a picture of all of them beside these."""
    file = pillow_heif.open_heif(BytesIO(data))
    image = file[file.primary_index]
    info: dict[str, Any] = image.info
    deep = 2 if info["bit_depth"] > 8 else 1
    colour = {420: 1.5, 422: 2.0}.get(info.get("chroma", 0), 3.0)
    channels = len(image.mode.partition(";")[0])
    _check(image.size, (deep * colour + channels + (deep if image.has_alpha else 0)) * prod(image.size))
    view, mode, stride = memoryview(image.data), image.mode, image.stride

    def rows(top: int, bottom: int) -> tuple[Image.Image, int]:
        part = view[top * stride : bottom * stride]
        return Image.frombytes(mode, (image.size[0], bottom - top), part, "raw", mode, stride), top

    # libheif has turned it already; what EXIF says of that was meant for those who do not.
    exif, profile = info["exif"] or b"", info.get("icc_profile", b"")
    return Pixels(image.size, image.size, rows, exif, profile, upright=True)


def _check(size: tuple[int, int], held: float) -> None:
    """`held` is how many bytes are held while it is decoded."""
    if prod(size) > MOST_PIXELS or held > MOST_HELD:
        raise Unreadable(Reason.TOO_MANY_PIXELS)


def fitting(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """The size to which a picture is made smaller, so that its longest side has `longest` at most."""
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
