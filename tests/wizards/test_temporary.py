"""Is a 仮パスワード sent to who says all that the contract says, and nothing told to anybody else? 301–303 (003 B)."""

from datetime import timedelta

import factories
import pytest
from browser import Browser
from factories import ACCESS, PROFILE
from sqlalchemy import select
from ways import letters, log_in, newest_link, plain, tables

from exchange.imports import cells
from infra.database import read, write
from models import Account, Contract
from wizards import temporary

PERSON = {name: value for name, value in PROFILE.items() if name not in ("keyword", "employee")}
ASKED = {**PERSON, "number": "ｃ９００−０００００１", "email": "new@example.jp"}


@pytest.fixture
def policy(app):
    with app.app_context():
        factories.agency()
        return factories.contract(holder_email="").id


def to_303(browser, **different):
    return browser.open("/okyakusama/temporary/").send({**ASKED, **different}).send()


def kinds(app):
    return [(letter.kind, letter.address) for letter in letters(app)]


def password_in(letter):
    return letter.text.partition("仮パスワード：")[2].split()[0]


def test_from_the_choice_to_the_letter(app, browser, policy):
    browser.open("/okyakusama/first-time")
    browser.open(browser.page.select_one(".way:-soup-contains('仮パスワード') a")["href"])
    assert browser.number == 301
    assert browser.send(ASKED).number == 302
    assert browser.summary["証券番号"] == "C900000001"
    assert browser.send().number == 303
    [letter] = letters(app)
    assert (letter.kind, letter.address) == ("temporary_password", "new@example.jp")
    for said in ("2026年11月26日12時まで", "48時間", "1回のログイン", "/okyakusama/login"):
        assert said in letter.text
    password = password_in(letter)
    assert len(password) == temporary.LENGTH and not set(password) & set("lOoq01I")
    assert password not in browser.response.text
    assert log_in(browser, "new@example.jp", password).number == 305


def test_whatever_is_said_the_screen_is_the_same(app, policy):
    """A3: what differs is what the mail says, and to whom."""
    with app.app_context():
        factories.account(app, user_id="known@example.jp")
    pages = set()
    for number, different in enumerate(
        (
            {},
            {"number": "C900000009"},
            {"birth-day": "2"},
            {"kana-given": "ヨシコ"},
            {"holder-given": "良子"},
            {"email": "known@example.jp"},
        )
    ):
        browser = to_303(Browser(app.test_client()), **{"email": f"new{number}@example.jp", **different})
        pages.add((browser.response.status_code, plain(browser.response.text)))
    assert len(pages) == 1
    assert kinds(app) == [
        ("temporary_password", "new0@example.jp"),
        *[("not_confirmed", f"new{number}@example.jp") for number in (1, 2, 3, 4)],
        ("already_registered", "known@example.jp"),
    ]


@pytest.mark.parametrize(
    "different", [{"group_contract": True}, {"company": True, "holder_birth": None}, {"portal": "keiyakusha"}]
)
def test_a_contract_that_cannot_be_registered_with_is_not_confirmed(app, browser, different):
    with app.app_context():
        factories.agency()
        factories.contract(**different)
    to_303(browser)
    assert [kind for kind, _ in kinds(app)] == ["not_confirmed"]
    assert tables(app)["accounts"] == []


def test_a_contract_that_somebody_holds_is_not_confirmed(app, browser, policy):
    with app.app_context():
        factories.hold(factories.account(app, user_id="other@example.jp").id, policy)
    to_303(browser)
    assert [kind for kind, _ in kinds(app)] == ["not_confirmed"]


def test_a_name_in_another_writing_is_the_same(app, browser, policy):
    """F9."""
    to_303(browser, **{"holder-family": "高崎", "holder-given": "吉乃"})
    assert [kind for kind, _ in kinds(app)] == ["temporary_password"]


@pytest.mark.parametrize(
    ("in_contract", "typed"),
    [
        (("滝沢　静子", "タキザワ　シヅコ"), ("瀧澤", "靜子", "タキザワ", "しずこ")),
        (("橋本　豊", "ﾊｼﾓﾄ ﾕﾀｶ"), ("𣘺本", "豐", "ハシモト", "ユタカ")),
        (("〓本　\ue000", "ハシモト　ユタカ"), ("𣘺本", "豐", "ハシモト", "ユタカ")),
        (("SUHARTO", "スハルト"), ("SUHARTO", "", "スハルト", "")),
        (("ＳＵＨＡＲＴＯ", "ｽﾊﾙﾄ"), ("", "Suharto", "", "すはると")),
        (("SMITH-JONES　ANNE", "ｽﾐｽ-ｼﾞﾖ-ﾝｽﾞ ｱﾝ"), ("Smith Jones", "Anne", "スミス-ジョーンズ", "アン")),
    ],
)
def test_a_name_is_found_however_either_side_writes_it(app, browser, policy, in_contract, typed):
    name, kana = in_contract
    with app.app_context():
        factories.contract_now("C900000001", holder_name=name, holder_kana=kana, **cells.kana_keys(kana))
    boxes = ("holder-family", "holder-given", "kana-family", "kana-given")
    to_303(browser, **dict(zip(boxes, typed, strict=True)))
    assert [kind for kind, _ in kinds(app)] == ["temporary_password"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [("〓田　\ue000子", ("濵田", "𠮷子")), ("浜田　吉子", ("浜田", "吉子")), ("浜田 吉子様", ("浜田", "吉子"))],
)
def test_the_account_has_what_was_typed_for_what_the_contract_lacks(app, browser, policy, name, kept):
    """Its カナ never in half width."""
    kana = "ﾊﾏﾀﾞ　ﾖｼｺ"
    with app.app_context():
        factories.contract_now("C900000001", holder_name=name, holder_kana=kana, **cells.kana_keys(kana))
    boxes = ("holder-family", "holder-given", "kana-family", "kana-given")
    to_303(browser, **dict(zip(boxes, ("濵田", "𠮷子", "ハマダ", "ヨシコ"), strict=True)))
    with app.app_context(), read() as session:
        made = session.scalars(select(Account)).one()
    assert (made.family_name, made.given_name) == kept
    assert (made.family_kana, made.given_kana) == ("ハマダ", "ヨシコ")


@pytest.mark.parametrize("typed", [("渡部", "静子"), ("渡辺", ""), ("", "静子")])
def test_another_name_is_not(app, browser, policy, typed):
    kana = "ワタナベ　シズコ"
    with app.app_context():
        factories.contract_now("C900000001", holder_name="渡辺　静子", holder_kana=kana, **cells.kana_keys(kana))
    alone = {"kana-family": "ワタナベシズコ", "kana-given": ""} if "" in typed else {}
    named = {"kana-family": "ワタナベ", "kana-given": "シズコ", "holder-family": typed[0], "holder-given": typed[1]}
    to_303(browser, **{**named, **alone})
    assert [kind for kind, _ in kinds(app)] == ["not_confirmed"]


def test_the_address_that_the_contract_holds_is_told(app, browser, policy):
    with app.app_context(), write() as session:
        session.get(Contract, policy).holder_email = "held@example.jp"
    to_303(browser)
    assert kinds(app) == [("temporary_password", "new@example.jp"), ("registration_begun", "held@example.jp")]
    to_303(browser, email="HELD@example.jp")
    assert len(kinds(app)) == 3


@pytest.mark.parametrize("held", ["held@EXAMPLE.jp", "ｈｅｌｄ＠example.jp", "held", "held@a@b", "なし"])
def test_what_the_contract_holds_is_read_as_it_is_meant_or_not_at_all(app, browser, policy, held):
    with app.app_context(), write() as session:
        session.get(Contract, policy).holder_email = held
    assert to_303(browser).number == 303
    told = [address.casefold() for kind, address in kinds(app) if kind == "registration_begun"]
    assert told == (["held@example.jp"] if "example" in held.casefold() else [])


def test_it_is_good_for_48_hours(app, browser, policy, clock):
    to_303(browser)
    password = password_in(letters(app)[0])
    clock.forward(hours=48)
    log_in(browser, "new@example.jp", password, 422)


def test_a_newer_one_voids_the_older(app, browser, policy):
    """A24."""
    for _ in range(2):
        to_303(browser)
    old, new = (password_in(letter) for letter in letters(app))
    log_in(browser, "new@example.jp", old, 422)
    assert log_in(browser, "new@example.jp", new).number == 305


def test_five_tries_and_no_more(app, browser, policy):
    to_303(browser)
    for _ in range(5):
        log_in(browser, "new@example.jp", "wrong7pass", 422)
    assert browser.number == 904
    log_in(browser, "new@example.jp", password_in(letters(app)[0]), 422)


def test_who_waits_stands_in_nobodys_way(app, browser, another_browser, policy):
    """Somebody typed another's address: its owner registers as if nothing had been."""
    to_303(browser, email="Yoshino.T@example.jp")
    another_browser.open("/okyakusama/registration/").send(PROFILE).send()
    assert letters(app)[-1].kind == "registration"
    another_browser.open(newest_link(app)).send({"keyword": "himawari7"}).send(ACCESS)
    assert another_browser.send().number == 110
    assert len(tables(app)["accounts"]) == 1
    log_in(browser, "Yoshino.T@example.jp", password_in(letters(app)[0]), 422)


def test_who_never_chose_a_password_is_erased_in_the_end(app, browser, policy, clock):
    to_303(browser)
    log_in(browser, "new@example.jp", password_in(letters(app)[0]))
    for hours, left in ((71, 1), (1, 0)):
        clock.forward(hours=hours)
        assert app.test_cli_runner().invoke(args=["purge", "run"]).exit_code == 0
        assert len(tables(app)["accounts"]) == left
    assert tables(app)["holdings"] == tables(app)["logins"] == []
    assert len(tables(app)["events"]) == 2


def test_for_nobody_as_much_is_done_and_nothing_is_left(app, browser, policy, monkeypatch):
    """A2: as many letters written, accounts made and passwords issued, and all taken back."""
    calls, opened, issue = [], temporary.lifecycle.open_for_holder, temporary.credentials.issue_password
    write_letter = temporary.letters.write
    monkeypatch.setattr(
        temporary.lifecycle, "open_for_holder", lambda *given, **more: calls.append("account") or opened(*given, **more)
    )
    monkeypatch.setattr(
        temporary.credentials, "issue_password", lambda *given: calls.append("password") or issue(*given)
    )
    monkeypatch.setattr(
        temporary.letters, "write", lambda *given, **more: calls.append("letter") or write_letter(*given, **more)
    )
    done = []
    for different in ({}, {"number": "C900000009"}, {"email": "known@example.jp"}):
        to_303(browser, **different)
        done.append(list(calls))
        calls.clear()
    assert done[0] == done[1] == done[2]
    assert len(tables(app)["accounts"]) == 2
    with app.app_context(), read() as session:
        assert {account.user_id for account in session.query(Account)} == {"new@example.jp", "known@example.jp"}
    assert timedelta(hours=48) == temporary.GOOD_FOR


def test_what_was_done_for_nobody_is_taken_back_in_every_database(make_app, database_url):
    """By the database, which lets nobody hold what is not there."""
    app = make_app(database_url)
    with app.app_context():
        factories.agency()
        factories.contract(holder_email="")
    to_303(Browser(app.test_client()), number="C900000009")
    assert tables(app)["accounts"] == tables(app)["holdings"] == []
    to_303(Browser(app.test_client()))
    assert (len(tables(app)["accounts"]), len(tables(app)["holdings"])) == (1, 1)
    assert [kind for kind, _ in kinds(app)] == ["not_confirmed", "temporary_password"]
