"""Is what is kept of a call kept in the very words that older rows hold, and never changed?"""

from dataclasses import FrozenInstanceError

import pytest
from calling import OWN, SHOWN, after, event

from domain.calls.events import Outcome, Source


def test_the_ways_by_which_calls_are_told_are_kept_in_these_words():
    assert {each.name: each.value for each in Source} == {
        "SIP": "sip",
        "WEBHOOK": "webhook",
        "SIMULATED": "simulated",
    }


def test_what_became_of_a_call_is_kept_in_these_words():
    assert {each.name: each.value for each in Outcome} == {
        "CONFIRMED": "confirmed",
        "WITHHELD": "withheld",
        "ANOTHER": "another",
        "NOT_OURS": "not ours",
        "REPEATED": "repeated",
    }


def test_what_a_network_told_stays_as_it_told_it():
    told = event(OWN, SHOWN[0], after())
    with pytest.raises(FrozenInstanceError):
        told.caller = None
