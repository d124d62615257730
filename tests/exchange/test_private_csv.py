"""Is what a run tells beside its file there only where there is something, and the operator's alone?"""

import laid
import pytest

from exchange.private_csv import Beside, owner_only
from tests.exchange.synthetic import rows_of


@pytest.fixture
def path(tmp_path):
    return tmp_path / "beside.csv"


def test_rows_stand_under_the_header_however_often_they_come(path):
    with Beside(path, ("行", "値")) as told:
        told.write([("1", "𠮷"), ("2", "a,b")])
        told.write([("3", "")])
    assert rows_of(path) == [["行", "値"], ["1", "𠮷"], ["2", "a,b"], ["3", ""]]
    assert path.read_bytes().startswith("\ufeff".encode()) and laid.is_own(path)


def test_where_nothing_was_told_there_is_no_file_and_none_of_an_earlier_run(path):
    path.write_text("of yesterday")
    with Beside(path, ("行",)):
        pass
    assert not path.exists()


def test_what_was_told_is_there_when_the_run_fails(path):
    with pytest.raises(ZeroDivisionError), Beside(path, ("行",)) as told:
        told.write([("1",)])
        raise ZeroDivisionError
    assert rows_of(path) == [["行"], ["1"]]


@pytest.mark.parametrize("lay", laid.IN_THE_WAY, ids=lambda lay: lay.__name__)
def test_nothing_is_written_into_what_lies_in_the_way(path, tmp_path, lay):
    lay(path, tmp_path / "theirs")
    with laid.deadline(), owner_only(path, "cp932") as file:
        file.write("髙﨑\r\n")
    assert laid.untouched(lay, tmp_path / "theirs")
    assert laid.is_own(path) and path.read_bytes() == "髙﨑\r\n".encode("cp932")


def test_a_folder_in_the_way_is_said(path):
    path.mkdir()
    with pytest.raises(OSError, match=r"beside\.csv"):
        Beside(path, ("行",))
