"""What did a member of staff type to find a customer by, and by which keys is it found?

What was typed is told by its shape, and may be several things at once: eleven digits are a 証券番号 and a telephone
number. The keys of contracts and accounts are made here too, so that both sides are folded by one function.
"""

import re
import unicodedata
from typing import NamedTuple

from rules.japanese import formats, mail, names, normalize
from rules.worded import Worded


class Kind(Worded):
    """What can be typed, as the trail says it, and its words on the page."""

    POLICY = "policy number", "証券番号"
    PHONE = "telephone number", "電話番号"
    EMAIL = "mail address", "メールアドレス"
    RECEIPT = "receipt number", "受付番号"
    KANA = "kana", "フリガナ"
    USER_ID = "user ID", "ログインID"
    ACCIDENT = "accident number", "事故受付番号"


class Sought(NamedTuple):
    """What was perhaps meant: the kind, and its keys, the next of which is asked for where one finds nothing."""

    kind: Kind
    keys: tuple[str, ...]


LONGEST = 254
_RECEIPT = re.compile("[0-9]{12}")
_PHONE = re.compile("0[1-9][0-9]{8,9}")
_PHONE_AT_SIGHT = re.compile(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}")
_EMAIL_AT_SIGHT = re.compile(r"[a-z0-9._+-]+@[a-z0-9.-]+")
_KANJI = re.compile("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# A company is asked for by its own name.
_COMPANY = re.compile("(?:カブシキ|ユウゲン|ゴウドウ|ゴウシ|ゴウメイ)[ガカ]イシヤ")
_OLD = str.maketrans("ヰヱヲ", "イエオ")
_WITHOUT_MARKS = {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0x30A1, 0x30FB)}
_SOUND_ALIKE = str.maketrans("ヅズヂジ", "ズヅジヂ")
# A vowel that makes the one before it longer, however it is written: オオノ, オウノ and オーノ; ケイコ and ケーコ.
_LONG = re.compile(
    "(?<=[オコソトノホモヨロ])[オウ]|(?<=[ウクスツヌフムユル])ウ|(?<=[エケセテネヘメレ])[エイ]"
    "|(?<=[アカサタナハマヤラワ])ア|(?<=[イキシチニヒミリ])イ"
)


def kana_key(strict_key: str) -> str:
    """A フリガナ as it is found by how it begins, of its `names.strict_key`: without voicing, long vowels written in
    one way, and of a company without 株式会社 and the like. What begins alike has keys that begin alike."""
    return _LONG.sub("ー", _COMPANY.sub("", strict_key).translate(_WITHOUT_MARKS).translate(_OLD))


def phone_key(text: str) -> str:
    """A telephone number as it is found: its digits."""
    return text.replace("-", "") if _PHONE_AT_SIGHT.fullmatch(text) else normalize.phone(text)


def email_key(text: str) -> str:
    """A mail address as it is found: as mail has it, all in small letters."""
    return text if _EMAIL_AT_SIGHT.fullmatch(text) else mail.address(text).casefold()


def contract_keys(strict_key: str, phone: str, email: str) -> dict[str, str]:
    """What the columns of a contract hold, by which its policyholder is found."""
    return {"find_kana": kana_key(strict_key), "find_phone": phone_key(phone), "find_email": email_key(email)}


def account_keys(family_kana: str, given_kana: str, email: str | None) -> dict[str, str]:
    """What the columns of an account hold, by which its owner is found."""
    return {"find_kana": kana_key(names.strict_key(family_kana + given_kana)), "find_email": email_key(email or "")}


def after(prefix: str) -> str:
    """The first text behind all that begin with a key of kana, letter by letter."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def is_in_kanji(typed: str) -> bool:
    """Whether a name was perhaps typed as it is written and not as it is read."""
    return _KANJI.search(normalize.clean(typed)) is not None


def recognised(typed: str) -> list[Sought]:
    """All that the text may be; nothing where it can be none of what one searches by."""
    text = normalize.clean(typed)
    narrow, code, phone = normalize.narrow(text), normalize.code(text), normalize.phone(text)
    if "@" in narrow:
        key = email_key(text)
        return [Sought(Kind.EMAIL, (key,)), Sought(Kind.USER_ID, (key,))]
    kana = _kana_keys(text)
    if kana:
        return [Sought(Kind.KANA, kana)]
    has_digit = narrow.isascii() and any(each.isdigit() for each in narrow)
    shapes = (
        (Kind.POLICY, formats.POLICY_NUMBER.fullmatch(code), code),
        (Kind.PHONE, _PHONE.fullmatch(phone), phone),
        (Kind.RECEIPT, _RECEIPT.fullmatch(code), code),
        (Kind.ACCIDENT, has_digit, text),
        (Kind.USER_ID, narrow.isascii() and re.search("[0-9A-Z]", code), text),
    )
    return [Sought(kind, (key,)) for kind, fits, key in shapes if fits]


def _kana_keys(text: str) -> tuple[str, ...]:
    """As it was typed; then with ヅ for ズ or the other way round; then without the signs of long vowels, which older
    systems leave out."""
    kana = names.kana(names.kana_alone(normalize.kana(text)))
    if not formats.KANA.fullmatch(kana):
        return ()
    strict = names.strict_key(kana)
    spellings = (strict, strict.translate(_SOUND_ALIKE), strict.replace("ー", ""))
    return tuple(dict.fromkeys(filter(None, map(kana_key, spellings))))
