"""Who of the insurer may come in, by which password and which second factor?

A member has a name that nobody else has, ever: one that was closed stays in the table, since the audit log names it.
The secret of the second factor (TOTP, RFC 6238) is sealed for the name.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum

import pyotp
from flask import current_app
from pyotp.exceptions import OTPVerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from domain.staff import logins
from infra.encryption import DecryptionFailed, Keyring, Purpose
from models import StaffMember, StaffPasskey
from rules.japanese import normalize
from rules.japanese.times import UtcDateTime

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
CODE = re.compile(r"[0-9]{6}")
ISSUER = "Madoguchi"
# A code of the step before or after counts too: clocks differ, and it takes a while to type one.
STEPS_ASIDE = 1
# Without those that are taken for one another when they are read from a paper.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"
PASSWORD_LENGTH = 16
# What codes of nobody are compared with.
_NOBODYS = pyotp.random_base32()


class Role(StrEnum):
    """What a member is to do."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


ROLES: Mapping[str, str] = {
    Role.OPERATOR: "オペレーター",
    Role.SUPERVISOR: "スーパーバイザー",
    Role.ADMINISTRATOR: "管理者",
}


class Right(StrEnum):
    """What somebody may do at /staff."""

    CUSTOMERS = "customers"
    PICTURES = "pictures"
    TRAIL = "trail"
    APPROVALS = "approvals"
    FIGURES = "figures"


# Who looks after the members themselves, and reads what all did, looks at no customer.
RIGHTS: Mapping[str, frozenset[Right]] = {
    Role.OPERATOR: frozenset({Right.CUSTOMERS, Right.PICTURES}),
    Role.SUPERVISOR: frozenset({Right.CUSTOMERS, Right.PICTURES, Right.TRAIL, Right.APPROVALS, Right.FIGURES}),
    Role.ADMINISTRATOR: frozenset({Right.TRAIL, Right.FIGURES}),
}


class NameTaken(Exception):
    """There is, or was, a member of this name."""


def folded(name: str) -> str:
    """A name as it is kept and compared, however it was typed."""
    return normalize.word(name).casefold()


def find(session: Session, name: str) -> StaffMember | None:
    """The member of a name, None where there is none or it was closed."""
    wanted = (StaffMember.name == folded(name), StaffMember.closed_at.is_(None))
    return session.scalar(select(StaffMember).where(*wanted))


def everybody(session: Session) -> Sequence[StaffMember]:
    """All members, by their names, closed ones too."""
    return session.scalars(select(StaffMember).order_by(StaffMember.name)).all()


def new_password() -> str:
    """A password to begin with."""
    return "".join(secrets.choice(LETTERS) for _ in range(PASSWORD_LENGTH))


def add(
    session: Session,
    name: str,
    shown_name: str,
    role: Role,
    now: UtcDateTime,
    *,
    password: str,
    email: str | None = None,
    must_change: bool = False,
) -> StaffMember:
    """Take somebody in; `password` is the hash of theirs, which with `must_change` is good until they have chosen
    another, and for nothing else. Raise NameTaken."""
    if session.scalar(select(StaffMember.id).where(StaffMember.name == name)) is not None:
        raise NameTaken
    told = {"shown_name": shown_name, "role": role, "email": email, "must_change": must_change}
    made = StaffMember(name=name, **told, password=password, totp=_sealed(name), created_at=now)
    session.add(made)
    session.flush()
    return made


def renew(session: Session, member: StaffMember, password: str, now: UtcDateTime) -> None:
    """Give a member another password, of which this is the hash and which they must change, and another second factor:
    what was lost, their passkeys too, opens nothing any more, and what was open is ended."""
    changed = {"password": password, "totp": _sealed(member.name), "last_step": 0, "must_change": True}
    session.execute(delete(StaffPasskey).where(StaffPasskey.member_id == member.id))
    session.execute(update(StaffMember).where(StaffMember.id == member.id).values(**changed))
    session.refresh(member)
    logins.end_of(session, member.id, now)


def close(session: Session, member: StaffMember, now: UtcDateTime) -> None:
    """Let a member in no more, and end what they have open."""
    session.execute(delete(StaffPasskey).where(StaffPasskey.member_id == member.id))
    session.execute(update(StaffMember).where(StaffMember.id == member.id).values(closed_at=now))
    logins.end_of(session, member.id, now)


def set_role(session: Session, member: StaffMember, role: Role) -> None:
    """Give a member another role; what they have open follows it at once."""
    session.execute(update(StaffMember).where(StaffMember.id == member.id).values(role=role))


def secret_of(member: StaffMember) -> str:
    """The secret of a member's second factor. Raise DecryptionFailed."""
    return _keyring().decrypt(Purpose.STAFF_TOTP, member.name, member.totp).decode()


def code_at(member: StaffMember, now: UtcDateTime) -> str:
    """The code that a member's telephone shows. Raise DecryptionFailed."""
    return pyotp.TOTP(secret_of(member)).at(now)


def uri_of(member: StaffMember) -> str:
    """What a telephone reads from the QR code to learn the secret. Raise DecryptionFailed."""
    return pyotp.TOTP(secret_of(member)).provisioning_uri(name=member.name, issuer_name=ISSUER)


def step_of(member: StaffMember | None, code: str, now: UtcDateTime) -> int | None:
    """Of which time step this is the member's code, None where it is none of them now. For nobody the same is done."""
    try:
        secret = secret_of(member) if member else _NOBODYS
    except DecryptionFailed:
        member, secret = None, _NOBODYS
    if not CODE.fullmatch(code):
        return None
    try:
        step = pyotp.TOTP(secret).verify_and_get_timecode(code, for_time=now, valid_window=STEPS_ASIDE)
    except OTPVerificationError:
        return None
    return step if member else None


def _sealed(name: str) -> bytes:
    return _keyring().encrypt(Purpose.STAFF_TOTP, name, pyotp.random_base32().encode())


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
