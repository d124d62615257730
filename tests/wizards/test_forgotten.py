"""Does each portal ask what it must of who forgot their ID or password? 402, 407, 403 (screens.md section 5)."""

import factories
import pytest
from ways import BORN, asked_on_402, effects, letters, to_403

NO_BIRTH = dict.fromkeys(("birth-year", "birth-month", "birth-day"), "")


@pytest.fixture
def owners(app):
    with app.app_context():
        for portal in ("okyakusama", "keiyakusha"):
            factories.owner(app, portal)


def labels(browser):
    return [label.select("span")[-2].text for label in browser.page.select("main .field .lab")]


@pytest.mark.parametrize(
    ("portal", "words", "number", "asked"),
    [
        ("okyakusama", "ユーザーID・パスワードをお忘れの方はこちら", 102, ["ご登録のメールアドレス", "生年月日"]),
        (
            "keiyakusha",
            "パスワードをお忘れの方は、こちら",
            502,
            ["ログインID", "ご登録のメールアドレス", "ご契約者さま", "生年月日（個人の方）", "証券番号（法人の方）"],
        ),
    ],
)
def test_from_the_login_to_the_keyword(app, browser, owners, portal, words, number, asked):
    assert browser.open(f"/{portal}/login").number == number
    assert browser.follow(words).number == 402
    assert labels(browser) == asked
    assert browser.send(asked_on_402(portal)).number == 407
    assert [*browser.summary][:2] == [each.partition("（")[0] for each in asked[:2]]
    assert browser.summary["生年月日"] == "1960年（昭和35年）4月1日"
    assert browser.send().number == 403
    assert len(letters(app)) == 1


def test_an_address_no_longer_in_use_leads_to_a_new_registration(browser):
    browser.open("/okyakusama/forgotten/").follow("初めてご利用いただく方はこちら")
    assert browser.number == 112


def test_both_unknown_leads_to_the_agency(browser):
    assert "取扱代理店へお問い合わせください" in browser.open("/keiyakusha/forgotten/").text


def test_either_birth_date_or_policy_number_is_needed(browser):
    browser.open("/keiyakusha/forgotten/").send({**asked_on_402("keiyakusha"), **NO_BIRTH}, 422)
    assert browser.errors[1:] == ["4. 生年月日を入力してください。"]
    assert browser.send({"who": "company", "number": "H900000001"}).number == 407
    assert list(browser.summary)[2:] == ["ご契約者さま", "証券番号"]


def test_persons_only_are_asked_for_the_birth_date_alone(browser):
    browser.open("/okyakusama/forgotten/").send({"email": "a@example.jp"}, 422)
    assert browser.errors[1:] == ["2. 生年月日を入力してください。"]


def test_what_the_portal_does_not_ask_is_not_taken(app, browser, owners):
    """Mass assignment (ASVS 15.3.3): an ID sent along in a portal that has none."""
    browser.open("/okyakusama/forgotten/")
    data = {**browser.standing(browser.form), **asked_on_402(), "user_id": "KMA7482X", "number": "H900000001"}
    browser.client.post("/okyakusama/forgotten/", data=data)
    browser.open(f"/okyakusama/forgotten/{data['run']}/confirm")
    assert [*browser.summary] == ["ご登録のメールアドレス", "生年月日"]
    assert "KMA7482X" not in browser.response.text


def test_the_screen_says_what_to_do_and_where_the_mail_comes_from(browser):
    to_403(browser)
    for said in ("必ずお控えください", "必ずこの画面を閉じてください", "メールには、キーワードを記載していません"):
        assert said in browser.text
    for said in ("oshirase@okyakusama.example", "48時間", "閉じる", "メールが届かないとき"):
        assert said in browser.text


def test_an_address_in_any_spelling_is_the_same(app, browser, owners):
    to_403(browser, email="ＹＯＳＨＩＮＯ．Ｔ＠example.jp")
    assert [letter.kind for letter in letters(app)] == ["way_in"]


def test_looking_changes_nothing(app, browser, owners):
    before = effects(app)
    for portal in ("okyakusama", "keiyakusha"):
        browser.open(f"/{portal}/forgotten/").open(f"/{portal}/locked/")
    assert effects(app) == before


def test_the_birth_date_may_be_said_in_any_calendar(app, browser, owners):
    to_403(browser, **{**BORN, "birth-era": "ad", "birth-year": "１９６０"})
    assert [letter.kind for letter in letters(app)] == ["way_in"]
