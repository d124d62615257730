"""What if a command is killed? Runs it in a process of its own that dies at a point of its way, in no other way."""

import multiprocessing
import os
import signal
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

PATIENCE = 120


def _die_at(point):
    """Count what the database and the disk are asked for, and die right before the one of this number."""
    passed = 0

    def step(*_, **__):
        nonlocal passed
        passed += 1
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    for what in ("before_cursor_execute", "commit"):
        event.listen(Engine, what, step)
    rename, fsync = Path.rename, os.fsync
    Path.rename = lambda path, target: (step(), rename(path, target))[1]
    os.fsync = lambda handle: (step(), fsync(handle))[1]


def _run(make_app, url, arguments, point):
    app = make_app(url)
    _die_at(point)
    os._exit(app.test_cli_runner().invoke(args=arguments).exit_code)


def _call(make_app, url, does, point):
    app = make_app(url)
    _die_at(point)
    does(app)
    os._exit(0)


def call_until(make_app, url, does, point):
    """Do something with the application in a process of its own, killed at this point of its way; give whether it came
    to its end before."""
    process = multiprocessing.get_context("fork").Process(target=_call, args=(make_app, url, does, point))
    process.start()
    return _ended_well(process)


def run_until(make_app, url, arguments, point):
    """Run a command, killed at this point of its way; give whether it came to its end before, and well."""
    process = multiprocessing.get_context("fork").Process(target=_run, args=(make_app, url, arguments, point))
    process.start()
    return _ended_well(process)


def _ended_well(process):
    process.join(PATIENCE)
    if process.exitcode is None:
        process.kill()
        raise AssertionError("it neither died nor came to its end")
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode == 0


def killed_at(make_app, url, command, points):
    """Run a command again and again, killed at the next of these points each time; yield the point of each death. It is
    over when the command comes to its end by itself: it must. `command` makes its words of a point."""
    for point in points:
        if run_until(make_app, url, command(point), point):
            return
        yield point
    raise AssertionError("it never came to its end")
