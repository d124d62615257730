"""How soon is a picture seen that was sent, what does a large one cost the web process, and can fifty send at once?

A server with the threads that `make run` gives it and one `flask photos run` beside it, both on one core; SQLite, and
the files in a folder.
"""

import json
from collections.abc import Mapping
from io import BytesIO
from itertools import count
from math import ceil
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple

from bench import photo_crowd
from bench.browser import Browser
from bench.commands import LEAST_WORK
from bench.figures import show, within
from bench.imports import imported
from bench.photo_crowd import FOLDER, THREADS, Crowded
from bench.photos import SIZE, drawn
from bench.sending import MULTIPART, File, Form, as_long_as, commented, log_in, taken
from bench.server import Server, forget_most_memory, most_memory, python, serving, working
from bench.visitors import PORTAL, Holder
from bench.wizard import OURS

MOST_SECONDS, MOST_MIB = 0.5, 20.0
IN_ONE_RUN, WARM_UP = 10, 2
ASKS_EVERY = 0.02
LARGEST = 20 * 2**20


class Care(NamedTuple):
    """How often: `one` picture after the other, `large` ones, and how the crowd goes."""

    one: int
    large: int
    crowd: Crowded


FULL = Care(20, 5, Crowded(customers=50, pictures=20, rounds=3, quiet=30.0))
QUICK = Care(3, 2, Crowded(customers=8, pictures=5, rounds=1, quiet=5.0))


def measure(folder: Path, care: Care) -> bool:
    """Print the figures; give whether the targets were met."""
    folder.mkdir()
    known = photo_crowd.FIRST + care.crowd.customers
    there = imported(folder, 2 * known)
    environment = {**there.environment, **LEAST_WORK, FOLDER: str(folder / "photos")}
    python("-m", "bench.customers", str(known), environment=environment)
    runs = ceil((WARM_UP + care.one + care.large) / IN_ONE_RUN)
    python("-m", "bench.accidents", str(max(runs, care.crowd.rounds)), environment=environment)
    met = [_alone(environment, care), photo_crowd.measure(environment, care.crowd)]
    return all(met)


class _Customer:
    """Who sends one picture after the other, so many into a run, and looks for each until it is there."""

    def __init__(self, port: int) -> None:
        self._browser = Browser(port)
        self._accidents = iter(log_in(self._browser, Holder.of(0).email))
        self._numbers = count()

    def send(self, jpeg: bytes) -> tuple[float, float, float]:
        """Send a picture in a file of its own; give the seconds from its last byte until it was taken, until it was
        read and until its thumbnail was there."""
        number = next(self._numbers)
        if number % IN_ONE_RUN == 0:
            self._form = Form(self._browser.get(next(self._accidents)))
        body = self._form.body(File(f"{number}.jpg", jpeg), 0)
        until_taken, answer = self._browser.time_sending(self._form.files_at, body, MULTIPART)
        began, photo_id = perf_counter() - until_taken, taken(answer)
        while json.loads(self._browser.get(self._form.state_at).text)["waiting"]:
            sleep(ASKS_EVERY)
        until_read = perf_counter() - began
        self._browser.get(f"/{PORTAL}/pictures/{photo_id}/thumbnail")
        return until_taken, until_read, perf_counter() - began


def _alone(environment: Mapping[str, str], care: Care) -> bool:
    file = BytesIO()
    drawn(SIZE).save(file, "JPEG", quality=88)
    jpeg = file.getvalue()
    with serving(environment, *OURS.application, threads=THREADS) as server, working(environment, "photos", "run"):
        customer = _Customer(server.port)
        for number in range(WARM_UP):
            customer.send(commented(jpeg, b"%d before" % number))
        times = [customer.send(commented(jpeg, b"%d" % number)) for number in range(care.one)]
        grown = [_grown(server, customer, commented(jpeg, b"%d large" % number)) for number in range(care.large)]
    print(f"A JPEG of {SIZE[0]} × {SIZE[1]} and {len(jpeg) / 1e6:.1f} MB, one after the other, from its last byte on:")
    until_taken, until_read, until_there = zip(*times, strict=True)
    show("until it is taken", until_taken, "s")
    show("until the page is told that it is read", until_read, "s")
    met = [
        within("until its thumbnail is there", until_there, MOST_SECONDS, "s"),
        within(f"what the web process holds more for {LARGEST / 2**20:.0f} MiB", grown, MOST_MIB, "MiB"),
    ]
    return all(met)


def _grown(server: Server, customer: _Customer, jpeg: bytes) -> float:
    """The MiB that the server's processes held more at most while such a picture was taken in a file as large as may
    be."""
    forget_most_memory(server.process.pid)
    before = most_memory(server.process.pid)
    customer.send(as_long_as(jpeg, LARGEST))
    return most_memory(server.process.pid) - before
