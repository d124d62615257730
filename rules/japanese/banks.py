"""Which bank, and which of its branches, does a customer mean? Found by code or by name in a list that comes with the
program (612)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from zengin_code import Bank

from rules.japanese import names, normalize

MOST = 20
# As people write them, and as the list does.
WRITTEN = {
    "農林中央金庫": "農林中金",
    "商工組合中央金庫": "商工中金",
    "信用農業協同組合連合会": "信連",
    "信用金庫": "信金",
    "信用組合": "信組",
    "農業協同組合": "農協",
    "労働金庫": "労金",
    "信託銀行": "信託",
}
ENDS = re.compile("(銀行|支店|出張所|(?<=[〇一二三四五六七八九])店)$")
CIRCLES = str.maketrans("○◯零0", "〇〇〇〇")


class Named(NamedTuple):
    """A bank or a branch."""

    code: str
    name: str


class _Listed(NamedTuple):
    """One of the list, with its name as names are compared and its sound."""

    named: Named
    name: str
    sound: str


def banks(text: str) -> list[Named]:
    """The banks that a text may mean: the one of this four-digit code or this very name, else all that have it in their
    names; at most MOST and one more."""
    return _found(text, _list(""), code_digits=4)


def branches(bank_code: str, text: str) -> list[Named]:
    """The branches of a bank that a text may mean, found as banks are; their codes have three digits."""
    return _found(text, _list(bank_code), code_digits=3) if bank_code in Bank.all else []


@lru_cache(maxsize=64)
def _list(bank_code: str) -> tuple[_Listed, ...]:
    """The branches of a bank; without one, the banks."""
    among = Bank.all[bank_code].branches if bank_code else Bank.all
    return tuple(_Listed(Named(each.code, each.name), _folded(each.name), each.kana) for each in among.values())


def _found(text: str, among: Sequence[_Listed], *, code_digits: int) -> list[Named]:
    code, name, sound = normalize.digits(text), _folded(text), _sound(text)
    if code.isascii() and code.isdigit():
        return [each.named for each in among if each.named.code == code.zfill(code_digits)]
    if not name:
        return []
    same = [each.named for each in among if each.name == name or each.sound == sound]
    alike = [each.named for each in among if name in each.name or (sound and each.sound.startswith(sound))]
    return (same if len(same) == 1 else alike)[: MOST + 1]


def _folded(text: str) -> str:
    folded = names.fold(text)
    for written, listed in WRITTEN.items():
        folded = folded.replace(written, listed)
    return ENDS.sub("", folded.translate(CIRCLES))


def _sound(text: str) -> str:
    """フリガナ as the list writes it, with large letters alone; nothing where there is any kanji."""
    sound = names.strict_key(text)
    return sound if re.fullmatch("[ァ-ヶー]+", sound) else ""
