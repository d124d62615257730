"""Does a login of staff end in time, and does a code open one alone?"""

from datetime import timedelta

import pytest
from factories import NOW
from sqlalchemy import select, update
from staffing import NAME, hire
from ways import at_once, tables

from domain.staff import logins, members
from infra.database import read, write
from models import AuditEntry, StaffLogin, StaffMember

STEP = int(NOW.timestamp()) // 30
MINUTE = timedelta(minutes=1)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def member(app, context):
    hire(app)
    with read() as session:
        return members.find(session, NAME)


@pytest.fixture
def begun(member):
    return logins.begin(member, STEP, "device", NOW)


def test_it_is_known_by_what_the_cookie_holds_which_stands_nowhere(app, begun):
    found = logins.find(begun.token, NOW)
    assert (found.member.name, found.login.id) == (NAME, begun.login.id)
    assert begun.token not in str(tables(app))
    assert logins.find(begun.login.id, NOW) is None


def test_left_alone_for_a_quarter_of_an_hour_it_is_over(begun):
    assert logins.find(begun.token, NOW + 15 * MINUTE - timedelta(seconds=1))
    assert logins.find(begun.token, NOW + 15 * MINUTE) is None


def test_who_is_busy_stays_for_eight_hours_and_no_longer(begun):
    now = NOW
    while now < NOW + timedelta(hours=8):
        logins.seen(logins.find(begun.token, now).login, now)
        now += 10 * MINUTE
    assert logins.find(begun.token, now) is None


def test_that_somebody_is_there_is_written_once_a_minute(begun):
    logins.seen(begun.login, NOW + timedelta(seconds=59))
    assert logins.find(begun.token, NOW).login.seen_at == NOW
    logins.seen(begun.login, NOW + MINUTE)
    assert logins.find(begun.token, NOW).login.seen_at == NOW + MINUTE


def test_a_logout_ends_this_one_and_no_other(member, begun):
    other = logins.begin(member, STEP + 1, "device", NOW)
    logins.end(begun.login, NOW)
    assert logins.find(begun.token, NOW) is None
    assert logins.find(other.token, NOW)


def test_closing_a_member_ends_all_of_theirs(app, member, begun):
    hire(app, "suzuki")
    with read() as session:
        other = logins.begin(members.find(session, "suzuki"), STEP, "device", NOW)
    with write() as session:
        members.close(session, session.get(StaffMember, member.id), NOW)
    with read() as session:
        assert session.get(StaffLogin, begun.login.id).ended_at == NOW
    assert logins.find(begun.token, NOW) is None
    assert logins.find(other.token, NOW)


def test_a_member_who_is_closed_is_out_whatever_their_login_says(member, begun):
    with write() as session:
        session.execute(update(StaffMember).values(closed_at=NOW))
    assert logins.find(begun.token, NOW) is None


@pytest.mark.parametrize("step", [STEP, STEP - 1])
def test_a_code_is_used_up_and_with_it_those_before(member, begun, step):
    with pytest.raises(logins.NotAnyMore):
        logins.begin(member, step, "device", NOW)


def test_of_twenty_that_send_one_code_at_once_one_is_let_in(app, member):
    def begin():
        with app.app_context():
            try:
                return logins.begin(member, STEP, "device", NOW)
            except logins.NotAnyMore:
                return None

    assert len([each for each in at_once([begin] * 20) if each]) == 1


@pytest.mark.parametrize("changed", [{"password": "another"}, {"totp": b"another"}, {"closed_at": NOW}])
def test_what_was_changed_since_it_was_found_right_opens_nothing(member, changed):
    with write() as session:
        session.execute(update(StaffMember).values(**changed))
    with pytest.raises(logins.NotAnyMore):
        logins.begin(member, STEP, "device", NOW)


def test_it_is_written_down_who_came_in(member, begun):
    with read() as session:
        [entry] = session.scalars(select(AuditEntry)).all()
    told = (entry.act, entry.member_id, entry.about, entry.account_id, entry.at)
    assert told == ("logged in", member.id, "device", None, NOW)


def test_it_is_erased_a_week_after_it_was_seen_last(begun):
    for after, gone in ((logins.REMEMBERED_FOR - timedelta(seconds=1), 0), (logins.REMEMBERED_FOR, 1)):
        with write() as session:
            assert logins.purge(session, NOW + after) == gone


def test_what_a_login_ended_by_is_known_where_nobody_ended_it(begun):
    assert logins.why_over(begun.token, NOW) is None
    assert logins.why_over(begun.token, NOW + 15 * MINUTE) == logins.Over.IDLE
    assert logins.why_over(begun.token, NOW + timedelta(hours=8)) == logins.Over.WHOLE
    assert logins.why_over("none", NOW + 15 * MINUTE) is None
    logins.end(begun.login, NOW)
    assert logins.why_over(begun.token, NOW + 15 * MINUTE) is None


def test_those_that_go_on_are_listed_the_newest_first(app, member, begun):
    hire(app, "suzuki")
    with read() as session:
        logins.begin(members.find(session, "suzuki"), STEP, "device", NOW)
    later = logins.begin(member, STEP + 1, "another device", NOW + MINUTE)
    ended = logins.begin(member, STEP + 2, "device", NOW + MINUTE)
    logins.end(ended.login, NOW + MINUTE)
    with read() as session:
        found = logins.under_way(session, member.id, NOW + MINUTE)
        assert [(each.id, each.device) for each in found] == [
            (later.login.id, "another device"),
            (begun.login.id, "device"),
        ]
        assert [each.id for each in logins.under_way(session, member.id, NOW + 15 * MINUTE)] == [later.login.id]


def test_it_is_written_down_who_went_out_once(begun):
    for _ in range(2):
        logins.end(begun.login, NOW + MINUTE)
    with read() as session:
        acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["logged in", "logged out"]
