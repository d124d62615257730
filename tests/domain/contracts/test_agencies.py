"""Which agency has this code, and what are some of them called?"""

import factories
import pytest

from domain.contracts import agencies


@pytest.fixture
def there(context):
    factories.agency("A1000")
    factories.agency("B2000", name="川べりほけん")


@pytest.mark.parametrize(("code", "name"), [("A1000", "駅前ほけん"), ("B2000", "川べりほけん")])
def test_it_is_found_by_its_code(there, code, name):
    assert agencies.find(code).name == name


@pytest.mark.parametrize("code", [None, "", "A100", "a1000", "A1000 ", "%"])
def test_by_no_other_word(there, code):
    assert agencies.find(code) is None


def test_several_are_named_at_once_and_those_that_are_not_there_left_out(there):
    assert agencies.names(["A1000", "B2000", "C3000"]) == {"A1000": "駅前ほけん", "B2000": "川べりほけん"}
    assert agencies.names([]) == {}
