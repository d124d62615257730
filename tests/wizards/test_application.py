"""Does who has no contract apply for one, once, as the product offers it, and is nothing kept that they did not mean?
641–647."""

from dataclasses import replace
from datetime import UTC, datetime

import factories
import pytest
from applying import (
    AGREED,
    CONTACT,
    FIRM,
    PERSON,
    PHONE,
    ROOM,
    TENANT,
    TOLD,
    choose,
    contents,
    kept,
    to_642,
    to_643,
    to_644,
    to_645,
    to_646,
    to_647,
)
from browser import Browser
from sqlalchemy import func, select
from ways import at_once, letters, pressed, tables, twin

from domain.contracts import applications
from infra import rate_limits
from infra.database import read
from models import Event, RunRow
from rules.phone_verification import PhoneVerification

LAST_MINUTE = datetime(2026, 11, 24, 14, 59, tzinfo=UTC)


def offers(app, **different):
    """The product that can be applied for, changed."""
    products = app.extensions["products"]
    product = products["賃貸入居者総合保険"]
    changed = replace(product, application=replace(product.application, **different))
    app.extensions["products"] = {**products, "賃貸入居者総合保険": changed}


def a_portal(app, **different):
    """The portal, set otherwise."""
    served = app.extensions["portals"]
    served["keiyakusha"] = replace(served["keiyakusha"], **different)


def asked_on(browser):
    """The questions of this screen."""
    return [tag.get_text() for tag in browser.page.select(".field .lab > span:nth-of-type(2)")]


def test_from_the_guide_to_the_receipt(app, browser):
    browser.open("/keiyakusha/guide").follow("これからお申し込みの方")
    assert browser.number == 641
    assert [tag.text for tag in browser.page.select(".found h2")] == ["お部屋の保険ワイド"]
    cards = browser.page.select(".found label")
    assert [card.b.text for card in cards] == ["おひとりさまプラン", "ファミリープラン", "ワイドプラン"]
    named = cards[0].select_one("#" + cards[0].input["aria-labelledby"])
    assert [tag.text for tag in named.select(".nb")] == ["年間保険料 7,200円", "月払の場合 毎月620円"]
    rows = [tag.text for tag in cards[0].select(".plan__rows > span")]
    assert rows[:2] == ["家財 300万円", "借家人賠償責任 2,000万円"]
    to_646(browser)
    assert browser.number == 646 and kept(app) == []
    shown = browser.summary
    assert shown["商品とプラン"] == "お部屋の保険ワイド おひとりさまプラン" and shown["被保険者"] == "契約者と同じ"
    assert shown["契約者氏名"] == "髙﨑 𠮷乃" and shown["電話番号"] == "090-1234-5678"
    assert shown["年間保険料"] == "7,200円" and shown["月払の場合"] == "毎月620円"
    assert shown["保険期間"] == "2026年11月25日 午後4時から2028年11月25日 午後4時まで（2年間）"
    assert "幹事保険会社" in browser.text and "50%" in browser.text
    browser.send(AGREED)
    assert browser.number == 647
    [found] = kept(app)
    assert (found.state, found.portal, found.export_id) == ("accepted", "keiyakusha", None)
    assert found.receipt_number in browser.text.replace(" ", "")


def test_what_is_handed_over_is_what_was_typed_under_the_headings_of_the_file(app, browser):
    to_646(browser)
    agreed = [tag.text for tag in browser.page.select("[aria-labelledby=asks-1] .lab > span:nth-of-type(2)")]
    browser.send(AGREED)
    [told] = contents(app)
    assert tuple(told) == applications.HEADINGS
    assert {heading: cell for heading, cell in told.items() if cell} == {
        "保険種類": "賃貸入居者総合保険",
        "商品名": "お部屋の保険ワイド",
        "プラン": "おひとりさまプラン",
        "保険始期日": "2026-11-25",
        "保険満期日": "2028-11-25",
        "契約者区分": "個人",
        "契約者氏名": "髙﨑　𠮷乃",
        "契約者カナ": "タカサキ　ヨシノ",
        "契約者生年月日": "1960-04-01",
        "契約者電話番号": "090-1234-5678",
        "契約者メールアドレス": "Yoshino.T@example.jp",
        "契約者郵便番号": "104-0053",
        "契約者住所": "東京都中央区晴海1-2-3",
        "被保険者区分": "本人",
        "保険の対象の郵便番号": "937-0022",
        "保険の対象の所在地": "富山県魚津市釈迦堂3-2-23 コーポあさひ885",
        "年間保険料": "7200",
        "月払保険料": "620",
        "払込方法": "月払",
        "1回の保険料": "620",
        "払込回数": "24",
        "保険料の合計": "14880",
        "引受保険会社": "幹事:サンプル少額短期保険:50;非幹事:見本海上火災保険:50",
        "補償内容": "家財:300万円;借家人賠償責任:2,000万円;個人賠償責任:1億円;修理費用:300万円",
        "告知": "建物の種類：鉄骨造・木造のアパート；借戸室の使い方：住居として使用；借戸室での事業：行わない；"
        "過去3年間の家財・賠償の保険金のお受け取り：なし；同じ家財についてのほかの保険のご契約：なし",
        "同意": "・".join(agreed),
    }


def test_a_company_gives_no_birth_date_and_names_who_lives_there(app, browser):
    to_643(browser, "company")
    assert asked_on(browser) == ["被保険者氏名", "被保険者氏名カナ", "被保険者の生年月日", "被保険者の電話番号"]
    browser.send(TENANT).send(ROOM).send(TOLD)
    assert browser.summary["法人の名称"] == "株式会社見本" and "生年月日" not in browser.summary
    assert "契約者と同じ" not in browser.text
    assert "法人のお申し込みは、クーリングオフの対象になりません。" in browser.text
    assert browser.send(AGREED).summary["契約者氏名"] == "株式会社見本"
    [told] = contents(app)
    assert (told["契約者区分"], told["契約者氏名"], told["契約者生年月日"]) == ("法人", "株式会社見本", "")
    assert (told["被保険者区分"], told["被保険者氏名"]) == ("別人", "清水　洋介")
    assert (told["契約者電話番号"], told["被保険者電話番号"]) == ("090-1234-5678", "080-8765-4321")


def test_a_portal_without_companies_is_asked_for_none(app, browser):
    a_portal(app, companies=False)
    to_642(browser)
    assert [tag["value"] for tag in browser.page.select("[name=who]")] == ["same", "else"]
    browser.send({"who": "company"}, 422)


def test_the_boxes_follow_who_applies_and_keep_what_was_typed(browser):
    to_642(browser).send({**PERSON, "address-street": "1-2-3", "who": "else"}, button="入力欄を表示")
    assert browser.number == 642 and browser.values["holder-given"] == "𠮷乃"
    assert asked_on(browser)[-1] == "電話番号" and browser.values["address-street"] == "1-2-3"
    choose(browser, "company")
    assert "契約者氏名" not in asked_on(browser) and browser.values["address-street"] == "1-2-3"
    choose(browser, "same")
    assert "電話番号" not in asked_on(browser)


@pytest.mark.parametrize("button", ["入力欄を表示", "次へ"])
def test_what_was_typed_for_another_choice_is_there_when_it_is_taken_back(browser, button):
    """Row W8; be it by the button beside the choice, or by mistakes."""
    to_642(browser).send({**PERSON, "who": "company"}, button=button)
    assert asked_on(browser)[1:3] == ["法人の名称", "法人の名称カナ"]
    choose(browser, "same")
    assert {name: browser.values[name] for name in PERSON} == PERSON


def test_nothing_of_a_choice_that_was_not_taken_is_kept_once_it_is_answered(browser):
    """Row W6."""
    choose(to_642(browser).send(PERSON, 422), "company").send(FIRM | PHONE | CONTACT)
    assert browser.number == 643
    choose(browser.open(browser.url.replace("insured", "applicant")), "same")
    assert browser.values["holder-given"] == "" and browser.values["address-street"] == "1-2-3"


def test_a_number_that_moved_is_shown_where_it_is_asked_now(browser):
    """It is to be confirmed there, and the one that was typed last counts."""
    choose(to_646(browser).change("契約者になる方"), "else")
    assert [browser.values[name] for name in PHONE] == list(PHONE.values())
    browser.send({"phone-line": "9999"})
    assert browser.number == 643
    browser.open(browser.url.replace("insured", "applicant")).send({"who": "same"})
    assert browser.number == 643 and browser.values["phone-line"] == "9999"
    browser.send()
    assert browser.number == 646 and browser.summary["電話番号"] == "090-1234-9999"


def test_a_number_that_moved_unseen_is_not_taken(browser):
    to_646(browser).change("契約者になる方").send({"who": "else"})
    assert browser.number == 642 and browser.values["phone-area"] == "090"
    assert browser.send().number == 643


def test_the_confirm_screen_says_what_was_typed_and_not_sent(app, browser):
    to_646(browser)
    here = browser.url
    assert "まだ送信していない変更" not in browser.text
    browser.change("過去3年間の家財・賠償の保険金のお受け取り").send({"asked_claims": "2回以上"}, 409)
    browser.open(here)
    assert "「告知事項・払込方法」の画面に、まだ送信していない変更があります。" in browser.text
    browser.follow("「告知事項・払込方法」の画面を確認する")
    assert browser.number == 645 and browser.values["asked_claims"] == "2回以上"
    browser.send({"asked_claims": "なし"}).open(here)
    assert "まだ送信していない変更" not in browser.text


def test_what_was_answered_outlives_the_wait_that_is_told(app, browser, clock, monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "wizard:application", rate_limits.Limit("1 per hour", "100 per hour"))
    to_647(Browser(app.test_client()))
    to_646(browser)
    here = browser.url
    browser.send(AGREED, 429)
    clock.forward(seconds=int(browser.response.headers["Retry-After"]) + 60)
    assert browser.open(here).number == 646


def test_who_applied_too_often_with_one_number_keeps_nobody_beside_them_waiting(app, browser, monkeypatch):
    monkeypatch.setattr(applications, "MOST", 0)
    monkeypatch.setitem(rate_limits.LIMITS, "wizard:application", rate_limits.Limit("2 per hour", "100 per hour"))
    to_646(browser)
    for _ in range(2):
        browser.send(AGREED, 409)
    browser.send(AGREED, 429)
    to_646(Browser(app.test_client())).send(AGREED, 409)


@pytest.mark.parametrize(("who", "asked"), [("company", "法人の名称"), ("else", "電話番号")])
def test_who_chooses_without_the_button_is_shown_what_is_asked_and_blamed_for_nothing(browser, who, asked):
    to_642(browser).send({**PERSON, **CONTACT, "who": who})
    assert browser.number == 642 and browser.errors == [] and asked in asked_on(browser)
    assert ["下の入力欄を切り替えました" in line for line in browser.notices] == [True]
    assert browser.values["address-street"] == "1-2-3"
    browser.send(status=422)
    assert f"{asked}を入力してください。" in " ".join(browser.errors) and browser.notices == []


def test_what_was_laid_aside_is_seen_before_it_is_sent(browser):
    """It lies hidden in the page, and half of it is missing."""
    choose(to_642(browser).send({"holder-family": "髙﨑"}, 422), "company")
    browser.send({"who": "same"})
    assert browser.errors == [] and browser.values["holder-family"] == "髙﨑"


@pytest.mark.parametrize("who", ["company", "same", "else"])
def test_a_button_that_fills_boxes_leads_to_its_question(browser, who):
    """What the address of the answer names stands on its page."""
    to_642(browser)
    for said in ({"who": who, "fill": "who"}, {"fill": "address"}):
        answer = browser.client.post(browser.url, data={**pressed(browser)[1], **said})
        anchor = answer.location.partition("#")[2]
        browser.open(answer.location)
        assert browser.page.find(id=anchor), anchor
        if said["fill"] == "who":
            assert browser.page.find(id=anchor).select_one(f"[value='{who}']").has_attr("checked")


def test_another_who_applies_is_asked_anew_and_blamed_for_nothing(browser):
    """Rows W5, W7: what was not asked before is no mistake yet, and what was answered stands."""
    choose(to_646(browser, "else").change("契約者になる方"), "company").send({**FIRM, **PHONE})
    assert browser.number == 643
    choose(browser.open(browser.url.replace("insured", "applicant")), "same").send(PERSON)
    assert browser.number == 643 and browser.errors == [] and "エラー" not in browser.page.title.text
    assert any("もう一度おたずねします" in line for line in browser.notices)


def test_what_stands_is_judged_only_once_it_is_sent(browser):
    to_646(browser).change("契約者になる方")
    choose(browser, "else").send(PHONE)
    assert browser.number == 643 and browser.errors == [] and not browser.page.select(".field--wrong")
    assert any("もう一度おたずねします" in line for line in browser.notices)
    browser.send(status=422)
    assert len(browser.page.select(".errsum li")) == 4 and browser.notices == []
    browser.send(TENANT)
    assert browser.number == 646


@pytest.mark.parametrize(("year", "month", "day", "good"), [
    ("2008", "11", "24", True), ("2008", "11", "25", False), ("9999", "1", "1", False),
])  # fmt: skip
def test_who_is_too_young_is_told_who_takes_it(browser, year, month, day, good):
    born = {"birth-era": "ad", "birth-year": year, "birth-month": month, "birth-day": day}
    to_642(browser).send({**PERSON, **CONTACT, **born}, 200 if good else 422)
    said = "18歳未満の場合は、お電話でお申し込みを承ります。お手数ですが、ヘルプデスク（03-0000-0000）へ"
    assert (said in " ".join(browser.errors)) is (not good and year != "9999")


def test_the_room_may_be_where_the_policyholder_lives(app, browser):
    to_644(browser, "company").send(button="契約者の住所を写す")
    copied = {name.replace("address-", "location-"): value for name, value in CONTACT.items() if name != "email"}
    assert {name: browser.values[name] for name in copied} == copied
    assert any("住所を写しました" in line for line in browser.notices)
    browser.send({name: value for name, value in ROOM.items() if name.startswith("asked")}).send(TOLD).send(AGREED)
    assert contents(app)[0]["保険の対象の所在地"] == "東京都中央区晴海1-2-3"


def test_for_one_year_what_is_paid_at_once_is_offered_once(browser):
    choose(to_642(browser, years="1"), "same").send({**PERSON, **CONTACT}).send(PHONE).send(ROOM)
    assert [tag["value"] for tag in browser.page.select("[name=payment]")] == ["月払", "一括払"]


def test_answers_stand_below_one_another_unless_they_are_two_and_short(browser):
    """Of three side by side one stands alone in its row, beside an empty cell."""
    to_645(browser)
    in_rows = {tag["name"] for tag in browser.page.select(".found input")}
    beside = {tag["name"] for tag in browser.page.select(".seg input")}
    assert (in_rows, beside) == ({"asked_business", "payment", "asked_claims"}, {"asked_others"})


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (("050", "1234", "5678"), "050から始まる番号は登録できません。"),
        (("0120", "000", "000"), "通話料無料の番号（0120・0800）は登録できません。"),
        (("0570", "000", "000"), "0570から始まる番号は登録できません。"),
        (("090", "1234", "567"), "固定電話は市外局番から10桁、携帯電話は11桁で"),
        (("0411", "11", "1111"), "日本国内の電話番号として確認できない番号は、本人認証にご利用いただけません。"),
        (("", "", ""), "電話番号を入力してください。"),
    ],
)
@pytest.mark.parametrize("who", ["same", "else"])
def test_a_number_that_cannot_verify_is_refused_by_its_kind(browser, who, number, said):
    """Where it is asked: of the policyholder, or of the insured who is the policyholder (000 section 1)."""
    boxes = dict(zip(PHONE, number, strict=True))
    if who == "same":
        to_643(browser).send(boxes, 422)
    else:
        choose(to_642(browser), who).send(boxes, 422)
    assert [said in line for line in browser.errors].count(True) == 1


@pytest.mark.parametrize("number", [("03", "0000", "1111"), ("0466", "34", "1102"), ("060", "1234", "5678")])
def test_numbers_that_can_verify_are_taken(browser, number):
    assert to_643(browser).send(dict(zip(PHONE, number, strict=True))).number == 644


@pytest.mark.parametrize(
    ("number", "good"),
    [
        (("050", "0000", "1234"), True),
        (("0120", "000", "123"), True),
        (("0800", "000", "1234"), True),
        (("03", "0000", "1111"), True),
        (("050", "0000", "123"), False),
        (("0120", "000", "12"), False),
        (("0570", "000", "000"), False),
        (("020", "0000", "1234"), False),
    ],
)
def test_another_who_is_insured_is_called_on_any_number_that_rings(app, browser, number, good):
    """Nobody is recognised by it."""
    to_643(browser, "else")
    assert "050" in browser.page.select_one("#insured_phone-hint").get_text()
    told = TENANT | dict(
        zip(("insured_phone-area", "insured_phone-exchange", "insured_phone-line"), number, strict=True)
    )
    browser.send(told, 200 if good else 422)
    assert browser.number == (644 if good else 643)


PRICES = {
    "月払": "毎月 620円 × 24回（2年間の合計 14,880円）",
    "年払": "毎年 7,200円 × 2回（2年間の合計 14,400円）",
    "一括払": "14,400円（お支払いは1回、2年分）",
}


@pytest.mark.parametrize("payment", PRICES)
def test_what_the_chosen_way_of_paying_costs_is_said_everywhere(app, browser, payment):
    """Where it is chosen, read back, received, and in the letter."""
    to_645(browser)
    assert all(f"{way}：{price}" in browser.text for way, price in PRICES.items())
    browser.send({**TOLD, "payment": payment})
    assert browser.summary["お支払いいただく保険料"] == PRICES[payment]
    assert browser.send(AGREED).summary["保険料"] == PRICES[payment]
    assert PRICES[payment] in letters(app)[0].text


def test_another_number_of_years_has_the_price_chosen_anew(browser):
    to_646(browser).change("保険期間").send({"years": "1"})
    assert browser.number == 645 and "月払：毎月 620円 × 12回（年間 7,440円）" in browser.text


def test_a_portal_may_recognise_customers_by_fewer_kinds(app, browser):
    asked = app.extensions["portals"]["keiyakusha"].phone_verification
    a_portal(app, phone_verification=replace(asked, kinds=("mobile",)))
    to_643(browser)
    marked = [tag.text.strip() for tag in browser.page.select("#phone-hint .marked")]
    assert marked[0] == "○ご利用いただけます：携帯電話の番号（090・080・070・060から始まる番号）" and len(marked) == 2
    browser.send({"phone-area": "0466", "phone-exchange": "34", "phone-line": "1102"}, 422)
    assert "固定電話の番号は、本人認証にご利用いただけません。" in " ".join(browser.errors)


def test_what_the_number_is_for_stands_beside_its_box(app, browser):
    to_643(browser)
    hint = browser.page.select_one("#phone-hint").get_text()
    assert "「電話番号による本人認証」に使う番号です。" in hint
    assert "050・0120・0800・0570から始まる番号" in hint
    a_portal(app, phone_verification=PhoneVerification())
    assert "本人認証" not in browser.open(browser.url).page.select_one("#phone-hint").get_text()


def test_the_number_moves_with_who_is_insured_and_none_of_the_other_branch_stays(app, browser):
    """Rows W5, W6: only what the change opens is asked, then it goes back to the confirm screen."""
    to_646(browser).change("契約者になる方")
    browser.send({"who": "else"}, button="入力欄を表示")
    browser.send({"phone-area": "03", "phone-exchange": "0000", "phone-line": "2222"})
    assert browser.number == 643 and "phone-area" not in browser.values
    browser.send(TENANT)
    assert browser.number == 646
    assert browser.summary["電話番号"] == "03-0000-2222" and "1234-5678" not in browser.text
    browser.change("契約者になる方").send({"who": "same"})
    assert browser.number == 643
    browser.send({"phone-area": "070", "phone-exchange": "1111", "phone-line": "2222"})
    assert browser.number == 646 and "清水" not in browser.text and "03-0000-2222" not in browser.text
    browser.send(AGREED)
    [told] = contents(app)
    assert (told["契約者電話番号"], told["被保険者氏名"], told["被保険者区分"]) == ("070-1111-2222", "", "本人")


def test_another_plan_has_its_questions_asked_again(browser):
    """Row W7."""
    to_646(browser).change("商品とプラン").send({"plan": "room-wide"})
    assert browser.number == 645 and browser.values["payment"] == "月払"
    browser.send()
    assert browser.number == 646 and browser.summary["年間保険料"] == "15,600円"


def test_a_product_asks_for_as_many_years_as_it_has(app, browser):
    offers(app, years=(2,))
    to_642(browser, years="2")
    assert browser.number == 642
    browser.open("/keiyakusha/application/").send({"plan": "room-single", "years": "1"}, 422)


def test_two_products_are_told_apart(app, browser):
    """Each has the years that it has."""
    products = app.extensions["products"]
    other = replace(
        products["賃貸入居者総合保険"].application, product_type="傷害保険", code="harm", name="けが", years=(1,)
    )
    changed = replace(products["傷害保険"], application=other)
    app.extensions["products"] = {**products, "傷害保険": changed}
    a_portal(app, products=(*app.extensions["portals"]["keiyakusha"].products, "傷害保険"))
    browser.open("/keiyakusha/application/").send({"plan": "harm-single", "years": "2"}, 422)
    assert "けがの保険期間は、1年です。" in " ".join(browser.errors)
    browser.send({"years": "1"})
    assert browser.number == 642


@pytest.mark.parametrize(("years", "applies"), [("2", True), ("1", False)])
def test_only_what_is_for_more_than_a_year_can_be_taken_back_in_writing(browser, years, applies):
    said = (
        "いずれか遅い日から起算して8日以内であれば、書面によりお申し込みの撤回"
        if applies
        else "保険期間が1年以内のお申し込みは、クーリングオフの対象になりません。"
    )
    to_642(browser, years=years).send({**PERSON, "address-code": "1040053", "address-prefecture": "東京都",
        "address-town": "中央区晴海", "address-street": "1"}).send(PHONE).send(ROOM).send(TOLD)  # fmt: skip
    assert said in browser.text
    assert said in browser.send(AGREED).page.select_one("section:has(#cooling-off)").get_text()


@pytest.mark.parametrize(("year", "month", "day", "good"), [
    ("2026", "11", "24", False), ("2026", "11", "25", True), ("2027", "2", "24", True), ("2027", "2", "25", False),
])  # fmt: skip
def test_it_begins_from_tomorrow_to_three_months_ahead(browser, year, month, day, good):
    start = {"start-year": year, "start-month": month, "start-day": day}
    browser.open("/keiyakusha/application/").send({"plan": "room-single", "years": "2", **start}, 200 if good else 422)
    assert good or "保険期間開始日は2026年11月25日以降" in browser.text or "2027年2月24日まで" in browser.text


def test_a_first_day_that_passed_meanwhile_is_asked_for_anew(app, browser, clock):
    """It was tomorrow when it was shown, and is today when it is pressed; the one that was suggested does not move."""
    clock.now = LAST_MINUTE
    to_646(browser)
    clock.forward(minutes=2)
    browser.send(AGREED)
    assert browser.number == 641 and browser.values["start-day"] == "25" and kept(app) == []
    assert "2026年11月26日以降" in " ".join(browser.errors)
    browser.send({"start-day": "26"})
    browser.send().send().send().send()
    assert browser.number == 646
    browser.send(AGREED)
    assert contents(app)[0]["保険始期日"] == "2026-11-26"


def test_an_answer_that_rules_the_web_out_ends_with_the_telephone(app, browser):
    to_645(browser).send({**TOLD, "asked_claims": "2回以上"}, 409)
    assert browser.number == 608 and browser.text.count("03-0000-0000") == 1
    assert browser.page.select_one("main .act a")["class"] == ["btn", "btn--s"]
    assert "「過去3年間の家財・賠償の保険金のお受け取り」のお答えの内容では" in browser.text
    browser.follow("前の画面に戻る")
    assert browser.number == 645 and browser.values["payment"] == "月払"
    assert browser.values["asked_claims"] == "2回以上"
    browser.send({"asked_claims": "1回"}).send(AGREED)
    assert browser.number == 647 and len(kept(app)) == 1


def test_what_is_taken_by_telephone_alone_since_it_was_answered_is_asked_again(app, browser):
    to_646(browser)
    asked = app.extensions["products"]["賃貸入居者総合保険"].application.disclosures
    offers(app, disclosures=(*asked[:2], replace(asked[2], closes=("なし",))))
    browser.send(AGREED).send().send().send().send(status=409)
    assert browser.number == 608 and kept(app) == []


def test_a_price_that_changed_is_shown_before_it_is_agreed_to(app, browser):
    """What rests on the offer is asked again."""
    to_646(browser)
    plans = app.extensions["products"]["賃貸入居者総合保険"].application.plans
    offers(app, plans=(replace(plans[0], yearly=9900), *plans[1:]))
    assert browser.send(AGREED).number == 642 and kept(app) == []
    browser.send().send().send().send()
    assert browser.number == 646 and browser.summary["年間保険料"] == "9,900円"
    assert browser.send(AGREED).number == 647


@pytest.mark.parametrize("left_out", AGREED)
def test_each_of_what_must_be_read_is_to_be_agreed_to(app, browser, left_out):
    to_646(browser).send({name: each for name, each in AGREED.items() if name != left_out}, 422)
    assert kept(app) == []
    pages = [tag["href"] for tag in browser.page.select("main a.read")]
    assert [browser.open(page).number for page in pages] == [125, 126, 122]


def test_a_double_press_makes_one(app, browser):
    to_646(browser)
    action, data = pressed(browser)
    twins = [twin(browser, app, "keiyakusha") for _ in range(4)]
    answers = at_once([lambda each=each: each.client.post(action, data={**data, **AGREED}) for each in twins])
    assert {answer.status_code for answer in answers} == {303}
    assert len(kept(app)) == len(letters(app)) == 1
    assert len({each.open(answers[0].location).text for each in twins}) == 1


def test_two_windows_that_disagree_on_who_applies_are_asked(app, browser):
    """They were not even asked the same."""
    to_643(browser)
    other = twin(browser, app, "keiyakusha")
    there = browser.url.replace("insured", "applicant")
    browser.open(there)
    other.open(there).send({"who": "company"}, button="入力欄を表示").send(FIRM | PHONE)
    browser.send({"holder-given": "吉乃"}, 409)
    assert browser.number == 910
    rows = {
        row.th.text.partition(" ")[2]: [cell.text for cell in row.select("td")]
        for row in browser.page.select("main tr")[1:]
    }
    assert rows["契約者になる方"] == ["法人", "個人（契約者は被保険者と同じ）"]
    assert rows["法人の名称"] == ["株式会社見本", "入力なし"] and rows["契約者氏名"] == ["入力なし", "髙﨑 吉乃"]
    browser.send()
    assert browser.number == 643


def test_the_mark_that_files_have_for_what_they_lack_is_no_name(app, browser):
    """𠮷 is one; whoever has 〓 from somewhere is asked for the character."""
    to_642(browser).send({**PERSON, "holder-family": "〓田"}, 422)
    assert "使用できない文字「〓」" in " ".join(browser.errors)
    to_647(browser, **{"holder-family": "𠮷田", "address-building": "𠮷野荘"})
    assert contents(app)[0]["契約者氏名"] == "𠮷田　𠮷乃"
    assert contents(app)[0]["契約者住所"] == "東京都中央区晴海1-2-3 𠮷野荘"


def test_an_address_of_another_prefecture_is_questioned_once(browser):
    to_644(browser).send({**ROOM, "location-prefecture": "石川県"}, 422)
    assert "富山県" in " ".join(browser.errors)
    browser.send()
    assert browser.number == 645


def test_the_agency_that_one_came_from_is_named_and_kept(app, browser):
    with app.app_context():
        factories.agency()
    browser.open("/keiyakusha/agencies/A1000")
    assert "ご登録が必要" not in browser.text and "ご登録のお手続きは必要ありません。" in browser.text
    browser.follow("これからお申し込みの方")
    assert "取扱代理店：駅前ほけん" in browser.text
    assert to_647(browser).summary["取扱代理店"] == "駅前ほけん"
    assert "取扱代理店：駅前ほけん" in letters(app)[0].text
    assert contents(app)[0]["代理店コード"] == "A1000"


def test_a_portal_that_does_not_offer_it_leads_nowhere(app, browser):
    with app.app_context():
        factories.agency()
    browser.open("/okyakusama/agencies/A1000")
    assert "これからお申し込みの方" not in browser.text
    browser.open("/okyakusama/application/", 404)


def test_the_letter_says_what_was_applied_for_and_not_who_did(app, browser):
    to_647(browser)
    [letter] = letters(app)
    assert (letter.kind, letter.address) == ("application_accepted", "Yoshino.T@example.jp")
    assert kept(app)[0].receipt_number in letter.text.replace(" ", "") and "おひとりさまプラン" in letter.text
    for personal in ("髙", "𠮷", "1234", "晴海", "魚津"):
        assert personal not in letter.text + letter.html
    assert "クーリングオフ受付係へ郵送してください" in letter.text
    assert browser.summary["所在地"] == "富山県魚津市釈迦堂3-2-23 コーポあさひ885"
    assert browser.summary["契約者氏名"] == "髙＊ 𠮷＊"


def test_without_an_address_there_is_no_letter(app, browser):
    to_647(browser, email="")
    assert browser.number == 647 and letters(app) == [] and "メール" not in browser.page.select_one("main").text


def test_a_letter_too_many_for_its_address_stays_away_which_is_said_and_the_application_counts(app):
    shown = [to_647(Browser(app.test_client())) for _ in range(rate_limits.LETTERS["application"].many + 1)]
    assert len(kept(app)) == len(letters(app)) + 1 == 6
    assert [each.number for each in shown] == [647] * 6
    sent, none = "入力いただいたメールアドレスにお送りします。", "今回はお申し込みの控えをお送りしていません。"
    assert all(sent in each.text and none not in each.text for each in shown[:5])
    assert none in shown[5].text and sent not in shown[5].text and "メールのURL" not in shown[5].text


def test_until_when_it_can_be_taken_back_here_and_by_the_letter(app, browser, another_browser, clock):
    """And what is done after that; the page of a receipt that is gone urges nobody to begin again."""
    to_647(browser)
    assert (
        "この画面（2026年11月24日 12:30まで表示できます）またはメールのURL（2027年3月26日まで有効です）" in browser.text
    )
    assert "2027年3月26日まで有効" in letters(app)[0].text
    to_647(another_browser, email="")
    assert "この画面（2026年11月24日 12:30まで表示できます）から、お申し込みを取り下げる" in another_browser.text
    assert "（03-0000-0000）へ、受付番号をお知らせください。" in another_browser.text
    assert another_browser.page.select(".flow a.num[href='tel:0300000000']")
    clock.forward(minutes=29)
    assert another_browser.open(another_browser.url).number == 647
    clock.forward(minutes=1)
    another_browser.open(another_browser.url, 410)
    assert another_browser.number == 901 and "そのまま受け付けています" in another_browser.text
    assert "03-0000-0000" in another_browser.text and "はじめから" not in another_browser.text


def test_once_taken_back_its_receipt_offers_nothing_more(app, browser):
    to_647(browser)
    receipt = browser.url
    browser.follow("取り下げる").send().open(receipt)
    assert browser.heading == "お申し込みは取り下げられています" and kept(app)[
        0
    ].receipt_number in browser.text.replace(" ", "")
    assert "このあとの流れ" not in browser.text and "このお申し込みを取り下げる" not in browser.text
    assert "クーリングオフ" not in browser.text
    assert "消去しました" in browser.text and "晴海" not in browser.text and browser.summary == {}
    to_647(browser)
    assert "このお申し込みを取り下げる" in browser.text and browser.heading == "お申し込みを受け付けました"
    assert browser.follow("トップページへ").number == 501


def test_once_handed_over_its_receipt_says_that_it_is_too_late(app, browser, tmp_path):
    to_647(browser)
    done = app.test_cli_runner().invoke(args=["data", "export", "applications", str(tmp_path / "1.csv")])
    assert done.exit_code == 0
    browser.open(browser.url)
    assert browser.heading == "お申し込みを受け付けました" and "すでにお手続きに入っているため" in browser.text
    assert "このお申し込みを取り下げる" not in browser.text and "お手続きに入るまでは" not in browser.text
    assert "取り下げをご希望の場合は、ヘルプデスク（03-0000-0000）へ、受付番号をお知らせください。" in browser.text


def test_nobody_fills_the_table_with_one_number(app, browser, monkeypatch):
    monkeypatch.setattr(applications, "MOST", 2)
    for _ in range(2):
        to_647(Browser(app.test_client()))
    to_646(browser).send(AGREED, 409)
    assert "同じ電話番号でのお申し込みが続いているため" in browser.text and len(kept(app)) == 2


def test_nothing_that_was_typed_can_be_read_in_the_database(app, browser):
    """Decisions 2 and 10: not on the way, and not after it."""
    to_646(browser)
    said = str(tables(app))
    browser.send(AGREED)
    said += str(tables(app)) + str(browser.client.get_cookie("madoguchi-keiyakusha"))
    for personal in ("髙﨑", "𠮷乃", "タカサキ", "1960", "1234-5678", "09012345678", "晴海", "魚津", "oshino"):
        assert personal not in said, personal


def test_who_is_logged_in_may_apply_too(app, browser):
    with app.app_context():
        factories.owner(app, "keiyakusha")
    browser.open("/keiyakusha/login").send({"user_id": "KMA7482X", "password": factories.PASSWORD})
    assert to_647(browser).number == 647
    with app.app_context(), read() as session:
        assert session.scalar(select(func.count()).select_from(RunRow)) == 1
        assert session.scalars(select(Event.kind).order_by(Event.id)).all()[-1] == "application"
