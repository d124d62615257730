"""Whom does a process serve? Of the others it has no address at all, and what it says of these looks like its own."""

import re

import pytest
import staffing
from browser import Browser
from factories import PASSWORD
from staffing import RECEIPT, Desk, answers, hire
from ways import log_in

from app import Madoguchi
from views.shared import redirects

NEITHER = {"static"}
VALUES = {"portal": "okyakusama", "wizard": "registration", "slug": "profile", "receipt_number": RECEIPT, "code": "A1"}
VALUE = re.compile(r"<(?:[^:>]+:)?([a-z_]+)>")


@pytest.fixture
def served(make_app, sqlite_url):
    """Makes the processes of one installation."""

    return lambda whom, **more: make_app(sqlite_url, SERVE=whom, **more)


def is_for_staff(rule):
    return rule.rule.startswith(("/staff", "/_dev/staff"))


def rules(app):
    return {(rule.rule, rule.endpoint, *sorted(rule.methods)) for rule in app.url_map.iter_rules()}


def addresses(app):
    """Every address of a process, with something in the place of each value, and how it is asked for."""
    for rule in app.url_map.iter_rules():
        path = VALUE.sub(lambda found: VALUES.get(found[1], "1"), rule.rule)
        yield rule, path, "post" if "POST" in rule.methods else "get"


def test_both_is_what_the_two_have_between_them(served):
    whole, customers, staff = served("both"), served("customers"), served("staff")
    assert rules(customers) | rules(staff) == rules(whole)
    shared = {endpoint.partition(".")[0] for _, endpoint, *_ in rules(customers) & rules(staff)}
    assert shared == NEITHER | {"dev_mail"}
    assert not [rule for rule in customers.url_map.iter_rules() if is_for_staff(rule)]
    own = [rule for rule in staff.url_map.iter_rules() if not is_for_staff(rule)]
    assert {rule.endpoint.partition(".")[0] for rule in own} == NEITHER | {"dev_mail"}


def test_a_process_for_customers_has_no_page_of_staff(served):
    client, asked = served("customers").test_client(), 0
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/okyakusama/login").text)[1]
    for rule, path, how in addresses(served("both")):
        if is_for_staff(rule):
            answer = getattr(client, how)(path, **({"data": {"csrf_token": token}} if how == "post" else {}))
            assert answer.status_code == 404 and "（画面番号907）" in answer.text, rule
            assert "オペレーター画面" not in answer.text
            asked += 1
    assert asked >= 20


def test_a_process_for_staff_has_no_page_of_a_portal(served):
    app = served("staff")
    client, asked = app.test_client(), 0
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/staff/login").text)[1]
    for rule, path, how in addresses(served("both")):
        if not is_for_staff(rule) and rule.endpoint.partition(".")[0] not in NEITHER | {"dev_mail"}:
            answer = getattr(client, how)(path, **({"data": {"csrf_token": token}} if how == "post" else {}))
            assert answer.status_code == 404 and "｜オペレーター画面" in answer.text, rule
            assert "画面番号" not in answer.text
            asked += 1
    assert asked >= 70


def test_what_waiting_pages_ask_is_answered_for_customers_alone(served, monkeypatch):
    asked = []
    monkeypatch.setattr("views.wizard.waits._word", lambda app, path: asked.append(path) or b"word")
    assert served("customers").test_client().get("/waits/x").text == "word"
    assert served("staff").test_client().get("/waits/x").status_code == 404
    assert asked == ["/waits/x"]


def test_staff_do_their_work_in_a_process_of_their_own(served):
    app = served("staff")
    staffing.sent(app)
    hire(app)
    desk = Desk(app.test_client()).open(f"/staff/photos/{RECEIPT}")
    assert desk.send(answers(app)).url == f"/staff/photos/{RECEIPT}"
    assert desk.open("/staff/").open("/staff/account").log_out().url == "/staff/login"


def test_customers_find_everything_in_a_process_of_their_own(served):
    app = served("customers")
    with app.app_context():
        staffing.customer(app)
    visitor = log_in(Browser(app.test_client()), password=PASSWORD)
    assert visitor.number == 511 and visitor.open("/okyakusama/history").number == 714
    assert visitor.open("/").number == 1


def test_one_is_led_on_only_to_what_is_there(served):
    for whom, there in (("customers", "/x"), ("staff", "/staff/photos")):
        with served(whom).test_request_context("/"):
            assert redirects.within("/staff/", "/staff/photos", "/x") == there


@pytest.mark.parametrize("whom", ["customers", "staff", "both"])
def test_every_command_is_there_whomever_it_serves(served, whom):
    app = served(whom)
    assert isinstance(app, Madoguchi)
    assert {"db", "data", "nightly", "outbox", "purge", "unlock", "logout", "staff", "calls"} <= set(app.cli.commands)
    assert app.test_cli_runner().invoke(args=["staff", "list"]).exit_code == 0


@pytest.mark.parametrize("whom", ["customers", "staff", "both"])
def test_what_developers_see_is_not_there_in_production(served, whom):
    app = served(whom, PRODUCTION=True)
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/_dev")]
