"""On what do the journeys through a real Chromium go? A server of their own, and one browser for all of them."""

import itertools
import os
import re
import secrets
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import chromium
import factories
import figuring
import kamailio_server
import pytest
import staffing
import timed
from playwright.sync_api import sync_playwright
from serving import free_port
from sqlalchemy import delete, select, text, update
from talking import HELD

import models
from app import create_app
from domain.accounts import attempts, issued_passwords, locks
from domain.calls import hearing
from domain.calls.events import CallEvent, Source
from domain.staff.members import Role
from infra import clock, schema
from infra.database import write
from rules.japanese.dates import JST

ROOT = Path(__file__).parents[2]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


# Not for the whole session: while Playwright is there, an event loop runs in this thread, and Flask's own tests would
# meet it.
@pytest.fixture(scope="package")
def browsers(tmp_path_factory):
    """Gives the browser of a program, which is launched once."""
    made = {}
    chromium.Visitor.looked.keep_in(tmp_path_factory.getbasetemp())
    with sync_playwright() as playwright, ExitStack() as running:

        def launched(program):
            if program not in made:
                made[program] = running.enter_context(chromium.launched(playwright, program))
            return made[program]

        yield launched


@pytest.fixture
def browser_program(request, browsers):
    """Keeping pages for Back, filling in addresses and installing applications are for a whole browser alone."""
    program = chromium.executable(whole=request.node.get_closest_marker("whole_browser") is not None)
    if program is None:
        pytest.skip("NO CHROMIUM HERE: no journey was walked; apt-get install chromium fonts-noto-cjk")
    return browsers(program)


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    """A server with an agency; its portals never rest, at whatever hour the journeys begin."""
    shifted = timed.shift()
    around = {**shifted, "PYTHONPATH": str(ROOT / "tests")}
    folder, clock = tmp_path_factory.mktemp("site"), timed.clock(shifted)
    with opened(folder, clock, application="timed:serve", around=around) as prepared:
        yield prepared


@pytest.fixture(scope="module")
def called_site(tmp_path_factory):
    """Another, at this machine's own time, which a trunk tells of calls, and that trunk."""
    folder, secret = tmp_path_factory.mktemp("called"), secrets.token_hex()
    site = opened(folder, clock.utc_now, CALLS_SIP_SECRETS=secret)
    with site as prepared, kamailio_server.server(prepared.address, secret) as prepared.trunk:
        yield prepared


@pytest.fixture(scope="module")
def pictures_site(tmp_path_factory):
    """Another, at this machine's own time, to which four pictures of one megabyte can be sent at a time."""
    folder = tmp_path_factory.mktemp("pictures")
    with opened(folder, clock.utc_now, PHOTOS_AT_ONCE=4, PHOTO_MEGABYTES=1) as prepared:
        yield prepared


@contextmanager
def opened(folder, clock, application="app:serve", around=None, **more):
    """A site in a folder, at the time of a clock."""
    portals = folder / "portals.toml"
    portals.write_text(re.sub(r"(?m)^pause = .*\n", "", (ROOT / "portals.toml").read_text()))
    database = f"sqlite:///{folder / 'madoguchi.sqlite'}"
    settings = {
        "DATABASE_URL": database,
        "MAIL_FOLDER": folder / "mail",
        "PHOTOS_FOLDER": folder / "photos",
        "PORTALS_FILE": portals,
        "ARGON2_MEMORY_KIB": 8,
        "ARGON2_TIME_COST": 1,
        "LIMITER": 0,
        **more,
    }
    with ThreadPoolExecutor(1) as elsewhere:
        prepared = Site(elsewhere, database, clock)
        with chromium.served(folder, application=application, around=around, **settings) as prepared.address:
            yield prepared


class Site:
    """A running server, and the way into its database at its time: from a thread in which no event loop runs."""

    address = ""
    trunk = None

    def __init__(self, elsewhere, database, clock):
        self._elsewhere, self._numbers, self._clock = elsewhere, itertools.count(100_000_000), clock
        self._app = create_app(ARGON2_MEMORY_KIB=8, CLOCK=clock, DATABASE={"url": database})
        self._do(schema.upgrade)
        self._do(factories.agency)

    def _do(self, what, *args, **different):
        def inside():
            with self._app.app_context():
                return what(*args, **different)

        return self._elsewhere.submit(inside).result()

    def day(self, later=0):
        """Today in Japan, or so many days later."""
        return self._clock().astimezone(JST).date() + timedelta(days=later)

    def contract(self, email):
        """A contract of the persona that can be renewed now; gives its number."""
        number, period = f"C{next(self._numbers)}", {"starts_on": self.day(-335), "ends_on": self.day(30)}
        self._do(factories.contract, number=number, holder_email=email, **period)
        return number

    def policy(self, initial, email=""):
        """A contract of the persona with a 初回パスワード."""
        number = self.contract(email)
        kept = issued_passwords.keep(self._app.extensions["keyring"], f"okyakusama {number}", initial)
        self._do(factories.contract_now, number, initial_password=kept)
        return number

    def account(self, user_id, **different):
        """An account of the persona."""
        self._do(factories.account, self._app, user_id=user_id, **different)

    def held(self, user_id, portal, **different):
        """An account and a contract in force that it holds."""
        number = f"C{next(self._numbers)}"
        period = {"starts_on": self.day(-30), "ends_on": self.day(335)}

        def make():
            made = factories.contract(number=number, portal=portal, **{**period, **different})
            family, _, given = made.holder_kana.partition("　")
            owner = {"family_kana": family, "given_kana": given, "birth_date": made.holder_birth}
            owner["email"] = user_id if "@" in user_id else None
            factories.hold(factories.account(self._app, portal, user_id, **owner).id, made.id)

        self._do(make)
        return number

    def known_to_nobody(self, email):
        """An account whose owner no other test has, by whichever name staff know them, and their contract in force."""
        held = {name: value for name, value in HELD.items() if name not in ("number", "ends_on")}
        kana = "".join(chr(ord("ア") + 2 * each % 80) for each in os.urandom(8))
        return self.held(email, "okyakusama", **{**held, "holder_kana": f"ヒセイ　{kana}", "holder_email": email})

    def locked_out(self, user_id):
        """Somebody has guessed at the password five times."""

        def make():
            purpose, key = locks.of_login("okyakusama", user_id)
            with write() as session:
                for _ in range(attempts.LIMIT):
                    attempts.count_wrong(session, self._app.extensions["keyring"], purpose, key, self._clock())

        self._do(make)

    def accident(self, contract):
        """An accident of a contract."""
        self._do(factories.accident, contract, number=f"J{next(self._numbers)}", happened_on=self.day(-3))

    @contextmanager
    def nothing_read(self):
        """Within, pictures arrive and wait."""
        hold = "UPDATE photos SET claimed_until = '2999-01-01 00:00:00' WHERE id = NEW.id"

        def say(*statements):
            with write() as session:
                for each in statements:
                    session.execute(text(each))

        self._do(say, f"CREATE TRIGGER hold AFTER INSERT ON photos BEGIN {hold}; END")
        yield
        self._do(say, "DROP TRIGGER hold", "UPDATE photos SET claimed_until = NULL")

    def caller(self):
        """A customer who is let in by a call only; gives their ID. Each has the number 090-1234-5678 for themselves
        alone: whoever had it before them has it no more, and waits for nothing."""
        user_id = f"K{next(self._numbers)}"

        def make():
            with write() as session:
                session.execute(update(models.Contract).values(holder_phone=""))
                session.execute(delete(models.WaitingLogin))
            period = {"starts_on": self.day(-30), "ends_on": self.day(335)}
            factories.caller(self._app, user_id, number=f"H{next(self._numbers)}", **period)

        self._do(make)
        return user_id

    def call(self, caller, called):
        """A call comes in; the caller is None where it is withheld."""
        self._do(
            lambda: hearing.hear(
                CallEvent(Source.SIMULATED, secrets.token_hex(), caller, called, self._clock()), self._clock()
            )
        )

    def sip(self, caller, called, folder):
        """A call comes in by the trunk, made by sipp; "anonymous" calls without a number."""
        (folder / "calls.csv").write_text(f"SEQUENTIAL\n{caller};{called}\n")
        scenario = ["-sf", kamailio_server.SHIPPED / "call.xml", "-inf", folder / "calls.csv"]
        once = ["-m", "1", "-timeout", "30", "-timeout_error", "-nostdin"]
        where = ["-i", "127.0.0.1", "-p", str(free_port()), f"127.0.0.1:{self.trunk.port}"]
        subprocess.run(["sipp", *scenario, *once, *where], cwd=folder, capture_output=True, timeout=60, check=True)

    def idle(self, minutes=31):
        """So long nobody has done anything."""

        def make():
            by = timedelta(minutes=minutes)
            with write() as session:
                for login in session.scalars(select(models.Login)):
                    login.seen_at -= by
                for run in session.scalars(select(models.RunRow)):
                    run.seen_at, run.expires_at = run.seen_at - by, run.expires_at - by

        self._do(make)

    def operator(self, shown="田中　見本", role=Role.OPERATOR):
        """A member of staff; gives their name."""
        name = f"{role}{next(self._numbers)}"
        self._do(staffing.hire, self._app, name, role, shown=shown)
        return name

    def code_once_more(self, name):
        """What a member's telephone shows now is good once more."""

        def make():
            with write() as session:
                session.execute(update(models.StaffMember).where(models.StaffMember.name == name).values(last_step=0))

        self._do(make)

    def code(self, name):
        """What a member's telephone shows now."""
        return self._do(staffing.code, self._app, name)

    def staff_idle(self, minutes=16):
        """So long no member of staff has done anything."""

        def make():
            with write() as session:
                for login in session.scalars(select(models.StaffLogin)):
                    login.seen_at -= timedelta(minutes=minutes)

        self._do(make)

    def case_over(self, case_id):
        """The hour of a case has just ended."""

        def make():
            with write() as session:
                session.get_one(models.StaffCase, case_id).ends_at = self._clock()

        self._do(make)

    def figures(self):
        """Something of everything that figures are made of."""
        self._do(figuring.fill, self._clock())

    def issued(self, user_id, password, **different):
        """An account of the persona that waits with a password the company issued."""
        self._do(factories.issued, self._app, user_id=user_id, password=password, **different)


@pytest.fixture
def visitor(browser_program, site):
    """Makes visitors: each is a device of its own."""
    made = []

    def make(at=site, **device):
        made.append(chromium.Visitor(browser_program, at.address, **device))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def address():
    """A mail address that no other test has."""
    return f"yoshino.{os.urandom(5).hex()}@example.jp"
