"""Which number do 漢数字 mean? 三十五, 一〇〇, 壱, 廿: as people write years, streets and the numbers of shops."""

_DIGITS = {each: value for value, row in enumerate(("〇零", "一壱壹弌", "二弐貳弍", "三参參弎")) for each in row}
_DIGITS |= {"四": 4, "肆": 4, "五": 5, "伍": 5, "六": 6, "陸": 6, "七": 7, "漆": 7, "八": 8, "捌": 8, "九": 9, "玖": 9}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_WHOLE_TENS = {"廿": 20, "卄": 20, "卅": 30, "丗": 30, "卌": 40}
CHARACTERS = "".join((*_DIGITS, *_TENS, *_WHOLE_TENS))
# Those of everyday life; the others are read where nothing but a number can stand.
EVERYDAY = "〇一二三四五六七八九十百千"


def number(text: str) -> int | None:
    """The number that a text of 漢数字 alone means, by places (三十五) or digit by digit (三五, 一〇); None where it
    means none."""
    if text and all(each in _DIGITS for each in text):
        return int("".join(str(_DIGITS[each]) for each in text))
    total, last, below = 0, None, 10_000
    for each in text:
        if each in _DIGITS and last is None:
            last = _DIGITS[each]
            continue
        unit = _TENS.get(each) or (10 if each in _WHOLE_TENS else None)
        if unit is None or unit >= below or last == 0 or (each in _WHOLE_TENS and last is not None):
            return None
        total += _WHOLE_TENS[each] if each in _WHOLE_TENS else unit * (1 if last is None else last)
        last, below = None, unit
    return total + (last or 0) if text and last != 0 else None
