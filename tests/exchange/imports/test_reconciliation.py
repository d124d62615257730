"""Does a change that a customer made here stay until the core system has it? (data.md)"""

from datetime import date

import factories
import pytest
from sqlalchemy import select

from domain.contracts import ownership
from infra.database import read
from models import Account, Contract, ContractRequest
from tests.exchange.synthetic import one_row, table

BEFORE, AFTER = "090-0000-0001", "080-8765-4321"
PLACE = "東京都港区見本7-7-7"


@pytest.fixture
def imported(app, agencies, bring_in, tmp_path):
    """Brings the first contract in, with some cells changed."""

    def bring(**changes):
        file = table(one_row(**changes), tmp_path / "c.csv")
        return bring_in("contracts", file, "--portal", "okyakusama")

    bring()
    with app.app_context():
        factories.account(app)
    return bring


def ask(app, columns=None, **different):
    with app.app_context():
        return factories.request(1, 1, columns or {"holder_phone": (BEFORE, AFTER)}, **different)


def applied(app, columns=None, **different):
    made = ask(app, columns, **different)
    assert "1件" in app.test_cli_runner().invoke(args=["data", "apply"]).stdout
    return made


def contract(app):
    with app.app_context(), read() as session:
        return session.scalars(select(Contract)).one()


def account(app):
    with app.app_context(), read() as session:
        return session.scalars(select(Account)).one()


def states(app):
    with app.app_context(), read() as session:
        return session.scalars(select(ContractRequest.state).order_by(ContractRequest.id)).all()


@pytest.fixture(autouse=True)
def next_day(clock):
    clock.forward(days=1)


def test_a_file_that_knows_nothing_of_it_yet_does_not_undo_it(app, imported):
    applied(app)
    imported()
    imported(年間保険料="99")
    assert (contract(app).holder_phone, contract(app).premium) == (AFTER, 99)
    assert contract(app).changed_on == date(2026, 11, 24)
    assert states(app) == ["applied"]


@pytest.mark.parametrize("said", [AFTER, "08087654321", "０８０－８７６５－４３２１"])
def test_a_file_that_says_the_same_settles_it(app, imported, said):
    applied(app)
    imported(契約者電話番号=said, 変更日="2026-11-24")
    assert states(app) == ["settled"]
    imported()
    assert contract(app).holder_phone == BEFORE


@pytest.mark.parametrize("said", ["東京都中央区見本１－２－３", "東京都中央区見本 1-2-3"])
def test_a_file_that_writes_the_old_address_otherwise_does_not_undo_it(app, imported, said):
    imported(契約者住所="東京都中央区見本1-2-3")
    applied(app, {"holder_address": ("東京都中央区見本1-2-3", PLACE)})
    imported(契約者住所=said)
    assert contract(app).holder_address == PLACE
    assert states(app) == ["applied"]


def test_a_file_that_says_something_else_knows_better(app, imported):
    applied(app)
    imported(契約者電話番号="03-9999-9999", 変更日="2026-11-25")
    assert contract(app).holder_phone == "03-9999-9999"
    assert states(app) == ["settled"]


def test_each_datum_waits_for_itself(app, imported):
    applied(app, {"holder_phone": (BEFORE, AFTER), "holder_address": (contract(app).holder_address, PLACE)})
    imported(契約者電話番号=AFTER)
    assert (contract(app).holder_phone, contract(app).holder_address) == (AFTER, PLACE)
    assert states(app) == ["applied"]
    imported(契約者電話番号=AFTER, 契約者住所=PLACE, 変更日="2026-11-24")
    assert states(app) == ["settled"]


def test_who_changed_their_kana_is_known_by_it_until_the_core_system_has_it(app, imported):
    imported(契約者カナ="タカサキ　ヨシノ")
    applied(app, {"holder_kana": ("タカサキ　ヨシノ", "タカザキ　ヨシノ")})
    imported(契約者カナ="タカサキ　ヨシノ", 年間保険料="99")
    assert (contract(app).holder_kana, contract(app).kana_key) == ("タカザキ　ヨシノ", "タカザキヨシノ")


def test_of_two_changes_of_one_datum_the_last_is_waited_for(app, imported, clock):
    applied(app)
    applied(app, {"holder_phone": (AFTER, "03-0000-0003")}, receipt_number="2")
    imported()
    assert contract(app).holder_phone == "03-0000-0003"
    imported(契約者電話番号=AFTER)
    assert contract(app).holder_phone == "03-0000-0003"
    imported(契約者電話番号="03-0000-0003", 変更日="2026-11-24")
    assert states(app) == ["settled", "settled"]


def test_a_file_that_counts_the_day_otherwise_settles_it(app, imported):
    applied(app)
    imported(契約者電話番号=AFTER)
    assert states(app) == ["settled"]
    imported()
    assert contract(app).holder_phone == BEFORE


def test_what_the_file_said_before_it_was_applied_is_no_later_word(app, imported):
    """The master changed the datum between the customer's press and the nightly run."""
    ask(app)
    imported(契約者電話番号="03-7777-7777")
    assert "1件" in app.test_cli_runner().invoke(args=["data", "apply"]).stdout
    imported(契約者電話番号="03-7777-7777")
    assert contract(app).holder_phone == AFTER


def test_a_datum_that_is_settled_is_the_masters_again(app, imported):
    applied(app, {"holder_phone": (BEFORE, AFTER), "holder_address": (contract(app).holder_address, PLACE)})
    imported(契約者電話番号=AFTER)
    imported()
    assert (contract(app).holder_phone, contract(app).holder_address) == (BEFORE, PLACE)


def test_who_has_their_given_name_corrected_keeps_the_contract_before_and_after_the_master_says_so(app, imported):
    with app.app_context():
        factories.hold(1, 1)
    imported(契約者生年月日="1960-04-01", 契約者カナ="タカサキ　ヨシノ")
    applied(app, {"holder_kana": ("タカサキ　ヨシノ", "タカサキ　ヨシコ")})
    assert (contract(app).holder_kana, account(app).given_kana, is_listed(app)) == ("タカサキ　ヨシコ", "ヨシノ", True)
    imported(契約者生年月日="1960-04-01", 契約者カナ="タカサキ　ヨシノ")
    assert (contract(app).holder_kana, account(app).given_kana, is_listed(app)) == ("タカサキ　ヨシコ", "ヨシノ", True)
    imported(契約者生年月日="1960-04-01", 契約者カナ="タカサキ　ヨシコ")
    assert (contract(app).given_key, account(app).given_kana, is_listed(app)) == ("ヨシコ", "ヨシコ", True)


def is_listed(app):
    with app.app_context(), read() as session:
        kept = session.scalars(select(Account)).one()
        return ownership.find(session, kept.id, kept.portal, 1) is not None


@pytest.mark.parametrize("blank", ["　", " ", "  "])
def test_an_account_is_corrected_whatever_blank_the_file_has(app, imported, blank):
    """And never to half width."""
    imported(契約者氏名=f"髙﨑{blank}𠮷乃", 契約者カナ=f"ﾀｶｻｷ{blank}ﾖｼﾉ")
    columns = {
        "holder_name": (f"髙﨑{blank}𠮷乃", "髙﨑　芳乃"),
        "holder_kana": (f"ﾀｶｻｷ{blank}ﾖｼﾉ", "タカザキ　ヨシノ"),
    }
    applied(app, columns)
    imported(契約者氏名=f"髙﨑{blank}芳乃", 契約者カナ=f"ﾀｶｻﾞｷ{blank}ﾖｼﾉ")
    kept = account(app)
    names = (kept.family_name, kept.given_name, kept.family_kana, kept.given_kana)
    assert names == ("髙﨑", "芳乃", "タカザキ", "ヨシノ")


@pytest.mark.parametrize("said", ["1960-04-02", "1960-04-03"])
def test_an_account_has_what_the_master_says_of_its_owner(app, imported, said):
    """Whether it took the correction in, or knows better; until then it has what it had."""
    imported(契約者生年月日="1960-04-01", 契約者氏名="髙﨑　𠮷乃", 契約者カナ="タカサキ　ヨシノ")
    columns = {
        "holder_birth": (factories.BORN, date(1960, 4, 2)),
        "holder_name": ("髙﨑　𠮷乃", "髙﨑　吉乃"),
        "holder_kana": ("タカサキ　ヨシノ", "タカザキ　ヨシノ"),
    }
    applied(app, columns)
    assert contract(app).kana_key == "タカザキヨシノ"
    assert account(app).birth_date == factories.BORN
    imported(契約者生年月日=said, 契約者氏名="髙﨑　吉乃", 契約者カナ="タカザキ　ヨシノ")
    assert (str(account(app).birth_date), account(app).given_name, account(app).family_kana) == (
        said,
        "吉乃",
        "タカザキ",
    )


def test_an_account_that_says_otherwise_stays_as_it_is(app, imported):
    imported(契約者生年月日="1960-05-05", 契約者カナ="タカサキ　ヨシノ")
    applied(app, {"holder_birth": (date(1960, 5, 5), date(1960, 5, 6))})
    imported(契約者生年月日="1960-05-06", 契約者カナ="タカサキ　ヨシノ")
    assert states(app) == ["settled"]
    assert account(app).birth_date == factories.BORN


def test_a_number_registered_here_first_stays_while_the_master_has_none(app, imported):
    imported(契約者電話番号="")
    applied(app, {"holder_phone": ("", AFTER)})
    imported(契約者電話番号="")
    assert contract(app).holder_phone == AFTER


def test_what_is_under_way_is_not_touched(app, imported):
    ask(app)
    imported(年間保険料="99")
    assert (contract(app).holder_phone, states(app)) == (BEFORE, ["accepted"])


def test_what_is_searched_is_what_the_contract_says_whoever_said_it(app, imported):
    first = "c000000001 佐藤花子 サトウハナコ 東京都港区見本222 スマイノ保険"
    assert contract(app).search_key == first
    applied(app, {"location": ("東京都港区見本2-2-2", PLACE)})
    moved = first.replace("222", "777")
    assert contract(app).search_key == moved
    imported(商品名="くらしの保険")
    assert contract(app).search_key == moved.replace("スマイ", "クラシ")
    imported(
        保険の対象の所在地="札幌市", 被保険者区分="別人", 被保険者氏名="清水　洋介", 被保険者カナ="シミズ　ヨウスケ"
    )
    assert contract(app).search_key == "c000000001 清水洋介 シミズヨウスケ 札幌市 スマイノ保険"


@pytest.mark.parametrize(
    ("name", "birth", "kept"), [("別田　裕子", "1988-08-08", False), ("別田　裕子", "1960-04-02", True)]
)
def test_another_of_one_kana_takes_the_contract_over(app, imported, name, birth, kept):
    """A mother- and a daughter-in-law, by the whole way of a file."""
    with app.app_context():
        factories.hold(1, 1)
    imported(契約者生年月日=str(factories.BORN), 契約者氏名="髙﨑　𠮷乃", 契約者カナ="タカサキ　ヨシノ")
    assert is_listed(app)
    imported(
        契約者生年月日=birth.replace("1960-04-02", str(factories.BORN)), 契約者氏名=name, 契約者カナ="タカサキ　ヨシノ"
    )
    assert is_listed(app) == kept
    assert contract(app).written_key == "別田裕子"


def test_who_has_kanji_and_a_birth_date_corrected_here_keeps_the_contract(app, imported):
    with app.app_context():
        factories.hold(1, 1)
    day = date(1960, 4, 2)
    imported(契約者生年月日=str(factories.BORN), 契約者氏名="髙﨑　𠮷乃", 契約者カナ="タカサキ　ヨシノ")
    applied(app, {"holder_birth": (factories.BORN, day), "holder_name": ("髙﨑　𠮷乃", "髙﨑　芳乃")})
    assert is_listed(app)
    imported(契約者生年月日=str(factories.BORN), 契約者氏名="髙﨑　𠮷乃", 契約者カナ="タカサキ　ヨシノ")
    assert is_listed(app) and contract(app).holder_name == "髙﨑　芳乃"
    imported(契約者生年月日="1960-04-02", 契約者氏名="髙﨑　芳乃", 契約者カナ="タカサキ　ヨシノ")
    assert is_listed(app) and account(app).given_name == "芳乃"
