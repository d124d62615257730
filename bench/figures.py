"""How are figures told? Medians and minima of rounds, and ratios between them beside their targets."""

from collections.abc import Sequence
from math import sqrt
from statistics import mean, median, variance

Rounds = Sequence[float]


def show(name: str, rounds: Rounds, unit: str) -> None:
    """One line of a measurement's rounds."""
    print(f"  {name:<54}{median(rounds):>10.2f} {unit:<6} (min {min(rounds):.2f}, max {max(rounds):.2f})")


def within(name: str, rounds: Rounds, most: float, unit: str) -> bool:
    """One line of a measurement that has a limit of its own; give whether the median keeps within it."""
    met = median(rounds) <= most
    told = f"(min {min(rounds):.2f}, max {max(rounds):.2f}; at most {most:.2f}: {'met' if met else 'MISSED'})"
    print(f"  {name:<54}{median(rounds):>10.2f} {unit:<6} {told}")
    return met


def ratio(name: str, ours: Rounds, theirs: Rounds, aim: float, limit: float | None = None) -> bool:
    """One line that compares two measurements; give whether the medians keep within the limit, which may lie above
    what is aimed at."""
    wanted = f"at most {aim:.2f}" if limit is None else f"aim {aim:.2f}, at most {limit:.2f}"
    return _compared(name, ours, theirs, 0, limit or aim, wanted)


def alike(name: str, these: Rounds, those: Rounds, within: float) -> bool:
    """One line on whether two measurements are the same, whichever is the greater."""
    return _compared(name, these, those, 1 / within, within, f"{1 / within:.2f} to {within:.2f}")


def indistinct(name: str, these: Rounds, those: Rounds, most: float) -> bool:
    """One line on whether the means of two measurements lie no further apart than chance puts them: z is their
    difference over its standard error."""
    apart = mean(these) - mean(those)
    z = apart / sqrt(variance(these) / len(these) + variance(those) / len(those))
    met = abs(z) <= most
    medians = f"{median(these):.2f} / {median(those):.2f}, ratio {median(these) / median(those):.2f}"
    verdict = "met" if met else "MISSED"
    print(f"  {name:<54}{z:>+10.2f} z      ({apart:+.2f} ms; medians {medians}; at most {most}: {verdict})")
    return met


def _compared(name: str, these: Rounds, those: Rounds, least: float, most: float, wanted: str) -> bool:
    by_median, by_minimum = median(these) / median(those), min(these) / min(those)
    met = least <= by_median <= most
    verdict = "met" if met else "MISSED"
    print(f"  {name:<54}{by_median:>10.2f} ×      (of minima {by_minimum:.2f}; {wanted}: {verdict})")
    return met
