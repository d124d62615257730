"""How is a long list shown? Page by page, with numbers that are good in any address."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

PER_PAGE = 20


class Page(NamedTuple):
    """A page of a list: its rows, which page it is, how many pages and rows there are in all."""

    rows: Sequence[Any]
    number: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        """The place of its first row, from 1."""
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        """The place of its last row."""
        return self.first + len(self.rows) - 1


def number_in(text: str | None) -> int:
    """The number of a page as an address says it; 1 where it says none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1


def pages_for(total: int) -> int:
    """How many pages so many rows take; none takes one."""
    return max(1, -(-total // PER_PAGE))


def page_of(session: Session, rows: Any, number: int) -> Page:
    """A page of what a SELECT finds; beyond the last page, the last."""
    total = session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    pages = pages_for(total)
    number = min(max(1, number), pages)
    found = session.execute(rows.offset((number - 1) * PER_PAGE).limit(PER_PAGE)).all()
    return Page(found, number, pages, total)
