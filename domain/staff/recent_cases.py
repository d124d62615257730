"""With whom has a member spoken today? Their own cases, the newest first, with masked names."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.staff import found_lines
from models import StaffCase
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime

MOST = 10


class Case(NamedTuple):
    """A case of today, and the masked name of whom it is about."""

    id: str
    opened_at: UtcDateTime
    name: str


def of_today(session: Session, member_id: int, now: UtcDateTime) -> Sequence[Case]:
    """The member's own cases since midnight in Japan, at most MOST; of whom nothing is kept any more, none."""
    midnight = datetime.combine(now.astimezone(JST), time(), JST)
    mine = (StaffCase.member_id == member_id, StaffCase.opened_at >= midnight)
    cases = session.scalars(select(StaffCase).where(*mine).order_by(StaffCase.opened_at.desc()).limit(MOST)).all()
    accounts = {each.account_id: () for each in cases if each.account_id}
    contracts = {each.contract_id: () for each in cases if each.contract_id and not each.account_id}
    names = {("account", line.account_id): line.name for line in found_lines.of_accounts(session, accounts, None)}
    names |= {("contract", line.contract_id): line.name for line in found_lines.of_contracts(session, contracts, None)}
    about = {
        each.id: ("account", each.account_id) if each.account_id else ("contract", each.contract_id) for each in cases
    }
    return [Case(each.id, each.opened_at, names[about[each.id]]) for each in cases if about[each.id] in names]
