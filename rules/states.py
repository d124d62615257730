"""In which states can a thing of the database be?"""

from enum import StrEnum


class LetterState(StrEnum):
    """Where a letter is on its way, and how that ended. UNSURE: it may have gone; WITHHELD: it went to nobody."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    ABANDONED = "abandoned"
    WITHHELD = "withheld"


class WaitingState(StrEnum):
    """What has become of a login that waits for a call. VOID: another came from elsewhere, and both ended; BARRED: it
    came too soon after such; REPLACED: the same browser began another; ENDED: by a logout."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    USED = "used"
    VOID = "void"
    BARRED = "barred"
    REPLACED = "replaced"
    ENDED = "ended"


class SharingState(StrEnum):
    """How far a customer and an operator are with one screen: nobody has joined, it is seen, or the customer has paused
    it. At its end there is no row any more."""

    WAITING = "waiting"
    ON = "on"
    PAUSED = "paused"


OPEN_STATES = (WaitingState.WAITING, WaitingState.CONFIRMED)


class RequestKind(StrEnum):
    """What can be asked of a contract."""

    CHANGE = "change"
    CANCELLATION = "cancellation"
    RENEWAL = "renewal"


class RequestState(StrEnum):
    """What has become of a request; only an accepted one is under way."""

    ACCEPTED = "accepted"
    APPLIED = "applied"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    LAPSED = "lapsed"


class ApplicationState(StrEnum):
    """What has become of an application; only an accepted one waits for its contract."""

    ACCEPTED = "accepted"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class PhotoState(StrEnum):
    """What has become of a picture of an accident: it has arrived and nobody has looked at it; it was read, and there
    is a copy of it; or it was refused, and why stands beside."""

    ARRIVED = "arrived"
    READY = "ready"
    REFUSED = "refused"


class ApprovalState(StrEnum):
    """What has become of what a member asked another to agree to. LAPSED: nobody decided in time, or what it was to
    change was not as it had been."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken back"
