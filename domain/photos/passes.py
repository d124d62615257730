"""Which telephone may put pictures into a run that goes on elsewhere? (803, decision 25)

803 shows an address as a QR code. Whoever opens it and presses the button there has ten minutes, and nobody else after
them: to upload, and nothing else. Nothing in the database opens it: what the address ends with is made from the key.
"""

import hmac
import secrets
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from domain.photos.uploads import Into
from infra.database import queue_up, read, write
from infra.encryption import Keyring, Purpose
from models import PhotoPass
from rules.japanese.times import UtcDateTime

LASTS = timedelta(minutes=10)
MARK = 32


def issue(into: Into, now: UtcDateTime) -> PhotoPass:
    """A new pass into a run, for ten minutes from now; an older one of it is good no more."""
    made = PhotoPass(id=secrets.token_urlsafe(9), created_at=now, expires_at=now + LASTS, **into._asdict())
    with write() as session:
        queue_up(session, f"pass {into.run_id}")
        session.execute(delete(PhotoPass).where(PhotoPass.run_id == into.run_id))
        session.add(made)
    return made


def secret_of(pass_id: str) -> str:
    """What stands behind a pass's id in the address that the QR code holds."""
    keyring: Keyring = current_app.extensions["keyring"]
    return keyring.fingerprint(Purpose.PHOTO_PASS, pass_id)[:MARK]


def is_secret(pass_id: str, typed: str) -> bool:
    """Whether an address was made here for this pass."""
    keyring: Keyring = current_app.extensions["keyring"]
    ours = keyring.fingerprints(Purpose.PHOTO_PASS, pass_id)
    return any(hmac.compare_digest(each[:MARK].encode(), typed.encode()) for each in ours)


def of_run(run_id: str, now: UtcDateTime) -> PhotoPass | None:
    """The pass into a run that is good still."""
    with read() as session:
        return session.scalar(select(PhotoPass).where(PhotoPass.run_id == run_id, PhotoPass.expires_at > now))


def find(pass_id: str, portal: str, now: UtcDateTime) -> PhotoPass | None:
    """A pass of a portal's that is good still, whoever asks."""
    good = (PhotoPass.id == pass_id, PhotoPass.portal == portal, PhotoPass.expires_at > now)
    with read() as session:
        return session.scalar(select(PhotoPass).where(*good))


def claim(pass_id: str, mark: str, now: UtcDateTime) -> bool:
    """Let the browser of this mark, and no other, use a pass; whether it is theirs now."""
    free = or_(PhotoPass.claimed_by.is_(None), PhotoPass.claimed_by == mark)
    good = (PhotoPass.id == pass_id, PhotoPass.expires_at > now, free)
    with write() as session:
        taken = session.execute(update(PhotoPass).where(*good).values(claimed_by=mark, claimed_at=now))
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def into(found: PhotoPass) -> Into:
    """Where the pictures go."""
    return Into(found.portal, found.run_id, found.account_id, found.accident_id)


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase the passes whose time is over; give how many."""
    done = session.execute(delete(PhotoPass).where(PhotoPass.expires_at <= now))
    return int(done.rowcount)  # type: ignore[attr-defined]
