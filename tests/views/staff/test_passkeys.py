"""Does a member come in by a key of their own, make and give up one, and do they have to where it is required?"""

import json

import pytest
from authenticators import Authenticator, text
from sqlalchemy import select, update
from staffing import PASSWORD, RECEIPT, Desk, answers, at_work, code, hire
from ways import tables

from infra.database import read, write
from models import AuditEntry, StaffMember, StaffPasskey
from views.staff import passkeys

PAGE, MADE, LOGIN = "/staff/account/passkeys", "/staff/account/passkeys/made", "/staff/login/passkey"


@pytest.fixture
def member(app):
    return hire(app)


@pytest.fixture
def desk(app, member):
    return at_work(app)


def make(desk, typed=None, authenticator=None):
    """What the script does on the page that follows the form."""
    desk.open(PAGE).send({"label": "窓口3番のPC", **(typed or {})})
    own = authenticator or Authenticator()
    form = desk.page.select_one("#passkey")
    made = own.made(json.loads(form["data-make"]))
    desk._arrive(desk.client.post(form["action"], data={**desk.standing(form), **made}, follow_redirects=True), 200)
    return own


def come_in(app, own, onward="", status=200, **wrong):
    """What the script does on the login page, in a browser of its own."""
    desk = Desk(app.test_client()).open(f"/staff/login{f'?next={onward}' if onward else ''}")
    form = desk.page.select_one("#passkey")
    signed = own.signed(desk.client.get(form["data-use"]).json, **wrong)
    sent = desk.client.post(form["action"], data={**desk.standing(form), **signed}, follow_redirects=True)
    return desk._arrive(sent, status)


def acts(app):
    with app.app_context(), read() as session:
        return session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()


def test_a_key_that_was_made_lets_in_its_member_and_leads_on(app, desk):
    own = make(desk)
    assert desk.url == "/staff/account" and passkeys.ADDED in desk.text and "窓口3番のPC" in desk.text
    assert "まだ使っていません" in desk.text
    there = come_in(app, own, "/staff/account")
    assert there.url == "/staff/account" and "まだ使っていません" not in there.text
    assert come_in(app, own, "//evil.example/staff/").url == "/staff/customers"
    assert acts(app)[:3] == ["logged in", "passkey added", "logged in by passkey"]


def test_the_page_without_a_script_says_that_it_needs_one_and_offers_code_and_password(app, member):
    page = Desk(app.test_client()).open("/staff/login").page
    assert page.select_one("#passkey").has_attr("hidden")
    assert page.select_one("#step [name=code]") and not page.select_one("#step").has_attr("hidden")


def test_whatever_is_wrong_the_answer_is_the_same(app, desk):
    own, stranger, seen = make(desk), Authenticator(), set()
    for key, wrong in (
        (own, {"verified": False}),
        (own, {"signature": ""}),
        (stranger, {}),
        (own, {"user_handle": ""}),
    ):
        refused = come_in(app, key, status=422, **wrong)
        assert passkeys.REFUSED in refused.text and refused.page.title.text.startswith("エラー：")
        for box in refused.page.select("input[type=hidden]"):
            box.decompose()
        seen.add(str(refused.page))
    assert len(seen) == 1


def test_what_is_to_be_signed_tells_nothing_of_members_or_keys(app, member):
    def told():
        said = app.test_client().get("/staff/login/challenge").json
        return {**said, "challenge": len(said["challenge"])}

    before = told()
    make(at_work(app))
    assert told() == before


def test_a_challenge_is_good_in_the_browser_that_got_it_alone(app, desk):
    own, elsewhere = make(desk), Desk(app.test_client()).open("/staff/login")
    told = elsewhere.client.get("/staff/login/challenge").json
    thief = Desk(app.test_client()).open("/staff/login")
    thief.client.get("/staff/login/challenge")
    sent = {**thief.standing(thief.page.select_one("#passkey")), **own.signed(told)}
    assert thief.client.post(LOGIN, data=sent).status_code == 422


def test_a_refusal_is_told_to_who_watches_the_log(app, desk, caplog):
    own = make(desk)
    come_in(app, own, status=422, verified=False)
    [line] = [each.getMessage() for each in caplog.records if "refused staff login" in each.getMessage()]
    assert "POST staff_passkeys.log_in" in line and text(own.id) not in caplog.text


def test_a_login_whose_token_is_lost_is_shown_again(app, member):
    desk = Desk(app.test_client()).open("/staff/login")
    answer = desk.client.post(LOGIN, data={"csrf_token": "gone"})
    assert answer.status_code == 400 and "もう一度ボタンを押してください。" in answer.text
    desk.log_in(app)
    answer = desk.client.post(f"{LOGIN}?next=/staff/account", data={"csrf_token": "gone"})
    assert (answer.status_code, answer.location) == (303, "/staff/account")


def test_later_password_and_code_come_first(app, desk, clock):
    clock.forward(minutes=5)
    desk.open(PAGE).send({"label": "PC"}, 422)
    assert len(desk.wrong) == 2
    desk.send({"label": "PC", "current": "wrong1pass", "code": code(app)}, 422)
    assert len(desk.wrong) == 1 and not desk.page.select("#passkey")
    make(desk, {"current": "Madoguchi8tantou", "code": code(app)})
    assert passkeys.ADDED in desk.text


def test_the_page_that_makes_one_is_good_for_five_minutes_and_once(app, desk, clock):
    desk.open(PAGE).send({"label": "PC"})
    form = desk.page.select_one("#passkey")
    sent = {**desk.standing(form), **Authenticator().made(json.loads(form["data-make"]))}
    clock.forward(minutes=5)
    assert desk.client.post(MADE, data=sent).location == PAGE
    assert tables(app)["staff_passkeys"] == []
    assert passkeys.NOT_ADDED in desk.open(PAGE).text


def test_one_is_taken_away_and_opens_nothing_more(app, desk):
    own = make(desk)
    desk.open("/staff/account").send(button="削除する")
    assert passkeys.REMOVED in desk.text and tables(app)["staff_passkeys"] == []
    come_in(app, own, status=422)
    assert "passkey removed" in acts(app)


def test_nobody_elses_is_listed_or_taken_away(app, desk):
    hire(app, "suzuki")
    theirs = make(at_work(app, "suzuki"))
    token = desk.standing(desk.page.select_one("header form"))["csrf_token"]
    desk.client.post("/staff/account/passkeys/removed", data={"csrf_token": token, "key": text(theirs.id)})
    shown = desk.open("/staff/account").text
    assert passkeys.STAYS in shown and "窓口3番のPC" not in shown
    assert come_in(app, theirs).url == "/staff/customers"


def test_a_form_whose_token_is_lost_is_shown_again_with_the_name(app, desk):
    for path in (PAGE, MADE):
        answer = desk.client.post(path, data={"label": "窓口3番のPC", "csrf_token": "gone"})
        assert answer.status_code == 400 and 'value="窓口3番のPC"' in answer.text
        assert f'action="{PAGE}"' in answer.text
    desk.log_out()
    assert desk.client.post(PAGE, data={}).location == f"/staff/login?next={PAGE}"


@pytest.fixture
def required(app, member):
    app.config["STAFF_PASSKEY"] = "required"


def test_where_one_is_required_a_password_leads_to_the_first_one_and_nowhere_else(app, required):
    desk = at_work(app)
    assert desk.url == PAGE and passkeys.FIRST in desk.text and not desk.page.select(".staff-nav")
    for page in (
        "/staff/",
        "/staff/customers",
        f"/staff/photos/{RECEIPT}",
        "/staff/account",
        "/staff/account/password",
    ):
        assert desk.client.get(page).location == PAGE
    token = desk.standing(desk.form)["csrf_token"]
    for page in ("/staff/account/logins", "/staff/account/password", "/staff/account/passkeys/removed"):
        assert desk.client.post(page, data={"csrf_token": token}).location == PAGE
    own = make(desk)
    assert desk.open("/staff/").url == "/staff/customers"
    assert come_in(app, own).url == "/staff/customers"


def test_who_has_one_gets_nowhere_by_a_password(app, required, clock):
    own = make(at_work(app))
    clock.forward(minutes=1)
    desk = Desk(app.test_client()).open("/staff/login")
    token = desk.standing(desk.form)["csrf_token"]
    desk.client.post("/staff/login", data={**answers(app), "csrf_token": token})
    assert passkeys.THERE_IS_ONE in desk.open(PAGE, 403).text
    token = desk.standing(desk.page.select_one("header form"))["csrf_token"]
    assert desk.client.post(PAGE, data={"csrf_token": token, "label": "PC"}).status_code == 403
    assert desk.client.post(MADE, data={"csrf_token": token, "label": "PC"}).location == PAGE
    assert desk.client.get("/staff/customers").location == PAGE
    assert desk.log_out().url == "/staff/login"
    assert come_in(app, own).url == "/staff/customers"
    with app.app_context(), read() as session:
        assert len(session.scalars(select(StaffPasskey)).all()) == 1


def test_a_password_that_was_given_comes_before_the_first_key(app, required):
    with app.app_context(), write() as session:
        session.execute(update(StaffMember).values(must_change=True))
    desk = at_work(app)
    assert desk.url == "/staff/account/password"
    assert desk.client.get(PAGE).location == "/staff/account/password"
    new = "Himawari-no-hana"
    desk.send({"current": PASSWORD, "password": new, "password-again": new})
    assert desk.url == PAGE
    make(desk)
    assert desk.open("/staff/").url == "/staff/customers"


def test_the_last_one_stays(app, required):
    desk = at_work(app)
    make(desk)
    assert "最後の1つは削除できません" in desk.open("/staff/account").text
    assert not desk.page.select("form[action$=removed]")
