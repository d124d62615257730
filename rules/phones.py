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


# As 総務省 lists 電気通信番号の種別 (seen on 2026-11-29; 060 since the change of 電気通信番号計画 in December 2024).
MOBILE = ("090", "080", "070", "060")
FREE = ("0120", "0800")
SPECIAL = ("0570", "0990", "0170", "0180")
# For machines and carriers: M2M, pagers, numbers between networks.
NOBODYS = ("020", "091")
# Dialled before the number of a country.
INTERNATIONAL = "010"
# As screens and papers name them.
MOBILE_SHOWN = "・".join(MOBILE)
REFUSED_SHOWN = "050・0120・0800・0570"


def phone_kind(digits: str) -> PhoneKind:
    """The kind of a number given as digits."""
    if not (digits.isascii() and digits.isdigit() and digits.startswith("0")) or digits.startswith(NOBODYS):
        return PhoneKind.UNKNOWN
    if digits.startswith(FREE):
        return PhoneKind.FREE
    if digits.startswith(SPECIAL):
        return PhoneKind.SPECIAL
    if digits.startswith("050"):
        return PhoneKind.IP
    if digits.startswith(MOBILE):
        return PhoneKind.MOBILE if len(digits) == 11 else PhoneKind.UNKNOWN
    return (
        PhoneKind.LANDLINE if len(digits) == 10 and not digits.startswith(("00", INTERNATIONAL)) else PhoneKind.UNKNOWN
    )


def is_nobodys(digits: str) -> bool:
    """Whether no person can be called on a number that begins like this."""
    return digits.isascii() and digits.isdigit() and digits.startswith(NOBODYS)


def can_verify(digits: str) -> bool:
    """Whether its owner can be recognised by a call from this number (screens.md section 6)."""
    return phone_kind(digits) in (PhoneKind.MOBILE, PhoneKind.LANDLINE)
