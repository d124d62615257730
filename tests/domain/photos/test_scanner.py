"""Does the scanner find what it knows, and is nothing clean that it did not look at?"""

import io
import signal
import socket
import struct
import time
from contextlib import contextmanager
from threading import Thread

import clamav
import pytest
from serving import free_port

from domain.photos import scanner
from domain.photos.scanner import Scanner, ScannerAway

CLEAN = b"a picture of a car, seen from the left"
MEGABYTE = 1024 * 1024
pytestmark = pytest.mark.clamav


@pytest.fixture(scope="module")
def clamd():
    """One that looks into files of at most three megabytes, and takes at most four."""
    with clamav.server(MaxFileSize="3M", StreamMaxLength="4M") as started:
        yield started


@pytest.fixture(params=["unix", "tcp"])
def looks(request, clamd):
    return Scanner(getattr(clamd, request.param))


@pytest.mark.parametrize("before", [0, 1, 65536, 1_000_003])
def test_harm_is_found_wherever_it_stands(looks, before):
    assert looks.scan(io.BytesIO(bytes(before) + CLEAN))
    assert not looks.scan(io.BytesIO(bytes(before) + clamav.HARM + CLEAN))
    assert not looks.scan(io.BytesIO(CLEAN + clamav.HARM + bytes(before)))


def test_a_file_with_nothing_in_it_is_clean(looks):
    assert looks.scan(io.BytesIO())


def test_it_is_looked_at_from_where_it_stands(looks):
    source = io.BytesIO(clamav.HARM + CLEAN)
    source.seek(len(clamav.HARM))
    assert looks.scan(source)


def away(scanned, source=None):
    """Why it is not known."""
    with pytest.raises(ScannerAway) as why:
        scanned.scan(source or io.BytesIO(CLEAN))
    return str(why.value)


@pytest.mark.parametrize("size", [4 * MEGABYTE + 1, 20 * MEGABYTE])
def test_a_file_that_it_does_not_take_whole_is_not_clean(clamd, size):
    """Be it in its last chunk that it hangs up, or long before. By TCP what it said may be lost on the way."""
    too_large = "it said 'INSTREAM size limit exceeded. ERROR'"
    assert away(Scanner(clamd.unix), io.BytesIO(bytes(size))) == too_large
    assert away(Scanner(clamd.tcp), io.BytesIO(bytes(size))).startswith((too_large, "it cannot be reached: "))


def test_it_says_what_it_is(looks):
    assert looks.version().startswith("ClamAV ")


def test_how_large_a_file_it_looks_into_is_found_out(looks):
    """What is over its MaxFileSize it calls clean; what is over its StreamMaxLength it does not take."""
    assert looks.finds_within(3 * MEGABYTE)
    assert not looks.finds_within(3 * MEGABYTE + 1)
    with pytest.raises(ScannerAway, match=r"size limit|cannot be reached"):
        looks.finds_within(5 * MEGABYTE)


@pytest.mark.parametrize("size", [1000, MEGABYTE, 20 * MEGABYTE])
def test_the_archive_is_as_large_as_it_is_asked_for(size):
    made = scanner._archive(size)
    assert len(made.read()) == size


def test_a_file_that_it_did_not_see_through_is_neither_clean_nor_harmful():
    """With AlertExceedsMax it calls such a file by a name, as it does one that it found."""
    with clamav.server(MaxFileSize="1M", AlertExceedsMax="yes") as clamd:
        said = away(Scanner(clamd.unix), io.BytesIO(bytes(MEGABYTE + 1)))
    assert said.startswith("it said 'stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND'")


def test_without_signatures_nothing_is_clean():
    with clamav.server(clamav.NO_SIGNATURES) as clamd:
        looks = Scanner(clamd.unix)
        for _ in range(2):
            assert away(looks) == "it has no signatures"


@pytest.mark.parametrize(("trusted_for", "found_out"), [(600.0, False), (0.0, True)])
def test_one_that_lost_its_signatures_is_found_out_after_a_while(clamd, tmp_path, monkeypatch, trusted_for, found_out):
    monkeypatch.setattr(scanner, "TRUSTED_FOR", trusted_for)
    socket_now = tmp_path / "socket"
    socket_now.symlink_to(clamd.unix.removeprefix("unix:"))
    looks = Scanner(f"unix:{socket_now}")
    assert looks.scan(io.BytesIO(CLEAN))
    with clamav.server(clamav.NO_SIGNATURES) as without:
        socket_now.unlink()
        socket_now.symlink_to(without.unix.removeprefix("unix:"))
        if found_out:
            assert away(looks) == "it has no signatures"
        else:
            assert looks.scan(io.BytesIO(clamav.HARM))


def test_where_nobody_is_it_is_away(tmp_path):
    (tmp_path / "file").touch()
    for path in ("nothing", "file"):
        assert away(Scanner(f"unix:{tmp_path / path}")).startswith("it cannot be reached: ")
    assert away(Scanner(f"tcp:127.0.0.1:{free_port()}")) == "it cannot be reached: ConnectionRefusedError"


def test_one_that_is_killed_is_away():
    with clamav.server() as clamd:
        looks = [Scanner(clamd.unix), Scanner(clamd.tcp)]
        assert all(each.scan(io.BytesIO(CLEAN)) for each in looks)
        clamd.process.kill()
        clamd.process.wait()
        assert {away(each) for each in looks} == {"it cannot be reached: ConnectionRefusedError"}


def test_one_that_stopped_keeps_nobody_waiting_for_long(clamd):
    """Whoever connects is still let in; a file fills up what the kernel keeps for it."""
    scanners = [Scanner(address, patience=2) for address in (clamd.unix, clamd.tcp)]
    for looks in scanners:
        assert looks.scan(io.BytesIO(CLEAN))
    clamd.process.send_signal(signal.SIGSTOP)
    try:
        for looks in scanners:
            for content in (CLEAN, bytes(20 * MEGABYTE)):
                began = time.monotonic()
                assert away(looks, io.BytesIO(content)) == "it did not answer in time"
                assert time.monotonic() - began < 6
    finally:
        clamd.process.send_signal(signal.SIGCONT)


@contextmanager
def impostor(answer):
    """Something else at such an address: it hears one file out, then gives this answer."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            speaking, _ = listening.accept()
            with speaking, speaking.makefile("rb") as heard:
                heard.read(len(b"zINSTREAM\0"))
                while length := struct.unpack("!L", heard.read(4))[0]:
                    heard.read(length)
                speaking.sendall(answer)

        serving = Thread(target=serve)
        serving.start()
        yield Scanner(f"tcp:127.0.0.1:{listening.getsockname()[1]}", patience=5)
        serving.join()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "its answer broke off"),
        (b"stream: OK", "its answer broke off"),
        (b"stream: O", "its answer broke off"),
        (b"OK\0", "it said 'OK'"),
        (b"stream: OK ERROR\0", "it said 'stream: OK ERROR'"),
        (b"stream: not OK\0", "it said 'stream: not OK'"),
        (b"\0", "it said ''"),
        (b"UNKNOWN COMMAND\0", "it said 'UNKNOWN COMMAND'"),
        (b"stream: OK\nstream: Some.Harm FOUND\0", "it said 'stream: OK\\nstream: Some.Harm FOUND'"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n" + b"a" * 10_000 + b"\0", "its answer broke off"),
        ("こんにちは\0".encode(), "it said '" + "\\ufffd" * 15 + "'"),
    ],
)
def test_what_does_not_answer_as_it_would_says_nothing_of_a_file(answer, said):
    with impostor(answer) as looks:
        assert away(looks) == said


@pytest.mark.parametrize(
    "address",
    [
        *("", "clamd", "unix:", "unix:clamd.ctl", "tcp:", "tcp:3310", "tcp:host", "tcp:host:", "tcp:a b:3310"),
        *("tcp:host:port", "tcp:host:3310/x", "http://host:3310", "tcp:host:3310\n", "tcp:::1:3310"),
    ],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match="not like unix:"):
        Scanner(address)


def test_addresses_are_read():
    for address in ("unix:/run/clamav/clamd.ctl", "tcp:127.0.0.1:3310", "tcp:clamav:3310", "tcp:[::1]:3310"):
        Scanner(address)


def test_the_application_has_one_or_takes_what_comes(make_app, sqlite_url, clamd):
    harm = io.BytesIO(clamav.HARM)
    with make_app(sqlite_url, SCANNER=clamd.unix).app_context():
        assert scanner.of_app() and not scanner.scan(harm)
    harm.seek(0)
    with make_app(sqlite_url, SCANNER="").app_context():
        assert scanner.of_app() is None and scanner.scan(harm)
