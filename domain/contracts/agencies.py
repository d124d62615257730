"""Which agency (代理店) has this code?"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

import models
from infra.database import read


def names(codes: Collection[str]) -> dict[str, str]:
    """The names of these agencies."""
    with read() as session:
        found = session.execute(select(models.Agency.code, models.Agency.name).where(models.Agency.code.in_(codes)))
        return {row.code: row.name for row in found}


def name_of(session: Session, code: str | None) -> str | None:
    """The name of an agency, within a transaction; None where no agency has this code."""
    return session.scalar(select(models.Agency.name).where(models.Agency.code == code)) if code else None


def find(code: str | None) -> models.Agency | None:
    """The agency, None where no agency has this code."""
    if not code:
        return None
    with read() as session:
        return session.scalars(select(models.Agency).where(models.Agency.code == code)).first()
