"""On which days can a contract be changed, renewed or begun, and until when does it run then? (screens.md 7, 9, 11)"""

from calendar import monthrange
from datetime import date, timedelta

RENEWAL_DAYS = 60
AHEAD_MONTHS = 3


def change_days(starts_on: date, ends_on: date, today: date) -> tuple[date, date] | None:
    """The first and the last 変更日 that may be asked for: from today, within the period; None once that is over
    (screens.md section 7, 604)."""
    return (max(today, starts_on), ends_on) if today <= ends_on else None


def renewed_until(starts_on: date, ends_on: date) -> date:
    """The end of the time after a contract's: as many years as before, one at least; a 29 February becomes the 28th."""
    return years_after(ends_on, max(1, ends_on.year - starts_on.year))


def years_after(day: date, years: int) -> date:
    """The day so many years later; a 29 February becomes the 28th where there is none."""
    return _in_month(day, day.year + years, day.month)


def first_days(today: date) -> tuple[date, date]:
    """The first and the last day on which a contract that is applied for today may begin: from tomorrow to three months
    ahead, in a shorter month to its last day (screens.md section 11, 641)."""
    years, month = divmod(today.month - 1 + AHEAD_MONTHS, 12)
    return today + timedelta(days=1), _in_month(today, today.year + years, month + 1)


def _in_month(day: date, year: int, month: int) -> date:
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def renewed_by(today: date) -> date:
    """The last 満期日 for which 継続手続 is open."""
    return today + timedelta(days=RENEWAL_DAYS)


def renewal_window(ends_on: date, today: date) -> bool:
    """Whether 継続手続 is open: from 60 days before 満期日 until that day (screens.md section 9)."""
    return today <= ends_on <= renewed_by(today)
