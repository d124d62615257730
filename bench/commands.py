"""What does one of the operator's commands take, as a process of its own from its start to its end?

Its memory is the most that the kernel ever saw it hold; argon2 takes its least there, since one hash at the start of
the program would hold more than the command does.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

from bench.browser import Unexpected
from bench.server import ROOT

LEAST_WORK = {"MADOGUCHI_ARGON2_MEMORY_KIB": "8", "MADOGUCHI_ARGON2_TIME_COST": "1"}
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def commanded(environment: Mapping[str, str], *words: str) -> tuple[float, int]:
    """Seconds, and the most memory in KiB, of `flask WORDS`."""
    command = [sys.executable, "-m", "flask", "--app", "app", *words]
    began = perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment, **LEAST_WORK}, **QUIET)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Unexpected(f"{' '.join(words[:2])} ended with {process.returncode}")
    seconds = perf_counter() - began
    # A process inherits its parent's mark: what is not above it says nothing.
    if used.ru_maxrss <= getrusage(RUSAGE_SELF).ru_maxrss:
        raise Unexpected("the command held less memory than the process that started it: it can't be measured")
    return seconds, used.ru_maxrss
