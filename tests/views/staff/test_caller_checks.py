"""Can nobody see a customer's data before the caller was found to be them, by whatever way?"""

import pytest
import talking
from staffing import hire
from talking import MARKS, MASKED, RIGHT, WRONG, Talk, trail
from ways import tables

from domain.staff.cases import Caller


@pytest.fixture
def account_id(app):
    hire(app)
    with app.app_context():
        return talking.known(app)[0]


@pytest.fixture
def talk(app, account_id):
    return Talk(app, account_id)


def told(talk, *texts):
    """What of the customer stands in these answers."""
    whole = "\n".join(texts or [talk.desk.response.text])
    return [mark for mark in MARKS if mark in whole]


def test_before_it_everything_is_masked_and_nothing_can_be_shown(talk):
    assert told(talk) == [] and told(talk, talk.live().text) == []
    for allowed in MASKED:
        assert allowed in talk.desk.response.text
    assert "表示する</" not in talk.desk.response.text and not talk.desk.page.select(".staff-reveal")


@pytest.mark.parametrize("said", [RIGHT, WRONG], ids=["right", "wrong"])
def test_no_answer_is_said_by_any_page_on_the_way(talk, said):
    """After one, and after one that cannot be read."""
    talk.say(said)
    assert told(talk) == []
    typed = "？？？"
    talk.type_in(typed, 422)
    assert told(talk) == [] and talk.desk.page.select_one("#answer")["value"] == typed
    assert "読み取れませんでした" in talk.desk.text


def test_by_no_address_and_no_post_is_anything_shown_before(app, talk):
    items = ("birth", "email", "user-id", "phone-1", "email-1", "address-1", "phone", "no-such")
    token = talk.desk.page.select_one("[name=csrf_token]")["value"]
    sent = {"csrf_token": token, "why": "asked", "more": ""}
    for item in items:
        path = f"{talk.path}/reveal/{item}"
        answers = [talk.desk.client.get(path), talk.desk.client.post(path, data=sent)]
        assert {each.status_code for each in answers} == {403}
        assert told(talk, *(each.text for each in answers)) == []
    assert told(talk, talk.open().desk.response.text, talk.live().text, talk.open("?page=2").desk.response.text) == []
    assert ("revealed",) not in trail(app)


def test_an_answer_to_a_question_that_was_not_asked_counts_for_nothing(app, talk):
    token = talk.desk.page.select_one("[name=csrf_token]")["value"]
    for question, said in RIGHT.items():
        if question != talk.question:
            data = {"csrf_token": token, "question": question, "answer": said}
            talk.desk.client.post(f"{talk.path}/check", data=data)
    talk.open()
    assert tables(app)["caller_checks"] == [] and told(talk) == []
    assert talk.desk.client.post(f"{talk.path}/check", data={"csrf_token": token, "question": "x"}).status_code == 404


def test_three_right_answers_open_it(talk):
    for _ in range(2):
        talk.say()
        assert told(talk) == []
    talk.say()
    assert "ご本人であることを確認しました（12:00）" in talk.desk.text
    assert talk.shown["お名前"] == "秘姓 秘名 様" and talk.shown["フリガナ"] == "ヒセイ ヒメイ"
    assert "****年**月**日" in talk.shown["生年月日"] and "1951" not in talk.desk.response.text


def test_it_is_said_how_each_went(talk):
    question = talk.question
    talk.say(WRONG)
    assert "は一致しませんでした。" in talk.said[0]
    assert [each.get_text() for each in talk.desk.page.select(".staff-asked li span")] == ["不一致"]
    assert talk.question != question
    talk.say()
    assert "は一致しました。" in talk.said[0]
    talk.type_in("", button="pass")
    assert "お答えなしとして記録しました" in talk.said[0]
    assert [each.get_text() for each in talk.desk.page.select(".staff-asked li span")] == [
        "不一致",
        "一致",
        "お答えなし",
    ]


def test_after_five_wrong_answers_it_is_said_until_when_nobody_can_be_asked(app, account_id, talk):
    for _ in range(2):
        talk.say(WRONG)
    second = Talk(app, account_id, desk=talk.desk)
    for _ in range(3):
        second.say(WRONG)
    assert second.question is None
    assert "12:30まで、このお客さまの本人確認はできません" in second.desk.text
    assert "時間をおいてお電話ください" in second.desk.text and told(second) == []


def test_a_case_in_which_three_were_not_answered_asks_no_more(talk):
    for _ in range(3):
        talk.type_in("", button="pass")
    assert talk.question is None and "この応対では、本人確認ができませんでした" in talk.desk.text
    assert told(talk) == []


def test_who_calls_for_the_customer_never_sees_it(app, account_id):
    talk = Talk(app, account_id, caller=Caller.FAMILY).verify()
    assert "ご登録の内容をご存じであることを確認しました" in talk.desk.text
    assert "秘＊ 秘＊ 様" in talk.shown["お名前"]
    personal = [
        mark for mark in MARKS if mark not in ("C987654321", "ひみつ", "98,760", "98760", "半年払", "2027年2月")
    ]
    for mark in personal:
        assert mark not in talk.desk.response.text, mark
    assert not talk.desk.page.select(".staff-reveal")
    assert talk.desk.client.get(f"{talk.path}/reveal/birth").status_code == 403


def test_of_whom_too_little_is_held_it_is_said_what_to_do(app, account_id):
    with app.app_context():
        lone = talking.contract(number="C900000009", holder_name="見本", holder_kana="ミホン", holder_phone="")
        talking.factories.contract_now("C900000009", holder_email="")
    talk = Talk(app, lone.id, about="contract")
    assert talk.question is None
    assert "登録されている項目が足りないため" in talk.desk.text and "書面でのお手続き" in talk.desk.text


def test_a_lost_token_loses_nothing_typed_and_judges_nothing(app, talk):
    talk.desk.page.select_one("#check [name=csrf_token]")["value"] = "lost"
    talk.type_in("S26.2.3", 400)
    assert talk.desk.page.select_one("#answer")["value"] == "S26.2.3"
    assert tables(app)["caller_checks"] == []


def test_no_answer_is_kept_or_logged(app, talk, caplog):
    for said in (WRONG, RIGHT, RIGHT, RIGHT):
        talk.say(said)
    kept = str([tables(app)[name] for name in ("caller_checks", "staff_cases", "audit_entries", "attempts", "events")])
    for said in (*RIGHT.values(), *WRONG.values(), "1951-02-03", "09075318642", "98760"):
        assert said not in kept and said not in caplog.text
