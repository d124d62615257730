"""How does a browser walk through pages? One connection, cookies, and forms filled in as they stand on the page."""

import gzip
import html
import re
from http.client import HTTPConnection
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urldefrag, urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"
HIDDEN = re.compile(r'<input[^>]*? type="hidden"(?! disabled)[^>]*>')
NAME, VALUE = re.compile(r' name="([^"]*)"'), re.compile(r' value="([^"]*)"')
ACTION = re.compile(r'<form class="panel"[^>]*? action="([^"]*)"')
COOKIE = re.compile(r"([^=]+)=([^;]*)")


class Page(NamedTuple):
    """What a request was answered with, redirects followed."""

    address: str
    status: int
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of its form."""
        found = HIDDEN.findall(self.text)
        return {html.unescape(NAME.search(tag)[1]): html.unescape(VALUE.search(tag)[1]) for tag in found}

    @property
    def action(self) -> str:
        """Where its form goes."""
        found = ACTION.search(self.text)
        return html.unescape(found[1]) if found else self.address

    def link(self, containing: str) -> str:
        """The first address on it that contains this."""
        found = re.search(rf'href="([^"]*{re.escape(containing)}[^"]*)"', self.text)
        if found is None:
            raise Unexpected(f"{self.address} ({self.status}) leads nowhere with {containing}")
        return urldefrag(html.unescape(found[1])).url


class Unexpected(Exception):
    """A page that is not the one the journey leads to: nothing measured on it would mean anything."""


class Browser:
    """One visitor; `requests` counts what they asked of the server, `page` is what they see, `says` are headers that go
    with each request."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.says: dict[str, str] = {}
        self.requests = 0

    def get(self, address: str, expect: int = 200) -> Page:
        """Open a page."""
        return self._follow("GET", address, None, expect)

    def send(self, page: Page, answers: dict[str, str], expect: int = 200) -> Page:
        """Fill in a page's form and press its button."""
        return self._follow("POST", page.action, urlencode({**page.hidden, **answers}), expect)

    def time(self, page: Page, answers: dict[str, str]) -> tuple[float, Page]:
        """Press a page's button; give the seconds until the whole answer came, and it, its redirect not followed."""
        body = urlencode({**page.hidden, **answers})
        began = perf_counter()
        status, location, text = self._ask("POST", page.action, body)
        return perf_counter() - began, Page(location or page.action, status, text)

    def time_opening(self, address: str) -> tuple[float, Page]:
        """Open a page; give the seconds until all of it came, and it."""
        began = perf_counter()
        status, location, text = self._ask("GET", address, None)
        return perf_counter() - began, Page(location or address, status, text)

    def time_sending(self, address: str, body: bytes, kind: str) -> tuple[float, Page]:
        """Send a body of that Content-Type; give the seconds from its last byte until the whole answer came, and it."""
        status, location, text = self._ask("POST", address, body, kind)
        return perf_counter() - self._sent_at, Page(location or address, status, text)

    def _follow(self, method: str, address: str, body: str | None, expect: int) -> Page:
        status, location, text = self._ask(method, address, body)
        while location:
            address = urldefrag(location).url
            status, location, text = self._ask("GET", address, None)
        if status != expect:
            raise Unexpected(f"{method} {address}: {status} instead of {expect}")
        self.page = Page(address, status, text)
        return self.page

    def _ask(self, method: str, address: str, body: str | bytes | None, kind: str = FORM) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **self.says}
        if body is not None:
            headers["Content-Type"] = kind
        self.connection.request(method, address, body, headers)
        self._sent_at = perf_counter()
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        # Where a line may end is no part of what is said.
        text = body.decode(errors="replace").replace("<wbr>", "")
        for cookie in answer.headers.get_all("Set-Cookie", ()):
            name, value = COOKIE.match(cookie).groups()
            self.cookies[name] = value
        self.requests += 1
        to = urlsplit(answer.headers.get("Location", ""))
        return answer.status, to.path + ("?" + to.query if to.query else ""), text
