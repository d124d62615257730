"""Which number does a telephone network name? Read strictly, as E.164 (screens.md section 6).

What a person types is forgiven much (rules/japanese/normalize.py); what says who calls is forgiven nothing: either it
is a whole number of Japan in one of the forms that networks use, or it is nobody's.
"""

import re
from collections.abc import Sequence

from rules import phones

# Visual separators of a tel: number (RFC 3966).
_SEPARATORS = str.maketrans("", "", "-.()")
_ABROAD = re.compile(r"(?:\+|00)?81(?P<rest>[1-9][0-9]{8,9})")
_AT_HOME = re.compile(r"0[1-9][0-9]{8,9}")


def e164(raw: str) -> str | None:
    """The number that a network wrote as `raw`, like +819012345678; None where it names no whole number of Japan."""
    text = raw.translate(_SEPARATORS)
    abroad = _ABROAD.fullmatch(text)
    digits = f"0{abroad['rest']}" if abroad else text
    if not _AT_HOME.fullmatch(digits) or phones.phone_kind(digits) is phones.PhoneKind.UNKNOWN:
        return None
    return f"+81{digits[1:]}"


def digits(number: str) -> str:
    """An E.164 number of Japan as it is dialled there: 09012345678."""
    return f"0{number.removeprefix('+81')}"


def usable(number: str, kinds: Sequence[str]) -> str | None:
    """A registered number (its digits) in E.164, where it is of one of these kinds; None where it is not."""
    found = e164(number)
    return found if found and phones.phone_kind(digits(found)).value in kinds else None
