"""Which accounts see the contracts that have just come in? (decision 14: matched again at each import)"""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.accounts import directory
from domain.contracts import matching
from exchange.imports import cells
from exchange.imports.reader import Values
from models import Account, Contract, Holding
from rules.japanese.times import UtcDateTime
from rules.portals import Portal


def match_again(session: Session, portal: Portal, rows: Sequence[Values], now: UtcDateTime) -> None:
    """Match the accounts whose address stands in one of these contracts, which they do not see yet.

    Only where the address is the user ID: elsewhere no link has proved it. A batch costs one query where nobody in it
    has an account, and two where nobody gets a further contract.
    """
    numbers = defaultdict(list)
    for row in rows:
        if row["holder_email"] and not row["group_contract"]:
            numbers[_folded(row["holder_email"])].append(row["number"])
    if not portal.chooses_own_id or not numbers:
        return
    found = session.scalars(select(Account).where(Account.portal == portal.name, Account.user_id.in_(numbers))).all()
    if not found:
        return
    held = _held(session, portal, [number for account in found for number in numbers[account.user_id]])
    for account in found:
        if any((number, account.id) not in held for number in numbers[account.user_id]):
            matching.match_account(session, account, now)


def _held(session: Session, portal: Portal, numbers: Sequence[str]) -> set[tuple[str, int]]:
    joined = select(Contract.number, Holding.account_id).join(Holding, Holding.contract_id == Contract.id)
    rows = session.execute(joined.where(Contract.portal == portal.name, Contract.number.in_(numbers)))
    return {(number, account_id) for number, account_id in rows}


def _folded(address: str) -> str:
    """The address as a user ID; most are told at sight to be so already."""
    return address if cells.PLAIN_EMAIL.fullmatch(address) else directory.normalize_user_id(address)
