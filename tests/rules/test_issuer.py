"""Is a portal served that says no more of its company than its name?"""

from rules.issuer import UNSAID, Issuer


def test_nothing_needs_to_be_said():
    assert Issuer("", "", "") == UNSAID
