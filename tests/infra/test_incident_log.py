"""Does the log say what went wrong and where, and nothing of what it was given?"""

import logging
import re

import pytest

from infra import incident_log

PERSONAL = "髙﨑 𠮷乃 yoshino.t@example.jp\nERROR forged"


def test_a_request_has_one_number():
    environ, another = {}, {}
    number = incident_log.number(environ)
    assert re.fullmatch(r"[0-9A-F]{8}", number)
    assert incident_log.number(environ) == number != incident_log.number(another)


def test_no_client_can_choose_it():
    """What they send stands under HTTP_ alone."""
    environ = {f"HTTP_{incident_log.NUMBER.upper()}": "x", "HTTP_X_REQUEST_ID": "x"}
    assert incident_log.number(environ) != "x"


def fail():
    try:
        {}[PERSONAL]
    except KeyError as wrong:
        raise ValueError(PERSONAL) from wrong


def fail_in_the_answer():
    try:
        fail()
    except ValueError:
        raise RuntimeError(PERSONAL)  # noqa: B904


def fail_openly():
    try:
        fail()
    except ValueError:
        raise RuntimeError(PERSONAL) from None


@pytest.mark.parametrize(
    ("what", "names"),
    [
        (fail, "KeyError, then ValueError"),
        (fail_in_the_answer, "KeyError, then ValueError, then RuntimeError"),
        (fail_openly, "RuntimeError"),
    ],
)
def test_it_tells_classes_and_places_in_their_order_and_no_message(caplog, what, names):
    environ = {}
    try:
        what()
    except (ValueError, RuntimeError) as wrong:
        incident_log.tell(logging.getLogger("app"), environ, wrong)
    [record] = caplog.records
    text = record.getMessage()
    assert text.startswith(f"request {incident_log.number(environ)}: {names}\n")
    assert record.levelname == "ERROR" and f"in {what.__name__}" in text
    assert "yoshino" not in text and "forged" not in text and not record.exc_info


def test_what_is_told_can_be_kept_elsewhere_too():
    try:
        fail()
    except ValueError as wrong:
        told = incident_log.told_of(wrong)
        assert [type(each) for each in incident_log.chain_of(wrong)] == [KeyError, ValueError]
    assert told.classes == "KeyError, then ValueError" and "in fail" in told.places
    assert "yoshino" not in told.places
