"""What does a premium cost in each way of paying, and what more or less than until now? (622, 623, 645)"""

from collections.abc import Sequence
from dataclasses import dataclass

MONTHLY, YEARLY, AT_ONCE = "月払", "年払", "一括払"


@dataclass(frozen=True)
class Cost:
    """What a way of paying costs: so much `each` time, in yen, so many `times` within the period of so many `years`,
    and how often that is (`rhythm`). What does not divide (`rest`) is paid with the first."""

    each: int
    times: int
    rhythm: str
    years: int
    rest: int = 0

    @property
    def total(self) -> int:
        """In yen, for the whole period."""
        return self.each * self.times + self.rest

    def __str__(self) -> str:
        if self.times == 1:
            return f"{self.total:,}円（お支払いは1回、{self.years}年分）"
        whole = f"{'年間' if self.years == 1 else f'{self.years}年間の合計'} {self.total:,}円"
        if self.rest:
            first, left = self.each + self.rest, self.times - 1
            return f"初回 {first:,}円、2回目から{self.rhythm} {self.each:,}円 × {left}回（{whole}）"
        return f"{self.rhythm} {self.each:,}円 × {self.times}回（{whole}）"


def cost(yearly: int, years: int, payment: str, *, monthly_rate: int = 100) -> Cost | None:
    """What a premium of so many yen a year costs for so many years; None in a way of paying that is not known here.
    Paid monthly it is `monthly_rate` percent of that, rounded down to whole yen, in as many parts as there are
    months."""
    if payment == MONTHLY:
        each, rest = divmod(yearly * years * monthly_rate // 100, 12 * years)
        return Cost(each, 12 * years, "毎月", years, rest)
    if payment == YEARLY:
        return Cost(yearly, years, "毎年", years)
    return Cost(yearly * years, 1, "", years) if payment == AT_ONCE else None


def ways(offered: Sequence[str], years: int, now: str) -> tuple[str, ...]:
    """The ways to pay for so many years. For one year 年払 and 一括払 are the same: then there is the one that is paid
    by now, else 年払."""
    if years > 1 or not {YEARLY, AT_ONCE} <= set(offered):
        return tuple(offered)
    twin = YEARLY if now == AT_ONCE else AT_ONCE
    return tuple(each for each in offered if each != twin)


def difference(now: int, then: int) -> str:
    """What a year costs more or less than now."""
    more = then - now
    return f"{'＋' if more > 0 else '−'}{abs(more):,}円／年" if more else "変わりません"
