"""Which kind of bank is named? 銀行, 信託銀行, 信用金庫, 信用組合, 労働金庫, 農協, 漁協 and their unions, however that
is written; the list shortens each and leaves 銀行 out."""

from typing import NamedTuple

from rules.japanese.banks.spelling import folded

BANK = "銀行"
# By the word of the list, the words of the law, of everyday life, and how those sound; where one ends like another, the
# longer stands first.
_WORDS = {
    "信連": ("信用農業協同組合連合会", "信農連", "信連", "しんれん"),
    "漁連": ("信用漁業協同組合連合会", "信漁連", "漁連", "ぎょれん"),
    "農協": ("農業協同組合", "農協", "のうぎょうきょうどうくみあい", "のうきょう"),
    "漁協": ("漁業協同組合", "漁協", "ぎょぎょうきょうどうくみあい", "ぎょきょう"),
    "信託": ("信託銀行", "信託", "しんたくぎんこう", "しんたく"),
    "信金": ("信用金庫", "信金", "しんようきんこ", "しんきん"),
    "信組": ("信用組合", "信用協同組合", "信組", "しんようくみあい", "しんくみ"),
    "労金": ("労働金庫", "労金", "ろうどうきんこ", "ろうきん"),
    BANK: (BANK, "ぎんこう", "バンク", "bank"),
}
_ENDS = sorted(
    ((folded(word), kind) for kind, words in _WORDS.items() for word in words), key=lambda each: -len(each[0])
)
_BEGINS = tuple(
    (folded(word), kind)
    for word, kind in (("JAバンク", "農協"), ("JA", "農協"), ("JFマリンバンク", "漁協"), ("JF", "漁協"))
)
# Names that end like a kind and are none of it.
_WHOLE = {"農林中央金庫": "農林中金", "商工組合中央金庫": "商工中金", "信金中金": "信金中央金庫"}
_LEGAL = tuple(folded(word) for word in ("株式会社", "（株）", "かぶしきがいしゃ"))
LAST_BANK, YUCHO = 999, "9900"
# Whose names lack nothing but 銀行: banks of Japan. Of the others, banks of abroad, each has a name of its own kind.
_JAPANESE = (range(1, 200), range(288, 400), range(500, 600))
_IN_FULL = {"信託": "信託銀行", "信金": "信用金庫", "信組": "信用組合", "労金": "労働金庫"}


class Parted(NamedTuple):
    """A folded name whole, without the word for its kind (nothing where it is that word alone), and that kind, empty
    where none is named."""

    whole: str
    stem: str
    kind: str


def parted(text: str) -> Parted:
    """A name as it was typed, in its parts."""
    whole = folded(_WHOLE.get(text, text))
    for word in _LEGAL:
        whole = whole.removeprefix(word).removesuffix(word)
    for begin, kind in _BEGINS:
        if whole.startswith(begin):
            stem, named = _without_end(whole.removeprefix(begin))
            return Parted(whole, stem, named or kind)
    stem, kind = _without_end(whole)
    return Parted(whole, stem, kind)


def listed(code: str, name: str) -> Parted:
    """A name of the list in its parts; what has no word for its kind is a bank among the codes of banks."""
    whole = folded(name)
    stem, kind = _without_end(whole)
    if kind in ("", BANK):
        return Parted(whole, whole.removesuffix(BANK), BANK if int(code) <= LAST_BANK or code == YUCHO else "")
    return Parted(whole, stem, kind)


def _without_end(whole: str) -> tuple[str, str]:
    for end, kind in _ENDS:
        if whole.endswith(end):
            return whole.removesuffix(end), kind
    return whole, ""


def full_name(code: str, name: str) -> str:
    """A name of the list as the bank's own customers know it."""
    for short, full in _IN_FULL.items():
        if name.endswith(short):
            return name.removesuffix(short) + full
    bank = code == YUCHO or any(int(code) in codes for codes in _JAPANESE)
    return f"{name}{BANK}" if bank and BANK not in name else name
