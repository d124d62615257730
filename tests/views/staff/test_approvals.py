"""Does a second member see all, decide once, and does who asked see what became of it? (row S14)"""

import pytest
from approving import WHY, asked, boss, decide, newest
from browser import Browser
from casework import trail
from factories import NOW, held
from sqlalchemy import update
from staffing import hire
from ways import at_once, log_in, tables

from infra.database import write
from models import Contract, StaffApproval

REOPEN = {"what": "reopen", "reason": "ご本人からの再開のお申し出"}


@pytest.fixture
def work(app):
    """A member has asked that a contract be opened again."""
    with app.app_context():
        holder, _ = held(app)
        with write() as session:
            session.execute(update(Contract).values(closed_at=NOW))
    hire(app)
    return asked(app, "web_access", holder, **REOPEN)


def opened(app):
    return [line for line in tables(app)["events"] if "opened to the web" in line]


def path(app):
    return f"/staff/approvals/{newest(app).id}"


def number(desk):
    return int(desk.page.select_one(".staff-where .num").get_text())


def test_from_the_list_to_the_decision(app, work):
    desk = boss(app)
    assert "1" in desk.page.select_one(".staff-nav__many").get_text()
    desk.open("/staff/approvals/")
    assert number(desk) == 1191 and "ウェブでのお手続きの再開" in desk.text and "田中 見本" in desk.text
    desk.follow("ウェブでのお手続きの再開")
    assert number(desk) == 1192
    for said in ("C900000001", "停止中", "再開", REOPEN["reason"], "ご本人（本人確認済み"):
        assert said in desk.text
    desk.send({"decision": "approve", "reason": WHY})
    assert number(desk) == 1193 and "承認済み" in desk.text and "C900000001" not in desk.text
    assert len(opened(app)) == 1 and not desk.page.select(".staff-nav__many")


def test_that_it_was_looked_at_is_written_down_as_long_as_there_is_something_to_see(app, work):
    desk = boss(app)
    desk.open(path(app)).open(path(app))
    decide(app, desk, "refuse")
    desk.open(path(app))
    assert [act for (act,) in trail(app, "act")].count("saw approval") == 3


def test_who_asked_sees_what_became_of_it(app, work):
    decide(app, boss(app), "refuse", reason="本人確認が足りません")
    work.desk.open("/staff/approvals/")
    for said in ("差し戻し", "本人確認が足りません"):
        assert said in work.desk.text
    assert opened(app) == []
    owner = log_in(Browser(app.test_client()))
    assert "反映されずに終了しました" in owner.open("/okyakusama/history").text and "足りません" not in owner.text


def test_who_asked_takes_it_back_once(app, work):
    work.desk.open("/staff/approvals/").send(button="取り下げる")
    assert "取り下げ" in work.desk.text and newest(app).state == "taken back"
    assert trail(app, "act")[-1] == ("took back",)
    assert decide_by_hand(boss(app), path(app)).status_code == 303
    assert newest(app).state == "taken back" and opened(app) == []


def decide_by_hand(desk, address):
    """Press what is not there any more."""
    token = desk.page.select_one("[name=csrf_token]")["value"]
    return desk.client.post(address, data={"csrf_token": token, "decision": "approve", "reason": WHY})


def test_an_operator_neither_sees_nor_decides(app, work):
    work.desk.open(path(app), 403)
    assert decide_by_hand(work.desk, path(app)).status_code == 403
    assert newest(app).state == "waiting"


def test_a_supervisor_does_not_decide_what_they_asked_themselves(app, work):
    desk = boss(app)
    with app.app_context(), write() as session:
        session.execute(update(StaffApproval).values(asked_by=2))
    desk.open(path(app))
    assert "ご自身の依頼は、承認できません" in desk.text and not desk.page.select("main form")
    assert decide_by_hand(desk, path(app)).status_code == 303
    assert newest(app).state == "waiting" and opened(app) == []


def test_of_twenty_presses_one_does_it(app, work):
    desk = boss(app).open(path(app))
    data = desk.standing(desk.form) | {"decision": "approve", "reason": WHY}
    cookie, address = desk.client.get_cookie("madoguchi-staff").value, path(app)

    def press():
        client = app.test_client()
        client.set_cookie("madoguchi-staff", cookie)
        return client.post(address, data=data).status_code

    assert set(at_once([press] * 20)) == {303}
    assert len(opened(app)) == 1 and [act for (act,) in trail(app, "act")].count("approved") == 1


def test_of_two_who_decide_at_once_one_wins(app, work):
    desks = [boss(app), boss(app, "kato")]
    address = path(app)
    data = [desk.open(address).standing(desk.form) | {"reason": WHY} for desk in desks]
    presses = [
        lambda desk=desk, sent=sent, what=what: desk.client.post(address, data=sent | {"decision": what})
        for desk, sent, what in zip(desks, data, ("approve", "refuse"), strict=True)
    ]
    assert {answer.status_code for answer in at_once(presses)} == {303}
    acts = [act for (act,) in trail(app, "act")]
    assert acts.count("approved") + acts.count("not approved") == 1
    assert (newest(app).state == "approved") == (len(opened(app)) == 1)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"decision": "approve", "reason": ""}, "理由を入力してください"),
        ({"reason": WHY}, "決定を選択してください"),
        ({"decision": "approve", "reason": "よい"}, "5文字以上"),
    ],
)
def test_nothing_is_decided_by_half(app, work, sent, said):
    desk = boss(app).open(path(app))
    desk.send(sent, 422)
    assert said in desk.text and newest(app).state == "waiting"


def test_after_three_days_there_is_nothing_to_decide(app, work, clock):
    address = path(app)
    clock.forward(days=3)
    desk = boss(app).open(address)
    assert "期限が過ぎたため、失効しました" in desk.text and "C900000001" not in desk.text
    assert decide_by_hand(desk, address).status_code == 303
    assert "決定できませんでした" in desk.open(address).text and opened(app) == []


def test_a_form_whose_token_was_lost_comes_back_with_the_reason(app, work):
    desk = boss(app).open(path(app))
    data = desk.standing(desk.form) | {"decision": "approve", "reason": WHY, "csrf_token": "lost"}
    answer = desk.client.post(path(app), data=data)
    assert answer.status_code == 400 and WHY in answer.text and newest(app).state == "waiting"


def test_with_a_lost_token_it_is_not_taken_back(app, work):
    answer = work.desk.client.post(f"{path(app)}/take-back", data={"csrf_token": "lost"})
    assert answer.status_code == 400 and newest(app).state == "waiting"


def test_without_a_key_it_can_be_given_back_and_nothing_else(app, work):
    with app.app_context(), write() as session:
        session.execute(update(StaffApproval).values(sealed=b"sealed with another"))
    desk = boss(app).open(path(app))
    assert "読み出せません" in desk.text
    desk.send({"decision": "approve", "reason": WHY}, 409)
    assert newest(app).state == "waiting"
    desk.send({"decision": "refuse", "reason": WHY})
    assert newest(app).state == "refused"


def test_there_is_none_of_another_name(app, work):
    boss(app).open("/staff/approvals/nothing", 404)
