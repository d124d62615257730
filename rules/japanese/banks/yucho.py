"""Which account for transfers is meant by the 記号 and 番号 of a ゆうちょ passbook?

The bank's own formula (記号・番号から振込用の店名・預金種目・口座番号への変換の公式), read 2026-11-29: of 記号 1ab?0
the 店番 is ab8 and the 番号 loses its last digit, a 1; the 種目 is 普通, or 貯蓄 for 通常貯蓄貯金. Of 記号 0ab?c the
店番 is ab9, the 番号 stays, the 種目 is 当座. One digit that stands between the two is left out; zeros in front make
seven digits.
"""

import re
from typing import NamedTuple

from rules.japanese import normalize

CODE = "9900"
ORDINARY, SAVINGS, CURRENT = "ordinary", "savings", "current"
PASSBOOK, TRANSFER = "passbook", "transfer"
NUMBER_DIGITS, PASSBOOK_DIGITS, SHOP_DIGITS = 7, 8, 3
_SYMBOL = re.compile("[01][0-9]{4}")
_SOLID = re.compile("(1[0-9]{3}0)([0-9]{8})")
_WORDS = re.compile("記号|番号|きごう|ばんごう|キゴウ|バンゴウ")
_OTHER = "番号は数字で入力してください。例：12345671"


class CannotBe(ValueError):
    """No account is meant; `part` is the box to look at, `branch` or `number`, the text what is wrong with it."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(why)
        self.part = part


class Unclear(ValueError):
    """A number behind a 店番 that ends in 1: a passbook's 番号, or the number for transfers?"""


class Account(NamedTuple):
    """An account as transfers name it: its 店番, the 種目 that it can have (of ORDINARY, SAVINGS, CURRENT), its number
    in seven digits."""

    branch: str
    kinds: tuple[str, ...]
    number: str


class _Passbook(NamedTuple):
    symbol: str
    number: str


def of_passbook(branch: str, number: str) -> Account | None:
    """The account that 記号 and 番号 mean, as typed into the boxes of the branch and of the number, or both into one of
    them; None where there is no 記号. Raise CannotBe."""
    found = _passbook(_groups(branch), _groups(number))
    if found is None:
        return None
    if not found.number:
        raise CannotBe("number", "通帳の番号を入力してください。例：12345671")
    shop = found.symbol[1:3]
    if found.symbol.startswith("0"):
        return Account(f"{shop}9", (CURRENT,), padded(found.number))
    if not found.symbol.endswith("0"):
        raise CannotBe(
            "branch", f"記号「{found.symbol}」をご確認ください。「1」から始まる記号は、末尾が「0」の5桁の数字です。"
        )
    return Account(f"{shop}8", (ORDINARY, SAVINGS), without_last(found.number))


def has_symbol(branch: str) -> bool:
    """Whether a 記号 stands in the box of the branch."""
    return bool(branch.strip() and _SYMBOL.fullmatch(_groups(branch)[0]))


def of_shop(shop: str, number: str, meaning: str = "") -> Account:
    """The account of a 店番 and the number typed with it. `meaning` is PASSBOOK or TRANSFER, as the customer says of a
    number that can be read in two ways. Raise CannotBe, or Unclear where they said nothing."""
    digits = normalize.digits(number)
    if shop.endswith("9"):
        return Account(shop, (CURRENT,), padded(digits))
    if len(digits) == PASSBOOK_DIGITS or (digits.endswith("1") and meaning == PASSBOOK):
        return Account(shop, (ORDINARY, SAVINGS), without_last(digits))
    if digits.endswith("1") and len(digits) <= NUMBER_DIGITS and meaning != TRANSFER:
        padded(digits)
        raise Unclear
    return Account(shop, (ORDINARY, SAVINGS), padded(digits))


def without_last(number: str) -> str:
    """The number for transfers of a passbook's 番号. Raise CannotBe."""
    if not _is_number(number):
        raise CannotBe("number", _OTHER)
    if len(number) > PASSBOOK_DIGITS or len(number) == 1 or not number.endswith("1"):
        raise CannotBe(
            "number", f"通帳の番号は、末尾が「1」の{PASSBOOK_DIGITS}桁以内の数字です。番号をご確認ください。"
        )
    return padded(number[:-1])


def padded(number: str) -> str:
    """A number of up to seven digits, with zeros in front. Raise CannotBe."""
    if not _is_number(number) or len(number) > NUMBER_DIGITS:
        raise CannotBe("number", f"口座番号は{NUMBER_DIGITS}桁以内の数字で入力してください。例：1234567")
    if not number.strip("0"):
        raise CannotBe("number", f"口座番号「{number}」をご確認ください。0だけの口座番号はありません。")
    return number.zfill(NUMBER_DIGITS)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _groups(typed: str) -> list[str]:
    """What stands between spaces and hyphens."""
    return re.split(r"[\s\-:：()]+", _WORDS.sub(" ", normalize.narrow(typed)).strip()) if typed.strip() else []


def _passbook(branch: list[str], number: list[str]) -> _Passbook | None:
    """記号 and 番号 as they stand in one box or two; the 記号 may stand in both."""
    if branch and _SYMBOL.fullmatch(branch[0]):
        rest = number[1:] if number[:1] == branch[:1] else number
        return _Passbook(branch[0], _joined(branch[1:] if len("".join(branch[1:])) > 1 else rest))
    solid = _SOLID.fullmatch("".join(number)) if len(number) == 1 else None
    if solid:
        return _Passbook(solid[1], solid[2])
    if len(number) > 1 and _SYMBOL.fullmatch(number[0]):
        return _Passbook(number[0], _joined(number[1:]))
    return None


def _joined(groups: list[str]) -> str:
    """A 番号, without the one digit that may stand before it."""
    return "".join(groups[1:] if len(groups) > 1 and len(groups[0]) == 1 else groups)
