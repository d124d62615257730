"""How is what a Japanese customer types read?

Widths, kana, the whole family of hyphens, spaces, eras (screens.md section 13, rows F6–F11). Nothing here refuses: what
cannot be read comes back cleaned, for the checks to judge. Names keep their characters byte for byte.
"""

import re
import unicodedata
from collections.abc import Mapping

DASHES = "\u002d\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2e3a\u2e3b\ufe58\ufe63\uff0d"
LONG_VOWELS = "\u30fc\uff70\u301c\uff5e\u3030"
_TO_HYPHEN = str.maketrans(dict.fromkeys(DASHES + LONG_VOWELS, "-"))
_TO_LONG_VOWEL = str.maketrans(dict.fromkeys(DASHES + LONG_VOWELS, "ー"))
_HIRAGANA = str.maketrans({chr(code): chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)})
_BRACKETS = str.maketrans("", "", "()[]（）［］「」")
_HALF_KANA = re.compile("[\uff66-\uff9f]+")
_VARIANTS: Mapping[str, str] = {
    "高": "髙",
    "崎": "﨑嵜碕",
    "恵": "惠",
    "辺": "邊邉",
    "斎": "齋齊斉",
    "浜": "濵濱",
    "広": "廣",
    "沢": "澤",
    "吉": "𠮷",
    "島": "嶋嶌",
    "桜": "櫻",
    "国": "國",
    "真": "眞",
    "竜": "龍",
    "富": "冨",
    "関": "關",
    "条": "條",
    "来": "來",
    "万": "萬",
    "徳": "德",
    "瀬": "瀨",
    "黒": "黑",
    "栄": "榮",
    "塚": "\ufa10",
    "都": "\ufa26",
    "隆": "\uf9dc",
    "神": "\ufa19",
}
_PLAIN = str.maketrans({variant: plain for plain, variants in _VARIANTS.items() for variant in variants})


def _is_variation_selector(character: str) -> bool:
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


def clean(raw: str) -> str:
    """The text without control and invisible characters, its spaces single and plain, trimmed.

    Variation selectors stay: they belong to the kanji before them.
    """
    spaced = "".join(
        " " if character.isspace() or unicodedata.category(character) == "Zs" else character
        for character in raw
        if character.isspace()
        or _is_variation_selector(character)
        or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )
    return " ".join(spaced.split(" ")).strip() if "  " not in spaced else " ".join(spaced.split())


def name(raw: str) -> str:
    """A name: cleaned, its characters otherwise as they were typed (no NFKC: it rewrites kanji such as U+FA19)."""
    return clean(raw)


def kana(raw: str) -> str:
    """フリガナ in full-width katakana, from hiragana, half-width kana and any dash for a long vowel (row F8)."""
    wide = _HALF_KANA.sub(lambda found: unicodedata.normalize("NFKC", found[0]), clean(raw))
    katakana = unicodedata.normalize("NFC", wide.translate(_HIRAGANA)).replace("･", "・")
    return katakana.translate(_TO_LONG_VOWEL)


def narrow(raw: str) -> str:
    """ASCII wherever there is an ASCII character for what was typed (row F6); every dash becomes a hyphen (row F7)."""
    folded = unicodedata.normalize("NFKC", clean(raw).translate(_TO_HYPHEN))
    return clean(folded.translate(_TO_HYPHEN))


def _without_marks(raw: str) -> str:
    return narrow(raw).translate(_BRACKETS).replace(" ", "").replace("-", "")


def digits(raw: str) -> str:
    """A number written with any digits, spaces, hyphens and brackets; letters stay for the checks to refuse."""
    return _without_marks(raw)


def code(raw: str) -> str:
    """A policy number: no spaces or hyphens, letters upper-case."""
    return _without_marks(raw).upper()


def phone(raw: str) -> str:
    """A phone number's national digits; +81 and 0081 become the leading 0."""
    number = narrow(raw).replace("(0)", "").translate(_BRACKETS)
    number = re.sub(r"[\s\-./]", "", number)
    return re.sub(r"\A(?:\+81|0081|01081)0?", "0", number)


def postal_code(raw: str) -> str:
    """The seven digits of a 郵便番号, also written with 〒."""
    return _without_marks(raw.replace("〒", ""))


def email(raw: str) -> str:
    """A mail address: narrow, no spaces; the domain lower-case, the part before @ as typed."""
    address = narrow(raw).replace(" ", "")
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.lower()}"


def keyword(raw: str) -> str:
    """A keyword as it is compared: width, case and spaces do not count (decision 11)."""
    return re.sub(r"\s", "", clean(unicodedata.normalize("NFKC", raw))).casefold()


def password(raw: str) -> str:
    """A password as it is hashed and checked: NFKC, never trimmed or cut (decision 31)."""
    return unicodedata.normalize("NFKC", raw)


def show_phone(number: str) -> str:
    """Digits with their hyphens."""
    for pattern in (
        r"(0[5789]0)(\d{4})(\d{4})",
        r"(060)(\d{4})(\d{4})",
        r"(0120)(\d{3})(\d{3})",
        r"(0570)(\d{3})(\d{3})",
        r"(0800)(\d{3})(\d{4})",
        r"(0[36])(\d{4})(\d{4})",
        r"(0\d{2})(\d{3})(\d{4})",
    ):
        found = re.fullmatch(pattern, number)
        if found:
            return "-".join(found.groups())
    return number


def mask_phone(number: str) -> str:
    """090-****-5678."""
    parts = show_phone(number).split("-")
    return "-".join([parts[0], "*" * len(parts[1]), parts[2]]) if len(parts) == 3 else "*" * len(number)


def mask_email(address: str) -> str:
    """h***@example.jp."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}"


def fold_name(text: str) -> str:
    """A name as it is compared, never stored: without spaces, variants of a kanji alike (row F9)."""
    bare = "".join(character for character in clean(text) if character != " " and not _is_variation_selector(character))
    return bare.translate(_PLAIN)


def same_person_name(one: str, other: str) -> bool:
    """Whether two spellings may be the same name."""
    return fold_name(one) == fold_name(other)


def kana_key(text: str) -> str:
    """フリガナ as contracts are looked up by it: no spaces, no middle dots."""
    return re.sub(r"[ ・]", "", kana(text))
