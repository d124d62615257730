"""What do customers see on each numbered screen? The product's own pages, taken at a second counter with nobody in it.

The second counter is the whole application once more, within this process: a database, letters and pictures in a folder
of its own that goes when the process ends, keys drawn for it, a clock that begins at ten in the morning of today. It is
served to nobody. Each screen is walked to once a day and kept; before each walk everything is as it was in the morning,
so that no screen depends on which was asked for before.
"""

import logging
import secrets
import shutil
from collections.abc import Callable, Mapping
from contextvars import Context
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from flask import Flask, current_app

from domain.messages.letters import Draft
from infra import clock
from infra.database import Table, engine
from rules.japanese.dates import JST
from rules.portals import Portal
from views.practice import asked, still, town
from views.practice.asked import Screen
from views.practice.reading import Read
from views.practice.visitor import Lost
from views.practice.walk import NotHere, Walk
from views.practice.ways import way_to

MORNING = time(10, tzinfo=JST)
Make = Callable[..., Flask]
EXTENSION = "practice counter"
# Of a letter.
NO_NUMBER = 0
# What an installation may be set to and the counter is not.
OWN_SETTINGS: Mapping[str, Any] = {
    "PRODUCTION": False,
    "SERVE": "customers",
    "DEBUG": False,
    "PROXIES": 0,
    "TRUSTED_HOSTS": None,
    "SESSION_COOKIE_NAME": "madoguchi",
    "SESSION_COOKIE_SECURE": False,
    "SECRET_KEY_FALLBACKS": [],
    "WTF_CSRF_ENABLED": False,
    "RATELIMIT_ENABLED": False,
    "RATELIMIT_STORAGE_URI": "memory://",
    "SMTP_HOST": "",
    "SCANNER": "",
    "PHOTOS_BUCKET": "",
    "PHOTOS_WAIT_SECONDS": 0,
    "EMBEDDED_WORKERS": False,
    "TEMPLATES_AUTO_RELOAD": False,
    "ARGON2_MEMORY_KIB": 8,
    "ARGON2_TIME_COST": 1,
    "IDLE_MINUTES": 30,
    "LOGIN_HOURS": 8,
}


class Unshown(Exception):
    """There is no picture of a screen just now; the log says why."""


class Counter:
    """The practice counter of one application; any number of threads may ask it."""

    def __init__(self, make: Make) -> None:
        self._make, self._lock = make, Lock()
        self._open: _Opened | None = None
        self._kept: dict[tuple[str, int], Screen | None] = {}

    def screen(self, portal: Portal, number: int) -> Screen | None:
        """A screen as a customer of this portal sees it today; None where the portal never shows it. Raise Unshown."""
        try:
            return self._kept_or_taken((portal.name, number), clock.today())
        except Exception as wrong:  # whatever goes wrong over there is not to go wrong here
            told = type(wrong).__name__
            current_app.logger.error("practice counter: screen %s of %s: %s", number, portal.name, told)
            raise Unshown from wrong

    def letter(self, portal: Portal, number: int, kind: str) -> Draft:
        """The letter of a kind that a customer of this portal gets by coming to a screen. Raise Lost where none leaves,
        NotHere where the portal never shows the screen."""
        with self._lock:
            return self._of_today(clock.today()).letter(portal.name, number, kind)

    def _kept_or_taken(self, key: tuple[str, int], today: date) -> Screen | None:
        with self._lock:
            counter = self._of_today(today)
            if key not in self._kept:
                self._kept[key] = counter.taken(*key)
            return self._kept[key]

    def _of_today(self, today: date) -> "_Opened":
        if self._open is None or self._open.day != today:
            self._kept.clear()
            self._open = _opened(self._make, today)
        return self._open


class _Opened:
    """The counter of one day."""

    def __init__(self, app: Flask, folder: "TemporaryDirectory[str]", day: date) -> None:
        self.app, self.day, self._folder = app, day, folder
        self._now = datetime.combine(day, MORNING)
        app.config["CLOCK"] = lambda: self._now
        self._database, self._pristine = (Path(folder.name) / name for name in ("counter.sqlite", "pristine.sqlite"))

    def settle(self) -> None:
        """Make the tables and put everybody there."""
        with self.app.app_context():
            Table.metadata.create_all(engine())
            town.settle(self._now)
            engine().dispose()
        shutil.copy(self._database, self._pristine)

    def taken(self, portal: str, number: int) -> Screen | None:
        """Walk to a screen; None where the portal never shows it. Raise Lost."""
        self._as_in_the_morning()
        try:
            return self._walked(portal, number)
        except NotHere:
            return None

    def letter(self, portal: str, number: int, kind: str) -> Draft:
        """Walk to a screen, and give the newest letter of a kind that left on the way. Raise Lost, NotHere."""
        self._as_in_the_morning()
        walk = Walk(self.app, self.app.extensions["portals"][portal], self._later)

        def go() -> list[Draft]:
            way_to(number)(walk)
            return walk.visitor.letters(kind)

        sent = Context().run(go)
        if not sent:
            raise Lost(f"no letter: {kind}")
        return sent[-1]

    def _walked(self, portal: str, number: int) -> Screen:
        walk = Walk(self.app, self.app.extensions["portals"][portal], self._later)
        # In a context of its own: what is known of the request of staff is not to be known here.
        found = Context().run(way_to(number), walk)
        page, pictures = (found, {}) if isinstance(found, str) else (found.page, found.pictures())
        seen = Read(page)
        if seen.number not in (number, NO_NUMBER):
            raise Lost(f"it led to {seen.number}")
        buttons = [words for form in seen.forms for words, _, _ in form.buttons]
        return Screen(still.of(page, pictures), asked.on_the_page(self.app), buttons)

    def _later(self, by: timedelta) -> None:
        self._now += by

    def _as_in_the_morning(self) -> None:
        self._now = datetime.combine(self.day, MORNING)
        with self.app.app_context():
            engine().dispose()
        for left in Path(self._folder.name).glob("counter.sqlite*"):
            left.unlink()
        shutil.copy(self._pristine, self._database)


def _opened(make: Make, day: date) -> _Opened:
    folder = TemporaryDirectory(prefix="madoguchi-practice-")
    keys = [secrets.token_hex(32)]
    own = {
        "SECRET_KEY": keys[0],
        "SECRET_KEYS": keys,
        "DATABASE": {"url": f"sqlite:///{folder.name}/counter.sqlite"},
        "MAIL_FOLDER": f"{folder.name}/mail",
        "PHOTOS_FOLDER": f"{folder.name}/photos",
    }
    files = {name: current_app.config[name] for name in ("PORTALS_FILE", "PRODUCTS_FILE", "BASE_URL")}
    app = make(**OWN_SETTINGS, **own, **files)
    # What is refused at the counter was refused to nobody.
    app.logger = logging.getLogger(f"{current_app.logger.name}.practice")
    app.logger.setLevel(logging.ERROR)
    asked.init(app)
    opened = _Opened(app, folder, day)
    Context().run(opened.settle)
    return opened


def of_app() -> Counter:
    """The practice counter of this application."""
    own: Counter = current_app.extensions[EXTENSION]
    return own


def init(app: Flask, make: Make) -> None:
    """Give the application its counter; `make` makes it, once somebody asks for a screen."""
    app.extensions[EXTENSION] = Counter(make)
