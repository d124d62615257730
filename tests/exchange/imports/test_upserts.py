"""Is only what differs written, over what has the same name, with all else as it was?"""

import factories
import pytest
from sqlalchemy import select

from exchange.imports.reader import Changes
from exchange.imports.upserts import sort_out, upsert
from infra.database import read, write
from models import Agency, Contract

ONE, TWO = {"portal": "a", "number": "1", "premium": 1}, {"portal": "a", "number": "2", "premium": 2}


@pytest.mark.parametrize(
    ("rows", "known", "differing", "changes"),
    [
        ([], {}, [], Changes()),
        ([ONE, TWO], {}, [ONE, TWO], Changes(new=2)),
        ([ONE, TWO], {"1": ONE, "2": TWO, "3": TWO}, [], Changes(unchanged=2)),
        ([ONE, TWO], {"1": {**ONE, "premium": 7}}, [TWO, ONE], Changes(new=1, changed=1)),
        ([ONE, TWO], {"1": ONE}, [TWO], Changes(new=1, unchanged=1)),
    ],
)
def test_rows_are_told_apart_by_what_is_known_of_them(rows, known, differing, changes):
    assert sort_out(rows, known, "number") == (differing, changes)


def test_a_name_may_be_of_several_fields():
    assert sort_out([ONE], {("a", "1"): ONE}, "portal", "number") == ([], Changes(unchanged=1))
    assert sort_out([ONE], {("b", "1"): ONE}, "portal", "number") == ([ONE], Changes(new=1))


def test_rows_are_put_in_or_over_those_of_the_same_name(app, context):
    """Over a contract, what a file says nothing of stays."""
    factories.agency()
    before = factories.contract(last_procedure_at=factories.NOW)
    columns = [column.name for column in Contract.__table__.columns if column.name not in ("id", "last_procedure_at")]
    row = {name: getattr(before, name) for name in columns}
    with write() as session:
        upsert(session, Contract, ["portal", "number"], [row | {"premium": 7}, row | {"number": "C900000002"}])
    with read() as session:
        first, second = session.scalars(select(Contract).order_by(Contract.number)).all()
    assert (first.id, first.premium, first.last_procedure_at) == (before.id, 7, factories.NOW)
    assert (second.number, second.premium, second.last_procedure_at) == ("C900000002", 12000, None)


def test_no_rows_are_no_statement(context):
    upsert(None, Agency, ["code"], [])
