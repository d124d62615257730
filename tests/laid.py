"""What may somebody lay where a file is to be made? Each of these, and what is to be seen of it afterwards."""

import os
import signal
import stat
from contextlib import contextmanager

THEIRS = "somebody's own"
SECONDS = 20


class Hangs(BaseException):
    """It waits for what never comes."""


def link(path, theirs):
    theirs.write_text(THEIRS)
    path.symlink_to(theirs)


def dangling_link(path, theirs):
    path.symlink_to(theirs)


def pipe(path, theirs):
    os.mkfifo(path, 0o666)


def open_file(path, theirs):
    path.write_text(THEIRS)
    path.chmod(0o666)


def hard_link(path, theirs):
    theirs.write_text(THEIRS)
    theirs.chmod(0o644)
    path.hardlink_to(theirs)


# What is no file but in the way is said: nobody's folder is taken away.
def folder(path, theirs):
    path.mkdir()


IN_THE_WAY = (link, dangling_link, pipe, open_file, hard_link)


def untouched(lay, theirs):
    """Whether what the thing leads to is as it was."""
    if lay not in (link, hard_link):
        return not theirs.exists()
    mode = 0o644 if lay is hard_link else stat.S_IMODE(theirs.stat().st_mode)
    return (theirs.read_text(), stat.S_IMODE(theirs.stat().st_mode)) == (THEIRS, mode)


def is_own(path):
    """Whether it is a file, of one name, that nobody but its owner reads or writes."""
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o600 and found.st_nlink == 1


@contextmanager
def deadline():
    """Whatever waits longer than this waits for ever."""

    def over(*_):
        raise Hangs

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
