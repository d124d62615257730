"""On which days can a contract be changed and renewed, and until when does it run then? (screens.md 7 and 9)"""

from datetime import date, timedelta

RENEWAL_DAYS = 60


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
