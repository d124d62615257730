"""Which row, and which statements on it, do tests of statements share?"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, select, update

import models
from infra.database import core
from infra.statements import Statement

RUNS = core(models.RunRow)
FIND = Statement(select(RUNS).where(RUNS.c.id == bindparam("run"), RUNS.c.wizard == bindparam("wizard")))
CHANGE = Statement(
    update(RUNS)
    .where(RUNS.c.id == bindparam("run"), RUNS.c.version == bindparam("read"), RUNS.c.committed_at.is_(None))
    .values(version=bindparam("version"), answers=bindparam("answers"), seen_at=bindparam("seen_at"))
)
AT = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)
ROW = {
    "id": "one", "portal": "okyakusama", "wizard": "registration", "visitor": "髙𠮷%s:run?", "version": 1,
    "answers": b"\x00\xff'", "created_at": AT, "seen_at": AT, "expires_at": AT + timedelta(days=1),
}  # fmt: skip
