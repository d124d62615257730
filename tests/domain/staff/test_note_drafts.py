"""Does what a member has begun to write survive, whatever becomes of the page, and is nothing written over unseen?"""

from datetime import timedelta

import factories
import pytest
from factories import NOW
from sqlalchemy import text, update
from staffing import hire
from ways import at_once

from domain.accounts import lifecycle
from domain.staff import cases, customers, note_drafts, notes
from domain.staff.cases import Caller, Opening
from domain.staff.note_drafts import LONGEST, NONE, Changed, TooLong, Written
from infra.database import read, write
from infra.encryption import Keyring
from models import Account, StaffDraft

PAGE, OTHER_PAGE = "p" * 22, "o" * 22
WORDS = "折り返しのお電話は\n15時から17時まで"
SECOND = timedelta(seconds=1)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def opened(member_id, login_id="a login", **whom):
    """A case of a member's."""
    with write() as session:
        opening = Opening(Caller.SELF, "ご質問です", **whom)
        case_id = cases.begin(session, opening, member_id=member_id, login_id=login_id, now=NOW)
        return cases.find(session, case_id, login_id, member_id, NOW)


@pytest.fixture
def case(member_id, account_id):
    return opened(member_id, account_id=account_id)


def keep(case, words, version=NONE, page=PAGE, turn=0, now=NOW):
    return note_drafts.keep(case, Written(words, page, version, turn), now)


def kept(case, **whom):
    with read() as session:
        about = customers.find(session, **whom) if whom else customers.of_case(session, case)
        return note_drafts.draft_of(session, case.member_id, about)


def others(case):
    with read() as session:
        return note_drafts.others_drafts(session, customers.of_case(session, case), case.member_id)


def words(case):
    found = kept(case)
    return found and found.text


def test_it_is_there_in_another_case_and_login_and_of_another_customer_there_is_none(app, case, account_id):
    assert kept(case) is None
    version = keep(case, WORDS)
    with write() as session:
        cases.close(session, case, NOW)
    later = opened(case.member_id, "another login", account_id=account_id)
    assert kept(later) == ("田中　見本", WORDS, version, NOW)
    someone = factories.account(app, user_id="jiro@example.jp", family_kana="ベツ", given_kana="ジロウ").id
    assert kept(opened(case.member_id, account_id=someone)) is None


def test_others_see_it_while_it_is_no_note(app, case, account_id):
    other = opened(hire(app, "suzuki"), account_id=account_id)
    keep(case, WORDS)
    assert [(each.author, each.text, each.kept_at) for each in others(other)] == [("田中　見本", WORDS, NOW)]
    assert others(case) == [] and kept(other) is None
    keep(other, "別の担当者の書きかけ")
    assert words(case) == WORDS and words(other) == "別の担当者の書きかけ"
    notes.leave(case, Written(WORDS, PAGE), NOW)
    assert others(other) == [] and kept(case) is None and words(other) == "別の担当者の書きかけ"


def test_what_another_page_changed_is_not_written_over(case):
    version = keep(case, "一つ目")
    newer = keep(case, "二つ目", version, OTHER_PAGE)
    for known in (version, NONE, newer + 1):
        with pytest.raises(Changed):
            keep(case, "古い画面", known, turn=5)
        assert words(case) == "二つ目"
    assert keep(case, "三つ目", newer) != newer and words(case) == "三つ目"


def test_what_one_page_sends_never_clashes_with_itself_and_what_comes_late_changes_nothing(case):
    """Its answer was lost, or it went off while another was under way."""
    keep(case, "あ", turn=1)
    keep(case, "あいう", turn=3)
    keep(case, "あい", turn=2)
    assert words(case) == "あいう"
    keep(case, "あいうえ", turn=4)
    assert words(case) == "あいうえ"


def test_what_was_erased_and_begun_anew_is_another_draft(case):
    version = keep(case, "前の書きかけ")
    assert keep(case, " \r\n　", version, OTHER_PAGE) == NONE and kept(case) is None
    with pytest.raises(Changed):
        keep(case, "古い画面", version)
    begun = keep(case, "新しい書きかけ", NONE, OTHER_PAGE)
    assert begun != version
    with pytest.raises(Changed):
        keep(case, "古い画面", version)
    assert words(case) == "新しい書きかけ"


def test_what_comes_after_its_note_was_left_is_no_draft_again(case):
    version = keep(case, WORDS, turn=1)
    notes.leave(case, Written(WORDS, PAGE, version, 2), NOW)
    for known in (NONE, version):
        with pytest.raises(Changed):
            keep(case, WORDS, known, turn=3)
    assert kept(case) is None


def test_leaving_a_note_erases_nothing_that_its_page_did_not_know(case):
    version = keep(case, "一つ目")
    keep(case, "別の端末の続き", version, OTHER_PAGE)
    notes.leave(case, Written("一つ目", PAGE, version), NOW)
    assert words(case) == "別の端末の続き"


def test_of_twenty_pages_at_once_one_is_kept(app, case):
    def page(number):
        def press():
            with app.app_context():
                try:
                    return keep(case, f"{number}番目", page=f"{number:022}")
                except Changed:
                    return None

        return press

    found = at_once([page(number) for number in range(20)])
    assert sum(each is not None for each in found) == 1 and kept(case).version in found


def test_it_is_found_after_a_correction_and_is_one(case, account_id):
    version = keep(case, "訂正の前")
    with write() as session:
        session.get_one(Account, account_id).family_kana = "アタラシイ"
    assert words(case) == "訂正の前"
    keep(case, "訂正の後", version, OTHER_PAGE)
    with read() as session:
        assert session.query(StaffDraft).count() == 1
    assert words(case) == "訂正の後"


def test_too_much_is_refused_and_what_is_no_letter_is_not_kept(case):
    keep(case, "\0あ\r\n\x07い\t う\r")
    assert words(case) == "あ\nい  う"
    keep(case, "あ" * LONGEST, turn=1)
    with pytest.raises(TooLong):
        keep(case, "あ" * (LONGEST + 1), turn=2)
    assert words(case) == "あ" * LONGEST


def test_where_its_key_is_gone_it_is_said_and_the_next_is_kept(app, case, account_id):
    version = keep(case, WORDS)
    app.extensions["keyring"] = Keyring(["n" * 40])
    assert kept(case) == ("田中　見本", None, version, NOW)
    keep(case, "書き直し", version, OTHER_PAGE)
    assert words(case) == "書き直し"


def test_nobody_reads_it_in_the_database_or_moves_it_to_another_row(app, case, account_id):
    keep(case, WORDS)
    with read() as session:
        [row] = session.execute(text("select * from staff_drafts")).all()
    assert "お電話" not in repr(row) and "お電話".encode() not in row.sealed and b"15" not in row.sealed
    with write() as session:
        session.execute(update(StaffDraft).values(member_id=hire(app, "suzuki")))
    other = opened(2, account_id=account_id)
    assert kept(other).text is None


def test_it_stays_as_nobodys_when_the_account_is_erased(app, member_id):
    factories.issued(app, "okyakusama", "temporary@example.jp", until=NOW)
    with read() as session:
        account_id = session.query(Account.id).filter_by(user_id="temporary@example.jp").scalar()
    case = opened(member_id, account_id=account_id)
    keep(case, WORDS)
    with write() as session:
        assert lifecycle.purge(session, NOW + lifecycle.GRACE) == 1
    with read() as session:
        assert session.query(StaffDraft.account_id).one() == (None,)
    with pytest.raises(customers.Gone):
        keep(case, "続き")


def test_it_is_erased_after_ninety_days_without_a_word(case):
    keep(case, WORDS)
    over = NOW + note_drafts.KEPT_FOR
    with write() as session:
        assert note_drafts.purge(session, over - SECOND) == 0
        assert note_drafts.purge(session, over) == 1
    assert kept(case) is None
