"""Is what two agree to done once and wholly, and nothing of what they do not?"""

import factories
import pytest
from approving import asked, newest
from casework import trail
from sqlalchemy import delete, update
from staffing import hire
from ways import tables

from domain.staff.approvals import KINDS, Kind, TooLate
from infra.database import read, write
from models import Contract, StaffApproval
from rules.refusal import Refused
from rules.states import ApprovalState
from wizards.engine.receipt import Conflict
from wizards.staff import decisions
from wizards.staff.decisions import Decision
from wizards.staff.second_person import Approvable

BY = Decision(2, "内容を確認しました", factories.NOW)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def waiting(app):
    with app.app_context():
        account_id, contract_id = factories.held(app)
        with write() as session:
            session.get_one(Contract, contract_id).closed_at = factories.NOW
    hire(app)
    asked(app, "web_access", account_id, what="reopen", reason="ご本人からの再開のお申し出")
    hire(app, "suzuki")
    return newest(app).id


def instead(monkeypatch, raised):
    """Whatever is granted changes something and then raises."""

    def grant(act, asked, contents):
        act.session.execute(update(Contract).values(closed_at=None))
        raise raised

    monkeypatch.setattr(decisions, "APPROVABLE", {Kind.REOPENING: Approvable(Kind.REOPENING, lambda _: [], grant)})


def closed():
    with read() as session:
        return session.query(Contract.closed_at).scalar() is not None


def test_every_kind_can_be_shown_and_granted():
    assert set(decisions.APPROVABLE) == set(KINDS) == set(Kind)


def test_it_is_done_with_the_decision(app, waiting, context):
    assert decisions.approve(waiting, BY) is ApprovalState.APPROVED
    assert not closed() and newest(app).state == "approved"
    with pytest.raises(TooLate):
        decisions.approve(waiting, BY)


def test_what_is_not_as_it_was_lapses_and_leaves_nothing_behind(app, waiting, context, monkeypatch):
    instead(monkeypatch, Conflict())
    assert decisions.approve(waiting, BY) is ApprovalState.LAPSED
    assert closed() and newest(app).state == "lapsed" and tables(app)["letters"] == []
    assert trail(app, "act", "member_id", "second_id")[-1] == ("found lapsed", 2, 1)
    assert sum("not approved" in line for line in tables(app)["events"]) == 1


def test_what_cannot_be_done_now_still_waits(app, waiting, context, monkeypatch):
    instead(monkeypatch, Refused("あとで"))
    before = len(trail(app, "act"))
    with pytest.raises(Refused):
        decisions.approve(waiting, BY)
    assert closed() and newest(app).state == "waiting" and len(trail(app, "act")) == before


def test_what_is_given_back_changes_nothing(app, waiting, context):
    decisions.refuse(waiting, BY)
    assert closed() and newest(app).state == "refused"
    assert trail(app, "act", "member_id", "second_id", "reason")[-1] == ("not approved", 2, 1, BY.reason)


def test_who_asked_decides_nothing_and_takes_it_back(app, waiting, context):
    own = BY._replace(member_id=1)
    for decide in (decisions.approve, decisions.refuse):
        with pytest.raises(TooLate):
            decide(waiting, own)
    assert closed()
    decisions.take_back(waiting, own)
    assert newest(app).state == "taken back"


def test_what_is_nobodys_any_more_is_not_decided(app, waiting, context):
    with write() as session:
        session.execute(update(StaffApproval).values(account_id=None))
    with pytest.raises(TooLate):
        decisions.approve(waiting, BY)
    with write() as session:
        session.execute(delete(StaffApproval))
    with pytest.raises(TooLate):
        decisions.refuse(waiting, BY)


def test_once_it_is_decided_there_is_nothing_to_show(app, waiting, context):
    assert decisions.shown(newest(app))
    decisions.refuse(waiting, BY)
    assert decisions.shown(newest(app)) == []
