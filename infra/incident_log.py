"""By which number is a request found in the log, and what stands there of what went wrong?

Never a message: databases put the values of a row into theirs, and a header may be in any. Classes, and where they were
raised, are the program's own (row O3, ASVS 16.2.5).
"""

import secrets
import traceback
from collections.abc import Iterator
from logging import Logger
from typing import NamedTuple
from wsgiref.types import WSGIEnvironment

NUMBER = "madoguchi.number"


def number(environ: WSGIEnvironment) -> str:
    """The number of this request: in each of its lines in the log, and on the page where it failed."""
    found: str = environ.setdefault(NUMBER, secrets.token_hex(4).upper())
    return found


class Told(NamedTuple):
    """What is told of a request that failed: the classes of what went wrong, the first first, and where each was
    raised."""

    classes: str
    places: str


def told_of(wrong: BaseException) -> Told:
    """All that went wrong on the way to this, the first thing first, without a word of a message."""
    chain = chain_of(wrong)
    names = ", then ".join(type(each).__name__ for each in chain)
    return Told(names, "--\n".join("".join(traceback.format_tb(each.__traceback__)) for each in chain))


def tell(logger: Logger, environ: WSGIEnvironment, wrong: BaseException) -> None:
    """One entry for a request that failed, with all that went wrong on the way, the first thing first."""
    told = told_of(wrong)
    logger.error("request %s: %s\n%s", number(environ), told.classes, told.places)


def chain_of(wrong: BaseException) -> list[BaseException]:
    """What went wrong, the first thing first."""
    return [*_chain(wrong)][::-1]


def _chain(wrong: BaseException | None) -> Iterator[BaseException]:
    while wrong is not None:
        yield wrong
        wrong = wrong.__cause__ or (None if wrong.__suppress_context__ else wrong.__context__)
