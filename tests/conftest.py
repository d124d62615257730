"""What do tests stand on? The real application, with a clock that can be set, on a database of its own."""

import gc
import shutil
import unicodedata
from contextvars import Context
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import postgresql
import pytest
from browser import Browser
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule

from app import Madoguchi, create_app
from infra import schema
from infra.database import engine

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
# How long an example takes says of a busy machine that it is busy.
settings.register_profile("madoguchi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("madoguchi")
SITE = "https://mado.example"
QUICK = {"PHOTOS_WAIT_SECONDS": 0, "ARGON2_MEMORY_KIB": 8, "ARGON2_TIME_COST": 1, "BASE_URL": SITE, "STAFF_URL": SITE}


class Compiled(BytecodeCache):
    """Templates, each compiled once for all applications of a run."""

    def __init__(self):
        self._code = {}

    def load_bytecode(self, bucket):
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket):
        self._code[bucket.key, bucket.checksum] = bucket.code


class OnceCompiled(Rule):
    """Rules of addresses, each compiled once for all applications of a run: that takes most of the time in which one is
    made."""

    _builders: ClassVar = {}

    def _compile_builder(self, append_unknown=True):
        made = (*self._trace, str(self.defaults), append_unknown)
        if made not in self._builders:
            self._builders[made] = super()._compile_builder(append_unknown)
        return self._builders[made]


# Statements, each compiled once for all SQLite databases of a run: they are kept by dialect, of which each has its own.
SQLiteDialect_pysqlite.__eq__ = lambda self, other: type(self) is type(other)
SQLiteDialect_pysqlite.__hash__ = lambda self: hash(type(self))
STATEMENTS = {}
Madoguchi.jinja_options = {**Madoguchi.jinja_options, "bytecode_cache": Compiled()}
Madoguchi.url_rule_class = OnceCompiled


def pytest_collection_finish():
    """What was imported stays: nobody needs to look again and again whether it is garbage."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser):
    parser.addoption("--record", metavar="FOLDER", help="write what every screen and letter answered into this folder")


class Told:
    """An answer whose `text` is what it says. Where its lines may end is no part of that; its `data` has that too."""

    @property
    def text(self):
        return super().text.replace("<wbr>", "")


class Client(FlaskClient):
    """Each request in a context of its own: one that a test has open would lend them its `g`."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.response_wrapper = type("Answer", (Told, self.response_wrapper), {})

    def open(self, *args, **more):
        return Context().run(super().open, *args, **more)


class Clock:
    """The application's time, which stands still until it is told to go on."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def forward(self, **by):
        self.now += timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory):
    """A database file with all tables and nothing in them."""
    file = tmp_path_factory.mktemp("database") / "empty.sqlite"
    _prepare(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(empty_sqlite, tmp_path):
    file = tmp_path / "madoguchi.sqlite"
    shutil.copy(empty_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def postgresql_server():
    """A PostgreSQL of our own; the tests that ask for it are skipped where there is none."""
    try:
        with postgresql.server() as url:
            _prepare(postgresql.database(url, "empty"))
            yield url
    except postgresql.NotInstalled:
        pytest.skip("PostgreSQL is not installed")


@pytest.fixture
def postgresql_url(postgresql_server):
    """A database of its own for one test."""
    return postgresql.database(postgresql_server, None, like="empty")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request):
    """Both databases, one after the other."""
    return request.getfixturevalue(f"{request.param}_url")


def _prepare(url):
    """Make the tables, and let go of the database, so that it can be copied."""
    with create_app(DATABASE=_database(url)).app_context():
        schema.upgrade()
        engine().dispose()


def _database(url):
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    once = {"compiled_cache": STATEMENTS} if url.startswith("sqlite") else {}
    return {"url": url, "pool_size": 25, "max_overflow": 25, "execution_options": once}


@pytest.fixture
def make_app(tmp_path, clock):
    """Makes applications: any number of them on one database are the processes of one installation."""

    def make(url, **settings):
        folders = {"MAIL_FOLDER": str(tmp_path / "mail"), "PHOTOS_FOLDER": str(tmp_path / "photos")}
        own = {"CLOCK": clock, "DATABASE": _database(url), **folders}
        app = create_app(**QUICK | own | settings)
        app.test_client_class = Client
        return app

    return make


@pytest.fixture
def app(make_app, sqlite_url):
    return make_app(sqlite_url)


@pytest.fixture
def context(app):
    """The application's context, for what asks the database without a request."""
    with app.app_context():
        yield


@pytest.fixture
def browser(app):
    return Browser(app.test_client())


@pytest.fixture
def another_browser(app):
    """Somebody else's device."""
    return Browser(app.test_client())


@pytest.fixture
def normalized(monkeypatch):
    """The lengths of the texts that Unicode was asked to normalize: marks made to be slow take it quadratic time."""
    lengths, normalize = [0], unicodedata.normalize

    def noted(form, text):
        lengths.append(len(text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", noted)
    return lengths
