"""Does a walk begin where its portal is, and know what that offers?"""

import pytest

from views.practice.walk import NotHere, Walk
from views.shared import errors


@pytest.fixture
def walk(counter_app):
    return Walk(counter_app, counter_app.extensions["portals"]["keiyakusha"], lambda by: None)


def test_of_several_sequences_the_first_that_there_is(walk):
    assert walk.offered("registration", "forgotten").name == "forgotten"
    with pytest.raises(NotHere):
        walk.offered("registration", "photos")


def test_who_goes_and_somebody_else(walk):
    assert walk.customer().read.number == 504
    assert walk.another().here("home").read.number == 502


def test_what_the_application_itself_would_answer(walk):
    page = walk.told(lambda: errors.locked(walk.portal))
    assert "（画面番号904）｜契約者さま専用ページ" in page
