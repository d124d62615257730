"""Is a file the operator's own, whatever lay where it is?"""

import os
import stat
from pathlib import Path

import laid
import pytest

from infra import private_files


@pytest.fixture(autouse=True)
def patience():
    with laid.deadline():
        yield


@pytest.fixture
def path(tmp_path):
    return tmp_path / "file"


def handles():
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("umask", [0, 0o022, 0o377])
def test_it_is_new_and_its_owners_whatever_the_process_gives_by_itself(path, umask):
    before = os.umask(umask)
    try:
        with private_files.new(path) as file:
            file.write(b"ours")
    finally:
        os.umask(before)
    assert laid.is_own(path) and path.read_bytes() == b"ours"


@pytest.mark.parametrize("lay", laid.IN_THE_WAY, ids=lambda lay: lay.__name__)
def test_what_lies_there_goes_and_what_it_leads_to_stays(path, tmp_path, lay):
    lay(path, tmp_path / "theirs")
    with private_files.new(path) as file:
        file.write(b"ours")
    assert laid.untouched(lay, tmp_path / "theirs")
    assert laid.is_own(path) and path.read_bytes() == b"ours"


def test_who_has_opened_what_lay_there_reads_nothing_of_ours(path):
    laid.open_file(path, None)
    with path.open() as theirs, private_files.new(path) as file:
        file.write(b"ours")
        file.flush()
        assert theirs.read() == laid.THEIRS


def test_nobodys_folder_is_taken_away(path):
    laid.folder(path, None)
    with pytest.raises(OSError, match="file"):
        private_files.new(path)
    assert path.is_dir()


def test_what_is_laid_there_at_the_last_moment_is_not_followed(path, tmp_path, monkeypatch):
    for lay in (laid.link, laid.dangling_link, laid.pipe, laid.open_file):
        laid.open_file(path, None)
        unlink = type(path).unlink

        def quick(gone, missing_ok=False, lay=lay, unlink=unlink):
            unlink(gone, missing_ok)
            lay(gone, tmp_path / lay.__name__)

        with monkeypatch.context() as patched:
            patched.setattr(type(path), "unlink", quick)
            with pytest.raises(FileExistsError):
                private_files.new(path)
        assert laid.untouched(lay, tmp_path / lay.__name__)
        path.unlink()


def test_a_file_whose_rights_cannot_be_set_is_closed(path, monkeypatch):
    closed, close = [], os.close

    def refused(*_):
        raise PermissionError(1, "not permitted")

    monkeypatch.setattr(private_files.os, "fchmod", refused)
    monkeypatch.setattr(private_files.os, "close", lambda handle: closed.append(handle) or close(handle))
    with pytest.raises(PermissionError):
        private_files.new(path)
    assert len(closed) == 1


def test_a_file_that_is_there_is_read(path):
    path.write_text(laid.THEIRS)
    with private_files.there(path) as file:
        assert file.read() == laid.THEIRS.encode()


@pytest.mark.parametrize("lay", [laid.link, laid.dangling_link, laid.pipe, laid.folder])
@pytest.mark.parametrize("opened", [private_files.there, private_files.to_lock])
def test_what_is_no_file_is_neither_read_nor_locked(path, tmp_path, opened, lay):
    lay(path, tmp_path / "theirs")
    before = handles()
    with pytest.raises(OSError, match="file"):
        opened(path)
    assert laid.untouched(lay, tmp_path / "theirs")
    assert handles() == before


def test_a_lock_is_made_once_and_never_written(path):
    first = private_files.to_lock(path)
    second = private_files.to_lock(path)
    assert os.fstat(first).st_ino == os.fstat(second).st_ino
    assert laid.is_own(path) and stat.S_ISREG(path.stat().st_mode)
    os.close(first)
    os.close(second)


def test_only_a_folder_is_synced(tmp_path, path):
    private_files.sync_folder(tmp_path)
    laid.pipe(path, None)
    with pytest.raises(NotADirectoryError):
        private_files.sync_folder(path)
