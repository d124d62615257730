"""Who gets another address by telephone? The customer, by what they know and have, once the former one was told."""

import factories
import pytest
from approving import asked, boss, decide, newest
from browser import Browser
from casework import Work
from staffing import hire
from ways import call, letters, link_in, log_in, tables

from domain.messages import letters as written

NEW, OLD = "new@example.jp", "yoshino.t@example.jp"
ANSWERS = {
    "email": NEW,
    "email-again": NEW,
    "password": "known",
    "number": "C900000001",
    "reason": "以前のアドレスを解約したとのお電話",
}
CALLED, OWN = "03-0000-0100", "090-1234-5678"


@pytest.fixture
def customer(app):
    with app.app_context():
        account_id, _ = factories.held(app)
    hire(app)
    return account_id


@pytest.fixture
def of_keiyakusha(app):
    """A customer of the portal that hears calls."""
    with app.app_context():
        factories.agency()
        made = factories.caller(app, phone=OWN).id
    hire(app)
    return made


def kinds(app):
    return [(each.kind, each.address) for each in letters(app)]


def test_nothing_leaves_before_another_member_agrees(app, customer):
    work = asked(app, "recovery", customer, **ANSWERS)
    assert work.number == 1173 and "証券番号のお申し出" in work.desk.text and NEW not in work.desk.text
    assert kinds(app) == [] and tables(app)["links"] == []


def test_then_the_new_address_is_asked_and_the_former_told_and_nothing_has_changed(app, customer):
    asked(app, "recovery", customer, **ANSWERS)
    desk = boss(app)
    desk.open(f"/staff/approvals/{newest(app).id}")
    assert NEW in desk.text and OLD in desk.text
    decide(app, desk)
    assert kinds(app) == [("address_asked", OLD), ("confirm_address", NEW)]
    assert f"'email': '{OLD}'" in str(tables(app)["accounts"])
    owner = log_in(Browser(app.test_client()))
    assert owner.open(link_in(letters(app)[1])).number == 704
    owner.send()
    assert f"'user_id': '{NEW}'" in str(tables(app)["accounts"])


def test_the_owner_stops_it_from_the_former_mailbox(app, customer):
    asked(app, "recovery", customer, **ANSWERS)
    decide(app, boss(app))
    told, confirm = map(link_in, letters(app))
    Browser(app.test_client()).open(told).send()
    owner = log_in(Browser(app.test_client()))
    assert owner.open(confirm, 410).number == 903


def test_no_link_is_ever_shown_to_a_member(app, customer):
    work = asked(app, "recovery", customer, **{**ANSWERS, "password": "forgotten"})
    desk = decide(app, boss(app))
    for shown in (work.desk.response.text, desk.response.text):
        assert "/l/" not in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "C900000009"}, "一致しません"),
        ({"email": OLD, "email-again": OLD}, "現在ご登録のメールアドレスと同じです"),
        ({"reason": "解約"}, "5文字以上"),
    ],
)
def test_what_is_wrong_is_said_and_goes_no_further(app, customer, wrong, said):
    work = Work(app, "recovery", customer).begin()
    work.send(422, **{**ANSWERS, **wrong})
    assert said in work.desk.text and tables(app)["staff_approvals"] == []


def test_whoever_was_not_found_to_be_the_customer_is_turned_away(app, customer):
    Work(app, "recovery", customer, verified=False).begin(409)


def test_who_has_no_address_cannot_be_told_and_is_turned_away(app, customer):
    with app.app_context():
        nobody = factories.account(app, user_id="b@example.jp", email=None).id
    assert "メールアドレスをお持ちでない" in Work(app, "recovery", nobody).begin(409).desk.text


def test_where_calls_are_heard_one_from_their_own_number_is_needed(app, of_keiyakusha, clock):
    work = Work(app, "recovery", of_keiyakusha).begin(409)
    assert "お電話いただいて" in work.desk.text
    call(app, "090-9999-0000", CALLED)
    work.begin(409)
    call(app, OWN, CALLED)
    clock.forward(seconds=1)
    assert "着信あり" in work.begin().desk.text
    clock.forward(minutes=30)
    hire(app, "kato")
    Work(app, "recovery", of_keiyakusha, name="kato").begin(409)


def test_a_second_one_waits_for_the_first(app, customer):
    work = asked(app, "recovery", customer, **ANSWERS)
    assert "すでに承認待ち" in work.begin(409).desk.text


def test_where_the_address_is_another_by_now_it_lapses(app, customer):
    asked(app, "recovery", customer, **ANSWERS)
    with app.app_context(), factories.write() as session:
        session.get_one(factories.models.Account, customer).email = "c@example.jp"
    assert "失効" in decide(app, boss(app)).text and kinds(app) == []


@pytest.mark.parametrize("password", ["known", "forgotten"])
def test_an_address_that_was_written_to_often_is_agreed_to_later(app, customer, password):
    asked(app, "recovery", customer, **{**ANSWERS, "password": password})
    with app.app_context(), factories.write() as session:
        portal, keyring = app.extensions["portals"]["okyakusama"], app.extensions["keyring"]
        for number in range(9):
            draft = written.confirm_address(portal, NEW, "x@example.jp", "https://mado.example/", factories.NOW)
            written.post(session, keyring, draft, key=str(number), now=factories.NOW)
    before = len(letters(app))
    desk = decide(app, boss(app), status=409)
    assert "1時間ほど" in desk.text and newest(app).state == "waiting" and len(letters(app)) == before
