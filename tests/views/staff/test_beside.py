"""Does an operator see which screen and which fields, never an answer, and can they point and nothing else?"""

import pytest
from browser import Browser
from casework import trail
from factories import PROFILE
from staffing import Desk, at_work, hire
from standing import begin, join, number, point, rows, seen_by, shown
from ways import at_once, effects

from domain.staff.members import Role
from views.staff import beside

FIRST = "/okyakusama/registration/"


@pytest.fixture
def customer(app):
    return Browser(app.test_client())


@pytest.fixture
def desk(app):
    hire(app)
    return at_work(app)


@pytest.fixture
def there(customer, desk):
    """An operator beside a customer at 103."""
    join(desk, begin(customer))
    customer.open(FIRST)
    return desk.open(desk.url)


def pointed(customer):
    found = customer.open(customer.url).page.select_one("[data-sharing-pointed]:not([hidden])")
    return found.select_one("[data-sharing-which]").get_text() if found else ""


def test_the_operator_sees_the_screen_and_its_fields(there):
    assert number(there) == "103" and there.page.select_one("h2").get_text().endswith(
        "お客さま情報の入力、利用規約同意"
    )
    assert shown(there)[0] == ("1 契約者氏名", "空欄")
    assert "お客さまの画面（表示のみ）" in there.text


def test_what_is_no_code_counts_as_no_try(app, desk):
    for typed in ("", "12345", "1234567", "abcdef"):
        assert beside.NO_CODE in join(desk, typed, 422).text
    assert not rows(app) and desk.page.title.text.startswith("エラー：")


def test_a_wrong_code_is_said_and_the_sixth_not_even_looked_at(customer, desk):
    code = begin(customer)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        assert beside.WRONG in join(desk, wrong, 422).text
    assert beside.TOO_MANY in join(desk, code, 429).text


def test_the_list_has_what_is_joined(there):
    where = there.url
    there.open("/staff/beside").follow("共有中の画面 1")
    assert there.url == where


def test_another_member_another_login_and_who_is_out_see_nothing(app, customer, there, clock):
    where = there.url
    hire(app, "suzuki")
    other = at_work(app, "suzuki")
    assert other.client.get(where).status_code == other.client.get(f"{where}/view").status_code == 410
    clock.forward(minutes=1)
    elsewhere = Desk(app.test_client()).log_in(app)
    assert elsewhere.client.get(where).status_code == 410
    assert not elsewhere.open("/staff/beside").page.select(".staff-list")
    for client in (other.client, elsewhere.client):
        token = Desk(client).open("/staff/beside").page.select_one("main [name=csrf_token]")["value"]
        data = {"csrf_token": token, "number": "1", "turn": "3"}
        assert client.post(f"{where}/point", data=data).status_code == 404
        client.post(f"{where}/leave", data=data)
    assert pointed(customer) == "" and len(rows(app)) == 1
    kept = there.client.get_cookie("madoguchi-staff").value
    there.log_out()
    there.client.set_cookie("madoguchi-staff", kept)
    assert there.client.get(where).status_code == 303


def test_who_has_not_the_right_is_told_so(app, desk, monkeypatch):
    from_role = {role: frozenset() for role in Role}
    monkeypatch.setattr("views.staff.guard.RIGHTS", from_role)
    assert desk.client.get("/staff/beside").status_code == 403


def test_a_field_is_pointed_at_and_no_more(customer, there):
    point(there)
    assert pointed(customer) == "1. 契約者氏名" and there.page.select("tr.is-pointed")
    point(there, "案内をやめる")
    assert pointed(customer) == ""


def test_a_reload_keeps_the_pointer_and_another_screen_does_not(customer, there):
    point(there)
    assert pointed(customer) == pointed(customer) == "1. 契約者氏名"
    assert there.open(there.url).page.select("tr.is-pointed")
    customer.open("/okyakusama/login")
    assert pointed(customer) == "" and not there.open(there.url).page.select("tr.is-pointed")


@pytest.mark.parametrize("number", ["99", "0", "x", "-1", "1 or 1", "１"])
def test_no_field_that_is_not_there_is_pointed_at(customer, there, number):
    form = there.page.select_one(".mirror form")
    there.client.post(form["action"], data={**there.standing(form), "number": number})
    assert pointed(customer) == "" and beside.POINTED_AWAY in there.open(there.url).text


def test_a_page_of_before_points_at_nothing(customer, there):
    stale = Desk(there.client).open(there.url)
    customer.open("/okyakusama/login")
    assert beside.POINTED_AWAY in point(stale).text
    assert pointed(customer) == ""


def test_the_fragment_is_what_the_page_has(there):
    answer = there.client.get(f"{there.url}/view")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert '<span class="mirror__no num">103</span>' in answer.text and "<html" not in answer.text


def test_an_update_is_small(customer, there):
    customer.send({**PROFILE, "email": "x"}, 422)
    assert len(there.client.get(f"{there.url}/view").data) < 10_000


def test_what_has_ended_is_said_on_the_page_and_to_its_script(app, customer, there):
    where = there.url
    there.send(button="共有を終了する")
    assert there.url == "/staff/beside" and "終了しました" in there.text and rows(app) == []
    assert "画面の共有は終了しました" in there.open(where, 410).text
    assert there.client.get(f"{where}/view").status_code == 410


def test_before_a_page_of_the_customers_there_is_nothing_to_see(app, desk):
    own = seen_by(app)
    with app.app_context():
        desk.open(f"/staff/beside/{own}")
    assert number(desk) == "102"
    assert [act for (act,) in trail(app, "act")] == ["logged in", "joined screen"]


def test_nothing_can_be_typed_or_sent_for_the_customer(app, customer, there):
    """There are three addresses to post to, and none takes more than six digits or a number of a field (S4)."""
    posts = {rule.rule for rule in app.url_map.iter_rules() if "POST" in rule.methods and "/staff/beside" in rule.rule}
    assert posts == {"/staff/beside", "/staff/beside/<name>/point", "/staff/beside/<name>/leave"}
    names = {tag["name"] for tag in there.page.select("main [name]")}
    assert names == {"csrf_token", "turn", "number"}
    before = customer.open(FIRST).values
    form = there.page.select_one(".mirror form")
    there.client.post(form["action"], data={**there.standing(form), "number": "1", "holder-family": "見本"})
    assert customer.open(FIRST).values["holder-family"] == before["holder-family"] == ""


def test_a_members_session_sends_nothing_to_a_portal(app, there):
    """None of the addresses of the portals that take something does anything for who has a token of staff."""
    token = there.page.select_one("main [name=csrf_token]")["value"]
    before = effects(app)
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and rule.rule.startswith("/<portal:portal>") and not rule.arguments - {"portal"}:
            path = rule.rule.replace("<portal:portal>", "okyakusama")
            assert there.client.post(path, data={"csrf_token": token}).status_code in (303, 400, 404), rule
    assert effects(app) == before


def test_of_two_at_once_with_one_code_one_sees_it(app, customer, desk):
    hire(app, "suzuki")
    code, desks = begin(customer), [desk, at_work(app, "suzuki")]
    forms = [(each.open("/staff/beside"), each.standing(each.form)) for each in desks]
    calls = [
        lambda each=each, data=data: each.client.post("/staff/beside", data={**data, "code": code}).status_code
        for each, data in forms
    ]
    assert sorted(at_once(calls)) == [303, 422]
