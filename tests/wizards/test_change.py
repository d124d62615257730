"""Is a change of a contract asked for exactly as the customer saw it, once, and only of their own? 604–606."""

import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import factories
import pytest
from browser import Browser
from sqlalchemy import select, update
from ways import (
    NEW_PHONE,
    at_once,
    compared,
    letters,
    log_in,
    pressed,
    tables,
    to_604,
    to_605,
    to_606,
    twin,
    until_one_waits,
)

from forms.kit.question import LONGEST_DRAFT
from infra.database import read, write
from models import Contract, ContractRequest, Event, Export

ROOT = Path(__file__).parents[2]
TODAY = {"day-year": "2026", "day-month": "11", "day-day": "24"}


@pytest.fixture
def contract_id(app, browser):
    """A contract of the customer who is logged in."""
    with app.app_context():
        _, found = factories.held(app)
    log_in(browser)
    return found


def at_the_counter(app, portal="okyakusama", **different):
    """Somebody else's browser, logged in, and their contract."""
    with app.app_context():
        _, found = factories.held(app, portal, **different)
    browser = Browser(app.test_client())
    user_id = "yoshino.t@example.jp" if portal == "okyakusama" else "KMA7482X"
    browser.open(f"/{portal}/login").send({"user_id": user_id, "password": factories.PASSWORD})
    return browser, found


def requests(app):
    with app.app_context(), read() as session:
        return session.scalars(select(ContractRequest).order_by(ContractRequest.id)).all()


def columns(request):
    return json.loads(request.contents)["columns"]


def set_contract(app, contract_id, **values):
    with app.app_context(), write() as session:
        session.execute(update(Contract).where(Contract.id == contract_id).values(**values))


def set_request(app, **values):
    with app.app_context(), write() as session:
        session.execute(update(ContractRequest).values(**values))


def test_from_the_list_to_the_receipt(app, browser, contract_id):
    browser.open("/okyakusama/contracts").follow("変更")
    assert browser.number == 603
    browser.follow("変更する")
    assert (browser.number, browser.heading) == (604, "被保険者の変更")
    assert browser.values["phone-area"] == "090" and browser.values["phone-line"] == "5678"
    assert browser.values["address-prefecture"] == "東京都" and browser.values["address-town"] == "港区見本"
    assert browser.values["address-street"] == "1-2-3"
    assert browser.summary == {"☆氏名または名称": "髙﨑 𠮷乃", "☆氏名または名称カナ": "タカサキ ヨシノ"}
    assert "変更をご希望の方は" in browser.text
    asked_first, *_, last = browser.page.select(".field .lab > span:nth-of-type(2)")
    assert (asked_first.text, last.text) == ("電話番号", "変更日")
    browser.send(NEW_PHONE)
    assert browser.number == 605
    assert [row.select_one("th").text.split()[-1] for row in browser.page.select(".compared")] == ["電話番号", "変更日"]
    assert compared(browser)["電話番号"] == ("090-1234-5678", "080-8765-4321")
    assert compared(browser)["生年月日"] == ("1960年（昭和35年）4月1日", "変更なし")
    assert "幹事保険会社サンプル損害保険100%" in browser.text
    browser.send(button="この内容で保険契約の変更（異動）を申し込む")
    assert browser.number == 606
    assert "申し込みいただいた内容は、翌日以降に反映されます。" in browser.text
    [asked] = requests(app)
    assert asked.receipt_number in browser.text.replace(" ", "")
    assert (asked.kind, asked.part, asked.state, asked.effective_on) == (
        "change",
        "insured",
        "accepted",
        date(2026, 11, 24),
    )
    assert columns(asked) == {"holder_phone": ["090-1234-5678", "080-8765-4321"], "changed_on": [None, "2026-11-24"]}
    assert browser.open("/okyakusama/contracts").page.select_one(".contracts .badge").text == "受付済"


def test_a_letter_and_the_mark_upon_it_are_asked_for_as_one(app, browser, contract_id):
    """Some keyboards and programs write か and U+3099; older systems have no such mark."""
    typed = {"address-street": "9-9", "address-building": "か\u3099す荘 \ufa19R\u0065\u0301"}
    to_606(browser, contract_id, **typed)
    [asked] = requests(app)
    assert columns(asked)["holder_address"][1].endswith("9-9 がす荘 \ufa19R\u00e9")


def test_nothing_of_the_contract_changes_yet(app, browser, contract_id):
    before = tables(app)["contracts"]
    to_606(browser, contract_id)
    assert tables(app)["contracts"] == before


def test_the_letter_says_what_was_asked_and_no_personal_datum(app, browser, contract_id):
    to_606(browser, contract_id)
    [letter] = letters(app)
    [asked] = requests(app)
    assert letter.kind == "change_accepted" and letter.address == "yoshino.t@example.jp"
    assert asked.receipt_number in letter.text.replace(" ", "")
    assert "****0001" in letter.text and "電話番号" in letter.text and "翌日以降に反映されます" in letter.text
    for secret in ("8765", "1234", "C900000001"):
        assert secret not in letter.text + letter.html + letter.subject
    # Called by name, at the address that is their own, and named nowhere else.
    assert letter.text.startswith("髙﨑 𠮷乃 様\n")
    assert letter.text.count("𠮷") == letter.html.count('<p style="font-size:17px">髙﨑 𠮷乃 様</p>') == 1


def test_without_an_address_nothing_is_sent_and_nothing_promised(app):
    browser, contract_id = at_the_counter(app, "keiyakusha")
    with app.app_context(), write() as session:
        session.execute(update(factories.models.Account).values(email=None))
    to_606(browser, contract_id, portal="keiyakusha")
    assert letters(app) == []
    assert "メールアドレスにお知らせ" not in browser.text


def test_it_is_an_event_by_its_screen(app, browser, contract_id):
    to_606(browser, contract_id)
    with app.app_context(), read() as session:
        event = session.scalars(select(Event).where(Event.kind == "change requested")).one()
    [asked] = requests(app)
    assert (event.screen, event.receipt_number, event.request_id) == (606, asked.receipt_number, asked.id)
    assert event.account_id == asked.account_id


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("050", "1234", "5678"), "050から始まる番号は登録できません。"),
        (("0120", "123", "456"), "通話料無料の番号（0120・0800）は登録できません。"),
        (("0570", "123", "456"), "0570から始まる番号は登録できません。"),
        (("090", "1234", "567"), "電話番号は、固定電話は市外局番から10桁、携帯電話は11桁で入力してください。"),
        (("", "", ""), "電話番号を入力してください。"),
    ],
)
def test_a_number_that_nobody_can_be_called_on_is_refused_by_its_kind(app, browser, contract_id, typed, message):
    to_604(browser, contract_id)
    browser.send(dict(zip(("phone-area", "phone-exchange", "phone-line"), typed, strict=True)), 422)
    assert message in " ".join(browser.errors)
    assert requests(app) == []


NUMBERS = {
    "of no place": ("0212", "21", "2345"),
    "a landline": ("03", "1234", "5678"),
    "mobile": ("080", "8765", "4321"),
}


def asking(app, kinds):
    """A customer of the portal that recognises by these kinds of number."""
    portals = app.extensions["portals"]
    asked = replace(portals["keiyakusha"].phone_verification, kinds=kinds)
    portals["keiyakusha"] = replace(portals["keiyakusha"], phone_verification=asked)


@pytest.mark.parametrize(
    ("kinds", "number", "refused"),
    [
        (
            ("mobile", "landline"),
            "of no place",
            "日本国内の電話番号として確認できない番号は、本人認証にご利用いただけません。",
        ),
        (
            ("mobile",),
            "a landline",
            "固定電話の番号は、本人認証にご利用いただけません。携帯電話（090・080・070・060）の番号を",
        ),
        (("mobile", "landline"), "a landline", ""),
        (("mobile",), "mobile", ""),
    ],
)
@pytest.mark.parametrize(("same", "part"), [(True, "insured"), (False, "holder")])
def test_a_number_that_recognises_is_one_that_can(app, kinds, number, refused, same, part):
    """As on 642 and 643; else the login would end on 505 from the next day on."""
    asking(app, kinds)
    browser, contract_id = at_the_counter(app, "keiyakusha", insured_is_holder=same)
    to_604(browser, contract_id, part, "keiyakusha")
    assert "ご利用いただけません：" in browser.text and "の番号は登録できません。" not in browser.text
    browser.send(dict(zip(NEW_PHONE, NUMBERS[number], strict=True)), 422 if refused else 200)
    assert refused in browser.text and browser.number == (604 if refused else 605)


def test_a_number_that_recognises_nobody_is_judged_as_ever(app):
    """The insured's own."""
    asking(app, ("mobile",))
    browser, contract_id = at_the_counter(app, "keiyakusha", insured_is_holder=False, insured_phone="090-1234-5678")
    to_604(browser, contract_id, "insured", "keiyakusha")
    assert "本人認証" not in browser.text
    assert browser.send(dict(zip(NEW_PHONE, NUMBERS["of no place"], strict=True))).number == 605


def test_where_no_call_is_asked_for_a_number_is_judged_as_ever(browser, contract_id):
    assert "本人認証" not in to_604(browser, contract_id).text
    assert browser.send(dict(zip(NEW_PHONE, NUMBERS["of no place"], strict=True))).number == 605


def test_a_number_that_cannot_recognise_and_stays_is_in_nobodys_way(app):
    browser, contract_id = at_the_counter(app, "keiyakusha", holder_phone="050-1234-5678")
    to_604(browser, contract_id, portal="keiyakusha").send({"address-street": "9-9-9"})
    assert browser.number == 605


@pytest.mark.parametrize("box", ["phone-area", "phone-exchange", "phone-line"])
@pytest.mark.parametrize("typed", ["08087654321", "０８０－８７６５－４３２１", "+81 80 8765 4321"])
def test_a_whole_number_in_any_box_fills_all_three(app, browser, contract_id, box, typed):
    empty = dict.fromkeys(NEW_PHONE, "")
    to_604(browser, contract_id).send({**empty, box: typed})
    assert compared(browser)["電話番号"][1] == "080-8765-4321"
    browser.change("電話番号")
    assert [browser.values[name] for name in NEW_PHONE] == ["080", "8765", "4321"]


def test_a_landline_is_shown_behind_its_area_code(app, browser, contract_id):
    to_605(browser, contract_id, **{"phone-area": "0466341102", "phone-exchange": "", "phone-line": ""}).send()
    assert columns(requests(app)[0])["holder_phone"][1] == "0466-34-1102"


@pytest.mark.parametrize(
    "odd",
    [
        {"holder_birth": date(1890, 1, 1)},
        {"holder_birth": date(2026, 11, 24)},
        {"holder_address": "長野県見本村無番地"},
        {"holder_address": "☃県 見本"},
        {"holder_postal_code": "107"},
        {"holder_name": "王", "holder_kana": "オウ"},
    ],
)
def test_odd_data_of_a_contract_are_in_nobodys_way(app, odd):
    browser, contract_id = at_the_counter(app, **odd)
    to_606(browser, contract_id)
    assert set(columns(requests(app)[0])) == {"holder_phone", "changed_on"}


@pytest.mark.parametrize("odd", [{"holder_name": "王", "holder_kana": "オウ"}, {"holder_name": "髙﨑　𠮷乃"}])
def test_a_portal_that_lets_names_be_changed(make_app, sqlite_url, tmp_path, odd):
    portals = tmp_path / "portals.toml"
    text = (ROOT / "portals.toml").read_text().replace('changes = ["birth",', 'changes = ["name", "kana", "birth",')
    portals.write_text(text)
    app = make_app(sqlite_url, PORTALS_FILE=str(portals))
    browser, contract_id = at_the_counter(app, **odd)
    to_604(browser, contract_id)
    assert "変更をご希望の方は" not in browser.text
    to_606(browser, contract_id)
    assert set(columns(requests(app)[0])) == {"holder_phone", "changed_on"}
    to_606(
        browser,
        contract_id,
        **{"name-family": "吉田", "name-given": "花", "kana-family": "よしだ", "kana-given": "はな"},
    )
    assert columns(requests(app)[1])["holder_name"][1] == "吉田　花"
    assert columns(requests(app)[1])["holder_kana"][1] == "ヨシダ　ハナ"


def test_a_company_whose_name_changed(make_app, sqlite_url, tmp_path):
    portals = tmp_path / "portals.toml"
    text = (ROOT / "portals.toml").read_text().replace('changes = ["birth",', 'changes = ["name", "kana", "birth",')
    portals.write_text(text)
    app = make_app(sqlite_url, PORTALS_FILE=str(portals))
    company = {
        "company": True,
        "holder_name": "株式会社見本",
        "holder_kana": "カブシキガイシャミホン",
        "holder_birth": None,
    }
    browser, contract_id = at_the_counter(app, "keiyakusha", **company)
    to_604(browser, contract_id, portal="keiyakusha").send({"company-whole": "", "company_kana-whole": "abc"}, 422)
    assert len(browser.errors) == 3
    browser.send({"company-whole": "株式会社ｅ－ラボ", "company_kana-whole": "かぶしきがいしゃいーらぼ"}).send()
    assert columns(requests(app)[0])["holder_kana"][1] == "カブシキガイシャイーラボ"


def test_a_long_text_in_a_box_costs_nothing(app, browser, contract_id, normalized):
    """NFKC of a text made to be slow takes seconds; nothing so long is read."""
    to_604(browser, contract_id)
    browser.send({"address-code": "あ" * 10_000}, button="郵便番号から住所を入力")
    assert max(normalized) <= LONGEST_DRAFT
    assert "見つかりませんでした" in browser.notices[0]


def test_the_same_in_other_widths_beside_a_change_is_shown_as_no_change(app):
    browser, contract_id = at_the_counter(app, holder_address="東京都港区見本１丁目２番３号")
    to_605(browser, contract_id, **{"address-street": "1丁目2番3号"})
    assert compared(browser)["連絡先住所"][1] == "変更なし"
    browser.send()
    assert set(columns(requests(app)[0])) == {"holder_phone", "changed_on"}


def test_what_is_registered_already_may_stay_as_it_is(app):
    """A 050 number was good once; who changes only the address is not asked for another."""
    browser, contract_id = at_the_counter(app, holder_phone="050-1234-5678")
    to_604(browser, contract_id).send({"address-street": "9-9"})
    assert browser.number == 605
    browser.send()
    assert set(columns(requests(app)[0])) == {"holder_address", "changed_on"}


def test_the_same_in_other_characters_is_no_change(app, browser, contract_id):
    to_604(browser, contract_id).send({"phone-area": "０９０", "address-street": "１−２−３"}, 422)
    assert "現在のご契約の内容から変更がありません" in " ".join(browser.errors)
    assert requests(app) == []


@pytest.mark.parametrize(
    ("day", "good"),
    [("2026-11-23", False), ("2026-11-24", True), ("2026-12-24", True), ("2026-12-25", False)],
)
def test_a_change_begins_between_today_and_the_last_day(app, browser, contract_id, day, good):
    year, month, date_ = day.split("-")
    typed = {**NEW_PHONE, "day-year": year, "day-month": month, "day-day": date_}
    to_604(browser, contract_id).send(typed, 200 if good else 422)
    if good:
        browser.send()
        assert str(requests(app)[0].effective_on) == day
    else:
        assert "変更日は" in " ".join(browser.errors)


def test_a_change_of_a_contract_that_begins_later_begins_with_it(app):
    browser, contract_id = at_the_counter(app, starts_on=date(2026, 12, 1), ends_on=date(2027, 12, 1))
    to_604(browser, contract_id)
    assert (browser.values["day-month"], browser.values["day-day"]) == ("12", "1")
    browser.send({**NEW_PHONE, **TODAY}, 422)
    assert "2026年12月1日以降の日付" in " ".join(browser.errors)


def test_the_29th_of_february_is_a_day_like_any_other(app, clock):
    clock.now = datetime(2028, 2, 28, 3, tzinfo=UTC)
    browser, contract_id = at_the_counter(app, starts_on=date(2027, 3, 1), ends_on=date(2028, 2, 29))
    to_604(browser, contract_id).send({**NEW_PHONE, "day-day": "29"}).send()
    assert requests(app)[0].effective_on == date(2028, 2, 29)


def test_at_midnight_in_japan_today_is_another_day(app, browser, contract_id, clock):
    """Who left the day as it was suggested means today, and is shown which day that is now."""
    clock.now = datetime(2026, 11, 24, 14, 59, tzinfo=UTC)
    log_in(browser)
    to_605(browser, contract_id)
    action, data = pressed(browser)
    clock.forward(minutes=1)
    browser._arrive(browser.client.post(action, data=data, follow_redirects=True), 409)
    assert browser.number == 605 and "11月25日" in compared(browser)["変更日"][1]
    assert requests(app) == []
    browser.send()
    assert (browser.number, requests(app)[0].effective_on) == (606, date(2026, 11, 25))


def test_a_day_that_was_chosen_and_has_passed_is_asked_again(app, browser, contract_id, clock):
    to_606(browser, contract_id, **{"day-month": "12", "day-day": "1"})
    to_605(browser, contract_id, **{**NEW_PHONE, "phone-line": "9999", "day-month": "11", "day-day": "25"})
    action, _ = pressed(browser)
    clock.now = datetime(2026, 11, 25, 15, tzinfo=UTC)
    log_in(browser)
    browser.open(action)
    assert browser.number == 604
    assert "先にこちらの画面の" in browser.text
    assert browser.values["phone-line"] == "9999"


def test_after_the_last_day_there_is_nothing_to_change(app, browser, contract_id, clock):
    clock.now = datetime(2026, 12, 24, 15, tzinfo=UTC)
    log_in(browser)
    to_604(browser, contract_id, status=409)
    assert browser.number == 608
    assert "2026年12月24日に終了しています" in browser.text


def test_a_second_request_replaces_the_first(app, browser, contract_id):
    to_606(browser, contract_id, **{"day-month": "12", "day-day": "1"})
    to_604(browser, contract_id)
    assert browser.values["phone-area"] == "080" and browser.values["day-month"] == "12"
    assert "先のお申し込みは今回の内容に置き換わります" in browser.text
    browser.send({"address-street": "4-5-6"})
    assert compared(browser)["電話番号"] == ("090-1234-5678", "080-8765-4321")
    assert "置き換わります" in browser.text
    browser.send()
    assert "置き換わりました" in browser.text
    old, new = requests(app)
    assert (old.state, new.state) == ("replaced", "accepted")
    assert set(columns(new)) == {"holder_phone", "holder_address", "changed_on"}
    assert columns(new)["holder_address"] == ["東京都港区見本1-2-3", "東京都港区見本4-5-6"]


def test_two_parts_of_a_contract_are_asked_for_apart(app):
    browser, contract_id = at_the_counter(
        app, insured_is_holder=False, insured_name="別　人", insured_kana="ベツ　ジン"
    )
    to_606(browser, contract_id, part="holder")
    to_606(browser, contract_id, part="insured")
    assert [(each.part, each.state) for each in requests(app)] == [("holder", "accepted"), ("insured", "accepted")]
    assert set(columns(requests(app)[1])) == {"insured_phone", "changed_on"}


def test_what_the_core_system_was_told_cannot_be_replaced(app, browser, contract_id):
    to_606(browser, contract_id)
    with app.app_context():
        export = factories.add(Export(file="/x", encoding="utf-8", begun_at=factories.NOW))
    set_request(app, export_id=export.id)
    to_604(browser, contract_id, status=409)
    assert browser.number == 608
    assert requests(app)[0].receipt_number in browser.text


def test_what_was_told_while_the_customer_confirmed_is_not_replaced(app, browser, contract_id):
    to_606(browser, contract_id)
    to_605(browser, contract_id, **{"phone-line": "9999"})
    with app.app_context():
        export = factories.add(Export(file="/x", encoding="utf-8", begun_at=factories.NOW))
    set_request(app, export_id=export.id)
    browser.send(status=409)
    assert browser.number == 608
    assert len(requests(app)) == 1


def test_a_contract_that_changed_meanwhile_is_confirmed_again(app, browser, contract_id):
    to_605(browser, contract_id)
    set_contract(app, contract_id, holder_phone="090-0000-1111")
    browser.send(status=409)
    assert browser.number == 605
    assert compared(browser)["電話番号"] == ("090-0000-1111", "080-8765-4321")
    browser.send()
    assert columns(requests(app)[0])["holder_phone"] == ["090-0000-1111", "080-8765-4321"]


def test_who_comes_back_days_later_undoes_nothing(app, browser, contract_id, clock):
    """What nobody touched is no wish of theirs, however long the run was left alone."""
    to_605(browser, contract_id)
    set_contract(app, contract_id, holder_postal_code="530-0001", holder_address="大阪府大阪市北区梅田1-1")
    clock.forward(days=3)
    log_in(browser)
    browser.open("/okyakusama/home").follow("続きから")
    assert browser.number == 605
    assert compared(browser)["連絡先住所"] == ("〒530-0001 大阪府大阪市北区梅田1-1", "変更なし")
    browser.send()
    assert set(columns(requests(app)[0])) == {"holder_phone", "changed_on"}


def test_a_draft_left_by_an_older_contract_undoes_nothing(app, browser, contract_id):
    to_605(browser, contract_id).send(button="戻る").send({"phone-line": "7777", "day-day": ""}, button="郵便番号から")
    set_contract(app, contract_id, holder_address="大阪府大阪市北区梅田1-1")
    browser.open(browser.url)
    assert browser.values["address-town"] == "大阪市北区梅田" and browser.values["phone-line"] == "7777"


def test_what_another_tab_asked_for_meanwhile_is_kept_and_shown(app, browser, contract_id):
    first, second = browser, twin(browser, app)
    to_605(first, contract_id)
    to_604(second, contract_id).send({"address-street": "4-5-6"}).send()
    first.send(status=409)
    assert compared(first)["連絡先住所"][1].endswith("見本4-5-6")
    first.send()
    assert set(columns(requests(app)[-1])) == {"holder_phone", "holder_address", "changed_on"}


def test_two_tabs_that_ask_for_the_same_part(app, browser, contract_id):
    """The second one did not know of the first: it sees what it would replace before it does."""
    first, second = browser, twin(browser, app)
    to_605(first, contract_id)
    to_605(second, contract_id, **{"phone-line": "9999"})
    first.send()
    second.send(status=409)
    assert (second.number, len(requests(app))) == (605, 1)
    assert "置き換わります" in second.text
    second.send()
    assert [each.state for each in requests(app)] == ["replaced", "accepted"]


@pytest.mark.parametrize(
    ("contract", "words"),
    [
        ({"online": False}, "「お客さまWebサービス」でお手続きをすることができません。"),
        ({"group_contract": True}, "団体契約は"),
        ({"starts_on": date(2025, 11, 23), "ends_on": date(2026, 11, 23)}, "終了しています"),
    ],
)
def test_what_is_closed_here_says_so_with_the_contact(app, contract, words):
    browser, contract_id = at_the_counter(app, **contract)
    browser.open(f"/okyakusama/contracts/{contract_id}").follow("変更する", 409)
    assert browser.number == 608
    assert words in browser.text and "0120-000-000" in browser.text


@pytest.mark.parametrize("part", ["holder", "premises", "insured-x", "", "nothing"])
def test_what_is_no_part_to_change_is_not_there(app, browser, contract_id, part):
    """The holder is the insured; 保険の対象 is no item of this portal."""
    to_604(browser, contract_id, part, status=404)


def test_a_change_without_a_contract_is_not_there(app, browser, contract_id):
    for path in ("change/", "change/of/", "change/of/0-insured/", "change/of/x/", "change/of/99999999999-insured/"):
        browser.open(f"/okyakusama/{path}", 404)
    browser.open("/okyakusama/addition/of/1/", 404)


def test_anothers_contract_is_not_there_in_any_way(app, browser, contract_id):
    with app.app_context():
        factories.account(app, user_id="taro@example.jp")
        factories.account(app, "keiyakusha", "KMA7482X")
    to_605(browser, contract_id)
    confirming = browser.url
    stranger = log_in(Browser(app.test_client()), "taro@example.jp")
    to_604(stranger, contract_id, status=404)
    stranger.open(confirming, 410)
    token = stranger.standing(stranger.page.select_one("form"))["csrf_token"]
    answer = stranger.client.post(
        f"/okyakusama/change/of/{contract_id}-insured/", data={**NEW_PHONE, "csrf_token": token}
    )
    assert answer.status_code == 404
    other_portal = Browser(app.test_client()).open("/keiyakusha/login")
    other_portal.send({"user_id": "KMA7482X", "password": factories.PASSWORD})
    to_604(other_portal, contract_id, portal="keiyakusha", status=404)
    assert requests(app) == []


def test_a_contract_that_went_to_somebody_else_meanwhile_is_not_changed(app, browser, contract_id):
    to_605(browser, contract_id)
    with app.app_context(), write() as session:
        session.execute(factories.models.Holding.__table__.delete())
    browser.send(status=404)
    assert requests(app) == []


def test_the_password_is_asked_for_before_it_and_not_during_it(app, browser, contract_id, clock):
    clock.forward(minutes=6)
    to_604(browser, contract_id)
    assert browser.number == 715
    browser.send({"password": factories.PASSWORD})
    assert browser.number == 604
    clock.forward(minutes=6)
    browser.send(NEW_PHONE)
    clock.forward(minutes=6)
    assert browser.send().number == 606


def test_it_is_for_customers(app, browser, contract_id):
    stranger = Browser(app.test_client())
    assert to_604(stranger, contract_id).number == 102
    log_in(stranger, onward=f"?next=/okyakusama/change/of/{contract_id}-insured/")
    assert stranger.number == 604


def test_twenty_presses_at_once_make_one_request(make_app, database_url):
    app = make_app(database_url)
    browser, contract_id = at_the_counter(app)
    to_605(browser, contract_id)
    action, data = pressed(browser)
    twins = [twin(browser, app) for _ in range(20)]
    answers = at_once([lambda each=each: each.client.post(action, data=data, follow_redirects=True) for each in twins])
    assert {answer.status_code for answer in answers} == {200}
    assert all("（画面番号606）" in answer.text for answer in answers)
    assert len(requests(app)) == 1
    assert [each.kind for each in letters(app)] == ["change_accepted"]


def test_ten_tabs_at_once_leave_one_request_under_way(make_app, database_url):
    """Each has a run of its own; whoever comes second must see the first one's request before replacing it."""
    app = make_app(database_url)
    browser, contract_id = at_the_counter(app)
    tabs = [to_605(twin(browser, app), contract_id, **{"phone-line": f"000{number}"}) for number in range(10)]
    presses = [pressed(each) for each in tabs]

    def press(tab, action, data):
        return lambda: tab.client.post(action, data=data, follow_redirects=True)

    answers = at_once([press(tab, *each) for tab, each in zip(tabs, presses, strict=True)])
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 9
    assert [each.state for each in requests(app)] == ["accepted"]


@pytest.mark.postgresql
def test_a_press_while_the_contract_is_being_changed_waits_and_sees_it_changed(make_app, postgresql_url):
    """As an import or the nightly run changes it."""
    app = make_app(postgresql_url)
    browser, contract_id = at_the_counter(app)
    action, data = pressed(to_605(browser, contract_id))
    begun = threading.Event()

    def changes():
        with app.app_context(), write() as session:
            session.execute(update(Contract).values(holder_phone="090-0000-1111"))
            begun.set()
            until_one_waits()

    def presses():
        begun.wait(20)
        return browser.client.post(action, data=data, follow_redirects=True)

    _, answer = at_once([changes, presses])
    assert answer.status_code == 409
    assert "090-0000-1111" in answer.text
    assert requests(app) == []


def test_a_company_is_asked_for_no_birth_date(app):
    browser, contract_id = at_the_counter(
        app,
        "keiyakusha",
        company=True,
        holder_name="株式会社見本",
        holder_kana="カブシキガイシャミホン",
        holder_birth=None,
    )
    to_604(browser, contract_id, portal="keiyakusha")
    assert not [name for name in browser.values if name.startswith("birth")]
    assert browser.summary["☆氏名または名称"] == "株式会社見本"


def test_an_insured_without_a_number_may_stay_without(app):
    browser, contract_id = at_the_counter(
        app,
        insured_is_holder=False,
        insured_name="別　人",
        insured_kana="ベツ　ジン",
        insured_birth=date(1990, 1, 1),
    )
    to_604(browser, contract_id).send({"birth-day": "2"}).send()
    assert columns(requests(app)[0])["insured_birth"] == ["1990-01-01", "1990-01-02"]


def test_the_room_of_a_tenant(app):
    browser, contract_id = at_the_counter(app, "keiyakusha")
    to_604(browser, contract_id, "premises", "keiyakusha")
    assert browser.heading == "借戸室の変更"
    browser.send({"location-building": "コーポさくら２０１"}).send()
    assert columns(requests(app)[0])["location"] == ["東京都港区見本1-2-3", "東京都港区見本1-2-3 コーポさくら２０１"]


def test_the_address_of_a_postal_code(app, browser, contract_id):
    to_604(browser, contract_id)
    browser.send({**NEW_PHONE, "address-code": "１００−０００１", "day-day": ""}, button="郵便番号から住所を入力")
    assert browser.number == 604
    assert browser.notices == ["郵便番号から住所を入力しました。番地を入力してください。"]
    assert browser.values["address-prefecture"] == "東京都" and browser.values["address-town"] == "千代田区千代田"
    assert browser.values["address-street"] == "" and browser.values["phone-area"] == "080"
    browser.send({"address-street": "１−１", **TODAY}).send()
    assert columns(requests(app)[0])["holder_address"][1] == "東京都千代田区千代田1-1"
    assert columns(requests(app)[0])["holder_postal_code"][1] == "100-0001"


def test_a_postal_code_that_there_is_not_leaves_what_was_typed(app, browser, contract_id):
    to_604(browser, contract_id).send({"address-code": "0000000"}, button="郵便番号から住所を入力")
    assert "見つかりませんでした" in browser.text
    assert browser.values["address-street"] == "1-2-3"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"address-code": "107"}, "郵便番号は7桁の数字で入力してください。"),
        ({"address-code": ""}, "連絡先住所の「郵便番号」を入力してください。"),
        ({"address-town": ""}, "連絡先住所の「市区町村・町名」を入力してください。"),
        ({"address-street": ""}, "連絡先住所の「番地」を入力してください。"),
        ({"address-town": "=cmd"}, "使用できない文字「=」"),
        ({"address-building": "☃"}, "使用できない文字「☃」"),
        ({"address-town": "あ" * 81}, "80文字以内で入力してください（現在81文字）"),
    ],
)
def test_an_address_that_no_letter_would_reach_is_refused(app, browser, contract_id, typed, message):
    to_604(browser, contract_id).send(typed, 422)
    assert message in " ".join(browser.errors)


def test_a_run_begun_goes_on_at_home(app, browser, contract_id):
    to_605(browser, contract_id)
    browser.open("/okyakusama/home").follow("続きから")
    assert browser.number == 605
    set_contract(app, contract_id, online=False)
    assert "続きから" not in browser.open("/okyakusama/home").text
