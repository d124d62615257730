"""Is there told of the recognition by telephone what holds today, in Japan?"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.phone_verification import PhoneVerification
from views.shared import verification_told

STARTS = date(2027, 4, 1)
BEFORE, SINCE = datetime(2027, 3, 31, 14, 59, tzinfo=UTC), datetime(2027, 3, 31, 15, 0, tzinfo=UTC)
CALLED = ("03-0000-0100",)


@pytest.mark.parametrize(
    ("mode", "now", "said"),
    [
        ("off", BEFORE, (True, False, False, STARTS)),
        ("announced", BEFORE, (False, True, False, STARTS)),
        ("announced", SINCE, (False, True, False, None)),
        ("required", BEFORE, (False, True, False, STARTS)),
        ("required", SINCE, (False, False, True, None)),
    ],
)
def test_what_is_told_before_and_from_the_day_on(app, mode, now, said):
    app.config["CLOCK"] = lambda: now
    portal = replace(
        app.extensions["portals"]["keiyakusha"], phone_verification=PhoneVerification(mode, STARTS, CALLED)
    )
    with app.test_request_context():
        assert verification_told.of(portal)[:4] == said


def test_which_numbers_are_named(app):
    mobile = PhoneVerification("required", None, CALLED, ("mobile",))
    portal = replace(app.extensions["portals"]["keiyakusha"], phone_verification=mobile)
    with app.test_request_context():
        told = verification_told.of(portal)
    assert told.wanted == "携帯電話（090・080・070・060）"
    assert [can for _, can in told.numbers] == [False, True, False, False]
