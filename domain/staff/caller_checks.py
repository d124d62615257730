"""Is the caller who they say? Questions that the server picks and judges; of the answers nothing is kept (row S12).

Whoever calls is asked one question after another. A wrong answer is counted for the customer, whoever asks and in
whichever case, before it is known to be wrong; five in a row stop the asking for half an hour.
"""

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.accounts import attempts
from domain.staff import audit_trail, customers, in_hand, questions
from domain.staff.audit_trail import Act
from domain.staff.cases import Case
from domain.staff.customers import Customer
from domain.staff.questions import WORDS, Question
from infra.database import write
from infra.encryption import Keyring, Purpose
from models import CallerCheck, StaffCase
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime

# In one case no more than so many may be wrong or passed over.
MOST_MISSED = 3
MATCHED, NOT_MATCHED, NOT_ANSWERED = "一致", "不一致", "お答えなし"
LONGEST = 200


class Asked(NamedTuple):
    """A question that was asked, and what came of it."""

    question: Question
    outcome: str
    at: UtcDateTime


class Standing(NamedTuple):
    """How far the check is: what was asked, what is to be asked now (None where nothing is), how many matched, until
    when nobody may ask because too much was wrong, and whether we hold enough to ask at all."""

    asked: Sequence[Asked]
    question: Question | None
    matched: int
    locked_until: UtcDateTime | None
    possible: bool


class NotAsked(Exception):
    """This is not the question to answer now: another window answered it, or the check is over."""


class Locked(Exception):
    """Too many answers in a row were wrong; nothing was judged."""


def standing(session: Session, case: Case, now: UtcDateTime) -> Standing:
    """How far the check of a case's caller is. Raise customers.Gone where the customer is gone."""
    customer = customers.of_case(session, case)
    locked = attempts.locked_until(session, _keyring(), Purpose.CALLER_CHECK, _key(customer), now)
    values = questions.askable(customer, customers.contracts_of(session, customer), now.astimezone(JST).date())
    rows = _rows(session, case.id)
    asked = [Asked(Question(each.question), _outcome(each), each.at) for each in rows]
    following = None if case.verified_at or locked else _following(session, case, values, rows)
    matched = sum(each.matched for each in rows)
    return Standing(asked, following, matched, locked, questions.are_enough(values))


def answer(case: Case, question: Question, typed: str, now: UtcDateTime) -> bool:
    """Judge what the caller said; give whether it is what we have. Raise questions.Unreadable where it is no answer,
    NotAsked, Locked, in_hand.InOtherHands, or customers.Gone where the customer is gone."""
    said = questions.read(question, typed[:LONGEST])
    with write() as session:
        in_hand.take(session, case, now)
        customer = customers.of_case(session, case)
        key = _key(customer)
        # Whoever answers for the same customer waits here until this is judged.
        if attempts.count_wrong(session, _keyring(), Purpose.CALLER_CHECK, key, now) > attempts.LIMIT:
            raise Locked
        values = _values_now(session, case, customer, question, now)
        right = said in values[question]
        if right:
            attempts.take_back(session, _keyring(), Purpose.CALLER_CHECK, key)
        _keep(session, CallerCheck(case_id=case.id, question=question, answered=True, matched=right, at=now))
        verified = right and _verify(session, case, now)
        if verified:
            attempts.forget(session, _keyring(), Purpose.CALLER_CHECK, key)
        _tell(session, case, question, MATCHED if right else NOT_MATCHED, now, verified=verified)
    return right


def pass_over(case: Case, question: Question, now: UtcDateTime) -> None:
    """The caller cannot answer: it is no wrong answer, and this question is not asked again. Raise NotAsked,
    in_hand.InOtherHands, or customers.Gone where the customer is gone."""
    with write() as session:
        in_hand.take(session, case, now)
        customer = customers.of_case(session, case)
        _values_now(session, case, customer, question, now)
        _keep(session, CallerCheck(case_id=case.id, question=question, answered=False, matched=False, at=now))
        _tell(session, case, question, NOT_ANSWERED, now)


def _values_now(
    session: Session, case: Case, customer: Customer, question: Question, now: UtcDateTime
) -> dict[Question, frozenset[str]]:
    """What is right, the case held still. Raise NotAsked."""
    held = session.scalars(select(StaffCase).where(StaffCase.id == case.id).with_for_update()).one()
    values = questions.askable(customer, customers.contracts_of(session, customer), now.astimezone(JST).date())
    following = _following(session, case, values, _rows(session, case.id))
    if held.verified_at or held.closed_at or following is not question:
        raise NotAsked
    return values


def _following(
    session: Session, case: Case, values: dict[Question, frozenset[str]], rows: Sequence[CallerCheck]
) -> Question | None:
    missed = sum(not each.matched for each in rows)
    if missed >= MOST_MISSED or not questions.are_enough(values):
        return None
    return questions.following(
        case.id,
        values,
        asked={Question(each.question) for each in rows},
        matched={Question(each.question) for each in rows if each.matched},
        before=_of_the_case_before(session, case),
    )


def _of_the_case_before(session: Session, case: Case) -> set[Question]:
    """What this customer had been asked when the case was opened, by whoever asked them last."""
    of_them = (StaffCase.account_id == case.account_id, StaffCase.contract_id == case.contract_id)
    joined = select(CallerCheck).join(StaffCase, StaffCase.id == CallerCheck.case_id)
    earlier = joined.where(*of_them, StaffCase.id != case.id, CallerCheck.at < case.opened_at)
    newest_first = session.scalars(earlier.order_by(CallerCheck.at.desc(), CallerCheck.id.desc()).limit(len(Question)))
    asked = newest_first.all()
    return {Question(each.question) for each in asked if each.case_id == asked[0].case_id}


def _verify(session: Session, case: Case, now: UtcDateTime) -> bool:
    """Whether what was right by now is enough, which is kept."""
    matched = {Question(each.question) for each in _rows(session, case.id) if each.matched}
    if not questions.are_answered(matched):
        return False
    session.execute(update(StaffCase).where(StaffCase.id == case.id).values(verified_at=now))
    return True


def _rows(session: Session, case_id: str) -> Sequence[CallerCheck]:
    of_it = select(CallerCheck).where(CallerCheck.case_id == case_id)
    return session.scalars(of_it.order_by(CallerCheck.id)).all()


def _outcome(row: CallerCheck) -> str:
    if not row.answered:
        return NOT_ANSWERED
    return MATCHED if row.matched else NOT_MATCHED


def _keep(session: Session, row: CallerCheck) -> None:
    session.add(row)
    session.flush()


def _tell(
    session: Session, case: Case, question: Question, outcome: str, now: UtcDateTime, *, verified: bool = False
) -> None:
    about = f"{WORDS[question].name}　{outcome}{'　確認が完了' if verified else ''}"
    audit_trail.record(session, Act.CHECKED_CALLER, case.member_id, now, whom=case.whom, about=about)


def _key(customer: Customer) -> str:
    """One for all that is held of one person in a portal, by whichever account or contract they were opened."""
    who = customer.person
    return f"{customer.portal}\0{who.strict}\0{who.birth or ''}"


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
