"""Is a letter found again by where and when it was sent, and not another's?"""

from datetime import timedelta

import factories
import pytest
from factories import NOW
from sqlalchemy import update

from domain.messages import letters, tracing
from infra.database import read, write
from models import Letter

ADDRESS = "yoshino.t@example.jp"


@pytest.fixture
def portal(app, context):
    return app.extensions["portals"]["okyakusama"]


def post(app, portal, address=ADDRESS, now=NOW, write_letter=letters.registration):
    draft = write_letter(portal, address, "https://mado.example/link", NOW)
    with write() as session:
        letters.post(session, app.extensions["keyring"], draft, key=f"{address}{now}", now=now)


def trace(app, limit="registration", address=ADDRESS, at=NOW, portal="okyakusama"):
    with read() as session:
        return tracing.trace(session, app.extensions["keyring"], limit, portal=portal, address=address, at=at)


def test_how_far_it_came_is_told(app, portal):
    post(app, portal)
    assert trace(app, address="Yoshino.T@example.jp") == ("queued", 0, "")
    with write() as session:
        session.execute(update(Letter).values(state="failed", attempts=1, last_answer="RCPT 550 5.1.1"))
    assert trace(app) == ("failed", 1, "RCPT 550 5.1.1")


def test_nothing_is_told_of_another(app, portal):
    post(app, portal)
    assert trace(app, address="taro@example.jp") is None is trace(app, at=NOW + timedelta(seconds=1))
    assert trace(app, limit="way in") is None is trace(app, portal="keiyakusha")
    assert trace(app, at=factories.NOW) is not None
