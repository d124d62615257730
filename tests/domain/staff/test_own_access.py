"""Does another password end what the old one opened, and does a member end nobody's logins but their own?"""

from datetime import timedelta

import pytest
from factories import NOW
from sqlalchemy import select, update
from staffing import NAME, hire
from ways import at_once

from domain.staff import logins, members, own_access
from infra.database import read, write
from models import AuditEntry, StaffLogin, StaffMember

STEP = int(NOW.timestamp()) // 30


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def here(app, context):
    hire(app)
    return login()


def login(name=NAME, step=STEP):
    with read() as session:
        return logins.begin(members.find(session, name), step, "device", NOW)


def acts():
    with read() as session:
        return session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()


def test_another_password_ends_every_login_but_the_one_here_which_begins_anew(app, here):
    hire(app, "suzuki")
    there, theirs = login(step=STEP + 1), login("suzuki")
    with write() as session:
        session.execute(update(StaffMember).values(must_change=True))
    begun = own_access.change_password(here, "another hash", NOW)
    assert logins.find(here.token, NOW) is None and logins.find(there.token, NOW) is None
    found = logins.find(begun.token, NOW)
    assert (found.member.password, found.member.must_change) == ("another hash", False)
    assert (found.login.device, found.login.created_at) == ("device", NOW)
    assert logins.find(theirs.token, NOW).member.must_change
    assert acts()[-1] == "password changed"


@pytest.mark.parametrize("by_passkey", [True, False])
def test_a_login_by_a_key_stays_one(here, by_passkey):
    with write() as session:
        session.execute(update(StaffLogin).values(by_passkey=by_passkey))
    own = logins.find(here.token, NOW)
    assert own_access.change_password(own, "another hash", NOW).login.by_passkey == by_passkey


def test_of_twenty_at_once_one_changes_it(app, here):
    def change():
        with app.app_context():
            try:
                return own_access.change_password(here, "another hash", NOW)
            except logins.NotAnyMore:
                return None

    assert len([each for each in at_once([change] * 20) if each]) == 1
    assert acts().count("password changed") == 1


@pytest.mark.parametrize("changed", [{"password": "renewed"}, {"closed_at": NOW}])
def test_what_was_changed_meanwhile_stays(here, changed):
    with write() as session:
        session.execute(update(StaffMember).values(**changed))
    with pytest.raises(logins.NotAnyMore):
        own_access.change_password(here, "another hash", NOW)
    assert "password changed" not in acts()


def test_a_login_that_was_ended_meanwhile_changes_nothing(here):
    logins.end(here.login, NOW)
    with pytest.raises(logins.NotAnyMore):
        own_access.change_password(here, "another hash", NOW)
    with read() as session:
        assert session.scalar(select(StaffMember.password)) != "another hash"


def end(member_id, login_id):
    with write() as session:
        return own_access.end_another(session, member_id, login_id, NOW)


def test_one_ends_ones_own_logins_once_and_no_others(app, here):
    hire(app, "suzuki")
    there, theirs = login(step=STEP + 1), login("suzuki")
    assert not end(here.member.id, theirs.login.id)
    assert end(here.member.id, there.login.id)
    assert not end(here.member.id, there.login.id)
    assert logins.find(there.token, NOW) is None
    assert logins.find(theirs.token, NOW) and logins.find(here.token, NOW)
    assert acts().count("login ended") == 1


def test_a_login_is_fresh_for_five_minutes(here):
    assert own_access.is_fresh(here.login, NOW + timedelta(minutes=5, seconds=-1))
    assert not own_access.is_fresh(here.login, NOW + timedelta(minutes=5))
