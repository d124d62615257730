"""What does the page of somebody do who sends pictures?

What its script has it do (static/js/uploads.js and picture_list.js): three files at a time, each in a request of its
own. As soon as one has arrived the page asks for the mark of the list, each second; where that is another one it takes
the list anew, with the thumbnails that are new in it.
"""

import asyncio
import html
import json
import re
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import NamedTuple

from bench.browser import Browser, Page, Unexpected
from bench.crowd import Line
from bench.visitors import PASSWORD, PORTAL

AT_ONCE, LOOKS_EVERY, WHILE_SENDING = 3, 1.0, 4.0
PAUSES = (2, 5, 15)
BOUNDARY = "a-boundary-that-is-in-no-file"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
OF_AN_ACCIDENT = re.compile(rf'href="(/{PORTAL}/photos/of/\d+/)"')
THUMBNAIL = re.compile(r'src="([^"]*/pictures/([^/"]+)/thumbnail)"')
COMMENT, LONGEST_COMMENT = b"\xff\xfe", 65_533


class File(NamedTuple):
    """A file to be sent, under the name that its owner gave it."""

    name: str
    data: bytes


def commented(jpeg: bytes, *words: bytes) -> bytes:
    """Another file with this picture: it says these words, each at most LONGEST_COMMENT bytes, before it."""
    said = [COMMENT + (len(each) + 2).to_bytes(2, "big") + each for each in words]
    return b"".join([jpeg[:2], *said, jpeg[2:]])


def as_long_as(jpeg: bytes, length: int) -> bytes:
    """A file of so many bytes with this picture."""
    left, words = length - len(jpeg), []
    while left:
        # The last two share what is left, since a comment of less than nothing is none.
        piece = min(left, LONGEST_COMMENT + 4) if not 0 < left - LONGEST_COMMENT - 4 < 4 else left // 2
        words.append(bytes(piece - 4))
        left -= piece
    return commented(jpeg, *words)


def log_in(browser: Browser, user_id: str) -> list[str]:
    """A customer logs in; give where they put in pictures of each accident that stands on 802."""
    browser.send(browser.get(f"/{PORTAL}/login"), {"user_id": user_id, "password": PASSWORD})
    return OF_AN_ACCIDENT.findall(browser.get(f"/{PORTAL}/accidents").text)


class Form:
    """803, as it was opened."""

    def __init__(self, page: Page) -> None:
        self._hidden = page.hidden
        self.files_at, self.state_at = _said(page, "upload"), _said(page, "state")
        self.address, self.mark = _said(page, "now-at"), _said(page, "mark")

    def body(self, file: File, place: int) -> bytes:
        """A request that brings one file."""
        fields = {**self._hidden, "place": str(place)}
        begins = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
        head = "".join(f'{begins}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
        head += f'{begins}"files"; filename="{file.name}"\r\nContent-Type: image/jpeg\r\n\r\n'
        return b"".join([head.encode(), file.data, f"\r\n--{BOUNDARY}--\r\n".encode()])


def _said(page: Page, name: str) -> str:
    found = re.search(rf' data-{name}="([^"]*)"', page.text)
    if found is None:
        raise Unexpected(f"{page.address} ({page.status}) is not 803")
    return html.unescape(found[1])


def taken(page: Page) -> str:
    """The id of a picture that has arrived, by the answer. Raise Unexpected where it says something else."""
    if page.status != 200 or json.loads(page.text)["state"] != "arrived":
        raise Unexpected(f"a picture: {page.status} {page.text[:200]}")
    return str(json.loads(page.text)["id"])


class Sender:
    """A customer who sends so many files. `ids` are those of the pictures, `seen` those of which they saw the
    thumbnail; `again` counts what was sent once more;
    `is_sent` says that all were taken, `shown_at` when the list showed all, as perf_counter counts."""

    def __init__(self, browser: Browser, port: int, address: str, files: Sequence[File]) -> None:
        self._port, self._cookies, self._files = port, browser.cookies, files
        self._form = Form(browser.get(address))
        self.ids: list[str] = []
        self.seen: set[str] = set()
        self.again = 0
        self.is_sent = asyncio.Event()
        self.shown_at = 0.0

    async def send(self) -> None:
        """Send them and look until nothing waits any more. Raise Unexpected where one is not taken."""
        queue, first = iter(enumerate(self._files, 1)), asyncio.Event()
        async with asyncio.TaskGroup() as page:
            page.create_task(self._look(first))
            async with asyncio.TaskGroup() as sending:
                for _ in range(AT_ONCE):
                    sending.create_task(self._send_from(queue, first))
            self.is_sent.set()

    async def _line(self) -> Line:
        line = await Line.to(self._port)
        line.cookies = dict(self._cookies)
        return line

    async def _send_from(self, queue: Iterator[tuple[int, File]], first: asyncio.Event) -> None:
        line = await self._line()
        for place, file in queue:
            self.ids.append(taken(await self._sent(line, self._form.body(file, place))))
            first.set()
        line.close()

    async def _sent(self, line: Line, body: bytes) -> Page:
        """The answer; where the server could not, once more, as often as the script tries."""
        for pause in PAUSES:
            answer = await line.post(self._form.files_at, body, MULTIPART)
            if answer.page.status < 500:
                return answer.page
            self.again += 1
            await asyncio.sleep(pause)
        return (await line.post(self._form.files_at, body, MULTIPART)).page

    async def _look(self, first: asyncio.Event) -> None:
        await first.wait()
        line, mark = await self._line(), self._form.mark
        while True:
            sent = self.is_sent.is_set()
            state = json.loads((await line.get(self._form.state_at)).page.text)
            if state["mark"] != mark:
                page = (await line.get(self._form.address)).page
                mark = _said(page, "mark")
                await self._see(line, page)
            if sent and not state["waiting"]:
                break
            if sent:
                await asyncio.sleep(LOOKS_EVERY)
            else:
                await asyncio.wait({asyncio.ensure_future(self.is_sent.wait())}, timeout=WHILE_SENDING)
        self.shown_at = perf_counter()
        line.close()

    async def _see(self, line: Line, page: Page) -> None:
        """Take the thumbnails that are new."""
        for address, photo_id in THUMBNAIL.findall(page.text):
            if photo_id not in self.seen:
                answer = await line.get(address)
                if answer.page.status != 200:
                    raise Unexpected(f"{address}: {answer.page.status}")
                self.seen.add(photo_id)
