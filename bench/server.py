"""How is a server run on a core of its own, and how much of that core has it used?"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
SERVER_CORE, DRIVER_CORE = 0, 1
GRANIAN = (
    *("granian", "--interface", "wsgi", "--workers", "1"),
    *("--no-ws", "--log-level", "warning", "--host", "127.0.0.1"),
)
STARTS_WITHIN_SECONDS = 60


class Server:
    """A granian with one worker, answering at `port`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    @property
    def cpu(self) -> float:
        """Seconds of CPU that its processes have used, all threads, to the nanosecond that the kernel counts."""
        return used(self.process.pid)


def used(pid: int) -> float:
    """Seconds of CPU that a process and its children have used, all threads."""
    return sum(cpu_of(each) for each in _family(pid))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used."""
    # clock_getcpuclockid(3), which Python lacks: a process's CPU with that of its threads that have ended.
    return time.clock_gettime((~pid << 3) | 2)


def most_memory(pid: int) -> float:
    """The most MiB that a process and its children ever held, each by itself."""
    marks = [Path(f"/proc/{each}/status").read_text() for each in _family(pid)]
    return max(int(re.search(r"VmHWM:\s+(\d+) kB", mark)[1]) for mark in marks) / 1024


def forget_most_memory(pid: int) -> None:
    """From here on most_memory tells of what a process and its children hold from here on."""
    for each in _family(pid):
        Path(f"/proc/{each}/clear_refs").write_text("5")


def memory(pid: int) -> float:
    """The MiB that a process and its children hold now."""
    marks = [Path(f"/proc/{each}/status").read_text() for each in _family(pid)]
    return sum(int(re.search(r"VmRSS:\s+(\d+) kB", mark)[1]) for mark in marks) / 1024


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def python(*arguments: str, environment: Mapping[str, str], quiet: bool = False, root: Path = ROOT) -> None:
    """Run a Python command to its end; a `quiet` one says nothing. `root` is where it lies."""
    told = subprocess.DEVNULL if quiet else None
    subprocess.run([sys.executable, *arguments], cwd=root, env={**os.environ, **environment}, check=True, stdout=told)


def flask(*arguments: str, environment: Mapping[str, str], quiet: bool = False, root: Path = ROOT) -> None:
    """Run one of the application's own commands to its end; a `quiet` one says nothing. `root` is where it lies."""
    python("-m", "flask", "--app", "app", *arguments, environment=environment, quiet=quiet, root=root)


@contextmanager
def working(environment: Mapping[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of the application's own commands, on the server's core, until the end of the block."""
    command = ["taskset", "-c", str(SERVER_CORE), sys.executable, "-m", "flask", "--app", "app", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(STARTS_WITHIN_SECONDS)


@contextmanager
def serving(environment: Mapping[str, str], *application: str, threads: int = 1, root: Path = ROOT) -> Iterator[Server]:
    """Run a server of `module:application` until the end of the block; `--factory` before it where it is a function.
    `root` is where it lies."""
    port = _free_port()
    many = ("--blocking-threads", str(threads), "--port", str(port))
    command = ["taskset", "-c", str(SERVER_CORE), sys.executable, "-m", *GRANIAN, *many, *application]
    process = subprocess.Popen(command, cwd=root, env={**os.environ, **environment}, start_new_session=True)
    try:
        _await(process, port)
        yield Server(process, port)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(STARTS_WITHIN_SECONDS)


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"the server at port {port} did not start")
