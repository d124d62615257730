"""On what do the tests of leaflets stand? An application whose database is not there, and a camera for all of them."""

import pytest
from conftest import QUICK, Clock

from app import create_app
from infra import chromium
from views.leaflets import pictures
from views.practice.asked import Asked, Screen

SITE = "https://service.example"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("leaflets")
    own = {"CLOCK": Clock(), "DATABASE": {"url": f"sqlite:///{folder / 'none.sqlite'}"}, "BASE_URL": SITE}
    folders = {name: str(folder / name) for name in ("MAIL_FOLDER", "PHOTOS_FOLDER", "LEAFLETS_FOLDER")}
    return create_app(**QUICK | own | folders)


@pytest.fixture
def context(served):
    with served.app_context():
        yield


@pytest.fixture
def portals(served):
    return served.extensions["portals"]


@pytest.fixture(scope="module")
def camera(served):
    if chromium.program() is None:
        pytest.skip("Chromium is not installed")
    with served.app_context(), pictures.camera() as opened:
        yield opened


@pytest.fixture
def asking():
    """A screen that asks these questions."""

    def screen(*labels, buttons=("次へ",), ticks=()):
        asked = [_asked(place, label, label in ticks) for place, label in enumerate(labels, 1)]
        return Screen("<p>", asked, list(buttons))

    return screen


def _asked(number, label, is_tick):
    return Asked(number, label, True, [], [], [], "", ["Tick"] if is_tick else [])
