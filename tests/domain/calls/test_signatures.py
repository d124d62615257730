"""Is a message believed if, and only if, who knows a secret signed it now? Twilio's own library is the oracle."""

import hashlib
import hmac
from datetime import timedelta

import pytest
from conftest import NOW
from hypothesis import assume, given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from domain.calls import signatures
from domain.calls.signatures import Forged, Old

SECRET, NEXT, ANOTHERS = "s" * 40, "n" * 40, "x" * 40
BODY = b'{"call_id": "1"}'
NAMES = st.text("AFTacd", max_size=3)
VALUES = st.text(st.characters(blacklist_categories=["Cs"]), max_size=4)
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=6)
HOSTS = st.sampled_from(["mado.example", "127.0.0.1", "mado.example:8443", "mado.example:443", "mado.example:80"])
URLS = st.builds(
    "{}://{}/calls/webhook{}".format, st.sampled_from(["https", "http"]), HOSTS, st.sampled_from(["", "?a=b%20c"])
)


def seconds(of=NOW, **by):
    return str(int((of + timedelta(**by)).timestamp()))


def sign(timestamp, body=BODY, secret=SECRET):
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def check(timestamp, signature, body=BODY, secrets=(SECRET,)):
    signatures.check_sip(secrets, timestamp, signature, body, NOW)


@pytest.mark.parametrize("away", [-60, 0, 60])
def test_what_is_signed_now_is_believed(away):
    check(seconds(seconds=away), sign(seconds(seconds=away)))


@pytest.mark.parametrize("away", [-61, 61, 10**9])
def test_what_was_signed_at_another_time_is_old(away):
    with pytest.raises(Old):
        check(seconds(seconds=away), sign(seconds(seconds=away)))


@pytest.mark.parametrize("timestamp", ["", "now", "-1", "1e9", "１", "9" * 11, "9" * 5000])
def test_what_is_signed_without_a_time_is_old(timestamp):
    with pytest.raises(Old):
        check(timestamp, sign(timestamp))


@pytest.mark.parametrize(
    ("timestamp", "signature", "body"),
    [
        (seconds(), sign(seconds(), secret=ANOTHERS), BODY),
        (seconds(), sign(seconds()), b'{"call_id": "2"}'),
        (seconds(seconds=1), sign(seconds()), BODY),
        (seconds(), sign(seconds()).upper(), BODY),
        (seconds(), sign(seconds())[:-1], BODY),
        (seconds(), "", BODY),
        (seconds(), "é" * 64, BODY),
        # The point between them cannot be moved.
        (seconds()[:-1], sign(seconds()), seconds()[-1:].encode() + b"." + BODY),
    ],
)
def test_anything_else_is_forged(timestamp, signature, body):
    with pytest.raises(Forged):
        check(timestamp, signature, body)


def test_one_secret_can_follow_another():
    for secret in (SECRET, NEXT):
        check(seconds(), sign(seconds(), secret=secret), secrets=(NEXT, SECRET))
    with pytest.raises(Forged):
        check(seconds(), sign(seconds()), secrets=(NEXT,))
    with pytest.raises(Forged):
        check(seconds(), sign(seconds(), secret=""), secrets=())


def believed(url, pairs, signature, algorithm="sha1", tokens=(SECRET,)):
    try:
        signatures.check_webhook(tokens, algorithm, url, pairs, signature)
    except Forged:
        return False
    return True


class Form(MultiDict):
    """A form as the oracle asks it: Flask's has another name for it."""

    getall = MultiDict.getlist


@given(URLS, PAIRS, st.sampled_from(signatures.ALGORITHMS))
def test_what_the_provider_signs_is_believed(url, pairs, algorithm):
    """Whether it signed the address with its port or without."""
    oracle = RequestValidator(SECRET)
    signature = oracle.compute_signature(url, Form(pairs), f"HMAC_{algorithm}")
    assert believed(url, pairs, signature, algorithm)
    assert oracle.validate(url, Form(pairs), signature, f"HMAC_{algorithm}")


@given(URLS, URLS, PAIRS, PAIRS, st.sampled_from(signatures.ALGORITHMS), st.sampled_from(signatures.ALGORITHMS))
def test_and_what_the_provider_would_not_believe_is_not(signed_url, url, signed, pairs, of, by):
    """Signed for another address, with other values or by the other algorithm: as the oracle judges it."""
    oracle = RequestValidator(SECRET)
    signature = oracle.compute_signature(signed_url, Form(signed), f"HMAC_{of}")
    assert believed(url, pairs, signature, by) == oracle.validate(url, Form(pairs), signature, f"HMAC_{by}")


@given(URLS, PAIRS, st.text(max_size=40))
def test_nobody_guesses_it(url, pairs, signature):
    assume(signature != RequestValidator(SECRET).compute_signature(url, Form(pairs)))
    assert not believed(url, pairs, signature)


def test_one_token_can_follow_another():
    url, pairs = "https://mado.example/calls/webhook", [("CallSid", "CA1")]
    of = {secret: RequestValidator(secret).compute_signature(url, Form(pairs)) for secret in (SECRET, NEXT, ANOTHERS)}
    both = (NEXT, SECRET)
    assert [believed(url, pairs, of[each], tokens=both) for each in (SECRET, NEXT, ANOTHERS)] == [True, True, False]
    assert not believed(url, pairs, of[SECRET], tokens=())
