"""Is a portal settings, and nothing of one ever seen in another? (screens.md section 1)"""

from datetime import date
from itertools import permutations
from pathlib import Path

import factories
import pytest
from browser import Browser
from factories import ACCESS, PASSWORD, PROFILE, account, agency, contract, hold
from markupsafe import escape
from ways import (
    CONTRACT,
    apply_for,
    call,
    effects,
    letters,
    log_in,
    newest_link,
    run_id_of,
    shown_on_503,
    to_104,
    to_109,
)

from forms.activation import AccessForm
from forms.kit.step import FormContext

ROOT = Path(__file__).parent.parent
THIRD = """
[midori]
title = "みどりの窓口サービス"
company = "見本みどり保険"
short_name = "見本みどり"
colour = "purple"
user_id = "email"
products = ["ペット保険"]
sequences = ["registration", "activation", "addition", "forgotten", "reset", "locked", "unlock", "password_change"]
mail_from = "oshirase@midori.example"
dispute_body = "見本みどり相談室"
terms = "standard"
password = { minimum = 10, maximum = 20, kinds = ["letter", "digit"] }

[midori.help_desk]
name = "みどりデスク"
phone = "0120-000-777"
free = true
days = "月火水木金土日"
opens = 08:00:00
closes = 20:00:00
"""
LONGER = {"password": "sakura7mado99", "password-again": "sakura7mado99"}


@pytest.fixture
def app(make_app, sqlite_url, tmp_path):
    """Three portals, the third by a section of the file alone."""
    file = tmp_path / "portals.toml"
    file.write_text((ROOT / "portals.toml").read_text() + THIRD)
    return make_app(sqlite_url, PORTALS_FILE=str(file))


@pytest.fixture
def customer(app, browser):
    """Logged in in one portal, with a contract there."""
    with app.app_context():
        agency()
        hold(account(app).id, contract().id)
    return log_in(browser)


PORTALS = ("okyakusama", "keiyakusha", "midori")


def questions_of(browser, portal):
    """What the login of a portal asks, and what it says when nothing is answered."""
    page = browser.open(f"/{portal}/login").page
    asked = [label.select("span")[-2].text for label in page.select("label.lab")]
    wrong = browser.send({}, 422).page.select("p.err")
    return asked, [each.select("span")[0].text.partition("：")[2] for each in wrong]


@pytest.mark.parametrize("order", list(permutations(PORTALS)), ids="-".join)
def test_a_portal_asks_in_its_own_words_whichever_was_visited_first(app, another_browser, order):
    """What is made or drawn once for everybody must not be one portal's."""
    seen = {portal: questions_of(Browser(app.test_client()), portal) for portal in (*order, *order)}
    assert seen["okyakusama"][0] == ["ユーザーID", "パスワード/仮パスワード"]
    assert seen["keiyakusha"][0] == ["ログインID", "パスワード"]
    for asked, wrong in seen.values():
        assert wrong == [f"{each.partition('/')[0]}を入力してください。" for each in asked]
    with app.app_context():
        for name in (*order, *order):
            portal = app.extensions["portals"][name]
            form = AccessForm(None, FormContext(portal, date(2026, 11, 24)))
            drawn = app.jinja_env.globals["questions"](form).replace("<wbr>", "")
            assert escape(portal.password.rule.sentence) in drawn
            assert f"/{name}/terms" in drawn


def test_a_third_portal_costs_a_section(app, browser):
    for page in ("login", "first-time", "terms", "privacy", "environment", "screens", "registration/"):
        browser.open(f"/midori/{page}")
        assert "portal-purple" in browser.page.html["class"]
        assert browser.page.title.text.endswith("｜みどりの窓口サービス")
        header = browser.page.select_one("header").get_text()
        assert "見本みどり保険" in header
        assert "0120-000-777" in header
        assert "みどりデスク" in header
        assert "指定紛争解決機関：見本みどり相談室" in browser.page.select_one("footer").get_text()
        assert "サンプル" not in browser.response.text
        assert "okyakusama" not in browser.response.text
    assert browser.open("/").page.select_one("a[href='/midori/']")
    assert "24時間" in browser.open("/midori/login").text
    assert "ペット保険" in browser.open("/midori/terms").text
    browser.open("/midori/nowhere", 404).open("/midori/keyword", 404)


def test_a_customer_registers_in_the_third_portal(app, browser):
    browser.open("/midori/registration/").send(PROFILE).send()
    [letter] = letters(app)
    assert letter.subject.startswith("【見本みどり】")
    assert "oshirase@midori.example" in letter.sender
    assert "サンプル" not in letter.text + letter.html
    link = letter.text.partition("https://mado.example")[2].split()[0]
    browser.open(link).send({"keyword": PROFILE["keyword"]})
    short = browser.send({**ACCESS, "password": "sakura7ma", "password-again": "sakura7ma"}, 422)
    assert any("10文字以上20文字以内" in line for line in short.errors)
    browser.send(LONGER).send().open("/midori/home")
    assert browser.page.select_one(".who b").text == "髙﨑 𠮷乃 様"


def test_a_colour_of_its_own(app, browser):
    """Every colour that a portal may have is in the stylesheets."""
    style = "".join(file.read_text() for file in (ROOT / "static" / "css").glob("*.css"))
    served = app.extensions["portals"].values()
    colours = {portal.colour for portal in served}
    assert len(colours) == 3
    for colour in colours - {"blue"}:
        assert f".portal-{colour}" in style
        assert browser.client.get(f"/static/icons/mark-{colour}.svg").status_code == 200


@pytest.mark.parametrize("portal", ["keiyakusha", "midori"])
def test_a_login_counts_in_its_own_portal_only(app, customer, portal):
    customer.open(f"/{portal}/home")
    assert customer.number in (102, 502)
    for page in ("renewals", "addition/"):
        answer = customer.client.get(f"/{portal}/{page}")
        assert answer.status_code in (303, 404)
    assert customer.open("/okyakusama/home").number == 511


def test_not_even_with_the_cookie_of_the_other_portal(app, customer):
    stolen = customer.client.get_cookie("madoguchi-okyakusama").value
    customer.client.set_cookie("madoguchi-midori", stolen)
    assert customer.open("/midori/renewals").number == 102
    assert "髙﨑" not in customer.response.text


def test_an_id_is_known_in_its_own_portal_only(app, browser):
    with app.app_context():
        account(app)
    browser.open("/midori/login").send({"user_id": "yoshino.t@example.jp", "password": PASSWORD}, 422)


def test_the_same_address_may_have_an_account_in_each(app, browser):
    with app.app_context():
        account(app)
        account(app, portal="midori", password=LONGER["password"])
    log_in(browser)
    browser.open("/midori/login").send({"user_id": "yoshino.t@example.jp", "password": LONGER["password"]})
    assert (browser.number, browser.open("/okyakusama/home").number) == (511, 511)


def test_wrong_tries_lock_in_their_own_portal_only(app, browser):
    with app.app_context():
        account(app)
    for _ in range(5):
        browser.open("/midori/login").send({"user_id": "yoshino.t@example.jp", "password": "x"}, 422)
    assert browser.number == 904
    assert log_in(browser).number == 511


def test_a_link_opens_in_its_own_portal_only(app, browser, another_browser):
    apply_for(browser)
    link = newest_link(app)
    before = effects(app)
    another_browser.open(link.replace("/okyakusama/", "/midori/"), 404)
    another_browser.open("/midori/keyword", 404)
    another_browser.open(link).client.set_cookie(
        "madoguchi-midori", another_browser.client.get_cookie("madoguchi-okyakusama").value
    )
    another_browser.open("/midori/keyword", 404)
    assert effects(app) == before


def test_a_run_is_found_in_its_own_portal_only(app, browser):
    to_104(browser)
    own = browser.client.get_cookie("madoguchi-okyakusama").value
    browser.client.set_cookie("madoguchi-midori", own)
    browser.open(f"/midori/registration/{run_id_of(browser)}/confirm", 410)
    assert "髙﨑" not in browser.response.text


def test_contracts_of_one_portal_are_matched_in_it_only(app, browser):
    """The persona's contract in another portal, by every way that leads to contracts."""
    with app.app_context():
        agency()
        contract(portal="midori")
    to_109(browser, app).send()
    assert "C900000001" not in browser.open("/okyakusama/renewals").text
    browser.open("/okyakusama/addition/").send(CONTRACT).send(status=409)


def test_a_contract_held_elsewhere_is_not_shown(app, customer):
    """Even a holding that should not be there shows no contract of another portal."""
    with app.app_context():
        factories.hold(1, contract(portal="keiyakusha", number="H900000001").id)
    assert "H900000001" not in customer.open("/okyakusama/renewals").text


def test_an_applicant_of_one_portal_is_unknown_in_the_other(app, another_browser):
    with app.app_context():
        account(app)
    apply_for(Browser(app.test_client()))
    another_browser.open("/midori/registration/").send(PROFILE).send()
    kinds = [letter.kind for letter in letters(app)]
    assert kinds[0] != kinds[1] == "registration"


CALLED = '"verification", "registration"'
VERIFYING = 'phone_verification = {{ mode = "{}", starts_on = {}, numbers = ["03-0000-0777"] }}\nmail_from'


def calling(make_app, url, folder, mode, starts_on):
    """Three portals, the third of which asks its customers to call."""
    third = THIRD.replace('"registration"', CALLED).replace("mail_from", VERIFYING.format(mode, starts_on))
    (folder / "portals.toml").write_text((ROOT / "portals.toml").read_text() + third)
    return make_app(url, PORTALS_FILE=str(folder / "portals.toml"))


def whole(browser):
    """A page that speaks of the portal's own ID, and whose links within the portal all lead somewhere."""
    assert "ログインID" not in browser.response.text
    for link in {tag["href"] for tag in browser.page.select("main a[href^='/midori']")}:
        assert browser.client.get(link, follow_redirects=True).status_code == 200, link
    return browser


def test_a_portal_of_mail_addresses_can_ask_for_calls(make_app, sqlite_url, tmp_path, clock):
    """102, 503, 505, 511: it has no 501 that anything could lead to."""
    app = calling(make_app, sqlite_url, tmp_path, "required", "2026-11-24")
    with app.app_context():
        agency()
        kept = account(app, "midori", password=LONGER["password"]).id
        account(app, "midori", "nobody@example.jp", LONGER["password"])
        hold(kept, contract(portal="midori").id)
    asked = {"user_id": "nobody@example.jp", "password": LONGER["password"]}
    browser = whole(Browser(app.test_client()).open("/midori/"))
    assert browser.number == 102 and "ご登録の電話番号からのお電話が必要です" in browser.text
    assert whole(browser.open("/midori/login").send(asked)).number == 505
    assert "みどりデスク（0120-000-777）へお電話" in browser.text
    browser.open("/midori/login").send(asked | {"user_id": "yoshino.t@example.jp"})
    assert whole(browser).number == 503
    clock.forward(seconds=5)
    assert call(app, "+819012345678", shown_on_503(browser)) == "confirmed"
    assert whole(browser.send()).number == 511
    browser.open("/midori/guide", 404)


def test_a_portal_of_mail_addresses_tells_whom_to_ask_before(make_app, sqlite_url, tmp_path):
    """It has no 501 to read it in."""
    app = calling(make_app, sqlite_url, tmp_path, "announced", "2027-04-01")
    browser = whole(Browser(app.test_client()).open("/midori/login"))
    note = browser.page.select_one(".lead + .note")
    assert "ご登録の方法は、みどりデスク（0120-000-777）でご案内します" in note.text
    assert note.select_one("a[href='tel:0120000777']")
