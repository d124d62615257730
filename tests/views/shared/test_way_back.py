"""Does who was refused find the way back to where they were, and nowhere else?"""

import pytest

from views.shared import way_back

LOGIN = "/okyakusama/login"


@pytest.mark.parametrize(
    ("path", "referrer", "there"),
    [
        (LOGIN, f"http://localhost{LOGIN}?next=/okyakusama/home", f"{LOGIN}?next=/okyakusama/home"),
        (LOGIN, "", LOGIN),
        (LOGIN, "http://[", LOGIN),
        (LOGIN, "http://elsewhere.example/okyakusama/terms", LOGIN),
        (LOGIN, "http://localhost/keiyakusha/login", LOGIN),
        (LOGIN, "http://localhost/okyakusama/nonsense", LOGIN),
        ("/okyakusama/keyword/again", "http://localhost/okyakusama/keyword", "/okyakusama/keyword"),
        ("/okyakusama/keyword/again", "", None),
        ("/staff/customers", "http://localhost/staff/customers?page=2", "/staff/customers?page=2"),
    ],
)
def test_back_to_the_page_that_was_sent_from(app, path, referrer, there):
    with app.test_request_context(path, method="POST", headers={"Referer": referrer}):
        found = [(way_back.BEFORE, there, "before")] if there else []
        assert way_back.page_before() == way_back.try_again() == found


def test_what_was_asked_for_is_asked_for_again(app):
    with app.test_request_context(f"{LOGIN}?mail=a@example.jp"):
        assert way_back.try_again() == [(way_back.AGAIN, LOGIN, "get")]


def test_a_draft_is_gone_back_to_by_its_address(app):
    with app.test_request_context(LOGIN, method="POST"):
        assert way_back.try_again("/okyakusama/home") == [(way_back.BEFORE, "/okyakusama/home", "get")]
