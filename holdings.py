"""Which contracts does a customer hold? One of them, all page by page, or those that a word is found in (602)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

import paging
from forms import reading
from models import Account, Contract, Holding, Request
from paging import Page

MOST_FOUND = 50
AT_ONCE = 500
DONE = ("applied", "settled")


class Held(NamedTuple):
    """A contract of a customer's, what they have asked of it that is not applied yet, and what ended or renewed it."""

    contract: Contract
    under_way: Sequence[Request]
    done: Sequence[Request] = ()


def _of(session: Session, account_id: int, portal: str) -> Select[Contract]:
    """What is on an account's list and still its owner's: a contract that has passed to somebody else is theirs alone.

    Of a name and a birth date one may have been corrected.
    """
    account = session.get_one(Account, account_id)
    theirs = [_of_each(Contract.kana_key) == reading.kana_key(f"{account.family_kana}{account.given_kana}")]
    if account.birth_date:
        theirs.append(Contract.holder_birth == account.birth_date)
    joined = select(Contract).join(Holding, Holding.contract_id == Contract.id)
    return joined.where(Holding.account_id == account_id, _of_each(Contract.portal) == portal, or_(*theirs))


def _of_each(column: Any) -> ColumnElement[str]:
    """A column to look at in what was found, and not to find by: few contracts are held, while many share a name, and
    all of them a portal. SQLite would take the index of these."""
    return func.coalesce(column, "")


def is_anothers(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a contract has passed to somebody else: neither its カナ nor its birth date is as it was."""
    another_name = now["kana_key"] != before["kana_key"]
    return another_name and (before["holder_birth"] is None or now["holder_birth"] != before["holder_birth"])


def find(session: Session, account_id: int, portal: str, contract_id: int) -> Held | None:
    """One contract, None where it is not on this customer's list."""
    found: Contract | None = session.scalar(_of(session, account_id, portal).where(Contract.id == contract_id))
    return _with_requests(session, [found])[0] if found else None


def phones(session: Session, account_id: int, portal: str) -> Sequence[str]:
    """The holder's phone number of each of them, as the core system writes it, or nothing."""
    return session.scalars(_of(session, account_id, portal).with_only_columns(Contract.holder_phone)).all()


def listed(
    session: Session,
    account_id: int,
    portal: str,
    number: int,
    *,
    today: date,
    which: str = "",
    soonest_end: bool = False,
) -> Page:
    """A page of the list, the newest 保険始期日 first, or the soonest 満期日; `which` is "now" for contracts in force,
    "past" for ended ones, else all."""
    chosen = _of(session, account_id, portal)
    if which in ("now", "past"):
        chosen = chosen.where(Contract.ends_on >= today if which == "now" else Contract.ends_on < today)
    order = Contract.ends_on if soonest_end else Contract.starts_on.desc()
    found = paging.page_of(session, chosen.order_by(order, Contract.number), number)
    return found._replace(rows=_with_requests(session, [contract for (contract,) in found.rows]))


def search(session: Session, account_id: int, portal: str, word: str) -> Sequence[Held]:
    """The contracts whose 証券番号, 被保険者 or address has this in it, at most MOST_FOUND and one more."""
    found = _of(session, account_id, portal).where(_has(word)).order_by(Contract.starts_on.desc(), Contract.number)
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
    """What is under way, and the ends and renewals that are not any more, in the order in which they were asked."""
    found: dict[int, list[Request]] = defaultdict(list)
    ids = [contract.id for contract in contracts]
    for some in (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)):
        shown = or_(Request.state == "accepted", and_(Request.kind != "change", Request.state.in_(DONE)))
        asked = select(Request).where(Request.contract_id.in_(some), shown).order_by(Request.id)
        for each in session.scalars(asked):
            found[each.contract_id].append(each)
    return [
        Held(
            contract,
            [each for each in found[contract.id] if each.state == "accepted"],
            [each for each in found[contract.id] if each.state in DONE],
        )
        for contract in contracts
    ]
