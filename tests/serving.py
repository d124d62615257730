"""How do tests run the application on a real server? As its users do, by a command of its own, till the test ends."""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.error import HTTPError, URLError

ROOT = Path(__file__).parent.parent
PATIENCE = 30


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def told_in(text):
    """The command in README or a Makefile that starts the server, as its words."""
    words = shlex.split(re.search(r"granian (--.+ app:serve)$", text.replace("\\\n", ""), re.M)[1])
    return [sys.executable, "-m", "granian", *words]


@contextmanager
def running(command, log, site, around=None, **settings):
    """Run a server from this command until the end of the block; give its process. It must answer at `site`. `around`
    is more of its environment."""
    own = {f"MADOGUCHI_{name}": str(value) for name, value in settings.items()}
    with log.open("wb") as written:
        server = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **(around or {}), **own}, stdout=written, stderr=written
        )
        try:
            _wait_until_it_answers(server, site, log)
            yield server
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_until_it_answers(server, site, log):
    for _ in range(PATIENCE * 20):
        try:
            urllib.request.urlopen(f"{site}/okyakusama/login", timeout=PATIENCE)
            return
        except HTTPError:
            return
        except (URLError, ConnectionError):
            assert server.poll() is None, log.read_text()
            Event().wait(0.05)
    raise AssertionError(log.read_text())


def workers(server):
    """The processes that answer, by their ids."""
    return {int(pid) for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()}


def until(true, patience=PATIENCE):
    """Wait for something to come true; give it."""
    last = time.monotonic() + patience
    while not (found := true()):
        assert time.monotonic() < last, "it never came true"
        time.sleep(0.02)
    return found
