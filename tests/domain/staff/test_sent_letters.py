"""Is it said of each letter and each link to a customer what became of it, and nothing of what is in it?"""

from datetime import timedelta
from pathlib import Path

import pytest
import talking
from factories import NOW

from domain.accounts import links
from domain.accounts.link_purposes import LinkPurpose
from domain.messages import letters, smtp
from domain.messages.letters import Draft
from domain.staff import sent_letters
from infra.database import read, write
from models import Link
from rules import mail_answers
from rules.states import LetterState

ADDRESS = "himitsu@example.jp"


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def keyring(app, context):
    return app.extensions["keyring"]


def post(keyring, kind="change_accepted", address=ADDRESS, key="one", now=NOW, portal="okyakusama", **more):
    draft = Draft(kind, portal, address, "件名", "本文ZQX", "", "差出人 <x@example.jp>", **more)
    with write() as session:
        letters.post(session, keyring, draft, key=key, now=now)


def told(keyring, address=ADDRESS, now=NOW, portal="okyakusama"):
    with read() as session:
        return sent_letters.letters_to(session, keyring, portal, address, now)


def test_every_letter_to_an_address_is_found_whether_or_not_it_is_counted(keyring):
    post(keyring)
    post(keyring, "way_in", key="two", now=NOW + timedelta(seconds=1), limit="way in")
    post(keyring, "registered", "Himitsu@example.jp", key="three", now=NOW + timedelta(seconds=2))
    assert [each.what for each in told(keyring)] == [
        "ご登録完了のお知らせ",
        "再設定・ロック解除のご案内",
        "ご契約変更のお申し込みのお知らせ",
    ]


def test_no_letter_to_another_with_the_same_mask_or_of_another_portal_is(keyring):
    post(keyring, address="hanako@example.jp")
    post(keyring, portal="keiyakusha", key="two")
    assert told(keyring) == [] and told(keyring, "") == []


def test_those_of_long_ago_are_left_out(keyring):
    post(keyring, now=NOW - timedelta(days=7, seconds=1))
    assert told(keyring) == []


def test_one_that_went_to_nobody_in_their_place_is_told(keyring):
    post(keyring, "way_in", limit="way in", withheld=True)
    post(keyring, "way_in", key="two", withheld=True)
    with write() as session:
        session.execute(letters.Letter.__table__.update().values(state=LetterState.WITHHELD))
    [one] = told(keyring)
    assert (one.state, one.more) == ("お送りしていません", sent_letters.NOT_FOR_THEM)


QUEUED, FAILED, AGAIN = "送信待ち", "送信できませんでした", "次の送信 12:00"
LATER = "宛先のメールサーバーが、いまは受け取れません"
NOBODY_THERE = "宛先のメールアドレスがありません（応答コード 550）"
BECAME = [
    ({}, QUEUED, ""),
    ({"attempts": 1, "last_answer": "RCPT 451 4.7.1"}, QUEUED, f"{LATER}（応答コード 451）　{AGAIN}"),
    ({"attempts": 1, "last_answer": "MAIL 421"}, QUEUED, f"{LATER}（応答コード 421）　{AGAIN}"),
    ({"attempts": 1}, QUEUED, AGAIN),
    ({"state": "sending"}, "送信中", ""),
    ({"state": "sent", "sent_at": NOW + timedelta(hours=2)}, "送信済み", "14:00"),
    ({"state": "failed", "last_answer": "RCPT 550 5.1.1"}, FAILED, NOBODY_THERE),
    ({"state": "failed", "last_answer": "DATA 599"}, FAILED, f"{mail_answers.REFUSED}（応答コード 599）"),
    ({"state": "failed", "last_answer": "RCPT 552 5.9.9"}, FAILED, f"{mail_answers.FULL}（応答コード 552）"),
    ({"state": "failed", "last_answer": "its key is gone"}, FAILED, ""),
    ({"state": "unsure"}, "送信できたか確認できません", ""),
    ({"state": "abandoned"}, "48時間以内に送信できませんでした", ""),
]  # fmt: skip


@pytest.mark.parametrize(("values", "state", "more"), BECAME)
def test_what_became_of_a_letter_is_told_in_words(keyring, values, state, more):
    mark = letters.addressees(keyring, "okyakusama", "", ADDRESS)[0]
    with write() as session:
        times = dict.fromkeys(("created_at", "next_try_at", "give_up_at"), NOW)
        own = {"key": "a", "portal": "okyakusama", "kind": "registered", "masked_address": "h***@example.jp"}
        session.add(letters.Letter(**{**own, **times, "addressee": mark, "state": "queued", **values}))
    [one] = told(keyring)
    assert (one.what, one.state, one.more) == ("ご登録完了のお知らせ", state, more)


def test_of_an_answer_no_word_of_the_servers_is_told():
    for answer in ("RCPT 550 5.1.1 <himitsu@example.jp>: unknown", "550 himitsu@example.jp", "", None):
        assert sent_letters.reason_of(answer) == ""
    said = smtp._answer("RCPT", 550, b"5.1.1 <himitsu@example.jp>: unknown")
    assert sent_letters.reason_of(said) == "宛先のメールアドレスがありません（応答コード 550）"


def test_every_letter_every_state_and_every_purpose_has_words(app):
    folder = Path(app.root_path, "templates", "mail")
    kinds = {path.stem for path in folder.glob("*.txt") if not path.stem.startswith("_")}
    assert set(sent_letters.KINDS) == kinds
    assert set(sent_letters.STATES) == set(LetterState) and set(sent_letters.PURPOSES) == set(LinkPurpose)


def link(app, purpose=LinkPurpose.RESET, about=ADDRESS, account_id=None, now=NOW):
    with write() as session:
        return links.issue(
            session,
            app.extensions["keyring"],
            signing_key="k" * 40,
            portal="okyakusama",
            purpose=purpose,
            about=about,
            keyword="Himawari7",
            contents={"email": about},
            now=now,
            account_id=account_id,
        )


def link_now(**values):
    with write() as session:
        session.execute(Link.__table__.update().values(**values))


def links_told(keyring, account_id=None, address=ADDRESS, now=NOW):
    with read() as session:
        return sent_letters.links_of(session, keyring, "okyakusama", address, now, account_id=account_id)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "まだ開かれていません（2026年11月26日 12:00まで）"),
        ({"tries": 5}, "キーワードの間違いが続いたため使えません"),
        ({"claimed_at": NOW, "claimed_by": "x"}, "開いて手続き中（12:00から）"),
        ({"replaced_at": NOW}, "新しいメールを送ったため使えません"),
        ({"used_at": NOW, "claimed_at": NOW, "replaced_at": NOW}, "使用済み"),
        ({"expires_at": NOW}, "有効期限切れ"),
    ],
)
def test_what_became_of_a_link_is_told_in_words(app, keyring, values, state):
    made = link(app)
    if values:
        link_now(**values)
    [one] = links_told(keyring)
    assert (one.what, one.state) == ("再設定", state)
    assert made.token not in str(one) and made.id not in str(one)


def test_wrong_keywords_are_counted_out_loud(app, keyring):
    link(app)
    link_now(tries=2)
    assert links_told(keyring)[0].more == "キーワードの間違い 2回"


def test_links_into_an_account_and_to_an_address_are_found_and_no_others(app, keyring):
    account_id, _ = talking.known(app)
    link(app)
    link(app, LinkPurpose.UNLOCK, "other@example.jp", account_id, NOW + timedelta(seconds=1))
    link(app, LinkPurpose.REGISTRATION, "other@example.jp")
    link(app, LinkPurpose.REGISTRATION, now=NOW - timedelta(days=8))
    assert [each.what for each in links_told(keyring, account_id)] == ["ロック解除", "再設定"]
    assert [each.what for each in links_told(keyring)] == ["再設定"]
    assert links_told(keyring, address="") == []
