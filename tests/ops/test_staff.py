"""Do the commands let somebody in, tell what lets them in once, and shut them out?"""

import re

import pyotp
import pytest
from sqlalchemy import select
from staffing import NAME, Desk, at_work, hire
from ways import tables

from domain.accounts import attempts
from domain.staff import members
from infra.database import read
from models import AuditEntry

CHANGE = "/staff/account/password"


def run(app, *command):
    return app.test_cli_runner().invoke(args=["staff", *command])


def add(app, name=NAME, **different):
    told = {"shown-name": "田中　見本", "role": "operator", **different}
    return run(app, "add", name, *[part for each in told.items() for part in (f"--{each[0]}", each[1])])


def told(output):
    """The password and a telephone that was told the secret."""
    password = re.search(r"^password: (\S+)$", output, re.M)[1]
    return password, pyotp.parse_uri(re.search(r"^otpauth://\S+$", output, re.M)[0])


def answers(app, output, clock):
    password, telephone = told(output)
    return {"name": NAME, "password": password, "code": telephone.at(clock.now)}


def log_in(app, typed, status=200):
    return Desk(app.test_client()).open("/staff/login").send(typed, status)


def test_who_was_let_in_comes_in_with_what_was_told(app, clock):
    result = add(app, email="tanaka@example.jp")
    assert result.exit_code == 0, result.output
    assert "（オペレーター）" in log_in(app, answers(app, result.output, clock)).response.text
    assert f"TOTP secret: {told(result.output)[1].secret}" in result.output
    assert "█" in result.output or "▀" in result.output
    assert "tanaka@example.jp" in str(tables(app)["staff_members"])


def test_what_lets_them_in_is_told_once_and_stands_nowhere(app):
    password, telephone = told(add(app).output)
    for output in (run(app, "list").output, run(app, "close", NAME).output, str(tables(app))):
        assert password not in output and telephone.secret not in output


@pytest.mark.parametrize("name", ["", "t", "Tanaka", "田中", "-tanaka", "tan aka", "t" * 33, "tanaka\n"])
def test_what_can_be_no_name_is_refused(app, name):
    assert add(app, name).exit_code == 2
    assert tables(app)["staff_members"] == []


def test_a_role_is_one_of_three(app):
    assert add(app, role="director").exit_code == 2
    for number, role in enumerate(("operator", "supervisor", "administrator")):
        assert add(app, f"member{number}", role=role).exit_code == 0


def test_a_name_is_given_once(app):
    assert add(app).exit_code == 0
    again = add(app)
    assert again.exit_code == 2 and "there is, or was, somebody of this name" in again.output


def test_who_is_closed_is_out_and_stays_out(app, clock):
    typed = answers(app, add(app).output, clock)
    desk = log_in(app, typed)
    clock.forward(minutes=1)
    assert run(app, "close", NAME).exit_code == 0
    assert desk.client.get("/staff/").status_code == 303
    log_in(app, typed, 422)
    assert run(app, "close", NAME).exit_code == 2


def test_who_lost_their_telephone_gets_everything_anew(app, clock):
    typed = answers(app, add(app).output, clock)
    desk, renewed = log_in(app, typed), run(app, "renew", NAME)
    assert renewed.exit_code == 0
    assert desk.client.get("/staff/").status_code == 303
    log_in(app, typed, 422)
    assert log_in(app, answers(app, renewed.output, clock)).url == CHANGE
    assert run(app, "renew", "suzuki").exit_code == 2


def test_what_was_given_in_place_of_what_was_lost_is_to_be_changed_too(app, clock):
    hire(app)
    assert log_in(app, answers(app, run(app, "renew", NAME).output, clock)).url == CHANGE


def lock(app, name=NAME):
    for _ in range(attempts.LIMIT):
        log_in(app, {"name": name, "password": "wrong1pass", "code": "000000"}, 422)


def test_who_gets_everything_anew_is_locked_no_more(app, clock):
    """Who lost what lets them in has often tried before."""
    add(app)
    lock(app)
    renewed = run(app, "renew", NAME)
    assert log_in(app, answers(app, renewed.output, clock)).url == CHANGE


def test_who_is_locked_beside_them_stays_so(app, clock):
    add(app)
    typed = {**answers(app, add(app, "suzuki").output, clock), "name": "suzuki"}
    lock(app, "suzuki")
    run(app, "renew", NAME)
    log_in(app, typed, 422)
    clock.forward(minutes=15)
    with app.app_context(), read() as session:
        code = members.code_at(members.find(session, "suzuki"), clock.now)
    assert log_in(app, {**typed, "code": code}).url == CHANGE


def test_the_list_tells_who_there_is_and_who_was_closed(app):
    hire(app, "suzuki")
    hire(app)
    at_work(app)
    run(app, "close", "suzuki")
    lines = run(app, "list").output.splitlines()
    assert lines == ["suzuki  operator  田中　見本  closed 2026年11月24日 12:00", "tanaka  operator  田中　見本"]


def trail(app):
    with app.app_context(), read() as session:
        return [(each.act, each.member_id, each.about) for each in session.scalars(select(AuditEntry))]


def test_what_was_done_to_a_member_stands_in_the_trail_as_done_by_command(app):
    for command in (["renew", NAME], ["unlock", NAME], ["role", NAME, "supervisor"], ["close", NAME]):
        add(app)
        assert run(app, *command).exit_code == 0, command
    assert trail(app) == [
        ("member added", 1, "by command"),
        ("member renewed", 1, "by command"),
        ("member unlocked", 1, "by command"),
        ("role changed", 1, "by command: operator to supervisor"),
        ("member closed", 1, "by command"),
    ]


def test_what_was_refused_stands_nowhere(app):
    for command in (["renew", NAME], ["unlock", NAME], ["role", NAME, "supervisor"], ["close", NAME]):
        assert run(app, *command).exit_code == 2, command
    add(app)
    assert run(app, "role", NAME, "director").exit_code == 2
    assert [act for act, _, _ in trail(app)] == ["member added"]


def test_who_is_locked_is_unlocked_at_once(app, clock):
    typed = answers(app, add(app).output, clock)
    lock(app)
    log_in(app, typed, 422)
    assert run(app, "unlock", NAME).output == "Unlocked.\n"
    assert log_in(app, typed).url == CHANGE


def test_another_role_is_theirs_at_once(app):
    hire(app)
    desk = at_work(app)
    assert desk.open("/staff/photos").response.status_code == 200
    run(app, "role", NAME, "administrator")
    assert desk.client.get("/staff/photos").status_code == 403
