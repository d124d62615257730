"""In which form does a browser want an answer? What its Accept-Encoding says (RFC 9110, 12.5.3)."""

import re
from collections.abc import Collection
from functools import lru_cache

IDENTITY = "identity"
# The smallest first: what is wanted alike is sent in it.
SMALLEST_FIRST = ("br", "gzip", IDENTITY)
WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
# What browsers say is shorter; of what is longer nothing is kept.
LONGEST = 200


def best(accepted: str, there: Collection[str]) -> str:
    """The coding to send, of those that are there; `accepted` is the header, "" where there was none. Where nothing of
    it is there, and where it cannot be read, that is IDENTITY, which every browser can read."""
    if len(accepted) > LONGEST:
        return IDENTITY
    return next(coding for coding in _wanted(accepted) if coding == IDENTITY or coding in there)


@lru_cache(maxsize=256)
def _wanted(accepted: str) -> tuple[str, ...]:
    """What may be sent, what is wanted most first; at the end, come what may, IDENTITY."""
    said = {IDENTITY: 1e-9}
    for each in accepted.lower().split(","):
        name, _, more = each.partition(";")
        weight = WEIGHT.fullmatch(more.strip()) if more else None
        if name.strip() and (weight or not more):
            said["gzip" if name.strip() == "x-gzip" else name.strip()] = float(weight[1]) if weight else 1.0
    weights = {coding: said.get(coding, said.get("*", 0.0)) for coding in SMALLEST_FIRST}
    ordered = sorted(SMALLEST_FIRST, key=lambda coding: -weights[coding])
    return (*(coding for coding in ordered if weights[coding] > 0), IDENTITY)
