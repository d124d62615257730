"""How do pictures of few colours stay small in a PDF? As indices into their colours, four bits each.

Typst writes every picture with three bytes for each of its pixels; one of at most sixteen colours is written anew here,
as PDF has it since its beginning (ISO 32000-1, 8.6.6.3 and 8.9.5). All else stays as it is, byte by byte.
"""

import re
import zlib
from collections.abc import Callable
from typing import cast

from PIL import Image, ImageChops

PICTURE = re.compile(
    rb"<</Length (\d+)/Type/XObject/Subtype/Image/Filter/FlateDecode/Width (\d+)/Height (\d+)"
    rb"/ColorSpace (\d+ 0 R)/BitsPerComponent 8>>\nstream\n"
)
ENTRY = re.compile(rb"^(\d{10})( \d{5} n)", re.MULTILINE)
START = re.compile(rb"(startxref\s+)(\d+)")
MOST = 16
UPPER_HALF = bytes((each << 4) & 0xFF for each in range(256))


def packed(pdf: bytes) -> bytes:
    """A PDF of Typst's, with each picture of at most sixteen colours written with four bits a pixel."""
    pieces, moved, at = list[bytes](), list[tuple[int, int]](), 0
    for found in PICTURE.finditer(pdf):
        end = found.end() + int(found[1])
        smaller = _indexed(found, pdf[found.end() : end])
        if smaller is not None:
            pieces += [pdf[at : found.start()], smaller]
            moved.append((end, len(smaller) - (end - found.start())))
            at = end
    return _pointing(b"".join([*pieces, pdf[at:]]), lambda old: old + sum(by for end, by in moved if end <= old))


def _indexed(found: re.Match[bytes], data: bytes) -> bytes | None:
    """A picture's object with indices; None where it has more colours, or no three bytes for each pixel."""
    width, height = int(found[2]), int(found[3])
    pixels = zlib.decompress(data)
    if len(pixels) != 3 * width * height:
        return None
    image = Image.frombytes("RGB", (width, height), pixels)
    colours = image.getcolors(MOST)
    if colours is None:
        return None
    palette = sorted(cast(tuple[int, int, int], colour) for _, colour in colours)
    halves = zlib.compress(_halves(_indices(image, palette), width), 9)
    lookup = b"".join(bytes(each) for each in palette).hex().encode()
    head = b"<</Length %d/Type/XObject/Subtype/Image/Filter/FlateDecode/Width %d/Height %d" % (
        len(halves),
        width,
        height,
    )
    space = b"/ColorSpace[/Indexed %s %d<%s>]/BitsPerComponent 4>>\nstream\n" % (found[4], len(palette) - 1, lookup)
    return head + space + halves


def _indices(image: Image.Image, palette: list[tuple[int, int, int]]) -> bytes:
    """For each pixel the place of its colour in the palette."""
    places, bands = Image.new("L", image.size), image.split()
    for place, colour in enumerate(palette[1:], 1):
        red, green, blue = (
            band.point([255 * (value == part) for value in range(256)])
            for band, part in zip(bands, colour, strict=True)
        )
        places.paste(place, mask=ImageChops.darker(ImageChops.darker(red, green), blue))
    return places.tobytes()


def _halves(indices: bytes, width: int) -> bytes:
    """Two indices in each byte; every row begins with a byte of its own."""
    rows = b"".join(indices[at : at + width] + b"\0" * (width % 2) for at in range(0, len(indices), width))
    high, low = (int.from_bytes(half) for half in (rows[::2].translate(UPPER_HALF), rows[1::2]))
    return (high | low).to_bytes(len(rows) // 2)


def _pointing(pdf: bytes, new: Callable[[int], int]) -> bytes:
    """The table of where each object begins, set right."""
    start = START.search(pdf)
    if start is None:
        return pdf
    table = new(int(start[2]))
    rest = ENTRY.sub(lambda entry: b"%010d%s" % (new(int(entry[1])), entry[2]), pdf[table:])
    return pdf[:table] + START.sub(lambda said: said[1] + b"%d" % table, rest)
