"""Which text of a page is one sentence, and where in it may a line end? HTML goes in piece by piece, as it is written,
and comes out with a <wbr> there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rules.japanese import phrases

# A sentence goes on through these, unless a class makes something of its own of them.
INLINE = {"a", "b", "strong", "em", "small", "span", "code", "wbr"}
ORDINARY = {"nb", "num", "whole"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# What is read at a glance.
GLANCED_AT = {"h1", "h2", "h3", "th", "dt", "caption", "label", "legend", "button", "summary", "nav", "figcaption"}
GLANCED_AT_CLASSES = {"btn", "badge", "tile", "lab", "sec__t", "steps"}
# Laid out with icons beside their words (site.css), where each <wbr> would be a part like them: the words become one.
LAID_OUT = {"a", "button", "h2", "h3", "summary", "label", "dt"}
UNSEEN = {"title", "script", "style", "svg", "option", "select", "textarea"}
UNSEEN_CLASSES = {"vh"}
MARK = "<wbr>"
# A value, as far as one can know: no phrase ends before what follows it, as in 3か所.
VALUE = "1"
_JAPANESE = re.compile(r"[ぁ-ヺ一-鿿]")
_PIECE = re.compile(r"[^<&\n]+|&[#\w]+;|.", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_CLASSES = re.compile(r'\sclass="([^"]*)')


@dataclass
class _Tag:
    name: str
    classes: set[str]

    @property
    def unseen(self) -> bool:
        return self.name in UNSEEN or not self.classes.isdisjoint(UNSEEN_CLASSES)

    @property
    def glanced_at(self) -> bool:
        return self.name in GLANCED_AT or not self.classes.isdisjoint(GLANCED_AT_CLASSES)

    @property
    def ends_sentences(self) -> bool:
        return not self.unseen and not (self.name in INLINE and self.classes <= ORDINARY)


@dataclass
class Bit:
    """A part of a sentence: `text` as one reads it, `html` as it is written. One that is `apart` is laid out beside its
    neighbours and not marked at its ends; one that is `whole` is not marked at all."""

    text: str
    html: str
    apart: bool = False
    whole: bool = False
    places: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        marked = MARK.join(self.html[start:end] for start, end in pairwise([0, *self.places, len(self.html)]))
        return f"<span>{marked}</span>" if self.apart and self.places else marked


Parts = list[str | Bit]


class Marking:
    """One template or one text, read from its beginning to its end. What the parts of it are is known at its end."""

    def __init__(self, at_a_glance: bool = False) -> None:
        self._at_a_glance = at_a_glance
        self._open: list[_Tag] = []
        self._sentence: list[Bit] = []
        self._tag, self._quote = "", ""
        # What stands right before: a text, or something that is not known.
        self._last: Bit | None = None
        self._beside_unknown = False

    def read(self, html: str) -> Parts:
        """Read on."""
        parts: Parts = []
        at = 0
        while at < len(html):
            end = self._tag_end(html, at) if self._tag else 0
            piece = html[at:end] if end else _PIECE.match(html, at)[0]  # type: ignore[index]
            parts.append(piece if self._tag or piece == "<" else self._said(piece))
            self._follow(piece)
            at += len(piece)
        return parts

    @property
    def at_text(self) -> bool:
        """Whether what comes next is text that can be seen."""
        return not self._tag and not any(tag.unseen for tag in self._open)

    @property
    def glanced_at(self) -> bool:
        """Whether what comes next is read at a glance."""
        return self._at_a_glance or any(tag.glanced_at for tag in self._open)

    def value(self) -> None:
        """Something stands here that is not known yet."""
        if self.at_text:
            self._is_beside_unknown()
            self._sentence.append(Bit(VALUE, ""))

    def branch(self) -> None:
        """It is not known yet what comes next."""
        if self.at_text:
            self._is_beside_unknown()
            self.end()

    def drawing(self) -> None:
        """Something drawn stands here, as a tag would."""
        if not self._tag:
            self._at_tag()

    def end(self) -> None:
        """End of a sentence: mark it."""
        sentence, self._sentence = self._sentence, []
        text = "".join(bit.text for bit in sentence)
        if len(text) > 1 and _JAPANESE.search(text):
            find = phrases.between_phrases if self.glanced_at else phrases.between_words
            _mark(sentence, find(text))

    def _is_beside_unknown(self) -> None:
        if self._last:
            self._last.whole |= self._last.apart
        self._last, self._beside_unknown = None, True

    def _said(self, piece: str) -> str | Bit:
        if not self.at_text or piece == "\n":
            return piece
        apart = bool(self._open) and self._open[-1].name in LAID_OUT
        text = VALUE if piece.startswith("&") else piece
        bit = Bit(text, piece, apart, whole=(apart and self._beside_unknown) or text != piece)
        self._sentence.append(bit)
        self._last, self._beside_unknown = bit, False
        return bit

    def _follow(self, piece: str) -> None:
        if self._tag:
            self._tag += piece
            if not self._quote and piece.endswith(">"):
                tag, self._tag = self._tag, ""
                self._passes(tag)
        elif piece == "<":
            self._tag = piece
        elif piece == "\n":
            self.end()

    def _tag_end(self, html: str, at: int) -> int:
        for place in range(at, len(html)):
            sign = html[place]
            if self._quote:
                self._quote = "" if sign == self._quote else self._quote
            elif sign in "\"'":
                self._quote = sign
            elif sign == ">":
                return place + 1
        return len(html)

    def _passes(self, written: str) -> None:
        found = _TAG.match(written)
        if not found:
            return
        self._at_tag()
        closes, name = found[1], found[2].lower()
        if closes:
            self._close(name)
        elif name == "br":
            self.end()
        elif name not in VOID:
            classes = _CLASSES.search(written)
            tag = _Tag(name, set(classes[1].split()) if classes else set())
            if tag.ends_sentences:
                self.end()
            self._open.append(tag)

    def _close(self, name: str) -> None:
        places = [place for place, tag in enumerate(self._open) if tag.name == name]
        if places:
            if any(tag.ends_sentences for tag in self._open[places[-1] :]):
                self.end()
            del self._open[places[-1] :]

    def _at_tag(self) -> None:
        self._last, self._beside_unknown = None, False


def _mark(sentence: Sequence[Bit], places: Sequence[int]) -> None:
    begins = 0
    for bit, following in zip(sentence, [*sentence[1:], None], strict=True):
        ends = begins + len(bit.text)
        if not bit.whole:
            bit.places += [place - begins for place in places if begins < place < ends]
        if ends in places:
            _mark_between(bit, following)
        begins = ends


def _mark_between(before: Bit, after: Bit | None) -> None:
    if before.html and not before.apart and not before.whole:
        before.places.append(len(before.html))
    elif after and after.html and not after.apart and not after.whole:
        after.places.insert(0, 0)
