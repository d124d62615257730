"""Is a token read whatever a mail program did to its end, and nothing else taken for one? (rows A5, A10)"""

import pytest

from domain.accounts import link_tokens

KEY, OLD_KEY = "k" * 40, "o" * 40
TOKEN = link_tokens.write(KEY, "a link", "a secret")


@pytest.mark.parametrize("mark", ["", ".", ",", ">", ")", "」", "。", "%3E", '"', "'", "%3e.", " \n"])
def test_marks_that_mail_programs_add_are_tolerated(mark):
    assert link_tokens.read([KEY], TOKEN + mark) == ("a link", "a secret")


def test_every_character_a_signature_may_end_with_stays():
    for number in range(400):
        assert link_tokens.read([KEY], link_tokens.write(KEY, str(number), "secret"))[0] == str(number)


@pytest.mark.parametrize("spoilt", [TOKEN[:-4], "x" + TOKEN, "", "a.b", TOKEN.replace(".", "a.", 1)])
def test_a_cut_or_invented_token_is_unreadable(spoilt):
    with pytest.raises(link_tokens.Unreadable):
        link_tokens.read([KEY], spoilt)


def test_tokens_of_older_keys_are_read_and_of_strange_ones_not():
    assert link_tokens.read([OLD_KEY, KEY], TOKEN)
    with pytest.raises(link_tokens.Unreadable):
        link_tokens.read([OLD_KEY], TOKEN)


def test_a_secret_is_known_by_its_hash_and_no_secret_by_none():
    kept = link_tokens.hashed("a secret")
    assert "secret" not in kept
    assert link_tokens.same("a secret", kept)
    assert not link_tokens.same("another", kept)
    assert not link_tokens.same("", None)
