"""How do very many visitors ask at once, each at their own time? In one event loop, with a connection for each.

When somebody asks is drawn beforehand: a server that is slow is not asked the less for it. What the loop cannot keep up
with is told: how much later than planned each asked.
"""

import asyncio
import re
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from bench.browser import FORM, Page

HEAD_ENDS, LINE_ENDS = b"\r\n\r\n", b"\r\n"
STATUS, LENGTH = re.compile(r"HTTP/1\.1 (\d+)"), re.compile(r"\ncontent-length: *(\d+)", re.I)
LOCATION, COOKIE = re.compile(r"\nlocation: *(\S+)", re.I), re.compile(r"\nset-cookie: *([^=]+)=([^;\r]*)", re.I)


class Answer(NamedTuple):
    """What came, a redirect not followed, and how many seconds after it was asked for all of it was there."""

    page: Page
    seconds: float


class Line:
    """A visitor's connection, kept open, and their cookies. One that the server gave up, because nothing was asked for
    long, is opened anew, as browsers do."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.cookies: dict[str, str] = {}

    @classmethod
    async def to(cls, port: int) -> "Line":
        """Open one."""
        line = cls(port)
        await line._open()
        return line

    async def _open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def get(self, address: str) -> Answer:
        """Open a page; where it was redirected, its address is where to."""
        return await self._ask("GET", address)

    async def send(self, page: Page, answers: dict[str, str]) -> Answer:
        """Fill in a page's form and press its button."""
        return await self.post(page.action, urlencode({**page.hidden, **answers}).encode(), FORM)

    async def post(self, address: str, body: bytes, kind: str) -> Answer:
        """Send a body of that Content-Type."""
        return await self._ask("POST", address, body, kind)

    async def _ask(self, method: str, address: str, body: bytes = b"", kind: str = "") -> Answer:
        lines = [f"{method} {address} HTTP/1.1", "Host: 127.0.0.1"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if kind:
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        sent = "\r\n".join([*lines, "", ""]).encode() + body
        if self._reader.at_eof():
            await self._open()
        began = perf_counter()
        self._writer.write(sent)
        head = (await self._reader.readuntil(HEAD_ENDS)).decode("latin-1")
        text = await self._body(head)
        seconds = perf_counter() - began
        self.cookies.update(COOKIE.findall(head))
        to = LOCATION.search(head)
        return Answer(
            Page(urlsplit(to[1]).path if to else address, int(STATUS.match(head)[1]), text.decode(errors="replace")),
            seconds,
        )

    async def _body(self, head: str) -> bytes:
        """What follows, as long as it says, or in chunks until an empty one."""
        stated = LENGTH.search(head)
        if stated:
            return await self._reader.readexactly(int(stated[1]))
        pieces = [await self._chunk()]
        while pieces[-1]:
            pieces.append(await self._chunk())
        return b"".join(pieces)

    async def _chunk(self) -> bytes:
        length = int(await self._reader.readline(), 16)
        return (await self._reader.readexactly(length + len(LINE_ENDS))).removesuffix(LINE_ENDS)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


class Late:
    """How much later than planned the visitors asked, in milliseconds."""

    def __init__(self) -> None:
        self.by: list[float] = []

    async def until(self, planned: float) -> None:
        """Wait for the time of an ask, as perf_counter counts."""
        await asyncio.sleep(max(0, planned - perf_counter()))
        self.by.append(1000 * (perf_counter() - planned))
