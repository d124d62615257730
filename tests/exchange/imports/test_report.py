"""Does who mends the refused rows find them all, and nobody else anything?"""

import stat

import laid
import pytest

from exchange.imports.report import SHOWN, Fault, Report
from tests.exchange.synthetic import one_row, rows_of, table


def test_the_report_hides_passwords_runs_nothing_and_is_for_its_owner(agencies, bring_in, tmp_path):
    bad = one_row(初回パスワード="ひみつ", 契約者電話番号="=1+1", 契約者メールアドレス="+1")
    report = tmp_path / "elsewhere.csv"
    file = table(bad, tmp_path / "c.csv")
    result = bring_in("contracts", file, "--portal", "okyakusama", "--report", report, code=1)
    assert "ひみつ" not in result.output and "ひみつ" not in report.read_text("utf-8-sig")
    assert [row[2] for row in rows_of(report)] == ["値", "'=1+1", "'+1", "（表示しません）"]
    assert stat.S_IMODE(report.stat().st_mode) == 0o600 and str(report) in result.stderr


def test_a_report_of_an_earlier_import_does_not_stay(agencies, bring_in, tmp_path):
    bring_in("contracts", table(one_row(年間保険料="x"), tmp_path / "c.csv"), "--portal", "okyakusama", code=1)
    bring_in("contracts", table(one_row(), tmp_path / "c.csv"), "--portal", "okyakusama")
    assert not (tmp_path / "c.csv.refused.csv").exists()


@pytest.mark.parametrize("lay", laid.IN_THE_WAY, ids=lambda lay: lay.__name__)
def test_nothing_that_lies_in_the_way_is_written_into(agencies, bring_in, tmp_path, lay):
    lay(tmp_path / "c.csv.refused.csv", tmp_path / "theirs")
    file = table(one_row(年間保険料="x"), tmp_path / "c.csv")
    with laid.deadline():
        bring_in("contracts", file, "--portal", "okyakusama", code=1)
    assert laid.untouched(lay, tmp_path / "theirs") and laid.is_own(tmp_path / "c.csv.refused.csv")


def test_nor_what_is_laid_there_while_it_runs(tmp_path):
    report = Report(tmp_path / "r.csv")
    laid.pipe(tmp_path / "r.csv", None)
    with laid.deadline(), report:
        report.refuse([Fault(2, "", "", "reason")])
    assert laid.is_own(tmp_path / "r.csv")


def test_remarks_are_counted_and_the_first_of_them_kept(tmp_path):
    with Report(tmp_path / "r.csv") as report:
        report.remark(["甲"] * (SHOWN - 1))
        report.remark(["乙", "丙"])
    assert (report.remarked, len(report.first_remarks), report.first_remarks[-1]) == (SHOWN + 1, SHOWN, "乙")
    assert not report.path.exists()
