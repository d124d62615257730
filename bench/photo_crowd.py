"""Is nothing lost when fifty customers send twenty pictures each at once, and does anybody beside them wait longer?

Others register all the while, so many a second, each at a time that was drawn beforehand: while files are sent, while
those that came are read, and while nobody sends anything. Which of these comes first is drawn in each round.
"""

import asyncio
import itertools
import os
import random
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import BytesIO
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import NamedTuple

from bench.beside import AHEAD_SECONDS, REGISTER_A_SECOND, p99, register
from bench.browser import Browser
from bench.crowd import Late
from bench.figures import ratio, show, within
from bench.photos import drawn
from bench.sending import File, Sender, commented, log_in
from bench.server import Server, most_memory, serving, working
from bench.visitors import FEW, Holder
from bench.wizard import OURS
from domain.photos.storage import Kind
from rules.states import PhotoState

THREADS = 128
# Those before hold nothing, since the first holder has their contracts.
FIRST = len(FEW)
FOLDER = "MADOGUCHI_PHOTOS_FOLDER"
SIZE = (1152, 864)
MOST_SLOWER = 1.3
QUIET, SENDING, READING = "while nobody sends", "while files are sent", "while those that came are read"
HAPPENS, OVER = (QUIET, SENDING, READING), -1
WARM_UP_SECONDS = 5.0
SENDERS_STAND_BACK = 10
# A process that has what this one has.
APART = get_context("fork")


class Crowded(NamedTuple):
    """So many `customers` with so many `pictures` each, so often, and as often so many seconds without them."""

    customers: int
    pictures: int
    rounds: int
    quiet: float


class Stretch:
    """Some time of a server: what others waited for each answer, in milliseconds, by what happened, and how much later
    than planned they asked."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {what: [] for what in HAPPENS}
        self.late: dict[str, list[float]] = {what: [] for what in HAPPENS}

    async def register(self, port: int, now: "Synchronized[int]") -> None:
        """Register, each at their time, until `now` says OVER; else it is the place of what happens."""
        begins = perf_counter() + AHEAD_SECONDS
        taken, late = [defaultdict(list) for _ in HAPPENS], [Late() for _ in HAPPENS]
        async with asyncio.TaskGroup() as those:
            for which in itertools.count():
                at = begins + (which + random.random()) / REGISTER_A_SECOND
                await asyncio.sleep(max(0, begins + which / REGISTER_A_SECOND - AHEAD_SECONDS - perf_counter()))
                what = now.value
                if what == OVER:
                    break
                those.create_task(register(port, f"beside{os.getpid()}x{which}", at, late[what], taken[what]))
        for what, each, by in zip(HAPPENS, taken, late, strict=True):
            self.taken[what], self.late[what] = list(chain(*each.values())), by.by


class Others:
    """Those who register beside the senders, in a process of their own: what the senders' side does is not in it."""

    def __init__(self, port: int, what: str) -> None:
        self._now = APART.Value("i", HAPPENS.index(what))
        self._told, tells = APART.Pipe(duplex=False)
        self._process = APART.Process(target=_register, args=(port, self._now, tells))
        self._process.start()
        tells.close()

    def now(self, what: str) -> None:
        """From here on this happens."""
        self._now.value = HAPPENS.index(what)

    def end(self) -> Stretch:
        """Let nobody else come; give what those waited who came. Raise EOFError where they were answered otherwise."""
        self._now.value = OVER
        stretch: Stretch = self._told.recv()
        self._process.join()
        return stretch


def _register(port: int, now: "Synchronized[int]", tells: Connection) -> None:
    stretch = Stretch()
    asyncio.run(stretch.register(port, now))
    tells.send(stretch)


class Found(NamedTuple):
    """The stretches; of each round the seconds until all was sent and until all was read and shown, how often a
    file was sent once more, and how many pictures are not as they should be."""

    stretches: list[Stretch]
    sent: list[float]
    shown: list[float]
    again: list[int]
    lost: list[int]

    def all_of(self, what: str) -> list[list[float]]:
        """What others waited while that happened, for each stretch in which it did."""
        return [each.taken[what] for each in self.stretches if each.taken[what]]


def measure(environment: Mapping[str, str], crowd: Crowded) -> bool:
    """Print the figures; give whether nothing was lost and those beside were served as soon.

    The customers are those from FIRST on, with an accident for each round.
    """
    bases = [_saved() for _ in range(crowd.pictures)]
    found = Found([], [], [], [], [])
    with serving(environment, *OURS.application, threads=THREADS) as server, working(environment, "photos", "run"):
        browsers = [Browser(server.port) for _ in range(crowd.customers)]
        accidents = [log_in(browser, Holder.of(FIRST + who).email) for who, browser in enumerate(browsers)]
        _quiet(server, WARM_UP_SECONDS)
        for number in range(crowd.rounds):
            senders = [
                Sender(browser, server.port, accidents[who][number], _files(bases, who, number))
                for who, browser in enumerate(browsers)
            ]
            for kind in random.sample((QUIET, SENDING), 2):
                if kind == QUIET:
                    found.stretches.append(_quiet(server, crowd.quiet))
                else:
                    _crowded(server, senders, found)
            found.lost.append(_lost(environment, senders, crowd.pictures))
            found.again.append(sum(each.again for each in senders))
        memory = most_memory(server.process.pid)
    size = sum(map(len, bases)) / len(bases) / 1e6
    print(f"{crowd.customers} customers send {crowd.pictures} pictures each, of {size:.2f} MB, at once:")
    met = within("pictures lost, in the worst round", [max(found.lost)], 0, "")
    show("sent once more", found.again, "")
    show("until all were taken", found.sent, "s")
    show("until all were read and shown", found.shown, "s")
    show("the web process's most memory", [memory], "MiB")
    return _tell_times(found) and met


def _saved() -> bytes:
    file = BytesIO()
    drawn(SIZE).save(file, "JPEG", quality=88)
    return file.getvalue()


def _files(bases: Sequence[bytes], who: int, number: int) -> list[File]:
    """What one of them sends in one round: no two files are the same, and none of theirs looks like another."""
    marks = [f"{number}-{who}-{which}" for which in range(len(bases))]
    return [File(f"{mark}.jpg", commented(base, mark.encode())) for mark, base in zip(marks, bases, strict=True)]


def _quiet(server: Server, seconds: float) -> Stretch:
    """So many seconds in which nobody sends anything."""
    others = Others(server.port, QUIET)
    sleep(seconds)
    return others.end()


def _crowded(server: Server, senders: Sequence[Sender], found: Found) -> None:
    """Let all of them send at once."""
    others = Others(server.port, SENDING)

    async def send() -> None:
        began = perf_counter()
        async with asyncio.TaskGroup() as all_of_them:
            for each in senders:
                all_of_them.create_task(each.send())
            await asyncio.gather(*(each.is_sent.wait() for each in senders))
            others.now(READING)
            found.sent.append(perf_counter() - began)
        found.shown.append(max(each.shown_at for each in senders) - began)

    # On Linux niceness is a thread's own; this one stands back behind those who are timed on the same core.
    with ThreadPoolExecutor(1, initializer=os.nice, initargs=(SENDERS_STAND_BACK,)) as apart:
        apart.submit(lambda: asyncio.run(send())).result()
    found.stretches.append(others.end())


def _lost(environment: Mapping[str, str], senders: Sequence[Sender], pictures: int) -> int:
    """How many pictures are not as they should be: a row of their own, read, in one run and account with the others of
    their sender and with nobody else's, both files in the storage and what came gone, the thumbnail shown."""
    path, folder = environment["MADOGUCHI_DATABASE_URL"].removeprefix("sqlite:///"), environment[FOLDER]
    with closing(sqlite3.connect(path)) as database:
        rows = {each[0]: each[1:] for each in database.execute("SELECT id, state, account_id, run_id FROM photos")}
    names = {kind: {each.name for each in (Path(folder) / kind).iterdir()} for kind in Kind}
    kept = names[Kind.COPY] & names[Kind.THUMBNAIL] - names[Kind.INCOMING]
    sound, owners = 0, set[tuple[int, str]]()
    for sender in senders:
        of = Counter(rows[each][1:] for each in sender.ids).most_common(1)[0][0]
        in_it = {
            photo_id for photo_id, (state, *whose) in rows.items() if (*whose,) == of and state == PhotoState.READY
        }
        sound += len(set(sender.ids) & in_it & kept & sender.seen) if of not in owners else 0
        owners.add(of)
    return len(senders) * pictures - sound


def _tell_times(found: Found) -> bool:
    print(f"Beside them {REGISTER_A_SECOND} customers a second who register, three requests each, 99 of 100 within:")
    for name in HAPPENS:
        those = found.all_of(name)
        show(name, [p99(each) for each in those], "ms")
        show(f"half of all, {name}", [median(each) for each in those], "ms")
        late = [one for stretch in found.stretches for one in stretch.late[name]]
        print(f"    ({sum(map(len, those)):,} answers; 99 of 100 asked at most {p99(late):.1f} ms after their time)")
    quiet, *crowded = ([p99(each) for each in found.all_of(name)] for name in HAPPENS)
    met = [
        ratio(f"{name}, to {QUIET}", each, quiet, MOST_SLOWER)
        for name, each in zip((SENDING, READING), crowded, strict=True)
    ]
    return all(met)
