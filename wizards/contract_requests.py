"""What do all requests on a contract have in common? When one can be made, and how it is put in."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from domain.contracts import details, requests, web_access
from domain.contracts.ownership import OwnedContract
from models import Contract, ContractRequest
from rules import periods
from rules.japanese.dates import show_date
from rules.portals import Portal
from rules.states import RequestKind, RequestState
from wizards.engine.access import AccessDenied, OwnContract, Reason, subject_of
from wizards.engine.receipt import CommitContext, Conflict


def days_of(portal: Portal, held: OwnedContract, part: str, today: date, *, kind: RequestKind) -> tuple[date, date]:
    """The first and last day that a request of this `kind` on a whole contract may be for. Raise AccessDenied where
    there is none, or where a `part` of the contract is named."""
    if part:
        raise AccessDenied(Reason.MISSING)
    days = periods.change_days(held.contract.starts_on, held.contract.ends_on, today)
    closed = [*why_not(portal, held.contract, today), *in_the_way(held, kind)]
    if closed or days is None:
        raise AccessDenied(Reason.CLOSED, texts=closed)
    return days


def why_not(portal: Portal, contract: Contract, today: date) -> list[str]:
    """Why nothing can be asked of a contract here, empty where it can."""
    if not web_access.is_open(contract):
        return [f"「{portal.title}」でお手続きをすることができません。"]
    if contract.group_contract:
        return ["団体契約は、インターネットではお手続きいただけません。"]
    if periods.change_days(contract.starts_on, contract.ends_on, today) is None:
        return [f"このご契約の保険期間は、{show_date(contract.ends_on)}に終了しています。"]
    return []


def in_the_way(held: OwnedContract, kind: RequestKind) -> list[str]:
    """What was asked already and does not go together with a new request of this kind."""
    if ended_here(held):
        return ["このご契約は、すでに解約のお手続きが済んでいます。"]
    if kind == RequestKind.CANCELLATION and renewed_here(held):
        return ["このご契約は、すでに継続のお手続きが済んでいます。"]
    return [
        _told(each)
        for each in held.under_way
        if (
            each.kind != kind
            and RequestKind.CANCELLATION in (each.kind, kind)
            and (each.kind, kind) != (RequestKind.CHANGE, RequestKind.CANCELLATION)
        )
        or (each.kind == kind != RequestKind.CHANGE and not requests.is_open(each))
    ]


def _told(asked: ContractRequest) -> str:
    what = f"{requests.KINDS[asked.kind]}のお申し込み（受付番号 {asked.receipt_number}）"
    if requests.is_open(asked):
        return f"{what}を受け付けています。先にそのお申し込みを取り下げてから、お手続きください。"
    return f"{what}は、すでにお手続きに入っています。"


def ended_here(held: OwnedContract) -> bool:
    """Whether the contract ends on the day for which its owner cancelled it."""
    return any(
        each.kind == RequestKind.CANCELLATION and each.effective_on == held.contract.ends_on for each in held.done
    )


def renewed_here(held: OwnedContract) -> ContractRequest | None:
    """A renewal for the end that the contract has now, which was handed on already."""
    since = held.contract.ends_on - timedelta(days=periods.RENEWAL_DAYS)
    done = [each for each in held.done if each.kind == RequestKind.RENEWAL and each.effective_on >= since]
    return done[-1] if done else None


def as_seen(act: CommitContext, entrance: OwnContract) -> Contract:
    """The contract, held still. Raise Conflict where it is not as the customer saw it."""
    assert act.account_id is not None
    contract = requests.lock_contract(act.session, subject_of(act.subject or "")[0])
    if entrance.again(act.session, act.portal, act.account_id, act.subject or "", act.now) != act.about:
        raise Conflict
    return contract


def request(
    act: CommitContext,
    contract: Contract,
    *,
    kind: RequestKind,
    day: date,
    part: str = "",
    columns: Mapping[str, tuple[Any, Any]],
    details: Mapping[str, str] | None = None,
    facts: Sequence[tuple[str, str]] = (),
) -> ContractRequest:
    """A request of this commit, not yet put in. `day` is from when on it holds, `part` what it is about ("" for all of
    the contract); `columns` are what it changes, by name, before and after; `details` and `facts` as in
    requests.contents."""
    assert act.account_id is not None
    return ContractRequest(
        portal=act.portal.name,
        receipt_number=act.number,
        kind=kind,
        part=part,
        contract_id=contract.id,
        account_id=act.account_id,
        effective_on=day,
        contents=requests.contents(columns, details=details, facts=facts),
        state=RequestState.ACCEPTED,
        accepted_at=act.now,
    )


def title_of(portal: Portal, asked: ContractRequest) -> str:
    """What a request is, in the customer's words."""
    part = f"（{details.title_of(portal, asked.part)}）" if asked.part else ""
    return f"{requests.KINDS[asked.kind]}{part}"
