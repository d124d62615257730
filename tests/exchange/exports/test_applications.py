"""Is each application handed over in one file and no other, and does its contract find the way back? (screens.md 11)"""

from datetime import UTC, date, datetime

import factories
import printed
import pytest
from applying import contents, kept, to_647
from browser import Browser
from dying import run_until
from sqlalchemy import select, update
from ways import NEW

from domain.contracts import applications
from exchange.exports.applications import Applications
from infra.database import read, write
from models import Application, Contract, Export
from tests.exchange.synthetic import HEADER, one_row, rows, rows_of, table

EARLIER = datetime(2026, 11, 23, 14, 59, tzinfo=UTC)


@pytest.fixture
def agency(app):
    with app.app_context():
        factories.agency()


def application(app, number, **cells):
    """Something that was applied for just now; needs an application context."""
    own = dict.fromkeys(applications.HEADINGS, "") | {"契約者氏名": "髙﨑　𠮷乃"} | cells
    made = Application(portal="keiyakusha", receipt_number=number, link_id=number, accepted_at=factories.NOW)
    with write() as session:
        applications.accept(session, app.extensions["keyring"], made, own, phone=number)
    return made.id


@pytest.fixture
def applied(app):
    with app.app_context():
        return [application(app, f"10000000000{number}") for number in (1, 2)]


def numbers(*paths):
    return [row["受付番号"] for row in rows(*paths)]


def exports(app):
    with app.app_context(), read() as session:
        return session.scalars(select(Export)).all()


def test_each_is_in_one_file_and_without_any_there_is_none(app, run, applied, tmp_path):
    assert "2件" in run("export", "applications", tmp_path / "1.csv").stdout
    assert "ありません" in run("export", "applications", tmp_path / "2.csv").stdout
    assert numbers(tmp_path / "1.csv") == ["100000000001", "100000000002"] and not (tmp_path / "2.csv").exists()
    assert (tmp_path / "1.csv").stat().st_mode & 0o777 == 0o600
    assert len(exports(app)) == 1 and all(each.export_id for each in kept(app))


def test_a_file_says_what_was_applied_for(app, browser, run, tmp_path):
    to_647(browser)
    run("export", "applications", tmp_path / "1.csv")
    [row] = rows(tmp_path / "1.csv")
    assert tuple(row) == Applications.header
    assert (row["受付番号"], row["窓口"]) == (kept(app)[0].receipt_number, "keiyakusha")
    assert (row["受付日時"], row["契約者電話番号"]) == ("2026-11-24 12:00:00", "090-1234-5678")
    assert {name: row[name] for name in applications.HEADINGS} == contents(app)[0]


def test_only_of_one_portal_and_only_since_then(app, run, applied, tmp_path):
    with app.app_context(), write() as session:
        session.execute(update(Application).where(Application.id == applied[0]).values(accepted_at=EARLIER))
    run("export", "applications", tmp_path / "1.csv", "--portal", "okyakusama")
    run("export", "applications", tmp_path / "2.csv", "--since", "2026-11-24")
    run("export", "applications", tmp_path / "3.csv", "--portal", "keiyakusha")
    assert not (tmp_path / "1.csv").exists()
    assert [numbers(tmp_path / f"{each}.csv") for each in (2, 3)] == [["100000000002"], ["100000000001"]]


@pytest.mark.parametrize("state", ["withdrawn", "settled"])
def test_what_nobody_waits_for_is_not_handed_over(app, run, applied, tmp_path, state):
    with app.app_context(), write() as session:
        session.execute(update(Application).where(Application.id == applied[0]).values(state=state, sealed=None))
    run("export", "applications", tmp_path / "1.csv")
    assert numbers(tmp_path / "1.csv") == ["100000000002"]
    assert kept(app)[0].export_id is None


def test_code_page_932_names_what_it_lacks_and_no_cell_is_run(app, run, tmp_path):
    with app.app_context():
        application(app, "100000000001", 契約者氏名="=髙﨑　𠮷乃")
    result = run("export", "applications", tmp_path / "1.csv", "--encoding", "cp932", code=1)
    assert "契約者氏名: 𠮷" in result.stderr and "髙﨑" not in result.stderr
    assert "'=髙﨑　〓乃" in (tmp_path / "1.csv").read_bytes().decode("cp932")
    [gap] = rows(tmp_path / "1.csv.gaps.csv")
    assert (gap["受付番号"], gap["書けない文字"]) == ("100000000001", "𠮷")


def test_one_sealed_with_a_lost_key_is_named_and_stops_nothing(app, run, applied, tmp_path):
    with app.app_context(), write() as session:
        session.execute(update(Application).where(Application.id == applied[0]).values(sealed=b"of another key" * 4))
    run("export", "applications", tmp_path / "1.csv", code=1)
    assert numbers(tmp_path / "1.csv") == ["100000000001", "100000000002"]
    [gap] = rows(tmp_path / "1.csv.gaps.csv")
    assert gap["受付番号"] == "100000000001" and "鍵がない" in gap["値"]


def test_of_requests_and_applications_each_command_completes_its_own(app, run, applied, tmp_path):
    """Both died before their files had their names."""
    with app.app_context():
        account, contract = factories.held(app)
        factories.request(account, contract)
        of_requests = factories.add(Export(file=str(tmp_path / "r.csv"), encoding="utf-8", begun_at=factories.NOW)).id
        own = factories.add(Export(file=str(tmp_path / "a.csv"), encoding="utf-8", begun_at=factories.NOW)).id
        factories.request_now(1, export_id=of_requests)
        with write() as session:
            session.execute(update(Application).values(export_id=own))
    run("export", "requests", tmp_path / "r2.csv")
    assert (tmp_path / "r.csv").exists() and not (tmp_path / "a.csv").exists()
    run("export", "applications", tmp_path / "a2.csv")
    assert "手続き" in rows_of(tmp_path / "r.csv")[0] and rows_of(tmp_path / "a.csv")[0] == list(Applications.header)
    assert len(rows(tmp_path / "a.csv")) == 2


def test_an_export_killed_anywhere_hands_each_over_once(make_app, database_url, tmp_path):
    """The core system takes away each file as soon as it has its name."""
    arrived = tmp_path / "arrived"
    arrived.mkdir()
    app = make_app(database_url)
    point, done = 0, False
    while not done:
        point += 1
        with app.app_context():
            application(app, f"{point:012}")
        done = run_until(make_app, database_url, export_into(tmp_path / f"{point}.csv"), point)
        take_away(tmp_path, arrived)
    run_until(make_app, database_url, export_into(tmp_path / "last.csv"), 0)
    take_away(tmp_path, arrived)
    assert sorted(numbers(*sorted(arrived.iterdir()))) == [f"{each:012}" for each in range(1, point + 1)]
    assert point > 10
    assert not list(tmp_path.glob("*.part"))


def export_into(path):
    return ["data", "export", "applications", str(path)]


def take_away(folder, arrived):
    for path in folder.glob("*.csv"):
        assert not (arrived / path.name).exists(), "a file came twice"
        path.rename(arrived / path.name)


def contract_of(row, number="H900000001"):
    """What the core system makes of an application: a contract's row, with the receipt number in its own column."""
    header = [*HEADER.split(","), "申込受付番号"]
    own = {"証券番号": number, "新規継続": "新規", "団体契約": "0", "ネット手続": "1", "申込受付番号": row["受付番号"]}
    return [header, [own.get(name, row.get(name, "")) for name in header]]


def test_from_the_application_to_the_login(app, browser, run, bring_in, agency, tmp_path):
    """Applied for, handed over, brought back with its number, a letter on paper, and in."""
    browser.open("/keiyakusha/agencies/A1000")
    to_647(browser)
    run("export", "applications", tmp_path / "1.csv")
    [row] = rows(tmp_path / "1.csv")
    file = table(contract_of(row), tmp_path / "contracts.csv")
    assert "新規 1件" in bring_in("contracts", file, "--portal", "keiyakusha").stdout
    [found] = kept(app)
    assert (found.state, found.sealed) == ("settled", None)
    with app.app_context(), read() as session:
        contract = session.scalars(select(Contract)).one()
    assert contract.application_number == found.receipt_number and contract.starts_on == date(2026, 11, 25)
    issued = app.test_cli_runner().invoke(args=["accounts", "issue", "--portal", "keiyakusha", "--into", str(tmp_path)])
    assert issued.exit_code == 0, issued.output
    [paper] = tmp_path.glob("*.pdf")
    [words] = printed.pages(paper.read_bytes())
    assert "髙﨑　𠮷乃 様" in words
    user_id, password = printed.access(words)
    owner = Browser(app.test_client()).open("/keiyakusha/login").send({"user_id": user_id, "password": password})
    assert owner.send({"current": password, **NEW}).number == 712
    assert "H900000001" in owner.open(f"/keiyakusha/contracts/{contract.id}").text
    assert "090-1234-5678" in owner.text


def test_a_contract_of_an_application_that_nobody_waits_for_is_told_once(app, run, applied, bring_in, agency, tmp_path):
    """It was taken back, or there is none of that number; the contract comes in all the same."""
    with app.app_context(), write() as session:
        session.execute(update(Application).where(Application.id == applied[0]).values(state="withdrawn", sealed=None))
    header, cells = one_row()
    place, lines = header.index("証券番号"), [[*header, "申込受付番号"]]
    for end, applied_for in enumerate(("100000000001", "100000000002", "999999999999", "")):
        lines.append([*cells[:place], f"H90000000{end}", *cells[place + 1 :], applied_for])
    file = table(lines, tmp_path / "c.csv")
    first = bring_in("contracts", file, "--portal", "keiyakusha")
    assert "新規 4件" in first.stdout
    assert [line for line in first.stderr.splitlines() if "申込受付番号" in line] == [
        "証券番号「H900000000」 申込受付番号「100000000001」のお申し込みは取り下げられています",
        "証券番号「H900000002」 申込受付番号「999999999999」のお申し込みはありません",
    ]
    assert [each.state for each in kept(app)] == ["withdrawn", "settled"]
    assert "申込受付番号" not in bring_in("contracts", file, "--portal", "keiyakusha").stderr


def test_what_came_of_an_application_of_another_portal_settles_nothing(app, run, applied, bring_in, agency, tmp_path):
    run("export", "applications", tmp_path / "1.csv")
    header, cells = one_row()
    file = table([[*header, "申込受付番号"], [*cells, "100000000001"]], tmp_path / "c.csv")
    bring_in("contracts", file, "--portal", "okyakusama")
    assert [each.state for each in kept(app)] == ["accepted", "accepted"]
    bring_in("contracts", file, "--portal", "keiyakusha")
    assert [each.state for each in kept(app)] == ["settled", "accepted"]
