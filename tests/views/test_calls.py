"""Is a call heard that somebody we trust tells of, by either way, and nobody else's?"""

import hashlib
import hmac
import json

import pytest
from conftest import NOW
from sqlalchemy.exc import OperationalError
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from domain.calls import hearing
from domain.calls.events import CallEvent, Outcome, Source
from infra.database import read
from models import IncomingCall

SECRET, TOKEN = "s" * 32, "t" * 32
SIP, WEBHOOK = "/calls/sip", "/calls/webhook"
URL = "https://mado.example/calls/webhook"
SAID = {"call_id": "a@b", "caller": "09012345678", "called": "0300001234", "received_at": "2026-11-24T03:00:00.000Z"}
SENT = {"CallSid": "CA" + "0" * 32, "From": "+819012345678", "To": "+81300001234"}
REJECTED = '<?xml version="1.0" encoding="UTF-8"?><Response><Reject reason="busy"/></Response>'


@pytest.fixture
def app(make_app, sqlite_url):
    return make_app(sqlite_url, CALLS_SIP_SECRETS=[SECRET], CALLS_WEBHOOK_TOKENS=["another", TOKEN])


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def heard(monkeypatch):
    """What the application hears."""
    events = []
    monkeypatch.setattr(hearing, "hear", lambda event, now: events.append(event) or Outcome.ANOTHER)
    return events


@pytest.fixture
def no_database(monkeypatch):
    def fail(event, now):
        raise OperationalError("INSERT", {"caller": event.caller}, Exception(f"locked: {event.caller}"))

    monkeypatch.setattr(hearing, "hear", fail)


def signed(body, secret=SECRET, now=NOW):
    timestamp = str(int(now.timestamp()))
    signature = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X-Madoguchi-Timestamp": timestamp, "X-Madoguchi-Signature": signature}


def tell(client, said=SAID, **more):
    body = json.dumps(said).encode()
    return client.post(SIP, data=body, headers={"Content-Type": "application/json", **signed(body, **more)})


def post(client, sent=SENT, url=URL, token=TOKEN, at=WEBHOOK, algorithm="HMAC_SHA1", **more):
    signature = RequestValidator(token).compute_signature(url, sent, algorithm)
    return client.post(at, data=sent, headers={"X-Twilio-Signature": signature, **more})


def told(caplog):
    return [record.getMessage().partition(":")[0] for record in caplog.records]


def test_our_kamailio_is_heard(client, heard):
    answer = tell(client)
    assert (answer.status_code, answer.json) == (200, {"heard": True})
    assert heard == [CallEvent(Source.SIP, "a@b", "09012345678", "0300001234", NOW)]


def test_a_provider_is_heard_and_turns_the_caller_down(client, heard):
    answer = post(client)
    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/xml", REJECTED)
    assert heard == [CallEvent(Source.WEBHOOK, SENT["CallSid"], "+819012345678", "+81300001234", NOW)]


def test_a_call_is_taken_in_once_however_often_it_is_told(app, client):
    assert [tell(client).status_code for _ in range(2)] == [200, 200]
    assert [post(client).text for _ in range(2)] == [REJECTED, REJECTED]
    with app.app_context(), read() as session:
        assert [row.source for row in session.query(IncomingCall).order_by(IncomingCall.id)] == ["sip", "webhook"]


@pytest.mark.parametrize(
    ("how", "said", "status", "line"),
    [
        ({"secret": "x" * 32}, SAID, 401, "refused forged call"),
        ({"now": NOW.replace(hour=2)}, SAID, 401, "refused old call"),
        ({}, {**SAID, "more": 1}, 422, "refused malformed call"),
    ],
)
def test_nobody_else_is_heard(client, heard, caplog, how, said, status, line):
    answer = tell(client, said, **how)
    assert (answer.status_code, answer.json, heard) == (status, {"heard": False}, [])
    assert told(caplog) == [line]


def test_what_is_forged_is_not_read(client, heard):
    """Whatever is in it, the answer is one."""
    answers = [tell(client, said, secret="x" * 32) for said in (SAID, {}, {"received_at": None})]
    assert {(answer.status_code, answer.data) for answer in answers} == {(401, b'{"heard":false}\n')}
    assert client.post(SIP, data=b"\xff", headers={"X-Madoguchi-Signature": "\xe9"}).status_code == 401


@pytest.mark.parametrize(
    "how", [{"token": "x" * 32}, {"url": URL + "?x"}, {"url": "http://mado.example/calls/webhook"}]
)
def test_a_provider_we_do_not_know_is_refused(client, heard, caplog, how):
    answer = post(client, **how)
    assert (answer.status_code, answer.json, heard) == (403, {"heard": False}, [])
    assert told(caplog) == ["refused forged call"]


def test_the_address_is_ours_whatever_a_request_says(client, heard):
    """Signed for the host that it names, it is nobody's."""
    assert post(client, url="https://elsewhere.example/calls/webhook", Host="elsewhere.example").status_code == 403
    assert post(client, Host="elsewhere.example").status_code == 200
    assert post(client, url=f"{URL}?a=b%20c", at=f"{WEBHOOK}?a=b%20c").status_code == 200


def test_how_it_is_signed_is_a_setting(make_app, sqlite_url, heard):
    """Not what a header says of it."""
    named = {"X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=HMAC_SHA256"}
    for setting, answered in {"sha1": [200, 403], "sha256": [403, 200]}.items():
        client = make_app(sqlite_url, CALLS_WEBHOOK_TOKENS=[TOKEN], CALLS_WEBHOOK_ALGORITHM=setting).test_client()
        both = [post(client, algorithm=algorithm, **named) for algorithm in ("HMAC_SHA1", "HMAC_SHA256")]
        assert [answer.status_code for answer in both] == answered


def test_two_values_of_one_name_are_signed_and_say_nothing(client, heard, caplog):
    sent = MultiDict([*SENT.items(), ("From", "+819012345679")])
    pairs = "".join(name + value for name, value in sorted(sent.items(multi=True)))
    signature = RequestValidator(TOKEN).compute_signature(URL + pairs, {})
    answer = client.post(WEBHOOK, data=sent, headers={"X-Twilio-Signature": signature})
    assert (answer.text, heard, told(caplog)) == (REJECTED, [], ["refused malformed call"])


@pytest.mark.usefixtures("no_database")
def test_where_the_database_is_busy_it_is_to_be_told_again(client, caplog):
    answer = tell(client)
    assert (answer.status_code, answer.json) == (503, {"heard": False})
    assert "OperationalError" in caplog.text
    assert "9012345678" not in caplog.text


@pytest.mark.usefixtures("no_database")
def test_but_the_caller_is_turned_down_all_the_same(client):
    assert (post(client).status_code, post(client).text) == (200, REJECTED)


@pytest.mark.parametrize("way", [SIP, WEBHOOK])
def test_a_way_without_a_secret_leads_nowhere(make_app, sqlite_url, heard, way):
    only = {SIP: "CALLS_WEBHOOK_TOKENS", WEBHOOK: "CALLS_SIP_SECRETS"}[way]
    client = make_app(sqlite_url, **{only: [TOKEN]}).test_client()
    known = tell(client, secret="") if way == SIP else post(client, token="")
    assert (known.status_code, heard) == (404, [])


@pytest.mark.parametrize("way", [SIP, WEBHOOK])
def test_what_is_too_long_is_not_looked_at(client, heard, way):
    answer = tell(client, {**SAID, "more": "x" * 17000}) if way == SIP else post(client, {**SENT, "more": "x" * 17000})
    assert (answer.status_code, heard) == (413, [])


@pytest.mark.parametrize("way", [SIP, WEBHOOK])
def test_no_cookie_is_set_and_nothing_kept(client, heard, way):
    answer = tell(client) if way == SIP else post(client)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_call_to_a_number_of_no_portal_leaves_a_trace(app, client, caplog):
    """Else nobody would see that the carrier names our number otherwise."""
    assert tell(client).status_code == post(client).status_code == 200
    tell(client, {**SAID, "call_id": "c@d", "called": "0300000100"})
    assert [each.getMessage() for each in caplog.records] == [
        "call to a number of no portal, by sip (flask calls last)",
        "call to a number of no portal, by webhook (flask calls last)",
    ]


@pytest.mark.parametrize("way", [SIP, WEBHOOK])
def test_who_only_looks_is_told_that_one_posts_there(client, way):
    answer = client.get(way)
    assert (answer.status_code, answer.location) == (405, None)


def test_no_number_is_written_down(client, heard, caplog):
    caplog.set_level(0)
    for answer in (tell(client), tell(client, secret="x" * 32), tell(client, {**SAID, "more": 1}), post(client)):
        assert "9012345678" not in answer.text
    post(client, token="x" * 32)
    post(client, {**SENT, "CallSid": "no"})
    assert caplog.records
    assert not [each for each in ("9012345678", "300001234", "a@b", SENT["CallSid"]) if each in caplog.text]
