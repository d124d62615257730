"""What do the IDs and passwords look like that the company hands out on paper, and how are they read out?

Copied by eye and said over the telephone: what is mistaken for another is left out, more than 502 promises (l, O, o and
q).
"""

import re
import secrets

from rules.passwords import PasswordRule

# Said aloud, B C D E G P T V Z, A H, M N, I Y, F S and J K are mistaken for each other: one of each is left. No vowels,
# so no words. 27 million IDs.
ID_LETTERS, ID_DIGITS = "FHKMRTWXY", "23456789"
ID_SHAPE = "LLLDDDDL"
_USER_ID = re.compile("[A-Za-z]{3}[0-9]{4}[A-Za-z]")
# Printed, these are told apart, also the capitals from the small letters.
CAPITALS, SMALL, DIGITS = "ACDEFHJKLMNPRTUVWXY", "abdefghmnrty", "23456789"
USUAL_LENGTH = 8
_NAMES = {
    **{"A": "エー", "B": "ビー", "C": "シー", "D": "ディー", "E": "イー", "F": "エフ", "G": "ジー", "H": "エイチ"},
    **{"I": "アイ", "J": "ジェー", "K": "ケー", "L": "エル", "M": "エム", "N": "エヌ", "O": "オー", "P": "ピー"},
    **{"Q": "キュー", "R": "アール", "S": "エス", "T": "ティー", "U": "ユー", "V": "ブイ", "W": "ダブリュー"},
    **{"X": "エックス", "Y": "ワイ", "Z": "ゼット"},
}


def is_user_id(typed: str) -> bool:
    """Whether this has the shape of a ログインID, in whatever case it was typed."""
    return bool(_USER_ID.fullmatch(typed))


def new_user_id() -> str:
    """A ログインID, like KMR7482X; whether it is taken, it does not know."""
    return "".join(secrets.choice(ID_LETTERS if kind == "L" else ID_DIGITS) for kind in ID_SHAPE)


def new_password(rule: PasswordRule) -> str:
    """An 初期パスワード of capitals, small letters and digits, as long as this portal takes one (decision 19)."""
    length = max(rule.minimum, min(USUAL_LENGTH, rule.maximum))
    drawn = [secrets.choice(kind) for kind in (CAPITALS, SMALL, DIGITS)]
    drawn += [secrets.choice(CAPITALS + SMALL + DIGITS) for _ in range(length - len(drawn))]
    secrets.SystemRandom().shuffle(drawn)
    return "".join(drawn)


def spoken(code: str) -> list[str]:
    """How to read a code out: ケー, エム, 7, 4; where there are small letters, which are which."""
    told = code.upper() != code
    return [_spoken(each, told) for each in code]


def _spoken(character: str, told: bool) -> str:
    name = _NAMES.get(character.upper(), character)
    if name == character or not told:
        return name
    return f"{'大文字' if character.isupper() else '小文字'}{name}"
