"""What does the telephone network tell of a call? One kind of event, whichever way it came (screens.md section 6)."""

from dataclasses import dataclass
from enum import StrEnum

from rules.japanese.times import UtcDateTime


class Source(StrEnum):
    """By which way a call is told."""

    SIP = "sip"
    WEBHOOK = "webhook"
    SIMULATED = "simulated"


@dataclass(frozen=True)
class CallEvent:
    """A call that came. `call_id` is its own within its source, however often it is told. `caller` and `called` are
    numbers as the network wrote them, read by rules/callers.py; `caller` is None where it was withheld."""

    source: Source
    call_id: str
    caller: str | None
    called: str
    received_at: UtcDateTime


class Outcome(StrEnum):
    """What has become of a call: a login was waiting for it; it named no number; it was from another number than
    any that is waited for; nobody called there could be meant; it was told before."""

    CONFIRMED = "confirmed"
    WITHHELD = "withheld"
    ANOTHER = "another"
    NOT_OURS = "not ours"
    REPEATED = "repeated"
