"""Does a sealed text open for its own row, purpose and half alone, and for no thief?"""

import itertools

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from infra.encryption import DecryptionFailed, Keyring, Purpose

OLD, NEW, OTHER = "o" * 40, "n" * 40, "x" * 40
CLEAR = "青木 花子 hanako@example.jp".encode()


@pytest.fixture
def sealed():
    return Keyring([OLD]).encrypt("run", "row 1", CLEAR, b"half")


def test_what_was_sealed_opens_and_shows_nothing(sealed):
    assert Keyring([OLD]).decrypt("run", "row 1", sealed, b"half") == CLEAR
    assert CLEAR not in sealed and b"hanako" not in sealed
    assert Keyring([OLD]).encrypt("run", "row 1", CLEAR, b"half") != sealed


@pytest.mark.parametrize(
    ("keys", "purpose", "row", "half"),
    [
        ([OTHER], "run", "row 1", b"half"),
        ([OLD], "receipt", "row 1", b"half"),
        ([OLD], "run", "row 2", b"half"),
        ([OLD], "run", "row 1", b"hal"),
        ([OLD], "run", "row 1", b""),
        ([OLD], "run\0half", "row 1", b""),
    ],
)
def test_another_key_purpose_row_or_half_does_not_open_it(sealed, keys, purpose, row, half):
    with pytest.raises(DecryptionFailed):
        Keyring(keys).decrypt(purpose, row, sealed, half)


def test_a_change_or_cut_at_any_byte_is_noticed(sealed):
    ring = Keyring([OLD, NEW])
    changed = (sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed)))
    cut = (sealed[:at] for at in range(len(sealed)))
    for spoilt in itertools.chain(changed, cut, [sealed + b"\0", b"\0" + sealed, b"\0" * 64]):
        with pytest.raises(DecryptionFailed):
            ring.decrypt("run", "row 1", spoilt, b"half")


def test_a_new_key_in_front_seals_and_the_old_one_still_opens(sealed):
    both = Keyring([NEW, OLD])
    assert both.decrypt("run", "row 1", sealed, b"half") == CLEAR
    fresh = both.encrypt("run", "row 1", CLEAR)
    assert Keyring([NEW]).decrypt("run", "row 1", fresh) == CLEAR
    with pytest.raises(DecryptionFailed):
        Keyring([OLD]).decrypt("run", "row 1", fresh)


def test_marks_are_told_apart_by_key_purpose_and_text():
    ring = Keyring([NEW, OLD])
    assert ring.fingerprints("login", "a") == [ring.fingerprint("login", "a"), Keyring([OLD]).fingerprint("login", "a")]
    others = [ring.fingerprint("link", "a"), ring.fingerprint("login", "b"), Keyring([OTHER]).fingerprint("login", "a")]
    assert len({*ring.fingerprints("login", "a"), *others}) == 5
    assert all("hanako" not in mark for mark in ring.fingerprints("login", "hanako"))


def test_a_mark_of_any_of_the_keys_is_known_again():
    ring = Keyring([NEW, OLD])
    assert ring.verify("login", "a", Keyring([OLD]).fingerprint("login", "a"))
    assert ring.verify("login", "a", Keyring([NEW]).fingerprint("login", "a"))
    assert not ring.verify("login", "b", Keyring([OLD]).fingerprint("login", "a"))
    assert not ring.verify("login", "a", "")


def test_a_mark_kept_in_the_database_is_no_key():
    """The two are made apart, so that a purpose of both could not give a key away."""
    ring = Keyring([OLD])
    stolen = bytes.fromhex(ring.fingerprint("run", "half"))
    sealed = ring.encrypt("run", "row 1", CLEAR, b"half")
    with pytest.raises(InvalidTag):
        AESGCM(stolen).decrypt(sealed[4:16], sealed[16:], b"row 1")


def test_a_keyring_without_a_key_is_refused():
    with pytest.raises(ValueError):
        Keyring([])


def test_purposes_are_these_words():
    """What is kept was sealed and marked with them."""
    assert {purpose.name: purpose.value for purpose in Purpose} == {
        "RUN": "run",
        "RECEIPT": "receipt",
        "LINK": "link",
        "LETTER": "letter",
        "LETTER_TO_NOBODY": "letter to nobody",
        "REQUEST": "request",
        "APPLICATION": "application",
        "PHOTO": "photo",
        "PHOTO_TOLD": "photo told",
        "STAFF_TOTP": "staff totp",
        "STAFF_SEARCH": "staff search",
        "APPROVAL": "approval",
        "SHARED_VIEW": "shared view",
        "STAFF_NOTE": "staff note",
        "KEYWORD": "keyword",
        "LINK_ABOUT": "link about",
        "ADDRESSEE": "addressee",
        "INITIAL_PASSWORD": "initial password",
        "INITIAL_PASSWORD_WAS_RIGHT": "initial password was right",
        "LOGIN": "login",
        "EASY": "easy",
        "ADDITION": "addition",
        "PRESS": "press",
        "PROOF": "proof",
        "CALLER": "caller",
        "PASSWORD": "password",
        "WAIT": "wait",
        "WHOSE": "whose",
        "SOURCE": "source",
        "APPLICANT": "applicant",
        "PHOTO_DIGEST": "photo digest",
        "PHOTO_PASS": "photo pass",
        "STAFF_LOGIN": "staff login",
        "CALLER_CHECK": "caller check",
        "AUDIT": "audit",
        "STAFF_CHALLENGE": "staff challenge",
        "STAFF_CUSTOMER": "staff customer",
        "SHARING_CODE": "sharing code",
        "SHARING_TRIES": "sharing tries",
        "SHARING": "sharing",
    }


@pytest.mark.parametrize("purpose", Purpose)
def test_a_member_seals_and_marks_as_its_word_did(purpose):
    ring, word = Keyring([OLD]), purpose.value
    assert type(word) is str
    assert ring.decrypt(purpose, "row 1", ring.encrypt(word, "row 1", CLEAR, b"half"), b"half") == CLEAR
    assert ring.decrypt(word, "row 1", ring.encrypt(purpose, "row 1", CLEAR)) == CLEAR
    assert ring.fingerprints(purpose, "a") == ring.fingerprints(word, "a")


def test_a_mark_is_what_it_always_was():
    assert (
        Keyring([OLD]).fingerprint(Purpose.LINK_ABOUT, "a")
        == "8f32494b676f52b8b9bd15d5af516cddd97489761ca72e050bf24ce4d30598d1"
    )
