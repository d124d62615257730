"""Does a call reach the application through a real Kamailio, whatever the trunk, the caller or the application do?"""

import hashlib
import hmac
import json
import shutil
import subprocess
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import factories
import kamailio_server
import pytest
from browser import Browser
from serving import free_port, until
from trunk import CALLED, CALLER, Line, written
from ways import shown_on_503, to_503
from werkzeug.serving import make_server

from infra import clock

pytestmark = pytest.mark.kamailio

SECRET = "s" * 40
NOBODY = 'From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=1'
PAI = "P-Asserted-Identity: "
OTHER = "From: <sip:0312345678@carrier.example>;tag=1"


class _Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True


class Application:
    """Notes what it is told, if rightly signed, and answers as it is set to: with a status; once it is `ready`; or, if
    it `drips`, a byte now and then."""

    def __init__(self):
        self.port, self._server = free_port(), None
        self.reset()
        self.start()

    def reset(self):
        self.told, self.forged, self.statuses = [], 0, []
        self.ready, self.drips = Event(), False
        self.ready.set()

    def start(self):
        """Listen, if it does not."""
        if self._server is None:
            self._server = _Server(("127.0.0.1", self.port), self._handler())
            Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        """Be down: nobody listens at its port."""
        self._server.shutdown()
        self._server.server_close()
        self._server = None

    def _handler(self):
        application = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                timestamp = self.headers["X-Madoguchi-Timestamp"]
                right = hmac.new(SECRET.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
                fresh = abs(time.time() - int(timestamp)) < 2 and self.path == "/calls/sip"
                application.forged += not (fresh and self.headers["X-Madoguchi-Signature"] == right)
                application.told.append(json.loads(body))
                status = application.statuses.pop(0) if application.statuses else 200
                while not application.ready.wait(0.2 if application.drips else 30):
                    self.wfile.write(b"HTTP/1.1 200")
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        return Handler


@pytest.fixture(scope="module")
def a_server():
    application = Application()
    with kamailio_server.server(f"http://127.0.0.1:{application.port}", SECRET) as kamailio:
        yield application, kamailio
        log = kamailio.log.read_text()
        assert (CALLER in log, "ERROR" in log) == (False, False)
    application.stop()


@pytest.fixture
def application(a_server):
    found, _ = a_server
    found.reset()
    found.start()
    yield found
    found.ready.set()
    assert found.forged == 0


@pytest.fixture
def line(a_server, application):
    """Opens lines of the trunk."""
    opened = []

    def dial(**more):
        opened.append(Line(a_server[1].port, **more))
        return opened[-1]

    yield dial
    for each in opened:
        each.__exit__()


def test_a_call_is_told_and_the_line_is_busy(application, line):
    before, call = time.time(), line()
    assert call.call().status == 486
    (told,) = application.told
    received_at = told.pop("received_at")
    assert told == {"call_id": call.call_id, "caller": CALLER, "called": CALLED}
    assert received_at.endswith("Z")
    came = time.strptime(received_at.partition(".")[0], "%Y-%m-%dT%H:%M:%S")
    assert before - 1 <= time.mktime(came) - time.timezone <= time.time()


@pytest.mark.parametrize(
    ("said", "caller"),
    [
        ([OTHER], "0312345678"),
        ([OTHER, f"{PAI}<sip:+819000001234@carrier.example;user=phone>"], "+819000001234"),
        ([NOBODY, f"{PAI}<tel:+81-90-0000-1234>"], "+81-90-0000-1234"),
        ([OTHER, f"{PAI}<tel:819000001234>"], "819000001234"),
        ([OTHER, f'{PAI}"A, B" <sip:alice@carrier.example>, <tel:+819000001234>'], "+819000001234"),
        ([OTHER, f"{PAI}<sip:alice@carrier.example>", f"{PAI}<tel:+819000001234>"], "+819000001234"),
        ([OTHER, f"{PAI}<sip:09000001234@carrier.example>", "Privacy: none"], "09000001234"),
        ([OTHER, f"{PAI}<sip:09000001234@carrier.example>", "Privacy: id"], None),
        ([OTHER, f"{PAI}<sip:09000001234@carrier.example>", "Privacy: user;critical"], None),
        ([OTHER, "Privacy: header"], None),
        ([NOBODY], None),
        (['From: "Anonymous" <sip:@carrier.example>;tag=1'], None),
        ([OTHER, f"{PAI}tel:{CALLER} <sip:+819000005678@carrier.example>"], "nobody"),
        ([OTHER, f"{PAI}<tel:{CALLER};phone-context=+44>"], "nobody"),
        (['From: "\x83e\x83\xf7" <sip:09000001234@carrier.example>;tag=1'], "09000001234"),
    ],
)
def test_who_calls_is_who_the_network_says(application, line, said, caller):
    assert line(said=said).call().status == 486
    assert [told["caller"] for told in application.told] == [caller]


def test_a_call_that_is_repeated_is_told_once(application, line):
    """As a trunk does that did not hear of it."""
    call = line()
    for _ in range(5):
        call.send()
    assert call.final().status == 486
    call.send()
    assert call.answer(0.5).status in (100, 486)
    assert [told["call_id"] for told in application.told] == [call.call_id]


def test_who_hangs_up_while_the_application_is_asked_is_let_go(application, line):
    application.ready.clear()
    call = line()
    call.send()
    until(lambda: application.told)
    call.send("CANCEL")
    answers = {call.answer(1) for _ in range(3)}
    assert {(answer.method, answer.status) for answer in answers} == {("INVITE", 100), ("INVITE", 487), ("CANCEL", 200)}
    assert max(answer.after for answer in answers) < 1
    call.send("ACK")
    application.ready.set()
    assert call.answer(1) is None
    assert [told["call_id"] for told in application.told] == [call.call_id]


def test_hanging_up_without_a_call(line):
    call = line()
    call.send("CANCEL")
    assert call.answer().status == 481


def test_a_stranger_hears_nothing(application, line):
    for method in ("INVITE", "OPTIONS", "REGISTER"):
        stranger = line(address="127.0.0.2")
        stranger.send(method)
        assert stranger.answer(0.3) is None
    assert application.told == []


VIA = "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1"
REST = [f"To: <sip:{CALLER}@a>", "Call-ID: 1", "CSeq: 1 INVITE"]
UNREADABLE = {
    "no header": [],
    "no Via": [OTHER, *REST],
    "a Via that is none": [f"Via: {CALLER}", OTHER, *REST],
    "a Via of no port": [VIA.replace("5060", CALLER), OTHER, *REST],
    "no From": [VIA, *REST],
    "From twice": [VIA, OTHER, OTHER, *REST],
    "an open From": [VIA, f"From: <sip:{CALLER}@a", *REST],
    "an open name": [VIA, f'From: "{CALLER} <sip:{CALLER}@a>;tag=1', *REST],
    "an open To": [VIA, OTHER, f"To: <sip:{CALLER}@a", *REST[1:]],
    "no method": [VIA, OTHER, *REST[:2], f"CSeq: x{CALLER}"],
    "no length": [VIA, OTHER, *REST, f"Content-Length: x{CALLER}"],
    "no name of a header": [VIA, OTHER, *REST, CALLER],
}


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2"])
@pytest.mark.parametrize("headers", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_not_written_down(a_server, application, line, address, headers):
    """Nor told, whoever sends it; the log is looked at once more when all is over (a_server)."""
    line(address=address).say([f"INVITE sip:{CALLER}@127.0.0.1 SIP/2.0", *headers])
    asked = line()
    asked.send("OPTIONS")
    assert asked.answer().status == 200
    assert application.told == []
    assert CALLER not in a_server[1].log.read_text()


@pytest.mark.parametrize(("length", "status"), [(32768, 486), (32769, 513)])
def test_a_message_of_which_nothing_would_be_told_is_not_heard(application, line, length, status):
    """Kamailio hands on nothing of one that is too long."""
    call = line()
    lines = [*call.lines("INVITE"), "X-Padding: "]
    lines[-1] += "a" * (length - len(written(lines)))
    call.say(lines)
    assert call.final().status == status
    assert [told["caller"] for told in application.told] == [CALLER] * (status == 486)


@pytest.mark.parametrize(
    ("method", "tag", "status"), [("OPTIONS", "", 200), ("REGISTER", "", 405), ("INVITE", ";tag=2", 481)]
)
def test_what_is_no_call_is_answered_and_not_told(application, line, method, tag, status):
    asked = line()
    asked.send(method, tag)
    assert asked.answer().status == status
    assert application.told == []


def test_an_application_that_is_away(application, line):
    application.stop()
    answer = line().call()
    assert answer.status == 503
    assert answer.after < 4


def test_an_application_that_is_busy_for_a_moment_is_asked_again(application, line):
    application.statuses = [503, 500]
    call = line()
    assert call.call().status == 486
    assert [told["call_id"] for told in application.told] == [call.call_id] * 3


def test_an_application_that_refuses_is_not(a_server, application, line):
    application.statuses = [401]
    answer = line().call()
    assert (answer.status, len(application.told)) == (503, 1)
    assert answer.after < 1
    assert "a call was not heard: -401 " in a_server[1].log.read_text()


def test_an_application_that_is_slow_keeps_nobody_waiting(application, line):
    """Not the trunk, which asks whether we are there, and none of many more callers than can be told of at once."""
    application.ready.clear()
    calls = [line() for _ in range(48)]
    for call in calls:
        call.send()
    until(lambda: len(application.told) >= 16)
    asked = line()
    asked.send("OPTIONS")
    assert asked.answer(1).status == 200
    answers = [call.final() for call in calls]
    assert {answer.status for answer in answers} == {503}
    assert max(answer.after for answer in answers) < 4


def test_nor_does_one_that_never_comes_to_an_end(application, line):
    """The script hears a byte now and then, and waits; the call is ended without it."""
    application.ready.clear()
    application.drips = True
    answer = line().call()
    assert answer.status == 503
    assert 3 < answer.after < 4


def test_many_calls_at_once(a_server, application, tmp_path):
    """200, 20 a second: none is lost and none told twice. Called by the file that README has an engineer call with."""
    if shutil.which("sipp") is None:
        pytest.skip("NO SIPP HERE: nobody called; apt-get install sip-tester")
    callers = [f"0900000{number:04}" for number in range(200)]
    (tmp_path / "calls.csv").write_text("\n".join(["SEQUENTIAL", *(f"{caller};{CALLED}" for caller in callers), ""]))
    scenario = ["-sf", kamailio_server.SHIPPED / "call.xml", "-inf", tmp_path / "calls.csv"]
    pace = ["-m", "200", "-r", "20", "-timeout", "60", "-timeout_error", "-nostdin"]
    where = ["-i", "127.0.0.1", "-p", str(free_port()), f"127.0.0.1:{a_server[1].port}"]
    done = subprocess.run(["sipp", *scenario, *pace, *where], cwd=tmp_path, capture_output=True, text=True, timeout=90)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert sorted(told["caller"] for told in application.told) == callers
    assert len({told["call_id"] for told in application.told}) == 200


@pytest.fixture
def counter(make_app, sqlite_url):
    """The application itself, at a port of its own, in the time of Kamailio."""
    app = make_app(sqlite_url, CALLS_SIP_SECRETS=["n" * 40, SECRET], CLOCK=clock.utc_now)
    served = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=served.serve_forever, daemon=True).start()
    yield app, served.server_port
    served.shutdown()


def test_a_customer_who_calls_is_let_in(counter):
    """All the way: 503 hears of nobody else's call and goes on with the right one, however often that is told."""
    app, port = counter
    with app.app_context():
        factories.agency()
        factories.caller(app)
    browser = to_503(Browser(app.test_client()))
    called = shown_on_503(browser).replace("-", "")
    with kamailio_server.server(f"http://127.0.0.1:{port}", SECRET) as kamailio:
        for said, told in {NOBODY: "先頭に「186」を付けて", OTHER: "別の固定電話の番号から"}.items():
            with Line(kamailio.port, said=[said], to=called) as call:
                assert call.call().status == 486
            assert browser.send().number == 503
            assert told in browser.text
        with Line(kamailio.port, said=[NOBODY, f"{PAI}<tel:+81-90-1234-5678>"], to=called) as call:
            call.send()
            assert call.call().status == 486
        assert browser.send().number == 504
