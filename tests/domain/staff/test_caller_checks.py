"""Is a caller found out to be who they say by right answers alone, and is every answer counted and told?"""

from datetime import timedelta

import factories
import pytest
from factories import NOW
from sqlalchemy import select, update
from staffing import hire
from ways import at_once, tables

from domain.staff import caller_checks, cases, questions
from domain.staff.caller_checks import Locked, NotAsked
from domain.staff.cases import Caller, Opening
from domain.staff.questions import UNPRINTED, Question, Unreadable
from infra.database import read, write
from models import AuditEntry, Contract, StaffCase

LOGIN = "a login"
RIGHT = {
    Question.BIRTH: "昭和35年4月1日",
    Question.PHONE: "090-1234-5678",
    Question.EMAIL: "yoshino.t@example.jp",
    Question.POSTAL: "107-0000",
    Question.ENDS: "令和8年12月24日",
    Question.PREMIUM: "12,000円",
}
WRONG = {
    Question.BIRTH: "昭和36年4月1日",
    Question.PHONE: "090-1234-5679",
    Question.EMAIL: "hanako@example.jp",
    Question.POSTAL: "107-0001",
    Question.ENDS: "令和8年12月25日",
    Question.PREMIUM: "12,001円",
}


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def begin(member_id, account_id=None, caller=Caller.SELF, now=NOW, contract_id=None):
    opening = Opening(caller, "ご質問です", account_id=account_id, contract_id=contract_id)
    with write() as session:
        case_id = cases.begin(session, opening, member_id=member_id, login_id=LOGIN, now=now)
    return again(case_id, member_id, now)


def again(case_id, member_id, now=NOW):
    with read() as session:
        return cases.find(session, case_id, LOGIN, member_id, now)


def standing(case, now=NOW):
    with read() as session:
        return caller_checks.standing(session, case, now)


def answered(case, said=RIGHT, now=NOW):
    """The question that is to be asked, answered; gives it."""
    question = standing(case, now).question
    caller_checks.answer(case, question, said[question], now)
    return question


def trail():
    with read() as session:
        told = (AuditEntry.act == "checked caller",)
        return [each.about for each in session.scalars(select(AuditEntry).where(*told).order_by(AuditEntry.id))]


def test_three_right_answers_show_who_they_are(member_id, account_id):
    case = begin(member_id, account_id)
    asked = [answered(case) for _ in range(3)]
    found = again(case.id, member_id)
    assert found.verified and found.verified_at == NOW
    assert len(set(asked)) == 3 and UNPRINTED & set(asked)
    assert standing(found).question is None
    assert [each.outcome for each in standing(found).asked] == ["一致"] * 3


def test_two_do_not(member_id, account_id):
    case = begin(member_id, account_id)
    answered(case), answered(case, WRONG), answered(case)
    assert not again(case.id, member_id).verified
    assert standing(case).matched == 2


def test_in_whatever_order_they_come_one_of_them_stands_on_no_letter(member_id, account_id):
    for _ in range(12):
        case, asked = begin(member_id, account_id), set()
        while not again(case.id, member_id).verified:
            asked.add(answered(case))
        assert len(asked) == 3 and UNPRINTED & asked


def test_who_calls_for_the_customer_is_never_as_good_as_they(member_id, account_id):
    case = begin(member_id, account_id, Caller.FAMILY)
    for _ in range(3):
        answered(case)
    found = again(case.id, member_id)
    assert found.verified_at == NOW and not found.verified


def test_the_questions_of_the_last_case_come_last(member_id, account_id):
    first, later = begin(member_id, account_id), NOW + timedelta(minutes=5)
    asked = {answered(first) for _ in range(3)}
    second, left = begin(member_id, account_id, now=later), set(RIGHT) - asked
    again_asked = {answered(second, now=later) for _ in range(3)} - left
    # Where the first case asked for all that stands on no letter, the second has to ask for one of that again.
    assert again_asked <= UNPRINTED and len(again_asked) == UNPRINTED.isdisjoint(left)


def test_only_the_question_that_is_asked_can_be_answered_or_passed_over(member_id, account_id):
    case = begin(member_id, account_id)
    for question in set(RIGHT) - {standing(case).question}:
        with pytest.raises(NotAsked):
            caller_checks.answer(case, question, RIGHT[question], NOW)
        with pytest.raises(NotAsked):
            caller_checks.pass_over(case, question, NOW)
    assert standing(case).asked == [] and trail() == []


def test_what_is_passed_over_is_no_right_answer_and_comes_not_again(member_id, account_id):
    case = begin(member_id, account_id)
    question = standing(case).question
    caller_checks.pass_over(case, question, NOW)
    [asked] = standing(case).asked
    assert (asked.question, asked.outcome) == (question, "お答えなし")
    assert standing(case).question not in (question, None)
    assert trail() == [f"{questions.WORDS[question].name}　お答えなし"]


def test_after_three_without_a_right_answer_the_case_asks_no_more(member_id, account_id):
    case = begin(member_id, account_id)
    for _ in range(3):
        caller_checks.pass_over(case, standing(case).question, NOW)
    found = standing(case)
    assert (found.question, found.locked_until, found.possible) == (None, None, True)
    assert standing(begin(member_id, account_id)).question


def test_each_answer_is_told_without_what_was_said(app, member_id, account_id):
    case = begin(member_id, account_id)
    asked = [answered(case, WRONG), *(answered(case) for _ in range(3))]
    names = [questions.WORDS[each].name for each in asked]
    outcomes = ["不一致", "一致", "一致", "一致　確認が完了"]
    assert trail() == [f"{name}　{outcome}" for name, outcome in zip(names, outcomes, strict=True)]
    kept = str([tables(app)[name] for name in ("caller_checks", "staff_cases", "audit_entries", "attempts", "events")])
    for said in (*RIGHT.values(), *WRONG.values(), "1960-04-01", "09012345678", "12000"):
        assert said not in kept


def test_five_wrong_answers_stop_it_for_half_an_hour_whoever_asks(app, member_id, account_id):
    other = hire(app, "suzuki")
    for number in range(5):
        answered(begin((member_id, other)[number % 2], account_id), WRONG)
    case = begin(member_id, account_id)
    assert standing(case).locked_until == NOW + timedelta(minutes=30)
    assert standing(case).question is None
    for question, said in RIGHT.items():
        with pytest.raises((Locked, NotAsked)):
            caller_checks.answer(case, question, said, NOW)
    over = NOW + timedelta(minutes=30)
    assert answered(case, now=over) and standing(case, over).matched == 1


def test_right_answers_between_do_not_make_more_tries(member_id, account_id):
    """Four wrong, a right one, a wrong one: five."""
    for _ in range(4):
        answered(begin(member_id, account_id), WRONG)
    case = begin(member_id, account_id)
    answered(case), answered(case, WRONG)
    assert standing(case).locked_until


def test_who_is_found_to_be_the_customer_begins_anew(member_id, account_id):
    for _ in range(4):
        answered(begin(member_id, account_id), WRONG)
    case = begin(member_id, account_id)
    for _ in range(3):
        answered(case)
    for _ in range(4):
        answered(begin(member_id, account_id), WRONG)
    assert standing(begin(member_id, account_id)).locked_until is None


def test_it_is_counted_for_the_person_by_whichever_contract_they_are_opened(app, context, member_id):
    factories.agency()
    held = [factories.contract(number=f"C90000000{number}").id for number in range(5)]
    for contract_id in held:
        answered(begin(member_id, contract_id=contract_id), WRONG)
    assert standing(begin(member_id, contract_id=held[0])).locked_until


def test_of_twenty_wrong_answers_at_once_five_are_judged(app, member_id, account_id):
    opened = [begin(member_id, account_id) for _ in range(20)]
    asked = [(case, standing(case).question) for case in opened]

    def guess(case, question):
        with app.app_context():
            try:
                return caller_checks.answer(case, question, WRONG[question], NOW)
            except Locked:
                return "locked"

    outcomes = at_once([lambda each=each: guess(*each) for each in asked])
    assert (outcomes.count(False), outcomes.count("locked")) == (5, 15)
    assert standing(opened[0]).locked_until


def test_of_one_answer_sent_twenty_times_at_once_one_is_judged(app, member_id, account_id):
    case = begin(member_id, account_id)
    question = standing(case).question

    def guess():
        with app.app_context():
            try:
                return caller_checks.answer(case, question, WRONG[question], NOW)
            except NotAsked:
                return "not asked"

    outcomes = at_once([guess] * 20)
    assert (outcomes.count(False), outcomes.count("not asked")) == (1, 19)
    assert len(standing(case).asked) == 1 and standing(case).locked_until is None


def test_what_cannot_be_read_is_not_counted(member_id, account_id):
    case = begin(member_id, account_id)
    for _ in range(9):
        with pytest.raises(Unreadable):
            caller_checks.answer(case, standing(case).question, "？", NOW)
    assert (standing(case).asked, standing(case).locked_until) == ([], None)


def test_a_closed_case_asks_nothing(member_id, account_id):
    case = begin(member_id, account_id)
    question = standing(case).question
    with write() as session:
        cases.close(session, case, NOW)
    with pytest.raises(NotAsked):
        caller_checks.answer(case, question, RIGHT[question], NOW)


def test_who_is_verified_is_asked_no_more(member_id, account_id):
    case = begin(member_id, account_id)
    question = standing(case).question
    with write() as session:
        session.execute(update(StaffCase).values(verified_at=NOW))
    with pytest.raises(NotAsked):
        caller_checks.answer(case, question, RIGHT[question], NOW)


def test_of_whom_too_little_is_held_nobody_can_be_verified(member_id, account_id):
    with write() as session:
        session.execute(update(Contract).values(holder_phone="", holder_email=""))
        session.execute(update(factories.models.Account).values(email=None))
    found = standing(begin(member_id, account_id))
    assert (found.possible, found.question) == (False, None)
