"""Is who calls read from a SIP message as it is meant, and told until the application hears it?"""

import hashlib
import hmac
import json
from base64 import b64encode
from http.client import HTTPConnection
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony import telling

ARRIVED = 1796012708.4507
LINE = "INVITE sip:0300000100@127.0.0.1;user=phone SIP/2.0"
FROM = 'From: "Doe; John, <tel:110>" <sip:09000001234@carrier.example>;tag=1'
SETTINGS = telling.Settings("http://127.0.0.1:8000", b"s" * 40, "request")


def message(*headers, line=LINE, end="\r\n"):
    return telling.message_of(end.join([line, "Call-ID: 1@carrier", *headers, "", "Privacy: id", ""]).encode("latin-1"))


def caller(*headers, **more):
    return telling.caller_of(message(*headers, **more))


def event(*headers, called="request", **more):
    return json.loads(telling.event_of(message(*headers, **more), ARRIVED, called))


@pytest.mark.parametrize(
    ("uri", "number"),
    [
        ("sip:09000001234@carrier.example", "09000001234"),
        ("sip:+819000001234@carrier.example:5060;user=phone", "+819000001234"),
        ("SIPS:+819000001234;npdi@carrier.example", "+819000001234"),
        ("sip:%2B819000001234:secret@[2001:db8::1]", "+819000001234"),
        ("tel:+81-90-0000-1234;ext=1", "+81-90-0000-1234"),
        ("TEL:(03)0000.1234", "(03)0000.1234"),
        ("sip:alice@carrier.example", "alice"),
        ("sip:a%00%0Ab%E3%81%82@carrier.example", "a??b?"),
        (f"tel:{'1' * 99}", "1" * 64),
        ("sip:anonymous@anonymous.invalid", None),
        ("sip:09000001234@anonymous.invalid", None),
        ("sip:Anonymous@carrier.example", None),
        ("sip:unavailable@carrier.example", None),
        ("sip:@carrier.example", None),
        ("sip:carrier.example", None),
        ("tel:", None),
        ("tel:09000001234;phone-context=+81", "09000001234"),
        ("tel:09000001234;ext=1;phone-context=Carrier.EXAMPLE.", "09000001234"),
        ("sip:09000001234;phone-context=%2B81@carrier.example;user=phone", "09000001234"),
        ("tel:09000001234;phone-context=+44", "nobody"),
        ("tel:09000001234;PHONE-CONTEXT=+44", "nobody"),
        ("tel:09000001234;phone-context=+8190", "nobody"),
        ("tel:09000001234;phone-context=44", "nobody"),
        ("tel:09000001234;phone-context=", "nobody"),
        ("tel:09000001234;phone-context", "nobody"),
        ("tel:+819000001234;%70hone-context=+44", "nobody"),
        ("tel:09000001234;phone-context=+81;phone-context=+44", "nobody"),
        ("sip:09000001234;phone-context=+44@carrier.example", "nobody"),
        ("sip:09000001234@carrier.example;phone-context=+44", "nobody"),
        ("mailto:09000001234@carrier.example", None),
        ("09000001234", None),
        ("", None),
    ],
)
def test_who_a_uri_is_of(uri, number):
    assert telling.number_of(uri) == number


@pytest.mark.parametrize(
    ("header", "uris"),
    [
        ("<sip:a@b;x=1>", ["sip:a@b;x=1"]),
        ("sip:a@b;x=1", ["sip:a@b;x=1"]),
        ("tel:+8190, <sip:a@b>", ["tel:+8190", "sip:a@b"]),
        ('"A, <tel:110> \\" B" <sip:a@b>', ["sip:a@b"]),
        ("Anonymous < sip:a@b >", ["sip:a@b"]),
        ("+8190<sip:a@b>,\u7a93 \u53e3 <tel:+8190>", ["sip:a@b", "tel:+8190"]),
        ('"" <SIP:a,b@[::1]>', ["SIP:a,b@[::1]"]),
        ("sip:c@d <sip:a@b>", []),
        ("tel:+8190 <sip:a@b>", []),
        ("<tel:+8190> <sip:a@b>", []),
        ("<tel:+8190>; <sip:a@b>", []),
        ("<tel:+8190>;x=1", []),
        ("tel:+8190, A <sip:a@b", []),
        ('<tel:+8190>, "A <sip:a@b>', []),
        ('"A" B" <sip:a@b>', []),
        ('"tel:+8190" C <sip:a@b>', []),
        ("<tel:+8190>,", []),
        (", <tel:+8190>", []),
        ("<sip:c@d@a>", []),
        ("<sip:c d@a>", []),
        ("sip:c,d@a", []),
        ("<mailto:a@b>", []),
        ("nobody", []),
        ("", []),
    ],
)
def test_which_uris_a_header_names(header, uris):
    assert telling.uris(header) == uris


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_headers_end_where_the_body_begins(end):
    """What stands in the body is nobody's wish."""
    assert caller(FROM, end=end) == "09000001234"


def test_headers_are_read_however_they_are_written():
    found = message("f : <sip:1@a>", "P-ASSERTED-IDENTITY:", "\t<sip:2@a>,", " <tel:3>", "Privacy", "t: <sip:4@a>")
    assert found.uri == "sip:0300000100@127.0.0.1;user=phone"
    assert found.all_of("from") == ["<sip:1@a>"]
    assert found.all_of("p-asserted-identity") == ["<sip:2@a>, <tel:3>"]
    assert found.all_of("privacy") == [""]
    assert found.all_of("to") == ["<sip:4@a>"]
    assert telling.message_of(b"") == ("", [])


def test_the_network_is_believed_rather_than_the_caller():
    asserted = "P-Asserted-Identity: <sip:0300001234@carrier.example>"
    assert caller(FROM) == "09000001234"
    assert caller(FROM, asserted) == caller(asserted, FROM) == caller(asserted) == "0300001234"
    assert caller("From: <sip:anonymous@anonymous.invalid>", asserted) == "0300001234"
    assert caller(FROM, "P-Asserted-Identity: <sip:anonymous@carrier.example>") is None
    assert caller(FROM, "P-Asserted-Identity:") == caller(FROM, "P-Asserted-Identity: ", asserted) == "nobody"
    assert (
        caller(FROM, "P-Preferred-Identity: <sip:0300001234@a>", "Remote-Party-ID: <sip:0300001234@a>") == "09000001234"
    )
    assert caller() is None


def test_who_says_two_things_of_themselves_is_nobody():
    """And has not withheld a number either."""
    assert caller("From: <sip:09000001234@a>, <sip:09000005678@a>") == "nobody"
    assert caller(FROM, FROM.replace("1234", "5678")) == "nobody"


@pytest.mark.parametrize(
    ("asserted", "number"),
    [
        ("sip:alice@a, <tel:+819000001234>", "+819000001234"),
        ("<sip:09000001234@a>, <tel:+81-90-0000-1234>", "09000001234"),
        ("<sip:00819000001234@a>, <tel:819000001234>", "00819000001234"),
        ("<sip:0812345678@a>, <tel:+81812345678>", "0812345678"),
        ("<sip:09000001234@a>, <tel:+819000005678>", "nobody"),
        ("<sip:09000001234@a>, <tel:09000001234;phone-context=+44>", "nobody"),
        ("<tel:+819000001234>, <sip:anonymous@anonymous.invalid>", None),
        ("tel:+819000005678 <sip:+819000001234@a>", "nobody"),
        ('"tel:+819000005678 <sip:+819000001234@a>', "nobody"),
        ("tel:+819000005678", "+819000005678"),
        (" ".join(["09000005678"] * 999), "nobody"),
    ],
)
def test_the_network_names_one_caller_whole_or_nobody(asserted, number):
    """Whatever its callers may have it pass on as their name: also what they say in From does not count then."""
    assert caller(FROM, f"P-Asserted-Identity: {asserted}") == number


@pytest.mark.parametrize(
    ("privacy", "hidden"),
    [
        (["none"], False),
        (["session"], False),
        (["history;critical"], False),
        (["critical"], False),
        ([""], False),
        (["id"], True),
        (["ID"], True),
        (["user"], True),
        (["header"], True),
        (["header;user;critical"], True),
        (["session, id"], True),
        (["none;id"], True),
        (["none", "id"], True),
        (["of another kind"], True),
    ],
)
def test_privacy_hides_who_asks_for_it(privacy, hidden):
    asked = [f"Privacy: {each}" for each in privacy]
    assert (caller(FROM, "P-Asserted-Identity: <sip:0300001234@a>", *asked) is None) is hidden


def test_what_the_application_is_told():
    told = {"call_id": "1@carrier", "caller": "09000001234", "called": "0300000100"}
    assert event(FROM) == {**told, "received_at": "2026-11-30T04:25:08.450Z"}


@pytest.mark.parametrize(
    ("called", "line", "number"),
    [
        ("request", LINE, "0300000100"),
        ("request", "INVITE tel:+81-3-0000-0100 SIP/2.0", "+81-3-0000-0100"),
        ("request", "INVITE sip:127.0.0.1 SIP/2.0", "nobody"),
        ("request", "INVITE", "nobody"),
        ("to", LINE, "0300000200"),
    ],
)
def test_which_number_was_called(called, line, number):
    assert event(FROM, "To: <sip:0300000200@127.0.0.1>", called=called, line=line)["called"] == number


@pytest.mark.parametrize("call_id", ["", "a b", "é", "a" * 201])
def test_an_id_that_is_none_is_told_by_its_digest(call_id):
    told = json.loads(telling.event_of(telling.Message("", [("call-id", call_id)]), ARRIVED))["call_id"]
    assert told == hashlib.sha256(call_id.encode()).hexdigest()


@given(st.binary(max_size=200), st.sampled_from(["From:", "P-Asserted-Identity:", "Privacy:", ""]))
def test_whatever_comes_something_is_told(raw, header):
    told = json.loads(telling.event_of(telling.message_of(f"{LINE}\r\n{header}".encode() + raw), ARRIVED))
    assert told.keys() == {"call_id", "caller", "called", "received_at"}


GOOD = {"MADOGUCHI_CALLS_URL": "https://service.example/"}


@pytest.fixture
def environment(tmp_path):
    (tmp_path / "secret").write_text(f"{'s' * 32}\n")
    return {**GOOD, "MADOGUCHI_CALLS_SECRET_FILE": str(tmp_path / "secret")}


def test_settings_are_read(environment):
    assert telling.settings(environment) == ("https://service.example", b"s" * 32, "request")
    assert telling.settings({**environment, "MADOGUCHI_CALLS_CALLED": "to"}).called == "to"


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        ({"MADOGUCHI_CALLS_URL": "service.example"}, ValueError),
        ({"MADOGUCHI_CALLS_URL": "sip:service.example"}, ValueError),
        ({"MADOGUCHI_CALLS_SECRET_FILE": "/nowhere"}, OSError),
        ({"MADOGUCHI_CALLS_SECRET_FILE": __file__ + "/.."}, OSError),
        ({"MADOGUCHI_CALLS_CALLED": "from"}, ValueError),
    ],
)
def test_it_does_not_start_with_others(environment, other, wrong):
    with pytest.raises(wrong):
        telling.settings({**environment, **other})


def test_nor_with_a_short_secret_or_with_none(environment, tmp_path):
    (tmp_path / "secret").write_text(" " * 40 + "s" * 31)
    with pytest.raises(ValueError, match="shorter"):
        telling.settings(environment)
    for name in environment:
        with pytest.raises(KeyError):
            telling.settings({each: value for each, value in environment.items() if each != name})


@pytest.fixture
def clock(monkeypatch):
    """The script's clock, which goes on when it waits and when it asks."""
    found = SimpleNamespace(now=ARRIVED)
    monkeypatch.setattr(telling.time, "time", lambda: found.now)
    monkeypatch.setattr(telling.time, "sleep", lambda seconds: setattr(found, "now", found.now + seconds))
    return found


@pytest.fixture
def application(monkeypatch, clock):
    """What is posted; each status of `answers` in turn, or an exception, each after a while."""
    found = SimpleNamespace(posted=[], answers=[], takes=0.0)

    def request(self, method, path, body, headers):
        found.posted.append((self.host, self.port, self.timeout, method, path, body, headers))
        clock.now += min(found.takes, self.timeout)

    def getresponse(self):
        answer = found.answers.pop(0) if len(found.answers) > 1 else found.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(status=answer)

    monkeypatch.setattr(HTTPConnection, "request", request)
    monkeypatch.setattr(HTTPConnection, "getresponse", getresponse)
    return found


def tell(settings=SETTINGS, arrived=ARRIVED):
    raw = b64encode(f"{LINE}\r\n{FROM}\r\nCall-ID: 1\r\n\r\n".encode()).decode()
    return telling.Script(settings).tell(None, f"7 8 {arrived} {raw}")


def test_it_is_told_signed(application):
    application.answers = [200]
    assert tell() == telling.HEARD
    ((host, port, _, method, path, body, headers),) = application.posted
    assert (host, port, method, path) == ("127.0.0.1", 8000, "POST", "/calls/sip")
    signed = hmac.new(b"s" * 40, b"1796012708." + body, "sha256").hexdigest()
    assert headers["X-Madoguchi-Timestamp"] == "1796012708"
    assert headers["X-Madoguchi-Signature"] == signed
    assert json.loads(body)["caller"] == "09000001234"


def test_by_https_where_it_is_so(application):
    application.answers = [200]
    assert tell(SETTINGS._replace(url="https://service.example")) == telling.HEARD
    assert application.posted[0][:2] == ("service.example", 443)


@pytest.mark.parametrize("failure", [500, 503, ConnectionRefusedError(), TimeoutError(), telling.HTTPException()])
def test_it_is_told_again_with_another_time(application, failure):
    application.takes = 1
    application.answers = [failure, 200]
    assert tell() == telling.HEARD
    assert [posted[6]["X-Madoguchi-Timestamp"] for posted in application.posted] == ["1796012708", "1796012709"]
    assert len({posted[5] for posted in application.posted}) == 1


@pytest.mark.parametrize("takes", [0.0, 0.3, 9.0])
def test_it_gives_up_when_it_is_too_late(application, clock, takes):
    application.takes, application.answers = takes, [503]
    assert tell() == telling.UNHEARD
    assert 2.5 < clock.now - ARRIVED < telling.WITHIN + telling.PAUSE + 0.01
    assert max(posted[2] for posted in application.posted) <= telling.ONE_TRY


def test_it_does_not_begin_too_late(application, clock):
    clock.now += telling.WITHIN
    assert tell() == telling.UNHEARD
    assert application.posted == []


def test_a_clock_that_goes_back_keeps_it_nowhere(application, clock):
    clock.now -= 86400
    application.answers = [503]
    assert tell() == telling.UNHEARD
    assert len(application.posted) == telling.TRIES


@pytest.mark.parametrize("status", [302, 401, 404, 413, 422])
def test_what_is_refused_is_not_told_again(application, status):
    application.answers = [status]
    assert tell() == -status
    assert len(application.posted) == 1
