"""Who is due a letter on paper, and with what to log in?

「契約者さま専用ページのご案内」 goes to whoever has a contract that runs and no ログインID; 「満期および更新のご案内」
to whoever has a contract that ends within 60 days, once for each such end (wording.md, row 501; decisions 18 and 19).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from domain.accounts import directory, issued_ids
from domain.contracts import products, web_access
from domain.messages.paper_letters import AccessLetter
from exchange.issuing.policyholders import Policyholder
from models import Contract, Holding, Paper
from rules import periods
from rules.japanese.dates import JST
from rules.portals import Portal

GUIDE, EXPIRY = "guide", "expiry"
# The sequence in which a contract is renewed on the web.
RENEWAL = "renewal"
# For as long a letter is not overtaken by the next: the password that it told is still the one.
KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Order:
    """Which paper is ordered, on which day, and for whom: for who holds the contracts with these `numbers`, or where
    that is None for all who are due one. `again` is one more for who had one, and another 初期パスワード."""

    portal: Portal
    paper: str
    today: date
    numbers: frozenset[str] | None = None
    again: bool = False

    @property
    def soon(self) -> date:
        """Until when a contract ends that is told of its end."""
        return self.today + timedelta(days=periods.RENEWAL_DAYS)

    @property
    def wanted(self) -> ColumnElement[bool]:
        """The contracts whose policyholders are asked about."""
        theirs = [Contract.portal == self.portal.name, Contract.group_contract.is_(False)]
        if self.numbers is not None:
            theirs.append(Contract.number.in_(self.numbers))
        elif self.paper == GUIDE:
            theirs += [Contract.ends_on >= self.today, ~exists().where(Holding.contract_id == Contract.id)]
        else:
            theirs += [Contract.ends_on.between(self.today, self.soon), ~_told_of_its_end()]
        return and_(*theirs)


@dataclass(frozen=True)
class Due:
    """What a policyholder is due: a letter, or without one just more contracts on the list of an account, or nothing,
    for a reason in the operator's words."""

    holder: Policyholder
    letter: AccessLetter | None = None
    refused: str | None = None

    @property
    def numbers(self) -> str:
        """Whose it is, in the words of the operator."""
        return "、".join(contract.number for contract in self.holder.wanted)


def of(session: Session, order: Order, holders: Sequence[Policyholder]) -> Iterator[Due]:
    """What these policyholders are due; a ログインID that is drawn for one is not taken."""
    for holder in holders:
        account, about = holder.account, _named(order, holder)
        refused = _refused_to(order, holder)
        if refused:
            yield Due(holder, refused=refused)
        elif account is None:
            drawn = _free_user_id(session, order.portal)
            told = AccessLetter(holder.newest, about, drawn, _password(order))
            yield Due(holder, replace(told, renewable=_renewable(order, about)))
        elif order.paper == GUIDE and not order.again:
            yield Due(holder)
        else:
            told = _to_who_has_one(order, holder, about)
            yield Due(holder, replace(told, renewable=_renewable(order, about)))


def refusals(session: Session, order: Order) -> Mapping[str, str]:
    """For which of its numbers an order makes nothing, and why, in the operator's words."""
    numbers = sorted(order.numbers or ())
    told = _told_of_its_end().label("told")
    mine = (Contract.portal == order.portal.name, Contract.number.in_(numbers))
    rows = session.execute(select(Contract.number, Contract.ends_on, Contract.group_contract, told).where(*mine))
    found = {row.number: row for row in rows}
    reasons = {number: _refused(order, found.get(number)) for number in numbers}
    return {number: reason for number, reason in reasons.items() if reason}


def _refused(order: Order, contract: Any) -> str | None:
    if contract is None:
        return "この証券番号のご契約はありません"
    if contract.group_contract:
        return "団体契約のため、作れません"
    if order.paper == EXPIRY and contract.ends_on < order.today:
        return "満期日を過ぎています"
    if order.paper == EXPIRY and contract.ends_on > order.soon:
        return f"満期日の{periods.RENEWAL_DAYS}日前から作れます"
    if order.paper == EXPIRY and contract.told and not order.again:
        return "この満期の書面は作成済みです。もう一度作るときは、--again を付けてください"
    return None


def _refused_to(order: Order, holder: Policyholder) -> str | None:
    """Why who holds a contract that was named gets nothing."""
    if order.numbers is None or order.paper == EXPIRY:
        return None
    if holder.account is None:
        runs = any(contract.ends_on >= order.today for contract in holder.contracts)
        return None if runs else "続いているご契約がありません"
    news = any(contract.id not in holder.held for contract in holder.contracts)
    if news or order.again:
        return None
    return "ログインIDは発行済みです。初期パスワードを作り直すときは、--again を付けてください"


def _named(order: Order, holder: Policyholder) -> Sequence[Any]:
    """The contracts that a letter names: those that end, the first first, or all, the last first."""
    if order.paper == EXPIRY:
        return sorted(holder.wanted, key=lambda contract: (contract.ends_on, contract.number))
    return sorted(holder.contracts, key=lambda contract: (-contract.ends_on.toordinal(), contract.number))


def _to_who_has_one(order: Order, holder: Policyholder, about: Sequence[Any]) -> AccessLetter:
    """A letter to an account's owner: another password where it was ordered, or where none is at hand."""
    account = holder.account
    told_on = account.told_at.astimezone(JST).date() if account.told_at else None
    at_hand = account.chosen or (told_on is not None and told_on > order.today - KEPT_FOR)
    if order.paper == GUIDE or (not account.chosen and order.again) or not at_hand:
        return AccessLetter(holder.newest, about, account.user_id, _password(order), replaces=True)
    return AccessLetter(holder.newest, about, account.user_id, None, told_on=None if account.chosen else told_on)


def _renewable(order: Order, about: Sequence[Any]) -> bool:
    """Whether any of these is renewed on the web, as far as can be said on the day of the letter."""
    offered = order.paper == EXPIRY and RENEWAL in order.portal.sequences
    return offered and any(web_access.is_open(each) and products.renewable(each.product_type) for each in about)


def _password(order: Order) -> str:
    return issued_ids.new_password(order.portal.password.rule)


def _told_of_its_end() -> ColumnElement[bool]:
    return exists().where(Paper.kind == EXPIRY, Paper.contract_id == Contract.id, Paper.ends_on == Contract.ends_on)


def _free_user_id(session: Session, portal: Portal) -> str:
    while True:
        drawn = issued_ids.new_user_id()
        if directory.look_up(session, portal, drawn) is None:
            return drawn
