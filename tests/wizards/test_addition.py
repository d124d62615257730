"""Is 721 no way to find out about other people's contracts? (decision 19)"""

import factories
import pytest
from browser import Browser
from sqlalchemy import event
from sqlalchemy.engine import Engine
from ways import CONTRACT, counted, effects, letters, log_in, plain, tables, to_722

from infra import statements
from infra.database import write
from models import Account

NUMBER = "C900000001"


@pytest.fixture
def customer(app, browser):
    with app.app_context():
        factories.agency()
        found = factories.account(app).id
    log_in(browser)
    return found


def contract(app, **different):
    with app.app_context():
        return factories.contract(**different).id


def refused(browser, **different):
    """The page that says no, without what was typed."""
    to_722(browser, **different).send(status=409)
    assert browser.number == 722
    return plain(browser.response.text).split('<dl class="rows">')[0]


@pytest.mark.parametrize(
    "different",
    [
        {},
        {"holder_phone": ""},
        {"holder_phone": "090-1234-0000"},
        {"group_contract": True},
        {"holder_kana": "ベツ　ジン", "holder_email": "taro@example.jp"},
        {"portal": "keiyakusha"},
    ],
    ids=["no such contract", "no phone", "wrong phone", "group contract", "another's", "another portal's"],
)
def test_every_refusal_is_the_same_and_is_counted(app, browser, customer, different):
    contract(app, number="C999999999")
    reference = refused(browser, number="C111111111")
    if different:
        contract(app, **different)
    assert refused(browser) == reference
    assert len(tables(app)["attempts"]) == 3
    assert counted(app)["holdings"] == 0


def test_what_matches_is_added_with_a_receipt_and_a_letter(app, browser, customer):
    contract(app)
    to_722(browser).send()
    assert browser.number == 723
    number = browser.page.select_one(".receipt-no dd").get_text().replace(" ", "")
    assert number.isdigit() and number in letters(app)[-1].text.replace(" ", "")
    assert NUMBER in browser.open("/okyakusama/renewals").text
    assert effects(app)["attempts"] == []


def test_what_the_account_knows_need_not_be_typed(app, browser, customer):
    """721 shows it; what is typed there wins, and never is anything else filled in."""
    contract(app)
    shown = browser.open("/okyakusama/addition/").values
    assert [shown[name] for name in ("kana-family", "kana-given")] == ["タカサキ", "ヨシノ"]
    assert [shown[name] for name in ("number", "phone_end")] == ["", ""]
    assert [shown[f"birth-{part}"] for part in ("year", "month", "day")] == ["1960", "4", "1"]
    browser.send({"number": NUMBER, "phone_end": "5678", "birth-day": "2"})
    assert browser.summary["生年月日"].startswith("1960年") and browser.summary["生年月日"].endswith("4月2日")
    browser.open("/okyakusama/addition/").send({"number": NUMBER, "phone_end": "5678"}).send()
    assert browser.number == 723


@pytest.mark.parametrize(
    ("in_contract", "mine", "typed"),
    [
        ("タカサキ　カヲリ", ("タカサキ", "カオリ"), ("タカサキ", "カオリ")),
        ("ｽﾊﾙﾄ", ("スハルト", ""), ("", "すはると")),
        ("ｻﾝﾃｸﾞｼﾞﾕﾍﾟﾘ ﾏﾘ-", ("サン・テグジュペリ", "マリー"), ("サン゠テグジュペリ", "マリー")),
    ],
)
def test_a_name_is_found_however_the_contract_writes_it(app, browser, customer, in_contract, mine, typed):
    contract(app, holder_kana=in_contract, holder_email="")
    with app.app_context(), write() as session:
        owner = session.get_one(Account, customer)
        owner.family_kana, owner.given_kana = mine
    to_722(browser, **{"kana-family": typed[0], "kana-given": typed[1]}).send()
    assert browser.number == 723
    assert NUMBER in browser.open("/okyakusama/renewals").text


def test_after_five_wrong_tries_at_a_number_even_the_right_ones_are_refused_in_the_same_words(app, browser, customer):
    contract(app)
    pages = [refused(browser, phone_end="0000") for _ in range(5)]
    assert len(set(pages)) == 1
    wrong = refused(browser, phone_end="0000")
    assert refused(browser) == wrong
    assert counted(app)["holdings"] == 0


def test_the_tries_of_an_account_are_counted_over_all_numbers(app, browser, customer):
    contract(app)
    for last in range(5):
        refused(browser, number=f"C11111111{last}")
    wrong = refused(browser, number="C111111119")
    assert refused(browser) == wrong
    assert counted(app)["holdings"] == 0


def test_the_tries_at_a_number_are_counted_over_all_accounts(app, browser, customer):
    contract(app)
    with app.app_context():
        factories.account(app, user_id="taro@example.jp")
    thief = log_in(Browser(app.test_client()), "taro@example.jp")
    for _ in range(5):
        refused(thief, phone_end="0000")
    refused(browser)
    assert counted(app)["holdings"] == 0


def test_spellings_of_a_number_are_one_number(app, browser, customer):
    contract(app)
    for spelling in ("C900000001", "c900000001", "Ｃ９０００００００１", "C-900-000001", "C900 000001"):
        refused(browser, number=spelling, phone_end="0000")
    refused(browser)
    assert counted(app)["holdings"] == 0


def test_the_fifth_try_may_be_right(app, browser, customer):
    contract(app)
    for _ in range(4):
        refused(browser, phone_end="0000")
    assert to_722(browser).send().number == 723


def test_a_number_that_exists_and_one_that_does_not_cost_the_same_work(app, browser, customer, monkeypatch):
    contract(app, holder_phone="")
    sent = []

    def note(connection, cursor, statement, *_):
        sent.append(statement)

    monkeypatch.setattr(statements, "LISTENERS", [lambda sql, _: sent.append(sql)])
    found = []
    for number in (NUMBER, "C111111111"):
        to_722(browser, number=number)
        sent.clear()
        event.listen(Engine, "before_cursor_execute", note)
        browser.send(status=409)
        event.remove(Engine, "before_cursor_execute", note)
        found.append(list(sent))
    assert found[0] == found[1]
    assert any("FROM contracts" in sql for sql in found[0])


def test_a_contract_that_is_held_already_can_be_added_again_without_harm(app, browser, customer):
    contract(app)
    to_722(browser).send()
    to_722(browser).send()
    assert (browser.number, counted(app)["holdings"]) == (723, 1)


def test_nobody_adds_without_a_login(app):
    browser = Browser(app.test_client()).open("/okyakusama/addition/")
    assert browser.number == 102
    token = browser.standing(browser.form)["csrf_token"]
    answer = browser.client.post("/okyakusama/addition/", data={**CONTRACT, "csrf_token": token})
    assert answer.status_code == 303
    assert answer.location.startswith("/okyakusama/login")
    assert tables(app)["runs"] == []
