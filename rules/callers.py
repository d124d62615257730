"""Which number does a telephone network name? Read strictly, as E.164 (screens.md section 6).

What a person types is forgiven much (rules/japanese/normalize.py); what says who calls is forgiven nothing: either it
is a whole number of Japan in one of the forms that networks use, or it is nobody's.
"""

import re
from collections.abc import Collection

from rules import phones
from rules.japanese import normalize

# Digits, with the visual separators of a tel: number between them (RFC 3966).
_WRITTEN = re.compile(r"\+?[0-9]+(?:[-.()]{1,2}[0-9]+)*")
_SEPARATORS = str.maketrans("", "", "-.()")
_ABROAD = re.compile(r"(?:\+|00)?81(?P<rest>[1-9][0-9]+)")


def e164(raw: str) -> str | None:
    """The number that a network wrote as `raw`, like +819012345678; None where it names no whole number of Japan."""
    if not _WRITTEN.fullmatch(raw):
        return None
    text = raw.translate(_SEPARATORS)
    abroad = _ABROAD.fullmatch(text)
    national = f"0{abroad['rest']}" if abroad else text
    return _abroad(national) if phones.is_whole(national) else None


def usable(raw: str, kinds: Collection[str]) -> str | None:
    """The number from which the owner of a contract can call, as the core system wrote it; None where no call from it
    can recognise them, or none of these kinds."""
    national = normalize.phone(raw)
    return _abroad(national) if phones.can_verify(national, kinds) else None


def digits(number: str) -> str:
    """An E.164 number of Japan as it is dialled there: 09012345678."""
    return f"0{number.removeprefix('+81')}"


def _abroad(national: str) -> str:
    return f"+81{national[1:]}"
