"""What does a screen look like on paper? Its page at the practice counter, drawn by a Chromium as a telephone would."""

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from flask import current_app
from PIL import Image, ImageDraw

from infra import chromium
from infra.chromium import CannotDraw, Chromium
from infra.static_files import release
from infra.static_files.content_codings import IDENTITY
from views.leaflets import cropping
from views.leaflets.cropping import TORN, Column, Mark
from views.shared.leaflets import Shown
from views.shared.static_files import PREFIX

MEASURE = Path(__file__).with_name("measure.js")
WIDTH, SCALE = 390, 1.5
COLOURS = 16
PAPER, EDGE, TOOTH = (255, 255, 255), (150, 150, 150), 12
# Two kanji that no typeface draws alike but one that has neither.
READABLE = """() => {
  const drawn = (text) => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = "20px sans-serif"; pen.fillText(text, 2, 24);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  return drawn("窓") !== drawn("口");
}"""


class Pictured(NamedTuple):
    """A column of a screen as a picture: a PNG, its width and height in CSS pixels, and what is pointed at in it."""

    png: bytes
    width: float
    height: float
    marks: Sequence[Mark]


class Camera:
    """What takes pictures of pages."""

    def __init__(self, browser: Chromium) -> None:
        self._browser, self._measure = browser, MEASURE.read_text(encoding="utf-8")

    def take(self, page: str, shown: Shown, press: Sequence[str], fields: bool, brief: bool) -> list[Pictured]:
        """The columns of a page, on which what has one of the words of `press` is pressed, or else the button that
        leads on; the `fields` are numbered, and where `brief` the middle of a long page is left out. Raise
        CannotDraw."""
        self._browser.draw(page)
        # The words come after the remark, as an expression that is called.
        given = f"({json.dumps(list(press))}, {json.dumps(list(shown.leave))})"
        script = "\n".join(line for line in self._measure.splitlines() if not line.startswith("//"))
        seen: dict[str, Any] = self._browser.ask(f"({script.strip().removesuffix(';')}){given}")
        return [self._column(column, seen, fields) for column in cropping.columns(seen, brief)]

    def _column(self, column: Column, seen: dict[str, Any], fields: bool) -> Pictured:
        pieces = [self._browser.picture(area) for area in cropping.areas(column, seen["width"])]
        torn = [piece.torn for piece in column.pieces]
        return Pictured(joined(pieces, torn), seen["width"], column.height, cropping.marks(column, seen, fields))


@contextmanager
def camera() -> Iterator[Camera]:
    """What takes pictures, until the block ends. Raise CannotDraw where there is no Chromium, or no Japanese typeface
    that it could draw with."""
    with chromium.opened(_file, WIDTH, SCALE) as browser:
        browser.draw("<!DOCTYPE html><title>窓口</title>")
        if not browser.ask(f"({READABLE})()"):
            raise CannotDraw("no Japanese typeface here that Chromium could draw with: apt-get install fonts-noto-cjk")
        yield Camera(browser)


def joined(pieces: Sequence[bytes], torn: Sequence[bool]) -> bytes:
    """Pictures of one width below each other as one PNG of few colours; above one that is `torn`, a torn edge."""
    images = [Image.open(io.BytesIO(each), formats=("PNG",)).convert("RGB") for each in pieces]
    edge = round(TORN * SCALE)
    height = sum(image.height for image in images) + edge * sum(torn)
    whole = Image.new("RGB", (images[0].width, height), PAPER)
    at = 0
    for image, is_torn in zip(images, torn, strict=True):
        if is_torn:
            _tear(ImageDraw.Draw(whole), whole.width, at, edge)
            at += edge
        whole.paste(image, (0, at))
        at += image.height
    file = io.BytesIO()
    whole.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG", compress_level=1)
    return file.getvalue()


def _tear(draw: ImageDraw.ImageDraw, width: int, at: int, edge: int) -> None:
    """Two zigzag lines with nothing between them."""
    for y in (at + edge // 4, at + edge * 3 // 4):
        zigzag = [
            (x, y + (edge // 4 if place % 2 else -edge // 4)) for place, x in enumerate(range(0, width + TOOTH, TOOTH))
        ]
        draw.line(zigzag, EDGE, 2)


def _file(path: str) -> tuple[bytes, str] | None:
    """A file that pages load by its path, and its type."""
    served: release.Release = current_app.extensions["release"]
    found = served.files.get(path.removeprefix(PREFIX)) if path.startswith(PREFIX) else None
    return (found.forms[IDENTITY], found.type) if found else None
