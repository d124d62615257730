"""Is the holder of an account the one we know?"""

import re

from rules.japanese import names, normalize
from rules.japanese.banks import abbreviations, alphabet, spelling
from rules.japanese.banks.abbreviations import Parted

# Banks print no more of a long name.
CUT_AT = 20
_NO_BRACKETS = str.maketrans("", "", "()")
# Who speaks for a body, as accounts name them behind it.
_SPEAKS = re.compile(
    "ダイヒヨウ(?:$|トリシマリヤク|シヤイン|リジ|ヤクイン|シヤ|セキニンシヤ)|トリシマリヤク|ギヨウムシツコウシヤイン|リジチヨウ|リジ$"
    "|カイチヨウ|(?:シツコウ)?イインチヨウ|クミアイチヨウ|ジユウシヨク|ガクチヨウ|コウチヨウ|エンチヨウ|インチヨウ|シセツチヨウ"
    "|ジムキヨクチヨウ|カイケイ$|カンリシヤ$"
)
# The places for which a body keeps an account of its own: any, and those of its kind alone, by its short word.
_PLACES = "シテン|シシヤ|シシヨ|シブ|ジムシヨ|コウジヨウ"
_CARE = "ビヨウイン|クリニツク|シンリヨウジヨ|イイン|ホーム|ステーシヨン|センター"
_CHILDREN = "ヨウチエン|ホイクエン|コドモエン"
_PLACES_OF = {
    "イ": _CARE,
    "フク": f"{_CARE}|{_CHILDREN}|エン",
    "ガク": f"{_CHILDREN}|シヨウガツコウ|チユウガツコウ|コウトウガツコウ|センモンガツコウ|ダイガク|ビヨウイン",
    "シユウ": _CHILDREN,
    "ダイ": "ビヨウイン",
}
_ALONE = frozenset(("ホンテン", "ホンシヤ", "コウジヨウ", "ジムシヨ", "ジムキヨク"))
# What such a place is never called: with these it would be another name.
_TRADES = re.compile("シヨウジ|フドウサン|シヨウカイ|サンギヨウ|コウギヨウ|ケンセツ|ホールデイングス|グループ")


def read(raw: str, *, company: bool) -> str:
    """A 口座名義 in the letters of banks; what a company is, shortened as banks do, however it was written. A person's
    name has no dots."""
    if company:
        return abbreviations.shortened(alphabet.read(abbreviations.spoken(raw)))
    return normalize.clean(alphabet.read(raw).replace(".", " "))


def same(known: str, typed: str, *, company: bool) -> bool:
    """Whether the holder that was typed is the one we know, both as `read` gives them: in any spelling that banks have,
    cut where they cut; of a company also one place of it, or whoever speaks for it."""
    if company:
        return _same_company(abbreviations.parted(known), abbreviations.parted(typed))
    return _same_name(known, typed)


def lacks_legal_form(known: str, typed: str) -> bool:
    """Whether a company's own name was typed without what it is by law, or with that written in no way that banks
    have."""
    mine, theirs = abbreviations.parted(known), abbreviations.parted(typed)
    bare = _bare(theirs.name.translate(_NO_BRACKETS))
    return bool(mine.legal and not theirs.legal) and bare in (
        _bare(name) for name in (mine.name, f"{mine.legal}{mine.name}", f"{mine.name}{mine.legal}")
    )


def _same_company(mine: Parted, theirs: Parted) -> bool:
    known = "".join(_without_speaker(mine.pieces))
    if mine.legal and mine.legal != theirs.legal:
        return False
    if _same_name(known, theirs.name):
        return True
    ends = [theirs.before] if theirs.before else range(1, len(theirs.pieces))
    return any(
        _same_name(known, "".join(theirs.pieces[:end])) and _is_of_it(theirs.pieces[end:], theirs) for end in ends
    )


def _is_of_it(rest: tuple[str, ...], whose: Parted) -> bool:
    """Whether what stands behind a name does not make another name of it: one place, or who speaks for it. A legal form
    behind it all would make it one."""
    if _SPEAKS.match(rest[0]):
        return True
    if len(rest) > 1 or _TRADES.search(rest[0]) or whose.at_end:
        return False
    kinds = "|".join(each for each in (_PLACES, _PLACES_OF.get(whose.legal, "")) if each)
    return bool(whose.offices) or re.fullmatch(f".+(?:{kinds})", rest[0]) is not None or rest[0] in _ALONE


def _without_speaker(pieces: tuple[str, ...]) -> tuple[str, ...]:
    place = next((at for at, piece in enumerate(pieces) if at and _SPEAKS.match(piece)), len(pieces))
    return pieces[:place]


def _same_name(known: str, typed: str) -> bool:
    mine, theirs = _bare(known), _bare(typed)
    if not mine or not theirs:
        return False
    return mine == theirs or (len(theirs) >= CUT_AT and mine.startswith(theirs)) or _said(known) == _said(typed)


def _bare(name: str) -> str:
    """As names sound, letter by letter: a long vowel counts."""
    return re.sub("[-./&+ ]", "", name).translate(names.SOUNDS)


def _said(name: str) -> str:
    """A name with its letters as they are said: エーアンドビー for A&B."""
    return spelling.sound(name.replace("&", "アンド").replace("+", "プラス"))
