"""When does a portal rest each week, as its settings say it and as customers read it?"""

from dataclasses import dataclass
from datetime import time

from rules import hours
from rules.japanese import formatting
from rules.japanese.dates import WEEKDAYS


@dataclass(frozen=True)
class WeeklyPause:
    """From `starts` to `ends` of one `weekday` (月–日), in Japan time."""

    weekday: str
    starts: time
    ends: time

    @property
    def rule(self) -> hours.Pause:
        """The pause as rules judge it, by the number of its weekday."""
        return hours.Pause(WEEKDAYS.index(self.weekday), self.starts, self.ends)

    @property
    def said(self) -> str:
        """毎週月曜日の午前2時から午前4時まで."""
        starts, ends = formatting.spoken_time(self.starts), formatting.spoken_time(self.ends)
        return f"毎週{self.weekday}曜日の{starts}から{ends}まで"
