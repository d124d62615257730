"""What does the business allow? Passwords, phone numbers, hours, pauses, renewal: no Flask, no database, no clock."""

import string
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

import jpholiday

JST = ZoneInfo("Asia/Tokyo")
PRINTABLE = frozenset(string.ascii_letters + string.digits + string.punctuation)
RENEWAL_DAYS = 60
SHORTEST_PIECE = 4
PERSONAL = "お名前・生年月日・電話番号・メールアドレスを含まないパスワードを入力してください。"
NOTICE_BEFORE_PAUSE = timedelta(hours=2)
KINDS = {
    "upper": (string.ascii_uppercase, "英大文字"),
    "lower": (string.ascii_lowercase, "英小文字"),
    "letter": (string.ascii_letters, "英字"),
    "digit": (string.digits, "数字"),
}


class Refused(Exception):
    """The business says no; the message is for the customer."""


class PhoneKind(Enum):
    """What kind of number a Japanese phone number is (screens.md section 6)."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    IP = "ip"
    FREE = "free"
    SPECIAL = "special"
    UNKNOWN = "unknown"


def phone_kind(digits: str) -> PhoneKind:
    """The kind of a number given as digits."""
    if not (digits.isascii() and digits.isdigit() and digits.startswith("0")):
        return PhoneKind.UNKNOWN
    if digits.startswith(("0120", "0800")):
        return PhoneKind.FREE
    if digits.startswith(("0570", "0990")):
        return PhoneKind.SPECIAL
    if digits.startswith("050"):
        return PhoneKind.IP
    if digits.startswith(("060", "070", "080", "090")):
        return PhoneKind.MOBILE if len(digits) == 11 else PhoneKind.UNKNOWN
    return PhoneKind.LANDLINE if len(digits) == 10 and digits[1] != "0" else PhoneKind.UNKNOWN


def can_verify(digits: str) -> bool:
    """Whether its owner can be recognised by a call from this number (screens.md section 6)."""
    return phone_kind(digits) in (PhoneKind.MOBILE, PhoneKind.LANDLINE)


@dataclass(frozen=True)
class PasswordRule:
    """What a portal asks of a password that a customer chooses (decision 19)."""

    minimum: int
    maximum: int
    kinds: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The rule in the customer's words."""
        mixed = "・".join(KINDS[kind][1] for kind in self.kinds)
        return (
            f"半角{self.minimum}文字以上{self.maximum}文字以内で、{mixed}を必ず混ぜて入力してください。記号も使えます。"
        )

    @property
    def kinds_message(self) -> str:
        """E-17, as each portal says it (decision 21)."""
        names = [KINDS[kind][1] for kind in self.kinds]
        if len(names) == 2:
            return f"パスワードには、{names[0]}と{names[1]}をどちらも1文字以上入れてください。"
        return f"パスワードには、{'・'.join(names)}をそれぞれ1文字以上入れてください。"


def judge_password(
    rule: PasswordRule, password: str, personal: Iterable[str], common: Container[str] = (), service: str = ""
) -> str | None:
    """What is wrong with a password (already NFKC), None where nothing is (E-16 to E-19, decision 31).

    `personal` is what the customer is known by, `common` the passwords that everybody tries first (in lower case) and
    `service` the portal's name. No message repeats any of the password.
    """
    if not PRINTABLE.issuperset(password):
        return (
            "パスワードに使用できない文字（空白・かな・漢字など）が含まれています。英字・数字・記号で入力してください。"
        )
    if not rule.minimum <= len(password) <= rule.maximum:
        return (
            f"パスワードは{rule.minimum}文字以上{rule.maximum}文字以内で入力してください（現在{len(password)}文字）。"
        )
    if not all(set(KINDS[kind][0]) & set(password) for kind in rule.kinds):
        return rule.kinds_message
    folded = password.casefold()
    if folded in common or (service and service in folded):
        return "推測されやすいパスワードです。別のパスワードを入力してください。"
    return PERSONAL if holds(password, personal) else None


def holds(password: str, pieces: Iterable[str]) -> bool:
    """Whether a password holds one of these, in whatever case; what is very short does not count."""
    folded = password.casefold()
    return any(len(piece) >= SHORTEST_PIECE and piece.casefold() in folded for piece in pieces)


@dataclass(frozen=True)
class Hours:
    """When somebody answers the telephone, in Japan time; `closed_days` are (month, day)."""

    weekdays: tuple[int, ...]
    opens: time
    closes: time
    closed_days: tuple[tuple[int, int], ...] = ()


def is_open(hours: Hours, now: datetime) -> bool:
    """Whether it is open at `now` (aware); Japanese holidays are closed."""
    there = now.astimezone(JST)
    if there.weekday() not in hours.weekdays or (there.month, there.day) in hours.closed_days:
        return False
    return hours.opens <= there.time() < hours.closes and not jpholiday.is_holiday(there.date())


@dataclass(frozen=True)
class Pause:
    """When a portal rests each week, in Japan time; it begins and ends on the same day."""

    weekday: int
    starts: time
    ends: time


def paused(pause: Pause | None, now: datetime) -> bool:
    """Whether the portal rests at `now` (aware)."""
    if pause is None:
        return False
    there = now.astimezone(JST)
    return there.weekday() == pause.weekday and pause.starts <= there.time() < pause.ends


def pause_ends(pause: Pause, now: datetime) -> datetime:
    """When the pause of `now`'s day ends (aware, Japan time)."""
    return datetime.combine(now.astimezone(JST).date(), pause.ends, JST)


def pause_notice(pause: Pause | None, now: datetime) -> datetime | None:
    """The beginning of a pause that begins within two hours, None where none does (E-29)."""
    if pause is None:
        return None
    soon = (now + NOTICE_BEFORE_PAUSE).astimezone(JST)
    begins = datetime.combine(soon.date(), pause.starts, JST)
    return begins if soon.weekday() == pause.weekday and now < begins <= soon else None


def change_days(starts_on: date, ends_on: date, today: date) -> tuple[date, date] | None:
    """The first and the last 変更日 that may be asked for: from today, within the period; None once that is over
    (screens.md section 7, 604)."""
    return (max(today, starts_on), ends_on) if today <= ends_on else None


def renewed_until(starts_on: date, ends_on: date) -> date:
    """The end of the time after a contract's: as many years as before, one at least; a 29 February becomes the 28th."""
    years = max(1, ends_on.year - starts_on.year)
    try:
        return ends_on.replace(year=ends_on.year + years)
    except ValueError:
        return ends_on.replace(year=ends_on.year + years, day=28)


def renewal_window(ends_on: date, today: date) -> bool:
    """Whether 継続手続 is open: from 60 days before 満期日 until that day (screens.md section 9)."""
    return ends_on - timedelta(days=RENEWAL_DAYS) <= today <= ends_on
