"""What do tests of exports stand on? Two requests, and the real command."""

import factories
import pytest


@pytest.fixture
def asked(app):
    """Two requests on two contracts."""
    with app.app_context():
        account, first = factories.held(app)
        second = factories.contract(number="C900000002").id
        factories.hold(account, second)
        return [factories.request(account, each).id for each in (first, second)]


@pytest.fixture
def run(app):
    def go(*arguments, code=0):
        result = app.test_cli_runner().invoke(args=["data", *map(str, arguments)])
        assert result.exit_code == code, result.output
        return result

    return go
