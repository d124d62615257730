"""Is what must not run twice at once kept apart, and let go by whoever dies?"""

import multiprocessing
import os
import signal

import laid
import pytest
from serving import until

from infra import locks


def _hold_and_die(make_app, url, holding):
    with make_app(url).app_context(), locks.alone(locks.EXCHANGE):
        holding.set()
        signal.pause()


def test_two_are_never_in_it_at_once(make_app, database_url):
    with make_app(database_url).app_context():
        with locks.alone(locks.EXCHANGE):
            with pytest.raises(locks.InUse), locks.alone(locks.EXCHANGE):
                pass
            with locks.alone(locks.EXCHANGE + 1):
                pass
        with locks.alone(locks.EXCHANGE):
            pass


def test_it_is_let_go_when_something_is_raised(make_app, database_url):
    with make_app(database_url).app_context():
        with pytest.raises(ZeroDivisionError), locks.alone(locks.EXCHANGE):
            raise ZeroDivisionError
        with locks.alone(locks.EXCHANGE):
            pass


def test_who_dies_lets_go(make_app, database_url):
    fork = multiprocessing.get_context("fork")
    holding = fork.Event()
    other = fork.Process(target=_hold_and_die, args=(make_app, database_url, holding))
    other.start()
    assert holding.wait(30)
    with make_app(database_url).app_context():
        with pytest.raises(locks.InUse), locks.alone(locks.EXCHANGE):
            pass
        os.kill(other.pid, signal.SIGKILL)
        other.join(30)
        assert other.exitcode == -signal.SIGKILL
        until(_is_free)


def _is_free():
    """A server of a database notices a death a little later than we do."""
    try:
        with locks.alone(locks.EXCHANGE):
            return True
    except locks.InUse:
        return False


@pytest.mark.parametrize("lay", [laid.link, laid.dangling_link, laid.pipe, laid.folder])
def test_what_is_no_file_locks_nothing_and_nothing_is_made_of_it(make_app, sqlite_url, tmp_path, lay):
    path, theirs = tmp_path / f"madoguchi.sqlite.lock-{locks.EXCHANGE}", tmp_path / "theirs"
    lay(path, theirs)
    with make_app(sqlite_url).app_context():
        with laid.deadline(), pytest.raises(OSError, match=r"lock-"), locks.alone(locks.EXCHANGE):
            pass
        assert laid.untouched(lay, theirs)
        path.rmdir() if path.is_dir() else path.unlink()
        with locks.alone(locks.EXCHANGE):
            assert laid.is_own(path)
