"""Is the operator told what makes no sense, before anything is written?"""

import pytest

from tests.exchange.synthetic import AGENCIES, OKYAKUSAMA, all_contracts, one_row, table


@pytest.mark.parametrize(("gone", "said"), [("団体契約", "足りない列: '団体契約'"), (None, "知らない列: '備考'")])
def test_a_wrong_header_stops_before_anything_is_written(app, agencies, bring_in, tmp_path, gone, said):
    header, cells = one_row()
    place = header.index(gone) if gone else len(header)
    header[place : place + 1] = [] if gone else ["備考"]
    file = table([header, cells], tmp_path / "c.csv")
    assert said in bring_in("contracts", file, "--portal", "okyakusama", code=2).stderr
    with app.app_context():
        assert all_contracts() == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("contracts", OKYAKUSAMA),
        ("contracts", OKYAKUSAMA, "--portal", "nowhere"),
        ("agencies", AGENCIES, "--portal", "okyakusama"),
        ("agencies", AGENCIES, "--report", AGENCIES),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(bring_in, arguments):
    bring_in(*arguments, code=2)
    assert AGENCIES.exists()


def test_a_dry_run_names_the_bad_rows_and_brings_nothing_in(app, agencies, bring_in, tmp_path):
    file = table([*one_row(), one_row(証券番号="C2", 年間保険料="x")[1]], tmp_path / "c.csv")
    result = bring_in("contracts", file, "--portal", "okyakusama", "--dry-run", code=1)
    assert "3行目: 年間保険料「x」" in result.stderr and "取り込まなかった行 1件" in result.stdout
    with app.app_context():
        assert all_contracts() == []
