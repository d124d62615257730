"""What if the core system does not say yet what a customer changed here? Until it does, the change stays (data.md).

For each datum that was applied here a file can say three things: what it was before, and then the core system has not
taken it in yet; what the customer wanted, and then the two agree; or something else, and then the core system knows
better. 変更日 goes with the others: the core system may count it otherwise.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.accounts import find_keys
from domain.contracts import ownership, requests
from exchange.imports.reader import Values
from models import Account, Contract, ContractRequest
from rules.japanese import names, normalize
from rules.states import RequestState

GOES_ALONG = "changed_on"
# What an account repeats of its owner's contracts: the column, and the fields that hold it.
OF_THE_OWNER = {
    "holder_birth": ("birth_date",),
    "holder_name": ("family_name", "given_name"),
    "holder_kana": ("family_kana", "given_kana"),
}


@dataclass
class Merged:
    """Rows of a file with what is to stay of ours; by request, what is said of its data that is waited for no more; the
    numbers of those that are somebody else's now, of which nothing stays."""

    rows: list[Values] = field(default_factory=list)
    said: dict[int, Values] = field(default_factory=dict)
    passed_on: list[str] = field(default_factory=list)


def applied(session: Session, portal: str, numbers: Sequence[str]) -> Mapping[str, Sequence[ContractRequest]]:
    """What was applied to these contracts and is not settled, by their numbers, in the order of its application."""
    joined = select(Contract.number, ContractRequest).join(ContractRequest, ContractRequest.contract_id == Contract.id)
    theirs = (Contract.portal == portal, Contract.number.in_(numbers), ContractRequest.state == RequestState.APPLIED)
    in_order = joined.where(*theirs).order_by(
        ContractRequest.applied_at, ContractRequest.effective_on, ContractRequest.id
    )
    found: dict[str, list[ContractRequest]] = defaultdict(list)
    for number, asked in session.execute(in_order):
        found[number].append(asked)
    return found


def merge(
    rows: Sequence[Values], known: Mapping[str, Values], asked: Mapping[str, Sequence[ContractRequest]]
) -> Merged:
    """The rows as they come in."""
    merged = Merged()
    for row in rows:
        before = known.get(row["number"])
        kept, said = _merge_one(row, before, asked.get(row["number"], ())) if before else (row, {})
        if before and not ownership.is_same(_holder(before), _holder(kept)):
            merged.passed_on.append(row["number"])
            merged.rows.append(row)
        else:
            merged.rows.append(kept)
            merged.said |= said
    return merged


def _merge_one(row: Values, known: Values, asked: Sequence[ContractRequest]) -> tuple[Values, dict[int, Values]]:
    """Of several requests on one datum the last says what is wanted."""
    said: dict[int, Values] = defaultdict(dict)
    waits = {each.id: requests.waits_of(each) for each in asked}
    kept: Values = {}
    for name in {name for each in waits.values() for name in each if name != GOES_ALONG}:
        waiting = [each for each in asked if name in waits[each.id]]
        wanted = requests.columns_of(waiting[-1])[name][1]
        before = [value for each in waiting for value in waits[each.id][name]]
        if not _same(name, row[name], wanted) and any(_same(name, row[name], value) for value in before):
            kept[name] = known[name]
        else:
            for each in waiting:
                said[each.id][name] = row[name]
    if kept:
        kept[GOES_ALONG] = known[GOES_ALONG]
    if "holder_kana" in kept:
        kept |= {key: known[key] for key in ("kana_key", "given_key", "strict_key")}
    if "holder_name" in kept:
        kept["written_key"] = known["written_key"]
    return row | kept, said


def _holder(row: Values) -> ownership.Person:
    keys = (row["strict_key"], row["kana_key"], row["given_key"])
    return ownership.Person(*keys, row["holder_birth"], row["written_key"])


def _same(name: str, one: Any, other: Any) -> bool:
    """Whether two values say the same, in whatever characters."""
    if one == other:
        return True
    if not (isinstance(one, str) and isinstance(other, str)):
        return False
    if name.endswith("_phone"):
        return normalize.phone(one) == normalize.phone(other)
    return normalize.word(one) == normalize.word(other)


def settle(session: Session, merged: Merged) -> None:
    """What was said is waited for no more; a request is settled with its last datum."""
    if not merged.said:
        return
    for asked in session.scalars(select(ContractRequest).where(ContractRequest.id.in_(merged.said))):
        said, waits = merged.said[asked.id], requests.waits_of(asked)
        left = {name: before for name, before in waits.items() if name not in said}
        asked.waits = requests.waits(left)
        if left.keys() <= {GOES_ALONG}:
            asked.state = RequestState.SETTLED
        for name in OF_THE_OWNER.keys() & said.keys():
            account = session.get_one(Account, asked.account_id)
            _correct(account, name, [*waits[name]], said[name])
            find_keys.keep(account)


def _correct(account: Account, name: str, before: Sequence[Any], said: Any) -> None:
    """An account that has this from its owner's contract has it as the core system says now."""
    fields = OF_THE_OWNER[name]
    has = [getattr(account, each) for each in fields]
    if len(fields) == 1:
        if has[0] in before:
            setattr(account, fields[0], said)
    elif any(_parts(name, " ".join(has)) == _parts(name, each) for each in before):
        for each, part in zip(fields, _parts(name, said), strict=True):
            setattr(account, each, part)


def _parts(name: str, text: str) -> tuple[str, str]:
    """The family and the given name as an account keeps them, whichever blank is between them."""
    if name == "holder_name":
        return names.name_parts(text)
    family, given = map(names.kana, names.kana_parts(text))
    return family, given
