"""Is a contract renewed in its window, as the product offers, after what must be read was read? 622–625."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import factories
import pytest
from browser import Browser
from sqlalchemy import select
from ways import AGREED, at_once, letters, log_in, pressed, to_623, to_624, twin

from infra.database import read
from models import Contract, ContractRequest
from rules import periods

NEXT_NIGHT = datetime(2026, 11, 24, 16, tzinfo=UTC)


@pytest.fixture
def contract_id(app, browser):
    with app.app_context():
        _, found = factories.held(app)
    log_in(browser)
    return found


def counter(app, **different):
    """Somebody's browser and their contract."""
    with app.app_context():
        _, found = factories.held(app, **different)
    return log_in(Browser(app.test_client())), found


def requests(app):
    with app.app_context(), read() as session:
        return session.scalars(select(ContractRequest).order_by(ContractRequest.id)).all()


def contract(app):
    with app.app_context(), read() as session:
        return session.scalars(select(Contract)).one()


def cards_on(browser):
    """The plans on this page: each with what it is called and costs."""
    named = browser.page.select(".plan__name")
    return [(tag.b.text, *(each.text for each in tag.select(".plan__price > .nb"))) for tag in named]


def test_from_the_list_to_the_receipt(app, browser, contract_id):
    browser.open("/okyakusama/renewals").follow("継続手続")
    assert browser.number == 622
    assert browser.summary["現在の年間保険料"] == "12,000円"
    assert browser.summary["継続後の保険期間"] == "2026年12月24日 午後4時から2027年12月24日 午後4時まで"
    assert cards_on(browser) == [
        ("現在と同じプラン", "年間保険料 12,000円", "現在との差 変わりません"),
        ("水災補償を付けるプラン", "年間保険料 15,000円", "現在との差 ＋3,000円／年"),
    ]
    browser.send({"plan": "water"})
    assert browser.number == 623 and browser.values["payment"] == "年払"
    browser.send({"payment": "月払", "asked_occupied": "空き家"})
    assert browser.number == 624
    assert browser.summary["プラン"] == "水災補償を付けるプラン"
    assert browser.summary["年間保険料"] == "15,000円" and browser.summary["現在との差"] == "＋3,000円／年"
    assert browser.summary["お支払いいただく保険料"] == "毎月 1,250円 × 12回（年間 15,000円）"
    assert [tag.text for tag in browser.page.select("main .no")] == [f"項目{number}" for number in range(1, 6)]
    assert browser.summary["建物の使用状況"] == "空き家"
    browser.send({}, 422)
    assert browser.number == 624 and len(browser.errors) >= 2
    assert requests(app) == []
    browser.send(AGREED)
    assert browser.number == 625
    assert "クーリングオフ" not in browser.text and "毎月 1,250円 × 12回" in browser.text
    [asked] = requests(app)
    assert (asked.kind, asked.state, asked.effective_on) == ("renewal", "accepted", date(2026, 11, 24))
    assert contract(app).last_procedure_at == factories.NOW
    browser.open("/okyakusama/renewals")
    assert "受付済" in browser.text and "2026年11月24日 12:00" in browser.text


def test_only_what_is_for_more_than_a_year_can_be_taken_back_in_writing(app):
    browser, contract_id = counter(app, starts_on=date(2024, 12, 24))
    to_624(browser, contract_id)
    assert "8日以内であれば、書面により" in browser.text
    browser.send(AGREED)
    assert "8日以内であれば" in browser.page.select_one("[aria-labelledby=cooling-off]").text
    assert "8日以内" not in browser.page.select_one(".flow").text


def test_the_plan_that_there_is_is_chosen_before_and_overrides_no_answer(browser, contract_id):
    browser.open(f"/okyakusama/renewal/of/{contract_id}/")
    assert browser.values["plan"] == "same"
    browser.send({"plan": "water"}).send({"back": "1"})
    assert (browser.number, browser.values["plan"]) == (622, "water")


def test_each_plan_says_what_it_insures_otherwise(app):
    browser, contract_id = counter(app, covers="建物:1,900万円;水災:補償しません")
    browser.open(f"/okyakusama/renewal/of/{contract_id}/")
    same, other = browser.page.select(".plan__told")
    assert [tag.text for tag in same.select(".plan__rows > span")] == ["建物 1,900万円", "水災 補償しません"]
    assert [tag.text for tag in other.select(".plan__rows > span")] == ["水災 補償しません → から補償します"]
    assert "そのほかの補償は、現在と同じです。" in other.text and "そのほか" not in same.text
    to_624(browser, contract_id, plan="water")
    insured = [tag.text for tag in browser.page.select(".covers dt, .covers dd")]
    assert insured == ["建物", "1,900万円", "水災変更", "補償します"]


def test_a_plan_that_would_alter_nothing_is_not_offered(app):
    """It would be the same for more."""
    browser, contract_id = counter(app, covers="建物:1,900万円;水災:補償します")
    browser.open(f"/okyakusama/renewal/of/{contract_id}/")
    assert [name for name, *_ in cards_on(browser)] == ["現在と同じプラン"]
    browser.send({"plan": "water"}, 422)


def test_another_plan_is_asked_again_how_it_is_paid(browser, contract_id):
    """What that costs is another sum."""
    to_624(browser, contract_id)
    browser.follow("変更する（プラン）").send({"plan": "water"})
    assert browser.number == 623 and "15,000円（お支払いは1回、1年分）" in browser.text


def test_of_several_years_each_way_of_paying_says_what_it_makes(app):
    browser, contract_id = counter(app, starts_on=date(2021, 12, 24))
    to_623(browser, contract_id)
    ways = [tag.select_one("span").contents[1] for tag in browser.page.select(".found label:has([name=payment])")]
    assert ways == [
        "毎年 12,000円 × 5回（5年間の合計 60,000円）",
        "毎月 1,000円 × 60回（5年間の合計 60,000円）",
        "60,000円（お支払いは1回、5年分）",
    ]


@pytest.mark.parametrize("sent", ["新しい保険証券は2週間ほどで郵送します。", ""])
def test_when_the_policy_comes_is_said_where_it_is_known(app, sent):
    products = app.extensions["products"]
    app.extensions["products"] = {**products, "火災保険": replace(products["火災保険"], policy_sent=sent)}
    browser, contract_id = counter(app)
    to_624(browser, contract_id).send(AGREED)
    steps = [tag.text for tag in browser.page.select(".flow li")]
    assert (sent in steps) == bool(sent) and any("保険証券" in each for each in steps) == bool(sent)


def test_what_a_company_renews_cannot(app):
    browser, contract_id = counter(app, starts_on=date(2024, 12, 24), company=True, holder_birth=None)
    to_624(browser, contract_id)
    assert browser.number == 624 and "8日以内" not in browser.text
    assert "クーリングオフ" not in browser.send(AGREED).text
    assert browser.number == 625


def test_what_was_typed_survives_the_end_of_the_login(app, browser, contract_id, clock):
    to_623(browser, contract_id)
    action, data = pressed(browser)
    clock.forward(minutes=31)
    answer = browser.client.post(action, data={**data, "payment": "月払", "asked_occupied": "空き家"})
    assert "（画面番号901）" in answer.text
    log_in(browser).open("/okyakusama/home").follow("続きから")
    assert browser.number == 623
    assert (browser.values["payment"], browser.values["asked_occupied"]) == ("月払", "空き家")


def test_ways_to_pay_are_those_of_each_product(app):
    """What is drawn for one is not shown for another."""
    browser, contract_id = counter(app)
    to_623(browser, contract_id)
    one = [tag["value"] for tag in browser.page.select("[name=payment]")]
    products = app.extensions["products"]
    app.extensions["products"] = {**products, "傷害保険": replace(products["傷害保険"], payments=("年払", "団体扱"))}
    with app.app_context():
        factories.contract_now("C900000001", product_type="傷害保険")
    to_623(browser, contract_id)
    assert [tag["value"] for tag in browser.page.select("[name=payment]")] == ["年払", "団体扱"] != one


def test_one_tick_alone_is_not_enough(app, browser, contract_id):
    to_624(browser, contract_id).send({"important": "yes"}, 422)
    assert "意向確認をお読みのうえ" in " ".join(browser.errors)
    assert browser.page.select_one("[name=important]").has_attr("checked")
    browser.send({"intention": "yes"})
    assert browser.number == 625


def test_what_is_to_be_read_is_there_to_be_read(browser, contract_id):
    to_624(browser, contract_id)
    pages = [tag["href"] for tag in browser.page.select("main a.read")]
    assert [browser.open(page).number for page in pages] == [125, 126]


def test_the_letter_says_what_was_asked(app, browser, contract_id):
    to_624(browser, contract_id).send(AGREED)
    [letter] = letters(app)
    assert letter.kind == "renewal_accepted"
    assert "12,000円" in letter.text and "現在と同じプラン" in letter.text and "C900000001" not in letter.text
    assert requests(app)[0].receipt_number in letter.text.replace(" ", "")


@pytest.mark.parametrize(
    ("days", "open_"), [(61, False), (60, True), (1, True), (0, True), (-1, False)], ids=lambda each: str(each)
)
def test_the_window_opens_sixty_days_before_and_closes_with_the_last_day(app, days, open_):
    ends = date(2026, 11, 24) + timedelta(days=days)
    browser, contract_id = counter(app, ends_on=ends, starts_on=ends - timedelta(days=365))
    browser.open(f"/okyakusama/renewal/of/{contract_id}/", 200 if open_ else 409)
    assert browser.number == (622 if open_ else 608)
    listed = browser.open("/okyakusama/renewals").page.select(".cell-act a")
    assert bool(listed) == open_


def test_the_window_is_that_of_japan(app, browser, contract_id, clock):
    clock.now = datetime(2026, 12, 24, 14, 59, tzinfo=UTC)
    log_in(browser).open(f"/okyakusama/renewal/of/{contract_id}/")
    clock.forward(minutes=1)
    browser.open(f"/okyakusama/renewal/of/{contract_id}/", 409)


@pytest.mark.parametrize(
    ("starts", "ends", "until"),
    [
        (date(2025, 12, 24), date(2026, 12, 24), date(2027, 12, 24)),
        (date(2026, 1, 4), date(2028, 1, 4), date(2030, 1, 4)),
        (date(2027, 2, 28), date(2028, 2, 29), date(2029, 2, 28)),
        (date(2026, 3, 1), date(2026, 9, 1), date(2027, 9, 1)),
        (date(2025, 12, 31), date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_the_time_after_it_is_as_long_as_before(starts, ends, until):
    assert periods.renewed_until(starts, ends) == until


def test_a_car_is_asked_for_what_cars_are(app):
    browser, contract_id = counter(app, product_type="自動車保険")
    to_623(browser, contract_id)
    labels = [tag.text for tag in browser.page.select(".field .lab > span:nth-of-type(2)")]
    assert labels == ["払込方法", "ノンフリート等級", "運転免許証の色", "お車の使用目的"]
    browser.send({"payment": "年払", "asked_grade": "20等級", "asked_licence": "ゴールド"}, 422)
    assert "お車の使用目的を選択してください。" in " ".join(browser.errors)
    browser.send({"asked_use": "業務"}).send(AGREED)
    assert browser.number == 625 and "クーリングオフ" not in browser.text


def test_a_product_that_is_not_renewed_here_says_so(app):
    browser, contract_id = counter(app, product_type="見本保険")
    browser.open(f"/okyakusama/renewal/of/{contract_id}/", 409)
    assert not browser.open("/okyakusama/renewals").page.select(".cell-act a")


def test_an_answer_that_is_not_offered_is_none(app, browser, contract_id):
    browser.open(f"/okyakusama/renewal/of/{contract_id}/").send({"plan": "free"}, 422)
    to_623(browser, contract_id).send({"payment": "一括", "asked_occupied": "住居として使用"}, 422)


def test_it_can_be_taken_back_and_asked_for_anew_until_it_is_applied(app, browser, contract_id, clock):
    to_624(browser, contract_id).send(AGREED)
    browser.open("/okyakusama/requests/1/withdraw").send()
    to_624(browser, contract_id, plan="water").send(AGREED)
    to_624(browser, contract_id).send(AGREED)
    assert [each.state for each in requests(app)] == ["withdrawn", "replaced", "accepted"]
    clock.now = NEXT_NIGHT
    assert "1件" in app.test_cli_runner().invoke(args=["data", "apply"]).stdout
    assert requests(app)[-1].state == "settled"
    log_in(browser).open(f"/okyakusama/renewal/of/{contract_id}/", 409)
    assert "すでにお済みです" in browser.text
    browser.open("/okyakusama/renewals")
    assert "お手続き済" in browser.text and not browser.page.select(".cell-act a")


def test_the_next_end_can_be_renewed_again(app, browser, contract_id, clock):
    to_624(browser, contract_id).send(AGREED)
    clock.now = NEXT_NIGHT
    app.test_cli_runner().invoke(args=["data", "apply"])
    with app.app_context():
        factories.contract_now("C900000001", starts_on=date(2026, 12, 24), ends_on=date(2027, 12, 24))
    clock.now = datetime(2027, 11, 24, 3, tzinfo=UTC)
    assert log_in(browser).open(f"/okyakusama/renewal/of/{contract_id}/").number == 622


def test_the_core_system_reads_the_plan_and_the_answers(app, browser, contract_id, tmp_path):
    to_624(browser, contract_id, plan="water").send(AGREED)
    result = app.test_cli_runner().invoke(args=["data", "export", "requests", str(tmp_path / "out.csv")])
    assert result.exit_code == 0, result.output
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "水災補償を付けるプラン,15000,年払,建物の使用状況：住居として使用" in text


def test_a_premium_that_changed_meanwhile_is_confirmed_again(app, browser, contract_id):
    """And how it is paid, since that costs another sum."""
    to_624(browser, contract_id)
    with app.app_context():
        factories.contract_now("C900000001", premium=20000)
    browser.send(AGREED)
    assert browser.number == 623 and "20,000円" in browser.text and requests(app) == []
    browser.send()
    assert browser.number == 624 and browser.summary["年間保険料"] == "20,000円"
    browser.send(AGREED)
    assert browser.number == 625 and "20,000円" in browser.text


def test_nobody_renews_anothers(app, browser, contract_id):
    with app.app_context():
        factories.account(app, user_id="taro@example.jp")
    log_in(Browser(app.test_client()), "taro@example.jp").open(f"/okyakusama/renewal/of/{contract_id}/", 404)


def test_twenty_presses_at_once_make_one_request(make_app, database_url):
    app = make_app(database_url)
    browser, contract_id = counter(app)
    action, data = pressed(to_624(browser, contract_id))
    twins = [twin(browser, app) for _ in range(20)]
    send = {**data, **AGREED}
    answers = at_once([lambda each=each: each.client.post(action, data=send, follow_redirects=True) for each in twins])
    assert all("（画面番号625）" in answer.text for answer in answers)
    assert len(requests(app)) == 1 and len(letters(app)) == 1
