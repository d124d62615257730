"""Is a note left once and never changed, found however the customer is found, and readable nowhere but on the page?"""

from datetime import timedelta

import factories
import pytest
from factories import NOW
from sqlalchemy import text
from staffing import hire
from ways import at_once

from domain.accounts import lifecycle
from domain.staff import cases, customers, notes
from domain.staff.cases import Caller, Opening
from domain.staff.note_drafts import LONGEST, TooLong, Written
from domain.staff.notes import MOST_SHOWN, Blank, LeftAlready, NotTheirs
from infra.database import read, write
from infra.encryption import Keyring
from models import Account, AuditEntry, StaffNote

PAGE = "p" * 22
WORDS = "書面の到着を確かめる\n\n　担当　第一課"
SECOND = timedelta(seconds=1)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def opened(member_id, **whom):
    """A case of a member's."""
    with write() as session:
        opening = Opening(Caller.SELF, "ご質問です", **whom)
        case_id = cases.begin(session, opening, member_id=member_id, login_id="a login", now=NOW)
        return cases.find(session, case_id, "a login", member_id, NOW)


@pytest.fixture
def case(member_id, account_id):
    return opened(member_id, account_id=account_id)


def leave(case, words=WORDS, page=PAGE, now=NOW):
    notes.leave(case, Written(words, page), now)


def listed(now=NOW, **whom):
    with read() as session:
        return notes.of(session, customers.find(session, **whom), now)


def trail():
    with read() as session:
        rows = session.query(AuditEntry.act, AuditEntry.member_id, AuditEntry.about, AuditEntry.case_id)
        return [tuple(row) for row in rows.order_by(AuditEntry.id) if "note" in row.act]


def test_it_is_there_for_everybody_with_its_author_and_time(case, account_id):
    leave(case, "  先の行\r\n次の行 \0\r\n")
    assert listed(account_id=account_id) == [(PAGE, case.member_id, "田中　見本", "先の行\n次の行", NOW, False)]
    assert trail() == [("wrote note", case.member_id, PAGE, case.id)]


def test_a_second_press_leaves_no_second_note(app, case, account_id):
    def press():
        with app.app_context():
            leave(case)

    at_once([press] * 20)
    assert [each.text for each in listed(account_id=account_id)] == [WORDS] and len(trail()) == 1


def test_another_text_under_the_name_of_a_note_that_was_left_is_refused_and_never_swallowed(app, case, account_id):
    leave(case)
    other = opened(hire(app, "suzuki"), account_id=account_id)
    for whose, words in ((case, "続き"), (other, WORDS)):
        with pytest.raises(LeftAlready):
            leave(whose, words)
    notes.withdraw(case, PAGE, NOW)
    with pytest.raises(LeftAlready):
        leave(case)
    assert len(listed(account_id=account_id)) == 1


@pytest.mark.parametrize("nothing", ["", " ", "\r\n\t　\r\n", "\0\u200b"])
def test_nothing_is_no_note(case, account_id, nothing):
    with pytest.raises(Blank):
        leave(case, nothing)
    assert listed(account_id=account_id) == [] and trail() == []


def test_too_much_is_refused(case, account_id):
    leave(case, "あ" * LONGEST)
    with pytest.raises(TooLong):
        leave(case, "あ" * (LONGEST + 1), "q" * 22)
    assert len(listed(account_id=account_id)) == 1


def test_its_author_alone_takes_it_back_and_that_there_was_one_stays(app, case, account_id):
    leave(case)
    other = opened(hire(app, "suzuki"), account_id=account_id)
    someone = factories.account(app, user_id="jiro@example.jp", family_kana="ベツ", given_kana="ジロウ").id
    elsewhere = opened(case.member_id, account_id=someone)
    for whose, note_id in ((other, PAGE), (elsewhere, PAGE), (case, "x" * 22)):
        with pytest.raises(NotTheirs):
            notes.withdraw(whose, note_id, NOW)
    assert listed(account_id=account_id)[0].text == WORDS
    for _ in range(2):
        notes.withdraw(case, PAGE, NOW)
    assert [(each.text, each.withdrawn) for each in listed(account_id=account_id)] == [(None, True)]
    with read() as session:
        assert session.query(StaffNote.sealed).one() == (None,)
    assert [act for act, *_ in trail()] == ["wrote note", "withdrew note"]


def test_the_newest_are_shown_the_newest_first(case, account_id):
    for number in range(MOST_SHOWN + 2):
        leave(case, f"{number}", f"{number:022}", NOW + number * SECOND)
    shown = [each.text for each in listed(account_id=account_id)]
    assert shown == [str(number) for number in reversed(range(2, MOST_SHOWN + 2))]


def test_it_is_found_by_the_account_that_its_customer_opens_and_after_a_correction(app, member_id, account_id):
    with read() as session:
        account = session.get_one(Account, account_id)
        who = {"holder_name": f"{account.family_name}　{account.given_name}", "holder_birth": account.birth_date}
        who["holder_kana"] = f"{account.family_kana}　{account.given_kana}"
    contract_id = factories.contract(number="C900000011", **who).id
    leave(opened(member_id, contract_id=contract_id))
    assert [each.text for each in listed(account_id=account_id)] == [WORDS]
    leave(opened(member_id, account_id=account_id), "二つ目", "q" * 22)
    with write() as session:
        session.get_one(Account, account_id).family_kana = "アタラシイ"
    assert [each.text for each in listed(account_id=account_id)] == ["二つ目"]


def test_one_that_cannot_be_opened_breaks_nothing(app, case, account_id):
    leave(case)
    app.extensions["keyring"] = Keyring(["n" * 40])
    assert [(each.text, each.withdrawn) for each in listed(account_id=account_id)] == [(None, False)]


def test_nobody_reads_it_in_the_database_or_moves_it_to_another_row(case, account_id):
    leave(case)
    with read() as session:
        [row] = session.execute(text("select * from staff_notes")).all()
    assert "書面" not in repr(row) and "書面".encode() not in row.sealed
    with write() as session:
        session.execute(text("update staff_notes set id = 'another'"))
    assert listed(account_id=account_id)[0].text is None


def test_it_stays_as_nobodys_when_the_account_is_erased(app, member_id):
    factories.issued(app, "okyakusama", "temporary@example.jp", until=NOW)
    with read() as session:
        account_id = session.query(Account.id).filter_by(user_id="temporary@example.jp").scalar()
    leave(opened(member_id, account_id=account_id))
    with write() as session:
        assert lifecycle.purge(session, NOW + lifecycle.GRACE) == 1
    with read() as session:
        assert session.query(StaffNote.account_id).one() == (None,)


def test_it_is_shown_for_ninety_days_and_then_erased(case, account_id):
    leave(case)
    over = NOW + notes.KEPT_FOR
    with write() as session:
        assert notes.purge(session, over - SECOND) == 0 and listed(over - SECOND, account_id=account_id)
        assert listed(over, account_id=account_id) == []
        assert notes.purge(session, over) == 1
