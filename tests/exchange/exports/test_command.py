"""Is each request handed over in one file and no other, and applied once, whatever stops the commands? (data.md)"""

from datetime import UTC, date, datetime

import factories
import laid
import pytest
from browser import Browser
from dying import run_until
from sqlalchemy import select, update
from ways import log_in, to_606

from domain.contracts import requests
from exchange.csv_encodings import GAP
from infra import locks
from infra.database import read, write
from models import Contract, ContractRequest, Event, Export
from tests.exchange.synthetic import rows_of

NEXT_DAY = datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.fixture
def asked(app):
    """Two requests on two contracts."""
    with app.app_context():
        account, first = factories.held(app)
        second = factories.contract(number="C900000002").id
        factories.hold(account, second)
        return [factories.request(account, each).id for each in (first, second)]


@pytest.fixture
def run(app):
    def go(*arguments, code=0):
        result = app.test_cli_runner().invoke(args=["data", *map(str, arguments)])
        assert result.exit_code == code, result.output
        return result

    return go


def rows(*paths):
    """The requests in these files, by column."""
    return [dict(zip(table[0], row, strict=True)) for path in paths for table in [rows_of(path)] for row in table[1:]]


def in_database(app, table=ContractRequest):
    with app.app_context(), read() as session:
        return session.scalars(select(table).order_by(table.id)).all()


def test_a_file_says_what_was_asked_under_the_headings_of_the_contracts(run, asked, tmp_path):
    result = run("export", "requests", tmp_path / "out.csv")
    assert "2件" in result.stdout
    row = rows(tmp_path / "out.csv")[0]
    assert {heading: cell for heading, cell in row.items() if cell} == {
        "受付番号": "100000000001",
        "受付日時": "2026-11-24 12:00:00",
        "窓口": "okyakusama",
        "手続き": "契約内容の変更",
        "証券番号": "C900000001",
        "変更日": "2026-11-24",
        "契約者電話番号": "080-8765-4321",
    }
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600


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


def test_a_file_that_was_put_where_a_killed_export_is_to_write_stays(app, run, asked, tmp_path):
    with app.app_context():
        factories.add(Export(file=str(tmp_path / "1.csv"), encoding="utf-8", begun_at=factories.NOW))
    (tmp_path / "1.csv").write_text("another's")
    assert "1.csv is there already" in run("export", "requests", tmp_path / "2.csv", code=2).stderr
    assert (tmp_path / "1.csv").read_text() == "another's"
    (tmp_path / "1.csv").unlink()
    run("export", "requests", tmp_path / "2.csv")
    assert (tmp_path / "1.csv").exists() and len(rows(tmp_path / "2.csv")) == 2


@pytest.mark.parametrize("lay", laid.IN_THE_WAY, ids=lambda lay: lay.__name__)
@pytest.mark.parametrize("name", ["out.csv.part", "out.csv.gaps.csv"])
def test_what_lies_in_the_way_is_neither_followed_nor_waited_for_nor_written_into(app, run, tmp_path, name, lay):
    """Bank accounts stand in these files: no link leads them elsewhere, and nobody else reads them."""
    theirs, out = tmp_path / "theirs", tmp_path / "out.csv"
    with app.app_context():
        account, contract = factories.held(app)
        factories.request(account, contract, {"holder_address": ("", "𠮷野荘")})
    lay(tmp_path / name, theirs)
    with laid.deadline():
        run("export", "requests", out, "--encoding", "cp932", code=1)
    assert laid.untouched(lay, theirs)
    for path in (out, tmp_path / "out.csv.gaps.csv"):
        assert laid.is_own(path) and len(path.read_bytes().splitlines()) == 2


def test_no_link_leads_a_file_elsewhere(run, asked, tmp_path):
    """Not even one under its own name, which points to where there is nothing yet."""
    (tmp_path / "out.csv").symlink_to(tmp_path / "theirs.csv")
    run("export", "requests", tmp_path / "out.csv", code=2)
    assert not (tmp_path / "theirs.csv").exists()


def test_a_folder_in_the_way_is_said_and_what_was_begun_is_completed_without_it(run, asked, tmp_path):
    laid.folder(tmp_path / "1.csv.part", None)
    assert "1.csv.part" in run("export", "requests", tmp_path / "1.csv", code=2).stderr
    (tmp_path / "1.csv.part").rmdir()
    run("export", "requests", tmp_path / "2.csv")
    assert (len(rows(tmp_path / "1.csv")), rows(tmp_path / "2.csv")) == (2, [])


def test_a_report_that_is_none_is_not_waited_for(app, run, asked, tmp_path):
    """The next run counts the gaps of a file that was written and not named."""
    with app.app_context():
        written = {"written_at": factories.NOW, "begun_at": factories.NOW}
        factories.add(Export(file=str(tmp_path / "1.csv"), encoding="cp932", **written))
    (tmp_path / "1.csv.part").write_text("")
    laid.pipe(tmp_path / "1.csv.gaps.csv", None)
    with laid.deadline():
        assert "1.csv.gaps.csv" in run("export", "requests", tmp_path / "2.csv", code=2).stderr
    (tmp_path / "1.csv.gaps.csv").unlink()
    run("export", "requests", tmp_path / "2.csv")
    assert (tmp_path / "1.csv").exists()


def test_code_page_932_reports_what_it_lacks_and_drops_nothing(app, run, tmp_path):
    with app.app_context():
        account, contract = factories.held(app)
        columns = {"holder_address": ("", "東京都港区見本〜1−2 𠮷野家髙﨑ビル"), "holder_name": ("", "=cmd()")}
        factories.request(account, contract, columns)
    result = run("export", "requests", tmp_path / "out.csv", "--encoding", "cp932", code=1)
    assert "契約者住所: 𠮷" in result.stderr and "見本" not in result.stderr, "a log holds no address"
    text = (tmp_path / "out.csv").read_bytes().decode("cp932")
    assert "東京都港区見本～1－2 〓野家髙﨑ビル" in text and "'=cmd()" in text
    gap = rows(tmp_path / "out.csv.gaps.csv")[0]
    assert (gap["列"], gap["書けない文字"]) == ("契約者住所", "𠮷")
    assert "𠮷野家" in gap["値"] and gap["受付番号"] in text


def test_a_letter_and_the_mark_upon_it_leave_as_one(app, run, tmp_path):
    """Also where they were kept as two: code page 932 has the one, and no mark."""
    with app.app_context():
        account, contract = factories.held(app)
        columns = {"holder_address": ("", "東京都か\u3099す荘"), "holder_name": ("", "﨑　か\u3099い")}
        factories.request(account, contract, columns)
    result = run("export", "requests", tmp_path / "1.csv", "--encoding", "cp932")
    text = (tmp_path / "1.csv").read_bytes().decode("cp932")
    assert "東京都がす荘" in text and "﨑　がい" in text and GAP not in text + result.output


def test_an_account_sealed_with_a_lost_key_is_reported_and_stops_nothing(app, run, asked, tmp_path):
    with app.app_context():
        factories.request_now(asked[0], sealed=b"of another key" * 4)
    run("export", "requests", tmp_path / "out.csv", code=1)
    assert [row["受付番号"] for row in rows(tmp_path / "out.csv")] == ["100000000001", "100000000002"]
    [gap] = rows(tmp_path / "out.csv.gaps.csv")
    assert gap["受付番号"] == "100000000001" and "鍵がない" in gap["値"]


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
