"""Does a contract end as its owner asked, on the day they chose, with the money to their own account? 611–614."""

from datetime import UTC, date, datetime

import factories
import pytest
from browser import Browser
from sqlalchemy import select
from ways import (
    AGREED,
    BANK,
    at_once,
    letters,
    log_in,
    pressed,
    tables,
    to_604,
    to_606,
    to_613,
    to_624,
    twin,
)
from zengin_code import Bank

from domain.contracts import requests
from exchange.imports import cells
from infra.database import read
from models import Contract, ContractRequest, Export

HOLDER = "タカサキ ヨシノ"


@pytest.fixture
def contract_id(app, browser):
    with app.app_context():
        _, found = factories.held(app)
    log_in(browser)
    return found


def asked_for(app):
    with app.app_context(), read() as session:
        return session.scalars(select(ContractRequest).order_by(ContractRequest.id)).all()


def details(app, asked):
    keyring = app.extensions["keyring"]
    return requests.details_of(keyring, asked.receipt_number, asked.contents, asked.sealed)


def test_from_the_choice_to_the_receipt(app, browser, contract_id):
    browser.open("/okyakusama/changes").follow("解約")
    assert browser.number == 611
    browser.follow("解約")
    assert browser.number == 612
    assert browser.summary["証券番号"] == "C900000001" and browser.values["holder"] == HOLDER
    browser.send(BANK)
    assert browser.number == 613
    assert (
        browser.summary["金融機関"] == "みずほ銀行（コード 0001）"
        and browser.summary["支店"] == "東京営業部（コード 001）"
    )
    assert browser.summary["口座番号"] == "1234567" and browser.summary["口座名義（カナ）"] == HOLDER
    assert "午後4時に、このご契約のすべての補償が終了します" in browser.text
    browser.send({}, 422)
    assert "確認しました。」を選択してください。" in " ".join(browser.errors) and asked_for(app) == []
    browser.send({"understood": "yes"}, button="この内容で解約を申し込む")
    assert browser.number == 614
    [asked] = asked_for(app)
    assert (asked.kind, asked.part, asked.state, asked.effective_on) == (
        "cancellation",
        "",
        "accepted",
        date(2026, 11, 24),
    )
    assert asked.receipt_number in browser.text.replace(" ", "")
    assert "****567" in browser.text and "1234567" not in browser.text
    assert "受付済" in browser.open("/okyakusama/contracts").text
    assert "解約を申し込みました" in browser.open("/okyakusama/history").text


def test_the_account_is_readable_nowhere_but_for_the_core_system(app, browser, contract_id):
    to_613(browser, contract_id).send()
    # The telephone number by which staff find its holder happens to hold these digits.
    everything = str(tables(app, without={"find_phone"}))
    assert "1234567" not in everything and "みずほ" not in everything
    assert details(app, asked_for(app)[0]) == {
        "解約日": "2026-11-24",
        "解約理由": "転居・退去のため",
        "金融機関コード": "0001",
        "金融機関名": "みずほ",
        "支店コード": "001",
        "支店名": "東京営業部",
        "預金種別": "普通",
        "口座番号": "1234567",
        "口座名義カナ": "ﾀｶｻｷ ﾖｼﾉ",
    }
    [letter] = letters(app)
    assert letter.kind == "cancellation_accepted"
    for secret in ("1234567", "567", "みずほ", "C900000001", "ヨシノ"):
        assert secret not in letter.text + letter.html


def test_what_was_taken_back_keeps_no_account(app, browser, contract_id):
    to_613(browser, contract_id).send()
    browser.open("/okyakusama/requests/1/withdraw").send()
    [asked] = asked_for(app)
    assert (asked.state, asked.sealed) == ("withdrawn", None)


@pytest.mark.parametrize(
    ("typed", "kept"), [("123", "0000123"), ("１２３４５６７", "1234567"), ("12-34567", "1234567")]
)
def test_an_account_number_has_seven_digits(app, browser, contract_id, typed, kept):
    to_613(browser, contract_id, number=typed).send()
    assert details(app, asked_for(app)[0])["口座番号"] == kept


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"number": "12345678"}, "口座番号は7桁以内の数字で入力してください。"),
        ({"number": "12a"}, "口座番号は7桁以内の数字で入力してください。"),
        ({"bank": "ゆうちょ", "branch": "〇一九", "number": "123456"}, "預金種別は「当座」です。"),
        ({"bank": "3647"}, "岩沼市農協は、2025年4月1日に仙台農協（3636）になりました。"),
        ({"holder": "ヤマダ ハナコ"}, "保険契約者ご本人の口座に限ります。"),
        ({"holder": "髙﨑 吉乃"}, "使用できない文字「髙﨑吉乃」が含まれています。"),
        ({"bank": "見本銀行"}, "「見本銀行」に当てはまる金融機関が見つかりません。"),
        ({"bank": ""}, "金融機関を入力してください。"),
        ({"branch": "見本"}, "「見本」に当てはまる支店が見つかりません。"),
        ({"bank": "信金"}, "金融機関が多数あります。"),
        ({"pledge": "yes"}, "質権が設定されているご契約の解約は、お電話で承ります。"),
        (
            {"pledge": "unknown"},
            "お手数ですが、インターネットデスク（0120-000-000）へお電話ください。",
        ),
        ({"reason": ""}, "解約の理由を選択してください。"),
        ({"day-day": "23"}, "解約日は本日以降の日付を入力してください。"),
        ({"day-month": "12", "day-day": "25"}, "保険期間の最終日（2026年12月24日）まで"),
    ],
)
def test_what_a_bank_or_the_business_would_not_take_is_refused(app, browser, contract_id, typed, message):
    browser.open(f"/okyakusama/cancellation/of/{contract_id}/").send({**BANK, **typed}, 422)
    assert message in " ".join(browser.errors)
    assert asked_for(app) == []


def test_the_passbook_of_yucho_goes_out_as_its_account_for_transfers(app, browser, contract_id):
    to_613(browser, contract_id, bank="ゆうちょ銀行", branch="10180", number="12345671")
    assert browser.summary["支店"] == "〇一八（コード 018）"
    assert browser.summary["口座番号"] == "1234567（入力された番号 12345671）"
    browser.send()
    kept = details(app, asked_for(app)[0])
    assert [kept[name] for name in ("金融機関コード", "支店コード", "支店名", "預金種別", "口座番号")] == [
        *("9900", "018", "〇一八", "普通", "1234567")
    ]


def test_among_several_banks_one_is_chosen(app, browser, contract_id):
    browser.open(f"/okyakusama/cancellation/of/{contract_id}/")
    browser.send({**BANK, "bank": "埼玉", "branch": "本店"}, button="検索する")
    assert browser.number == 612
    named_so = {each.code for each in Bank.all.values() if "埼玉" in each.name}
    offered = [tag["value"] for tag in browser.page.select(".found input[name=bank-code]")]
    assert len(named_so) > 1 and named_so <= set(offered)
    told = browser.page.select_one("#bank-told").get_text()
    assert told.startswith(f"「埼玉」に当てはまる金融機関が{len(offered)}件")
    assert browser.values["number"] == "1234567" and browser.notices == []
    browser.send({"bank-code": "0017"}, button="検索する")
    assert browser.page.select_one("#bank-told").get_text() == "埼玉りそな銀行（0017）です。"
    folded = [tag["value"] for tag in browser.page.select(".found details input")]
    assert folded == [each for each in offered if each != "0017"], "the list folds"
    browser.send({"branch": "上尾"})
    assert browser.number == 613
    assert browser.summary["金融機関"] == "埼玉りそな銀行（コード 0017）"
    browser.send({"understood": "yes"})
    assert details(app, asked_for(app)[0])["金融機関コード"] == "0017"


def test_a_choice_that_was_not_offered_is_none(app, browser, contract_id):
    browser.open(f"/okyakusama/cancellation/of/{contract_id}/").send({**BANK, "bank": "埼玉"}, 422)
    action, data = pressed(browser)
    answer = browser.client.post(action, data={**data, "bank-code": "0001"})
    assert answer.status_code == 422 and "選択してください" in answer.text


def test_a_company_writes_its_account_as_banks_do(app):
    with app.app_context():
        company = {
            "company": True,
            "holder_name": "株式会社見本",
            "holder_kana": "カブシキガイシャミホン",
            "holder_birth": None,
        }
        _, contract_id = factories.held(app, "keiyakusha", **company)
    browser = Browser(app.test_client()).open("/keiyakusha/login")
    browser.send({"user_id": "KMA7482X", "password": factories.PASSWORD})
    to_613(browser, contract_id, "keiyakusha", holder="カ）みほん")
    browser.send()
    assert details(app, asked_for(app)[0])["口座名義カナ"] == "ｶ)ﾐﾎﾝ"


def test_the_nightly_run_ends_it_on_its_day(app, browser, contract_id, clock):
    to_613(browser, contract_id, **{"day-month": "12", "day-day": "1"}).send()
    run = app.test_cli_runner().invoke
    for day, done in ((25, "0件"), (30, "0件")):
        clock.now = datetime(2026, 11, day, 16, tzinfo=UTC)
        assert (done if day == 25 else "1件") in run(args=["data", "apply"]).stdout
    with app.app_context(), read() as session:
        contract = session.get(Contract, contract_id)
    assert (contract.ends_on, contract.changed_on) == (date(2026, 12, 1), date(2026, 12, 1))
    clock.now = datetime(2026, 12, 1, 16, tzinfo=UTC)
    log_in(browser).open("/okyakusama/contracts")
    assert browser.page.select_one(".contracts .badge").text == "終了"
    browser.open(f"/okyakusama/cancellation/of/{contract_id}/", 409)


def test_the_core_system_reads_where_the_money_goes(app, browser, contract_id, tmp_path):
    to_613(browser, contract_id).send()
    result = app.test_cli_runner().invoke(args=["data", "export", "requests", str(tmp_path / "out.csv")])
    assert result.exit_code == 0, result.output
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "解約" in text and "0001,みずほ,001,東京営業部,普通,1234567,ﾀｶｻｷ ﾖｼﾉ" in text


def test_the_account_is_erased_once_its_file_is_whole(app, browser, contract_id, tmp_path):
    to_613(browser, contract_id).send()
    app.test_cli_runner().invoke(args=["data", "export", "requests", str(tmp_path / "out.csv")])
    assert asked_for(app)[0].sealed is None


def test_a_key_that_is_gone_stops_no_file(app, browser, contract_id, tmp_path, make_app, sqlite_url):
    to_613(browser, contract_id).send()
    other = make_app(sqlite_url, SECRET_KEYS=["another key of more than thirty-two characters"])
    result = other.test_cli_runner().invoke(args=["data", "export", "requests", str(tmp_path / "out.csv")])
    assert result.exit_code == 1 and "鍵がない" in result.stderr
    assert asked_for(app)[0].receipt_number in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_a_day_that_was_typed_stays_that_day(app, browser, contract_id, clock):
    """Of a date no box is taken from another day's suggestion."""
    to_613(browser, contract_id, **{"day-day": "30"})
    clock.now = datetime(2026, 11, 30, 16, tzinfo=UTC)
    log_in(browser).open("/okyakusama/home").follow("続きから")
    assert browser.number == 612
    assert [browser.values[f"day-{part}"] for part in ("year", "month", "day")] == ["2026", "11", "30"]


def test_a_contract_that_it_ended_is_neither_ended_again_nor_renewed(app, browser, contract_id, clock):
    to_613(browser, contract_id, **{"day-month": "12", "day-day": "1"}).send()
    clock.now = datetime(2026, 11, 30, 16, tzinfo=UTC)
    app.test_cli_runner().invoke(args=["data", "apply"])
    log_in(browser).open(f"/okyakusama/cancellation/of/{contract_id}/", 409)
    assert "すでに解約のお手続きが済んでいます" in browser.text
    browser.open(f"/okyakusama/renewal/of/{contract_id}/", 409)
    assert not browser.open("/okyakusama/renewals").page.select(".cell-act a")


def test_a_contract_whose_renewal_went_out_is_not_cancelled(app, browser, contract_id, clock):
    to_624(browser, contract_id).send(AGREED)
    clock.forward(days=1)
    app.test_cli_runner().invoke(args=["data", "apply"])
    log_in(browser).open(f"/okyakusama/cancellation/of/{contract_id}/", 409)
    assert browser.number == 608 and "すでに継続のお手続きが済んでいます" in browser.text


def test_what_was_handed_over_is_not_said_to_be_taken_back(app, browser, contract_id):
    to_613(browser, contract_id, **{"day-month": "12", "day-day": "1"}).send()
    with app.app_context():
        export = factories.add(Export(file="/x", encoding="utf-8", begun_at=factories.NOW))
        factories.request_now(1, export_id=export.id)
    to_604(browser, contract_id, status=409)
    assert "すでにお手続きに入っています" in browser.text and "取り下げてから" not in browser.text


def test_a_contract_that_passed_on_is_on_nobody_elses_list(app, browser, contract_id):
    with app.app_context():
        other = {
            "holder_name": "別　人",
            "holder_kana": "ベツ　ジン",
            **cells.kana_keys("ベツ　ジン"),
            "holder_birth": date(1990, 1, 1),
        }
        factories.contract_now("C900000001", **other)
    browser.open(f"/okyakusama/cancellation/of/{contract_id}/", 404)
    browser.open(f"/okyakusama/contracts/{contract_id}", 404)
    assert browser.client.get(f"/okyakusama/contracts/{contract_id}/policy.pdf").status_code == 404
    assert "C900000001" not in browser.open("/okyakusama/contracts").text
    assert "C900000001" not in browser.open("/okyakusama/renewals").text


def test_a_second_one_replaces_the_first(app, browser, contract_id):
    to_613(browser, contract_id).send()
    to_613(browser, contract_id, number="7654321")
    assert "置き換わります" in browser.text
    browser.send()
    first, second = asked_for(app)
    assert (first.state, first.sealed, second.state) == ("replaced", None, "accepted")


def test_while_it_is_under_way_nothing_else_is_asked_for(app, browser, contract_id):
    to_606(browser, contract_id)
    to_613(browser, contract_id).send()
    assert browser.number == 614
    to_604(browser, contract_id, status=409)
    assert "解約のお申し込み" in browser.text and "取り下げてから" in browser.text
    browser.open(f"/okyakusama/renewal/of/{contract_id}/", 409)


def test_a_contract_that_is_being_renewed_is_not_cancelled_beside_it(app, browser, contract_id):
    to_624(browser, contract_id).send({"important": "yes", "intention": "yes"})
    browser.open(f"/okyakusama/cancellation/of/{contract_id}/", 409)
    assert "継続のお申し込み" in browser.text


def test_what_the_core_system_was_told_is_not_asked_for_again(app, browser, contract_id):
    to_613(browser, contract_id).send()
    with app.app_context():
        export = factories.add(Export(file="/x", encoding="utf-8", begun_at=factories.NOW))
        factories.request_now(1, export_id=export.id)
    browser.open(f"/okyakusama/cancellation/of/{contract_id}/", 409)
    assert "すでにお手続きに入っています" in browser.text


def test_anothers_and_closed_ones_are_not_to_be_had(app, browser, contract_id):
    with app.app_context():
        factories.account(app, user_id="taro@example.jp")
        factories.hold(1, factories.contract(number="C900000002", online=False).id)
    stranger = log_in(Browser(app.test_client()), "taro@example.jp")
    stranger.open(f"/okyakusama/cancellation/of/{contract_id}/", 404)
    assert "C900000001" not in stranger.open("/okyakusama/cancellations").text
    browser.open("/okyakusama/cancellation/of/2/", 409)
    browser.open(f"/okyakusama/cancellation/of/{contract_id}-insured/", 404)
    assert Browser(app.test_client()).open("/okyakusama/cancellations").number == 102


def test_twenty_presses_at_once_make_one_request(make_app, database_url):
    app = make_app(database_url)
    with app.app_context():
        _, contract_id = factories.held(app)
    browser = to_613(log_in(Browser(app.test_client())), contract_id)
    action, data = pressed(browser)
    twins = [twin(browser, app) for _ in range(20)]
    answers = at_once([lambda each=each: each.client.post(action, data=data, follow_redirects=True) for each in twins])
    assert all("（画面番号614）" in answer.text for answer in answers)
    assert len(asked_for(app)) == 1 and len(letters(app)) == 1
