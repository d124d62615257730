"""Which contracts are a customer's? Those that hold this very address, and no others (screens.md section 2)."""

from datetime import date

import factories
import pytest
from factories import BORN, NOW
from sqlalchemy import select

from domain.contracts import matching
from infra.database import read, write
from models import Holding

WANTED = {"portal": "okyakusama", "kana": "タカサキ ヨシノ", "birth_date": BORN, "email": "yoshino.t@example.jp"}
ASKED = {
    "number": "C900000001",
    "kana": "タカサキ ヨシノ",
    "birth_date": BORN,
    "phone_end": "5678",
}


@pytest.fixture
def agency(context):
    factories.agency()


def matched(**different):
    with read() as session:
        return matching.match_contracts(session, **{**WANTED, **different})


def added(app, **different):
    """What 721 finds for 髙﨑 𠮷乃, or for an account that is different."""
    account = factories.account(app, **different)
    with read() as session:
        return matching.find_for_addition(session, account, **ASKED)


@pytest.mark.parametrize("email", ["yoshino.t@example.jp", "YOSHINO.T@EXAMPLE.JP", "ｙｏｓｈｉｎｏ.t@example.jp"])
@pytest.mark.parametrize("kana", ["タカサキ　ヨシノ", "ﾀｶｻｷ ﾖｼﾉ", "たかさき　よしの"])
def test_a_contract_with_name_birth_date_and_address_is_theirs(agency, email, kana):
    contract = factories.contract()
    assert matched(email=email, kana=kana) == [contract.id]


@pytest.mark.parametrize(
    "different",
    [
        {"holder_kana": "タカサキ　ヨシミ"},
        {"holder_birth": date(1960, 4, 2)},
        {"holder_birth": None},
        {"holder_email": "other@example.jp"},
        {"holder_email": ""},
        {"group_contract": True},
        {"portal": "keiyakusha"},
    ],
)
def test_one_thing_that_differs_is_enough(agency, different):
    factories.contract(**different)
    assert matched() == []


def test_what_is_held_already_stays_as_it_is(agency, app):
    account, contract = factories.account(app), factories.contract()
    factories.hold(account.id, contract.id)
    with write() as session:
        matching.grant_ownership(session, account.id, [contract.id], "addition", NOW)
    with read() as session:
        assert [each.how for each in session.scalars(select(Holding))] == ["registration"]


@pytest.mark.parametrize("phone", ["090-1234-5678", "０９０（１２３４）５６７８", "09012345678"])
def test_721_finds_what_it_describes(agency, app, phone):
    contract = factories.contract(holder_phone=phone)
    assert added(app) == contract.id


@pytest.mark.parametrize(
    "different",
    [
        {"holder_phone": ""},
        {"holder_phone": "090-1234-0000"},
        {"group_contract": True},
        {"portal": "keiyakusha"},
        {"holder_kana": "ベツ　ジン"},
        {"holder_birth": date(1961, 4, 1)},
        {"number": "C900000002"},
    ],
)
def test_721_finds_nothing_else(agency, app, different):
    factories.contract(**different)
    assert added(app) is None


@pytest.mark.parametrize(
    "different", [{"given_kana": "ヨシミ"}, {"birth_date": date(1960, 4, 2)}, {"birth_date": None}]
)
def test_721_finds_nothing_of_another_person(agency, app, different):
    """Decision 19: knowing what stands on somebody's policy is not enough."""
    factories.contract()
    assert added(app, **different) is None


@pytest.mark.parametrize(
    ("in_contract", "typed"),
    [
        ("タカサキ　カヲリ", "タカサキ カオリ"),
        ("ﾀｶｻｷ ｶｵﾘ", "タカサキ カヲリ"),
        ("タカサキ　シズカ", "タカサキ シヅカ"),
        ("ｽｽﾞｷ ｲﾁﾛ", "スズキ イチロー"),
        ("ｽﾐｽ-ｼﾞﾖ-ﾝｽﾞ ﾏﾘ-", "スミス・ジョーンズ マリー"),
        ("スハルト", "スハルト"),
    ],
)
def test_kana_that_sound_one_find_each_other(agency, app, in_contract, typed):
    contract = factories.contract(holder_kana=in_contract)
    family, _, given = typed.partition(" ")
    account = factories.account(app, family_kana=family, given_kana=given)
    assert matched(kana=typed) == [contract.id]
    with read() as session:
        assert matching.find_for_addition(session, account, **{**ASKED, "kana": typed}) == contract.id


@pytest.mark.parametrize("birth", [date(1960, 4, 2), None])
def test_kana_that_sound_one_are_not_enough_alone(agency, birth):
    factories.contract(holder_kana="タカサキ　カヲリ", holder_birth=birth)
    assert matched(kana="タカサキ カオリ") == []


@pytest.mark.parametrize(("typed", "found"), [("タカサキ カオリ", False), ("タカサキ カヲリ", True)])
def test_of_two_whose_names_sound_the_same_the_second_is_not_let_in(agency, app, typed, found):
    """Decision 42; whose フリガナ it is letter by letter is still."""
    contract = factories.contract(holder_kana="タカサキ　カヲリ")
    first = factories.account(app, user_id="first@example.jp", family_kana="タカサキ", given_kana="カヲリ")
    factories.hold(first.id, contract.id)
    family, _, given = typed.partition(" ")
    second = factories.account(app, family_kana=family, given_kana=given)
    assert matched(kana=typed, account_id=second.id) == ([contract.id] if found else [])
    assert matched(kana=typed, account_id=first.id) == [contract.id]
    with read() as session:
        asked = {**ASKED, "kana": typed}
        assert matching.find_for_addition(session, second, **asked) == (contract.id if found else None)


DESCRIBED = {"number": "C900000001", "name": "髙﨑 𠮷乃", "kana": "タカサキ ヨシノ", "birth_date": BORN}


def described(**different):
    """What 301 finds."""
    with read() as session:
        return matching.find_for_temporary(session, "okyakusama", **{**DESCRIBED, **different})


@pytest.mark.parametrize(
    ("in_contract", "typed"),
    [
        ("髙﨑　𠮷乃", "高崎 吉乃"),
        ("滝沢　静子", "瀧澤 靜子"),
        ("橋本　豊", "𣘺本 豐"),
        ("〓﨑　\ue000乃", "髙崎 𠮷乃"),
        ("SUHARTO", "ＳＵＨＡＲＴＯ"),
        ("SMITH-JONES　MARY", "SMITH JONES MARY"),
    ],
)
def test_301_finds_a_name_in_other_forms(agency, in_contract, typed):
    contract = factories.contract(holder_name=in_contract)
    assert described(name=typed).id == contract.id


@pytest.mark.parametrize(
    ("in_contract", "different"),
    [
        ("渡辺　静子", {"name": "渡部 静子"}),
        ("斉藤　静子", {"name": "斎藤 静子"}),
        ("吉田　静子", {"name": "芳田 静子"}),
        ("〓田　静子", {"name": "𠮷田 靜江"}),
        ("〓田　静子", {"name": "𠮷田 靜子", "kana": "ヨシダ シズコ"}),
        ("〓田　静子", {"name": "𠮷田 靜子", "birth_date": date(1960, 4, 2)}),
        ("髙田　静子", {"name": "〓田 静子"}),
    ],
)
def test_301_finds_nobody_elses(agency, in_contract, different):
    factories.contract(holder_name=in_contract)
    assert described(**different) is None


def holder(account, birth_date=None, number=None):
    with read() as session:
        return matching.is_holder(session, account, birth_date=birth_date, number=number)


def test_a_person_is_known_by_the_birth_date_alone(app, agency):
    """Decision 18: a policy number does not stand for it."""
    person = factories.account(app)
    factories.hold(person.id, factories.contract().id)
    assert holder(person, BORN)
    assert not holder(person, date(1960, 4, 2))
    assert not holder(person, None, "C900000001")
    assert not holder(None, BORN, "C900000001")


def test_a_company_is_known_by_a_policy_number_of_its_own(app, agency):
    company = factories.account(app, birth_date=None)
    factories.hold(company.id, factories.contract(holder_birth=None).id)
    factories.contract(number="C900000002", holder_birth=None)
    assert holder(company, None, "C900000001")
    assert holder(company, BORN, "C900000001")
    for number in ("C900000002", "", None):
        assert not holder(company, None, number)
