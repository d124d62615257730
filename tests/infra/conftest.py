"""What do tests of statements stand on? One row, on both databases."""

import pytest
from sqlalchemy import insert

from infra.database import write
from tests.infra.one_row import ROW, RUNS


@pytest.fixture
def kept(make_app, database_url):
    app = make_app(database_url)
    with app.app_context():
        with write() as session:
            session.execute(insert(RUNS), ROW)
        yield app
