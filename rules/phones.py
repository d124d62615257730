"""What kind of number is a Japanese phone number, and can it be recognised by a call? (screens.md section 6)"""

from enum import Enum


class PhoneKind(Enum):
    """What kind of number a Japanese phone number is (screens.md section 6)."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    IP = "ip"
    FREE = "free"
    SPECIAL = "special"
    UNKNOWN = "unknown"


def phone_kind(digits: str) -> PhoneKind:
    """The kind of a number given as digits."""
    if not (digits.isascii() and digits.isdigit() and digits.startswith("0")):
        return PhoneKind.UNKNOWN
    if digits.startswith(("0120", "0800")):
        return PhoneKind.FREE
    if digits.startswith(("0570", "0990")):
        return PhoneKind.SPECIAL
    if digits.startswith("050"):
        return PhoneKind.IP
    if digits.startswith(("060", "070", "080", "090")):
        return PhoneKind.MOBILE if len(digits) == 11 else PhoneKind.UNKNOWN
    return PhoneKind.LANDLINE if len(digits) == 10 and digits[1] != "0" else PhoneKind.UNKNOWN


def can_verify(digits: str) -> bool:
    """Whether its owner can be recognised by a call from this number (screens.md section 6)."""
    return phone_kind(digits) in (PhoneKind.MOBILE, PhoneKind.LANDLINE)
