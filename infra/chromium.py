"""How does a page become a picture? In a Chromium without windows, which is asked over a pair of pipes.

Chromium's own protocol for tools is JSON with a zero byte behind each message, on its file descriptors 3 and 4: all
that is needed is the program, which Debian has. It asks nobody for anything: what it wants is answered here, or
refused.
"""

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fcntl import F_DUPFD_CLOEXEC, fcntl
from typing import Any, NamedTuple

PROGRAMS = ("chromium-headless-shell", "chromium", "google-chrome")
FLAGS: tuple[str, ...] = ("--headless", "--remote-debugging-pipe", "--hide-scrollbars", "--disable-gpu")
FLAGS += ("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")
# Puts the two pipes where Chromium looks for them.
LAUNCHER = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
ADDRESS = "http://page.invalid"
PATIENCE = 30
PIECE = 1 << 20
# Beyond what a page of ours needs; 0, 1 and 2 are everybody's, 3 and 4 are to become free in the child.
FROM = 10

# What lies at a path, and of which type; None where nothing does.
Files = Callable[[str], tuple[bytes, str] | None]


class CannotDraw(Exception):
    """There is no Chromium, or it does not do what it is asked; the message says so to the operator."""


class Area(NamedTuple):
    """A part of a page, in CSS pixels from its top left corner."""

    x: float
    y: float
    width: float
    height: float


class Chromium:
    """One browser with one page, `width` CSS pixels wide, whose pictures have `scale` pixels for each of these."""

    def __init__(self, to: int, answers: int, files: Files, width: int, scale: float) -> None:
        self._to, self._answers, self._files = to, answers, files
        self._number, self._read, self._page, self._loaded = 0, b"", b"", False
        self._session = ""
        target = self._call("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self._call("Target.attachToTarget", {"targetId": target, "flatten": True})
        self._session = attached["sessionId"]
        size = {"width": width, "height": 2 * width, "deviceScaleFactor": scale, "mobile": False}
        self._call("Emulation.setDeviceMetricsOverride", size)
        self._call("Fetch.enable", {})
        self._call("Page.enable", {})

    def draw(self, page: str) -> None:
        """Show a page of HTML, with the files that it names. Raise CannotDraw."""
        self._page, self._loaded = page.encode(), False
        self._call("Page.navigate", {"url": f"{ADDRESS}/"})
        until = time.monotonic() + PATIENCE
        while not self._loaded:
            self._take(until)
        self.ask("document.fonts.ready.then(() => true)")

    def ask(self, script: str) -> Any:
        """What an expression gives on the page, as JSON has it. Raise CannotDraw."""
        told = self._call("Runtime.evaluate", {"expression": script, "returnByValue": True, "awaitPromise": True})
        if "exceptionDetails" in told:
            raise CannotDraw(f"Chromium: {told['exceptionDetails'].get('exception', {}).get('description', '')}")
        return told["result"].get("value")

    def picture(self, area: Area) -> bytes:
        """A PNG of a part of the page. Raise CannotDraw."""
        clip = {**area._asdict(), "scale": 1}
        how = {"format": "png", "captureBeyondViewport": True, "optimizeForSpeed": True}
        told = self._call("Page.captureScreenshot", {**how, "clip": clip})
        return b64decode(told["data"])

    def _call(self, method: str, given: Mapping[str, Any]) -> dict[str, Any]:
        number, until = self._send(method, given), time.monotonic() + PATIENCE
        while True:
            told = self._take(until)
            if told.get("id") == number:
                if "error" in told:
                    raise CannotDraw(f"Chromium: {method}: {told['error'].get('message', '')}")
                result: dict[str, Any] = told["result"]
                return result

    def _send(self, method: str, given: Mapping[str, Any]) -> int:
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        left = memoryview(
            json.dumps({"id": self._number, "method": method, "params": given, **session}).encode() + b"\0"
        )
        try:
            while left:
                left = left[os.write(self._to, left) :]
        except OSError as wrong:
            raise CannotDraw("Chromium has ended") from wrong
        return self._number

    def _take(self, until: float) -> dict[str, Any]:
        """The next message; what is an event is heeded."""
        while b"\0" not in self._read:
            ready, _, _ = select.select([self._answers], [], [], max(until - time.monotonic(), 0))
            piece = os.read(self._answers, PIECE) if ready else None
            if not piece:
                raise CannotDraw("Chromium does not answer" if piece is None else "Chromium has ended")
            self._read += piece
        whole, _, self._read = self._read.partition(b"\0")
        told: dict[str, Any] = json.loads(whole)
        if told.get("method") == "Fetch.requestPaused":
            self._answer(told["params"])
        self._loaded = self._loaded or told.get("method") == "Page.loadEventFired"
        return told

    def _answer(self, asked: Mapping[str, Any]) -> None:
        address, number = asked["request"]["url"], {"requestId": asked["requestId"]}
        path = address.removeprefix(ADDRESS).partition("?")[0]
        mine = address.startswith(f"{ADDRESS}/")
        found = (
            (self._page, "text/html; charset=utf-8") if mine and path == "/" else self._files(path) if mine else None
        )
        if found is None:
            self._send("Fetch.failRequest", {**number, "errorReason": "BlockedByClient"})
            return
        body, kind = found
        headers = [{"name": "Content-Type", "value": kind}]
        whole = {"responseCode": 200, "responseHeaders": headers, "body": b64encode(body).decode()}
        self._send("Fetch.fulfillRequest", {**number, **whole})


def program() -> str | None:
    """Where Chromium is; None where there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


@contextmanager
def opened(files: Files, width: int, scale: float) -> Iterator[Chromium]:
    """A Chromium, which ends with the block. Raise CannotDraw."""
    found = program()
    if found is None:
        raise CannotDraw(f"no Chromium here ({', '.join(PROGRAMS)}): apt-get install chromium")
    folder = tempfile.TemporaryDirectory(prefix="madoguchi-chromium-", ignore_cleanup_errors=True)
    with folder as own, _started(found, own) as (to, answers):
        yield Chromium(to, answers, files, width, scale)


@contextmanager
def _started(found: str, folder: str) -> Iterator[tuple[int, int]]:
    """The ends of the pipes to a browser that lives in this folder."""
    hears, to = _pipe()
    answers, says = _pipe()
    # Chromium's own cell asks for a user who is not root.
    flags = (*FLAGS, f"--user-data-dir={folder}", *(["--no-sandbox"] if os.geteuid() == 0 else []))
    command = (sys.executable, "-I", "-S", "-c", LAUNCHER, str(hears), str(says), found, *flags, "about:blank")
    process = subprocess.Popen(  # noqa: S603
        command,
        pass_fds=(hears, says),
        env={**os.environ, "HOME": folder},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in (hears, says):
        os.close(end)
    try:
        yield to, answers
    finally:
        for end in (to, answers):
            os.close(end)
        process.kill()
        process.wait()


def _pipe() -> tuple[int, int]:
    """The end to read and the end to write of a new pipe, out of the way of what the child uses."""
    ends = os.pipe()
    moved = [fcntl(end, F_DUPFD_CLOEXEC, FROM) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]
