"""How may a name in katakana be spelled in Latin letters? Only to find it in a password, never to show it."""

import re

_KANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン"
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ"
)
_SYSTEMATIC = (
    "a i u e o ka ki ku ke ko sa si su se so ta ti tu te to na ni nu ne no ha hi hu he ho ma mi mu me mo ya yu yo "
    "ra ri ru re ro wa i e o n ga gi gu ge go za zi zu ze zo da zi zu de do ba bi bu be bo pa pi pu pe po vu"
)
_LETTERS = dict(zip(_KANA, _SYSTEMATIC.split(), strict=True)) | {"ャ": "*ya", "ュ": "*yu", "ョ": "*yo", "ッ": "q"}
_HEPBURN = (
    ("sy", "sh"),
    ("ty", "ch"),
    ("zy", "j"),
    ("si", "shi"),
    ("ti", "chi"),
    ("tu", "tsu"),
    ("hu", "fu"),
    ("zi", "ji"),
)


def spellings(kana: str) -> set[str]:
    """The usual ones: 訓令式, ヘボン式 and that with m before b, m, p; long vowels written or not."""
    letters = "".join(_LETTERS.get(each, "") for each in kana)
    systematic = re.sub(r"q(.)", r"\1\1", letters.replace("i*y", "y")).replace("*", "").replace("q", "")
    hepburn = systematic
    for one, other in _HEPBURN:
        hepburn = hepburn.replace(one, other)
    full = (systematic, hepburn, re.sub(r"n(?=[bmp])", "m", hepburn))
    return {*full, *(re.sub(r"o[uo]", "o", each).replace("uu", "u") for each in full)} - {""}
