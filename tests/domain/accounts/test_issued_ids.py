"""Can what the company hands out be copied by eye, said aloud and typed?"""

import re

import pytest

from domain.accounts import issued_ids
from rules import passwords

RULE = passwords.PasswordRule(8, 16, ("upper", "lower", "digit"))
PROMISED = set("lOoq")


def many(make):
    return [make() for _ in range(500)]


def test_an_id_has_one_shape():
    assert all(re.fullmatch(r"[A-Z]{3}[0-9]{4}[A-Z]", each) for each in many(issued_ids.new_user_id))


def test_an_id_is_drawn_and_not_counted():
    assert len(set(many(issued_ids.new_user_id))) > 490


def test_a_password_is_drawn_and_not_counted():
    drawn = many(lambda: issued_ids.new_password(RULE))
    assert len(set(drawn)) == 500
    # The kinds that must be there stand in no fixed place.
    assert all(len({each[place].isdigit() for each in drawn}) == 2 for place in range(8))


def test_a_password_has_every_kind():
    for each in many(lambda: issued_ids.new_password(RULE)):
        assert passwords.judge_password(RULE, each, ()) is None


@pytest.mark.parametrize(("minimum", "maximum", "length"), [(8, 16, 8), (6, 15, 8), (10, 16, 10), (3, 6, 6)])
def test_a_password_is_as_long_as_the_portal_takes(minimum, maximum, length):
    assert len(issued_ids.new_password(passwords.PasswordRule(minimum, maximum, ("letter", "digit")))) == length


def test_what_502_promises_is_never_used():
    used = set("".join(many(issued_ids.new_user_id) + many(lambda: issued_ids.new_password(RULE))))
    assert not used & PROMISED
    assert not used & set("01I")


def test_capitals_are_no_small_letters_in_another_size():
    alike = set("ckopsuvwxz")
    assert not alike & set(issued_ids.SMALL)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("KM74", ["ケー", "エム", "7", "4"]),
        ("Ym8", ["大文字ワイ", "小文字エム", "8"]),
        ("W2", ["ダブリュー", "2"]),
        ("ab", ["小文字エー", "小文字ビー"]),
        ("", []),
    ],
)
def test_a_code_is_read_out(code, said):
    assert issued_ids.spoken(code) == said


def test_every_letter_has_a_name_of_its_own():
    names = issued_ids.spoken("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert len(set(names)) == 26
    assert not any(name.isascii() for name in names)
