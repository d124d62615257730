"""Who insures, and with which share? As files and settings write it: 幹事:会社:60;非幹事:会社:40 (605)."""

import re
from decimal import Decimal
from typing import NamedTuple

LEADING = "幹事"
_SHARE = re.compile(r"(幹事|非幹事):([^:;]+):([0-9]{1,3}(?:\.[0-9]{1,4})?)")


class BadShares(ValueError):
    """No such list; the message says why."""


class Insurer(NamedTuple):
    """Who insures, as what, with which share."""

    role: str
    name: str
    share: str


def check(text: str) -> None:
    """Raise BadShares unless it has one 幹事 and makes 100 % in all."""
    shares = [_SHARE.fullmatch(part) for part in text.split(";")]
    found = [share for share in shares if share]
    if len(found) < len(shares):
        raise BadShares("「幹事または非幹事:会社名:割合」を「;」で区切った形ではありません")
    if sum(share[1] == LEADING for share in found) != 1:
        raise BadShares("幹事が1社ではありません")
    if (total := sum(Decimal(share[3]) for share in found)) != 100:
        raise BadShares(f"割合の合計が100ではなく{total}です")


def read(text: str) -> list[Insurer]:
    """幹事保険会社 and 非幹事保険会社 of a good list, with each one's 引受割合; the leading one first."""
    found = [part.split(":") for part in text.split(";")]
    told = [Insurer(f"{role}保険会社", name, f"{share}%") for role, name, share in found]
    return sorted(told, key=lambda each: not each.role.startswith(LEADING))
