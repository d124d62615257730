"""Does an issued password open what it was issued for, under any of the keys, and nothing else?"""

import pytest

from domain.accounts import issued_passwords
from infra.encryption import Keyring

KEYS = Keyring(["k" * 32])


def test_the_same_password_is_kept_differently_each_time_and_known_again():
    one, two = (issued_passwords.keep(KEYS, "okyakusama C1", "uERsmM8c") for _ in range(2))
    assert one != two
    assert issued_passwords.is_kept(KEYS, "okyakusama C1", "uERsmM8c", one)


@pytest.mark.parametrize(
    ("keys", "contract", "password"),
    [
        (KEYS, "okyakusama C1", "uERsmM8d"),
        (KEYS, "okyakusama C2", "uERsmM8c"),
        (Keyring(["z" * 32, "k" * 32]), "okyakusama C1", "uERsmM8c"),
    ],
)
def test_another_password_contract_or_newest_key_is_told(keys, contract, password):
    kept = issued_passwords.keep(KEYS, "okyakusama C1", "uERsmM8c")
    assert not issued_passwords.is_kept(keys, contract, password, kept)


@pytest.mark.parametrize("keys", [KEYS, Keyring(["z" * 32, "k" * 32])], ids=["the key", "an older key"])
def test_it_opens_what_it_was_issued_for(keys):
    kept = issued_passwords.keep(KEYS, "keiyakusha KMA7482X", "Mado2Demo")
    assert issued_passwords.is_right(keys, "keiyakusha KMA7482X", "Mado2Demo", kept)
    assert not issued_passwords.is_right(keys, "keiyakusha KMA7482X", "Mado2Demp", kept)
    assert not issued_passwords.is_right(keys, "keiyakusha KMA7482Y", "Mado2Demo", kept)


@pytest.mark.parametrize("password", ["", "Mado2Demo"])
def test_what_was_never_issued_opens_nothing(password):
    assert not issued_passwords.is_right(KEYS, "keiyakusha KMA7482X", password, None)
    assert not issued_passwords.is_right(KEYS, "keiyakusha KMA7482X", password, "")
