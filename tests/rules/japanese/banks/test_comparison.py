"""Is it told what a newer list changes, and what the table of former names has still to say?"""

import json
import shutil

import pytest

from rules.japanese.banks import comparison, zengin


@pytest.fixture
def newer(tmp_path):
    """A copy of the list, in which a bank came, one changed its name, one is gone, and one branch each likewise."""
    shutil.copytree(zengin.folder(), tmp_path / "data")
    changed(tmp_path / "data" / "banks.json", "9999", "0001", "0005")
    changed(tmp_path / "data" / "branches" / "0009.json", "999", "001", "005")
    return tmp_path / "data"


def changed(file, new, renamed, gone):
    listed = json.loads(file.read_text())
    listed[new] = {**listed[renamed], "code": new, "name": "見本"}
    listed[renamed]["name"] = "新見本"
    del listed[gone]
    file.write_text(json.dumps(listed))


def test_nothing_differs_from_itself():
    assert not any(comparison.of_banks(zengin.folder())) and comparison.of_branches(zengin.folder()) == {}


def test_banks(newer):
    found = comparison.of_banks(newer)
    assert [each.code for each in found.added] == ["9999"]
    assert [(old.name, new.name) for old, new in found.renamed] == [("みずほ", "新見本")]
    assert [each.name for each in found.gone] == ["三菱ＵＦＪ"]


def test_branches_of_banks_that_stay(newer):
    [(bank, found)] = comparison.of_branches(newer).items()
    assert bank == "0009"
    assert [len(each) for each in found] == [1, 1, 1]


def test_what_left_without_a_row_in_the_table_is_to_be_written(newer):
    assert [each.code for each in comparison.unwritten(comparison.of_banks(newer))] == ["0005", "0001"]
    known = comparison.Differences((), (), (zengin.Entry("3647", "岩沼市農協", ""),))
    assert comparison.unwritten(known) == ()
