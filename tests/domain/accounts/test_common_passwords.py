"""Does the list hold what everybody tries first, for each portal's own rule?"""

import re

import pytest

from domain.accounts import common_passwords
from rules import passwords

FIT = {
    "okyakusama": lambda word: 6 <= len(word) <= 15,
    "keiyakusha": lambda word: 8 <= len(word) <= 16,
}


@pytest.mark.parametrize("fits", FIT.values(), ids=FIT)
def test_at_least_three_thousand_would_pass_the_portals_rule(fits):
    """ASVS 6.2.4 counts only those that the rule itself would let pass (in some case of their letters)."""
    words = [word for word in common_passwords.common() if re.search("[a-z]", word) and re.search("[0-9]", word)]
    assert sum(map(fits, words)) >= 3000


@pytest.mark.parametrize("word", ["password1", "1qaz2wsx", "abc123", "qwerty123", "123456"])
def test_the_best_known_are_in_it(word):
    assert word in common_passwords.common()


def test_all_are_in_lower_case_as_they_are_compared():
    assert all(word == word.casefold() for word in common_passwords.common())
    assert common_passwords.common() is common_passwords.common()


@pytest.mark.parametrize("password", ["Passw0rd", "PASSWORD1a"[:9], "QwErTy123"])
def test_the_case_of_letters_makes_none_better(password):
    rule = passwords.PasswordRule(6, 15, ("letter", "digit"))
    assert passwords.judge_password(rule, password, [], common_passwords.common()).startswith("推測されやすい")


def test_its_licence_comes_with_it():
    licence = common_passwords.LIST.with_name("LICENSE-common-passwords.txt").read_text()
    assert common_passwords.LIST.name in licence and "Redistribution and use" in licence
