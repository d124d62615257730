"""On what do the tests of the practice counter stand? One for all that only look, since making it takes long."""

import pytest
from conftest import QUICK, Clock

from app import create_app
from views.practice import counter


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """An application whose database is not even there."""
    folder = tmp_path_factory.mktemp("practice")
    own = {"CLOCK": Clock(), "DATABASE": {"url": f"sqlite:///{folder / 'none.sqlite'}"}}
    return create_app(**QUICK | own | {"MAIL_FOLDER": str(folder / "mail"), "PHOTOS_FOLDER": str(folder / "photos")})


@pytest.fixture(scope="module")
def take(served):
    """Takes a screen, as an operator's page asks for it."""

    def screen(portal, number):
        with served.app_context():
            return counter.of_app().screen(served.extensions["portals"][portal], number)

    return screen


@pytest.fixture
def counter_app(served, take):
    """The application behind the counter, as it was in the morning."""
    take("okyakusama", 121)
    opened = served.extensions[counter.EXTENSION]._open
    opened._as_in_the_morning()
    return opened.app
