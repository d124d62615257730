"""Is a member of such a list kept as its value, and does it say its words?"""

import pytest

from rules.worded import Worded


class Colour(Worded):
    RED = "red", "赤"
    BLUE = "blue", "青"


def test_it_is_kept_as_its_value_and_found_by_it():
    assert Colour("red") is Colour.RED and f"{Colour.RED}" == "red" and list(Colour) == ["red", "blue"]


def test_it_says_its_words():
    assert [each.words for each in Colour] == ["赤", "青"]


def test_one_without_words_cannot_be_made():
    with pytest.raises(TypeError):
        Worded("Silent", {"GREEN": "green"})
