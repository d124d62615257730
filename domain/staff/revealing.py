"""Which masked data of a customer does a member see in full, for how long, and why? Sixty seconds each, for a reason.

Only in a case whose caller was found to be the customer themselves (cases.Case.verified); the server ends it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.staff import audit_trail
from domain.staff.audit_trail import Act
from domain.staff.cases import Case
from domain.staff.customers import Customer
from infra.database import insert_into
from models import Contract, Unmasking
from rules import masking
from rules.japanese import dates, mail, normalize
from rules.japanese.times import UtcDateTime

SHOWN_FOR = timedelta(seconds=60)
REASONS: Mapping[str, str] = {
    "asked": "お客さまからのご依頼で内容を確認するため",
    "procedure": "お手続きのご案内に必要なため",
    "letter": "メール・郵便の届け先を確認するため",
    "other": "そのほか（下の欄に入力）",
}
OTHER = "other"
SCREEN = "お客さまの情報"


class NotVerified(Exception):
    """Nobody has found out yet that the customer themselves is on the telephone."""


class Item(NamedTuple):
    """A datum that is masked: by which name it is asked for, what it is called, what it says, and how it is masked."""

    name: str
    label: str
    whole: str
    masked: str


class Shown(NamedTuple):
    """An item as a page has it now: `until` is when it is masked again, None where it is masked."""

    item: Item
    until: UtcDateTime | None

    @property
    def text(self) -> str:
        """What the page says."""
        return self.item.whole if self.until else self.item.masked


def items_of(customer: Customer) -> list[Item]:
    """What is masked of a customer beside their contracts; what is not known is no item."""
    account = customer.account
    birth = _birth("birth", customer)
    if account is None:
        return birth
    own = [*birth, _email("email", account.email or "")]
    if account.user_id != account.email:
        own.insert(0, Item("user-id", "ユーザーID", account.user_id, masking.user_id(account.user_id)))
    return [each for each in own if each.whole]


def items_in(contract: Contract) -> list[Item]:
    """What is masked in a contract; each is named with its number of ours."""
    phone, code = normalize.phone(contract.holder_phone), normalize.postal_code(contract.holder_postal_code)
    address = normalize.clean(contract.holder_address)
    where = f"〒{code[:3]}-{code[3:]} {address}" if code else address
    found = [
        Item("phone", "電話番号", normalize.show_phone(phone), masking.phone(contract.holder_phone)),
        _email("email", contract.holder_email),
        Item("address", "住所", where, masking.address(contract.holder_address)),
    ]
    return [each._replace(name=f"{each.name}-{contract.id}") for each in found if each.whole]


def reveal(session: Session, case: Case, item: Item, reason: str, now: UtcDateTime) -> None:
    """Show an item in this case for a minute from now; written down with the reason. Raise NotVerified."""
    if not case.verified:
        raise NotVerified
    row = {"case_id": case.id, "item": item.name, "until": now + SHOWN_FOR}
    shown = insert_into(session, Unmasking).values(row)
    session.execute(
        shown.on_conflict_do_update(index_elements=[Unmasking.case_id, Unmasking.item], set_={"until": row["until"]})
    )
    about = f"{item.label}（{item.name}）　{SCREEN}"
    audit_trail.record(session, Act.REVEALED, case.member_id, now, whom=case.whom, reason=reason, about=about)


def shown(session: Session, case: Case, items: Sequence[Item], now: UtcDateTime) -> list[Shown]:
    """Items as a page of this case has them now: masked, but for what is revealed."""
    if not case.verified:
        return [Shown(each, None) for each in items]
    asked = select(Unmasking.item, Unmasking.until).where(Unmasking.case_id == case.id, Unmasking.until > now)
    until = {row.item: row.until for row in session.execute(asked)}
    return [Shown(each, until.get(each.name)) for each in items]


def _birth(name: str, customer: Customer) -> list[Item]:
    born = customer.birth
    return [Item(name, "生年月日", dates.show_both(born), masking.birth_date(born))] if born else []


def _email(name: str, address: str) -> Item:
    return Item(name, "メールアドレス", mail.shown(address) if address else "", masking.email(address))
