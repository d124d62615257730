"""Who agrees to what a member asked for, in tests?"""

from casework import Work
from factories import NOW, add
from flask import current_app
from sqlalchemy import select
from staffing import at_work, hire

from domain.staff import approvals
from domain.staff.members import Role
from infra.database import read
from infra.encryption import Purpose
from models import StaffApproval

BOSS, WHY = "suzuki", "内容を確認しました"


def newest(app):
    """What was asked last, as it is now."""
    with app.app_context(), read() as session:
        return session.scalars(select(StaffApproval).order_by(StaffApproval.asked_at.desc()).limit(1)).one()


def waiting(approval_id, asked_by, account_id):
    """Something that waits to be agreed to, for a case that is erased; needs an application context."""
    keyring = current_app.extensions["keyring"]
    about = {"kind": "reopening", "case_id": "none", "account_id": account_id, "asked_by": asked_by, "reason": WHY}
    sealed = keyring.encrypt(Purpose.APPROVAL, approval_id, b'{"numbers": ["C900000001"], "contracts": [1]}')
    times = {"asked_at": NOW, "expires_at": NOW + approvals.WAITS_FOR}
    add(StaffApproval(id=approval_id, sealed=sealed, **about, **times))


def boss(app, name=BOSS):
    """A supervisor at work."""
    hire(app, name, Role.SUPERVISOR)
    return at_work(app, name)


def decide(app, desk, decision="approve", status=200, reason=WHY):
    """Open what was asked last, choose, and press."""
    desk.open(f"/staff/approvals/{newest(app).id}")
    return desk.send({"decision": decision, "reason": reason}, status)


def asked(app, act, account_id=None, contract_id=None, **answers):
    """A member who has asked for it; give their work."""
    work = Work(app, act, account_id, contract_id).begin()
    return work.send(**answers).send()
