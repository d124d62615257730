"""Is the bank or the branch found that a customer means, and of many no more than can be shown?"""

import pytest
from zengin_code import Bank

from rules.japanese import banks
from rules.japanese.banks import MOST, Named

MIZUHO = Named("0001", "みずほ")


def names(found):
    return [each.name for each in found]


@pytest.mark.parametrize("typed", ["1", "0001", "０００１", " 1 ", "みずほ", "みずほ銀行", "ミズホ", "ﾐｽﾞﾎ"])
def test_one_that_is_meant_alone_is_found_alone(typed):
    """Also where its name is a part of others'."""
    assert banks.banks(typed) == [MIZUHO]


@pytest.mark.parametrize("typed", ["", "　", "9998", "00001", "12345", "どこにもない銀行", "☃"])
def test_nothing_is_found_by_what_no_bank_has(typed):
    assert banks.banks(typed) == []


def test_a_part_of_a_name_finds_all_that_have_it_in_the_order_of_the_list():
    there = [each.name for each in Bank.all.values() if "埼玉" in each.name]
    assert names(banks.banks("埼玉")) == there and len(there) > 1


def test_the_beginning_of_a_sound_finds_names_in_kanji():
    found = names(banks.banks("さいたまり"))
    assert "埼玉りそな" in found
    assert "埼玉りそな" not in names(banks.banks("たまりそな")), "the middle of a sound is none"


@pytest.mark.parametrize(("typed", "listed"), [("中央労働金庫", "中央労金"), ("みずほ信託銀行", "みずほ信託")])
def test_a_kind_of_bank_may_be_written_in_full(typed, listed):
    assert names(banks.banks(typed)) == [listed]


@pytest.mark.parametrize("typed", ["信金", "農協"])
def test_of_very_many_one_more_than_can_be_shown_is_given(typed):
    assert len(banks.banks(typed)) == MOST + 1


@pytest.mark.parametrize(
    ("bank", "typed", "code"),
    [
        ("0001", "1", "001"),
        ("0001", "本店", "100"),
        ("0001", "東京営業部", "001"),
        ("9900", "零一八店", "018"),
        ("9900", "◯一八", "018"),
    ],
)
def test_a_branch_is_found_in_its_bank_by_a_code_of_three_digits_or_its_name(bank, typed, code):
    assert [each.code for each in banks.branches(bank, typed)] == [code]


@pytest.mark.parametrize(("bank", "typed"), [("0001", "支店"), ("0001", "〇一八"), ("9998", "本店"), ("", "0001")])
def test_what_is_no_branch_of_that_bank_is_not_found(bank, typed):
    assert banks.branches(bank, typed) == []
