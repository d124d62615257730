"""Which contracts does a customer hold? One of them, all page by page, or those that a word is found in (602)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

import paging
from forms import reading
from models import Contract, Holding, Request
from paging import Page

MOST_FOUND = 50


class Held(NamedTuple):
    """A contract of a customer's, and what they have asked of it that is not applied yet."""

    contract: Contract
    under_way: Sequence[Request]


def _of(account_id: int, portal: str) -> Select[Contract]:
    joined = select(Contract).join(Holding, Holding.contract_id == Contract.id)
    return joined.where(Holding.account_id == account_id, Contract.portal == portal)


def find(session: Session, account_id: int, portal: str, contract_id: int) -> Held | None:
    """One contract, None where it is not on this customer's list."""
    found: Contract | None = session.scalar(_of(account_id, portal).where(Contract.id == contract_id))
    return Held(found, under_way(session, [contract_id])) if found else None


def under_way(session: Session, contract_ids: Sequence[int]) -> Sequence[Request]:
    """What was asked of these contracts and is not applied yet, in the order in which it was asked."""
    mine = (Request.contract_id.in_(contract_ids), Request.state == "accepted")
    return session.scalars(select(Request).where(*mine).order_by(Request.id)).all()


def listed(session: Session, account_id: int, portal: str, number: int, *, today: date, which: str = "") -> Page:
    """A page of the list, the newest 保険始期日 first; `which` is "now" for contracts in force, "past" for ended ones,
    else all."""
    chosen = _of(account_id, portal)
    if which in ("now", "past"):
        chosen = chosen.where(Contract.ends_on >= today if which == "now" else Contract.ends_on < today)
    found = paging.page_of(session, chosen.order_by(Contract.starts_on.desc(), Contract.number), number)
    return found._replace(rows=_with_requests(session, [contract for (contract,) in found.rows]))


def search(session: Session, account_id: int, portal: str, word: str) -> Sequence[Held]:
    """The contracts whose 証券番号, 被保険者 or address has this in it, at most MOST_FOUND and one more."""
    found = _of(account_id, portal).where(_has(word)).order_by(Contract.starts_on.desc(), Contract.number)
    contracts: Sequence[Contract] = session.scalars(found.limit(MOST_FOUND + 1)).all()
    return _with_requests(session, contracts)


def _has(word: str) -> ColumnElement[bool]:
    """Each part of what was typed, wherever it stands. Widths, hyphens, spaces and the case of letters do not count; of
    フリガナ neither does the kind of kana."""
    return and_(*(_has_part(part) for part in reading.clean(word).split(" ")))


def _has_part(part: str) -> ColumnElement[bool]:
    spellings = {part, reading.narrow(part), _wide(part)}
    kana, code = reading.kana(part), reading.code(part)
    columns = (Contract.insured_name, Contract.location, Contract.product)
    found = [_contains(column, each) for column in columns for each in spellings]
    of_holder = [_contains(Contract.holder_name, each) for each in spellings]
    found.append(and_(Contract.insured_is_holder, or_(_contains(Contract.holder_kana, kana), *of_holder)))
    found.append(_contains(Contract.insured_kana, kana))
    if code:
        found.append(_contains(Contract.number, code))
    return or_(*found)


def _contains(column: Any, text: str) -> ColumnElement[bool]:
    bare = func.replace(func.replace(column, "　", ""), " ", "")
    found: ColumnElement[bool] = bare.ilike(f"%{_escaped(text)}%", escape="\\")
    return found


def _wide(word: str) -> str:
    return reading.narrow(word).translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _with_requests(session: Session, contracts: Sequence[Contract]) -> list[Held]:
    asked = under_way(session, [contract.id for contract in contracts])
    return [Held(each, [one for one in asked if one.contract_id == each.id]) for each in contracts]
