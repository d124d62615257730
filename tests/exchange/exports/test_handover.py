"""Does a file get its name once it is whole, and is what it alone may hold forgotten then and not before?"""

import factories
import pytest
from sqlalchemy import select, true

from exchange.exports import handover
from infra.database import read, write
from models import Export


class Things:
    """A kind of the tests' own."""

    header = ("受付番号", "名称")

    def __init__(self):
        self.forgotten = 0

    def own(self):
        return true()

    def rows(self, export, gaps):
        yield "1", ["1", "𠮷野"]
        yield "2", ["2", "=1+1"]

    def count(self, session, export):
        return 2

    def forget(self, session, export):
        self.forgotten += 1


@pytest.fixture
def export(context, tmp_path):
    with write() as session:
        return handover.begin(session, tmp_path / "out.csv", "cp932", factories.NOW)


def kept():
    with read() as session:
        return session.scalars(select(Export)).one()


def test_it_is_written_named_and_done(export, tmp_path):
    kind = Things()
    assert [each.id for each in handover.unfinished(kind)] == [export.id]
    written = handover.complete(kind, export)
    assert (written.path, written.rows, written.gaps, kind.forgotten) == (tmp_path / "out.csv", 2, 1, 1)
    assert (tmp_path / "out.csv").read_bytes().decode("cp932").split() == ["受付番号,名称", "1,〓野", "2,'=1+1"]
    assert handover.unfinished(kind) == [] and not list(tmp_path.glob("*.part"))


def test_what_was_whole_is_only_named_and_says_what_it_lacked(export, tmp_path):
    kind = Things()
    handover.complete(kind, export)
    (tmp_path / "out.csv").rename(tmp_path / "out.csv.part")
    written = handover.complete(kind, kept())
    assert (written.rows, written.gaps, kind.forgotten) == (2, 1, 1)
    assert handover.complete(kind, kept()) is None


def test_another_file_of_that_name_stays_and_nothing_is_forgotten(export, tmp_path):
    (tmp_path / "out.csv").write_text("another's")
    kind = Things()
    with pytest.raises(FileExistsError):
        handover.complete(kind, export)
    assert (tmp_path / "out.csv").read_text() == "another's" and kind.forgotten == 0
    assert kept().written_at is None


def test_a_link_under_its_name_is_not_followed(context, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out.csv").symlink_to(tmp_path / "elsewhere" / "theirs.csv")
    with write() as session:
        begun = handover.begin(session, tmp_path / "out.csv", "utf-8", factories.NOW)
    assert begun.file == str(tmp_path.resolve() / "out.csv")


def test_the_name_of_a_file_that_is_still_to_be_completed_is_taken(export, tmp_path):
    """Or its half-written file would be written over, or named as if it were the other's."""
    with pytest.raises(FileExistsError), write() as session:
        handover.begin(session, tmp_path / "out.csv", "utf-8", factories.NOW)
    with write() as session:
        handover.begin(session, tmp_path / "other.csv", "utf-8", factories.NOW)
    handover.complete(Things(), export)
    (tmp_path / "out.csv").unlink()
    with write() as session:
        assert handover.begin(session, tmp_path / "out.csv", "utf-8", factories.NOW).id != export.id


def test_a_moment_is_told_as_it_is_in_japan():
    assert handover.moment(factories.NOW) == "2026-11-24 12:00:00"
