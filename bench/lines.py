"""How full are lines of Japanese, and where do they break? On every numbered screen, as two engines set them.

The screens are those of the practice counter (views/practice/counter.py), at the widths of a telephone and of a PC:
Chromium, and Firefox where it is installed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

from app import create_app
from bench.firefox import firefox
from bench.telephone import chromium
from infra.static_files import release
from rules.japanese.phrases import between_words
from views import pages
from views.practice import counter

WIDTHS = (390, 1280)
FULL = 0.85
ROOT = Path(__file__).parents[1]
# For each block of text: what it is, its width, and the words and the width of each of its lines.
LINES = """
const inline = new Set(["inline", "contents", "inline-block", "inline-flex", "inline-grid"]);
const blocks = new Map(), range = document.createRange();
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let text; (text = texts.nextNode());) {
  let block = text.parentElement;
  if (!text.data.trim() || block.closest("svg, .vh, .skip, [hidden]") || !block.checkVisibility()) continue;
  while (inline.has(getComputedStyle(block).display) && !block.matches(".btn")) block = block.parentElement;
  let hidden = false;
  for (let up = block; up; up = up.parentElement) hidden ||= getComputedStyle(up).clipPath !== "none";
  if (!hidden) blocks.set(block, [...(blocks.get(block) ?? []), text]);
}
return [...blocks].map(([block, texts]) => {
  const lines = [];
  let bottom = -1e9, right = 0;
  for (const text of texts) for (let at = 0; at < text.data.length;) {
    const sign = String.fromCodePoint(text.data.codePointAt(at));
    range.setStart(text, at); range.setEnd(text, at + sign.length);
    at += sign.length;
    const box = [...range.getClientRects()].at(-1);
    if (!sign.trim()) { if (lines.length) lines.at(-1).said += " "; continue; }
    if (!box?.width) continue;
    if ((box.top + box.bottom) / 2 > bottom - 1 || !lines.length) {
      lines.push({ said: "", from: box.left, to: box.right });
    }
    const line = lines.at(-1);
    line.said += sign; line.from = Math.min(line.from, box.left); line.to = Math.max(line.to, box.right);
    bottom = box.bottom;
  }
  const style = getComputedStyle(block);
  const space = ["paddingLeft", "paddingRight", "borderLeftWidth", "borderRightWidth"];
  return {
    glanced: Boolean(block.closest("h1, h2, h3, .lab, .btn, .tabs, .steps, summary, caption, .badge")),
    cell: Boolean(block.closest("td:not(.typed), th")), typed: Boolean(block.closest(".typed")),
    running: block.matches("main :is(p, li, div, dd)") && ["block", "list-item"].includes(style.display),
    width: space.reduce((left, side) => left - parseFloat(style[side]), block.getBoundingClientRect().width),
    lines: lines.map(({ said, from, to }) => [said, to - from]),
  };
});
"""
_RUN = re.compile(r"[一-鿿々]{2}|[ァ-ヺー]{2}|[A-Za-z]{2}|\d[\d一-鿿]")
_MAY = re.compile(r"[。、，）」』・：；！？/〜\-\s)]$")


class Told(NamedTuple):
    """Lines of running text and how many of them are full; breaks within a word: all, where one reads at a glance, and
    in cells."""

    lines: int
    full: int
    broken: list[str]
    glanced: list[str]
    cells: list[str]


def told(blocks: list[dict[str, Any]]) -> Told:
    """What the lines of a page come to."""
    widths = [width / each["width"] for each in blocks if each["running"] for _, width in each["lines"][:-1]]
    broken = {kind: [at for each in blocks if each[kind] for at in _broken(each)] for kind in ("glanced", "cell")}
    every = [at for each in blocks if not each["typed"] for at in _broken(each)]
    return Told(len(widths), sum(width > FULL for width in widths), every, broken["glanced"], broken["cell"])


def _broken(block: dict[str, Any]) -> Iterator[str]:
    text = "".join(said for said, _ in block["lines"])
    allowed, at = set(between_words(text)), 0
    for said, _ in block["lines"][:-1]:
        at += len(said)
        if (
            at not in allowed
            and not _MAY.search(said)
            and text[at] not in "（「『 "
            and _RUN.match(text[at - 1 : at + 1])
        ):
            yield f"{text[max(at - 6, 0) : at]}／{text[at : at + 6]}"


def screens(folder: Path) -> Mapping[str, str]:
    """Every numbered screen, by portal and number."""
    database = {"url": f"sqlite:///{folder}/lines.sqlite"}
    app = create_app(DATABASE=database, MAIL_FOLDER=str(folder), PHOTOS_FOLDER=str(folder), PHOTOS_WAIT_SECONDS=0)
    drawn = {}
    with app.app_context():
        for portal in app.extensions["portals"].values():
            for number in sorted({number for _, listed in pages.sequences_of(portal) for number, _, _ in listed}):
                if screen := counter.of_app().screen(portal, number):
                    drawn[f"{portal.name}-{number:03d}"] = screen.page
    return drawn


@contextmanager
def served(folder: Path, drawn: Mapping[str, str]) -> Iterator[str]:
    """The screens and what they look like, at an address of this machine."""
    release.write(ROOT / "static", folder / "static", thoroughly=False)
    for name, page in drawn.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


Reads = Callable[[str], list[dict[str, Any]]]


@contextmanager
def in_chromium(width: int) -> Iterator[Reads]:
    """Reads the lines of an address."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": 844})

        def read(address: str) -> list[dict[str, Any]]:
            page.goto(address)
            return page.evaluate(f"() => {{ {LINES} }}")

        yield read


@contextmanager
def in_firefox(width: int) -> Iterator[Reads]:
    """As in Chromium."""
    with firefox(width) as browser:

        def read(address: str) -> list[dict[str, Any]]:
            browser("WebDriver:Navigate", url=address)
            return browser("WebDriver:ExecuteScript", script=LINES, args=[])["value"]

        yield read


def measure(folder: Path) -> bool:
    """Print the figures; give whether no word is broken where one reads at a glance, and in no cell."""
    with ExitStack() as stack:
        drawn = screens(folder)
        site = stack.enter_context(served(folder, drawn))
        met = True
        for engine, reading in (("Chromium", in_chromium), ("Firefox", in_firefox)):
            for width in WIDTHS:
                try:
                    with reading(width) as read:
                        each = {name: told(read(f"{site}/{name}.html")) for name in drawn}
                except LookupError as missing:
                    print(f"  {missing}")
                else:
                    met &= _show(engine, width, each)
    return met


def _show(engine: str, width: int, each: Mapping[str, Told]) -> bool:
    lines, full = sum(page.lines for page in each.values()), sum(page.full for page in each.values())
    kinds = {kind: [(name, at) for name, page in each.items() for at in getattr(page, kind)] for kind in KINDS}
    counts = ", ".join(f"{len(found)} {KINDS[kind]}" for kind, found in kinds.items())
    print(f"  {engine}, {width} px: of {lines} lines {full / lines:.1%} are full; breaks within words: {counts}")
    for name, at in {*kinds["glanced"], *kinds["cells"]}:
        print(f"    {name}: {at}")
    return not kinds["glanced"] and not kinds["cells"]


KINDS = {"broken": "in all", "glanced": "in headings, labels and buttons", "cells": "in cells of tables"}
