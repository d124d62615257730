"""A real clamd for as long as a test runs, from Debian's package, which knows nothing but what the test tells it."""

import hashlib
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from serving import free_port, until

from domain.photos.scanner import TEST_FILE

# What it is to find, wherever that stands in a file: words of these tests, and EICAR's test file as a whole.
HARM = b"the harm that the tests of this project have made up"
OWN = {
    "own.ndb": f"Test.Harm:0:*:{HARM.hex()}\n",
    "own.hdb": f"{hashlib.md5(TEST_FILE).hexdigest()}:{len(TEST_FILE)}:Test.File\n",
}
# A list of what is not to be found, which it takes for a database as well.
NO_SIGNATURES = {"own.ign2": "Test.Nothing\n"}


def program():
    """Where clamd is, None where there is none; as a rule it is not on everybody's path."""
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")


@contextmanager
def server(database=OWN, **settings):
    """Start it with these files as its database; give its two addresses and its process. `settings` are more lines of
    its configuration."""
    if program() is None:
        pytest.skip("NO CLAMD HERE: nothing was scanned; apt-get install clamav-daemon")
    # A path that is short enough for a socket.
    with TemporaryDirectory(prefix="clamd-") as folder:
        folder, port = Path(folder), free_port()
        _lay_out(folder, port, database, settings)
        command = [program(), "-c", folder / "clamd.conf"]
        with (folder / "told").open("wb") as told, subprocess.Popen(command, stdout=told, stderr=told) as process:
            try:
                until(lambda: _answers(port, process, folder))
                yield SimpleNamespace(unix=f"unix:{folder}/socket", tcp=f"tcp:127.0.0.1:{port}", process=process)
            finally:
                process.kill()


def _lay_out(folder, port, database, settings):
    (folder / "database").mkdir()
    for name, text in database.items():
        (folder / "database" / name).write_text(text)
    told = {
        "Foreground": "yes",
        "LocalSocket": folder / "socket",
        "TCPSocket": port,
        "TCPAddr": "127.0.0.1",
        "DatabaseDirectory": folder / "database",
        "TemporaryDirectory": folder,
        "SelfCheck": 0,
        **settings,
    }
    (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in told.items()))


def _answers(port, process, folder):
    assert process.poll() is None, (folder / "told").read_text()
    with socket.socket() as asking:
        if asking.connect_ex(("127.0.0.1", port)):
            return False
        asking.sendall(b"zPING\0")
        return asking.recv(100) == b"PONG\0"
