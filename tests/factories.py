"""People, agencies and contracts that tests need: nobody of them is in any contract file."""

from datetime import UTC, date, datetime

from sqlalchemy import select, update

import models
from domain.accounts import credentials, find_keys, lifecycle
from domain.contracts import requests, search_key
from exchange.imports import cells
from forms.kit.names import FullName
from infra.database import read, write
from rules import finding
from rules.japanese import names

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PASSWORD = "sakura7mado"
PROFILE = {
    "holder-family": "髙﨑",
    "holder-given": "𠮷乃",
    "kana-family": "ﾀｶｻｷ",
    "kana-given": "よしの",
    "birth-era": "showa",
    "birth-year": "３５",
    "birth-month": "4",
    "birth-day": "1",
    "email": "Yoshino.T@example.jp",
    "keyword": "Himawari7",
    "employee": "",
    "terms": "yes",
    "privacy": "yes",
}
ACCESS = {"password": PASSWORD, "password-again": PASSWORD, "news": "yes", "terms": "yes"}
BORN = date(1960, 4, 1)


def agency(code="A1000", **different):
    values = {
        "name": "駅前ほけん",
        "postal_code": "107-0000",
        "address": "東京都港区見本1-2-3",
        "phone": "03-0000-1111",
    }
    return add(models.Agency(code=code, **{**values, **different}))


def contract(**different):
    """A contract of 髙﨑 𠮷乃 in the renewal window, unless told otherwise; its agency must be there."""
    return add(unsaved_contract(**different))


def unsaved_contract(**different):
    values = {
        "portal": "okyakusama",
        "number": "C900000001",
        "renewed": False,
        "product_type": "火災保険",
        "product": "すまいの保険",
        "starts_on": date(2025, 12, 24),
        "ends_on": date(2026, 12, 24),
        "changed_on": None,
        "company": False,
        "holder_name": "髙﨑　𠮷乃",
        "holder_kana": "タカサキ　ヨシノ",
        "holder_birth": BORN,
        "holder_phone": "090-1234-5678",
        "holder_email": "yoshino.t@EXAMPLE.jp",
        "holder_postal_code": "107-0000",
        "holder_address": "東京都港区見本1-2-3",
        "insured_is_holder": True,
        "insured_name": "",
        "insured_kana": "",
        "insured_birth": None,
        "insured_phone": "",
        "location": "東京都港区見本1-2-3",
        "premium": 12000,
        "payment": "年払",
        "agency_code": "A1000",
        "group_contract": False,
        "online": True,
        "initial_password": None,
        "insurers": "幹事:サンプル損害保険:100",
        "last_procedure_at": None,
        "imported_at": NOW,
    }
    values |= different
    keys = cells.kana_keys(values["holder_kana"]) | {"search_key": search_key.key_of(values)}
    keys["written_key"] = names.written_key(values["holder_name"])
    keys |= finding.contract_keys(keys["strict_key"], values["holder_phone"], values["holder_email"])
    return models.Contract(**{**keys, **values})


def account(app, portal="okyakusama", user_id="yoshino.t@example.jp", password=PASSWORD, **different):
    """An account of 髙﨑 𠮷乃; needs an application context."""
    hashed = app.extensions["hasher"].hash(password)
    answers = {"holder": FullName("髙﨑", "𠮷乃"), "kana": FullName("タカサキ", "ヨシノ"), "birth": BORN}
    with write() as session:
        served = app.extensions["portals"][portal]
        keyring = app.extensions["keyring"]
        made = lifecycle.open_account(
            session, keyring, served, email=user_id, password=hashed, answers=answers, now=NOW
        )
        for name, value in different.items():
            setattr(made, name, value)
        find_keys.keep(made)
    return made


def caller(app, user_id="SKR6473N", phone="090-1234-5678", email="yoshino.t@example.jp", call_required=True, **of_it):
    """A customer of keiyakusha who is let in by a call only, with a contract that has this number, and is else as told;
    gives the account. Their agency must be there."""
    made = account(app, "keiyakusha", user_id, email=email, call_required=call_required)
    number = {"number": f"H9{made.id:08}", **of_it}
    hold(made.id, contract(portal="keiyakusha", holder_phone=phone, **number).id)
    return made


def issued(app, portal="keiyakusha", user_id="HRK5394T", password="Ymd8Kkn3", until=None, **different):
    """An account that waits with a password the company issued."""
    made = account(app, portal, user_id, **different)
    with write() as session:
        kept = session.get(models.Account, made.id)
        kept.password = ""
        credentials.issue_password(session, app.extensions["keyring"], kept, password, until)
    return kept


def owner(app, portal="okyakusama", **different):
    """An account that can get in again by mail, under the ID of ways.OWNER."""
    user_id = "yoshino.t@example.jp" if portal == "okyakusama" else "KMA7482X"
    own = {"email": "yoshino.t@example.jp", **different}
    return account(app, portal, user_id, **own)


def held(app, portal="okyakusama", **different):
    """A contract and the account that holds it: the id of each."""
    user_id = "yoshino.t@example.jp" if portal == "okyakusama" else "KMA7482X"
    agency()
    kept = contract(portal=portal, **different)
    family, _, given = kept.holder_kana.partition("　")
    owner = {"family_kana": family, "given_kana": given, "birth_date": kept.holder_birth}
    holder, kept = account(app, portal, user_id, email="yoshino.t@example.jp", **owner).id, kept.id
    hold(holder, kept)
    return holder, kept


def hold(account_id, contract_id):
    return add(models.Holding(account_id=account_id, contract_id=contract_id, added_at=NOW, how="registration"))


def accident(contract_number, **different):
    """An accident of a contract that is there."""
    with read() as session:
        contract_id = session.scalar(select(models.Contract.id).where(models.Contract.number == contract_number))
    values = {
        "number": "J90000001",
        "happened_on": date(2026, 11, 20),
        "kind": "車両単独事故",
        "place": "東京都港区見本1-2-3",
        "department": "東京損害サービス課",
        "adjuster": "見本",
        "adjuster_email": "adjuster@example.jp",
        "status": "受付",
    }
    return add(models.Accident(contract_id=contract_id, **{**values, **different}))


def request(account_id, contract_id, columns=None, day=date(2026, 11, 24), **different):
    """A change of a phone number that was asked for just now."""
    values = {
        "portal": "okyakusama",
        "receipt_number": f"{100000000000 + contract_id:012}",
        "kind": "change",
        "part": "insured",
        "contract_id": contract_id,
        "account_id": account_id,
        "effective_on": day,
        "state": "accepted",
        "accepted_at": NOW,
    }
    changed = {"holder_phone": ("090-1234-5678", "080-8765-4321")} if columns is None else columns
    contents = requests.contents({**changed, "changed_on": (None, day)})
    return add(models.ContractRequest(**{**values, "contents": contents, **different}))


def add(row):
    with write() as session:
        session.add(row)
    return row


def request_now(request_id, **values):
    """Something became of a request."""
    with write() as session:
        session.execute(update(models.ContractRequest).where(models.ContractRequest.id == request_id).values(**values))


def contract_now(number, **values):
    """The core system says something else of a contract."""
    with write() as session:
        session.execute(update(models.Contract).where(models.Contract.number == number).values(**values))
