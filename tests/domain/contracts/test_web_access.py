"""Is a closed contract closed wherever somebody could come in by it, and left alone by every file?"""

from datetime import date

import factories
import pytest
from browser import Browser
from factories import BORN, NOW
from ways import CONTRACT, letters, log_in, register

from domain.accounts import issued_passwords
from domain.contracts import accidents, matching, web_access
from infra.database import read, write
from wizards import contract_requests, photos

SELF = {"kana": "タカサキ　ヨシノ", "birth_date": BORN}
TEMPORARY = {"number": "C900000001", "name": "髙﨑 𠮷乃", **SELF}
ADDITION = {"number": "C900000001", **SELF, "phone_end": "5678"}


@pytest.fixture
def contract(app, context):
    factories.agency()
    return factories.contract()


def close(contract):
    with write() as session:
        web_access.close(session, [contract.id], NOW)


def found(app):
    """What each way in finds of the contract."""
    with read() as session:
        account = factories.models.Account(
            portal="okyakusama", family_kana="タカサキ", given_kana="ヨシノ", birth_date=BORN, id=99
        )
        return [
            matching.match_contracts(session, portal="okyakusama", email="yoshino.t@example.jp", **SELF),
            matching.find_for_temporary(session, "okyakusama", **TEMPORARY),
            matching.find_for_addition(session, account, **ADDITION),
        ]


def test_neither_registration_nor_a_temporary_password_nor_an_addition_finds_it(app, contract):
    assert all(found(app))
    close(contract)
    assert not any(found(app))
    with write() as session:
        web_access.reopen(session, [contract.id])
    assert all(found(app))


def test_nothing_can_be_asked_of_it(app, contract):
    portal, today = app.extensions["portals"]["okyakusama"], date(2026, 11, 24)
    assert contract_requests.why_not(portal, contract, today) == []
    contract.closed_at = NOW
    assert contract_requests.why_not(portal, contract, today) == [
        "「お客さまWebサービス」でお手続きをすることができません。"
    ]
    assert not web_access.is_open(contract)


def test_what_the_core_system_keeps_off_the_web_stays_so(contract):
    contract.online = False
    assert not web_access.is_open(contract)


def test_no_pictures_are_taken_for_it(contract):
    assert not photos.is_closed(accidents.OwnedAccident(None, contract))
    contract.closed_at = NOW
    assert photos.is_closed(accidents.OwnedAccident(None, contract))


def test_its_renewal_is_not_offered(app, contract):
    factories.hold(factories.account(app).id, contract.id)
    owner = log_in(Browser(app.test_client()))
    assert owner.open("/okyakusama/renewals").page.select("main a[href*='/renewal/of/']")
    close(contract)
    assert not owner.open("/okyakusama/renewals").page.select("main a[href*='/renewal/of/']")


def test_no_initial_password_opens_it(app, context, browser):
    factories.agency()
    kept = issued_passwords.keep(app.extensions["keyring"], "okyakusama C900000001", "Hatsukai77")
    made = factories.contract(initial_password=kept)
    answers = {"number": "C900000001", "initial": "Hatsukai77"}
    assert Browser(app.test_client()).open("/okyakusama/easy/").send(answers).number == 203
    close(made)
    assert "確認できませんでした" in browser.open("/okyakusama/easy/").send(answers, 422).text


def test_who_was_let_in_by_it_before_gets_no_further_once_it_is_closed(app, context, browser):
    factories.agency()
    kept = issued_passwords.keep(app.extensions["keyring"], "okyakusama C900000001", "Hatsukai77")
    made = factories.contract(initial_password=kept)
    browser.open("/okyakusama/easy/").send({"number": "C900000001", "initial": "Hatsukai77"})
    mine = {"email": "a@example.jp", "email-again": "a@example.jp", "privacy": "yes"}
    browser.send({**factories.ACCESS, "password": "kaede55mado", "password-again": "kaede55mado", **mine})
    close(made)
    browser.send(status=409)
    assert "確認できませんでした" in browser.text


def test_who_registers_does_not_see_it(app, contract, browser):
    close(contract)
    register(browser, app)
    assert "C900000001" not in browser.open("/okyakusama/contracts").text
    assert letters(app)


def test_it_is_added_to_no_list(app, contract, browser):
    close(contract)
    factories.account(app)
    log_in(browser).open("/okyakusama/addition/").send(CONTRACT)
    browser.send(status=409)
    assert "一致するご契約を確認できませんでした" in browser.text
