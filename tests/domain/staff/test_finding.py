"""Is everybody found who should be, in one line, masked, and without looking at everybody?"""

import re
from datetime import date

import factories
import pytest
from factories import BORN, NOW
from sqlalchemy import event, select
from staffing import accident, hire, photo

from domain.staff import finding
from domain.staff.found_lines import Registered
from domain.staff.searches import Wanted
from infra.database import engine, read, write
from models import Application, AuditEntry
from rules.finding import Kind

PORTALS = ["okyakusama", "keiyakusha"]
OTHER = date(1970, 1, 1)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture(autouse=True)
def town(app):
    with app.app_context():
        factories.agency()
        yield


def found(typed, born=None):
    with read() as session:
        return finding.search(session, Wanted(typed, born), PORTALS)


def who(typed, born=None):
    """Accounts and contracts, in the order of the page."""
    return [line.account_id or f"contract {line.contract_id}" for line in found(typed, born).lines]


def holder(app, number="C900000001", user_id="yoshino.t@example.jp", portal="okyakusama", **of_contract):
    """A customer with a contract; gives the numbers of both."""
    account = factories.account(app, portal, user_id, email="yoshino.t@example.jp").id
    contract = factories.contract(portal=portal, number=number, **of_contract).id
    factories.hold(account, contract)
    return account, contract


def test_a_customer_is_found_by_everything_that_is_theirs(app):
    account, contract = holder(app)
    factories.request(account, contract, receipt_number="222233334444")
    photo((account, accident(contract).id), 0)
    for typed, why in (
        ("C900000001", [Kind.POLICY]),
        ("Ｃ９０００－００００２", []),
        ("ｃ９００－００００ー０１", [Kind.POLICY]),
        ("たかさき", [Kind.KANA]),
        ("ﾀｶｻｷ ﾖｼﾉ", [Kind.KANA]),
        ("タカザキヨシ", [Kind.KANA]),
        ("090-1234-5678", [Kind.PHONE]),
        ("０９０１２３４５６７８", [Kind.PHONE]),
        ("+81 90 1234 5678", [Kind.PHONE]),
        ("Yoshino.T@Example.JP", [Kind.EMAIL, Kind.USER_ID]),
        ("2222 3333 4444", [Kind.RECEIPT]),
        ("123456789012", [Kind.RECEIPT]),
        ("J900000001", [Kind.ACCIDENT]),
    ):
        lines = found(typed).lines
        assert [line.account_id for line in lines] == [account] * bool(why), typed
        assert [kind for line in lines for kind in line.why] == why, typed


def test_by_a_user_id_of_either_portal(app):
    here, _ = holder(app, "H900000001", "KMA7482X", "keiyakusha")
    assert who("ｋｍａ７４８２ｘ") == [here]
    assert who("KMA7482Y") == []


def test_what_is_seen_of_them_is_masked(app):
    account, _ = holder(app)
    [line] = found("タカサキ").lines
    assert line._replace(why=()) == (
        *(account, None, "okyakusama", "髙＊ 𠮷＊", "タ＊ ヨ＊", "****年**月**日", "090-****-5678", "y***@example.jp"),
        *("東京都＊", 1, Registered.YES, ()),
    )


def test_who_has_no_account_is_one_line_with_the_newest_of_their_contracts(app):
    numbers = [factories.contract(number=f"C90000000{number}").id for number in range(3)]
    factories.contract(number="C900000007", holder_birth=OTHER)
    factories.contract(number="C900000008", holder_name="高橋　義乃", company=True, holder_birth=None)
    factories.contract(number="C900000009", holder_name="高橋　義乃", company=True, holder_birth=None)
    lines = found("タカサキ").lines
    assert [(line.contract_id, line.contracts) for line in lines] == [
        (numbers[-1], 3),
        (numbers[-1] + 1, 1),
        (numbers[-1] + 3, 2),
    ]
    assert {line.registered for line in lines} == {Registered.NO}
    assert {line.name for line in lines} == {"髙＊ 𠮷＊", "高＊ 義＊"}


def test_accounts_come_first_and_what_they_hold_is_not_told_twice(app):
    first = factories.contract(number="C100000001").id
    account, _ = holder(app)
    factories.hold(account, factories.contract(number="C900000002").id)
    assert who("タカサキ") == [account, f"contract {first}"] == who("090-1234-5678")
    assert [line.contracts for line in found("タカサキ").lines] == [2, 3]


def test_an_account_without_a_password_has_not_come_to_its_end(app):
    factories.issued(app)
    [line] = found("タカサキ").lines
    assert (line.registered, line.contracts, line.phone, line.address) == (Registered.BEGUN, 0, "", "")


def test_a_birth_date_narrows_whatever_was_typed(app):
    account, _ = holder(app)
    factories.contract(number="C900000002", holder_birth=OTHER)
    for typed in ("タカサキ", "090-1234-5678", "yoshino.t@example.jp"):
        assert who(typed, BORN) == [account]
        assert len(who(typed, OTHER)) == 1 and who(typed, OTHER) != [account]
        assert who(typed, date(1999, 1, 1)) == []


def test_what_is_kept_otherwise_is_tried_where_nothing_was_found(app):
    factories.contract(holder_kana="ミヅキ　メアリ")
    assert len(who("ミズキ")) == len(who("ミヅキ メアリー")) == 1
    factories.contract(number="C900000002", holder_kana="ミズキ　リン")
    assert len(who("ミズキ")) == 1


def test_no_more_than_a_page_and_it_is_told_that_there_are_more(app):
    for number in range(finding.MOST + 1):
        factories.contract(
            number=f"C9{number:08}", holder_birth=date(1950, 1, 1 + number % 28), holder_name=f"{number}"
        )
    whole = found("タカサキ")
    assert (len(whole.lines), whole.more) == (finding.MOST, True)
    assert found("C900000001").more is False


def test_more_accounts_than_a_page_leave_no_room_for_contracts(app):
    for number in range(finding.MOST + 1):
        factories.account(app, user_id=f"a{number}@example.jp")
    factories.contract()
    whole = found("タカサキ")
    assert (len(whole.lines), whole.more) == (finding.MOST, True)
    assert all(line.account_id for line in whole.lines)


def test_a_company_with_many_contracts_is_one_line_and_there_may_be_more(app):
    account, _ = holder(app)
    for number in range(finding.LOOKED_AT):
        factories.hold(account, factories.contract(number=f"C8{number:08}").id)
    assert (who("090-1234-5678"), found("090-1234-5678").more) == ([account], True)


def test_an_application_leads_to_its_contract_and_before_that_its_state_is_told(app):
    with write() as session:
        told = {"receipt_number": "555566667777", "link_id": "x", "applicant": "x", "accepted_at": NOW}
        session.add(Application(portal="keiyakusha", **told))
    assert (found("555566667777").lines, found("555566667777").application) == ([], "accepted")
    contract = factories.contract(application_number="555566667777").id
    assert who("5555 6666 7777") == [f"contract {contract}"]
    assert found("555566667777").application is None


def test_that_it_was_seen_is_written_down_and_not_by_which_words(app):
    holder(app)
    member_id, wanted = hire(app), Wanted("タカサキ", BORN)
    with write() as session:
        finding.record(session, wanted, found(*wanted), member_id, NOW)
    with read() as session:
        [entry] = session.scalars(select(AuditEntry)).all()
    assert (entry.act, entry.member_id, entry.about) == ("searched", member_id, "フリガナ・生年月日　1件")


def plans(typed, born):
    """How the database goes about each statement of a search."""
    sent = []

    def note(connection, cursor, statement, parameters, context, executemany):
        sent.append((statement, parameters))

    event.listen(engine(), "before_cursor_execute", note)
    found(typed, born)
    event.remove(engine(), "before_cursor_execute", note)
    explain = "explain query plan "
    with read() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            explain = "explain "
            # Of a table with hardly any rows it would read all.
            connection.exec_driver_sql("set enable_seqscan = off")
            connection.exec_driver_sql("set enable_bitmapscan = off")
        return "\n".join(str(row) for asked in sent for row in connection.exec_driver_sql(explain + asked[0], asked[1]))


@pytest.mark.parametrize(
    ("typed", "born", "indexes"),
    [
        ("サトウ", None, {"ix_contracts_find_kana", "ix_accounts_find_kana"}),
        ("サ", BORN, {"ix_contracts_holder_birth_find_kana", "ix_accounts_birth_date_find_kana"}),
        ("090-1234-5678", None, {"ix_contracts_find_phone"}),
        ("a@example.jp", None, {"ix_contracts_find_email", "ix_accounts_find_email"}),
        ("222233334444", None, {"ix_contracts_application_number", "ix_photos_receipt_number"}),
    ],
)
def test_no_table_is_read_whole(typed, born, indexes):
    told = plans(typed, born)
    assert {index for index in indexes if index in told} == indexes, told
    assert not re.search(r"SCAN (contracts|accounts|events|photos|requests|holdings)\b(?! USING)|Seq Scan", told), told
