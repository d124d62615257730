"""What is a caller asked, in which order, and how are their answers read?"""

from datetime import date

import pytest
from factories import BORN, unsaved_contract

from domain.staff import questions
from domain.staff.customers import Customer
from domain.staff.questions import NEEDED, UNPRINTED, WORDS, Question, Unreadable
from models import Account

TODAY = date(2026, 11, 24)
ALL = list(Question)


def owner(**different):
    values = {"portal": "okyakusama", "user_id": "y@example.jp", "email": "y@example.jp", "birth_date": BORN}
    names = {"family_name": "髙﨑", "given_name": "𠮷乃", "family_kana": "タカサキ", "given_kana": "ヨシノ"}
    return Customer(account=Account(**{**values, **names, **different}))


def asked(customer, *contracts):
    return questions.askable(customer, contracts, TODAY)


def following(can_be_asked=ALL, case_id="a case", asked=(), matched=(), before=()):
    return questions.following(case_id, can_be_asked, asked=asked, matched=matched, before=before)


def test_only_what_is_known_is_asked():
    everything = asked(owner(user_id="KMA7482X"), unsaved_contract(holder_email="y@example.jp"))
    assert everything == {
        Question.BIRTH: {"1960-04-01"},
        Question.PHONE: {"09012345678"},
        Question.EMAIL: {"y@example.jp"},
        Question.POSTAL: {"1070000"},
        Question.ENDS: {"2026-12-24"},
        Question.PREMIUM: {"12000"},
        Question.USER_ID: {"KMA7482X"},
    }
    nothing = unsaved_contract(holder_phone="", holder_email="", holder_postal_code="", premium=0)
    assert set(asked(owner(email=None, birth_date=None), nothing)) == {Question.ENDS}


def test_an_address_as_a_user_id_is_asked_for_once():
    assert Question.USER_ID not in asked(owner(), unsaved_contract())


def test_a_company_and_a_holder_without_an_account_are_asked_what_their_contract_says():
    company = unsaved_contract(company=True, holder_birth=None)
    found = asked(Customer(contract=company), company)
    assert set(found) == {Question.PHONE, Question.EMAIL, Question.POSTAL, Question.ENDS, Question.PREMIUM}
    assert questions.are_enough(found)


def test_contracts_that_ended_count_where_none_is_in_force():
    old, new = unsaved_contract(ends_on=date(2020, 1, 1)), unsaved_contract(ends_on=date(2027, 1, 1))
    assert asked(owner(), old, new)[Question.ENDS] == {"2027-01-01"}
    assert asked(owner(), old)[Question.ENDS] == {"2020-01-01"}


def test_where_many_values_would_do_nobody_is_asked():
    """Of a company with hundreds of contracts any day is the end of one."""
    many = [unsaved_contract(ends_on=date(2027, 1, day)) for day in range(1, 5)]
    assert Question.ENDS in asked(owner(), *many[:3])
    assert Question.ENDS not in asked(owner(), *many)


def test_three_do_if_one_of_them_stands_on_no_letter():
    printed = [each for each in Question if each not in UNPRINTED]
    assert not questions.are_answered(printed)
    assert not questions.are_answered([*UNPRINTED])
    for secret in UNPRINTED:
        assert questions.are_answered([*printed[: NEEDED - 1], secret])


def test_the_order_is_one_for_a_case_and_another_for_another():
    assert len({following() for _ in range(5)}) == 1
    assert len({following(case_id=str(number)) for number in range(40)}) == len(ALL)


def test_none_is_asked_twice_and_those_of_the_last_case_come_last():
    before, left = {Question.BIRTH, Question.PHONE, Question.POSTAL}, []
    for _ in ALL:
        left.append(following(asked=left, before=before))
    assert set(left) == set(ALL) and set(left[-3:]) == before
    assert following(asked=left) is None


def test_the_last_that_is_needed_stands_on_no_letter():
    matched = [Question.BIRTH, Question.ENDS]
    assert {following(case_id=str(each), asked=matched, matched=matched) for each in range(20)} == UNPRINTED
    assert following(asked=[*matched, *UNPRINTED], matched=matched) is None
    one = [Question.PHONE, Question.ENDS]
    assert {following(case_id=str(each), asked=one, matched=one) for each in range(40)} == set(ALL) - set(one)


@pytest.mark.parametrize(
    ("question", "typed", "read"),
    [
        (Question.BIRTH, "Ｓ３５．４．１", "1960-04-01"),
        (Question.BIRTH, "昭和三十五年四月一日", "1960-04-01"),
        (Question.BIRTH, "19600401", "1960-04-01"),
        (Question.BIRTH, "しょうわ35ねん4がつ1にち", "1960-04-01"),
        (Question.ENDS, "令和８年１２月２４日", "2026-12-24"),
        (Question.PHONE, "０９０－１２３４ー５６７８", "09012345678"),
        (Question.PHONE, "+81 90 1234 5678", "09012345678"),
        (Question.EMAIL, "Ｙ＠Ｅｘａｍｐｌｅ．jp", "y@example.jp"),
        (Question.POSTAL, "〒１０７－００００", "1070000"),
        (Question.PREMIUM, "１２，０００円", "12000"),
        (Question.PREMIUM, "¥12、000", "12000"),
        (Question.USER_ID, "ｋｍａ７４８２ｘ", "KMA7482X"),
    ],
)
def test_an_answer_is_read_however_it_was_typed(question, typed, read):
    assert questions.read(question, typed) == read


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (Question.BIRTH, "35年4月1日"),
        (Question.BIRTH, "わからない"),
        (Question.BIRTH, "昭和35年2月30日"),
        (Question.PHONE, "5678"),
        (Question.EMAIL, "y.example.jp"),
        (Question.POSTAL, "107"),
        (Question.PREMIUM, "いちまん"),
        *((each, "") for each in Question),
        *((each, "　") for each in Question),
    ],
)
def test_what_is_no_answer_is_neither_right_nor_wrong(question, typed):
    with pytest.raises(Unreadable):
        questions.read(question, typed)


def test_every_question_can_be_read_out():
    assert set(WORDS) == set(Question)
