"""Is a member found by their name alone, and their second factor readable to nobody but who has the key?"""

from datetime import timedelta

import pyotp
import pytest
import staffing
from factories import NOW
from sqlalchemy import update
from staffing import NAME, hire
from ways import tables

from domain.accounts import password_hashing
from domain.staff import logins, members
from domain.staff.members import ROLES, Role
from infra.database import read, write
from models import StaffMember

STEP = timedelta(seconds=30)


@pytest.fixture
def member(app, context):
    hire(app)
    return found()


def found(name=NAME):
    with read() as session:
        return members.find(session, name)


def now_has(**values):
    with write() as session:
        session.execute(update(StaffMember).where(StaffMember.name == NAME).values(**values))
    return found()


def test_roles_are_kept_in_these_words_and_each_is_called_something():
    assert {role.name: role.value for role in Role} == {
        "OPERATOR": "operator",
        "SUPERVISOR": "supervisor",
        "ADMINISTRATOR": "administrator",
    }
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize("typed", ["tanaka", "Tanaka", "ｔａｎａｋａ", " tanaka "])
def test_a_name_is_found_however_it_is_typed(member, typed):
    assert found(typed).id == member.id


@pytest.mark.parametrize("typed", ["", "tanak", "tanaka2", "suzuki"])
def test_another_name_is_nobodys(member, typed):
    assert found(typed) is None


def test_a_name_is_given_once_also_after_its_member_was_closed(app, member):
    for _ in range(2):
        with pytest.raises(members.NameTaken):
            hire(app)
        with write() as session:
            members.close(session, member, NOW)
    assert found() is None


def test_the_secret_stands_nowhere_and_opens_for_its_own_name_alone(app, member):
    secret = members.secret_of(member)
    assert len(secret) == 32
    assert secret not in str(tables(app)["staff_members"])
    hire(app, "suzuki")
    others = found("suzuki")
    moved = now_has(totp=others.totp)
    assert members.step_of(moved, pyotp.TOTP(members.secret_of(others)).at(NOW), NOW) is None


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_good_one_step_early_or_late(member, steps, good):
    now = int(NOW.timestamp()) // 30
    step = members.step_of(member, members.code_at(member, NOW + steps * STEP), NOW)
    assert step == (now + steps if good else None)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "12345\n"])
def test_what_is_no_code_is_none(member, code):
    assert members.step_of(member, code, NOW) is None


def test_nobody_has_a_code(app, context):
    """Not even the one that is compared with."""
    assert members.step_of(None, pyotp.TOTP(members._NOBODYS).at(NOW), NOW) is None


def test_a_telephone_learns_the_secret_from_its_address(member):
    read_off = pyotp.parse_uri(members.uri_of(member))
    assert (read_off.name, read_off.issuer, read_off.at(NOW)) == (NAME, "Madoguchi", members.code_at(member, NOW))


def test_who_lost_what_lets_them_in_gets_it_anew_and_the_old_opens_nothing(app, member):
    before, step = members.code_at(member, NOW), members.step_of(member, members.code_at(member, NOW), NOW)
    token = logins.begin(member, step, "device", NOW).token
    with write() as session:
        members.renew(session, session.get(StaffMember, member.id), app.extensions["hasher"].hash("another"), NOW)
    after = found()
    assert members.step_of(after, before, NOW) is None
    assert not password_hashing.hasher().check(after.password, staffing.PASSWORD)
    assert logins.find(token, NOW) is None
    assert logins.begin(after, members.step_of(after, members.code_at(after, NOW), NOW), "device", NOW)


def test_a_password_to_begin_with_is_long_and_never_the_same():
    made = {members.new_password() for _ in range(100)}
    assert len(made) == 100 and all(len(each) == 16 and set(each) <= set(members.LETTERS) for each in made)


def test_everybody_is_told_of_the_closed_ones_too(app, member):
    hire(app, "suzuki")
    with write() as session:
        members.close(session, member, NOW)
    with read() as session:
        assert [(each.name, each.closed_at) for each in members.everybody(session)] == [("suzuki", None), (NAME, NOW)]


def test_supervisors_alone_agree_to_what_others_ask():
    assert {role for role, rights in members.RIGHTS.items() if members.Right.APPROVALS in rights} == {"supervisor"}
