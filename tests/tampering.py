"""What can somebody do to the trail who writes into the database by themselves?"""

from datetime import timedelta

from factories import NOW
from sqlalchemy import select, text

from domain.staff import audit_check, audit_trail
from domain.staff.audit_check import Verdict
from domain.staff.audit_trail import Act, Whom
from infra.database import engine, read, write
from models import AuditDay, AuditEntry

KEEPERS = {
    "sqlite": ("audit_entries_stay", "audit_entries_are_kept", "audit_days_are_kept"),
    "postgresql": (
        "audit_entries_stay on audit_entries",
        "audit_entries_are_kept on audit_entries",
        "audit_days_stay on audit_days",
        "audit_days_are_kept on audit_days",
    ),
}


def written(member_id, days=3, rows=4, first=NOW, about="𠮷"):
    """Rows of so many days, with something in each column of every second."""
    for day in range(days):
        for number in range(rows):
            told = {"whom": Whom(3, 4, f"case{number}"), "second_id": member_id, "screen": 714, "ticket": "T-1"}
            now = first + timedelta(days=day, seconds=number, microseconds=number)
            with write() as session:
                more = told if number % 2 else {}
                audit_trail.record(session, Act.SAW_PHOTOS, member_id, now, reason="お問い合わせ", about=about, **more)


def disarmed():
    """Take away what the database itself refuses."""
    with engine().begin() as connection:
        for name in KEEPERS[connection.dialect.name]:
            connection.execute(text(f"drop trigger {name}"))


def by_sql(*statements):
    """What somebody does who knows no key."""
    disarmed()
    with engine().begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def days():
    with read() as session:
        return session.scalars(select(AuditDay).order_by(AuditDay.day)).all()


def entries(day=None):
    wanted = (AuditEntry.day == day,) if day else ()
    with read() as session:
        return session.scalars(select(AuditEntry).where(*wanted).order_by(AuditEntry.id)).all()


def checked(**more):
    """Each day, with its verdict and what is wrong where."""
    with read() as session:
        return [
            (each.day, each.verdict, [(found.fault.name, *found.places) for found in each.found])
            for each in audit_check.check(session, **more)
        ]


def faults(**more):
    """What is wrong with which day, the first being 0."""
    found = checked(**more)
    return {number: wrong for number, (_, verdict, wrong) in enumerate(found) if verdict is not Verdict.WHOLE or wrong}
