"""Does each letter say what it must, and nothing it must not? (rows 106 and A3, ASVS 1.3.11)"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from domain.messages import letters
from infra import database
from infra.database import Table, engine, read, write
from infra.encryption import DecryptionFailed, Keyring
from models import Letter
from rules import portals
from rules.japanese import formatting
from wizards.registry import WIZARDS

ROOT = Path(letters.__file__).parents[2]
NOW = datetime(2026, 4, 1, 9, 59, 59, tzinfo=UTC)
ADDRESS = "hanako@example.jp"
URL = "https://mado.example/okyakusama/link/abc.def-_"


@pytest.fixture
def app(tmp_path):
    app = Flask(__name__, root_path=str(ROOT))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {"grouped": formatting.grouped, "moment": formatting.moment}
    app.config["DATABASE"] = {"url": f"sqlite:///{tmp_path / 'mail.sqlite'}"}
    database.init(app)
    with app.app_context():
        Table.metadata.create_all(engine())
        yield app


@pytest.fixture(params=["okyakusama", "keiyakusha"])
def portal(request):
    return portals.load(ROOT / "portals.toml", WIZARDS)[request.param]


def registration(portal):
    return letters.registration(portal, ADDRESS, URL, NOW)


def password_changed(portal):
    return letters.password_changed(
        portal, ADDRESS, "ロック解除", "123456789012", at=NOW, device="iPhone（Safari）", source="203.0.113.5"
    )


def every_letter(portal):
    return [
        registration(portal),
        letters.already_registered(portal, ADDRESS, "https://mado.example/okyakusama", "registration"),
        letters.confirm_address(portal, ADDRESS, "taro@example.jp", URL, NOW),
        letters.registered(portal, ADDRESS, "123456789012", NOW, "https://mado.example/login"),
        letters.contract_added(portal, ADDRESS, "123456789012", NOW, "C900000001"),
        letters.address_changed(portal, ADDRESS, "taro@example.jp", NOW),
        letters.address_asked(portal, ADDRESS, "taro@example.jp", NOW, URL),
        letters.temporary_password(portal, ADDRESS, "aB3kkkkkkk", "https://mado.example/okyakusama/login", NOW),
        letters.registration_begun(portal, ADDRESS, NOW),
        letters.password_issued(portal, ADDRESS, NOW),
        letters.way_in(portal, ADDRESS, "ロック解除", URL, NOW),
        letters.not_confirmed(portal, ADDRESS, "ロック解除"),
        password_changed(portal),
        application_accepted(portal),
        letters.application_withdrawn(portal, ADDRESS, "123456789012", NOW),
    ]


def application_accepted(portal):
    more = {"number": "123456789012", "at": NOW, "url": URL, "until": "2026年8月1日", "cooling_off": "8日以内であれば"}
    return letters.application_accepted(portal, ADDRESS, [("プラン", "ワイドプラン")], **more)


def test_106_says_all_that_it_must(app, portal):
    draft = registration(portal)
    assert draft.subject == f"【{portal.short_name}】初回利用登録に関するご案内"
    for words in (draft.text, draft.html):
        for said in (
            "ありがとうございます",
            URL,
            "【キーワード】",
            "一回のアクセス",
            "48時間",
            "ご利用期限：2026年4月1日18時まで",
            "ユーザーIDとパスワード",
            "お心当たりのない",
            "【お問い合わせ先】",
            portal.company,
            portal.help_desk.name,
            portal.help_desk.phone,
            portal.help_desk.shown_hours,
            "自動",
        ):
            assert said in words


def test_the_address_in_the_text_stands_alone_on_its_line(app, portal):
    assert URL in registration(portal).text.splitlines()


def test_an_application_says_how_it_is_taken_back(app, portal):
    told = application_accepted(portal)
    for words in (told.text, told.html):
        for said in (
            "1234 5678 9012",
            "ワイドプラン",
            "8日以内であれば",
            URL,
            "2026年8月1日まで有効",
            "お心当たりのない",
        ):
            assert said in words
    assert URL in told.text.splitlines() and told.limit == "application"
    taken = letters.application_withdrawn(portal, ADDRESS, "123456789012", NOW)
    assert "1234 5678 9012" in taken.text and taken.limit == "application"


def test_an_owner_is_told_of_their_account_under_the_same_subject(app, portal):
    told = letters.already_registered(portal, ADDRESS, "https://mado.example/okyakusama", "registration")
    assert told.subject == registration(portal).subject
    for words in (told.text, told.html):
        assert "すでにご登録があります" in words
        assert "https://mado.example/okyakusama/login" in words
        assert "https://mado.example/okyakusama/forgotten/" in words
        assert "/link/" not in words


def test_who_asks_for_a_new_address_is_named_to_its_owner(app, portal):
    told = letters.confirm_address(portal, ADDRESS, "taro@example.jp", URL, NOW)
    for words in (told.text, told.html):
        assert "t***@example.jp" in words and "taro" not in words
        assert URL in words and "ログインして" in words


def test_letters_load_nothing_and_need_no_style(app, portal):
    for draft in every_letter(portal):
        assert "None" not in draft.text + draft.html
        assert not re.search(r"<(img|style|link|script)\b|style=|on\w+=", draft.html)
        assert "{" not in draft.text + draft.html
        assert not re.search(r"\n{3,}", draft.text)


def test_what_is_put_into_the_html_is_escaped(app, portal):
    assert "<b>" not in letters.registration(portal, ADDRESS, "https://mado.example/<b>", NOW).html


def test_the_sender_is_the_portals(app, portal):
    assert registration(portal).sender.endswith(f"<{portal.mail_from}>")


@pytest.mark.parametrize(
    "change",
    [
        {"address": "a@example.jp\r\nBcc: b@example.jp"},
        {"address": "a@example.jp\n"},
        {"address": "a@example.jp,b@example.jp"},
        {"address": "a@example.jp <b@example.jp>"},
        {"address": "nowhere"},
        {"subject": "a\r\nBcc: b@example.jp"},
        {"subject": "a\u2028b"},
        {"subject": "a\x00"},
        {"sender": "a\n <b@example.jp>"},
    ],
)
def test_nothing_gets_into_the_head_of_a_letter(app, portal, change):
    with pytest.raises(letters.Unsendable), write() as session:
        letters.post(session, Keyring(["k" * 40]), replace(registration(portal), **change), key="1", now=NOW)
    with read() as session:
        assert session.query(Letter).count() == 0


@pytest.mark.parametrize("address", ["a..b@docomo.ne.jp", "a.@docomo.ne.jp", ".a@ezweb.ne.jp", "o'hara+x@example.jp"])
def test_carriers_old_addresses_are_posted(app, portal, address):
    with write() as session:
        letters.post(session, Keyring(["k" * 40]), replace(registration(portal), address=address), key="1", now=NOW)


def test_a_posted_letter_opens_again_and_is_not_readable_in_the_table(app, portal):
    keyring, draft = Keyring(["k" * 40]), registration(portal)
    with write() as session:
        letters.post(session, keyring, draft, key="run:1", now=NOW)
    with read() as session:
        letter = session.query(Letter).one()
        dump = repr(session.execute(text("select * from letters")).all())
    assert letters.opened(keyring, letter) == draft
    assert letter.give_up_at - NOW == letters.GIVE_UP_AFTER
    assert letter.masked_address == "h***@example.jp"
    for word in (ADDRESS, "hanako", URL, "abc.def", "キーワード"):
        assert word not in dump
        assert repr(word.encode())[2:-1] not in dump


def test_the_way_in_says_all_that_it_must(app, portal):
    draft = letters.way_in(portal, ADDRESS, "ロック解除", URL, NOW)
    assert draft.subject == f"【{portal.short_name}】ロック解除に関するご案内"
    assert URL in draft.text.splitlines()
    for words in (draft.text, draft.html):
        for said in (
            "ロック解除",
            "【キーワード】",
            "一回のアクセス",
            "48時間",
            "ご利用期限：2026年4月1日18時まで",
        ):
            assert said in words
        assert "お心当たりのない" in words and portal.help_desk.phone in words


def test_the_notice_says_when_where_and_whom_to_call(app, portal):
    """A21."""
    draft = password_changed(portal)
    for words in (draft.text, draft.html):
        for said in ("2026年4月1日 18:59", "iPhone（Safari）", "203.0.113.5", "1234 5678 9012", portal.help_desk.phone):
            assert said in words
        assert "お心当たりのない" in words


def test_who_was_not_confirmed_gets_no_link(app, portal):
    draft = letters.not_confirmed(portal, ADDRESS, "ロック解除")
    assert "/link/" not in draft.text + draft.html
    assert draft.subject == letters.way_in(portal, ADDRESS, "ロック解除", URL, NOW).subject


@pytest.fixture
def withheld(app, portal):
    """A letter that stands for one that somebody else would have got, as it lies in the outbox."""
    draft = replace(registration(portal), withheld=True)
    with write() as session:
        letters.post(session, Keyring(["k" * 40]), draft, key="1", now=NOW)
    return draft


def test_a_letter_withheld_is_written_like_any_other(withheld):
    """A2: it takes the same way; whom it was about stands nowhere that could be read."""
    with read() as session:
        letter = session.query(Letter).one()
    assert (letter.state, letter.masked_address) == ("queued", "")
    assert letters.opened(Keyring(["k" * 40]), letter) == withheld
    assert b"hanako" not in letter.contents


def test_what_does_not_know_of_withholding_cannot_open_it(withheld):
    """An older process that still runs would send it; so would one that takes it for somebody's."""
    with read() as session:
        letter = session.query(Letter).one()
    with pytest.raises(DecryptionFailed):
        Keyring(["k" * 40]).decrypt("letter", letter.key, letter.contents)
    letter.masked_address = "h***@example.jp"
    with pytest.raises(DecryptionFailed):
        letters.opened(Keyring(["k" * 40]), letter)


@pytest.mark.parametrize("state", letters.NOT_SENT)
def test_it_goes_in_the_end_whatever_became_of_it(withheld, state):
    with write() as session:
        session.query(Letter).update({"state": state})
    for later, gone in ((letters.GIVE_UP_AFTER - timedelta(seconds=1), 0), (letters.GIVE_UP_AFTER, 1)):
        with write() as session:
            assert letters.purge(session, NOW + later) == gone


@pytest.mark.parametrize("state", letters.NOT_SENT)
def test_somebodys_letter_stays(app, portal, state):
    with write() as session:
        letters.post(session, Keyring(["k" * 40]), registration(portal), key="1", now=NOW)
        session.query(Letter).update({"state": state})
        assert letters.purge(session, NOW + letters.GIVE_UP_AFTER) == 0
