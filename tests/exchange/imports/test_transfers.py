"""Does what a holder asked end with their contract, and nothing of it reach the next holder? (docs/decisions/0011)"""

from datetime import date

import factories
import pytest
from browser import Browser
from sqlalchemy import select
from ways import log_in, tables, to_606

from domain.accounts import paper_requests
from domain.contracts import requests
from infra.database import read, write
from models import Account, Contract, ContractRequest, Event
from tests.exchange.synthetic import one_row, rows_of, table

HOLDER = {
    "証券番号": "C900000001",
    "契約者氏名": "髙﨑　𠮷乃",
    "契約者カナ": "タカサキ　ヨシノ",
    "契約者生年月日": "1960-04-01",
    "契約者電話番号": "090-1234-5678",
    "契約者メールアドレス": "",
    "被保険者区分": "本人",
    "被保険者氏名": "",
    "被保険者カナ": "",
    "被保険者生年月日": "",
    "被保険者電話番号": "",
    "保険始期日": "2026-01-04",
    "保険満期日": "2028-01-04",
    "ネット手続": "1",
    "団体契約": "0",
}
NEXT = {"契約者氏名": "見本　太郎", "契約者カナ": "ミホン　タロウ", "契約者生年月日": "1990-05-05"}


@pytest.fixture
def imported(agencies, bring_in, tmp_path):
    """Brings the contract in, with some cells changed."""

    def bring(**changes):
        result = bring_in(
            "contracts", table(one_row(**{**HOLDER, **changes}), tmp_path / "c.csv"), "--portal", "okyakusama"
        )
        assert result.exit_code == 0, result.output

    bring()
    return bring


@pytest.fixture
def asked(app, browser, imported):
    """The holder, who has just asked for another phone number."""
    with app.app_context():
        factories.hold(factories.account(app).id, 1)
    return to_606(log_in(browser), 1)


def all_of(app, table):
    with app.app_context(), read() as session:
        return session.scalars(select(table).order_by(table.id)).all()


def states(app):
    return [each.state for each in all_of(app, ContractRequest)]


def nightly(app, tmp_path, name="night"):
    result = app.test_cli_runner().invoke(args=["nightly", "--into", str(tmp_path / name)])
    assert result.exit_code == 0, result.output
    [file] = (tmp_path / name).iterdir()
    return rows_of(file)[1:]


def test_what_was_asked_is_neither_applied_nor_handed_over(app, asked, imported, tmp_path, clock):
    imported(**NEXT)
    assert states(app) == ["lapsed"]
    clock.forward(days=1)
    assert nightly(app, tmp_path) == []
    assert all_of(app, Contract)[0].holder_phone == "090-1234-5678"


def test_the_next_holder_sees_nothing_of_it(app, asked, imported):
    with app.app_context():
        who = {"family_kana": "ミホン", "given_kana": "タロウ", "birth_date": date(1990, 5, 5)}
        factories.hold(factories.account(app, user_id="taro@example.jp", **who).id, 1)
    imported(**NEXT)
    browser = log_in(Browser(app.test_client()), "taro@example.jp")
    for page in ("contracts/1", "contracts", "changes", "contracts/1/confirmation", "change/of/1-insured/"):
        text = browser.open(f"/okyakusama/{page}").text
        assert "8765" not in text and "受付済" not in text
        assert not [box for box in browser.page.select("main input") if box.get("value") == "8765"]
    assert "8765" not in browser.open("/okyakusama/history").text


def test_who_asked_is_told_once(app, asked, imported):
    imported(**NEXT)
    imported(**NEXT)
    imported(**NEXT, 契約者電話番号="03-0000-0000")
    assert [each.kind for each in all_of(app, Event) if each.request_id] == ["change requested", "request lapsed"]
    text = asked.open("/okyakusama/history").text
    assert "ご契約者が変わったため、お申し込みは反映されませんでした" in text and "反映なし" in text
    assert asked.open("/okyakusama/requests/1/withdraw", 409).number == 608
    assert "ご契約者が変わったため" in asked.text
    assert "受付済" not in asked.open("/okyakusama/changes").text


def test_what_was_applied_is_not_kept_from_the_next_holder(app, asked, imported, tmp_path, clock):
    """A number of the former holder's would recognise somebody else on the telephone."""
    clock.forward(days=1)
    assert len(nightly(app, tmp_path)) == 1
    assert all_of(app, Contract)[0].holder_phone == "080-8765-4321"
    imported(**NEXT)
    assert all_of(app, Contract)[0].holder_phone == "090-1234-5678"
    assert states(app) == ["settled"]


def test_a_former_holder_does_not_become_the_next_one(app, imported, clock):
    """What the master says of the next holder is no correction of the former one's name."""
    with app.app_context():
        account = factories.account(app).id
        factories.hold(account, 1)
        factories.request(account, 1, {"holder_kana": ("タカサキ　ヨシノ", "タカザキ　ヨシノ")})
    clock.forward(days=1)
    app.test_cli_runner().invoke(args=["data", "apply"])
    imported(**NEXT)
    assert all_of(app, Account)[0].family_kana == "タカサキ"
    log_in(Browser(app.test_client())).open("/okyakusama/contracts/1", 404)


@pytest.mark.parametrize("corrected", [{"契約者カナ": "タカザキ　ヨシノ"}, {"契約者生年月日": "1960-04-02"}])
def test_a_correction_ends_nothing(app, asked, imported, corrected):
    imported(**corrected)
    assert states(app) == ["accepted"]


@pytest.mark.parametrize(("handed_over", "kept"), [(False, False), (True, True)])
def test_the_account_to_pay_to_is_erased_unless_a_file_has_still_to_be_written(app, asked, imported, handed_over, kept):
    sealed = requests.encrypt_details(app.extensions["keyring"], "1", {"口座番号": "1234567"})
    with app.app_context():
        export = factories.add(factories.models.Export(file="/x", encoding="utf-8", begun_at=factories.NOW)).id
        factories.request_now(1, sealed=sealed, export_id=export if handed_over else None)
    imported(**NEXT)
    [request] = all_of(app, ContractRequest)
    assert (request.state, request.sealed is not None) == ("lapsed", kept)


def test_a_company_is_known_by_its_name(app, imported):
    company = {"契約者区分": "法人", "契約者生年月日": ""}
    imported(**company, 契約者氏名="株式会社見本", 契約者カナ="カブシキガイシャミホン")
    with app.app_context():
        factories.request(factories.account(app).id, 1)
    imported(**company, 契約者氏名="株式会社　見本", 契約者カナ="カブシキガイシャ　ミホン")
    assert states(app) == ["accepted"]
    imported(**company, 契約者氏名="株式会社手本", 契約者カナ="カブシキガイシャテホン")
    assert states(app) == ["lapsed"]


def test_a_contract_of_the_same_number_in_the_other_portal_is_not_meant(app, asked, imported):
    with app.app_context():
        account = factories.account(app, "keiyakusha", "KMA7482X").id
        other = factories.contract(portal="keiyakusha").id
        factories.request(account, other, portal="keiyakusha")
    imported(**NEXT)
    assert states(app) == ["lapsed", "accepted"]


@pytest.mark.parametrize(("changes", "left"), [({}, 1), (NEXT, 0)])
def test_a_letter_asked_for_by_telephone_goes_to_no_next_holder(app, imported, changes, left):
    with app.app_context(), write() as session:
        paper_requests.ask(session, session.scalar(select(Contract.id)), factories.NOW)
    imported(**changes)
    assert len(tables(app)["paper_requests"]) == left
