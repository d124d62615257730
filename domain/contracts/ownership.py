"""Which contracts does a customer hold? One of them, all page by page, or those that a word is found in (602).

Whose a contract is, is one rule (docs/decisions/0015-ownership.md), said twice below: of two people, and to a database.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, String, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from domain.contracts import search_key
from infra import pagination
from infra.database import core
from infra.pagination import Page
from infra.statements import Statement
from models import Account, Contract, ContractRequest, Holding
from rules.japanese import names
from rules.states import RequestKind, RequestState

MOST_FOUND = 50
AT_ONCE = 500
# What of an account says who its owner is.
OF_AN_OWNER = ("family_name", "given_name", "family_kana", "given_kana", "birth_date")
DONE = (RequestState.APPLIED, RequestState.SETTLED)


def _of_each(column: Any) -> ColumnElement[str]:
    """A column to look at in what was found, and not to find by: few contracts are held, while many share a name, and
    all of them a portal. SQLite would take the index of these."""
    return func.coalesce(column, "")


class Person(NamedTuple):
    """Who somebody is: the keys of their whole カナ, letter by letter and as it sounds, the key of their given name as
    it sounds ("" for a company's and for one name alone), a birth date, and the key of their 氏名 ("" where not all of
    it is known)."""

    strict: str
    kana: str
    given: str
    birth: date | None
    written: str


def is_same(one: Person, other: Person) -> bool:
    """Whether this is one person: the whole カナ is the same letter by letter, or it sounds the same, or the given name
    does, and the birth date is the same. A family name changes, a birth date is corrected, and so are kanji; whoever
    else is born on that day is somebody else, and so is who has other kanji and another birth date."""
    sounds_same = one.kana == other.kana or (bool(one.given) and one.given == other.given)
    born_the_same = one.birth is not None and one.birth == other.birth
    written_the_same = "" in (one.written, other.written) or one.written == other.written
    may_be = None in (one.birth, other.birth) or written_the_same
    return (sounds_same and born_the_same) or (one.strict == other.strict and may_be)


# What is on an account's list and still its owner's, by the rule of is_same. This and the following are built once,
# which takes longer than to run them, and are the same whatever a customer asks: SQLAlchemy keeps all that it has
# compiled for a while.
_HELD = (Holding, Holding.contract_id == Contract.id)
_SAME = or_(
    and_(
        _of_each(Contract.strict_key) == bindparam("strict"),
        or_(
            Contract.holder_birth.is_(None),
            bindparam("birth", type_=Date).is_(None),
            _of_each(Contract.written_key).in_(("", bindparam("written"))),
            bindparam("written", type_=String) == "",
        ),
    ),
    and_(
        Contract.holder_birth == bindparam("birth"),
        or_(
            _of_each(Contract.kana_key) == bindparam("kana"),
            and_(_of_each(Contract.given_key) == bindparam("given"), bindparam("given", type_=String) != ""),
        ),
    ),
)
_OF_MINE = (Holding.account_id == bindparam("account"), _of_each(Contract.portal) == bindparam("portal"), _SAME)
MINE: Select[Any] = select(Contract).join(*_HELD).where(*_OF_MINE)
# Of a person without an account, by the one index on names: who sounds the same, and of these who is the same.
_HOLDERS: Select[Any] = select(Contract).where(
    Contract.portal == bindparam("portal"), Contract.kana_key == bindparam("kana"), _SAME
)
_WHICH = {"": (), "now": (Contract.ends_on >= bindparam("today"),), "past": (Contract.ends_on < bindparam("today"),)}
_ACCOUNT = core(Account).c
_OWNER = Statement(select(*(_ACCOUNT[name] for name in OF_AN_OWNER)).where(_ACCOUNT.id == bindparam("account")))


def _a_page(which: str, soonest_end: bool) -> Select[Any]:
    """A page of the list, and how many there are in all: one look at all finds both, and the page is fetched whole."""
    by = "ends_on" if soonest_end else "starts_on"
    columns = (Contract.id, getattr(Contract, by), Contract.number)
    mine = MINE.with_only_columns(*columns).where(*_WHICH[which]).cte("mine")
    first, then = ((day if soonest_end else day.desc()) for day in (mine.c[by], getattr(Contract, by)))
    shown = select(mine.c.id).order_by(first, mine.c.number).limit(pagination.PER_PAGE).offset(bindparam("before"))
    total = select(func.count()).select_from(mine).scalar_subquery().label("total")
    return select(Contract, total).where(Contract.id.in_(shown)).order_by(then, Contract.number)


def _newest_with_words(on_postgresql: bool) -> Select[Any]:
    # The words first: few have them, and all the rest is looked at only for these.
    found = select(Contract).where(search_key.has(on_postgresql), *_OF_MINE).join(*_HELD)
    return found.order_by(Contract.starts_on.desc(), Contract.number).limit(MOST_FOUND + 1)


_LAST_FIRST = (Contract.ends_on.desc(), Contract.id.desc())
_PAGES = {(which, soonest): _a_page(which, soonest) for which in _WHICH for soonest in (False, True)}
_WITH_WORDS = {on_postgresql: _newest_with_words(on_postgresql) for on_postgresql in (False, True)}
_ASKED = (
    select(ContractRequest)
    .where(
        ContractRequest.contract_id.in_(bindparam("contracts", expanding=True)),
        or_(
            ContractRequest.state == RequestState.ACCEPTED,
            and_(ContractRequest.kind != RequestKind.CHANGE, ContractRequest.state.in_(DONE)),
        ),
    )
    .order_by(ContractRequest.id)
)


_ENDING = (
    MINE.where(Contract.ends_on >= bindparam("today"), Contract.ends_on <= bindparam("until"))
    .order_by(Contract.ends_on, Contract.number)
    .limit(bindparam("many"))
)
_ANY = MINE.with_only_columns(Contract.id).limit(1)


class OwnedContract(NamedTuple):
    """A contract of a customer's, what they have asked of it that is not applied yet, and what ended or renewed it."""

    contract: Contract
    under_way: Sequence[ContractRequest]
    done: Sequence[ContractRequest] = ()


def owner_of(account: Any) -> Person:
    """Who an account's owner is."""
    kana = f"{account.family_kana} {account.given_kana}"
    given = names.kana_key(account.given_kana)
    written = names.written_key(account.family_name + account.given_name)
    return Person(names.strict_key(kana), names.kana_key(kana), given, account.birth_date, written)


def holder_of(contract: Any) -> Person:
    """Who the policyholder of a contract is."""
    kana = (contract.strict_key, contract.kana_key, contract.given_key)
    return Person(*kana, contract.holder_birth, contract.written_key)


def me(session: Session, account_id: int, portal: str) -> dict[str, Any]:
    """What MINE asks of an account, of its contracts in a portal; one without a birth date has that of no contract."""
    owner = owner_of(_OWNER.first(session, account=account_id))
    return {"account": account_id, "portal": portal, **owner._asdict()}


def find(session: Session, account_id: int, portal: str, contract_id: int) -> OwnedContract | None:
    """One contract, None where it is not on this customer's list."""
    found = session.scalar(MINE.where(Contract.id == contract_id), me(session, account_id, portal))
    return _with_requests(session, [found])[0] if found else None


def all_of(session: Session, account_id: int, portal: str) -> list[OwnedContract]:
    """What is on this customer's list, for members of staff, but of a great many those that end last; these first."""
    asked = MINE.order_by(Contract.ends_on.desc(), Contract.number).limit(AT_ONCE)
    return _with_requests(session, session.scalars(asked, me(session, account_id, portal)).all())


def of_person(session: Session, portal: str, person: Person) -> list[Contract]:
    """The contracts that somebody holds, on a list or on none; none of who has no birth date, of whom too little is
    known for that."""
    if person.birth is None:
        return []
    may_be = (Contract.portal == portal, Contract.kana_key == person.kana, Contract.holder_birth == person.birth)
    found = session.scalars(select(Contract).where(*may_be).order_by(Contract.id).limit(AT_ONCE))
    return [each for each in found if is_same(holder_of(each), person)]


class Phone(NamedTuple):
    """The holder's phone number in a contract, as the core system writes it, or nothing; and when that one ends."""

    number: str
    ends_on: date


def phones(session: Session, account_id: int, portal: str) -> Sequence[Phone]:
    """The holder's number in each of them, but for a great many those of the contracts that end last; these first."""
    columns = (Contract.holder_phone, Contract.ends_on)
    asked = _last_first(MINE.with_only_columns(*columns), AT_ONCE)
    return [Phone(*row) for row in session.execute(asked, me(session, account_id, portal))]


def contracts_of(session: Session, account_id: int, portal: str, many: int = AT_ONCE) -> Sequence[Contract]:
    """All of a customer's contracts, but of more than `many` those that end last; these first."""
    return session.scalars(_last_first(MINE, many), me(session, account_id, portal)).all()


def all_of_holder(session: Session, contract: Contract, many: int = AT_ONCE) -> Sequence[Contract]:
    """All contracts of the policyholder of one, but of more than `many` those that end last; these first. Of one who
    has another family name in some of them, those under the name of this one."""
    return session.scalars(_last_first(_HOLDERS, many), _the_holder(contract)).all()


def listed_of_holder(session: Session, contract: Contract, number: int) -> Page:
    """A page (`number`, from 1) of what `all_of_holder` gives, with what is asked of each; beyond the last page, the
    last."""
    page = pagination.page_of(session, _HOLDERS.params(_the_holder(contract)).order_by(*_LAST_FIRST), number)
    return page._replace(rows=_with_requests(session, [row.Contract for row in page.rows]))


def _last_first(contracts: Any, many: int) -> Any:
    return contracts.order_by(*_LAST_FIRST).limit(many)


def _the_holder(contract: Contract) -> dict[str, Any]:
    return {"portal": contract.portal, **holder_of(contract)._asdict()}


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
    """A page of the list (`number`, from 1), the newest 保険始期日 first, or with `soonest_end` the soonest 満期日;
    `which` is "now" for contracts in force, "past" for ended ones, else all. Beyond the last page, the last."""
    asked = _PAGES[which if which in _WHICH else "", soonest_end]
    given = me(session, account_id, portal) | {"today": today}

    def shown(number: int) -> Sequence[Any]:
        return session.execute(asked, given | {"before": (number - 1) * pagination.PER_PAGE}).all()

    rows = shown(number := max(1, number))
    if not rows and number > 1 and (first := shown(1)):
        rows = shown(number := pagination.pages_for(first[0].total))
    total = rows[0].total if rows else 0
    contracts = [contract for contract, _ in rows]
    return Page(_with_requests(session, contracts), number if rows else 1, pagination.pages_for(total), total)


def ending(
    session: Session, account_id: int, portal: str, *, today: date, until: date, many: int
) -> Sequence[OwnedContract]:
    """The contracts in force that end by a day, the soonest 満期日 first, but so `many` at most."""
    given = me(session, account_id, portal) | {"today": today, "until": until, "many": many}
    return _with_requests(session, session.scalars(_ENDING, given).all())


def is_any(session: Session, account_id: int, portal: str) -> bool:
    """Whether anything is on this customer's list."""
    return session.scalar(_ANY, me(session, account_id, portal)) is not None


def search(session: Session, account_id: int, portal: str, words: Sequence[str]) -> Sequence[OwnedContract]:
    """The contracts that have all of these words (search_key.py) in their keys, at most MOST_FOUND and one more; none
    where there is no word."""
    if not words:
        return []
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    given = me(session, account_id, portal) | search_key.given(on_postgresql, words)
    return _with_requests(session, session.scalars(_WITH_WORDS[on_postgresql], given).all())


def _with_requests(session: Session, contracts: Sequence[Contract]) -> list[OwnedContract]:
    """What is under way, and the ends and renewals that are not any more, in the order in which they were asked."""
    found: dict[int, list[ContractRequest]] = defaultdict(list)
    ids = [contract.id for contract in contracts]
    for some in (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)):
        for each in session.scalars(_ASKED, {"contracts": some}):
            found[each.contract_id].append(each)
    return [
        OwnedContract(
            contract,
            [each for each in found[contract.id] if each.state == RequestState.ACCEPTED],
            [each for each in found[contract.id] if each.state in DONE],
        )
        for contract in contracts
    ]
