"""Is a token short, read whatever a mail program did to its end, and nothing else taken for one? (rows A5, A10)"""

import base64
import re

import pytest
from itsdangerous import URLSafeSerializer

from domain.accounts import link_tokens

KEY, OLD_KEY = "k" * 40, "o" * 40
SECRET = "u0nIKRKthotAVmcLQc0kgA"
TOKEN = link_tokens.write(KEY, SECRET)
# Of a letter that went out before addresses were short.
FORMER = URLSafeSerializer([KEY], salt="link").dumps(["a link", "a secret"])


@pytest.mark.parametrize("mark", ["", ".", ",", ">", ")", "」", "。", "%3E", '"', "'", "%3e.", " \n"])
def test_marks_that_mail_programs_add_are_tolerated(mark):
    assert link_tokens.read([KEY], TOKEN + mark) == (link_tokens.id_of(SECRET), SECRET)
    assert link_tokens.read([KEY], FORMER + mark) == ("a link", "a secret")


def test_every_character_a_signature_may_end_with_stays():
    ends = set()
    for _ in range(1000):
        _, secret = link_tokens.new()
        token = link_tokens.write(KEY, secret)
        ends.add(token[-1])
        assert link_tokens.read([KEY], token)[1] == secret
    assert len(ends) == 16 and not ends & set(link_tokens.TRAILING + "-")


def test_a_token_is_short_and_holds_enough_that_nobody_guesses():
    secret, signature = TOKEN.split(".")
    assert len(TOKEN) == 38 and re.fullmatch(r"[\w-]+", secret + signature)
    assert [len(base64.urlsafe_b64decode(f"{part}==")) * 8 for part in (secret, signature)] == [128, 88]
    assert len({secret for _, secret in (link_tokens.new() for _ in range(100))}) == 100


def test_the_id_does_not_tell_the_secret():
    link_id, secret = link_tokens.new()
    assert link_id == link_tokens.id_of(secret) and link_id not in secret
    link_id = link_tokens.id_of(SECRET)
    assert re.fullmatch(r"[\w-]{16}", link_id) and link_id not in SECRET + link_tokens.hashed(SECRET)


@pytest.mark.parametrize(
    "spoilt",
    [
        *(TOKEN[:-4], TOKEN[:-1], "x" + TOKEN, TOKEN + "x", TOKEN.replace(".", "a.", 1), f"{SECRET}.", SECRET),
        *(FORMER[:-4], FORMER[:-12], "x" + FORMER, "", "a.b", "髙.髙", "\ud800.x"),
    ],
)
def test_a_cut_or_invented_token_is_unreadable(spoilt):
    with pytest.raises(link_tokens.Unreadable):
        link_tokens.read([KEY], spoilt)


@pytest.mark.parametrize("token", [TOKEN, FORMER])
def test_tokens_of_older_keys_are_read_and_of_strange_ones_not(token):
    assert link_tokens.read([OLD_KEY, KEY], token)
    with pytest.raises(link_tokens.Unreadable):
        link_tokens.read([OLD_KEY], token)


def test_a_secret_is_known_by_its_hash_and_no_secret_by_none():
    kept = link_tokens.hashed("a secret")
    assert "secret" not in kept
    assert link_tokens.same("a secret", kept)
    assert not link_tokens.same("another", kept)
    assert not link_tokens.same("", None)
