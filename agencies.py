"""Which agency (代理店) has this code?"""

from sqlalchemy import select

import models
from database import read


def find(code: str | None) -> models.Agency | None:
    """The agency, None where no agency has this code."""
    if not code:
        return None
    with read() as session:
        return session.scalars(select(models.Agency).where(models.Agency.code == code)).first()
