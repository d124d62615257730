"""How is what a Japanese customer types read?

Widths, kana, the whole family of hyphens, spaces, eras (screens.md section 13, rows F6–F11). Nothing here refuses: what
cannot be read comes back cleaned, for the checks to judge. Names keep their characters; only what was typed as a letter
and a mark upon it becomes the one character that both are.
"""

import re
import unicodedata
from functools import lru_cache

import phonenumbers

DASHES = (
    "\u002d\u058a\u05be\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2796"
    "\u2e3a\u2e3b\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d"
)
LONG_VOWELS = "\u30fc\uff70\u301c\uff5e\u3030"
SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Control and format characters, halves of surrogates, and the letters and marks that Unicode says are not to be seen.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U00013438\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
# Most of what is typed has nothing to be cleaned; told at a look.
_CLEAN = re.compile("[!-~\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff]*")
# What is copied along with a word: every kind of blank and line end, and marks that are not to be seen.
_MARKS_COPIED = "".join(
    map(chr, (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF))
)
_AROUND_A_PASSWORD = "".join(filter(str.isspace, map(chr, range(0x3001)))) + _MARKS_COPIED
_LONE_SELECTORS = re.compile(rf"(?<!\S)[{SELECTORS}]+")
# What is written upon a letter and can become one with it: accents, the marks of kana, vowels and finals of Hangul.
_MARKS = "\u0300-\u036f\u1161-\u1175\u11a8-\u11c2\u3099\u309a"
# Kanji of which normalization would make others: a name is written with the one that it is written with.
_KANJI_TO_KEEP = "\uf900-\ufaff\U0002f800-\U0002fa1f"
_MARKED = re.compile(f"[^{_MARKS}{_KANJI_TO_KEEP}][{_MARKS}]+")
_TO_HYPHEN = str.maketrans(dict.fromkeys(DASHES + LONG_VOWELS, "-"))
_DASHES_ALONE = str.maketrans(dict.fromkeys(DASHES, "-"))
_TO_LONG_VOWEL = str.maketrans(dict.fromkeys(DASHES + LONG_VOWELS, "ー"))
HIRAGANA = str.maketrans({chr(code): chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)})
_VOICING = str.maketrans("\u309b\u309c", "\u3099\u309a")
_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF65, 0xFF9E)}
_HALF |= {"\u3099": "\uff9e", "\u309a": "\uff9f"}
_BRACKETS = str.maketrans("", "", "()[]（）［］「」")
_COUNTRY = r"(?:\+?81|0081|01081)"
# To hide or show one's own number: 184, 186, #31# and *31# (3GPP TS 22.030); for this call another carrier: 122, 00XY,
# 002YZ, 0091XY. From 総務省's 電気通信番号の種別 (X is none of 0, 2 and 9), seen on 2026-11-29.
_DIALLED_BEFORE = r"18[46]|122|[*#]31#|00[13-8][0-9](?=0|1[28])|002[0-9]{2}(?=0|1[28])|0091[0-9]{2}(?=0|1[28])"
_WHOSE_PHONE = "(?:お?電話|携帯|スマホ|固定|自宅|会社|職場|勤務先|代表?)(?:番号)?"
_BESIDE_A_PHONE = re.compile(
    rf"\A(?:TEL(?:EPHONE)?|PHONE|[☎☏✆📞📱]|{_WHOSE_PHONE})+|(?:{_WHOSE_PHONE})+\Z", re.IGNORECASE
)
_BESIDE_A_HYPHEN = re.compile("[０-９Ａ-Ｚａ-ｚ]+(?=-)|(?<=-)[０-９Ａ-Ｚａ-ｚ]+")
_HALF_KANA = re.compile("[\uff66-\uff9f]+")
_TO_BLANK = str.maketrans("\t\x1f", "  ")
SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")


def clean(raw: str) -> str:
    """The text without control and invisible characters, its spaces single and plain, trimmed, and composed.

    Variation selectors stay with the kanji before them; where there is none they go.
    """
    if (raw.isascii() and raw.isprintable() and " " not in raw) or _CLEAN.fullmatch(raw):
        return raw
    return composed(" ".join(_LONE_SELECTORS.sub("", _INVISIBLE.sub("", raw)).split()))


def lines(raw: str) -> str:
    """What was written in lines: each without control and invisible characters and without blanks at its end, composed;
    the blanks between words and the blank lines between others as they were typed. Lines end with LF alone."""
    bare = (_INVISIBLE.sub("", each.translate(_TO_BLANK)).rstrip() for each in raw.splitlines())
    return composed("\n".join(_LONE_SELECTORS.sub("", each) for each in bare)).strip()


def composed(text: str) -> str:
    """The text with each letter and the marks upon it as one character, where there is one; all else, kanji above all,
    as it is. Some keyboards, programs and file systems write か and U+3099 for が, which older systems do not have."""
    if unicodedata.is_normalized("NFC", text):
        return text
    return _MARKED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def name(raw: str) -> str:
    """A name: cleaned, its characters otherwise as they were typed (no NFKC: it rewrites kanji such as U+FA19)."""
    return clean(raw)


def kana(raw: str) -> str:
    """フリガナ in full-width katakana, from hiragana, half-width kana and any dash for a long vowel (row F8)."""
    wide = _HALF_KANA.sub(lambda found: unicodedata.normalize("NFKC", found[0]), clean(raw))
    katakana = composed(wide.translate(HIRAGANA).translate(_VOICING)).replace("･", "・")
    return katakana.translate(_TO_LONG_VOWEL)


def address_line(raw: str) -> str:
    """A part of an address, its characters as they were typed but for the dashes, which become hyphens (row F7), and
    the full-width digits and letters beside those, which become as narrow (row F6)."""
    return _BESIDE_A_HYPHEN.sub(lambda found: narrow(found[0]), clean(raw).translate(_DASHES_ALONE))


def narrow(raw: str) -> str:
    """ASCII wherever there is an ASCII character for what was typed (row F6); every dash becomes a hyphen (row F7)."""
    folded = unicodedata.normalize("NFKC", clean(raw).translate(_TO_HYPHEN))
    return clean(folded.translate(_TO_HYPHEN))


def word(raw: str) -> str:
    """One word: narrow, no spaces, its case as typed; also a line of an address, to compare it."""
    return unicodedata.normalize("NFKC", narrow(raw).replace(" ", ""))


def _without_marks(raw: str) -> str:
    return word(word(raw).translate(_BRACKETS).replace("-", ""))


def digits(raw: str) -> str:
    """A number written with any digits, spaces, hyphens and brackets; letters stay for the checks to refuse."""
    return _without_marks(raw)


def code(raw: str) -> str:
    """A policy number: no spaces or hyphens, letters upper-case."""
    return _without_marks(raw).upper()


def phone(raw: str) -> str:
    """A phone number's national digits, without what is written beside it (TEL, 代表) or dialled before it. The
    country's +81 or 0081 before a whole number becomes the leading 0."""
    number = _BESIDE_A_PHONE.sub("", re.sub("[./,_、。・:;]", "", _without_marks(raw)))
    number = re.sub(rf"\A(?:{_DIALLED_BEFORE})+(?={_COUNTRY}|0[1-9])", "", number)
    return re.sub(rf"\A{_COUNTRY}0?(?=[1-9][0-9]{{8,9}}\Z)", "0", number)


def postal_code(raw: str) -> str:
    """The seven digits of a 郵便番号, also written with 〒."""
    return _without_marks(raw).replace("〒", "")


def keyword(raw: str) -> str:
    """A keyword as it is compared: width, case, spaces and dashes do not count (decision 11, row A25)."""
    return word(word(raw).casefold()).replace("-", "")


def password(raw: str) -> str:
    """A password as it is hashed and checked: NFKC, without the blanks around it, of which none has any; never trimmed
    or cut otherwise (decision 31)."""
    return unicodedata.normalize("NFKC", raw).strip(_AROUND_A_PASSWORD)


def half_width(text: str) -> str:
    """Katakana in the half width in which banks and older systems take it; all else as it is."""
    return "".join(_HALF.get(each, each) for each in unicodedata.normalize("NFD", text))


def show_phone(number: str) -> str:
    """Digits with their hyphens, behind the area code of the place."""
    for pattern in (r"(0800)(\d{3})(\d{4})", r"(0[56789]0)(\d{4})(\d{4})", r"(0120|0570|0990)(\d{3})(\d{3})"):
        found = re.fullmatch(pattern, number)
        if found:
            return "-".join(found.groups())
    return _show_landline(number) if re.fullmatch(r"0[1-9]\d{8}", number) else number


@lru_cache(maxsize=1024)
def _show_landline(number: str) -> str:
    shown = phonenumbers.format_number(phonenumbers.parse(number, "JP"), phonenumbers.PhoneNumberFormat.NATIONAL)
    return shown if shown.replace("-", "") == number else number
