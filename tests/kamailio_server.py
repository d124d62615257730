"""A real Kamailio for as long as tests run, with the configuration that we ship: nothing in it is changed but where its
files lie, where it listens, and that this machine is the trunk."""

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
import trunk
from serving import ROOT, free_port, until

SHIPPED = ROOT / "telephony"
# As systemd starts it. The Python in it looks for its library beside the first python3 here, which may be another's.
SYSTEM = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}


def program():
    """Where Kamailio is, None where it or what runs Python in it is missing; it is not on everybody's path."""
    found = shutil.which("kamailio") or shutil.which("kamailio", path="/usr/sbin")
    return found if list(Path("/usr/lib").glob("*/kamailio/modules/app_python3.so")) else None


@contextmanager
def server(url, secret):
    """Start one that tells the application at this address; give its port and its log."""
    if program() is None:
        pytest.skip("NO KAMAILIO HERE: nobody called; apt-get install kamailio kamailio-python3-modules")
    with TemporaryDirectory(prefix="kamailio-") as folder:
        folder, port = Path(folder), free_port()
        _lay_out(folder / "telephony", port)
        (folder / "secret").write_text(f"{secret}\n")
        told = {"MADOGUCHI_CALLS_URL": url, "MADOGUCHI_CALLS_SECRET_FILE": str(folder / "secret")}
        command = [program(), "-f", folder / "telephony" / "kamailio.cfg"]
        checked = subprocess.run([*command, "-c"], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        log = folder / "log"
        with log.open("wb") as written:
            running = subprocess.Popen([*command, "-DD", "-E"], env={**SYSTEM, **told}, stdout=written, stderr=written)
            try:
                until(lambda: running.poll() is not None or _answers(port))
                assert running.poll() is None, log.read_text()
                yield SimpleNamespace(port=port, log=log)
            finally:
                running.terminate()
                running.wait(30)


def _answers(port):
    with trunk.Line(port) as line:
        line.send("OPTIONS")
        return line.answer(0.2)


def _lay_out(folder, port):
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("__pycache__"))
    changes = {
        "local.cfg": {"192.0.2.1:5060": f"127.0.0.1:{port}", "/srv/madoguchi/telephony": str(folder)},
        "trunks.list": {"192.0.2.10": "127.0.0.1 "},
    }
    for name, of_it in changes.items():
        text = (folder / name).read_text()
        for shipped, here in of_it.items():
            assert shipped in text, shipped
            text = text.replace(shipped, here)
        (folder / name).write_text(text)
