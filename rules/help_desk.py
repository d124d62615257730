"""When does a portal's help desk answer the telephone, and how is that said to a customer?"""

from dataclasses import dataclass
from datetime import time
from functools import cached_property

from rules import hours
from rules.japanese.dates import WEEKDAYS


@dataclass(frozen=True)
class HelpDesk:
    """Where customers telephone for help."""

    name: str
    phone: str
    free: bool
    days: str
    opens: time
    closes: time
    closed_days: tuple[str, ...] = ()

    @cached_property
    def hours(self) -> hours.Hours:
        """When it answers, as a rule; a day in `closed_days` is MM-DD."""
        days = tuple((int(day[:2]), int(day[3:])) for day in self.closed_days)
        return hours.Hours(tuple(WEEKDAYS.index(day) for day in self.days), self.opens, self.closes, days)

    @cached_property
    def shown_hours(self) -> str:
        """月～金 9:00–17:00, as the customer's documents print it."""
        clock = f"{self.opens.hour}:{self.opens:%M}〜{self.closes.hour}:{self.closes:%M}"
        days = f"{self.days[0]}〜{self.days[-1]}曜日" if self.days in WEEKDAYS and len(self.days) > 2 else self.days
        return f"{days} {clock}"

    @property
    def shown_closed(self) -> str:
        """What else it is closed on, in the customer's words."""
        off = "・".join(day for day in WEEKDAYS if day not in self.days)
        year_end = "、年末年始" if self.closed_days else ""
        return (
            f"{off}曜日、祝日{year_end}はお休みさせていただきます"
            if off
            else f"祝日{year_end}はお休みさせていただきます"
        )

    @property
    def tel(self) -> str:
        """For a tel: link."""
        return "tel:" + self.phone.replace("-", "")
