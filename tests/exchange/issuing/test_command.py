"""Does an operator get the letters that are due, each once, and does each let its owner in? (data.md)"""

from datetime import date, timedelta
from stat import S_IMODE

import factories
import printed
import pytest
from sqlalchemy.exc import OperationalError
from ways import NEW, letters, tables

from domain.accounts import paper_requests
from exchange.imports import cells
from exchange.issuing import grants
from infra.database import write
from tests.exchange.issuing.arriving import chosen, come

TOMORROW = timedelta(days=1)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url, BASE_URL="https://www.example.jp")


def test_a_letter_lets_its_owner_in_and_makes_them_choose(contract, issue, browser):
    contract()
    (words,) = issue()
    assert issue.figures == (1, 1, 0, 0, 0)
    assert "契約者さま専用ページのご案内" in words and "髙﨑　𠮷乃 様" in words
    assert chosen(browser, printed.access(words)).number == 712
    assert printed.scanned(issue.files[0].read_bytes()) == ["https://www.example.jp/keiyakusha/login"]


def test_the_printed_address_is_the_login_screen(contract, issue, browser):
    contract()
    issue()
    (address,) = printed.scanned(issue.files[0].read_bytes())
    assert browser.open(address.removeprefix("https://www.example.jp")).number == 502


def test_what_was_made_is_not_made_again(contract, issue):
    contract()
    issue()
    assert issue() == []
    assert issue.figures == (0, 0, 0, 0, 0)


def test_one_id_for_a_policyholder_however_many_contracts(app, contract, issue):
    for place in range(3):
        contract(f"H90000000{place}")
    (words,) = issue()
    assert "ほかに1件" in words
    assert len(tables(app)["accounts"]) == 1 and len(tables(app)["holdings"]) == 3


def test_past_contracts_are_seen_but_nobody_is_written_to_for_them(app, contract, issue):
    contract("H900000001", ends_on=factories.NOW.date() - TOMORROW)
    assert issue() == []
    contract("H900000002")
    (words,) = issue()
    assert "H900000001" in words
    assert len(tables(app)["holdings"]) == 2


def test_a_company_gets_one_and_a_group_none(contract, issue):
    contract("H900000001", company=True, holder_birth=None, holder_name="株式会社みどり")
    contract("H900000002", group_contract=True, holder_name="団体　太郎")
    (words,) = issue()
    assert "株式会社みどり 御中" in words


def test_the_files_are_the_operators_alone(contract, issue):
    contract()
    issue()
    assert S_IMODE(issue.files[0].stat().st_mode) == 0o600
    assert S_IMODE(issue.files[0].parent.stat().st_mode) == 0o700


def test_again_is_for_a_letter_that_was_lost(app, contract, issue, browser, another_browser):
    contract()
    (lost,) = issue()
    issue("--contract", "H900000001", code=1)
    assert "--again" in issue.said
    (words,) = issue("--contract", "Ｈ９００００－０００１", "--again")
    assert issue.figures == (1, 0, 1, 0, 0)
    assert "これまでの初期パスワードや、お客さまがお決めになったパスワードは、ご利用いただけません" in words.replace(
        "\n", ""
    )
    assert printed.access(words)[0] == printed.access(lost)[0]
    assert letters(app) == []
    come(another_browser, printed.access(lost), 422)
    assert come(browser, printed.access(words)).number == 711


def test_again_is_never_for_everybody(issue, contract):
    contract()
    issue("--again", code=2)
    assert "--contract" in issue.said


def test_only_the_contract_that_is_named(contract, issue):
    contract("H900000001")
    contract("H900000002", holder_name="別田　花子", holder_kana="ベッタ　ハナコ")
    (words,) = issue("--contract", "H900000002")
    assert "別田　花子" in words


@pytest.mark.parametrize(
    ("different", "arguments", "reason"),
    [
        ({"number": "H900000009"}, (), "この証券番号のご契約はありません"),
        ({"portal": "okyakusama"}, (), "この証券番号のご契約はありません"),
        ({"group_contract": True}, (), "団体契約のため、作れません"),
        ({"ends_on": factories.NOW.date() - TOMORROW}, ("--paper", "expiry"), "満期日を過ぎています"),
    ],
)
def test_what_cannot_be_made_is_named_and_nothing_else_is_made(app, contract, issue, different, arguments, reason):
    contract(**different)
    contract("H900000002", holder_name="別田　花子", holder_kana="ベッタ　ハナコ")
    before = tables(app)
    assert issue("--contract", "H900000001", *arguments, code=1) == []
    assert f"H900000001: {reason}" in issue.said and issue.figures == (0, 0, 0, 0, 1)
    assert tables(app) == before


def test_a_letter_that_cannot_be_printed_is_named_and_the_others_are_made(app, contract, issue):
    contract("H900000001")
    contract("H900000002", holder_address="東京都𪚥町1")
    contract("H900000003", holder_name="別田　花子", holder_kana="ベッタ　ハナコ")
    contract("H900000004", holder_name="𪚥田　花子", holder_kana="ベッタ　ハナコ", holder_phone="03-0000-9999")
    assert len(issue(code=1)) == 2
    assert issue.figures == (2, 2, 0, 0, 1)
    assert "H900000004: 書体にない文字「𪚥」（U+2A6A5）があります" in issue.said
    assert len(tables(app)["accounts"]) == 2


@pytest.mark.parametrize(("portal", "reason"), [("nowhere", "no such portal"), ("okyakusama", "choose their own")])
def test_only_a_portal_that_hands_ids_out(issue, portal, reason):
    issue(code=2, portal=portal)
    assert reason in issue.said


def test_an_expiry_is_told_once(contract, issue, browser):
    soon = contract(ends_on=factories.NOW.date() + timedelta(days=60)).ends_on
    contract("H900000002", holder_name="別田　花子", holder_kana="ベッタ　ハナコ", ends_on=soon + TOMORROW)
    contract("H900000003", holder_name="過田　花子", holder_kana="カコダ", ends_on=factories.NOW.date() - TOMORROW)
    (words,) = issue("--paper", "expiry")
    assert "満期および更新のご案内" in words and "H900000001" in words and "駅前ほけん" in words
    assert issue("--paper", "expiry") == [] and issue() != []
    assert come(browser, printed.access(words)).number == 711


def test_an_expiry_leads_to_where_it_is_renewed(contract, issue, browser):
    contract(ends_on=factories.NOW.date() + timedelta(days=30))
    (words,) = issue("--paper", "expiry")
    (address,) = printed.scanned(issue.files[0].read_bytes())
    assert "画面番号621" in words.replace("\n", "")
    let_in = chosen(browser, printed.access(words))
    assert let_in.open(address.removeprefix("https://www.example.jp")).number == 621


def test_who_would_print_the_address_of_their_own_machine_is_told(app, contract, issue):
    contract()
    issue()
    assert "MADOGUCHI_BASE_URL" not in issue.said
    app.config["BASE_URL"] = "http://127.0.0.1:8000"
    issue()
    assert "（http://127.0.0.1:8000）を印刷します" in issue.said


def test_one_expiry_for_all_that_ends(contract, issue):
    for place in (2, 1):
        contract(f"H90000000{place}", ends_on=factories.NOW.date() + timedelta(days=place))
    contract("H900000003")
    (words,) = issue("--paper", "expiry")
    assert words.index("H900000001") < words.index("H900000002") and "H900000003" not in words


def test_the_next_letter_does_not_overtake_the_first(contract, issue, browser):
    """Both are on their way: the password of the guide is the one, and the other letter says so."""
    contract(ends_on=factories.NOW.date() + timedelta(days=30))
    (guide,) = issue()
    (words,) = issue("--paper", "expiry")
    assert "2026年11月24日付の書面でお知らせした初期パスワード" in words
    assert printed.access(words) == (printed.access(guide)[0], None)
    assert come(browser, printed.access(guide)).number == 711


def test_after_three_months_a_letter_is_as_good_as_lost(contract, issue, browser, another_browser, clock):
    contract(ends_on=factories.NOW.date() + timedelta(days=120))
    (guide,) = issue()
    clock.forward(days=90)
    (words,) = issue("--paper", "expiry")
    come(another_browser, printed.access(guide), 422)
    assert come(browser, printed.access(words)).number == 711


def test_who_chose_a_password_keeps_it(contract, issue, browser, another_browser):
    contract(ends_on=factories.NOW.date() + timedelta(days=30))
    (guide,) = issue()
    chosen(browser, printed.access(guide))
    (words,) = issue("--paper", "expiry")
    (again,) = issue("--paper", "expiry", "--contract", "H900000001", "--again")
    assert "お客さまがお決めになったパスワード" in words and "お客さまがお決めになったパスワード" in again
    assert come(another_browser, (printed.access(guide)[0], NEW["password"])).number == 504


def test_an_expiry_again_has_a_password_for_who_needs_one(contract, issue, browser):
    contract(ends_on=factories.NOW.date() + timedelta(days=30))
    issue("--paper", "expiry")
    issue("--paper", "expiry", "--contract", "H900000001", code=1)
    assert "作成済み" in issue.said
    (words,) = issue("--paper", "expiry", "--contract", "H900000001", "--again")
    assert come(browser, printed.access(words)).number == 711


def test_more_than_one_file_is_as_good_as_one(app, contract, issue, monkeypatch):
    monkeypatch.setattr("exchange.issuing.batch.AT_ONCE", 2)
    for place in range(5):
        contract(f"H90000000{place}", holder_name=f"見本　{place}", holder_kana=f"ミホン　{'アイウエオ'[place]}")
    assert len(issue()) == 5
    assert len(issue.files) == 3 and issue.figures == (5, 5, 0, 0, 0)


PASSED_ON = {"holder_name": "別田　花子", "holder_kana": "ベッタ　ハナコ", "holder_birth": date(1985, 5, 5)}
ELSEWHERE = {"holder_phone": "03-0000-9999", "holder_address": "大阪府見本1"}


@pytest.mark.parametrize("paper", ["guide", "expiry"])
def test_who_takes_a_contract_over_learns_nothing_of_who_had_it(app, contract, issue, browser, another_browser, paper):
    contract(ends_on=factories.NOW.date() + timedelta(days=30))
    (words,) = issue()
    former = printed.access(words)
    with app.app_context():
        factories.contract_now("H900000001", **PASSED_ON, **ELSEWHERE, **cells.kana_keys("ベツタ　ハナコ"))
    (words,) = issue("--paper", paper, "--contract", "H900000001")
    assert "別田　花子" in words and former[0] not in words
    assert come(browser, former).number == come(another_browser, printed.access(words)).number == 711


@pytest.mark.parametrize(
    "change",
    [
        {"holder_name": "鈴木　𠮷乃", "holder_kana": "スズキ　ヨシノ", **cells.kana_keys("スズキ　ヨシノ")},
        {"holder_birth": date(1960, 4, 2)},
    ],
    ids=["married", "a birth date that was wrong"],
)
def test_who_is_called_otherwise_now_keeps_the_id(app, contract, issue, change):
    contract()
    (words,) = issue()
    with app.app_context():
        factories.contract_now("H900000001", **change)
    (again,) = issue("--contract", "H900000001", "--again")
    assert printed.access(again)[0] == printed.access(words)[0]


def test_of_two_ids_it_is_the_one_that_holds_the_contract(app, contract, issue, browser):
    """Two that turn out to be one: who asked nothing keeps what they have."""
    contract("H900000001")
    contract("H900000002", **ELSEWHERE)
    first, second = issue()
    with app.app_context():
        factories.contract_now("H900000002", holder_phone="090-1234-5678")
    (again,) = issue("--contract", "H900000002", "--again")
    assert printed.access(again)[0] == printed.access(second)[0]
    assert come(browser, printed.access(first)).number == 711


def test_who_has_all_already_is_told_apart(contract, issue):
    contract("H900000001")
    contract("H900000002")
    issue()
    issue("--contract", "H900000001", "--contract", "H900000002", code=1)
    assert issue.figures == (0, 0, 0, 0, 1)
    assert "H900000001、H900000002: ログインIDは発行済みです" in issue.said


def test_a_contract_that_is_over_opens_nothing(app, contract, issue):
    contract(ends_on=factories.NOW.date() - TOMORROW)
    assert issue("--contract", "H900000001", code=1) == []
    assert "続いているご契約がありません" in issue.said and tables(app)["accounts"] == []


def test_of_an_end_it_is_not_told_too_early(contract, issue, clock):
    contract(ends_on=factories.NOW.date() + timedelta(days=61))
    assert issue("--paper", "expiry", "--contract", "H900000001", code=1) == []
    assert "満期日の60日前から作れます" in issue.said
    clock.forward(days=1)
    assert len(issue("--paper", "expiry", "--contract", "H900000001")) == 1


def test_a_letter_that_does_not_fit_is_named_and_the_others_are_made(contract, issue):
    contract("H900000001")
    contract(
        "H900000002", holder_name="別田　花子", holder_kana="ベッタ　ハナコ", holder_address="東京都" + "見本" * 200
    )
    assert len(issue(code=1)) == 1
    assert "H900000002: 長すぎて、用紙に収まりません" in issue.said


@pytest.mark.parametrize("wrong", [KeyboardInterrupt, OperationalError("commit", {}, Exception())])
def test_what_was_made_is_told_when_it_stops(contract, issue, monkeypatch, browser, wrong):
    monkeypatch.setattr("exchange.issuing.batch.AT_ONCE", 1)
    contract("H900000001")
    contract("H900000002", holder_name="別田　花子", holder_kana="ベッタ　ハナコ")
    real, calls = grants.grant, []

    def grant(*given, **more):
        calls.append(1)
        if len(calls) > 1:
            raise wrong
        return real(*given, **more)

    monkeypatch.setattr(grants, "grant", grant)
    (words,) = issue(code=2)
    assert issue.figures[:2] == (1, 1) and "途中で止まりました" in issue.said
    assert come(browser, printed.access(words)).number == 711
    monkeypatch.setattr(grants, "grant", real)
    assert len(issue()) == 1


def test_what_a_killed_run_left_is_told(contract, issue, monkeypatch):
    """Its passwords work: whoever finds the file has to know."""
    contract()
    monkeypatch.setattr("exchange.issuing.pdf_files._name", lambda unfinished: (_ for _ in ()).throw(KeyboardInterrupt))
    assert issue(code=2) == []
    monkeypatch.undo()
    assert len(issue()) == 1
    assert issue.figures == (0, 0, 0, 0, 0) and "前回の作成が途中で止まった" in issue.said


def test_what_the_database_does_not_know_is_told_and_stays(contract, issue, tmp_path):
    (tmp_path / "papers").mkdir()
    left = tmp_path / "papers" / "keiyakusha-guide-20261124-120000-abcdef-001.pdf.part"
    left.write_bytes(b"of another database")
    issue()
    assert left.name in issue.said and "記録がなく" in issue.said and left.exists()


def ask_for(app, *contract_ids):
    with app.app_context(), write() as session:
        for contract_id in contract_ids:
            paper_requests.ask(session, contract_id, factories.NOW)


def test_what_was_asked_by_telephone_is_made_with_the_rest_once(app, contract, issue, browser, another_browser):
    asked = contract().id
    (lost,) = issue()
    contract("H900000002", holder_name="別田　花子", holder_kana="ベッタ　ハナコ")
    ask_for(app, asked)
    again, first = issue()
    assert issue.figures == (2, 1, 1, 0, 0) and len(set(issue.files)) == 2
    assert printed.access(again)[0] == printed.access(lost)[0] and "別田　花子" in first
    come(another_browser, printed.access(lost), 422)
    assert come(browser, printed.access(again)).number == 711
    assert tables(app)["paper_requests"] == [] and issue() == []


def test_a_letter_made_otherwise_answers_it_too(app, contract, issue):
    ask_for(app, contract().id)
    issue("--contract", "H900000001", "--again")
    assert tables(app)["paper_requests"] == []


def test_of_another_portal_or_paper_it_waits(app, contract, issue):
    asked = contract().id
    issue()
    ask_for(app, asked)
    assert issue("--paper", "expiry") == [] and len(tables(app)["paper_requests"]) == 1


def test_what_was_asked_and_cannot_be_made_is_named_and_waits(app, contract, issue):
    asked = contract(ends_on=factories.NOW.date() - TOMORROW).id
    ask_for(app, asked)
    contract("H900000002", holder_name="別田　花子", holder_kana="ベッタ　ハナコ")
    (words,) = issue(code=1)
    assert "別田　花子" in words and "H900000001: 続いているご契約がありません" in issue.said
    assert len(tables(app)["paper_requests"]) == 1
