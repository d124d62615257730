"""How is a page shown that nobody can use? The same page without what could be pressed, sent, read off or run.

It goes into a frame of its own: everything of the look stays, ids and classes too.
"""

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

DROPPED = {"script", "noscript", "iframe", "object", "embed", "base"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# What sends, leads somewhere, names a box, asks a script or takes the focus.
GONE = {"href", "action", "formaction", "formmethod", "method", "name", "target", "tabindex", "autofocus", "download"}
GONE |= {"autocomplete", "list", "ping", "srcset", "rel", "for", "accesskey", "enctype"}
KEPT_OF_LINKS = {"stylesheet"}
STATIC = "/static/"
# What a cell of a table is called where its row is a card.
LABEL = "data-label"


def of(page: str, pictured: Mapping[str, bytes]) -> str:
    """A page, made inert. `pictured` are the pictures on it that only its customer may open, by their addresses."""
    return "".join(_Still(page, pictured).pieces)


class _Still(HTMLParser):
    def __init__(self, page: str, pictured: Mapping[str, bytes]) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self._pictured, self._dropping = pictured, 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in DROPPED:
            self._dropping += 1
        if self._dropping or (tag == "input" and said.get("type") == "hidden"):
            return
        if tag == "link" and said.get("rel") not in KEPT_OF_LINKS:
            return
        kept = self._kept(tag, said)
        written = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in kept.items())
        self.pieces.append(f"<{_drawn(tag)}{written}>")

    def _kept(self, tag: str, said: Mapping[str, str | None]) -> dict[str, str | None]:
        if tag == "link":
            return dict(said)
        gone = GONE - {"name"} if tag == "meta" else GONE
        kept = {
            name: value
            for name, value in said.items()
            if name == LABEL or (name not in gone and not name.startswith(("data-", "on")))
        }
        if tag == "img":
            kept["src"] = self._source(said.get("src") or "")
        if tag == "button":
            kept["type"] = "button"
        if tag == "body":
            kept["inert"] = None
        return kept

    def _source(self, address: str) -> str:
        if address.startswith(STATIC):
            return address
        picture = self._pictured.get(address, b"")
        return f"data:image/jpeg;base64,{b64encode(picture).decode()}"

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED:
            self._dropping -= 1
        elif not self._dropping and tag not in VOID:
            self.pieces.append(f"</{_drawn(tag)}>")

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._add(f"<!{decl}>")

    def _add(self, text: str) -> None:
        if not self._dropping:
            self.pieces.append(text)


def _drawn(tag: str) -> str:
    """A form without anything in it that could be sent is a part of the page like another."""
    return "div" if tag == "form" else tag
