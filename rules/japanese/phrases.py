"""Where may a line of Japanese end, so that no word is broken?

BudouX knows where phrases (文節) end. What it does not know stands here: the words of this trade, that a number keeps
what it counts, that a name written in kanji is one. A place is the number of characters before it.
"""

import re
from collections.abc import Iterator
from itertools import chain, pairwise

import budoux

# Words that BudouX breaks. It is right in nearly all of them and wrong where neighbours are unusual.
UNBROKEN = (
    "もう一度",
    "もう少し",
    "ただいま",
    "手続コード",
    "か所",
    "か月",
    "当てはまる",
    "当てはまり",
    "ひらがな",
    "みずほ",
    "ゆうちょ",
    "間違",
)
_KANJI, _KATAKANA, _LATIN = "々〆〇一-鿿", "ァ-ヺー", "A-Za-z0-9"
_UNBROKEN = re.compile("|".join(UNBROKEN))
_ONE_WORD = re.compile(
    # A number keeps its signs and what it counts; a day may be parted from its year, an hour from its day.
    rf"(?:午[前後]|令和|平成|昭和|大正)?[\d,.:〜～\-]*\d[\d,.:〜～\-]*(?:[{_KANJI}か]{{1,2}}|つ)?(?:\d+[日分])?"
    rf"|[{_LATIN}@.\-]+|[{_KATAKANA}]+"
)
_KANJI_RUN = re.compile(rf"[{_KANJI}]+")
# A long word is made of words, none of them shorter; a short one may follow where a time or a count ends.
_SHORTEST = 3
_COUNT_ENDS = re.compile(r"(?:一度|以上|以内|以降|[分秒日年]間|今|現在)$")
_WITHIN_DATES = re.compile(r"(?<=\d年)(?=\d+月)|(?<=\d日)(?=午[前後]\d)")
_NEVER_FIRST = frozenset("。、，．）」』］〕〉》】・：；？！％々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]}%/〜～")
_NEVER_LAST = frozenset("（「『［〔〈《【([{")
# Between two signs a browser ends a line by itself, and sets them close together where nothing stands between.
_BY_ITSELF = re.compile(r"(?<=[。、）」』])(?=[（「『])")
# Within a sentence a line may also end behind the word itself, before what is said of it.
_WORD = rf"(?:(?<=[{_KANJI}]{{2}})|(?<=[{_KATAKANA}]{{2}})|(?<=[{_LATIN}）」]))"
_SAID_OF_IT = re.compile(
    rf"{_WORD}(?=から|まで|より|など|だけ|し[てたま]|さ[れせ]|する|すれ|による|について|として|でき[るなま])"
    rf"|{_WORD}(?=[をはがにのへとでもや](?![、。，）」]))"
    rf"|(?<=[ぁ-ん{_KANJI}])(?=ください|いただ|いたし|ござい)"
)


def between_phrases(text: str) -> list[int]:
    """For what is read at a glance: headings, labels, buttons."""
    return sorted(_allowed(text, set(_phrase_ends(text))))


def between_words(text: str) -> list[int]:
    """For sentences, whose lines are to be filled: between phrases, and before particles and auxiliaries."""
    behind_words = {found.start() for found in _SAID_OF_IT.finditer(text)} - {0}
    return sorted(_allowed(text, {*_phrase_ends(text), *behind_words}))


def split(text: str) -> list[str]:
    """The phrases of a text, which together are the text."""
    places = [0, *between_phrases(text), len(text)] if text else []
    return [text[begins:ends] for begins, ends in pairwise(places)]


def _phrase_ends(text: str) -> Iterator[int]:
    end = 0
    for phrase in _parser.parse(text)[:-1]:
        end += len(phrase)
        yield end


def _allowed(text: str, places: set[int]) -> set[int]:
    words = chain(_UNBROKEN.finditer(text), _ONE_WORD.finditer(text))
    broken = {place for word in words for place in range(word.start() + 1, word.end())}
    broken |= {place for run in _KANJI_RUN.finditer(text) for place in places if _breaks(run, place)}
    broken |= {place for place in places if text[place] in _NEVER_FIRST or text[place - 1] in _NEVER_LAST}
    broken |= {found.start() for found in _BY_ITSELF.finditer(text)}
    return places - broken | {found.start() for found in _WITHIN_DATES.finditer(text)}


def _breaks(run: re.Match[str], place: int) -> bool:
    before, after = place - run.start(), run.end() - place
    if before <= 0 or after <= 0:
        return False
    return min(before, after) < _SHORTEST and not _COUNT_ENDS.search(run.group()[:before])


_parser = budoux.load_default_japanese_parser()
