"""What does a report of a call say? Read strictly: one that says too little, too much or something else says nothing.

It has been found to be signed (signatures.py). What the webhook signs joins names and values without a mark between
them, so each value must be whole in itself.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.calls.events import CallEvent, Source
from domain.calls.signatures import WINDOW
from rules.japanese.times import UtcDateTime

_SAID = {"call_id", "caller", "called", "received_at"}
_ID = re.compile(r"[!-~]{1,200}")
_NUMBER = re.compile(r"[!-~]{1,64}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
# A call's id as Twilio writes it, or as others who speak like it do.
_CALL_SID = re.compile(r"CA[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DIALLED = re.compile(r"\+?[0-9]{1,20}")
_KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
_NOBODY = ("anonymous", "restricted", "unavailable", "unknown", "blocked")
# Instead of the number of who withholds it: one of these words, or, until 2023, the keys that spell it.
WITHHELD = {"", *_NOBODY, *(f"+{word.translate(_KEYS)}" for word in _NOBODY)}


class Malformed(Exception):
    """It is no report of a call."""


def from_sip(body: bytes, now: UtcDateTime) -> CallEvent:
    """What our own Kamailio tells (telephony/telling.py). Raise Malformed."""
    said = _read(body)
    if said.keys() != _SAID:
        raise Malformed
    caller = said["caller"]
    return CallEvent(
        source=Source.SIP,
        call_id=_like(_ID, said["call_id"]),
        caller=None if caller is None else _like(_NUMBER, caller),
        called=_like(_NUMBER, said["called"]),
        received_at=_when(_like(_TIME, said["received_at"]), now),
    )


def from_webhook(sent: Mapping[str, Sequence[str]], now: UtcDateTime) -> CallEvent:
    """What is posted as Twilio does: each name with all values that it has. Raise Malformed, also for a call of which
    it is not told because it came in."""
    caller = _once(sent, "From")
    if sent.get("Direction", ["inbound"]) != ["inbound"]:
        raise Malformed
    return CallEvent(
        source=Source.WEBHOOK,
        call_id=_like(_CALL_SID, _once(sent, "CallSid")),
        caller=None if caller.lower() in WITHHELD else _like(_NUMBER, caller),
        called=_like(_DIALLED, _once(sent, "To")),
        received_at=now,
    )


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body, object_pairs_hook=_no_name_twice)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(said, dict):
        raise Malformed
    return said


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise Malformed
    return dict(pairs)


def _like(pattern: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Malformed
    return value


def _once(sent: Mapping[str, Sequence[str]], name: str) -> str:
    values = sent.get(name, ())
    if len(values) != 1:
        raise Malformed
    return values[0]


def _when(written: str, now: UtcDateTime) -> UtcDateTime:
    """The time of a call, which lies in the window like that of its signature; never later than now."""
    try:
        received_at = datetime.fromisoformat(written)
    except ValueError:
        raise Malformed from None
    if abs(now - received_at) > WINDOW:
        raise Malformed
    return min(received_at, now)
