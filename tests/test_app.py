"""Is a request for another host than ours refused politely, before anything of it is looked at? (ASVS 3.4.4-6)"""

import gc
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import factories
import pytest
from browser import Browser
from conftest import Client
from factories import PASSWORD, PROFILE
from flask import url_for
from sqlalchemy import Engine
from test_config import GOOD
from ways import log_in, tables

from app import create_app, serve
from views.shared.security_headers import EVERYWHERE, OVER_HTTPS

ROOT = Path(__file__).parent.parent
HOST, PATIENCE = "mado.example", 30
OURS = ["mado.example", "MADO.example", "mado.example:443", "mado.example:8443", "Mado.Example:80", "MADO.EXAMPLE:8443"]
FOREIGN = [
    "evil.example",
    "EVIL.example:443",
    "127.0.0.1",
    "127.0.0.1:8000",
    "[::1]:8000",
    "[::ffff:127.0.0.1]",
    "",
    " ",
    ":443",
    "mado.example.",
    "evil.example.",
    "mado.example.evil.example",
    "www.mado.example",
    "evil-mado.example",
    "mado.example@evil.example",
    "user@mado.example",
    "user:pass@mado.example:443",
    "mado.example,evil.example",
    "mado.example evil.example",
    "mado.example:99999",
    "mado.example:",
    "mado.example:x",
    "mado.example/okyakusama",
    "mado..example",
    f"{'a' * 70}.example",
    "<script>alert(1)</script>",
    "Yoshino.T@example.jp",
]
FORWARDED = ("X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-Host", "X-Forwarded-Server")


class ByName(Client):
    """A browser that found us by our name."""

    def open(self, *args, **more):
        return super().open(*args, **{"base_url": f"https://{HOST}", **more})


@pytest.fixture
def production(monkeypatch, sqlite_url, clock):
    """The application as customers meet it, behind a proxy, but for the work of hashing."""
    settings = {**GOOD, "BASE_URL": f"https://{HOST}", "DATABASE_URL": sqlite_url, "PROXIES": "1"}
    for name, value in settings.items():
        monkeypatch.setenv(f"MADOGUCHI_{name}", value)
    app = create_app(CLOCK=clock, ARGON2_MEMORY_KIB=8, ARGON2_TIME_COST=1)
    app.test_client_class = ByName
    return app


def ask(client, host, path="/okyakusama/login", method="get", **headers):
    sent = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7", **headers}
    return getattr(client, method)(path, headers=sent)


def is_refused(answer):
    assert answer.status_code == 400, answer.status
    for name, value in EVERYWHERE + OVER_HTTPS:
        assert answer.headers.getlist(name) == [value]
    assert answer.headers.getlist("Cache-Control") == ["no-store"]
    assert "Set-Cookie" not in answer.headers and "Location" not in answer.headers
    return answer


@pytest.mark.parametrize("host", OURS)
def test_our_host_is_ours_in_any_case_and_with_any_port(production, host):
    answer = ask(production.test_client(), host)
    assert answer.status_code == 200 and "（画面番号102）" in answer.text


@pytest.mark.parametrize("host", FOREIGN)
def test_another_is_a_page_of_ours_and_nothing_else(production, host, caplog):
    client = production.test_client()
    answer = is_refused(ask(client, host))
    assert "お探しのページが見つかりません（画面番号907）" in answer.text and len(answer.text) < 1000
    assert client._cookies == {}
    [record] = caplog.records
    assert record.getMessage().startswith("refused host: ") and record.exc_info is None
    assert not host.strip(" :") or host not in caplog.text + answer.text.replace("<", "")


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/customers.css", "/okyakusama/l/x", "/%00", "/_dev/mail"])
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options"])
def test_whatever_is_asked_for_and_however(production, path, method):
    """No file may be kept by a cache under another's name either."""
    is_refused(ask(production.test_client(), "evil.example", path, method))


@pytest.mark.parametrize("name", FORWARDED)
def test_only_the_host_counts(production, name):
    """Whatever a proxy or a visitor says beside it."""
    value = "host={}" if name == "Forwarded" else "{}"
    client = production.test_client()
    assert ask(client, HOST, **{name: value.format("evil.example")}).status_code == 200
    is_refused(ask(client, "evil.example", **{name: value.format(HOST)}))
    answer = ask(client, HOST, "/okyakusama/registration", **{name: value.format("evil.example")})
    assert answer.status_code == 308 and "evil" not in answer.location


def test_a_customers_cookie_opens_nothing_there(production, monkeypatch):
    """Nobody is looked up, nothing is counted, and no line that was to be shown is lost."""
    with production.app_context():
        factories.account(production)
    browser = Browser(production.test_client())
    log_in(browser)
    before = tables(production)
    with monkeypatch.context() as patched:
        patched.setattr(Engine, "connect", lambda *_: pytest.fail("asked the database"))
        patched.setattr(Engine, "raw_connection", lambda *_: pytest.fail("asked the database"))
        for path in ("/okyakusama/home", "/okyakusama/contracts/1", "/okyakusama/logout"):
            for method in ("get", "post"):
                is_refused(ask(browser.client, "evil.example", path, method))
    assert tables(production) == before
    assert browser.open("/okyakusama/home").number == 511


@pytest.mark.parametrize("host", ["a..b", f"{'a' * 70}.example"])
def test_a_name_that_can_be_nobodys_in_development_too(app, host):
    answer = app.test_client().get("/okyakusama/login", headers={"Host": host})
    assert (answer.status_code, "（画面番号907）" in answer.text) == (400, True)


def test_a_path_needs_no_host(app):
    with app.test_request_context("/okyakusama/login", headers={"Host": "a..b"}):
        assert url_for("account.home", portal=app.extensions["portals"]["okyakusama"]) == "/okyakusama/home"


@contextmanager
def granian(folder, url):
    """A real server, with the log as `make run` has it; gives its port."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    own = {**GOOD, "BASE_URL": f"https://{HOST}", "DATABASE_URL": url, "PROXIES": "1", "EMBEDDED_WORKERS": "0"}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    command += ["--no-ws", "--log-level", "warning", "app:serve"]
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        environment = os.environ | {f"MADOGUCHI_{name}": value for name, value in own.items()}
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=err)
        try:
            for _ in range(PATIENCE * 20):
                if server.poll() is not None or _answers(port):
                    break
                Event().wait(0.05)
            yield port
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _answers(port):
    try:
        return b" 200 " in over_the_wire(port, f"Host: {HOST}")
    except OSError:
        return False


def over_the_wire(port, *lines, method="GET", body=""):
    """What a real server answers to just these lines."""
    length = [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"] if body else []
    head = [f"{method} /okyakusama/login?a={PROFILE['email']} HTTP/1.1", *lines, *length, "Connection: close"]
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as wire:
        wire.sendall("\r\n".join([*head, "", body]).encode())
        return b"".join(iter(lambda: wire.recv(65536), b""))


def test_through_a_real_server(tmp_path, sqlite_url):
    """Nothing is raised up to it, and what is refused is seen in its log, without a word that was sent."""
    with granian(tmp_path, sqlite_url) as port:
        for host in OURS:
            assert over_the_wire(port, f"Host: {host}").startswith(b"HTTP/1.1 200 "), host
        for host in FOREIGN:
            answer = over_the_wire(port, f"Host: {host}", f"User-Agent: {PROFILE['email']}")
            assert answer.startswith(b"HTTP/1.1 400 "), host
            for name, value in EVERYWHERE + OVER_HTTPS + [("Cache-Control", "no-store")]:
                assert f"\r\n{name}: {value}\r\n".lower() in answer.decode().lower(), (host, name)
            assert b"set-cookie" not in answer.lower()
        typed = f"user_id={PROFILE['email']}&password={PASSWORD}"
        assert b" 400 " in over_the_wire(port, f"Host: {HOST}", method="POST", body=typed)
    told = (tmp_path / "out").read_text() + (tmp_path / "err").read_text()
    assert [line.partition("refused ")[2].partition(":")[0] for line in told.splitlines()] == ["host", "csrf"]
    assert "Traceback" not in told
    for personal in (PROFILE["email"], PASSWORD, "127.0.0.1", "evil"):
        assert personal not in told


def test_nobody_waits_while_what_stands_is_looked_through():
    gc.unfreeze()
    app = serve(EMBEDDED_WORKERS=False)
    assert not any(each is app.url_map or each is app.view_functions for each in gc.get_objects())
