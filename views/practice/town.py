"""Who and what is there at the practice counter? A made-up customer of each portal, with contracts and an accident.

Names, addresses and numbers are nobody's. Days lie around today, so that what can be done can be done today.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

import models
from domain.accounts import credentials, issued_passwords, lifecycle
from domain.contracts import search_key
from exchange.imports import cells
from forms.kit.names import FullName
from infra import clock
from infra.database import read, write
from rules import finding
from rules.japanese import names
from rules.japanese.times import UtcDateTime
from rules.portals import Portal

AGENCY = "A1000"
PASSWORD = "Mihon8mado"  # noqa: S105
INITIAL = "uERsmM8c"
# The contract that the samples of forms name (721, 202, 301), which nobody has yet.
UNCLAIMED = "C123456789"
BORN = date(1960, 4, 1)
BIRTH = {"birth-era": "showa", "birth-year": "35", "birth-month": "4", "birth-day": "1"}
ADDRESS = "mihon@example.jp"
ISSUED_ID = "MHN7482X"
PLACE = "東京都見本区見本町1-2-3"


def settle(now: UtcDateTime) -> None:
    """Put everybody there, into an empty database."""
    hashed = current_app.extensions["hasher"].hash(PASSWORD)
    with write() as session:
        session.add(_agency())
        session.flush()
        for place, portal in enumerate(current_app.extensions["portals"].values(), 1):
            _people_of(session, portal, place, hashed, now)


def user_id_of(app: Flask, portal: str) -> str:
    """What the customer of a portal types as their ID."""
    return ADDRESS if app.extensions["portals"][portal].chooses_own_id else ISSUED_ID


def close_to_the_web(portal: str) -> int:
    """A contract of the customer is one that cannot be changed here; gives its id."""
    with write() as session:
        found = _held(session, portal)
        found.online = False
        return found.id


def first_contract(portal: str) -> int:
    """The id of the customer's contract."""
    with read() as session:
        return _held(session, portal).id


def give_temporary_password(portal: str) -> None:
    """The customer has not yet chosen a password of their own, and was sent one."""
    with write() as session:
        account = session.scalars(select(models.Account).where(models.Account.portal == portal)).one()
        account.password = ""
        until = clock.now() + timedelta(days=2)
        credentials.issue_password(session, current_app.extensions["keyring"], account, INITIAL, until)


def _held(session: Session, portal: str) -> models.Contract:
    held = select(models.Contract).join(models.Holding).where(models.Contract.portal == portal)
    return session.scalars(held.order_by(models.Contract.id).limit(1)).one()


def _agency() -> models.Agency:
    told = {"postal_code": "100-0000", "address": PLACE, "phone": "03-0000-1111"}
    return models.Agency(code=AGENCY, name="見本代理店", **told)


def _people_of(session: Session, portal: Portal, place: int, hashed: str, now: UtcDateTime) -> None:
    answers = {"holder": FullName("見本", "花子"), "kana": FullName("ミホン", "ハナコ"), "birth": BORN}
    keyring = current_app.extensions["keyring"]
    account = lifecycle.open_account(session, keyring, portal, email=ADDRESS, password=hashed, answers=answers, now=now)
    account.user_id = account.user_id if portal.chooses_own_id else ISSUED_ID
    account.previous_login_at = account.last_login_at = now - timedelta(days=3)
    kept = issued_passwords.keep(keyring, f"{portal.name} {UNCLAIMED}", INITIAL)
    contracts = [_contract(portal, f"C10000{place}00{number}") for number in (1, 2)]
    session.add_all([*contracts, _contract(portal, UNCLAIMED, initial_password=kept, holder_email="")])
    session.flush()
    for contract in contracts:
        session.add(models.Holding(account_id=account.id, contract_id=contract.id, added_at=now, how="demo"))
    session.add(_accident(contracts[0].id, place))
    session.add(_premium(contracts[0]))


def _contract(portal: Portal, number: str, **different: Any) -> models.Contract:
    values: dict[str, Any] = {
        "portal": portal.name,
        "number": number,
        "renewed": False,
        "product_type": _product_type(portal),
        "product": portal.products[0].removesuffix(f"（{_product_type(portal)}）"),
        "starts_on": clock.today() - timedelta(days=330),
        "ends_on": clock.today() + timedelta(days=35),
        "company": False,
        "holder_name": "見本　花子",
        "holder_kana": "ミホン　ハナコ",
        "holder_birth": BORN,
        "holder_phone": "090-1234-5678",
        "holder_email": ADDRESS,
        "holder_postal_code": "100-0000",
        "holder_address": PLACE,
        "insured_is_holder": True,
        "insured_name": "",
        "insured_kana": "",
        "insured_phone": "",
        "location": PLACE,
        "premium": 12000,
        "payment": "年払",
        "agency_code": AGENCY,
        "group_contract": False,
        "online": True,
        "insurers": f"幹事:{portal.short_name}:100",
        "covers": "見本の補償:1,000万円;見本の費用:30万円",
        "imported_at": clock.now(),
    }
    values |= different
    return models.Contract(**values, **_keys(values))


def _keys(values: Mapping[str, Any]) -> dict[str, str]:
    written = names.written_key(values["holder_name"])
    keys = {**cells.kana_keys(values["holder_kana"]), "written_key": written, "search_key": search_key.key_of(values)}
    return keys | finding.contract_keys(keys["strict_key"], values["holder_phone"], values["holder_email"])


def _product_type(portal: Portal) -> str:
    """One that can be renewed, as the portal's products name it."""
    renewable = [name for name in current_app.extensions["products"] if any(name in each for each in portal.products)]
    return renewable[0] if renewable else portal.products[0]


def _accident(contract_id: int, place: int) -> models.Accident:
    return models.Accident(
        number=f"J20260000{place}",
        contract_id=contract_id,
        happened_on=clock.today() - timedelta(days=4),
        kind="水濡れ",
        place=PLACE,
        department="見本損害サービス課",
        adjuster="見本　太郎",
        adjuster_email="tantou@example.jp",
        status="受付",
    )


def _premium(contract: models.Contract) -> models.Premium:
    paid = {"paid_on": contract.starts_on, "amount": contract.premium}
    return models.Premium(contract_id=contract.id, **paid, starts_on=contract.starts_on, ends_on=contract.ends_on)
