"""What stands on the papers that a customer opens: 保険契約内容, and a 保険料領収証 for each premium that was paid."""

from typing import Any

from domain.contracts import details
from domain.messages.paper_letters import colours_of, desk_of
from infra.pdf import typeset
from models import Contract, Premium
from rules import covers, shares
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
    amount = {"amount": f"金{premium.amount:,}円", "rows": rows}
    return typeset("receipt", _frame(portal, contract, RECEIPT, now) | amount, now)


def _frame(portal: Portal, contract: Contract, title: str, now: UtcDateTime) -> dict[str, Any]:
    colour, tint = colours_of(portal)
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
