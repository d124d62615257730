"""Does a contract say what was asked, and does the request remember what a file says that has not heard of it?"""

from datetime import date

import factories
import pytest
from factories import NOW

from domain.contracts import applying, requests, search_key
from models import ContractRequest
from rules.japanese import names


def applied(contract, columns):
    asked = ContractRequest(contents=requests.contents(columns), state="accepted")
    applying.apply(asked, contract, NOW)
    return asked


@pytest.fixture
def contract():
    return factories.unsaved_contract()


def test_it_says_so_and_what_it_said_is_waited_for(contract):
    asked = applied(contract, {"holder_phone": ("090-0000-0000", "03-0000-0001")})
    assert contract.holder_phone == "03-0000-0001"
    assert (asked.state, asked.applied_at) == ("applied", NOW)
    assert requests.waits_of(asked) == {"holder_phone": ["090-0000-0000", "090-1234-5678"]}


def test_by_a_kana_it_is_found_and_known_but_for_the_given_name_of_the_core_system(contract):
    given = contract.given_key
    applied(contract, {"holder_kana": ("タカサキ　ヨシノ", "スズキ　シヅカ")})
    assert contract.kana_key == names.kana_key("スズキ　シズカ") != contract.strict_key
    assert contract.strict_key == names.strict_key("スズキ　シヅカ") and contract.given_key == given
    whole = {name: getattr(contract, name) for name in search_key.COLUMNS}
    assert contract.search_key == search_key.key_of(whole)


def test_an_end_that_came_earlier_by_another_way_stays(contract):
    contract.ends_on = date(2026, 1, 1)
    asked = applied(contract, {"ends_on": (date(2026, 12, 24), date(2026, 12, 1))})
    assert contract.ends_on == date(2026, 1, 1) and asked.state == "settled"
