"""Do links keep what they promise: one winner, five tries, nothing readable, nothing by a GET? (rows A5–A10, A25)"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from domain.accounts import link_tokens, links
from domain.accounts.links import State
from infra import database
from infra.database import Table, engine, read, write
from infra.encryption import Keyring
from models import Account, Link
from rules.refusal import Refused

NOW = datetime(2026, 4, 1, 5, 3, tzinfo=UTC)
KEY, OLD_KEY = "k" * 40, "o" * 40
ADDRESS, KEYWORD = "Hanako.Mihon@example.jp", "Himitsu77"
SEALED_WORD = "見本花子"


@pytest.fixture
def app(tmp_path):
    app = Flask(__name__)
    url = f"sqlite:///{tmp_path / 'links.sqlite'}"
    app.config["DATABASE"] = {"url": url, "pool_size": 20, "max_overflow": 20}
    database.init(app)
    with app.app_context():
        Table.metadata.create_all(engine())
        yield app


@pytest.fixture
def keyring():
    return Keyring([KEY])


def issue(keyring, *, now=NOW, about=ADDRESS, purpose="registration", portal="okyakusama", keyword=KEYWORD):
    with write() as session:
        return links.issue(
            session,
            keyring,
            signing_key=KEY,
            portal=portal,
            purpose=purpose,
            about=about,
            keyword=keyword,
            contents={"email": about, "name": SEALED_WORD},
            now=now,
        )


def look(link, *, now=NOW, visitor="me"):
    return links.find(link.id, now=now, visitor=visitor)


def renew(keyring, link, now):
    with write() as session:
        return links.renew(session, keyring, link.id, signing_key=KEY, now=now)


def open_it(keyring, link, keyword=KEYWORD, *, now=NOW, visitor="me"):
    return links.try_keyword(keyring, link.id, keyword, now=now, visitor=visitor)


def outcome(app, keyring, link, keyword, visitor):
    with app.app_context():
        try:
            return open_it(keyring, link, keyword, visitor=visitor).link.state
        except links.WrongKeyword:
            return "wrong"
        except links.Closed as closed:
            return closed.found.state


def in_parallel(app, keyring, link, keyword, visitors):
    with ThreadPoolExecutor(20) as pool:
        return Counter(pool.map(lambda visitor: outcome(app, keyring, link, keyword, visitor), visitors))


def test_right_keyword_opens_what_was_put_in(app, keyring):
    opened = open_it(keyring, issue(keyring))
    assert opened.contents == {"email": ADDRESS, "name": SEALED_WORD}
    assert opened.link.state is State.MINE


@pytest.mark.parametrize("typed", ["himitsu77", "ＨＩＭＩＴＳＵ７７", " Himi tsu77　"])
def test_width_case_and_spaces_of_a_keyword_do_not_count(app, keyring, typed):
    assert open_it(keyring, issue(keyring), typed).link.state is State.MINE


def test_of_twenty_browsers_with_the_right_keyword_one_wins(app, keyring):
    link = issue(keyring)
    found = in_parallel(app, keyring, link, KEYWORD, [f"visitor {number}" for number in range(20)])
    assert found == {State.MINE: 1, State.USED: 19}


def test_a_double_press_of_one_browser_opens_both_times(app, keyring):
    assert in_parallel(app, keyring, issue(keyring), KEYWORD, ["me"] * 20) == {State.MINE: 20}


def test_a_sixth_try_is_refused_in_parallel_too(app, keyring):
    link = issue(keyring)
    assert in_parallel(app, keyring, link, "no", ["me"] * 20) == {"wrong": 5, State.EXHAUSTED: 15}
    with pytest.raises(links.Closed) as closed:
        open_it(keyring, link)
    assert closed.value.found.state is State.EXHAUSTED


def test_tries_left_are_told_and_the_fifth_may_be_right(app, keyring):
    link, left = issue(keyring), []
    for _ in range(4):
        with pytest.raises(links.WrongKeyword) as wrong:
            open_it(keyring, link, "wrong")
        left.append(wrong.value.left)
    assert left == [4, 3, 2, 1]
    assert open_it(keyring, link).link.state is State.MINE


def test_looking_changes_nothing(app, keyring):
    link = issue(keyring)
    with read() as session:
        before = session.execute(text("select * from links")).all()
        for _ in range(50):
            links.find(link.id, now=NOW, visitor="scanner")
            assert links.check_secret(link.id, link_tokens.read([KEY], link.token)[1])
    with read() as session:
        assert session.execute(text("select * from links")).all() == before
    assert open_it(keyring, link).link.state is State.MINE


def test_the_browser_that_opened_it_comes_back_and_no_other(app, keyring):
    link = issue(keyring)
    open_it(keyring, link)
    later = NOW + timedelta(hours=47)
    assert links.reopen(keyring, link.id, now=later, visitor="me").contents["email"] == ADDRESS
    with pytest.raises(links.Closed) as closed:
        links.reopen(keyring, link.id, now=later, visitor="another")
    assert closed.value.found.state is State.USED
    with pytest.raises(links.Closed):
        links.reopen(keyring, link.id, now=NOW + links.LIFETIME, visitor="me")


def test_a_finished_link_is_used_by_everybody_and_empty(app, keyring):
    link = issue(keyring)
    open_it(keyring, link)
    with write() as session:
        links.finish(session, link.id, now=NOW)
    assert look(link).state is State.USED
    with read() as session:
        assert session.scalar(select(Link.contents)) is None
        with pytest.raises(Refused):
            links.contents(session, keyring, link.id)


def test_expires_at_exactly_48_hours(app, keyring):
    link = issue(keyring)
    assert look(link, now=NOW + links.LIFETIME - timedelta(microseconds=1)).state is State.OPEN
    assert look(link, now=NOW + links.LIFETIME).state is State.EXPIRED
    with pytest.raises(links.Closed) as closed:
        open_it(keyring, link, now=NOW + links.LIFETIME)
    assert closed.value.found.state is State.EXPIRED


def test_a_newer_link_voids_the_older_and_says_when_it_was_sent(app, keyring):
    old = issue(keyring)
    issue(keyring, now=NOW + timedelta(minutes=5), about=ADDRESS.upper())
    issue(keyring, now=NOW + timedelta(minutes=9))
    found = look(old)
    assert (found.state, found.newer_sent_at) == (State.REPLACED, NOW + timedelta(minutes=9))
    with read() as session:
        assert session.scalar(select(Link.contents).where(Link.id == old.id)) is None
    with pytest.raises(links.Closed):
        open_it(keyring, old)


def test_another_portal_purpose_or_address_voids_nothing(app, keyring):
    link = issue(keyring)
    for other in ({"portal": "keiyakusha"}, {"purpose": "reset"}, {"about": "taro@example.jp"}):
        issue(keyring, **other)
    assert look(link).state is State.OPEN


def test_a_change_of_password_or_address_kills_even_an_opened_link(app, keyring):
    link = issue(keyring)
    open_it(keyring, link)
    with write() as session:
        links.void(session, keyring, portal="okyakusama", purpose="registration", address=ADDRESS.lower(), now=NOW)
    assert look(link).state is not State.MINE
    with pytest.raises(links.Closed):
        links.reopen(keyring, link.id, now=NOW, visitor="me")


def test_after_a_new_key_old_links_open_and_can_be_voided(app, keyring):
    old = issue(Keyring([OLD_KEY]))
    both = Keyring([KEY, OLD_KEY])
    assert open_it(both, old).contents["email"] == ADDRESS
    issue(both, now=NOW + timedelta(minutes=1))
    assert look(old).state is State.REPLACED
    assert look(old).newer_sent_at == NOW + timedelta(minutes=1)


def test_renewing_keeps_contents_keyword_and_tries(app, keyring):
    old = issue(keyring)
    with pytest.raises(links.WrongKeyword):
        open_it(keyring, old, "wrong")
    then = NOW + links.LIFETIME + timedelta(hours=1)
    renewed = renew(keyring, old, then)
    assert renewed.contents["email"] == ADDRESS
    assert (look(old, now=then).state, look(old, now=then).newer_sent_at) == (State.REPLACED, then)
    assert look(renewed, now=then).tries_left == 4
    assert open_it(keyring, renewed, now=then).contents["name"] == SEALED_WORD


def test_a_link_opened_at_the_fifth_try_can_still_be_renewed(app, keyring):
    link = issue(keyring)
    for _ in range(4):
        with pytest.raises(links.WrongKeyword):
            open_it(keyring, link, "wrong")
    open_it(keyring, link)
    then = NOW + links.LIFETIME
    assert open_it(keyring, renew(keyring, link, then), now=then).link.state is State.MINE


def test_an_open_link_is_renewed_with_its_tries(app, keyring):
    link = issue(keyring)
    with pytest.raises(links.WrongKeyword):
        open_it(keyring, link, "wrong")
    renewed = renew(keyring, link, NOW + timedelta(minutes=2))
    assert (look(link).state, look(renewed).tries_left) == (State.REPLACED, 4)
    assert open_it(keyring, renewed).contents["email"] == ADDRESS


def test_opened_too_late_exhausted_or_twice_is_not_renewed(app, keyring):
    link, opened = issue(keyring), issue(keyring, about="jiro@example.jp")
    open_it(keyring, opened)
    assert renew(keyring, opened, NOW) is None
    assert renew(keyring, link, NOW + links.LIFETIME + links.GRACE) is None
    exhausted = issue(keyring, about="taro@example.jp")
    in_parallel(app, keyring, exhausted, "wrong", ["me"] * 5)
    assert renew(keyring, exhausted, NOW + links.LIFETIME) is None
    assert renew(keyring, link, NOW + links.LIFETIME) is not None
    assert renew(keyring, link, NOW + links.LIFETIME) is None


def test_of_twenty_presses_of_send_again_one_sends(app, keyring):
    link = issue(keyring)

    def press(_):
        with app.app_context():
            return renew(keyring, link, NOW + links.LIFETIME)

    with ThreadPoolExecutor(20) as pool:
        assert sum(bool(each) for each in pool.map(press, range(20))) == 1


def test_purging_erases_after_the_grace_and_not_before(app, keyring):
    issue(keyring)
    end = NOW + links.LIFETIME + links.GRACE
    for now, erased in ((end - timedelta(seconds=1), 0), (end, 1), (end, 0)):
        with write() as session:
            assert links.purge(session, now) == erased
    with read() as session:
        assert session.scalar(select(Link.contents)) is None


def test_a_wrong_secret_or_an_unknown_link(app, keyring):
    link = issue(keyring)
    assert not links.check_secret(link.id, "wrong")
    assert not links.check_secret("nobody", "")
    assert links.find("nobody", now=NOW, visitor="me") is None
    with pytest.raises(links.Closed) as closed:
        links.try_keyword(keyring, "nobody", KEYWORD, now=NOW, visitor="me")
    assert closed.value.found is None


def test_nothing_is_readable_in_the_table(app, keyring):
    link = issue(keyring)
    secret = link_tokens.read([KEY], link.token)[1]
    with read() as session:
        dump = repr(session.execute(text("select * from links")).all()).casefold()
    for word in (ADDRESS, "hanako", KEYWORD, SEALED_WORD, secret, "example.jp"):
        assert word.casefold() not in dump
        assert repr(word.encode()).casefold()[2:-1] not in dump


def into(keyring, account_id, purpose):
    """A link into an account, which is made where it is not there."""
    with write() as session:
        if session.get(Account, account_id) is None:
            names = dict.fromkeys(("family_name", "given_name", "family_kana", "given_kana", "password"), "x")
            names |= {"find_kana": "", "find_email": ""}
            user_id = str(account_id)
            session.add(Account(id=account_id, portal="okyakusama", user_id=user_id, created_at=NOW, **names))
            session.flush()
        about = f"{purpose}{account_id}@example.jp"
        return links.issue(
            session, keyring, signing_key=KEY, portal="okyakusama", purpose=purpose, about=about, keyword=KEYWORD,
            contents={"email": about}, now=NOW, account_id=account_id,
        )  # fmt: skip


def test_every_link_into_an_account_dies_and_no_other(app, keyring):
    """A8: opened or not, whatever it is for; they count as used, since no newer mail was sent."""
    mine = [into(keyring, 1, purpose) for purpose in ("reset", "unlock", "new address")]
    other, nobodys = into(keyring, 2, "reset"), issue(keyring)
    open_it(keyring, mine[0])
    with write() as session:
        links.void_all(session, 1, now=NOW)
    assert [look(link).state for link in mine] == [State.USED] * 3
    assert [look(link).state for link in (other, nobodys)] == [State.OPEN] * 2
    with read() as session:
        assert [session.get(Link, link.id).contents for link in mine] == [None] * 3


def test_a_renewed_link_leads_into_the_same_account(app, keyring):
    link = into(keyring, 1, "reset")
    renewed = renew(keyring, link, NOW + links.LIFETIME)
    assert look(renewed).account_id == 1
