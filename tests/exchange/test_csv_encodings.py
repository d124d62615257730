"""Is each cell written as its encoding and a spreadsheet can take it, and what is lost told?"""

import laid
import pytest

from exchange.csv_encodings import GAP, HEADER, SHOWN, Gaps, gaps_in, harmless, write_cell
from tests.exchange.synthetic import rows_of


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out.csv.gaps.csv"


def written(path, *cells, encoding="cp932"):
    """The cells as they are written, and the report."""
    with Gaps(path, encoding) as gaps:
        found = [write_cell(cell, gaps, f"{number}", "列") for number, cell in enumerate(cells)]
    return found, gaps


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_run_is_marked_as_text(path, first):
    assert harmless(f"{first}cmd()") == f"'{first}cmd()"
    assert written(path, f"{first}cmd()", encoding="utf-8")[0] == [f"'{first}cmd()"]


@pytest.mark.parametrize("text", ["", "1-2-3", "東京都＝港区", "'=1", "a@example.jp"])
def test_anything_else_stays_as_it_is(path, text):
    assert harmless(text) == text
    assert written(path, text)[0] == [text]
    assert not path.exists(), "nothing is lost, and no report is there"


@pytest.mark.parametrize("twins", ["\u2212\uff0d", "\u301c\uff5e", "\u2014\u2015", "\u2016\u2225", "\u00a2\uffe0"])
def test_a_character_under_another_number_is_not_lost(path, twins):
    [cell] = written(path, f"1{twins[0]}2")[0]
    assert cell.encode("cp932").decode("cp932") == f"1{twins[1]}2"
    assert written(path, f"1{twins[0]}2", encoding="utf-8")[0] == [f"1{twins[0]}2"]
    assert not path.exists()


def test_what_is_lacking_is_told_and_nothing_else_is_lost(path):
    """A log that shows the first of them holds no value of anybody's."""
    cells, gaps = written(path, "東京都𠮷野家☃", "髙﨑", "=𠮷", "\u30ab\u3099")
    assert cells == [f"東京都{GAP}野家{GAP}", "髙﨑", f"'={GAP}", "ガ"]
    assert (gaps.count, gaps.first) == (3, ["受付番号 0 列: 𠮷☃", "受付番号 2 列: 𠮷"])
    assert rows_of(path) == [[*HEADER], ["0", "列", "東京都𠮷野家☃", "𠮷☃"], ["2", "列", "'=𠮷", "𠮷"]]
    assert gaps_in(path) == 3 and laid.is_own(path)


def test_of_very_many_the_first_are_shown_and_all_are_counted(path):
    _, gaps = written(path, *["𠮷"] * (SHOWN + 1))
    assert (len(gaps.first), gaps.count, gaps_in(path)) == (SHOWN, SHOWN + 1, SHOWN + 1)


def test_without_a_report_nothing_was_lacking(path):
    assert gaps_in(path) == 0


@pytest.mark.parametrize("lay", [laid.link, laid.dangling_link, laid.pipe])
def test_a_report_that_is_no_file_is_not_read(path, tmp_path, lay):
    lay(path, tmp_path / "theirs")
    with laid.deadline(), pytest.raises(OSError, match="gaps"):
        gaps_in(path)
