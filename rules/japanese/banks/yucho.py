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
PASSBOOK, MIDDLE, TRANSFER = "passbook", "middle", "transfer"
NUMBER_DIGITS, PASSBOOK_DIGITS, SHOP_DIGITS = 7, 8, 3
_SYMBOL = re.compile("[01][0-9]{4}")
# As they stand without anything between them: 記号 and 番号 of a passbook, 記号, digit and 番号 of a 振替口座.
_SOLID = re.compile("(1[0-9]{3}0)([0-9]{8})|(0[0-9]{4})[0-9]([0-9]{6})")
_SYMBOL_AND_DIGIT = re.compile("(0[0-9]{4})[0-9]")
_WORDS = re.compile(
    "記号|店番号?|支店(?:番号|コード)|口座番号|番号|きごう|ばんごう|キゴウ|バンゴウ|普通|通常|総合口座|貯金|預金|当座|貯蓄|番"
)
_OTHER = "番号は数字で入力してください。例：12345671"


class CannotBe(ValueError):
    """No account is meant; `part` is the box to look at, `branch` or `number`, the text what is wrong with it."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(why)
        self.part = part


class Unclear(ValueError):
    """A number that can be read in two ways; `ways` are what each is called and the account's number then: PASSBOOK, a
    passbook's 番号, or MIDDLE, with the digit that stands before a 番号, or TRANSFER, the number for transfers."""

    def __init__(self, *ways: tuple[str, str]) -> None:
        super().__init__()
        self.ways = ways


def together(branch: str, number: str) -> tuple[str, str] | None:
    """A code of a branch (three digits) and a number of seven, both in one box of the two, the other empty or with the
    same; None where they are not."""
    texts = {each for each in (branch.strip(), number.strip()) if each}
    found = groups(texts.pop()) if len(texts) == 1 else []
    fits = [len(each) for each in found] == [SHOP_DIGITS, NUMBER_DIGITS] and all(map(_is_number, found))
    return (found[0], found[1]) if fits else None


class Account(NamedTuple):
    """An account as transfers name it: its 店番, the 種目 that it can have (of ORDINARY, SAVINGS, CURRENT), its number
    in seven digits."""

    branch: str
    kinds: tuple[str, ...]
    number: str


class Passbook(NamedTuple):
    """記号 (five digits) and 番号 as a passbook has them, the 番号 perhaps not yet typed."""

    symbol: str
    number: str

    @property
    def shop(self) -> str:
        """The 店番 that the 記号 means. Raise CannotBe."""
        if self.symbol.startswith("0"):
            return f"{self.symbol[1:3]}9"
        if not self.symbol.endswith("0"):
            why = f"記号「{self.symbol}」をご確認ください。「1」から始まる記号は、末尾が「0」の5桁の数字です。"
            raise CannotBe("branch", why)
        return f"{self.symbol[1:3]}8"

    def account(self, meaning: str = "") -> Account:
        """Raise CannotBe, or Unclear where the customer has not said what the number is, which `meaning` tells."""
        if not self.number:
            raise CannotBe("number", "通帳の番号を入力してください。例：12345671")
        if self.symbol.startswith("0"):
            return Account(self.shop, (CURRENT,), _of_transfer_account(self.number, meaning))
        return Account(self.shop, (ORDINARY, SAVINGS), without_last(self.number))


def passbook(branch: str, number: str) -> Passbook | None:
    """記号 and 番号 as typed into the boxes of the branch and of the number, or both into one of them; None where there
    is no 記号."""
    return _passbook(groups(branch), groups(number))


def has_symbol(branch: str) -> bool:
    """Whether a 記号 stands in the box of the branch."""
    return any(_SYMBOL.fullmatch(each) for each in _with_symbol(groups(branch), alone=True)[:1])


def of_shop(shop: str, number: str, meaning: str = "") -> Account:
    """The account of a 店番 and the number typed with it. `meaning` is what the customer says of a number that can be
    read in two ways. Raise CannotBe, or Unclear where they said nothing."""
    digits = "".join(groups(number))
    if _is_symbol_of(shop, digits):
        raise CannotBe("number", f"「{digits}」は記号です。通帳の番号を入力してください。例：12345671")
    if shop.endswith("9"):
        return Account(shop, (CURRENT,), _of_transfer_account(digits, meaning))
    if len(digits) == PASSBOOK_DIGITS or (digits.endswith("1") and meaning == PASSBOOK):
        return Account(shop, (ORDINARY, SAVINGS), without_last(digits))
    if digits.endswith("1") and len(digits) <= NUMBER_DIGITS and meaning != TRANSFER:
        as_it_is = padded(digits)
        if len(digits) > 1:
            raise Unclear((PASSBOOK, without_last(digits)), (TRANSFER, as_it_is))
    return Account(shop, (ORDINARY, SAVINGS), padded(digits))


def _is_symbol_of(shop: str, digits: str) -> bool:
    symbol = _SYMBOL.fullmatch(digits) is not None and (digits.startswith("0") or digits.endswith("0"))
    return symbol and shop == f"{digits[1:3]}{'9' if digits.startswith('0') else '8'}"


def _of_transfer_account(digits: str, meaning: str) -> str:
    """The 番号 of a 振替口座 has six digits at most: of seven the first may be the one that stands before it."""
    if len(digits) < NUMBER_DIGITS or digits.startswith("0") or meaning == TRANSFER:
        return padded(digits)
    if meaning == MIDDLE:
        return padded(digits[1:])
    as_it_is = padded(digits)
    raise Unclear((MIDDLE, padded(digits[1:])), (TRANSFER, as_it_is))


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


def groups(typed: str) -> list[str]:
    """What stands between spaces, hyphens, and the words that stand around numbers in passbooks and applications."""
    return re.findall(r"[^\s\-:()]+", _WORDS.sub(" ", normalize.narrow(typed)))


def _passbook(branch: list[str], number: list[str]) -> Passbook | None:
    """記号 and 番号 as they stand in one box or two; the 記号 may stand in both."""
    branch, number = _with_symbol(branch, alone=True), _with_symbol(number, alone=len(number) > 1)
    if branch and _SYMBOL.fullmatch(branch[0]):
        rest = number[1:] if number[:1] == branch[:1] else number
        return Passbook(branch[0], _joined(branch[1:] if len("".join(branch[1:])) > 1 else rest))
    if len(number) > 1 and _SYMBOL.fullmatch(number[0]):
        return Passbook(number[0], _joined(number[1:]))
    return None


def _with_symbol(groups: list[str], *, alone: bool) -> list[str]:
    """With the 記号 as a group of its own, where it can be `alone` without the digit behind it."""
    if not groups:
        return groups
    solid, digit = _SOLID.fullmatch(groups[0]), _SYMBOL_AND_DIGIT.fullmatch(groups[0])
    if solid:
        return [*(each for each in solid.groups() if each), *groups[1:]]
    return [digit[1], *groups[1:]] if digit and alone else groups


def _joined(groups: list[str]) -> str:
    """A 番号, without the one digit that may stand before it."""
    return "".join(groups[1:] if len(groups) > 1 and len(groups[0]) == 1 else groups)
