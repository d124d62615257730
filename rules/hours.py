"""When does somebody answer the telephone, and when does a portal rest? In Japan time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import jpholiday

from rules.japanese.dates import JST
from rules.japanese.times import AwareDateTime, JstDateTime

NOTICE_BEFORE_PAUSE = timedelta(hours=2)
# A desk that answers at all does so within a month, whatever its days, holidays and the year end make of it.
LONGEST_CLOSED = timedelta(days=31)


@dataclass(frozen=True)
class Hours:
    """When somebody answers the telephone, in Japan time; `closed_days` are (month, day)."""

    weekdays: tuple[int, ...]
    opens: time
    closes: time
    closed_days: tuple[tuple[int, int], ...] = ()


def is_open(hours: Hours, now: AwareDateTime) -> bool:
    """Whether it is open at `now`; Japanese holidays are closed."""
    there = now.astimezone(JST)
    if there.weekday() not in hours.weekdays or (there.month, there.day) in hours.closed_days:
        return False
    return hours.opens <= there.time() < hours.closes and not jpholiday.is_holiday(there.date())


def opens_next(hours: Hours, now: AwareDateTime) -> JstDateTime | None:
    """When it opens next, None where it is open at `now` or not within a month."""
    there = now.astimezone(JST)
    if is_open(hours, now):
        return None
    for days in range(LONGEST_CLOSED.days):
        opens = datetime.combine(there.date() + timedelta(days=days), hours.opens, JST)
        if opens > there and is_open(hours, opens):
            return opens
    return None


@dataclass(frozen=True)
class Pause:
    """When a portal rests each week, in Japan time; it begins and ends on the same day."""

    weekday: int
    starts: time
    ends: time


def paused(pause: Pause | None, now: AwareDateTime) -> bool:
    """Whether the portal rests at `now`."""
    if pause is None:
        return False
    there = now.astimezone(JST)
    return there.weekday() == pause.weekday and pause.starts <= there.time() < pause.ends


def pause_ends(pause: Pause, now: AwareDateTime) -> JstDateTime:
    """When the pause of `now`'s day ends."""
    return datetime.combine(now.astimezone(JST).date(), pause.ends, JST)


def pause_notice(pause: Pause | None, now: AwareDateTime) -> JstDateTime | None:
    """The beginning of a pause that begins within two hours, None where none does (E-29)."""
    if pause is None:
        return None
    soon = (now + NOTICE_BEFORE_PAUSE).astimezone(JST)
    begins = datetime.combine(soon.date(), pause.starts, JST)
    return begins if soon.weekday() == pause.weekday and now < begins <= soon else None
