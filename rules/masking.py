"""What of a customer do staff see before they gave a reason? As much as tells one customer from the next on a list.

Nothing is shown but what is known to say little: what cannot be read as what it should be is hidden whole, and how long
it is stays hidden too. A 証券番号 is no secret between a customer and staff and needs no mask. There is none for a bank
account either, since nothing of it is ever shown.
"""

import re
import unicodedata
from datetime import date
from itertools import takewhile

from rules.japanese import formatting, mail, names, normalize
from rules.japanese.post.municipalities import PREFECTURES

HIDDEN, HIDDEN_ASCII = "＊", "***"
HIDDEN_PHONE = "****"
HIDDEN_DAY = "****年**月**日"
# The kinds of companies, which say nothing of who they are; those that others begin with stand behind them.
_KINDS = (
    "株式会社|有限会社|合同会社|合資会社|合名会社|特例有限会社|特定非営利活動法人|ＮＰＯ法人|NPO法人|独立行政法人"
    "|一般社団法人|一般財団法人|公益社団法人|公益財団法人|社会福祉法人|医療法人社団|医療法人財団|医療法人|学校法人|宗教法人"
    "|[(（][株有同資名][)）]|[㈱㈲㈴㈾]"
    "|カブシキ[ガカ]イシ[ャヤ]|ユウゲン[ガカ]イシ[ャヤ]|ゴウドウ[ガカ]イシ[ャヤ]|ゴウシ[ガカ]イシ[ャヤ]|ゴウメイ[ガカ]イシ[ャヤ]"
)
_APART = re.escape(f"{names.BETWEEN} ,、，/／()（）[]［］〔〕【】「」")
_PART = re.compile(f"({_KINDS})|([^{_APART}]+?)(?={_KINDS}|[{_APART}]|\\Z)")
# Marks of half-width kana and those that stand alone belong to the letter before them, as do combining ones.
_MARKS = "\uff9e\uff9f\u309b\u309c"
_PHONE = re.compile("0[1-9][0-9]{8,9}")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_HEAD = 2


def name(text: str) -> str:
    """青＊ 花＊ of 青木 花子: the first letter of each part, 株式会社青＊ of a company. A part of one letter is hidden
    whole; "" where there is no name."""
    return _PART.sub(lambda found: found[1] or _first(found[2]), normalize.clean(text))


def kana(text: str) -> str:
    """ア＊ ハ＊: a フリガナ as `name` has a name, in full width."""
    return name(normalize.kana(text))


def phone(text: str) -> str:
    """090-****-5678, 03-****-5678: four digits are hidden, also of a longer area code. What is no number of ten or
    eleven digits is hidden whole; "" where there is none."""
    digits = normalize.phone(text)
    if not digits:
        return ""
    return formatting.masked_phone(digits) if _PHONE.fullmatch(digits) else HIDDEN_PHONE


def email(text: str) -> str:
    """h***@example.jp; no letter of one alone before the @. What is no address is hidden whole; "" where there is
    none."""
    address = normalize.clean(text)
    if not address:
        return ""
    local, at, domain = mail.shown(address).rpartition("@")
    if not (at and _DOMAIN.fullmatch(domain)):
        return HIDDEN_ASCII
    shown = local[0] if len(local) > 1 and local[0].isascii() and local[0].isalnum() else ""
    return f"{shown}{HIDDEN_ASCII}@{domain}"


def user_id(text: str) -> str:
    """KM****** of an issued ログインID, an address as `email` has it. One of four letters or fewer is hidden whole."""
    if "@" in text:
        return email(text)
    return mail.masked_id(text) if len(text) > 2 * _HEAD else "*" * len(text)


def birth_date(day: date | None) -> str:
    """****年**月**日; "" where none is known."""
    return HIDDEN_DAY if day else ""


def address(text: str) -> str:
    """東京都＊: the prefecture alone, and where it begins with none, nothing of it; "" where there is none."""
    folded = names.fold(text)
    found = next((prefecture for prefecture in PREFECTURES if folded.startswith(prefecture)), "")
    return f"{found}{HIDDEN}" if folded else ""


def _first(part: str) -> str:
    """A part of a name by its first letter, with what is written onto that."""
    rest = part[1:]
    onto = "".join(takewhile(lambda each: unicodedata.category(each) == "Mn" or each in _MARKS, rest))
    shown = unicodedata.category(part[0]).startswith("L") and len(rest) > len(onto)
    return f"{part[0]}{onto}{HIDDEN}" if shown else HIDDEN
