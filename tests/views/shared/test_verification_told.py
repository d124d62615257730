"""Is there told of the recognition by telephone what holds today, in Japan, and what one can do about it?"""

from dataclasses import replace
from datetime import UTC, date, datetime

import factories
import pytest
from factories import PASSWORD
from ways import NEW, register, to_405, to_415

from domain.contracts.telephones import Telephones
from rules.phone_verification import PhoneVerification
from views.shared import verification_told

STARTS = date(2027, 4, 1)
BEFORE, SINCE = datetime(2027, 3, 31, 14, 59, tzinfo=UTC), datetime(2027, 3, 31, 15, 0, tzinfo=UTC)
CALLED = ("03-0000-0100",)


@pytest.mark.parametrize(
    ("mode", "now", "said"),
    [
        ("off", BEFORE, (True, False, False, STARTS)),
        ("announced", BEFORE, (False, True, False, STARTS)),
        ("announced", SINCE, (False, True, False, None)),
        ("required", BEFORE, (False, True, False, STARTS)),
        ("required", SINCE, (False, False, True, None)),
    ],
)
def test_what_is_told_before_and_from_the_day_on(app, mode, now, said):
    app.config["CLOCK"] = lambda: now
    portal = replace(
        app.extensions["portals"]["keiyakusha"], phone_verification=PhoneVerification(mode, STARTS, CALLED)
    )
    with app.test_request_context():
        assert verification_told.of(portal)[:4] == said


def test_which_numbers_are_named(app):
    mobile = PhoneVerification("required", None, CALLED, ("mobile",))
    portal = replace(app.extensions["portals"]["keiyakusha"], phone_verification=mobile)
    with app.test_request_context():
        told = verification_told.of(portal)
    assert told.wanted == "携帯電話（090・080・070・060）"
    assert [can for _, can in told.numbers] == [False, True, False, False]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((), "契約者さま電話番号のご登録がありません。"),
        (("05012345678", "05012349999"), "契約者さま電話番号は050から始まる番号のため、本人認証に使えません。"),
        (("0120000111", "0570012345"), "は通話料無料の番号（0120・0800）、0570から始まる番号のため、"),
    ],
)
def test_why_a_login_ended_is_told_without_the_numbers(numbers, said):
    told = verification_told.why_not(Telephones((), numbers))
    assert told.startswith("ログインを完了できませんでした。") and said in told
    assert "1234" not in told and "0120000111" not in told


REQUIRED = PhoneVerification("required", None, CALLED)
PAST = {"starts_on": date(2019, 1, 1), "ends_on": date(2020, 1, 1)}
DESK = "a[href='tel:0300000000']"
READY = "お電話をお手元にご用意ください"


def asks(app, verification, name="keiyakusha", **different):
    """From now on a portal asks for calls like this."""
    served = app.extensions["portals"]
    served[name] = replace(served[name], phone_verification=verification, **different)


def on_504(app, browser, **of_the_contract):
    """The first note of 504 as a customer with such a contract has it."""
    with app.app_context():
        factories.held(app, "keiyakusha", **of_the_contract)
    browser.open("/keiyakusha/login").send({"user_id": "KMA7482X", "password": PASSWORD})
    assert browser.number == 504
    return browser.page.select_one("main .note")


@pytest.mark.parametrize("closed", [PAST, {"online": False}, {"group_contract": True}])
def test_504_sends_nobody_to_a_change_that_cannot_be_made(app, browser, closed):
    """Who can change nothing here telephones; whoever can is led to it (000)."""
    note = on_504(app, browser, holder_phone="", **closed)
    assert (
        "登録がまだのご契約者さまは、証券番号をお手元にご用意のうえ、ヘルプデスク（03-0000-0000）へお電話" in note.text
    )
    assert note.select_one(DESK) and "「変更」" not in note.text


def test_504_leads_to_the_change_where_one_contract_takes_it(app, browser):
    note = on_504(app, browser, holder_phone="")
    assert "「変更」ボタンより登録をお願いします" in note.text and not note.select_one(DESK)
    assert browser.follow("「ご契約一覧」").number == 602


def test_504_sends_nobody_to_a_change_that_the_portal_has_not(app, browser):
    asks(app, PhoneVerification("announced", STARTS, CALLED), changes=("address",))
    assert on_504(app, browser, holder_phone="").select_one(DESK)


@pytest.mark.parametrize(
    ("phone", "said"), [("03-1234-5678", "本人認証に使える電話番号の登録"), ("", "電話番号の登録")]
)
def test_504_does_not_call_a_number_missing_that_it_names(app, browser, phone, said):
    asks(app, PhoneVerification("announced", STARTS, CALLED, ("mobile",)))
    note = on_504(app, browser, holder_phone=phone)
    assert note.text.strip().startswith(f"{said}がまだのご契約者さまは")
    assert ("03-****-5678（固定電話の番号）は、本人認証に使えません" in note.text) == bool(phone)
    assert "本人認証に使える電話番号は、日本国内の携帯電話（090・080・070・060）です" in note.text


@pytest.mark.parametrize(("phone", "missing"), [("050-1234-5678", False), ("", True)])
def test_where_no_call_is_asked_for_any_number_will_do(app, browser, phone, missing):
    asks(app, PhoneVerification("off"))
    on_504(app, browser, holder_phone=phone)
    assert ("電話番号の登録がまだの" in browser.text) == missing
    assert "本人認証" not in browser.text


def test_the_login_says_that_a_call_follows_and_what_to_do_without_a_number(app, browser):
    """502, where it is so; before, it is announced instead."""
    assert READY not in browser.open("/keiyakusha/login").text
    asks(app, REQUIRED)
    said = "ログインには、ご登録の電話番号からのお電話が必要です。お電話をお手元にご用意ください。"
    assert said in browser.open("/keiyakusha/login").text
    assert browser.page.select_one(".lead + .note a")["href"] == "/keiyakusha/guide#verification"
    assert browser.follow("くわしくは「ご利用のご案内」をご覧ください。").page.select_one("#verification")
    assert browser.open("/keiyakusha/login").follow("電話番号のご登録がない方はこちら").number == 505


def test_the_guide_lists_the_telephone_among_what_is_needed(app, browser):
    """501."""

    def needed():
        page = browser.open("/keiyakusha/guide").page
        return [each.text for each in page.select("section[aria-labelledby=papers] li")]

    papers = needed()
    asks(app, REQUIRED)
    assert needed() == [*papers, "ご登録の契約者さま電話番号のお電話"] and len(papers) == 2


@pytest.mark.parametrize("less", [{}, {"changes": ("address",)}])
def test_the_help_desk_can_be_called_from_where_it_is_named(app, browser, less):
    """In the steps of 501 and 505, not only beside them."""
    asks(app, REQUIRED, **less)
    for page, where in (("guide", "section[aria-labelledby=insured]"), ("no-number", ".flow")):
        assert browser.open(f"/keiyakusha/{page}").page.select_one(f"{where} {DESK}"), page


def test_505_says_from_when_a_number_counts(app, browser):
    asks(app, REQUIRED)
    last = browser.open("/keiyakusha/no-number").page.select(".flow li")[-1].text
    assert "翌日以降に反映されます" in last and "お電話でご案内します" in last


@pytest.mark.parametrize(("way", "number"), [(to_405, 406), (to_415, 416)])
def test_who_was_let_in_anew_reads_what_to_do_without_a_number(app, browser, way, number):
    asks(app, REQUIRED)
    with app.app_context():
        factories.owner(app, "keiyakusha")
    way(browser, app, "keiyakusha").send(NEW)
    if way is to_405:
        browser.send()
    assert browser.number == number
    assert browser.follow("「電話番号のご登録方法」").number == 505


@pytest.mark.parametrize("verification", [REQUIRED, PhoneVerification("off")])
def test_who_has_registered_reads_that_a_call_follows(app, browser, verification):
    """110, of a portal whose IDs are mail addresses."""
    asks(app, verification, "okyakusama")
    register(browser, app)
    assert browser.number == 110
    assert ("ご登録の電話番号からのお電話で" in browser.text) == verification.is_on
    assert bool(browser.page.select("a[href='/okyakusama/no-number']")) == verification.is_on


def test_505_is_listed_where_it_is(app, browser):
    listed = "電話番号のご登録が必要です"
    assert listed in browser.open("/keiyakusha/screens").text
    assert listed not in browser.open("/okyakusama/screens").text
    asks(app, REQUIRED, "okyakusama")
    asks(app, PhoneVerification("off"))
    assert listed in browser.open("/okyakusama/screens").text
    assert listed not in browser.open("/keiyakusha/screens").text


@pytest.mark.parametrize(
    ("kind", "wanted", "other"),
    [("mobile", "携帯電話（090・080・070・060）", "固定電話"), ("landline", "固定電話", "携帯電話")],
)
def test_a_kind_that_cannot_verify_is_nowhere_asked_for(app, browser, kind, wanted, other):
    """But for the table, which says of it that it cannot (501, 505)."""
    asks(app, PhoneVerification("required", None, CALLED, (kind,)))
    for page in ("guide", "no-number"):
        main = browser.open(f"/keiyakusha/{page}").page.select_one("main")
        main.table.decompose()
        assert f"日本国内の{wanted}の番号" in main.text and other not in main.text, page
