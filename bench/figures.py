"""How are figures told? Medians and minima of rounds, and ratios between them beside their targets."""

from collections.abc import Sequence
from statistics import median

Rounds = Sequence[float]


def show(name: str, rounds: Rounds, unit: str) -> None:
    """One line of a measurement's rounds."""
    print(f"  {name:<44}{median(rounds):>10.2f} {unit:<4} (min {min(rounds):.2f}, max {max(rounds):.2f})")


def ratio(name: str, ours: Rounds, theirs: Rounds, target: float) -> bool:
    """One line that compares two measurements; give whether the target is met by the medians."""
    by_median, by_minimum = median(ours) / median(theirs), min(ours) / min(theirs)
    met = by_median <= target
    verdict = "met" if met else "MISSED"
    print(f"  {name:<44}{by_median:>10.2f} ×    (of minima {by_minimum:.2f}; at most {target:.2f}: {verdict})")
    return met
