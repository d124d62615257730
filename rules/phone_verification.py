"""Must a customer call from their own telephone to log in, and which numbers are called? (screens.md section 6)"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.phones import PhoneKind


class Mode(StrEnum):
    """What a portal does about it: nothing, tell that it will come, or let in nobody without it."""

    OFF = "off"
    ANNOUNCED = "announced"
    REQUIRED = "required"


# What can be recognised by a call at all; a portal may allow fewer.
KINDS = (PhoneKind.MOBILE, PhoneKind.LANDLINE)


@dataclass(frozen=True)
class PhoneVerification:
    """Recognising a customer by a call from their number at the login. `starts_on` is the first day on which nobody is
    let in without it, in Japan: what `announced` tells of, and from when `required` holds; before, that tells of it
    too. `numbers` are those to be called (認証専用電話番号), with hyphens; `kinds` the kinds of number that customers
    may call from."""

    mode: str = Mode.OFF
    starts_on: date | None = None
    numbers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = tuple(kind.value for kind in KINDS)

    def is_told(self, today: date) -> bool:
        """Whether pages tell of it before it holds."""
        return self.mode == Mode.ANNOUNCED or (self.mode == Mode.REQUIRED and not self.holds(today))

    def holds(self, today: date) -> bool:
        """Whether nobody is let in without a call on this day."""
        return self.mode == Mode.REQUIRED and (self.starts_on is None or today >= self.starts_on)

    def begins(self, today: date) -> date | None:
        """The day that pages tell of; None where no day that is still to come was said."""
        return self.starts_on if self.starts_on and today < self.starts_on else None

    @property
    def is_on(self) -> bool:
        """Whether a call can be asked for at all, if not of everybody."""
        return self.mode != Mode.OFF and bool(self.numbers)


NEVER = PhoneVerification()
