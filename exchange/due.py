"""Who is due a letter on paper, and with what to log in?

「契約者さま専用ページのご案内」 goes to whoever has a contract that runs and no ログインID; 「満期および更新のご案内」 to
whoever has a contract that ends within 60 days, once for each such end (wording.md, row 501; decisions 18 and 19).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

import accounts
import codes
import rules
from exchange.policyholders import Policyholder
from models import Contract, Holding, Paper
from papers import AccessLetter
from portals import Portal

GUIDE, EXPIRY = "guide", "expiry"


@dataclass(frozen=True)
class Order:
    """Which paper is ordered, on which day, and of whom: of the contracts with these `numbers`, or of all who are due
    one. `again` is one more for who had one, and another 初期パスワード."""

    portal: Portal
    paper: str
    today: date
    numbers: frozenset[str] = frozenset()
    again: bool = False

    @property
    def wanted(self) -> ColumnElement[bool]:
        """The contracts whose policyholders are asked about."""
        theirs = [Contract.portal == self.portal.name, Contract.group_contract.is_(False)]
        if self.numbers:
            theirs.append(Contract.number.in_(self.numbers))
        elif self.paper == GUIDE:
            theirs += [Contract.ends_on >= self.today, ~exists().where(Holding.contract_id == Contract.id)]
        else:
            soon = self.today + timedelta(days=rules.RENEWAL_DAYS)
            theirs += [Contract.ends_on.between(self.today, soon), ~_told_of_its_end()]
        return and_(*theirs)


@dataclass(frozen=True)
class Due:
    """What a policyholder is due: a letter, or without one just more contracts on the list of an account."""

    holder: Policyholder
    letter: AccessLetter | None

    @property
    def numbers(self) -> str:
        """Whose it is, in the words of the operator."""
        return "、".join(contract.number for contract in self.holder.wanted)


def of(session: Session, order: Order, holders: Sequence[Policyholder]) -> Iterator[Due]:
    """What these policyholders are due; a ログインID that is drawn for one is not taken."""
    for holder in holders:
        account, about = holder.account, holder.wanted if order.paper == EXPIRY else holder.contracts
        if account is None:
            drawn = _free_user_id(session, order.portal)
            yield Due(holder, AccessLetter(holder.newest, about, drawn, _password(order)))
        elif order.paper == GUIDE and not order.again:
            yield Due(holder, None)
        else:
            anew = not account.chosen or order.paper == GUIDE
            password = _password(order) if anew else None
            yield Due(holder, AccessLetter(holder.newest, about, account.user_id, password, replaces=anew))


def refusals(session: Session, order: Order) -> Iterator[str]:
    """Why nothing can be made for some of the numbers of an order, in the operator's words."""
    told = _told_of_its_end().label("told")
    held = exists().where(Holding.contract_id == Contract.id).label("held")
    mine = (Contract.portal == order.portal.name, Contract.number.in_(order.numbers))
    rows = session.execute(select(Contract.number, Contract.ends_on, Contract.group_contract, held, told).where(*mine))
    found = {row.number: row for row in rows}
    for number in sorted(order.numbers):
        reason = _refused(order, found.get(number))
        if reason:
            yield f"{number}: {reason}"


def _refused(order: Order, contract: Any) -> str | None:
    if contract is None:
        return "この証券番号のご契約はありません"
    if contract.group_contract:
        return "団体契約のため、作れません"
    if order.paper == EXPIRY and contract.ends_on < order.today:
        return "満期日を過ぎています"
    if order.paper == GUIDE and contract.held and not order.again:
        return "ログインIDは発行済みです。初期パスワードを作り直すときは、--again を付けてください"
    if order.paper == EXPIRY and contract.told and not order.again:
        return "この満期の書面は作成済みです。もう一度作るときは、--again を付けてください"
    return None


def _password(order: Order) -> str:
    return codes.new_password(order.portal.password.rule)


def _told_of_its_end() -> ColumnElement[bool]:
    return exists().where(
        Paper.kind == EXPIRY, Paper.contract_id == Contract.id, Paper.ends_on == Contract.ends_on
    )


def _free_user_id(session: Session, portal: Portal) -> str:
    while True:
        drawn = codes.new_user_id()
        if accounts.look_up(session, portal, drawn) is None:
            return drawn
