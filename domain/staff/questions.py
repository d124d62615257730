"""What can a caller be asked, to find out whether they are who they say, and is their answer what we have? (row S12)

A question is asked only where its answer cannot be read from what the member sees, and where guessing is no use: of
what differs from contract to contract, a few values at most may be right. 証券番号 is none: by it most callers are
found. Nor is what one of three would do for, such as 保険種類 or 払込方法.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from domain.accounts import directory
from domain.staff.customers import Customer
from models import Contract
from rules import phones
from rules.japanese import dates, formats, mail, normalize

# A caller is who they say after so many right answers to different questions, one of them of UNPRINTED.
NEEDED = 3
# Beyond so many values that would do, a guess is too good.
MOST_VALUES = 3


class Question(StrEnum):
    """What can be asked."""

    BIRTH = "birth"
    PHONE = "phone"
    EMAIL = "email"
    POSTAL = "postal"
    ENDS = "ends"
    PREMIUM = "premium"
    USER_ID = "user id"


# What stands on no letter, no policy and no card that somebody could have found: each of the others does on one.
UNPRINTED = frozenset({Question.PHONE, Question.EMAIL})


class Words(NamedTuple):
    """A question by its name, as it is read out, and how its answer may be typed."""

    name: str
    ask: str
    hint: str


WORDS: Mapping[Question, Words] = {
    Question.BIRTH: Words(
        "生年月日", "生年月日を、年からお願いいたします。", "例：昭和35年4月1日、S35.4.1、1960年4月1日"
    ),
    Question.PHONE: Words(
        "電話番号", "ご契約にご登録の電話番号を、市外局番からすべてお願いいたします。", "例：090-1234-5678"
    ),
    Question.EMAIL: Words(
        "メールアドレス", "ご登録のメールアドレスを、はじめからすべてお願いいたします。", "例：hanako@example.jp"
    ),
    Question.POSTAL: Words("郵便番号", "ご登録のご住所の郵便番号を、7桁でお願いいたします。", "例：100-0001"),
    Question.ENDS: Words("満期日", "ご契約の満期日を、年からお願いいたします。", "例：2027年4月1日、令和9年4月1日"),
    Question.PREMIUM: Words("年間保険料", "ご契約の年間保険料を、1円単位でお願いいたします。", "例：12,340円"),
    Question.USER_ID: Words("ログインID", "ログインIDを、1文字ずつお願いいたします。", "例：KMA7482X"),
}


class Unreadable(ValueError):
    """What was typed is no answer to this question, right or wrong."""


def askable(customer: Customer, contracts: Sequence[Contract], today: date) -> dict[Question, frozenset[str]]:
    """What this customer can be asked, each with the values of which one is right. `contracts` are theirs; those in
    force count, or all where none is."""
    valid = [each for each in contracts if each.ends_on >= today] or contracts
    found = {
        Question.BIRTH: [customer.birth.isoformat()] if customer.birth else [],
        Question.PHONE: [number for each in valid if (number := normalize.phone(each.holder_phone)) and _whole(number)],
        Question.EMAIL: [_address(each) for each in (customer.email, *(each.holder_email for each in valid)) if each],
        Question.POSTAL: [code for each in valid if (code := normalize.postal_code(each.holder_postal_code))],
        Question.ENDS: [each.ends_on.isoformat() for each in valid],
        Question.PREMIUM: [str(each.premium) for each in valid if each.premium],
        Question.USER_ID: _issued_id(customer),
    }
    distinct = {question: frozenset(values) for question, values in found.items()}
    return {question: values for question, values in distinct.items() if 0 < len(values) <= MOST_VALUES}


def are_enough(can_be_asked: Collection[Question]) -> bool:
    """Whether somebody who knows all of these can be told from somebody who does not."""
    return len(can_be_asked) >= NEEDED and not UNPRINTED.isdisjoint(can_be_asked)


def are_answered(matched: Collection[Question]) -> bool:
    """Whether right answers to these do."""
    return are_enough(set(matched))


def following(
    case_id: str,
    can_be_asked: Collection[Question],
    *,
    asked: Collection[Question],
    matched: Collection[Question],
    before: Collection[Question],
) -> Question | None:
    """The question to ask now, the same however often it is looked at; None where none is left. Those of the case
    `before` this come last, and the last that is needed is one of UNPRINTED where none was yet."""
    left = [each for each in can_be_asked if each not in asked]
    if len(matched) >= NEEDED - 1 and UNPRINTED.isdisjoint(matched):
        left = [each for each in left if each in UNPRINTED]
    return min(left, key=lambda each: (each in before, _lot(case_id, each)), default=None)


def read(question: Question, typed: str) -> str:
    """An answer as it is compared, however it was typed. Raise Unreadable."""
    return _READERS[question](typed)


def _lot(case_id: str, question: Question) -> str:
    return hashlib.sha256(f"{case_id}\0{question}".encode()).hexdigest()


def _issued_id(customer: Customer) -> list[str]:
    """Where the user ID is an address, that is asked for already."""
    issued = customer.account.user_id if customer.account else "@"
    return [] if "@" in issued else [directory.normalize_user_id(issued)]


def _whole(number: str) -> bool:
    return phones.is_whole(number)


def _address(typed: str) -> str:
    return mail.address(typed).casefold()


def _day(typed: str) -> str:
    try:
        return dates.to_date("ad", typed, "", "").isoformat()
    except ValueError as wrong:
        raise Unreadable from wrong


def _number(typed: str) -> str:
    number = normalize.phone(typed)
    if not _whole(number):
        raise Unreadable
    return number


def _mail(typed: str) -> str:
    address = _address(typed)
    if not formats.is_email(address):
        raise Unreadable
    return address


def _postal(typed: str) -> str:
    code = normalize.postal_code(typed)
    if not re.fullmatch("[0-9]{7}", code):
        raise Unreadable
    return code


def _yen(typed: str) -> str:
    amount = re.sub("[,、円¥\\\\]", "", normalize.digits(typed))
    if not re.fullmatch("[0-9]{1,9}", amount):
        raise Unreadable
    return str(int(amount))


def _id(typed: str) -> str:
    if not normalize.word(typed):
        raise Unreadable
    return directory.normalize_user_id(typed)


_READERS: Mapping[Question, Callable[[str], str]] = {
    Question.BIRTH: _day,
    Question.PHONE: _number,
    Question.EMAIL: _mail,
    Question.POSTAL: _postal,
    Question.ENDS: _day,
    Question.PREMIUM: _yen,
    Question.USER_ID: _id,
}
