"""What stands on a page that could be pressed: its number, its forms as they would be sent untouched, and its links."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import NamedTuple

Attributes = Mapping[str, str | None]
CHOSEN = ("radio", "checkbox")


class Form(NamedTuple):
    """A form of a page: its id, where it goes by which method, what stands in it, its buttons, each with its words, its
    name and its value, and the names of what can be ticked."""

    id: str
    action: str
    method: str
    standing: dict[str, str]
    buttons: list[tuple[str, str, str]]
    ticks: list[str]


class Read(HTMLParser):
    """A page that was read."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.number, self.title = 0, ""
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.pictures: list[str] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self._button: tuple[str, str] | None = None
        self._target = ""
        self._inside = self._in_main = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """HTMLParser's own hook."""
        said = {name: value or "" for name, value in attrs}
        if tag in ("title", "dd", "a", "button"):
            self._words = []
        if tag == "img":
            self.pictures.append(said.get("src", ""))
        if tag == "main":
            self._in_main = True
        if tag == "a":
            self._target = said.get("href", "")
        if tag == "form" and self._in_main:
            self._inside = True
            self.forms.append(Form(said.get("id", ""), said.get("action", ""), said.get("method", "get"), {}, [], []))
        if tag == "button":
            self._button = (said.get("name", ""), said.get("value", "")) if said.get("type") == "submit" else None
        if tag == "input" and self._inside:
            self._take_in(said)

    def _take_in(self, said: Mapping[str, str]) -> None:
        if said.get("type") == "checkbox" and "name" in said:
            self.forms[-1].ticks.append(said["name"])
        unchosen = said.get("type") in CHOSEN and "checked" not in said
        if "name" in said and not unchosen and "disabled" not in said:
            self.forms[-1].standing[said["name"]] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        """HTMLParser's own hook."""
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        """HTMLParser's own hook."""
        words = "".join(self._words).strip()
        if tag == "title":
            self.title = words
        if tag == "dd" and not self.number and not self._in_main:
            self.number = int(words)
        if tag == "a" and self._in_main:
            self.links.append((words, self._target))
        if tag == "button" and self._inside and self._button is not None:
            self.forms[-1].buttons.append((words, *self._button))
        if tag == "form":
            self._inside = False
