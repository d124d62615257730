"""Can a customer show their screen, pause and end that at any moment, and lose nothing by it? Without JavaScript."""

import pytest
from browser import Browser
from factories import PASSWORD, account, agency, contract, hold
from htmlcheck import complaints
from picturing import accident, choose, file, look
from staffing import at_work, hire
from standing import bar, begin, join, number, pressed, rows
from ways import log_in, log_out, to_104, to_108, to_604

FIRST = "/okyakusama/registration/"
ASK = "オペレーターと画面を確認する"


@pytest.fixture
def customer(app):
    return Browser(app.test_client())


@pytest.fixture
def desk(app):
    hire(app)
    return at_work(app)


def asked(customer):
    """Press the way to the operator, which every page has."""
    tag = customer.page.select_one(".beside button, .beside a")
    if tag.name == "a":
        return customer.open(tag["href"])
    data = {**customer.standing(customer.form), tag["name"]: tag["value"]}
    return customer._arrive(customer.client.post(tag["formaction"], data=data, follow_redirects=True), 200)


def beside(customer, desk, at=FIRST):
    """An operator sees this screen."""
    join(desk, begin(customer, at))
    customer.open(at)
    desk.open(desk.url)


def test_what_is_seen_and_what_not_is_said_before_anything_is_shown(app, customer):
    customer.open(FIRST)
    asked(customer)
    assert customer.number == 921 and "パスワードとキーワード" in customer.text
    assert rows(app) == [] and bar(customer) == ""
    customer.follow("共有しないで戻る")
    assert customer.number == 103


def test_a_code_is_shown_in_two_groups_and_said_digit_by_digit(customer):
    code = begin(customer)
    customer.open("/okyakusama/sharing")
    six = customer.page.select_one("main .six")
    assert six.select_one("[aria-hidden=true]").get_text() == f"{code[:3]} {code[3:]}"
    assert six.select_one(".vh").get_text() == "、".join(code)
    assert code not in customer.page.title.text and code not in customer.url


def test_the_bar_says_how_far_it_is_and_is_one_status(customer, desk):
    code = begin(customer)
    assert "番号をお伝えください" in bar(customer)
    join(desk, code)
    customer.open(FIRST)
    assert bar(customer).startswith("オペレーターと画面を共有しています")
    assert len(customer.page.select(".sharing [role=status]")) == 1
    assert {"shares", "shares--on"} <= set(customer.page.body["class"])


def test_no_page_has_a_bar_where_nothing_is_shared(customer):
    customer.open(FIRST)
    assert not customer.page.select(".sharing") and "shares" not in customer.page.body["class"]
    assert not rows(customer.client.application)


def test_a_code_that_is_over_is_said_so_and_another_is_shown(customer, clock):
    first = begin(customer)
    clock.forward(minutes=10)
    assert "有効期限が過ぎました" in bar(customer.open(FIRST))
    customer.open("/okyakusama/sharing").send(button="新しい番号を表示する")
    assert customer.page.select_one("main .six") and first not in customer.response.text.replace(" ", "")


def test_paused_nothing_is_seen_and_it_goes_on_with_the_page(customer, desk):
    beside(customer, desk)
    assert number(desk) == "103"
    pressed(customer, "一時停止する")
    assert bar(customer).startswith("画面の共有を一時停止しています") and customer.number == 103
    assert number(desk.open(desk.url)) == "" and "一時停止" in desk.text
    pressed(customer, "共有を再開する")
    assert customer.number == 103 and number(desk.open(desk.url)) == "103"


@pytest.mark.parametrize("paused", [False, True])
def test_ended_it_is_over_for_both(app, customer, desk, paused):
    beside(customer, desk)
    if paused:
        pressed(customer, "一時停止する")
    pressed(customer, "共有を終了する")
    assert customer.number == 922 and rows(app) == [] and bar(customer) == ""
    desk.open(desk.url, 410)
    customer.follow("もとの画面に戻る")
    assert customer.number == 103 and bar(customer) == ""


def test_given_up_before_anybody_joined(app, customer, desk):
    code = begin(customer, FIRST)
    pressed(customer, "共有をやめる")
    assert customer.number == 922 and rows(app) == []
    join(desk, code, 422)


def test_that_the_operator_ended_it_is_said_once(app, customer, desk):
    beside(customer, desk)
    desk.send(button="共有を終了する")
    assert customer.open(FIRST).notices == [
        "オペレーターとの画面の共有は終了しました。この画面は、オペレーターには見えていません。"
    ]
    assert not customer.open(FIRST).notices and rows(app) == []


def test_that_time_ended_it_is_said_and_nothing_is_left(app, customer, desk, clock):
    beside(customer, desk)
    clock.forward(minutes=31)
    assert "終了しました" in customer.open(FIRST).notices[0] and rows(app) == []


def test_that_the_operators_login_ended_ends_it(app, customer, desk):
    beside(customer, desk)
    desk.open("/staff/beside").log_out()
    assert rows(app) == [] and "終了しました" in customer.open(FIRST).notices[0]


def test_a_second_beginning_ends_the_first(app, customer, desk):
    beside(customer, desk)
    first = desk.url
    token = customer.page.select_one("[name=csrf_token]")["value"]
    customer.client.post("/okyakusama/sharing", data={"csrf_token": token, "sharing": "begin"})
    assert len(rows(app)) == 1
    desk.open(first, 410)


def test_it_outlives_a_redirect_a_login_and_a_logout(app, customer, desk):
    with app.app_context():
        whose = account(app).id
    beside(customer, desk, "/okyakusama/login")
    customer.open("/okyakusama/home")
    assert number(desk.open(desk.url)) == "102"
    log_in(customer, password=PASSWORD)
    assert bar(customer) and number(desk.open(desk.url)) == "511" and rows(app)[0].account_id == whose
    customer.open("/okyakusama/history")
    assert "オペレーターと画面を確認しました" in customer.text
    log_out(customer)
    assert bar(customer) and number(desk.open(desk.url)) == "102" and rows(app)[0].account_id is None


def test_another_browser_shares_nothing(app, customer, desk, another_browser):
    beside(customer, desk)
    another_browser.open("/okyakusama/terms")
    assert bar(another_browser) == "" and number(desk.open(desk.url)) == "103"


def test_a_cookie_of_another_browser_moves_no_sharing(app, customer, desk, another_browser):
    """The name of it alone shows nothing: it belongs to the browser that began it."""
    beside(customer, desk)
    with another_browser.client.session_transaction(base_url="http://localhost/okyakusama/") as session:
        session["sharing"] = rows(app)[0].id
    another_browser.open("/okyakusama/terms")
    assert bar(another_browser) == "" and number(desk.open(desk.url)) == "103" and len(rows(app)) == 1


@pytest.mark.parametrize("words", ["一時停止する", "共有を終了する"])
def test_nothing_typed_is_lost_on_a_first_screen(customer, desk, words):
    beside(customer, desk)
    customer.page.select_one("[name=holder-family]")["value"] = "見本"
    pressed(customer, words)
    if customer.number == 922:
        customer.follow("もとの画面に戻る")
    assert customer.number == 103 and customer.values["holder-family"] == "見本"


def test_nothing_typed_is_lost_by_asking_for_the_operator(customer):
    customer.open(FIRST)
    customer.page.select_one("[name=email]")["value"] = "hanako@"
    asked(customer).follow("共有しないで戻る")
    assert customer.number == 103 and customer.values["email"] == "hanako@"


def typed_and_back(customer, name, value):
    customer.page.select_one(f"[name='{name}']")["value"] = value
    where = customer.number
    asked(customer).follow("共有しないで戻る")
    assert customer.number == where and customer.values[name] == value
    customer.page.select_one(f"[name='{name}']")["value"] = f"{value}2"
    begun = customer.open(customer.url)
    assert begun.values[name] == value


def test_nor_on_a_first_screen_with_a_login(app, customer):
    with app.app_context():
        agency()
        holder, kept = account(app).id, contract().id
        hold(holder, kept)
    to_604(log_in(customer, password=PASSWORD), kept)
    typed_and_back(customer, "phone-line", "9876")


def test_nor_on_a_first_screen_behind_a_link(app, customer):
    to_108(customer, app)
    typed_and_back(customer, "holder-given", "花子")


def test_nor_on_a_later_screen(app, customer):
    to_104(customer).change("キーワード")
    typed_and_back(customer, "holder-family", "別")


def test_nor_of_pictures(app, customer):
    """What was sent to 803 stays, and what is said of it."""
    with app.app_context():
        holder = account(app).id
        agency()
        hold(holder, contract().id)
        made = accident(1).id
    log_in(customer, password=PASSWORD).open(f"/okyakusama/photos/of/{made}/")
    choose(customer, file(number=1))
    look(app)
    customer.open(customer.url)
    [caption] = [box["name"] for box in customer.page.select("input[name^=caption]")]
    customer.page.select_one(f"[name='{caption}']")["value"] = "正面から"
    asked(customer).follow("共有しないで戻る")
    assert customer.number == 803 and customer.values[caption] == "正面から"


def test_where_a_form_is_no_sequences_it_leads_back_to_the_page(app, customer, desk):
    """What is typed there is an ID and a secret; nothing of it is kept anywhere (0031)."""
    with app.app_context():
        account(app)
    beside(customer, desk, "/okyakusama/login")
    pressed(customer, "一時停止する")
    assert customer.url == "/okyakusama/login" and bar(customer)
    log_in(customer, password=PASSWORD).open("/okyakusama/reauthentication?next=/okyakusama/devices", 404)


@pytest.mark.parametrize("next_page", ["//evil.example/", "/keiyakusha/login", "/staff/", "/okyakusama/../staff/", ""])
def test_one_is_led_back_within_the_portal_alone(customer, next_page):
    customer.open(f"/okyakusama/sharing?next={next_page}").follow("共有しないで戻る")
    assert customer.url == "/okyakusama/login"


def test_a_lost_token_begins_nothing(app, customer):
    customer.open("/okyakusama/sharing")
    customer.page.select_one("main [name=csrf_token]")["value"] = "gone"
    customer.send(status=400, button="画面の共有をはじめる")
    assert customer.number == 921 and rows(app) == []


def test_nothing_of_the_address_of_a_page_that_is_not_there_goes_on(customer, desk):
    beside(customer, desk)
    customer.open("/okyakusama/nowhere?mail=hanako@example.jp", 404)
    assert "hanako" not in str(customer.page.select(".beside, .sharing"))
    pressed(customer, "一時停止する")
    assert customer.number == 102


def test_nobody_is_asked_on_a_page_that_something_broke(customer, desk, app, monkeypatch):
    beside(customer, desk)

    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr("views.shared.sharing_shown.view_of", broken)
    assert customer.open(FIRST, 500).number == 908


def test_its_pages_are_valid(customer, desk, tmp_path):
    code = begin(customer)
    pages = {"waiting": customer.open("/okyakusama/sharing").response.text}
    join(desk, code)
    customer.open(FIRST)
    desk.open(desk.url)
    pages |= {"on": customer.response.text, "operator": desk.response.text}
    pressed(customer, "共有を終了する")
    pages["ended"] = customer.response.text
    assert complaints(pages.items(), tmp_path) == []


def test_the_way_is_on_every_page_but_its_own_and_that_of_our_fault(customer):
    for at in (FIRST, "/okyakusama/login", "/okyakusama/terms", "/keiyakusha/guide"):
        assert ASK in customer.open(at).page.select_one(".beside").get_text()
    assert not customer.open("/okyakusama/sharing").page.select(".beside")
