"""Is a report of a call read as it was meant, and anything else not at all?"""

import json
from datetime import timedelta

import pytest
from conftest import NOW

from domain.calls import reports
from domain.calls.events import CallEvent, Source
from domain.calls.reports import Malformed

SAID = {"call_id": "a@b", "caller": "+819012345678", "called": "0300001234", "received_at": "2026-11-24T02:59:59.250Z"}
SENT = {"CallSid": ["CA" + "0" * 32], "From": ["+819012345678"], "To": ["+81300001234"], "Direction": ["inbound"]}


def sip(**other):
    return reports.from_sip(json.dumps({**SAID, **other}).encode(), NOW)


def at(**by):
    return (NOW + timedelta(**by)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_what_our_kamailio_tells():
    received_at = NOW - timedelta(milliseconds=750)
    assert sip() == CallEvent(Source.SIP, "a@b", "+819012345678", "0300001234", received_at)
    assert sip(caller=None).caller is None


def test_no_call_came_later_than_now():
    assert sip(received_at=at(seconds=60)).received_at == NOW
    assert sip(received_at=at(seconds=-60)).received_at == NOW - timedelta(seconds=60)


@pytest.mark.parametrize(
    "other",
    [
        {"call_id": ""},
        {"call_id": "a" * 201},
        {"call_id": "a b"},
        {"call_id": "a\0"},
        {"call_id": 1},
        {"call_id": None},
        {"caller": ""},
        {"caller": 819012345678},
        {"caller": ["+819012345678"]},
        {"caller": "1" * 65},
        {"called": None},
        {"called": ""},
        {"called": "０３"},
        {"received_at": at(seconds=61)},
        {"received_at": at(seconds=-61)},
        {"received_at": "2026-11-24T02:59:59Z"},
        {"received_at": "2026-11-24T02:59:59.250+00:00"},
        {"received_at": "2026-02-30T02:59:59.250Z"},
        {"received_at": "２026-11-24T02:59:59.250Z"},
        {"received_at": 1796012708},
        {"more": 1},
    ],
)
def test_a_value_that_is_none_says_nothing(other):
    with pytest.raises(Malformed):
        sip(**other)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b"[1]",
        b"\xff",
        b"[" * 9000,
        json.dumps(SAID).encode()[:-1],
        json.dumps(SAID).encode() + b"x",
        json.dumps({name: value for name, value in SAID.items() if name != "caller"}).encode(),
        json.dumps(SAID).encode()[:-1] + b', "caller": null}',
    ],
)
def test_nor_does_a_body_that_is_none(body):
    with pytest.raises(Malformed):
        reports.from_sip(body, NOW)


def test_what_a_provider_posts():
    told = CallEvent(Source.WEBHOOK, SENT["CallSid"][0], "+819012345678", "+81300001234", NOW)
    assert reports.from_webhook({**SENT, "CallerCity": ["TOKYO"], "AccountSid": [""]}, NOW) == told
    assert reports.from_webhook({name: SENT[name] for name in ("CallSid", "From", "To")}, NOW) == told


@pytest.mark.parametrize(
    "withheld",
    [
        *("", "anonymous", "Anonymous", "RESTRICTED", "Unavailable", "unknown", "blocked"),
        # As the provider's list had them: the words on the keys of a telephone.
        *("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"),
    ],
)
def test_a_number_that_is_withheld(withheld):
    assert reports.from_webhook({**SENT, "From": [withheld]}, NOW).caller is None


@pytest.mark.parametrize("caller", ["+266696688", "+15005550006", "sip:alice@mado.example", "client:anonymous"])
def test_a_caller_who_is_somebody_else_withholds_nothing(caller):
    assert reports.from_webhook({**SENT, "From": [caller]}, NOW).caller == caller


@pytest.mark.parametrize(
    "other",
    [
        {"CallSid": []},
        {"CallSid": ["CA" + "0" * 31]},
        {"CallSid": ["CA" + "0" * 32 + "x"]},
        {"CallSid": ["CA" + "0" * 32, "CA" + "1" * 32]},
        {"From": []},
        {"From": ["+819012345678", "+819012345679"]},
        {"From": ["+81 90"]},
        {"From": ["１"]},
        {"To": []},
        {"To": ["sip:bot@mado.example"]},
        {"To": ["+81300001234ToCity"]},
        {"Direction": ["outbound-api"]},
        {"Direction": ["inbound", "outbound-api"]},
    ],
)
def test_a_name_without_its_one_value_says_nothing(other):
    with pytest.raises(Malformed):
        reports.from_webhook({**SENT, **other}, NOW)
