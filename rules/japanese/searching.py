"""How is what is searched compared with what is searched for (602)? Without what many leave out or write otherwise."""

import re

from rules.japanese import names, normalize

# What is searched through is mostly of these, each of which is folded on its own; told at a look.
_AT_SIGHT = re.compile("[ -~\u3000\u3005-\u3007\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\uff01-\uff5e]*")
_LEFT_OUT = f"{normalize.DASHES}{normalize.LONG_VOWELS}~・ \u3000()[]（）［］「」"
_FOLDED = (
    {code: chr(code).lower() for code in range(0x41, 0x5B)}
    | {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    | names.SOUNDS
    | {code: katakana.translate(names.SOUNDS) for code, katakana in normalize.HIRAGANA.items()}
    | dict.fromkeys(map(ord, _LEFT_OUT), "")
)


def searched(text: str) -> str:
    """What is searched, and what is searched for, as the two are compared: as `names.fold` and `names.kana_key` have
    it, and without what many leave out: hyphens, long vowels, brackets. Never a space in it, whatever is given."""
    folded = text if _AT_SIGHT.fullmatch(text) else names.fold(normalize.kana(text))
    return folded.translate(names.PLAIN).translate(_FOLDED)
