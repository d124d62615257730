"""What does it cost a server that customers show their screen to operators, and does anybody beside them wait longer?

One server with one thread. The pages of both sides ask, as often as static/js/beside.js and sharing.js have them ask;
now and then a customer opens another screen, and the operator's page fetches it. Others register beside them, each at a
time that was drawn beforehand, in stretches with the shares and in others in which as many customers open as many
screens and share none, in an order that is drawn.
"""

import asyncio
import gc
import html
import itertools
import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from bench import standing_pages
from bench.beside import AHEAD_SECONDS, REGISTER_A_SECOND, TYPING_SECONDS, WHO, p99, register
from bench.browser import Browser, Unexpected
from bench.commands import LEAST_WORK
from bench.contracts import must_be
from bench.crowd import Late, Line
from bench.figures import ratio, show
from bench.rounds import Contestant, Visit, compare
from bench.server import Server, flask, serving
from bench.wizard import OURS
from bench.wizard import register as registering

PORTAL = "/okyakusama"
SCREENS = (f"{PORTAL}/terms", f"{PORTAL}/registration/")
SHARED, ALONE = "103 to 105, shared", "103 to 105, not shared"
BESIDE, WITHOUT = "while screens are shared", "while none is shared"
MOST_DEARER, MOST_SLOWER = 1.5, 1.1
# A customer opens a screen about so often.
NEXT_SCREEN_SECONDS = 30
OPERATORS_EVERY, CUSTOMERS_EVERY = 1, 2
CODE = re.compile(r'class="six num"><span aria-hidden="true">(\d{3}) (\d{3})')
WORD_AT = re.compile(r' data-(?:sharing|word-url)="(/sharing/[^"]+)"')


class Times(NamedTuple):
    """How often: `rounds` of `visits`, and of two stretches of so many seconds with so many shares; `updates` in a
    real browser."""

    rounds: int
    visits: int
    stretch: float
    shares: int
    updates: int


class Desk:
    """An operator of the demo data, whose login any server on one database knows."""

    def __init__(self, port: int) -> None:
        browser = Browser(port)
        code = re.search(r"\b(\d{6})\b", browser.get("/_dev/staff").text)
        page = browser.get("/staff/login")
        token = {"csrf_token": page.hidden["csrf_token"]}
        login = Sent("/staff/login", page.text)
        answers = {"name": "tanaka", "password": "Mado8Demo", "code": code[1] if code else ""}
        if "オペレーター画面" not in browser.send(login, {**token, **answers}).text:
            raise Unexpected("the operator is not in")
        self.cookies = dict(browser.cookies)

    def join(self, port: int, code: str) -> str:
        """See the screen of these digits; give the address of the operator's page. Raise Unexpected."""
        browser = Browser(port)
        browser.cookies = dict(self.cookies)
        page = browser.get("/staff/beside")
        shown = browser.send(Sent("/staff/beside", page.text), {"code": code})
        if "お客さまの画面" not in shown.text and "まだ画面が" not in shown.text:
            raise Unexpected("the screen is not seen")
        return shown.address


class Sent(NamedTuple):
    """A page whose form goes to an address of its own."""

    action: str
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        """Its token; its other forms have no other."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.text)
        return {"csrf_token": html.unescape(token[1])} if token else {}


def begin(browser: Browser) -> str:
    """A customer begins; give the six digits. Raise Unexpected."""
    page = browser.get(f"{PORTAL}/sharing?next={PORTAL}/terms")
    shown = browser.send(Sent(f"{PORTAL}/sharing", page.text), {"sharing": "begin", "next": f"{PORTAL}/terms"})
    code = CODE.search(shown.text)
    if code is None:
        raise Unexpected(f"{shown.address} shows no digits")
    return code[1] + code[2]


def _cost(environment: Mapping[str, str], desk: Desk, times: Times) -> bool:
    """Print what a shared journey costs; give whether that is little enough beside another one."""
    walk = registering(OURS).walked

    def share(browser: Browser) -> None:
        desk.join(browser.connection.port, begin(browser))
        must_be(browser.get(SCREENS[0]), "オペレーターと画面を共有しています")

    visits = {SHARED: Visit(walk, before=share), ALONE: Visit(walk, before=lambda browser: browser.get(SCREENS[0]))}
    cpu = compare({"ours": Contestant(OURS.application, environment, visits)}, times.rounds, times.visits)
    print("Server CPU of one journey, nine requests, of the customer's alone:")
    for visit in visits:
        show(visit, cpu[visit, "ours"], "ms")
    return ratio("shared, to not shared", cpu[SHARED, "ours"], cpu[ALONE, "ours"], MOST_DEARER)


class Share(NamedTuple):
    """A customer and the operator beside them: a connection each, and where both ask and the operator looks; and
    another customer, who shares nothing. `asking` is the customer's page's own."""

    customer: Line
    operator: Line
    words: str
    view: str
    other: Line
    asking: Line


async def _shared(server: Server, desk: Desk) -> Share:
    browser = Browser(server.port)
    address = desk.join(server.port, begin(browser))
    found = WORD_AT.search(browser.get(SCREENS[0]).text)
    if found is None:
        raise Unexpected("the customer's page does not ask")
    customer, operator = await Line.to(server.port), await Line.to(server.port)
    customer.cookies, operator.cookies = dict(browser.cookies), dict(desk.cookies)
    other, alone = Browser(server.port), await Line.to(server.port)
    other.get(SCREENS[0])
    alone.cookies = dict(other.cookies)
    return Share(customer, operator, found[1], f"{address}/view", alone, await Line.to(server.port))


class Stretch(NamedTuple):
    """Some seconds: the CPU of the server, how often pages asked, the milliseconds of each answer to those beside, and
    how much later than planned these asked."""

    seconds: float
    server_cpu: float
    asked: int
    taken: Sequence[float]
    late: Sequence[float]


async def _stretch(server: Server, shares: Sequence[Share], seconds: float, *, shared: bool) -> Stretch:
    taken: dict[str, list[float]] = defaultdict(list)
    late, asked, begins = Late(), itertools.count(), perf_counter() + AHEAD_SECONDS
    before = server.cpu
    async with asyncio.TaskGroup() as all_of_them:
        for share in shares:
            line = share.customer if shared else share.other
            all_of_them.create_task(_opening(line, begins, begins + seconds))
            if shared:
                all_of_them.create_task(_customer(share, begins, begins + seconds, asked))
                all_of_them.create_task(_operator(share, begins, begins + seconds, asked))
        for which in range(int((seconds - TYPING_SECONDS) * REGISTER_A_SECOND)):
            drawn = begins + (which + random.random()) / REGISTER_A_SECOND
            all_of_them.create_task(register(server.port, f"beside{next(WHO)}", drawn, late, taken))
    every = [each for times in taken.values() for each in times]
    return Stretch(seconds, server.cpu - before, next(asked), every, late.by)


async def _opening(line: Line, begins: float, ends: float) -> None:
    """A customer opens a screen now and then."""
    at = begins + random.random() * NEXT_SCREEN_SECONDS
    while at < ends:
        await asyncio.sleep(max(0, at - perf_counter()))
        await line.get(random.choice(SCREENS))
        at += NEXT_SCREEN_SECONDS


async def _customer(share: Share, begins: float, ends: float, asked: "itertools.count[int]") -> None:
    """What the customer's page does, on a connection of its own, as browsers have several."""
    at, line = begins + random.random() * CUSTOMERS_EVERY, share.asking
    while at < ends:
        await asyncio.sleep(max(0, at - perf_counter()))
        await line.get(share.words)
        next(asked)
        at += CUSTOMERS_EVERY


async def _operator(share: Share, begins: float, ends: float, asked: "itertools.count[int]") -> None:
    """What the operator's page does. Raise Unexpected where the screen is not shared any more."""
    at, known = begins + random.random(), ""
    while at < ends:
        await asyncio.sleep(max(0, at - perf_counter()))
        word = (await share.operator.get(share.words)).page.text
        next(asked)
        if not word.startswith("on "):
            raise Unexpected(f"the operator's page is told {word}")
        if known and word != known:
            await share.operator.get(share.view)
        known, at = word, at + OPERATORS_EVERY


async def _crowd(environment: Mapping[str, str], desk: Desk, times: Times) -> bool:
    """Print what so many shares cost; give whether those beside are served as soon."""
    with serving(environment, *OURS.application) as server:
        shares = [await _shared(server, desk) for _ in range(times.shares)]
        found: dict[str, list[Stretch]] = {BESIDE: [], WITHOUT: []}
        await _stretch(server, shares, times.stretch, shared=True)
        gc.freeze()
        for _ in range(times.rounds):
            for what in random.sample(list(found), len(found)):
                found[what].append(await _stretch(server, shares, times.stretch, shared=what == BESIDE))
        gc.unfreeze()
    return _told(found, times)


def _told(found: Mapping[str, Sequence[Stretch]], times: Times) -> bool:
    rate = sum(each.asked for each in found[BESIDE]) / sum(each.seconds for each in found[BESIDE])
    print(f"{times.shares} shared screens, whose {2 * times.shares} pages ask {rate:.0f} times a second; one thread:")
    for what, those in found.items():
        show(f"server CPU of a second, {what}", [1000 * each.server_cpu / each.seconds for each in those], "ms")
    print(f"Beside them {REGISTER_A_SECOND} customers a second who register, 99 of 100 within:")
    for what, those in found.items():
        show(f"all, {what}", [p99(each.taken) for each in those], "ms")
        show(f"half of all, {what}", [median(each.taken) for each in those], "ms")
        late = [one for each in those for one in each.late]
        print(f"    (99 of 100 asked at most {p99(late):.1f} ms after their time)")
    slower = [[p99(each.taken) for each in found[what]] for what in (BESIDE, WITHOUT)]
    return ratio(f"each round's, {BESIDE}, to {WITHOUT}", *slower, MOST_SLOWER)


def measure(folder: Path, times: Times) -> bool:
    """Print the figures; give whether the targets are met."""
    environment = {
        "MADOGUCHI_DATABASE_URL": f"sqlite:///{folder / 'standing.sqlite'}",
        "MADOGUCHI_MAIL_FOLDER": str(folder / "mail"),
        "MADOGUCHI_LIMITER": "0",
        **LEAST_WORK,
    }
    flask("demo", "prepare", environment=environment, quiet=True)
    with serving(environment, *OURS.application) as server:
        desk = Desk(server.port)
    met = [
        _cost(environment, desk, times),
        asyncio.run(_crowd(environment, desk, times)),
        standing_pages.measure(folder, environment, times.updates),
    ]
    return all(met)
