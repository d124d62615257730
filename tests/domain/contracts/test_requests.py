"""Is what a customer asked of a contract kept as it was asked, and put in, replaced and taken back once?"""

from datetime import date

import factories
import pytest
from sqlalchemy import select

from domain.contracts import requests
from domain.contracts.requests import Change
from infra.database import read, write
from infra.encryption import DecryptionFailed, Keyring
from models import ContractRequest, Export
from rules.refusal import Refused

DAY = date(2026, 12, 1)
KEYS = Keyring(["k" * 40])
SECRET = {"口座番号": "1234567", "口座名義カナ": "ﾀｶｻｷ ﾖｼﾉ"}


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def asked(app, context):
    """A request of this state on a contract, written past the verbs."""
    account, contract = factories.held(app)

    def make(number="1", **different):
        return factories.request(account, contract, receipt_number=number, **different)

    return make


@pytest.fixture
def handed_over(asked):
    export = factories.add(Export(file="out.csv", encoding="utf-8", begun_at=factories.NOW)).id
    return asked("9", export_id=export)


def of(contents="", **more):
    return ContractRequest(contents=contents, **more)


def states():
    with read() as session:
        return {row.receipt_number: row.state for row in session.scalars(select(ContractRequest))}


def test_columns_are_kept_as_a_contract_holds_them_dates_among_them():
    columns = {
        "holder_name": ("髙﨑　𠮷乃", "清水　𠮷乃"),
        "holder_birth": (None, date(1960, 4, 1)),
        "insured_phone": ("", "080-8765-4321"),
        "changed_on": (None, DAY),
        "ends_on": (date(2026, 12, 24), DAY),
    }
    kept = requests.contents(columns)
    assert "髙﨑　𠮷乃" in kept, "whoever looks into the database can read it"
    assert requests.columns_of(of(kept)) == columns
    assert requests.kept_columns(kept)["ends_on"] == ["2026-12-24", "2026-12-01"]
    assert (requests.facts_of(of(kept)), requests.details_of(None, "1", kept, None)) == ([], {})


def test_what_has_no_column_is_kept_beside():
    kept = requests.contents(
        {}, details={"解約理由": "その他"}, facts=[("解約日", "2026年12月1日"), ("理由", "その他")]
    )
    assert requests.facts_of(of(kept)) == [("解約日", "2026年12月1日"), ("理由", "その他")]
    assert requests.details_of(None, "1", kept, None) == {"解約理由": "その他"}
    assert requests.columns_of(of(kept)) == {}


def test_a_secret_detail_is_read_with_the_key_and_of_its_own_request_alone():
    kept, sealed = requests.contents({}, details={"解約理由": "その他"}), requests.encrypt_details(KEYS, "1", SECRET)
    assert "1234567" not in kept and b"1234567" not in sealed
    assert requests.details_of(KEYS, "1", kept, sealed) == {"解約理由": "その他", **SECRET}
    for keys, number in ((KEYS, "2"), (Keyring(["n" * 40]), "1")):
        with pytest.raises(DecryptionFailed):
            requests.details_of(keys, number, kept, sealed)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("holder_name", "清水　洋介", "清水　洋介"),
        ("holder_name", "", "登録なし"),
        ("holder_birth", None, "登録なし"),
        ("holder_birth", date(1960, 4, 1), "1960年（昭和35年）4月1日"),
        ("holder_phone", "０９０87654321", "090-8765-4321"),
        ("insured_phone", "0312345678", "03-1234-5678"),
        ("location", "0312345678", "0312345678"),
    ],
)
def test_a_value_is_shown_as_customers_read_it(name, value, shown):
    assert requests.shown(name, value) == shown
    changed = requests.changes_of(of(requests.contents({name: (None, value)})))
    assert changed == [Change(requests.COLUMNS[name], "登録なし", shown)]


def test_the_day_of_a_change_is_none_of_the_data_it_changes():
    kept = requests.contents({"changed_on": (None, DAY), "location": ("あ", "い"), "ends_on": (DAY, DAY)})
    assert requests.changes_of(of(kept)) == [Change("所在地", "あ", "い")]


@pytest.mark.parametrize(
    ("state", "export_id", "is_open"),
    [
        ("accepted", None, True),
        ("accepted", 1, False),
        *((state, None, False) for state in ("applied", "settled", "withdrawn", "replaced")),
    ],
)
def test_its_owner_can_take_it_back_until_the_core_system_is_told(state, export_id, is_open):
    assert requests.is_open(of(state=state, export_id=export_id)) is is_open


def test_what_an_applied_one_waits_for_is_kept_by_column():
    before = {"holder_birth": [date(1960, 4, 1), None], "holder_phone": ["", "03-1234-5678"]}
    assert requests.waits_of(of(waits=requests.waits(before))) == before
    assert requests.waits_of(of(waits=None)) == requests.waits_of(of(waits=requests.waits({}))) == {}


def put_in(request, instead_of):
    with write() as session:
        requests.accept(session, request, instead_of=instead_of)


def another(request, number):
    """One more of the same, not yet put in."""
    names = ("portal", "kind", "part", "contract_id", "account_id", "effective_on", "contents", "state", "accepted_at")
    return ContractRequest(receipt_number=number, **{name: getattr(request, name) for name in names})


def test_a_later_one_stands_instead_of_the_one_before(asked):
    before = asked("1", sealed=b"an account to pay to")
    put_in(another(before, "2"), "1")
    assert states() == {"1": "replaced", "2": "accepted"}
    with read() as session:
        assert session.get(ContractRequest, before.id).sealed is None


@pytest.mark.parametrize("why_not", ["handed over", "withdrawn", "applied", "nowhere"])
def test_one_that_cannot_stand_instead_is_not_put_in(asked, handed_over, why_not):
    if why_not in ("withdrawn", "applied"):
        asked("1", state=why_not, part="another")
    before = states()
    instead_of = {"handed over": "9", "nowhere": "77"}.get(why_not, "1")
    with pytest.raises(Refused, match="差し替えができません"):
        put_in(another(handed_over, "2"), instead_of)
    assert states() == before


def test_it_is_taken_back_once_and_nothing_else_with_it(asked, handed_over):
    one, _ = asked("1", sealed=b"an account to pay to", part="a"), asked("2", part="b")
    with write() as session:
        assert requests.withdraw(session, one) is True
        assert requests.withdraw(session, one) is False
        assert requests.withdraw(session, handed_over) is False
    assert states() == {"1": "withdrawn", "2": "accepted", "9": "accepted"}
    with read() as session:
        assert session.get(ContractRequest, one.id).sealed is None


def test_a_contract_that_is_held_still_is_as_it_is_now(asked):
    contract = asked().contract_id
    factories.contract_now("C900000001", premium=777)
    with write() as session:
        assert requests.lock_contract(session, contract).premium == 777
