"""Who is written to when another e-mail address is asked for, and what is the customer told of it?"""

import factories
import pytest
from sqlalchemy import func, select

from domain.accounts.link_purposes import LinkPurpose
from domain.accounts.links import abouts
from domain.messages import letters
from infra import rate_limits
from infra.database import read, write
from models import Link
from rules.japanese import mail
from wizards import email_confirmation
from wizards.engine.receipt import CommitContext

SITE, NEW = "https://mado.example/okyakusama", "b@example.jp"


@pytest.fixture
def account(app, context):
    return factories.owner(app)


@pytest.fixture
def in_a_commit(app, account):
    """Do this in a commit, right now."""

    def do(what, *given):
        with write() as session:
            portal = app.extensions["portals"]["okyakusama"]
            urls = ("https://mado.example", "https://mado.example")
            act = CommitContext(session, app.extensions["keyring"], portal, *urls, "k" * 40, factories.NOW, "1")
            return what(act, account, *given)

    return do


def links():
    with read() as session:
        return dict(session.execute(select(Link.purpose, func.count()).group_by(Link.purpose)).all())


def test_the_new_address_gets_the_link_by_which_it_is_confirmed(in_a_commit, account):
    [letter] = in_a_commit(email_confirmation.send_link, NEW)
    assert (letter.kind, letter.address) == ("confirm_address", NEW)
    assert f"{SITE}/l/" in letter.text and mail.masked_id(account.user_id) in letter.text
    assert links() == {LinkPurpose.NEW_ADDRESS: 1}


def test_where_it_is_somebodys_their_owner_is_told_after_the_same_work(app, in_a_commit):
    factories.account(app, user_id=NEW)
    [letter] = in_a_commit(email_confirmation.send_link, NEW)
    assert (letter.kind, letter.address) == ("already_registered", NEW)
    assert "/l/" not in letter.text
    assert links() == {LinkPurpose.NEW_ADDRESS: 1}, "a link that nobody is told"


def test_an_address_that_was_written_to_often_gets_nothing_and_keeps_the_link_it_has(app, in_a_commit):
    many, _ = rate_limits.LETTERS[email_confirmation.LIMIT]
    for number in range(many):
        [letter] = in_a_commit(email_confirmation.send_link, NEW)
        with write() as session:
            letters.post(session, app.extensions["keyring"], letter, key=str(number), now=factories.NOW)
    assert in_a_commit(email_confirmation.send_link, NEW) == []
    assert links() == {LinkPurpose.NEW_ADDRESS: many}
    assert len(in_a_commit(email_confirmation.send_link, "c@example.jp")) == 1


@pytest.mark.parametrize(
    ("letters", "rows", "notes"),
    [
        (["a letter"], [("確認をお待ちしているメールアドレス", mail.shown(NEW))], []),
        ([], [], [email_confirmation.OFTEN]),
    ],
)
def test_a_receipt_says_whether_a_letter_went_out(letters, rows, notes):
    assert email_confirmation.waiting(letters, NEW) == rows
    assert email_confirmation.notes(letters) == notes


def test_the_address_as_it_is_is_told_and_can_stop_it(app, in_a_commit, account):
    [letter] = in_a_commit(email_confirmation.tell_former, NEW)
    assert (letter.kind, letter.address) == ("address_asked", "yoshino.t@example.jp")
    assert f"{SITE}/l/" in letter.text and NEW not in letter.text
    assert links() == {LinkPurpose.STOP_ADDRESS: 1}
    with read() as session:
        marks = abouts(app.extensions["keyring"], "okyakusama", LinkPurpose.STOP_ADDRESS, account.email)
        assert session.scalar(select(Link.about)) == marks[0]


def test_where_there_is_none_nobody_is_told(in_a_commit, account):
    account.email = None
    assert in_a_commit(email_confirmation.tell_former, NEW) == []
    assert links() == {}
