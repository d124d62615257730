"""What may stand in one cell? Each reader gives the value of a cell, or raises Bad with the reason.

Names, addresses and numbers are kept as `exchange.files` gives them, character for character; what is judged is whether
the forms of the portal could read them.
"""

import re
import string
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from rules import covers, passwords, phones, shares
from rules.japanese import formats, mail, names, normalize

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE = re.compile(r"[0-9]{1,9}")
RECEIPT_NUMBER = re.compile(r"[0-9]{12}")
POSTAL_CODE = re.compile(r"[0-9]{7}")
# What files are mostly made of is told at sight; `forms.reading` is thorough, and slow at a million rows.
PLAIN_PHONE = re.compile(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}")
PLAIN_EMAIL = re.compile(r"[a-z0-9._+-]+@[a-z0-9.-]+")
PLAIN_POSTAL_CODE = re.compile(r"[0-9]{3}-[0-9]{4}")
PLAIN_KANA = re.compile(r"[ァ-ヺ][ァ-ヺー・　]*")
FLAGS: Mapping[str, bool] = {"0": False, "1": True}
IDEOGRAPHIC_SPACE = "\u3000"


class Bad(Exception):
    """What is wrong with a cell."""


def optional(cell: str) -> str:
    """Any text, also none."""
    return cell


def required(cell: str) -> str:
    """A text that is not blank."""
    if not cell or cell.isspace():
        raise Bad("空欄です")
    return cell


def one_of(words: Mapping[str, bool], cell: str) -> bool:
    """One of two words."""
    if cell not in words:
        raise Bad(f"{'または'.join(words)}ではありません")
    return words[cell]


def flag(cell: str) -> bool:
    """0 or 1."""
    return one_of(FLAGS, cell)


def day(cell: str) -> date:
    """A date, YYYY-MM-DD."""
    required(cell)
    if not ISO_DAY.fullmatch(cell):
        raise Bad("日付（YYYY-MM-DD）ではありません")
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise Bad("存在しない日付です") from None


def day_or_none(cell: str) -> date | None:
    """A date, or nothing."""
    return day(cell) if cell else None


def yen(cell: str) -> int:
    """An amount in whole yen."""
    required(cell)
    if not WHOLE.fullmatch(cell):
        raise Bad("金額（半角数字9桁以内）ではありません")
    return int(cell)


def policy_number(cell: str) -> str:
    """A 証券番号 as customers can type it (721)."""
    required(cell)
    if not formats.POLICY_NUMBER.fullmatch(cell):
        raise Bad("証券番号（半角の英大文字3文字以内と数字6〜14桁）ではありません")
    return cell


def kana_or_none(cell: str) -> str:
    """フリガナ in any width, or nothing; marks that are no part of one are taken off, where it is none with them."""
    if not cell or PLAIN_KANA.fullmatch(cell) or formats.KANA.fullmatch(names.kana(cell)):
        return cell
    alone = names.kana_alone(cell)
    if not formats.KANA.fullmatch(names.kana(alone)):
        raise Bad("カタカナではありません")
    return alone


def kana(cell: str) -> str:
    """フリガナ in any width: without it nobody could be matched (decision 14)."""
    return kana_or_none(required(cell))


def kana_keys(cell: str) -> dict[str, str]:
    """The keys by which a contract's holder is known: of each name apart, since there are far fewer names than
    people."""
    (family, strict_family), (given, strict_given) = map(_name_keys, names.kana_parts(cell))
    return {"kana_key": family + given, "given_key": given, "strict_key": strict_family + strict_given}


@lru_cache(maxsize=8192)
def _name_keys(name: str) -> tuple[str, str]:
    return names.kana_key(name), names.strict_key(name)


def phone_or_none(cell: str) -> str:
    """A phone number of any Japanese kind, or nothing."""
    if cell:
        digits = cell.replace("-", "") if PLAIN_PHONE.fullmatch(cell) else normalize.phone(cell)
        if phones.phone_kind(digits) is phones.PhoneKind.UNKNOWN or len(digits) not in (10, 11):
            raise Bad("電話番号ではありません")
    return cell


def phone(cell: str) -> str:
    """A phone number."""
    return phone_or_none(required(cell))


def email_or_none(cell: str) -> str:
    """A mail address, or nothing."""
    if cell and not formats.is_email(cell if PLAIN_EMAIL.fullmatch(cell) else mail.address(cell)):
        raise Bad("メールアドレスではありません")
    return cell


def postal_code(cell: str) -> str:
    """A 郵便番号."""
    required(cell)
    if not PLAIN_POSTAL_CODE.fullmatch(cell) and not POSTAL_CODE.fullmatch(normalize.postal_code(cell)):
        raise Bad("郵便番号（7桁）ではありません")
    return cell


def initial_password(cell: str) -> str | None:
    """A 初回パスワード; None where the file has none or hides it (`*****`): then 簡単登録 is closed (201)."""
    password = normalize.password(cell)
    if not password.strip("*"):
        return None
    if not set(password) <= passwords.PRINTABLE:
        raise Bad("初回パスワードに使えない文字があります")
    return password


@lru_cache(maxsize=1024)
def insurers(cell: str) -> str:
    """Who insures and with which share: one 幹事, and 100 % in all (605)."""
    try:
        shares.check(required(cell))
    except shares.BadShares as wrong:
        raise Bad(str(wrong)) from None
    return cell


@lru_cache(maxsize=1024)
def covers_or_none(cell: str) -> str | None:
    """What is insured, or nothing (decision 39)."""
    try:
        return covers.checked(cell) or None
    except covers.BadCovers as wrong:
        raise Bad(str(wrong)) from None


def receipt_number_or_none(cell: str) -> str | None:
    """A 受付番号, grouped or not, or nothing."""
    number = cell.replace(" ", "")
    if number and not RECEIPT_NUMBER.fullmatch(number):
        raise Bad("受付番号（半角数字12桁）ではありません")
    return number or None


def agency_code(cell: str) -> str:
    """A 代理店コード, as it stands in the address of the agency's page (101)."""
    if not cell or not set(cell) <= set(string.ascii_letters + string.digits + "-"):
        raise Bad("代理店コード（半角の英数字）ではありません")
    return cell
