"""What do hundreds who wait for a call cost a server, and does anybody beside them wait longer for it?

One server, in turn while the pages of 503 ask as their script does and while they are quiet; others register all the
while, so many a second, each at a time of their own. The stretches of a round come in an order that is drawn.
"""

import asyncio
import gc
import itertools
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import NamedTuple

from bench.browser import Browser, Unexpected
from bench.crowd import Answer, Late, Line
from bench.figures import ratio, show
from bench.rounds import WARM_UP
from bench.server import Server, memory, serving
from bench.waiting import EVERY, Wait, crowd, log_in
from bench.wizard import ANSWERS, OURS

REGISTER_A_SECOND = 16
TYPING_SECONDS, AHEAD_SECONDS = 0.5, 0.2
MOST_SLOWER = 1.1
ASKING, QUIET = "while they ask", "while they are quiet"
WHO = itertools.count()


class Stretch(NamedTuple):
    """Some seconds of a server: the CPU that it used and that the visitors' side did, the milliseconds of each answer
    by what was asked, how much later than planned the visitors asked, and how often those asked who wait."""

    seconds: float
    server_cpu: float
    driver_cpu: float
    taken: Mapping[str, Sequence[float]]
    late: Sequence[float]
    asked: int

    @property
    def all_taken(self) -> Sequence[float]:
        """The milliseconds of every answer of a wizard."""
        return [each for times in self.taken.values() for each in times]


def p99(times: Sequence[float]) -> float:
    """What 99 of 100 do not exceed."""
    return quantiles(times, n=100, method="inclusive")[98]


class Crowd:
    """Those who wait, each with a connection, beside those who register."""

    def __init__(self, server: Server, waits: Sequence[tuple[Wait, Line]]) -> None:
        self._server, self._waits = server, waits

    async def stretch(self, seconds: float, *, ask: bool, register: bool = True) -> Stretch:
        """So many seconds. Raise Unexpected, in an ExceptionGroup, where an answer is another one."""
        taken: dict[str, list[float]] = defaultdict(list)
        late, asked = Late(), itertools.count()
        begins = perf_counter() + AHEAD_SECONDS
        server_before, driver_before = self._server.cpu, process_time()
        async with asyncio.TaskGroup() as all_of_them:
            for each in self._waits if ask else ():
                all_of_them.create_task(_ask_again(*each, begins, begins + seconds, asked))
            # All have been answered about when the pages ask no more.
            for which in range(int((seconds - TYPING_SECONDS) * REGISTER_A_SECOND) if register else 0):
                drawn = begins + (which + random.random()) / REGISTER_A_SECOND
                all_of_them.create_task(register(self._server.port, f"beside{next(WHO)}", drawn, late, taken))
        used = self._server.cpu - server_before, process_time() - driver_before
        return Stretch(seconds, *used, taken, late.by, next(asked))


async def _ask_again(wait: Wait, line: Line, begins: float, ends: float, asked: "itertools.count[int]") -> None:
    """What the page of somebody does who waits, beginning anywhere between two asks."""
    at = begins + random.random() * wait.every
    while at < ends:
        await asyncio.sleep(max(0, at - perf_counter()))
        answer = await line.get(wait.address)
        next(asked)
        if answer.page.text != "pending":
            raise Unexpected(f"who waits is told {answer.page.text} ({answer.page.status})")
        at += wait.every


async def register(port: int, who: str, at: float, late: Late, taken: dict[str, list[float]]) -> None:
    """103, sent a moment later, and 104, to which the browser goes at once; `taken` gets the milliseconds of each by
    what was asked. Raise Unexpected where an answer is another one."""
    email = f"{who}@example.jp"
    await asyncio.sleep(max(0, at - AHEAD_SECONDS - perf_counter()))
    line = await Line.to(port)
    await late.until(at)
    first = _is(await line.get(OURS.registration), 200)
    await late.until(at + TYPING_SECONDS)
    sent = _is(await line.send(first.page, {**ANSWERS, "email": email}), 303)
    shown = _is(await line.get(sent.page.address), 200)
    line.close()
    if email not in shown.page.text:
        raise Unexpected(f"{shown.page.address} is not 104")
    for name, answer in (("GET of 103", first), ("POST of 103", sent), ("GET of 104", shown)):
        taken[name].append(1000 * answer.seconds)


def _is(answer: Answer, status: int) -> Answer:
    if answer.page.status != status:
        raise Unexpected(f"{answer.page.address}: {answer.page.status} instead of {status}")
    return answer


class Found(NamedTuple):
    """The stretches in which nobody but those who wait asks, those in which others register beside them, and those in
    which only these do; and the MiB that the server holds since so many wait."""

    alone: list[Stretch]
    asking: list[Stretch]
    quiet: list[Stretch]
    held: float


def measure(environment: Mapping[str, str], count: int, rounds: int, seconds: float) -> bool:
    """Print the figures; give whether those beside are served as soon. The callers in the places after the first
    `count` warm the server up."""
    with serving(environment, *OURS.application) as server:
        for place in range(count, count + WARM_UP):
            browser = Browser(server.port)
            browser.get(log_in(browser, place))
        found = asyncio.run(_rounds(server, count, rounds, seconds))
    _tell_cost(found, count)
    return _tell_times(found)


async def _rounds(server: Server, count: int, rounds: int, seconds: float) -> Found:
    await Crowd(server, ()).stretch(seconds, ask=False)
    before = memory(server.process.pid)
    waits = [(each, await Line.to(server.port)) for each in crowd(server.port, count)]
    whole = Crowd(server, waits)
    await whole.stretch(max(every for _, every in EVERY), ask=True, register=False)
    found = Found([], [], [], memory(server.process.pid) - before)
    # The collector's pauses would be taken for the server's.
    gc.freeze()
    kinds = (
        (found.alone, seconds / 3, {"ask": True, "register": False}),
        (found.asking, seconds, {"ask": True}),
        (found.quiet, seconds, {"ask": False}),
    )
    for _ in range(rounds):
        for those, lasting, how in random.sample(kinds, len(kinds)):
            those.append(await whole.stretch(lasting, **how))
    gc.unfreeze()
    for _, line in waits:
        line.close()
    return found


def _tell_cost(found: Found, count: int) -> None:
    rate = sum(each.asked for each in found.asking) / sum(each.seconds for each in found.asking)
    print(f"{count} logins that wait on 503, whose pages ask {rate:.0f} times a second in all; one thread:")
    used = [1000 * each.server_cpu / each.seconds for each in found.alone]
    show("server CPU for all of them, of each second", used, "ms")
    show("server CPU for one of them, of each second", [each / count for each in used], "ms")
    show("memory for one of them, with its connection", [1024 * found.held / count], "KiB")


def _tell_times(found: Found) -> bool:
    print(f"Beside them {REGISTER_A_SECOND} customers a second who register, three requests each, 99 of 100 within:")
    for name, those in ((ASKING, found.asking), (QUIET, found.quiet)):
        for what in sorted(those[0].taken):
            show(f"{what}, {name}", [p99(each.taken[what]) for each in those], "ms")
        show(f"half of all, {name}", [median(each.all_taken) for each in those], "ms")
        every = [one for each in those for one in each.all_taken]
        show(f"all {len(every):,} in one, {name}", [p99(every)], "ms")
        late = [one for each in those for one in each.late]
        busy = sum(each.driver_cpu for each in those) / sum(each.seconds for each in those)
        print(f"    (99 of 100 asked at most {p99(late):.1f} ms after their time; asking took {busy:.0%} of a core)")
    slower = [[p99(each.all_taken) for each in those] for those in (found.asking, found.quiet)]
    return ratio(f"each round's, {ASKING}, to {QUIET}", *slower, MOST_SLOWER)
