"""Does money for a ゆうちょ account go to the account that its passbook names?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.japanese.banks import yucho, zengin
from rules.japanese.banks.yucho import CURRENT, MIDDLE, ORDINARY, PASSBOOK, SAVINGS, TRANSFER, Account, CannotBe

EITHER = (ORDINARY, SAVINGS)


def of_passbook(branch, number, meaning=""):
    found = yucho.passbook(branch, number)
    return found and found.account(meaning)


ACCOUNT = Account("018", EITHER, "1234567")


@pytest.mark.parametrize(
    ("branch", "number"),
    [
        ("10180", "12345671"),
        ("１０１８０", "１２３４５６７１"),
        ("記号10180", "番号12345671"),
        ("10180-2", "12345671"),
        ("10180", "2-12345671"),
        ("10180", "1234-5671"),
        ("", "10180-12345671"),
        ("", "10180-2-12345671"),
        ("", "記号 10180　番号 12345671"),
        ("", "1018012345671"),
        ("10180", "10180-12345671"),
        ("10180-12345671", ""),
        ("〇一八", "10180 12345671"),
        ("018", "10180 12345671"),
    ],
)
def test_symbol_and_number_wherever_they_stand(branch, number):
    assert of_passbook(branch, number) == ACCOUNT


@pytest.mark.parametrize(
    ("number", "turned"), [("1234561", "0123456"), ("123451", "0012345"), ("11", "0000001"), ("10000001", "1000000")]
)
def test_a_number_loses_its_last_digit_and_gets_zeros_in_front(number, turned):
    account = of_passbook("10180", number)
    assert account is not None and account.number == turned


@pytest.mark.parametrize(
    ("branch", "number", "account"),
    [
        ("00100", "123456", Account("019", (CURRENT,), "0123456")),
        ("00100-8", "123456", Account("019", (CURRENT,), "0123456")),
        ("001008", "123456", Account("019", (CURRENT,), "0123456")),
        ("001008123456", "", Account("019", (CURRENT,), "0123456")),
        ("00100", "8-123456", Account("019", (CURRENT,), "0123456")),
        ("00100", "012345", Account("019", (CURRENT,), "0012345")),
        ("", "00100-8-123456", Account("019", (CURRENT,), "0123456")),
        ("01780", "7", Account("179", (CURRENT,), "0000007")),
    ],
)
def test_a_transfer_account_keeps_its_number(branch, number, account):
    assert of_passbook(branch, number) == account


@pytest.mark.parametrize(
    ("branch", "number"),
    [("", ""), ("018", "1234567"), ("〇一八", "12345671"), ("1018", "1234567"), ("20180", "12345671"), ("本店", "1")],
)
def test_where_there_is_no_symbol_nothing_is_turned(branch, number):
    assert of_passbook(branch, number) is None


@pytest.mark.parametrize(
    ("branch", "number", "part"),
    [
        ("10181", "12345671", "branch"),
        ("10180", "12345672", "number"),
        ("10180", "123456781", "number"),
        ("10180", "1", "number"),
        ("10180", "", "number"),
        ("10180", "1234567a", "number"),
        ("10180", "01", "number"),
        ("00100", "12345678", "number"),
        ("00100", "0", "number"),
    ],
)
def test_what_no_passbook_has_is_refused(branch, number, part):
    with pytest.raises(CannotBe) as wrong:
        of_passbook(branch, number)
    assert wrong.value.part == part and str(wrong.value)


@pytest.mark.parametrize(
    ("shop", "number", "account"),
    [
        ("018", "1234567", ACCOUNT),
        ("018", "12345671", ACCOUNT),
        ("018", "234567", Account("018", EITHER, "0234567")),
        ("019", "0123456", Account("019", (CURRENT,), "0123456")),
        ("019", "123456", Account("019", (CURRENT,), "0123456")),
    ],
)
def test_a_number_that_can_be_read_in_one_way_is_read_so(shop, number, account):
    assert yucho.of_shop(shop, number) == account


def test_a_number_that_can_be_read_in_two_ways_is_asked_about():
    with pytest.raises(yucho.Unclear) as unclear:
        yucho.of_shop("018", "1234561")
    assert unclear.value.ways == ((PASSBOOK, "0123456"), (TRANSFER, "1234561"))
    assert yucho.of_shop("018", "1234561", PASSBOOK).number == "0123456"
    assert yucho.of_shop("018", "1234561", TRANSFER).number == "1234561"


@pytest.mark.parametrize(("shop", "symbol"), [("018", "10180"), ("019", "00100"), ("028", "10290")])
def test_the_symbol_of_a_branch_is_no_number_of_it(shop, symbol):
    with pytest.raises(CannotBe, match="は記号です"):
        yucho.of_shop(shop, symbol)
    assert yucho.of_shop(shop, symbol.zfill(7)).number == symbol.zfill(7)
    assert yucho.of_shop("038", symbol).number == symbol.zfill(7), "of another branch it may be one"


@pytest.mark.parametrize(("shop", "number"), [("019", "8123456"), ("019", "8-123456"), ("019", "8 123456")])
def test_a_digit_before_the_number_of_a_transfer_account_is_asked_about(shop, number):
    with pytest.raises(yucho.Unclear) as unclear:
        yucho.of_shop(shop, number)
    assert unclear.value.ways == ((MIDDLE, "0123456"), (TRANSFER, "8123456"))
    assert yucho.of_shop(shop, number, MIDDLE).number == "0123456"
    with pytest.raises(yucho.Unclear):
        of_passbook("00100", "8123456")
    assert of_passbook("00100", "8123456", TRANSFER).number == "8123456"


@pytest.mark.parametrize(
    ("branch", "number", "both"),
    [
        ("", "店番 123 口座番号 1234567", ("123", "1234567")),
        ("240-1234567", "", ("240", "1234567")),
        ("018-1234567", "018-1234567", ("018", "1234567")),
        ("", "1234567", None),
        ("240", "1234567", None),
        ("", "001-1234", None),
        ("", "abc-1234567", None),
    ],
)
def test_a_branch_and_a_number_in_one_box(branch, number, both):
    assert yucho.together(branch, number) == both


@pytest.mark.parametrize("number", ["0", "0000000", "00000001", "12345672", "123456789", "12a", ""])
def test_a_number_that_no_account_has_is_refused(number):
    with pytest.raises(CannotBe):
        yucho.of_shop("018", number)


@given(st.integers(1, 9_999_999), st.integers(0, 99), st.integers(0, 9))
def test_every_account_has_one_passbook_and_comes_back_from_it(number, shop, check):
    symbol, printed = f"1{shop:02}{check}0", f"{number}1"
    assert of_passbook(symbol, printed) == Account(f"{shop:02}8", EITHER, f"{number:07}")
    assert of_passbook("", f"{symbol}-{printed}") == of_passbook(symbol, printed)


def test_every_branch_of_the_list_is_one_that_a_symbol_can_mean():
    assert {code[2] for code in zengin.branches(yucho.CODE)} == {"8", "9"}
