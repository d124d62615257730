"""What has a customer asked of a contract, and what can still become of it? Rows of requests, and the verbs on them.

A request is accepted by a commit; until it is handed over to the core system its owner can take it back or replace it
by a later one. The nightly run applies it.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from infra.encryption import Keyring, Purpose
from models import Contract, ContractRequest
from rules.japanese import dates, normalize
from rules.refusal import Refused
from rules.states import RequestKind, RequestState

GONE = "このお申し込みはすでにお手続きに入っているため、インターネットでは取り下げや差し替えができません。"
KINDS: Mapping[str, str] = {
    RequestKind.CHANGE: "契約内容の変更",
    RequestKind.CANCELLATION: "解約",
    RequestKind.RENEWAL: "継続",
}
# The columns of a contract that a customer can ask to change, as they call them.
COLUMNS = {
    "holder_name": "氏名または名称",
    "holder_kana": "氏名または名称カナ",
    "holder_birth": "生年月日",
    "holder_phone": "電話番号",
    "holder_postal_code": "連絡先の郵便番号",
    "holder_address": "連絡先住所",
    "insured_name": "氏名または名称",
    "insured_kana": "氏名または名称カナ",
    "insured_birth": "生年月日",
    "insured_phone": "電話番号",
    "location": "所在地",
}
DAYS = {"holder_birth", "insured_birth", "changed_on", "ends_on"}


class Change(NamedTuple):
    """One datum that a request changes, as the customer is shown it."""

    label: str
    before: str
    after: str


def is_open(request: ContractRequest) -> bool:
    """Whether its owner can still take it back: not once the core system has been told."""
    return request.state == RequestState.ACCEPTED and request.export_id is None


def columns_of(request: ContractRequest) -> dict[str, tuple[Any, Any]]:
    """What it changes: by column, the value before and after."""
    kept = kept_columns(request.contents)
    return {name: (value_of(name, before), value_of(name, after)) for name, (before, after) in kept.items()}


def kept_columns(contents: str) -> dict[str, tuple[str | None, str | None]]:
    """What a request's kept contents change, by column, before and after, as it is kept: a date as its text."""
    found: dict[str, tuple[str | None, str | None]] = json.loads(contents)["columns"]
    return found


def value_of(name: str, kept: str | None) -> Any:
    """What is kept of a column's value, as a contract holds it."""
    return date.fromisoformat(kept) if kept and name in DAYS else kept


def contents(
    columns: Mapping[str, tuple[Any, Any]],
    *,
    details: Mapping[str, str] | None = None,
    facts: Sequence[tuple[str, str]] = (),
) -> str:
    """What a request changes, to be kept, with what the core system is told beside (`details`, by the heading of the
    file) and what the customer is shown of the rest (`facts`)."""
    kept = {name: [_kept(before), _kept(after)] for name, (before, after) in columns.items()}
    return json.dumps({"columns": kept, "details": details or {}, "facts": facts}, ensure_ascii=False)


def facts_of(request: ContractRequest) -> list[tuple[str, str]]:
    """What was asked beside changes of columns, in the customer's words."""
    return [(label, value) for label, value in json.loads(request.contents).get("facts", ())]


def details_of(keyring: Keyring, receipt_number: str, contents: str, sealed: bytes | None) -> dict[str, str]:
    """What the core system is told beside the columns, by the heading of the file: what a request's kept `contents`
    have of it, and what is `sealed` apart (encrypt_details), None where nothing is. Raise DecryptionFailed."""
    secret = json.loads(keyring.decrypt(Purpose.REQUEST, receipt_number, sealed)) if sealed else {}
    return {**json.loads(contents).get("details", {}), **secret}


def encrypt_details(keyring: Keyring, receipt_number: str, details: Mapping[str, str]) -> bytes:
    """Such details that nobody may read in the database: they are erased once they are not needed any more."""
    return keyring.encrypt(Purpose.REQUEST, receipt_number, json.dumps(details, ensure_ascii=False).encode())


def waits(before: Mapping[str, Sequence[Any]]) -> str:
    """By column of an applied request, the values that say that the core system has not taken it in yet; to be kept."""
    return json.dumps({name: [_kept(value) for value in values] for name, values in before.items()}, ensure_ascii=False)


def waits_of(request: ContractRequest) -> dict[str, list[Any]]:
    """What `waits` kept, by column of an applied request, as a contract holds it."""
    kept = json.loads(request.waits or "{}")
    return {name: [value_of(name, value) for value in values] for name, values in kept.items()}


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def changes_of(request: ContractRequest) -> list[Change]:
    """What it changes, in the customer's words."""
    return [
        Change(COLUMNS[name], shown(name, before), shown(name, after))
        for name, (before, after) in columns_of(request).items()
        if name in COLUMNS
    ]


def shown(name: str, value: Any) -> str:
    """What a column of a contract holds, as a customer is shown it."""
    if value is None or value == "":
        return "登録なし"
    if isinstance(value, date):
        return dates.show_both(value)
    return normalize.show_phone(normalize.phone(value)) if name.endswith("_phone") else str(value)


def lock_contract(session: Session, contract_id: int) -> Contract:
    """The contract as it is now, kept from who would change it until the transaction ends; holdings may be added."""
    return session.scalars(select(Contract).where(Contract.id == contract_id).with_for_update(key_share=True)).one()


def accept(session: Session, request: ContractRequest, *, instead_of: str | None) -> None:
    """Put a request in. `instead_of` is the receipt number of the one it replaces.

    Raise refusal.Refused where that one has been handed over meanwhile. The contract must be held still.
    """
    if instead_of and not _leave(session, instead_of, RequestState.REPLACED):
        raise Refused(GONE)
    session.add(request)
    session.flush()


def withdraw(session: Session, request: ContractRequest) -> bool:
    """Take a request back; False where it is not to be taken back any more, or is already."""
    return _leave(session, request.receipt_number, RequestState.WITHDRAWN)


def _leave(session: Session, receipt_number: str, state: RequestState) -> bool:
    open_one = (
        ContractRequest.receipt_number == receipt_number,
        ContractRequest.state == RequestState.ACCEPTED,
        ContractRequest.export_id.is_(None),
    )
    done = session.execute(update(ContractRequest).where(*open_one).values(state=state, sealed=None))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]
