"""Is the holder of an account the one we know?"""

import re

from rules.japanese import normalize
from rules.japanese.banks import abbreviations, alphabet
from rules.japanese.banks.abbreviations import Parted

# Banks print no more of a long name.
CUT_AT = 20
_REPRESENTED = re.compile("ダイヒヨウ|.*(?:シテン|シシヤ|ホンテン|ホンシヤ|ジムシヨ|エイギヨウブ)$")


def read(raw: str, *, company: bool) -> str:
    """A 口座名義 in the letters of banks; what a company is, shortened as banks do, however it was written."""
    return abbreviations.shortened(alphabet.read(abbreviations.spoken(raw))) if company else alphabet.read(raw)


def same(known: str, typed: str, *, company: bool) -> bool:
    """Whether the holder that was typed is the one we know, both as `read` gives them: in any spelling that banks have,
    cut where they cut; of a company also its office, branch or whoever represents it."""
    if company:
        return _same_company(abbreviations.parted(known), abbreviations.parted(typed))
    mine, theirs = _bare(known), _bare(typed)
    return bool(theirs) and (mine == theirs or (len(theirs) >= CUT_AT and mine.startswith(theirs)))


def lacks_legal_form(known: str, typed: str) -> bool:
    """Whether a company's own name was typed without what it is by law."""
    mine, theirs = abbreviations.parted(known), abbreviations.parted(typed)
    return bool(mine.legal and not theirs.legal and _bare(mine.name) == _bare(theirs.name))


def _same_company(mine: Parted, theirs: Parted) -> bool:
    known, typed = _bare(mine.name), _bare(theirs.name)
    if not known or not typed or (mine.legal and mine.legal != theirs.legal):
        return False
    if known == typed or (len(typed) >= CUT_AT and known.startswith(typed)):
        return True
    return any(
        _bare("".join(theirs.pieces[:place])) == known
        and (theirs.offices or _REPRESENTED.match("".join(theirs.pieces[place:])))
        for place in range(1, len(theirs.pieces))
    )


def _bare(name: str) -> str:
    return re.sub("[-.]", "", normalize.kana_key(name))
