"""Is there anything harmful in a file, as far as a scanner knows? It fails closed: what was not looked at is not clean.

The scanner is ClamAV's clamd, at a socket of its own. Without any signatures, and for a file that is larger than its
MaxFileSize, it answers "OK" as for a clean one. So every ten minutes it is first shown the test file that
every scanner has to find (EICAR's; it does nothing), and `finds_within` shows how large a file it looks into.
"""

import io
import re
import socket
import struct
import time
import zipfile
from typing import BinaryIO, cast

from flask import current_app

CHUNK = 64 * 1024
CONNECTS_WITHIN, ANSWERS_WITHIN = 3.0, 30.0
TRUSTED_FOR = 600.0
LONGEST_ANSWER = 4096
ADDRESS = re.compile(r"unix:(/.+)|tcp:(?:\[([0-9A-Fa-f:]+)\]|([^\s:/\[\]]+)):([0-9]{1,5})")
# In parts, so that no scanner takes this file for it.
TEST_FILE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
CLEAN, FOUND = re.compile(r"stream: OK"), re.compile(r"stream: (.+) FOUND")
# What it calls a file that it did not look at as a whole, where AlertExceedsMax is set.
NOT_SEEN = "Heuristics.Limits.Exceeded"


class ScannerAway(Exception):
    """It is not known whether a file is clean: the scanner is not there, does not answer in time or as one would, has
    no signatures, or did not look at all of the file. The message says which."""


class Scanner:
    """The scanner at an address: unix:/path or tcp:host:port."""

    def __init__(self, address: str, *, patience: float = ANSWERS_WITHIN) -> None:
        """`patience` is how many seconds one file may take in all. Raise ValueError for what is no address."""
        found = ADDRESS.fullmatch(address)
        if not found:
            raise ValueError("not like unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310")
        path, six, host, port = found.groups()
        self._path, self._host, self._port = path, six or host, int(port or 0)
        self._patience, self._trusted_until = patience, 0.0

    def scan(self, source: BinaryIO) -> bool:
        """Whether a file is clean, from where it stands. Raise ScannerAway."""
        if time.monotonic() >= self._trusted_until:
            if self._clean(io.BytesIO(TEST_FILE)):
                raise ScannerAway("it has no signatures")
            self._trusted_until = time.monotonic() + TRUSTED_FOR
        return self._clean(source)

    def version(self) -> str:
        """What it says of itself and of its signatures. Raise ScannerAway."""
        return self._told("VERSION")

    def finds_within(self, size: int) -> bool:
        """Whether it finds the test file in an archive of so many bytes, and so looks into files as large as that.
        Raise ScannerAway."""
        return not self._clean(_archive(size))

    def _clean(self, source: BinaryIO) -> bool:
        answer = self._told("INSTREAM", source)
        if CLEAN.fullmatch(answer):
            return True
        found = FOUND.fullmatch(answer)
        if not found or found[1].startswith(NOT_SEEN):
            raise ScannerAway(f"it said {answer[:100]!a}")
        return False

    def _told(self, command: str, source: BinaryIO | None = None) -> str:
        """Its answer, whole. Raise ScannerAway."""
        ends = time.monotonic() + self._patience
        try:
            with self._connection() as connection:
                connection.settimeout(_left(ends))
                connection.sendall(f"z{command}\0".encode())
                if source is not None:
                    _send(connection, source, ends)
                return _answer(connection, ends)
        except TimeoutError:
            raise ScannerAway("it did not answer in time") from None
        except OSError as wrong:
            raise ScannerAway(f"it cannot be reached: {type(wrong).__name__}") from None

    def _connection(self) -> socket.socket:
        if not self._path:
            return socket.create_connection((self._host, self._port), CONNECTS_WITHIN)
        made = socket.socket(socket.AF_UNIX)
        try:
            made.settimeout(CONNECTS_WITHIN)
            made.connect(self._path)
        except OSError:
            made.close()
            raise
        return made


def _send(connection: socket.socket, source: BinaryIO, ends: float) -> None:
    """A file in chunks, each after its length; one of no bytes ends it."""
    try:
        while chunk := source.read(CHUNK):
            connection.settimeout(_left(ends))
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It has had enough, and may have said why.
        return


def _answer(connection: socket.socket, ends: float) -> str:
    got = b""
    while not got.endswith(b"\0"):
        connection.settimeout(_left(ends))
        more = connection.recv(LONGEST_ANSWER)
        if not more or len(got) > LONGEST_ANSWER:
            raise ScannerAway("its answer broke off")
        got += more
    return got[:-1].decode("ascii", "replace").strip()


def _left(ends: float) -> float:
    """So many seconds are left; raise TimeoutError where none are."""
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _archive(size: int) -> BinaryIO:
    """An archive of so many bytes, nothing in it packed, whose first file is the test file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("test", TEST_FILE)
        archive.writestr("rest", b"")
    with zipfile.ZipFile(rest := io.BytesIO(), "w") as archive:
        archive.writestr("test", TEST_FILE)
        archive.writestr("rest", bytes(size - len(made.getvalue())))
    rest.seek(0)
    return rest


def of_app() -> Scanner | None:
    """The scanner of this application; None where none is set."""
    return cast("Scanner | None", current_app.extensions["photo scanner"])


def scan(source: BinaryIO) -> bool:
    """Whether a file is clean, from where it stands; where no scanner is set, every file is taken for that. Raise
    ScannerAway."""
    scanner = of_app()
    return scanner is None or scanner.scan(source)
