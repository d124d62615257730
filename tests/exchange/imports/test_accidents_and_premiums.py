"""Do accidents and paid premiums come in, find their contract, and change nothing the second time? (data.md)"""

import pytest
from sqlalchemy import func, select

from infra.database import read
from models import Accident, Contract, Premium
from tests.exchange.synthetic import DEMO, rows_of, table

ACCIDENTS, PREMIUMS = DEMO / "accidents.csv", DEMO / "premiums.csv"


@pytest.fixture
def contracts(bring_in, agencies):
    for portal in ("okyakusama", "keiyakusha"):
        bring_in("contracts", DEMO / f"contracts-{portal}.csv", "--portal", portal)


def everything(app, model):
    with app.app_context(), read() as session:
        joined = select(Contract.portal, Contract.number, model).join(model, model.contract_id == Contract.id)
        return session.execute(joined.order_by(model.id)).all()


@pytest.mark.parametrize(
    ("kind", "file", "model"), [("accidents", ACCIDENTS, Accident), ("premiums", PREMIUMS, Premium)]
)
def test_every_row_finds_its_contract_and_comes_in_once(app, contracts, bring_in, kind, file, model):
    count = len(rows_of(file)) - 1
    assert f"新規 {count}件、変更 0件、変更なし 0件、取り込まなかった行 0件" in bring_in(kind, file).stdout
    assert f"新規 0件、変更 0件、変更なし {count}件" in bring_in(kind, file).stdout
    kept = everything(app, model)
    assert len(kept) == count and {row.portal for row in kept} == {"okyakusama", "keiyakusha"}


def test_every_cell_of_an_accident_is_kept(app, contracts, bring_in):
    bring_in("accidents", ACCIDENTS)
    row = rows_of(ACCIDENTS)[1]
    _, number, kept = next(each for each in everything(app, Accident) if each[2].number == row[0])
    said = [number, str(kept.happened_on), kept.kind, kept.place, kept.department, kept.adjuster, kept.adjuster_email]
    assert [*said, kept.status] == row[1:]


def test_what_changed_changes(app, contracts, bring_in, tmp_path):
    bring_in("accidents", ACCIDENTS)
    header, *rows = rows_of(ACCIDENTS)
    rows[0][-1], rows[0][1] = "支払済", rows[1][1]
    assert "変更 1件、変更なし 42件" in bring_in("accidents", table([header, *rows], tmp_path / "a.csv")).stdout
    _, number, kept = next(each for each in everything(app, Accident) if each[2].number == rows[0][0])
    assert (kept.status, number) == ("支払済", rows[1][1])


@pytest.mark.parametrize(
    ("kind", "place", "cell", "said"),
    [
        ("premiums", 0, "H999999999", "証券番号「H999999999」 この証券番号の契約はありません"),
        ("premiums", 2, "x", "領収金額「x」 金額"),
        ("premiums", 4, "2020-01-01", "対象期間終了日「2020-01-01」 対象期間開始日より前です"),
        ("accidents", 1, "?", "証券番号「?」"),
        ("accidents", 2, "2026-02-30", "事故日「2026-02-30」 存在しない日付です"),
        ("accidents", 7, "a@@b", "担当者メールアドレス「a@@b」"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_come_in(contracts, bring_in, tmp_path, kind, place, cell, said):
    header, first, second, *_ = rows_of(DEMO / f"{kind}.csv")
    bad = [*first[:place], cell, *first[place + 1 :]]
    result = bring_in(kind, table([header, bad, second], tmp_path / "f.csv"), code=1)
    assert f"2行目: {said}" in result.stderr and "新規 1件" in result.stdout


def test_a_row_that_comes_twice_is_named(contracts, bring_in, tmp_path):
    header, first, *_ = rows_of(PREMIUMS)
    result = bring_in("premiums", table([header, first, first], tmp_path / "p.csv"), code=1)
    assert "2行目と同じ証券番号・領収日・対象期間開始日・対象期間終了日です" in result.stderr


def test_a_number_of_two_portals_needs_its_portal(app, contracts, bring_in, tmp_path):
    header, *rows = rows_of(DEMO / "contracts-okyakusama.csv")
    number = rows_of(PREMIUMS)[1][0]
    rows[0][0] = number
    bring_in("contracts", table([header, rows[0]], tmp_path / "c.csv"), "--portal", "okyakusama")
    file = table(rows_of(PREMIUMS)[:2], tmp_path / "p.csv")
    assert "複数の窓口にあります" in bring_in("premiums", file, code=1).stderr
    bring_in("premiums", file, "--portal", "keiyakusha")
    [(portal, found, _)] = everything(app, Premium)
    assert (portal, found) == ("keiyakusha", number)
    bring_in("premiums", file, "--portal", "nowhere", code=2)


def test_nothing_is_written_of_a_dry_run(app, contracts, bring_in):
    bring_in("premiums", PREMIUMS, "--dry-run")
    with app.app_context(), read() as session:
        assert session.scalar(select(func.count()).select_from(Premium)) == 0
