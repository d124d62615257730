"""Is a long list shown page by page, whatever number an address says?"""

import factories
import pytest
from sqlalchemy import select

from infra import pagination
from infra.database import read
from infra.pagination import Page
from models import Agency


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("7", 7), ("999999", 999999), ("0", 0)]
    + [(odd, 1) for odd in (None, "", "-1", "1.5", "x", "９", "²", " 2", "1e3", "1000000")],
)
def test_an_address_says_a_number_or_the_first_is_meant(text, number):
    assert pagination.number_in(text) == number


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
def test_none_takes_a_page_too(total, pages):
    assert pagination.pages_for(total) == pages


@pytest.mark.parametrize(
    ("number", "rows", "first", "last"), [(1, 20, 1, 20), (2, 20, 21, 40), (3, 5, 41, 45), (1, 0, 1, 0)]
)
def test_a_page_says_which_places_it_shows(number, rows, first, last):
    page = Page([None] * rows, number, 3, 45)
    assert (page.first, page.last) == (first, last)


@pytest.mark.parametrize(
    ("asked", "given", "codes"),
    [(1, 1, ["A1", "A2"]), (2, 2, ["A3", "A4"]), (3, 3, ["A5"]), (9, 3, ["A5"]), (0, 1, ["A1", "A2"])],
)
def test_beyond_the_last_page_is_the_last(context, monkeypatch, asked, given, codes):
    monkeypatch.setattr(pagination, "PER_PAGE", 2)
    for number in (3, 1, 5, 2, 4):
        factories.agency(f"A{number}")
    with read() as session:
        page = pagination.page_of(session, select(Agency.code).order_by(Agency.code), asked)
    assert ([row.code for row in page.rows], *page[1:]) == (codes, given, 3, 5)


def test_a_list_of_nothing_is_one_empty_page(context):
    with read() as session:
        assert pagination.page_of(session, select(Agency.code), 4) == Page([], 1, 1, 0)
