"""What stands on the papers that a customer opens: 保険契約内容, and a 保険料領収証 for each premium that was paid."""

from dataclasses import asdict
from typing import Any
from zlib import crc32

from domain.contracts import details
from domain.messages.paper_letters import desk_of
from infra.pdf import typeset
from models import Contract, Premium
from rules import covers, shares
from rules.colours import RAMPS
from rules.japanese import normalize
from rules.japanese.formatting import day
from rules.japanese.times import UtcDateTime
from rules.portals import Portal

POLICY, RECEIPT = "保険契約内容", "保険料領収証"


def contents(portal: Portal, contract: Contract, agency: str, now: UtcDateTime) -> bytes:
    """保険契約内容 as a PDF; `agency` is how the 取扱代理店 is shown, by name and telephone. Raise CannotPrint."""
    groups = [{"title": "ご契約", "rows": details.all_of(portal, contract, agency)}]
    if insured := covers.read(contract.covers):
        groups.append({"title": "補償内容", "rows": insured})
    groups += [
        {"title": part.title, "rows": [(each.label, each.value) for each in part.data]}
        for part in details.parts_of(portal, contract)
    ]
    insurers = shares.read(contract.insurers)
    return typeset("policy", _frame(portal, contract, POLICY, now) | {"groups": groups, "insurers": insurers}, now)


def receipt(portal: Portal, contract: Contract, premium: Premium, now: UtcDateTime) -> bytes:
    """保険料領収証 as a PDF, for one `premium` that was paid. Raise CannotPrint."""
    rows = [
        ("領収日", day(premium.paid_on)),
        ("対象期間", f"{day(premium.starts_on)}から{day(premium.ends_on)}まで"),
        ("証券番号", contract.number),
        ("保険種類", f"{contract.product}（{contract.product_type}）"),
        ("払込方法", contract.payment),
    ]
    own = {"number": receipt_number(contract, premium), "issuer": asdict(portal.issuer)}
    amount = {"amount": f"金{premium.amount:,}円", "rows": rows}
    return typeset("receipt", _frame(portal, contract, RECEIPT, now) | own | amount, now)


def receipt_number(contract: Contract, premium: Premium) -> str:
    """C900000001-20260104-5603: the same whenever it is printed, and of no other premium; of two that were paid on one
    day the last four digits differ, which come from the time that they are for."""
    period = f"{premium.starts_on:%Y%m%d}{premium.ends_on:%Y%m%d}"
    return f"{contract.number}-{premium.paid_on:%Y%m%d}-{crc32(period.encode()) % 10000:04}"


def _frame(portal: Portal, contract: Contract, title: str, now: UtcDateTime) -> dict[str, Any]:
    colour, tint = RAMPS[portal.colour]
    return {
        "title": title,
        "company": portal.company,
        "portal": portal.title,
        "colour": colour,
        "tint": tint,
        "date": day(now),
        "desk": desk_of(portal.help_desk),
        "addressee": f"{normalize.clean(contract.holder_name)}　{'御中' if contract.company else '様'}",
    }


def file_name(title: str, contract: Contract, premium: Premium | None = None) -> str:
    """What the file is called when it is kept."""
    paid = f"_{premium.paid_on:%Y%m%d}" if premium else ""
    return f"{title}_{contract.number}{paid}.pdf"
