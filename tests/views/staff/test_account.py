"""Does a member change their own password, and see and end their own logins, and nobody else's?"""

import pytest
from sqlalchemy import select, update
from staffing import NAME, PASSWORD, Desk, answers, at_work, code, hire
from ways import tables

from domain.accounts import attempts
from infra.database import read, write
from models import AuditEntry, StaffLogin, StaffMember
from views.staff import account

NEW = "Himawari-no-hana"
TYPED = {"current": PASSWORD, "password": NEW, "password-again": NEW}
PAGE = "/staff/account/password"


@pytest.fixture
def member(app):
    return hire(app)


@pytest.fixture
def desk(app, member):
    return at_work(app)


def first_login(app, **values):
    """Somebody who was given their password."""
    with app.app_context(), write() as session:
        session.execute(update(StaffMember).values(must_change=True, **values))
    return at_work(app)


def acts(app):
    with app.app_context(), read() as session:
        return session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()


def test_ones_own_account_is_a_press_away_and_says_who_one_is(desk):
    [link] = [each["href"] for each in desk.page.select("header a") if "田中" in each.text]
    text = desk.open(link).text
    assert NAME in text and "オペレーター" in text


def test_another_password_is_good_from_now_on_and_the_old_one_no_more(app, desk, clock):
    desk.open(PAGE).send(TYPED)
    assert desk.url == "/staff/customers" and account.CHANGED in desk.text
    assert acts(app)[-1] == "password changed"
    clock.forward(minutes=1)
    Desk(app.test_client()).open("/staff/login").send(answers(app), 422)
    clock.forward(minutes=1)
    assert Desk(app.test_client()).open("/staff/login").send(answers(app, password=NEW)).url == "/staff/customers"


def test_it_ends_every_other_login_and_begins_this_one_anew(app, desk, clock):
    clock.forward(minutes=1)
    other, before = at_work(app), desk.client.get_cookie("madoguchi-staff").value
    desk.open(PAGE).send(TYPED)
    assert other.client.get("/staff/customers").status_code == 303
    assert desk.client.get("/staff/customers").status_code == 200
    desk.client.set_cookie("madoguchi-staff", before)
    assert desk.client.get("/staff/customers").status_code == 303


@pytest.mark.parametrize(
    ("different", "wrong"),
    [
        ({"current": "wrong1pass"}, account.WRONG),
        ({"password": "short"}, "12文字以上"),
        ({"password-again": "another"}, "一致していません"),
        ({"password": "xx-tanaka-2026", "password-again": "xx-tanaka-2026"}, "お名前"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(app, desk, different, wrong):
    desk.open(PAGE).send({**TYPED, **different}, 422)
    assert len(desk.wrong) == 1 and wrong in desk.wrong[0]
    assert desk.values == {"current": "", "password": "", "password-again": ""}
    assert "password changed" not in acts(app)


def test_later_a_code_is_asked_for_too_and_is_good_once(app, desk, clock):
    clock.forward(minutes=5)
    used = code(app)
    desk.open(PAGE).send({**TYPED, "code": "000000"}, 422)
    assert account.WRONG_OF_TWO in desk.wrong[0]
    desk.open(PAGE).send({**TYPED, "code": used})
    clock.forward(minutes=5)
    again = {**TYPED, "current": NEW, "password": f"{NEW}2", "password-again": f"{NEW}2"}
    desk.open(PAGE).send({**again, "code": used}, 422)
    desk.open(PAGE).send({**again, "code": code(app)})
    assert acts(app).count("password changed") == 2


def test_who_typed_for_long_is_asked_for_the_code_then(app, desk, clock):
    desk.open(PAGE)
    clock.forward(minutes=6)
    desk.send(TYPED, 422)
    assert "code" in desk.values and "確認コードを入力してください。" in desk.wrong[0]


def test_five_wrong_tries_lock_the_name_there_too(app, desk, clock):
    for _ in range(attempts.LIMIT):
        desk.open(PAGE).send({**TYPED, "current": "wrong1pass"}, 422)
    desk.open(PAGE).send(TYPED, 422)
    clock.forward(minutes=1)
    Desk(app.test_client()).open("/staff/login").send(answers(app), 422)
    assert "name locked" in acts(app)


def test_no_password_stands_anywhere(app, desk, caplog):
    desk.open(PAGE).send({**TYPED, "current": "wrong1pass"}, 422)
    desk.open(PAGE).send(TYPED)
    for typed in (PASSWORD, NEW, "wrong1pass"):
        assert typed not in str(tables(app)) and typed not in caplog.text and typed not in desk.response.text


def test_who_was_given_a_password_changes_it_before_anything_else(app, member):
    desk = first_login(app)
    assert desk.url == PAGE and account.GIVEN in desk.text
    assert not desk.page.select(".staff-nav")
    for page in ("/staff/", "/staff/customers", "/staff/account", "/staff/account/passkeys"):
        assert desk.client.get(page).location == PAGE
    token = desk.standing(desk.form)["csrf_token"]
    for page in ("/staff/account/logins", "/staff/account/passkeys", "/staff/account/passkeys/made"):
        assert desk.client.post(page, data={"csrf_token": token}).location == PAGE
    assert desk.send(TYPED).url == "/staff/customers"
    assert desk.page.select(".staff-nav")
    with app.app_context(), read() as session:
        assert not session.scalar(select(StaffMember.must_change))


def test_who_does_not_can_go_out(app, member):
    desk = first_login(app)
    assert desk.log_out().url == "/staff/login"


def test_the_old_one_is_no_new_one(app, member):
    desk = first_login(app)
    desk.send({"current": NEW, "password": NEW, "password-again": NEW}, 422)
    assert "異なるパスワード" in desk.wrong[0]


def test_a_form_whose_token_is_lost_is_shown_again(app, desk):
    answer = desk.client.post(PAGE, data={**TYPED, "csrf_token": "gone"})
    assert answer.status_code == 400 and "もう一度ボタンを押してください。" in answer.text
    assert NEW not in answer.text
    desk.open(PAGE)
    stale = {**desk.standing(desk.form), **TYPED}
    desk.log_out()
    assert desk.client.post(PAGE, data=stale).location == f"/staff/login?next={PAGE}"
    assert "password changed" not in acts(app)


def browsers(desk):
    return [" ".join(row.select_one("th").text.split()) for row in desk.open("/staff/account").page.select("tbody tr")]


def test_ones_logins_are_listed_by_their_browsers_and_can_be_ended(app, member, clock):
    desk = at_work(app)
    clock.forward(minutes=1)
    other = Desk(app.test_client())
    other.client.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
    )
    other.log_in(app)
    assert browsers(desk) == ["端末の種類は不明です", "Windows（Firefox）"]
    assert "このブラウザーです" in desk.page.select("tbody tr")[0].text
    desk.send(button="終了する")
    assert account.ENDED in desk.text and "Firefox" not in desk.text
    assert other.client.get("/staff/customers").status_code == 303
    assert desk.client.get("/staff/customers").status_code == 200
    assert acts(app)[-1] == "login ended"


def test_nobody_elses_login_is_listed_or_ended(app, desk):
    hire(app, "suzuki")
    theirs = at_work(app, "suzuki")
    with app.app_context(), read() as session:
        login_id = session.scalar(select(StaffLogin.id).where(StaffLogin.member_id == 2))
    assert len(browsers(desk)) == 1
    token = desk.standing(desk.page.select_one("header form"))["csrf_token"]
    answer = desk.client.post("/staff/account/logins", data={"csrf_token": token, "login": login_id})
    assert answer.status_code == 303
    assert account.ENDED_ALREADY in desk.open("/staff/account").text
    assert theirs.client.get("/staff/customers").status_code == 200


def test_a_login_that_was_left_alone_is_listed_no_more(app, desk, clock):
    clock.forward(minutes=1)
    at_work(app)
    for _ in range(2):
        clock.forward(minutes=10)
        desk.open("/staff/account")
    assert len(browsers(desk)) == 1
