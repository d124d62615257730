"""What do tests of files stand on? The real command, on both databases."""

import pytest

from tests.exchange.synthetic import AGENCIES


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def bring_in(app):
    """Runs `flask data import`."""

    def run(*arguments, code=0):
        result = app.test_cli_runner().invoke(args=["data", "import", *map(str, arguments)])
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture
def agencies(bring_in):
    bring_in("agencies", AGENCIES)
