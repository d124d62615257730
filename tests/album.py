"""How is every page kept that is opened? A world of its own for each walk, and cameras in it.

What its cameras open is put into the world's album.
"""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

import factories
from browser import Browser
from bs4 import BeautifulSoup

from app import create_app

ACCOUNTS = ("account", "caller", "issued", "owner")
NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
QUICK = {"PHOTOS_WAIT_SECONDS": 0, "ARGON2_MEMORY_KIB": 8, "ARGON2_TIME_COST": 1, "BASE_URL": "https://mado.example"}


class Page(NamedTuple):
    """A page as a browser got it."""

    number: int
    status: int
    address: str
    html: str
    soup: BeautifulSoup
    headers: dict
    typed: dict

    @property
    def name(self):
        return f"{self.number:03d} {self.status} {self.address}"


class Camera(Browser):
    """A browser that keeps every page it opens."""

    def __init__(self, client, album, wary=True):
        """One that is not wary lets pages hold what looks like a left-over of a template, since somebody typed it."""
        super().__init__(client)
        self.album, self.wary, self.typed = album, wary, {}

    def _distrust(self):
        if self.wary:
            super()._distrust()

    def send(self, answers=None, status=200, button=None, **more):
        self.typed = dict(answers or {})
        return super().send(answers, status, button, **more)

    def _arrive(self, response, status):
        super()._arrive(response, status)
        headers = dict(response.headers)
        self.album.append(Page(self.number, status, self.url, response.text, self.page, headers, self.typed))
        return self


@dataclass
class World:
    """One installation and what was seen of it."""

    folder: object
    empty: object
    now: datetime = NOON
    settings: dict = field(default_factory=dict)
    album: list = field(default_factory=list)
    letters: list = field(default_factory=list)

    def __post_init__(self):
        file = Path(mkdtemp(dir=self.folder)) / "madoguchi.sqlite"
        shutil.copy(self.empty, file)
        own = {
            "CLOCK": lambda: self.now,
            "MAIL_FOLDER": str(self.folder),
            "PHOTOS_FOLDER": str(file.parent / "photos"),
            "DATABASE": {"url": f"sqlite:///{file}"},
        }
        self.app = create_app(**QUICK | own | self.settings)

    def camera(self, wary=True):
        return Camera(self.app.test_client(), self.album, wary)

    def later(self, **by):
        self.now += timedelta(**by)

    def make(self, what, *args, **different):
        """A row of factories.py."""
        with self.app.app_context():
            made = getattr(factories, what)(*([self.app] if what in ACCOUNTS else []), *args, **different)
            return made.code if what == "agency" else made.id
