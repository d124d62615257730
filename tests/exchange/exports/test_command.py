"""Is each request handed over in one file and no other, and applied once, whatever stops the commands? (data.md)"""

from datetime import UTC, date, datetime

import factories
import pytest
from browser import Browser
from dying import run_until
from sqlalchemy import select, update
from ways import log_in, to_606

from domain.contracts import requests
from infra import locks
from infra.database import read, write
from models import Contract, ContractRequest, Event, Export
from tests.exchange.synthetic import rows

NEXT_DAY = datetime(2026, 11, 25, 3, tzinfo=UTC)


def in_database(app, table=ContractRequest):
    with app.app_context(), read() as session:
        return session.scalars(select(table).order_by(table.id)).all()


def test_each_request_is_in_one_file(run, asked, tmp_path):
    run("export", "requests", tmp_path / "1.csv")
    run("export", "requests", tmp_path / "2.csv")
    assert (len(rows(tmp_path / "1.csv")), rows(tmp_path / "2.csv")) == (2, [])


def test_what_was_applied_before_it_was_handed_over_is_handed_over_still(app, run, asked, tmp_path, clock):
    clock.now = NEXT_DAY
    run("apply")
    run("export", "requests", tmp_path / "out.csv")
    assert len(rows(tmp_path / "out.csv")) == 2


@pytest.mark.parametrize("state", ["withdrawn", "replaced"])
def test_what_was_taken_back_is_not_handed_over(app, run, asked, tmp_path, state):
    with app.app_context(), write() as session:
        session.execute(update(ContractRequest).where(ContractRequest.id == asked[0]).values(state=state))
    run("export", "requests", tmp_path / "out.csv")
    assert [row["証券番号"] for row in rows(tmp_path / "out.csv")] == ["C900000002"]


def test_what_was_handed_over_is_not_taken_back(app, run, asked, tmp_path):
    run("export", "requests", tmp_path / "out.csv")
    browser = log_in(Browser(app.test_client()))
    browser.open(f"/okyakusama/requests/{asked[0]}/withdraw", 409)
    assert browser.number == 608
    assert [each.state for each in in_database(app)] == ["accepted", "accepted"]


def test_only_of_one_portal_and_only_since_then(app, run, asked, tmp_path):
    with app.app_context(), write() as session:
        earlier = datetime(2026, 11, 23, 14, 59, tzinfo=UTC)
        session.execute(update(ContractRequest).where(ContractRequest.id == asked[0]).values(accepted_at=earlier))
    run("export", "requests", tmp_path / "1.csv", "--portal", "keiyakusha")
    run("export", "requests", tmp_path / "2.csv", "--since", "2026-11-24")
    run("export", "requests", tmp_path / "3.csv", "--portal", "okyakusama")
    found = [[row["証券番号"] for row in rows(tmp_path / f"{number}.csv")] for number in (1, 2, 3)]
    assert found == [[], ["C900000002"], ["C900000001"]]


def test_a_file_that_is_there_is_not_written_over(run, asked, tmp_path):
    (tmp_path / "out.csv").write_text("another's")
    run("export", "requests", tmp_path / "out.csv", code=2)
    run("export", "requests", tmp_path / "nowhere" / "out.csv", code=2)
    run("export", "requests", tmp_path / "out.csv", "--portal", "nowhere", code=2)
    assert (tmp_path / "out.csv").read_text() == "another's"
    run("export", "requests", tmp_path / "2.csv")
    assert len(rows(tmp_path / "2.csv")) == 2


def test_what_is_due_is_applied_once(app, run, asked, clock):
    assert "0件" in run("apply").stdout
    clock.now = NEXT_DAY
    assert "2件" in run("apply").stdout
    assert "0件" in run("apply").stdout
    with app.app_context(), read() as session:
        contract = session.get(Contract, 1)
        told = session.scalars(select(Event.request_id).where(Event.kind == "request applied").order_by(Event.id)).all()
    assert (contract.holder_phone, contract.changed_on) == ("080-8765-4321", date(2026, 11, 24))
    assert list(told) == asked


@pytest.mark.parametrize("point", range(1, 19))
def test_the_same_command_once_more_after_it_was_killed(make_app, database_url, tmp_path, point):
    """An operator repeats what failed, under the same name."""
    app = make_app(database_url)
    with app.app_context():
        account, contract = factories.held(app)
        columns = {"holder_address": ("", "𠮷野荘")}
        factories.request(account, contract, columns, receipt_number="1", part="a")
    command = ["data", "export", "requests", str(tmp_path / "out.csv"), "--encoding", "cp932"]
    assert not run_until(make_app, database_url, command, point), "it came to its end: no kill was tried"
    with app.app_context():
        factories.request(account, contract, receipt_number="2", part="b")
    there = (tmp_path / "out.csv").exists()
    result = app.test_cli_runner().invoke(args=command)
    assert result.exit_code == (2 if there else 1), result.output
    result = app.test_cli_runner().invoke(args=["data", "export", "requests", str(tmp_path / "2.csv")])
    assert result.exit_code == (1 if there and not in_database(app, Export)[0].named_at else 0), result.output
    first = (tmp_path / "out.csv").read_bytes().decode("cp932").splitlines()[1:]
    assert sorted([row.split(",")[0] for row in first] + [row["受付番号"] for row in rows(tmp_path / "2.csv")]) == [
        "1",
        "2",
    ]


def test_two_never_run_at_once(app, run, asked, bring_in, tmp_path, agencies):
    with app.app_context(), locks.alone(locks.EXCHANGE):
        for arguments in (("apply",), ("export", "requests", tmp_path / "out.csv")):
            assert "動いています" in run(*arguments, code=2).stderr
    assert in_database(app, Export) == []
    run("apply")


def test_an_export_killed_anywhere_hands_each_request_over_once(make_app, database_url, tmp_path):
    """The core system takes away each file as soon as it has its name. The account to pay to is in it, and then nowhere
    else."""
    arrived = tmp_path / "arrived"
    arrived.mkdir()
    app = make_app(database_url)
    with app.app_context():
        account, contract = factories.held(app)
    point, done = 0, False
    while not done:
        point += 1
        receipt_number, account_number = f"{point:012}", f"{point:07}"
        sealed = requests.encrypt_details(app.extensions["keyring"], receipt_number, {"口座番号": account_number})
        with app.app_context():
            factories.request(account, contract, receipt_number=receipt_number, part=f"part {point}", sealed=sealed)
        done = run_until(make_app, database_url, _export_into(tmp_path / f"{point}.csv"), point)
        _take_away(tmp_path, arrived)
    assert run_until(make_app, database_url, _export_into(tmp_path / "last.csv"), 0)
    _take_away(tmp_path, arrived)
    found = [(row["受付番号"], row["口座番号"]) for row in rows(*sorted(arrived.iterdir()))]
    assert sorted(found) == [(f"{each:012}", f"{each:07}") for each in range(1, point + 1)]
    assert {each.sealed for each in in_database(app)} == {None}
    assert point > 10
    assert not list(tmp_path.glob("*.part"))


def _export_into(path):
    return ["data", "export", "requests", str(path)]


def _take_away(folder, arrived):
    for path in folder.glob("*.csv"):
        assert not (arrived / path.name).exists(), "a file came twice"
        path.rename(arrived / path.name)


def test_an_apply_killed_anywhere_applies_each_request_once(make_app, database_url, clock, monkeypatch):
    """Run again, it goes on where it stopped; each request is one event."""
    app = make_app(database_url)
    with app.app_context():
        account, first = factories.held(app)
        contracts = [first, *(factories.contract(number=f"C90000001{number}").id for number in range(5))]
        for each in contracts:
            factories.request(account, each)
    clock.now = NEXT_DAY
    monkeypatch.setattr("exchange.exports.apply_requests.BATCH", 2)
    point = 1
    while not run_until(make_app, database_url, ["data", "apply"], point):
        point += 2
    assert point > 10
    with app.app_context(), read() as session:
        told = session.scalars(select(Event.request_id).where(Event.kind == "request applied")).all()
        phones = session.scalars(select(Contract.holder_phone)).all()
    assert sorted(told) == sorted(each.id for each in in_database(app))
    assert set(phones) == {"080-8765-4321"}
    assert {each.state for each in in_database(app)} == {"applied"}


def test_a_customer_is_shown_what_became_of_it(app, run, clock):
    with app.app_context():
        _, contract = factories.held(app)
    browser = log_in(Browser(app.test_client()))
    to_606(browser, contract)
    assert "受付済" in browser.open("/okyakusama/contracts").text
    clock.now = NEXT_DAY
    run("apply")
    log_in(browser).open("/okyakusama/contracts")
    assert "受付済" not in browser.text and "2026年11月24日" in browser.text
    assert "080-8765-4321" in browser.open(f"/okyakusama/contracts/{contract}").text
    assert "お申し込みの内容をご契約に反映しました" in browser.open("/okyakusama/history").text
