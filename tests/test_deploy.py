"""Does a large installation stand as README describes it? Its very command line behind the nginx that we ship."""

import gzip
import os
import re
import resource
import signal
import ssl
import struct
import subprocess
import urllib.request
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from urllib.error import URLError

import factories
import nginx_server
import pytest
from browser import Browser
from factories import PROFILE
from htmlcheck import complaints
from serving import PATIENCE, ROOT, free_port, running, told_in, until, workers
from ways import apply_for, letters, pressed, to_104
from wire import Wire, urlencoded

from app import create_app
from infra import schema
from views.shared.screens import VIEWS
from views.shared.security_headers import EVERYWHERE

README = (ROOT / "README.md").read_text()
PAGES = sorted((ROOT / "deploy" / "pages").glob("*.html"))
KEY = "of the tests and as long as production wants it"
LINK = re.compile(r"https://service\.example(/okyakusama/l/(\S+))")
STALLED = 1000
QUICKLY = 1.0
DATA, HEADERS, SETTINGS = 0, 1, 4


def readme_says(port, count=2):
    """README's command line; of two equal options the last one counts."""
    return [*told_in(README), "--port", str(port), "--workers", str(count)]


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    """granian as in production, with no nginx yet."""
    folder = tmp_path_factory.mktemp("behind")
    portals = folder / "portals.toml"
    portals.write_text(re.sub(r"(?m)^pause = .*\n", "", (ROOT / "portals.toml").read_text()))
    database, port = f"sqlite:///{folder / 'madoguchi.sqlite'}", free_port()
    app = create_app(SECRET_KEYS=[KEY], SECRET_KEY=KEY, DATABASE={"url": database})
    with app.app_context():
        schema.upgrade()
        factories.account(app)
    settings = {
        "ENVIRONMENT": "production",
        "SECRET_KEYS": KEY,
        "BASE_URL": f"https://{nginx_server.NAME}",
        "DATABASE_URL": database,
        "SMTP_HOST": "127.0.0.1",
        "PORTALS_FILE": portals,
        "EMBEDDED_WORKERS": 0,
        "PROXIES": 1,
    }
    site = f"http://127.0.0.1:{port}"
    with running(readme_says(port), folder / "server.log", site, **settings) as process:
        until(lambda: (folder / "server.log").read_text().count("Started worker") == 2)
        yield SimpleNamespace(process=process, port=port, site=site, app=app)


@pytest.fixture(scope="module")
def front(behind):
    """nginx in front of it."""
    with nginx_server.server(behind.port) as started:
        started.app = behind.app
        yield started


@pytest.fixture(scope="module")
def nothing_behind():
    """nginx in front of nothing; it is told by a header where a visitor comes from."""
    told = "set_real_ip_from 127.0.0.0/8; real_ip_header X-Comes-From;\n"
    with nginx_server.server(free_port(), told) as started:
        yield started


def visitor(front, source="127.0.0.2"):
    return Browser(Wire(front.site, source=source, tls=front.tls, port=front.https))


@contextmanager
def many_files(count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(count, hard)), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def half_a_form(wire):
    """The head of a login that promises more than what follows it."""
    return wire.head("/okyakusama/login", **{"Content-Type": "text/plain", "Content-Length": 5000}) + b"user_id=a"


def still_waits(speaking):
    """Whether nobody has answered here nor hung up."""
    speaking.setblocking(False)
    try:
        speaking.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    return False


@pytest.mark.nginx
def test_a_thousand_who_never_come_to_an_end_keep_nobody_waiting(front):
    """They come from two hundred addresses; a third say nothing, a third begin a head, a third half a form."""
    waiting = []
    with many_files(2 * STALLED), ExitStack() as open_for_now:
        for number in range(STALLED):
            tls, source = front.tls if number % 3 else None, f"127.0.1.{number % 200 + 1}"
            wire = Wire(front.site, source=source, tls=tls, port=front.https)
            speaking = open_for_now.enter_context(wire.connection())
            if number % 3:
                speaking.sendall(half_a_form(wire)[: 60 if number % 3 == 1 else None])
            waiting = [*waiting[-99:], speaking]
        browser = to_104(visitor(front))
        assert browser.summary["契約者氏名"] == "髙﨑 𠮷乃"
        assert all(still_waits(each) for each in waiting), "they were shown out first"


@pytest.mark.nginx
def test_a_customer_logs_in_through_it_and_is_kept_to_https(front):
    browser = visitor(front).open("/okyakusama/login")
    assert browser.response.headers["Strict-Transport-Security"]
    browser.send({"user_id": "yoshino.t@example.jp", "password": factories.PASSWORD})
    assert browser.number == 511
    held = browser.client.cookies["__Host-madoguchi-okyakusama"]
    assert held["secure"] and held["httponly"] and held["path"] == "/"


@pytest.mark.nginx
def test_by_http_one_is_sent_to_our_name_whatever_was_asked_for(front):
    for site in (front.site, "https://evil.example"):
        answer = Wire(site, port=front.http).ask("GET", "/okyakusama/login?x=1")
        assert answer.status_code == 301
        assert answer.headers["Location"] == "https://service.example/okyakusama/login?x=1"


@pytest.mark.nginx
def test_nobody_says_where_they_come_from(front):
    """Thirty of these an hour are heard from one source, by each of two workers."""
    browser = visitor(front, "127.0.0.3").open("/okyakusama/login")
    data = {"csrf_token": browser.form.select_one("[name=csrf_token]")["value"]}
    answers = []
    for number in range(61):
        said = f"203.0.113.{number}"
        forged = {"X-Forwarded-For": said, "X_Forwarded_For": said, "Forwarded": f"for={said}", "X-Real-Ip": said}
        answers.append(browser.client.post("/okyakusama/stop", data=data, **forged).status_code)
    assert set(answers) == {404, 429}
    other = visitor(front, "127.0.0.4").open("/okyakusama/login")
    data = {"csrf_token": other.form.select_one("[name=csrf_token]")["value"]}
    assert other.client.post("/okyakusama/stop", data=data).status_code == 404


@pytest.mark.nginx
def test_nor_under_which_name_or_how_the_application_is_reached(front):
    """What leads on is our own, and so is the cookie's way."""
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-Prefix": "/evil"}
    answer = visitor(front).client.get("/okyakusama/registration", **forged)
    assert (answer.status_code, answer.headers["Location"]) == (308, "https://service.example/okyakusama/registration/")


@pytest.mark.nginx
def test_another_name_is_answered_by_nobody_of_ours(front):
    another = Wire("https://evil.example", tls=front.tls, port=front.https)
    with pytest.raises(ssl.SSLError):
        another.get("/okyakusama/login")
    behind_ours = visitor(front).client.ask("GET", "/okyakusama/login", **{"Host": "evil.example"})
    assert behind_ours.status_code == 421
    assert "Set-Cookie" not in behind_ours.headers
    assert "evil.example" not in behind_ours.text


def waits_in(log, words):
    """What the log has, once it has these words."""
    until(lambda: words in log.read_text())
    return log.read_text()


@pytest.mark.nginx
def test_a_links_token_is_in_no_log(front):
    browser = apply_for(visitor(front), email="somebody@example.jp")
    path, token = LINK.search(letters(front.app)[-1].text).groups()
    written = (path, f"{path}?from=mail", path.replace("/l/", "//%6c/"), path.replace("/l/", "/L//"))
    for way in (*written, "/okyakusama/login?next=/okyakusama/home"):
        browser.client.get(way)
    assert browser.open(path).number == 107
    browser.client.get("/okyakusama/terms")
    log = waits_in(front.access, "/okyakusama/terms")
    assert "GET /okyakusama/l/... " in log
    for never in (token, token[:30], "from=mail", "?", "127.0."):
        assert never not in log
    assert token[:30] not in front.error.read_text()


@pytest.mark.nginx
def test_nor_where_the_application_is_away(nothing_behind):
    """nginx would tell of it with the whole request line."""
    token = "u0nIKRKthotAVmcLQc0kgA.q7rT0p2xYw9sV5u"
    browser = visitor(nothing_behind)
    browser._arrive(browser.client.get(f"/okyakusama/l/{token}"), 502)
    log = waits_in(nothing_behind.access, "502")
    assert token[:30] not in log + nothing_behind.error.read_text()


@pytest.mark.nginx
def test_where_the_application_is_away_a_page_says_so(nothing_behind):
    browser = visitor(nothing_behind)
    browser._arrive(browser.client.get("/okyakusama/login"), 502)
    assert (browser.number, browser.heading) == (908, VIEWS[908].title)
    assert "申し訳ございません" in browser.text
    assert browser.response.headers["Retry-After"] == "60"
    assert browser.client.get("/static/customers.css").status_code == 200
    assert "nginx/" not in str(browser.response.headers)


@pytest.mark.nginx
@pytest.mark.parametrize("chunked", [False, True])
def test_too_much_is_refused_politely_and_as_much_as_the_product_takes_is_not(front, chunked):
    browser, most = visitor(front), front.app.config["MAX_CONTENT_LENGTH"]

    def sends(size):
        body = iter([b"x" * size]) if chunked else b"x" * size
        return browser.client.ask("POST", "/okyakusama/login", body, **{"Content-Type": "text/plain"})

    browser._arrive(sends(most + 1), 413)
    assert (browser.number, browser.heading) == (909, VIEWS[909].title)
    assert browser._arrive(sends(most), 400).number == 102


@pytest.mark.nginx
def test_so_it_is_where_browsers_speak_http_2(front):
    assert "（画面番号909）" in said_over_http2(front, front.app.config["MAX_CONTENT_LENGTH"] + 1)


def said_over_http2(front, size):
    """The page that answers the head of a form of this size."""
    trusts = ssl.create_default_context(cadata=front.tls.get_ca_certs(binary_form=True)[0])
    trusts.set_alpn_protocols(["h2"])
    told = {":method": "POST", ":scheme": "https", ":authority": nginx_server.NAME, ":path": "/"}
    fields = [*told.items(), ("content-length", str(size))]
    # Each name and value as it is: never indexed, never packed.
    head = b"".join(bytes([0, len(n)]) + n.encode() + bytes([len(v)]) + v.encode() for n, v in fields)
    with Wire(front.site, tls=trusts, port=front.https).connection() as speaking:
        assert speaking.selected_alpn_protocol() == "h2"
        speaking.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS) + frame(HEADERS, 4, 1, head))
        read, page, ended = speaking.makefile("rb"), b"", False
        while not ended:
            size, kind, flags = struct.unpack(">I", b"\0" + read.read(3))[0], *read.read(2)
            content = read.read(4 + size)[4:]
            page, ended = page + content * (kind == DATA), kind == DATA and flags & 1
    return page.decode()


def frame(kind, flags=0, stream=0, content=b""):
    return struct.pack(">I", len(content))[1:] + struct.pack(">BBI", kind, flags, stream) + content


@pytest.mark.nginx
def test_a_form_in_chunks_reaches_the_application_whole(front):
    browser = visitor(front).open("/okyakusama/registration/")
    action, standing = pressed(browser)
    kind, body = urlencoded({**standing, **PROFILE})
    pieces = iter([body[:400], body[400:]])
    assert browser.client.ask("POST", action, pieces, **{"Content-Type": kind}).status_code == 303


@pytest.mark.nginx
@pytest.mark.parametrize(
    ("sent", "status", "number"),
    [
        (b"GET /okyakusama/login HTTP/1.1\r\nHost: service.example\r\nHost: two\r\n\r\n", 400, 901),
        (b"GET / HTTP/1.1\r\nHost: service.example\r\nCookie: " + b"a" * 9_000 + b"\r\n\r\n", 400, 901),
        (b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: service.example\r\n\r\n", 414, 907),
        (b"GET / HTTP/1.1\r\nHost: service.example\r\nContent-Length: x\r\n\r\n", 400, 901),
        (b"TRACE / HTTP/1.1\r\nHost: service.example\r\n\r\n", 405, 907),
        (b"GET /static/ HTTP/1.1\r\nHost: service.example\r\n\r\n", 404, 907),
        (b"GET /static/%2e%2e/static/app.py HTTP/1.1\r\nHost: service.example\r\n\r\n", 404, 907),
        (b"GET /_front/away.html HTTP/1.1\r\nHost: service.example\r\n\r\n", 404, 907),
    ],
)
def test_what_nginx_says_no_to_has_a_page_of_ours(front, sent, status, number):
    browser = visitor(front)
    browser._arrive(browser.client.says("/", sent, ends=False), status)
    assert browser.number == number


@pytest.mark.nginx
def test_so_it_has_who_speaks_plainly_where_it_should_be_encrypted(front):
    browser = Browser(Wire(front.site, port=front.https))
    browser._arrive(browser.client.get("/okyakusama/login"), 400)
    assert browser.number == 901


@pytest.mark.nginx
def test_so_many_at_a_time_from_one_source_and_from_one_network(nothing_behind):
    """An IPv6 visitor has a whole network of addresses."""
    with many_files(1000), ExitStack() as open_for_now:
        for number in range(100):
            wire = visitor(nothing_behind).client
            speaking = open_for_now.enter_context(wire.connection())
            one = wire.head("/", **{"X-Comes-From": f"2001:db8:0:1:{number:x}::1", "Content-Length": 9})
            speaking.sendall(one + b"a")
        asked = {
            source: lambda source=source: visitor(nothing_behind).client.get("/", **{"X-Comes-From": source})
            for source in ("2001:db8:0:1::beef", "2001:db8:0:2::1", "192.0.2.1")
        }
        until(lambda: asked["2001:db8:0:1::beef"]().status_code == 429)
        browser = visitor(nothing_behind)
        browser._arrive(asked["2001:db8:0:1::beef"](), 429)
        assert (browser.number, browser.response.headers["Retry-After"]) == (905, "60")
        assert asked["2001:db8:0:2::1"]().status_code == asked["192.0.2.1"]().status_code == 502


class Receives(BaseHTTPRequestHandler):
    """Says how much came."""

    heard = 0

    def do_POST(self):
        type(self).heard += 1
        size, came = int(self.headers["Content-Length"]), 0
        while came < size:
            came += len(self.rfile.read(min(size - came, MEGABYTE)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(came).encode())

    def log_message(self, *told):
        """It keeps quiet."""


@pytest.fixture(scope="module")
def receiving():
    """nginx in front of something that takes whatever it is given."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Receives) as behind:
        Thread(target=behind.serve_forever, daemon=True).start()
        with nginx_server.server(behind.server_port) as started:
            yield started
        behind.shutdown()


MEGABYTE = 1024 * 1024
RUN = "q7rT0p2xYw9sV5uN3mK1jH8gF6d"
ONE_PICTURE = (f"/okyakusama/photos/{RUN}/images/files", f"/keiyakusha/camera/{RUN}/files")
ALL_AT_ONCE = (f"/okyakusama/photos/{RUN}/images", f"/keiyakusha/camera/{RUN}")
NO_PICTURES = (
    *("/okyakusama/photos", f"/okyakusama/change/{RUN}/images/files", "/okyakusama/home/files", "/okyakusama/camera"),
    *(f"/photos/{RUN}/images/files", f"/okyakusama/camera/{RUN}/files/more", f"/okyakusama/camera/{RUN}/filesystem"),
)


def sends(front, path, size):
    return visitor(front).client.ask("POST", path, bytes(size), **{"Content-Type": "application/octet-stream"})


@pytest.mark.nginx
@pytest.mark.parametrize("path", ONE_PICTURE)
def test_a_picture_of_the_most_passes_with_what_stands_around_it_and_more_does_not(receiving, path):
    assert sends(receiving, path, 20 * MEGABYTE + 100_000).text == str(20 * MEGABYTE + 100_000)
    browser = visitor(receiving)
    browser._arrive(sends(receiving, path, 21 * MEGABYTE + 1), 413)
    assert (browser.number, browser.heading) == (909, VIEWS[909].title)
    assert "画像は1枚20MBまで、1回に20枚まで" in browser.text


@pytest.mark.nginx
@pytest.mark.parametrize("path", ALL_AT_ONCE)
def test_so_does_a_form_of_as_many_as_may_come_at_once(receiving, path):
    assert sends(receiving, path, 45 * MEGABYTE).text == str(45 * MEGABYTE)
    client = visitor(receiving).client
    with client.connection() as speaking:
        speaking.sendall(client.head(path, **{"Content-Length": 401 * MEGABYTE}))
        assert still_waits(speaking)
    browser = visitor(receiving)
    browser._arrive(client.says(path, client.head(path, **{"Content-Length": 401 * MEGABYTE + 1}), ends=False), 413)
    assert "画像は1枚20MBまで" in browser.text


@pytest.mark.nginx
@pytest.mark.parametrize("path", NO_PICTURES)
def test_nothing_else_may_be_as_large(receiving, path):
    assert sends(receiving, path, 256 * 1024).status_code == 200
    assert sends(receiving, path, 256 * 1024 + 1).status_code == 413


@pytest.mark.nginx
def test_a_picture_that_is_on_its_way_is_heard_by_nobody_and_has_no_name_on_the_disk(receiving):
    client, before = visitor(receiving).client, Receives.heard
    with client.connection() as speaking:
        speaking.sendall(client.head(ONE_PICTURE[0], **{"Content-Length": 2 * MEGABYTE}) + bytes(MEGABYTE))
        bodies = receiving.access.parent / "client_body"
        until(lambda: [open_file for open_file in opened(receiving) if open_file.startswith(str(bodies))])
        assert [path for path in bodies.rglob("*") if path.is_file()] == []
        assert Receives.heard == before
    until(lambda: not [open_file for open_file in opened(receiving) if open_file.startswith(str(bodies))])
    assert Receives.heard == before


def opened(front):
    """What its workers have open, also if it has no name any more."""
    for pid in workers(front.process):
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            if handle.is_symlink():
                yield str(handle.readlink())


@pytest.mark.nginx
@pytest.mark.parametrize(("path", "most"), [(ONE_PICTURE[0], 30), (ALL_AT_ONCE[1], 6)])
def test_one_source_sends_so_many_pictures_at_a_time(nothing_behind, path, most):
    """Whoever looks at them is not counted, nor is anybody else kept out."""
    with ExitStack() as open_for_now:
        for number in range(most):
            client = visitor(nothing_behind).client
            speaking = open_for_now.enter_context(client.connection())
            comes_from = f"2001:db8:0:{most:x}:{number:x}::1"
            speaking.sendall(client.head(path, **{"X-Comes-From": comes_from, "Content-Length": 9}) + b"a")

        def asked(method, path, network):
            return visitor(nothing_behind).client.ask(
                method, path, **{"X-Comes-From": f"2001:db8:0:{network:x}::beef", "Content-Length": "0"}
            )

        until(lambda: asked("POST", path, most).status_code == 429)
        assert asked("POST", path, most).headers["Retry-After"] == "60"
        assert asked("GET", path, most).status_code == 502
        assert asked("POST", "/okyakusama/login", most).status_code == 502
        assert asked("POST", path, most + 1).status_code == 502


@pytest.mark.nginx
def test_what_lets_a_telephone_send_pictures_is_in_no_log(receiving):
    """However short it is."""
    for path in ("/okyakusama/camera/aBcDeFgHiJ", "/okyakusama/camera/aBcDeFgHiJ/files"):
        assert sends(receiving, path, 1).status_code == 200
    log = waits_in(receiving.access, "POST /okyakusama/camera/... ")
    assert "aBcDeFgHiJ" not in log


@pytest.mark.nginx
def test_files_are_served_as_the_application_serves_them(front):
    """Under both of their names, and as they were compressed beforehand."""
    client, own = visitor(front).client, front.app.test_client()
    names = front.app.extensions["release"].names
    for name in ("customers.css", "customers.js", "icons/mark-blue.svg", "vendor/LICENSES.txt"):
        for file in (f"/static/{name}", f"/static/{names[name]}"):
            here, there = client.get(file), own.get(file)
            assert here.status_code == 200
            assert here.body == there.data
            for header in ("Content-Type", "Cache-Control", *(header for header, _ in EVERYWHERE)):
                assert here.headers.get_all(header) == there.headers.getlist(header), header
            assert "Cookie" not in str(here.headers.get_all("Vary"))
            again = client.get(file, **{"If-None-Match": here.headers["ETag"]})
            assert again.status_code == 304
    wanted = {"Accept-Encoding": "gzip"}
    here, there = (
        each.get("/static/customers.css", **more) for each, more in ((client, wanted), (own, {"headers": wanted}))
    )
    assert here.headers["Content-Encoding"] == there.headers["Content-Encoding"] == "gzip"
    assert here.body == there.data


@pytest.mark.nginx
def test_what_was_not_written_for_nginx_the_application_has(front):
    written = front.access.parent / "built" / "static" / front.app.extensions["release"].names["customers.css"]
    with_gzip = written.with_name(f"{written.name}.gz")
    moved = [(path, path.with_name(f"away-{path.name}")) for path in (written, with_gzip)]
    for here, away in moved:
        here.rename(away)
    try:
        answer = visitor(front).client.get(f"/static/{written.name}")
    finally:
        for here, away in moved:
            away.rename(here)
    assert (answer.status_code, answer.body) == (200, written.read_bytes())
    assert answer.headers.get_all("Cache-Control") == ["public, max-age=31536000, immutable"]


@pytest.mark.nginx
def test_a_page_is_compressed_on_its_whole_way(front):
    """nginx passes on what it was asked, and the answer as it is."""
    answer = visitor(front).client.get("/okyakusama/login", **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "（画面番号102）".encode() in gzip.decompress(answer.body)


def test_a_worker_that_is_killed_is_replaced_and_both_answer(behind):
    before = workers(behind.process)
    assert len(before) == 2
    os.kill(min(before), signal.SIGKILL)
    until(lambda: len(workers(behind.process) - {min(before)}) == 2)
    for pid in workers(behind.process):
        # Whoever answers while this one is stopped is the other.
        os.kill(pid, signal.SIGSTOP)
        try:
            until(lambda: answers(behind.site))
        finally:
            os.kill(pid, signal.SIGCONT)


def answers(site, within=QUICKLY):
    try:
        urllib.request.urlopen(f"{site}/okyakusama/login", timeout=within).read()
    except URLError as refused:
        return hasattr(refused, "code")
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def tried_out(tmp_path_factory):
    """What `make run` starts; but it shows out sooner who says nothing."""
    port, folder = free_port(), tmp_path_factory.mktemp("tried-out")
    made = subprocess.run(["make", "-n", "run", f"PORT={port}"], cwd=ROOT, capture_output=True, text=True, check=True)
    database, site = f"sqlite:///{folder / 'madoguchi.sqlite'}", f"http://127.0.0.1:{port}"
    with create_app(DATABASE={"url": database}).app_context():
        schema.upgrade()
    settings = {"DATABASE_URL": database, "MAIL_FOLDER": folder, "EMBEDDED_WORKERS": 0}
    command = [*told_in(made.stdout), "--http1-header-read-timeout", "2000"]
    with ExitStack() as open_for_now, running(command, folder / "server.log", site, **settings):
        yield site
        # It is ended all the same.
        open_for_now.enter_context(Wire(site).connection()).sendall(half_a_form(Wire(site)))


@pytest.mark.parametrize("count", [4, 30, 60])
def test_a_few_forms_that_never_end_do_not_stop_who_tries_it_out(tried_out, count):
    wire = Wire(tried_out)
    with ExitStack() as open_for_now:
        for _ in range(count):
            open_for_now.enter_context(wire.connection()).sendall(half_a_form(wire))
        assert wire.get("/okyakusama/login").status_code == 200


def test_nor_do_more_connections_than_it_takes_that_say_nothing(tried_out):
    """A server that first waits to be told the version of HTTP never shows them out."""
    wire = Wire(tried_out)
    with many_files(3 * STALLED), ExitStack() as open_for_now:
        for _ in range(1030):
            open_for_now.enter_context(wire.connection())
        until(lambda: answers(tried_out, within=PATIENCE))


def test_the_pages_of_nginx_are_sound_and_say_what_ours_say(tmp_path):
    assert complaints([(page.name, page.read_text()) for page in PAGES], tmp_path) == []
    for page in PAGES:
        title, number = re.search(r"<title>(.+)（画面番号(\d{3})）｜お手続き窓口</title>", page.read_text()).groups()
        assert VIEWS[int(number)].title == title
        assert f"<h1>{title}</h1>" in page.read_text()


def test_what_nginx_answers_by_itself_has_every_header_and_every_page():
    told = (ROOT / "deploy" / "headers.conf").read_text()
    assert re.findall(r'^add_header (\S+) "(.+)" always;$', told, re.M) == EVERYWHERE
    named = re.findall(r"/_front/(\S+\.html);", (ROOT / "deploy" / "answers.conf").read_text())
    named += re.findall(r" ([\w-]+\.html);", (ROOT / "deploy" / "nginx.conf").read_text())
    assert set(named) == {page.name for page in PAGES}


def test_it_takes_as_much_as_the_application_and_keeps_it_in_memory_but_for_pictures(app):
    told = (ROOT / "deploy" / "nginx.conf").read_text()
    most = f"{app.config['MAX_CONTENT_LENGTH'] // 1024}k"
    megabytes, at_once = app.config.get("PHOTO_MEGABYTES", 20), app.config.get("PHOTOS_AT_ONCE", 20)
    one, album = f"{megabytes + 1}m", f"{megabytes * at_once + 1}m"
    sizes = re.findall(r"client_(max_body|body_buffer)_size (\w+);", told)
    assert [size for kind, size in sizes if kind == "max_body"] == [most, one, album]
    assert [size for kind, size in sizes if kind == "body_buffer"] == [most, "64k", "64k"]
    page = (ROOT / "deploy" / "pages" / "pictures-too-large.html").read_text()
    assert f"1枚{megabytes}MBまで、1回に{at_once}枚まで" in page


def test_granian_takes_more_connections_than_nginx_makes():
    """However unevenly they fall on its workers."""
    told = (ROOT / "deploy" / "nginx.conf").read_text()
    most = int(re.search(r"max_conns=(\d+)", told)[1])
    command = told_in(README)
    assert most < int(command[command.index("--backpressure") + 1])
    kept_open = int(re.search(r"keepalive_timeout (\d+)s;\s+}", told)[1])
    assert kept_open < 30, "granian closes what says nothing for so long"


def test_a_workers_threads_are_fewer_than_its_connections_to_the_database(app):
    command = told_in(README)
    database = create_app().config["DATABASE"]
    assert int(command[command.index("--blocking-threads") + 1]) < database["pool_size"] + database["max_overflow"]
