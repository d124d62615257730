"""Is a policyholder told from another as decision 18 says?"""

from datetime import date

import factories
import pytest
from sqlalchemy import true

from exchange.issuing import policyholders
from infra.database import read
from rules.japanese import names

PERSON = {
    "portal": "keiyakusha",
    "holder_name": "髙﨑　𠮷乃",
    "holder_kana": "タカサキ　ヨシノ",
    "holder_birth": date(1960, 4, 1),
    "holder_phone": "090-1234-5678",
    "holder_address": "東京都港区見本1-2-3",
}
KEY = names.kana_key(PERSON["holder_kana"])


@pytest.fixture
def among(app):
    """Puts contracts of one person in, each with what is different; gives the numbers by policyholder."""

    def put(*different):
        with app.app_context():
            factories.agency()
            for place, each in enumerate(different):
                factories.contract(**{**PERSON, "number": f"H90000000{place}", **each})
            with read() as session:
                found = policyholders.of(session, "keiyakusha", [KEY], true())
        return sorted([each.number[-1] for each in sorted(one.contracts, key=lambda c: c.number)] for one in found)

    return put


@pytest.mark.parametrize(
    "different",
    [
        {},
        {"holder_phone": "03-9999-9999"},
        {"holder_address": "北海道札幌市見本9"},
        {"holder_name": "髙﨑 𠮷乃"},
        {"holder_name": "高崎　吉乃", "holder_kana": "ﾀｶｻｷ ﾖｼﾉ"},
        {"holder_name": "〓﨑　\ue000乃"},
        {"holder_name": "髙﨑　𠮷乃様"},
        {"holder_phone": "０９０１２３４５６７８", "holder_address": "大阪府"},
        {"holder_address": "東京都港区見本１－２－３", "holder_phone": ""},
    ],
)
def test_one_policyholder(among, different):
    assert among({}, different) == [["0", "1"]]


@pytest.mark.parametrize(
    "different",
    [
        {"holder_name": "髙﨑　吉男"},
        {"holder_birth": date(1960, 4, 2)},
        {"holder_birth": None, "company": True},
        {"holder_phone": "03-9999-9999", "holder_address": "北海道札幌市見本9"},
        {"holder_phone": "", "holder_address": "北海道札幌市見本9"},
    ],
)
def test_two_policyholders(among, different):
    assert among({}, different) == [["0"], ["1"]]


def test_two_without_a_telephone_are_not_the_same_by_that(among):
    nobody = {"holder_phone": ""}
    assert among(nobody, {**nobody, "holder_address": "北海道札幌市見本9"}) == [["0"], ["1"]]


def test_a_third_contract_shows_that_two_are_one(among):
    moved = {"holder_address": "北海道札幌市見本9", "holder_phone": "03-9999-9999"}
    between = {"holder_address": "北海道札幌市見本9"}
    assert among({}, moved, {"holder_birth": date(1999, 1, 1)}, between) == [["0", "1", "3"], ["2"]]


def test_a_company_without_a_birth_date_is_one(among):
    company = {"holder_birth": None, "company": True}
    assert among(company, company) == [["0", "1"]]


def test_neither_group_contracts_nor_another_portal(among):
    assert among({}, {"group_contract": True}, {"portal": "okyakusama"}) == [["0"]]


def test_todays_address_is_that_of_the_contract_changed_last(app):
    with app.app_context():
        factories.agency()
        factories.contract(**PERSON, number="H900000003", starts_on=date(2024, 1, 1), changed_on=date(2026, 5, 1))
        factories.contract(**PERSON, number="H900000002", starts_on=date(2026, 1, 1))
        with read() as session:
            (one,) = policyholders.of(session, "keiyakusha", [KEY], true())
    assert one.newest.number == "H900000003"


def test_an_account_is_theirs_by_any_of_their_contracts(app):
    with app.app_context():
        factories.agency()
        for number in ("H900000001", "H900000002"):
            kept = factories.contract(**PERSON, number=number)
        account = factories.issued(app)
        factories.hold(account.id, kept.id)
        with read() as session:
            (one,) = policyholders.of(session, "keiyakusha", [KEY], true())
    assert (one.account.user_id, one.account.chosen, one.held) == ("HRK5394T", False, {kept.id})
