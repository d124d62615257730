"""Where may a line of Japanese end without tearing a word? Before what begins a phrase, as a careful typesetter does.

A phrase is a word and what clings to it: 「保険証券に」「書かれているとおりに」. Without a dictionary it is told by the
kind of letter: after hiragana and punctuation a kanji, katakana, letter or bracket begins another. お and ご belong to
what comes after them, and so does the end of a verb that another verb follows (書き写す).
"""

import re

KANJI, KANA, HIRAGANA = r"[一-鿿々]", r"[ァ-ヺ]", r"[ぁ-ゖ]"
CLOSING, OPENING = r"、。」』）】？！", r"「『（【"
BEGINS = rf"[一-鿿々ァ-ヺA-Za-z0-9{OPENING}]"
TIED = r"(?<![おご])(?<![こそあ]の)(?<!もう(?=一))(?<![0-9]か(?=[所月]))"
COMPOUND = rf"(?<!{KANJI}[いきしちみりぎびえけせめれげ](?={KANJI}))"
OVER = re.compile(
    rf"(?<=[、。])(?=[^{CLOSING}])"
    rf"|(?<={HIRAGANA}){TIED}{COMPOUND}(?={BEGINS})"
    rf"|(?<={HIRAGANA})(?=[おご](?:{KANJI}|{KANA}))"
    rf"|(?<=[」）])(?=[{OPENING}])"
    r"|(?<=[をにはがでて])(?=とおり|そのまま|おり|あり|ござ|され|かか|まとめ|すぐ|ある|かけ|おかけ)"
)


def split(text: str) -> list[str]:
    """The phrases of a text, which together are the text."""
    return [phrase for phrase in OVER.split(text) if phrase]
