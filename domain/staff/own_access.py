"""What does a member of staff change of their own access: the password, and where they are logged in?"""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from domain.staff import audit_trail, logins
from domain.staff.audit_trail import Act
from infra.database import write
from models import StaffLogin, StaffMember
from rules.japanese.times import UtcDateTime

PROVED_FOR = timedelta(minutes=5)


def is_fresh(login: StaffLogin, now: UtcDateTime) -> bool:
    """Whether a login has only just begun, so that its code, or its key, is good for what asks for one."""
    return now - login.created_at < PROVED_FOR


def change_password(logged_in: logins.LoggedIn, hashed: str, now: UtcDateTime) -> logins.LoggedIn:
    """Give a member, as they were when their password was found right, another, of which this is the hash. It ends all
    their logins; the one that they are at begins anew. Raise logins.NotAnyMore."""
    member = logged_in.member
    as_it_was = (StaffMember.id == member.id, StaffMember.password == member.password, StaffMember.closed_at.is_(None))
    with write() as session:
        changed = update(StaffMember).where(*as_it_was).values(password=hashed, must_change=False)
        right = session.execute(changed).rowcount  # type: ignore[attr-defined]
        if not right or not logins.end_own(session, member.id, logged_in.login.id, now):
            raise logins.NotAnyMore
        own = session.get_one(StaffMember, member.id)
        begun = logins.begin_anew(session, own, logged_in.login, now)
        audit_trail.record(session, Act.PASSWORD_CHANGED, member.id, now)
    return begun


def end_another(session: Session, member_id: int, login_id: str, now: UtcDateTime) -> bool:
    """End another login of a member's own; give whether there was one of that name."""
    if not logins.end_own(session, member_id, login_id, now):
        return False
    audit_trail.record(session, Act.LOGIN_ENDED, member_id, now)
    return True
