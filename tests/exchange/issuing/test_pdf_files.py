"""Do a file of letters and the commit that it belongs to come together, wherever it is stopped?"""

import multiprocessing
import os
import signal

import factories
import laid
import pytest
from factories import NOW
from sqlalchemy.exc import OperationalError

import models
from exchange.issuing import pdf_files
from exchange.issuing.pdf_files import InUse, alone, beside
from infra.database import read, write

NAME = "keiyakusha-guide-20261124-120000-abcdef-001.pdf"


@pytest.fixture
def note(app):
    """Says to the database that there is this file, in a transaction that then goes on."""
    with app.app_context():
        account = factories.issued(app).id

    def put(session, name=NAME):
        session.add(models.Paper(kind="guide", account_id=account, has_password=True, file=name, made_at=NOW))
        session.flush()

    return put


@pytest.fixture
def folder(tmp_path, app):
    with app.app_context():
        yield tmp_path / "papers"


def held(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_file_is_there_with_the_commit(folder, note):
    with alone(folder):
        with beside(folder / NAME, b"letters"), write() as session:
            note(session)
            assert held(folder) == {f"{NAME}.part": b"letters"}
        assert held(folder) == {NAME: b"letters"}


def test_nor_is_it_there_without(folder, note):
    with alone(folder), pytest.raises(ValueError), beside(folder / NAME, b"letters"), write() as session:
        note(session)
        raise ValueError
    assert held(folder) == {}


def test_a_commit_whose_answer_was_lost_has_its_file(folder, note):
    """The database has it, and only the word that it has did not arrive: the next run asks."""
    gone = OperationalError("commit", {}, Exception(), connection_invalidated=True)
    with alone(folder), pytest.raises(OperationalError), beside(folder / NAME, b"letters"):
        with write() as session:
            note(session)
        raise gone
    assert held(folder) == {f"{NAME}.part": b"letters"}
    with alone(folder) as left:
        assert left == ([folder / NAME], [])
    assert held(folder) == {NAME: b"letters"}


def test_what_the_database_refused_is_gone(folder):
    refused = OperationalError("update", {}, Exception())
    with alone(folder), pytest.raises(OperationalError), beside(folder / NAME, b"letters"):
        raise refused
    assert held(folder) == {}


@pytest.mark.parametrize("name", ["ubuntu.iso.part", "x.pdf.part", f"{NAME}.part"])
def test_what_is_not_known_is_nobodys_to_throw_away(folder, name):
    """Another program's, or of another database."""
    folder.mkdir()
    (folder / name).write_bytes(b"theirs")
    (folder / f"{NAME.replace('001', '002')}.part").mkdir()
    with alone(folder) as left:
        assert left == ([], [folder / name] if name.startswith(NAME) else [])
    assert (folder / name).read_bytes() == b"theirs"


def _killed(make_app, url, folder, account, *, before_the_commit):
    """A process that is killed half-way; it ends in no other way."""
    app = make_app(url)
    with app.app_context(), alone(folder):
        pdf_files._name = lambda unfinished: os.kill(os.getpid(), signal.SIGKILL)
        with beside(folder / NAME, b"letters"), write() as session:
            session.add(models.Paper(kind="guide", account_id=account, has_password=True, file=NAME, made_at=NOW))
            if before_the_commit:
                session.flush()
                os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("before_the_commit", [True, False])
def test_the_next_run_ends_what_a_killed_one_left(make_app, database_url, tmp_path, before_the_commit):
    folder = tmp_path / "papers"
    app = make_app(database_url)
    with app.app_context():
        account = factories.issued(app).id
    given = (make_app, database_url, folder, account)
    process = multiprocessing.get_context("fork").Process(
        target=_killed, args=given, kwargs={"before_the_commit": before_the_commit}
    )
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    assert held(folder) == {f"{NAME}.part": b"letters"}
    with app.app_context():
        with alone(folder) as left:
            assert left == (([], [folder / f"{NAME}.part"]) if before_the_commit else ([folder / NAME], []))
            assert list(held(folder)) == [f"{NAME}.part" if before_the_commit else NAME]
        with read() as session:
            assert session.query(models.Paper).count() == (0 if before_the_commit else 1)


def test_a_folder_is_one_runs_at_a_time(folder):
    with alone(folder), pytest.raises(InUse), alone(folder):
        pass
    with alone(folder):
        pass


def test_nothing_is_written_over(folder, note):
    with alone(folder):
        (folder / NAME).write_bytes(b"of yesterday")
        with pytest.raises(FileExistsError), beside(folder / NAME, b"letters"), write() as session:
            note(session)
        assert held(folder) == {NAME: b"of yesterday"}
        with read() as session:
            assert session.query(models.Paper).count() == 0


@pytest.mark.parametrize("lay", laid.IN_THE_WAY, ids=lambda lay: lay.__name__)
def test_passwords_are_written_into_nothing_that_lies_in_the_way(folder, note, tmp_path, lay):
    with alone(folder), laid.deadline():
        lay(folder / f"{NAME}.part", tmp_path / "theirs")
        with beside(folder / NAME, b"letters"), write() as session:
            note(session)
    assert laid.untouched(lay, tmp_path / "theirs")
    assert held(folder) == {NAME: b"letters"} and laid.is_own(folder / NAME)


def test_a_folder_in_the_way_is_said_and_changes_nothing(folder, note):
    with alone(folder):
        laid.folder(folder / f"{NAME}.part", None)
        with pytest.raises(OSError, match=r"\.part"), beside(folder / NAME, b"letters"), write() as session:
            note(session)
    with read() as session:
        assert session.query(models.Paper).count() == 0


@pytest.mark.parametrize("lay", [laid.link, laid.pipe])
def test_what_a_run_that_died_has_left_is_a_file(folder, note, tmp_path, lay):
    """A link gets no name by which the letters are fetched."""
    with write() as session:
        note(session)
    folder.mkdir()
    lay(folder / f"{NAME}.part", tmp_path / "theirs")
    with alone(folder) as left:
        assert left == ([], [])
    assert not (folder / NAME).exists()


def test_a_full_disk_changes_nothing(folder, note, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pdf_files.os, "fsync", full)
    with alone(folder), pytest.raises(OSError, match="No space"), beside(folder / NAME, b"letters"), write() as session:
        note(session)
    assert held(folder) == {}
    with read() as session:
        assert session.query(models.Paper).count() == 0
