"""What kind of number is a Japanese phone number, and can it be recognised by a call? (screens.md section 6)"""

import re
from collections.abc import Collection
from enum import Enum

import phonenumbers


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
COUNTRY = "81"
# What stands before the number of a country: a plus, 010, 00 as elsewhere, or a carrier of Japan (001, 0033, 0061).
_ABROAD = re.compile(r"\+|010|00(?:1|33|61)?(?:010)?(?=[1-9])")
# Area codes shorter than what the library judges, which is three digits behind the 0: what it knows of these is which
# exchanges were open when it was released.
SHORT_AREA_CODES = ("03", "06", "011")
# As screens and papers name them.
MOBILE_SHOWN = "・".join(MOBILE)
REFUSED_SHOWN = "050・0120・0800・0570"
NAMES = {
    PhoneKind.MOBILE: "携帯電話の番号",
    PhoneKind.LANDLINE: "固定電話の番号",
    PhoneKind.IP: "050から始まる番号",
    PhoneKind.FREE: "通話料無料の番号（0120・0800）",
}


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


def is_whole(digits: str) -> bool:
    """Whether a number of its kind has as many digits, none missing and none too many."""
    kind = phone_kind(digits)
    longer = kind in (PhoneKind.MOBILE, PhoneKind.IP) or digits.startswith("0800")
    return kind is not PhoneKind.UNKNOWN and len(digits) == (11 if longer else 10)


def is_nobodys(digits: str) -> bool:
    """Whether no person can be called on a number that begins like this."""
    return digits.isascii() and digits.isdigit() and digits.startswith(NOBODYS)


def is_abroad(number: str) -> bool:
    """Whether a number, without what separates its digits, is dialled in another country than Japan."""
    found = _ABROAD.match(number)
    return found is not None and not number[found.end() :].startswith(COUNTRY)


def can_verify(digits: str, kinds: Collection[str]) -> bool:
    """Whether its owner can be recognised by a call from this number, where these kinds of number are allowed
    (screens.md section 6)."""
    kind = phone_kind(digits)
    return kind.value in kinds and (kind is not PhoneKind.LANDLINE or _has_area_code(digits))


def _has_area_code(landline: str) -> bool:
    """Whether a landline number begins with the code of some place. Which exchanges a place has is not judged: new ones
    are opened, and no list knows of them in time."""
    number = phonenumbers.PhoneNumber(country_code=81, national_number=int(landline))
    known = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE
    return known or landline.startswith(SHORT_AREA_CODES)


def name_of(digits: str) -> str:
    """What a number is called where it is told that it can, or cannot, verify."""
    kind = phone_kind(digits)
    if kind is PhoneKind.SPECIAL:
        return f"{digits[:4]}から始まる番号"
    if kind is PhoneKind.UNKNOWN or (kind is PhoneKind.LANDLINE and not _has_area_code(digits)):
        return "日本国内の電話番号として確認できない番号"
    return NAMES[kind]


def wanted(kinds: Collection[str]) -> str:
    """The kinds of number that can verify, as a sentence names them: 固定電話か携帯電話（090・…）."""
    named = {PhoneKind.LANDLINE: "固定電話", PhoneKind.MOBILE: f"携帯電話（{MOBILE_SHOWN}）"}
    return "か".join(name for kind, name in named.items() if kind.value in kinds)


def table(kinds: Collection[str]) -> list[tuple[str, bool]]:
    """Every kind of number as the announcement lists it (501), and whether it can verify."""
    return [
        (NAMES[PhoneKind.LANDLINE], PhoneKind.LANDLINE.value in kinds),
        (f"{NAMES[PhoneKind.MOBILE]}（{MOBILE_SHOWN}から始まる番号）", PhoneKind.MOBILE.value in kinds),
        (f"{REFUSED_SHOWN}から始まる番号", False),
        ("海外の電話番号", False),
    ]
