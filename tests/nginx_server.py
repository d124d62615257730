"""A real nginx for as long as a test runs, with the configuration that we ship: nothing in it is changed but where its
files lie, where it listens and what it passes on to."""

import getpass
import grp
import os
import shutil
import socket
import ssl
import subprocess
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from serving import ROOT, free_port, until

from infra.static_files import release

NAME = "service.example"
SHIPPED = ROOT / "deploy"
WRITTEN = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def program():
    """Where nginx is, None where there is none; as a rule it is not on everybody's path."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def server(passes_to, more=""):
    """Start it in front of a port; give its process, address, ports and logs. `more` goes into its part `http`."""
    if program() is None:
        pytest.skip("NO NGINX HERE: nothing stood in front; apt-get install nginx-light")
    # Not a folder of pytest's own: nobody else may look into those, and nginx gives up being root.
    with TemporaryDirectory(prefix="nginx-") as folder:
        folder = Path(folder)
        folder.chmod(0o755)
        http, https = free_port(), free_port()
        _lay_out(folder, http, https, passes_to, more)
        command = [program(), "-p", folder, "-e", folder / "start.log", "-c", folder / "deploy" / "nginx.conf"]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        with subprocess.Popen([*command, "-g", "daemon off;"]) as running:
            try:
                until(lambda: _listens(https))
                trusts = ssl.create_default_context(cafile=folder / "fullchain.pem")
                told = {"access": folder / "madoguchi-access.log", "error": folder / "madoguchi-error.log"}
                reached = {"site": f"https://{NAME}", "http": http, "https": https, "tls": trusts}
                yield SimpleNamespace(process=running, **reached, **told)
            finally:
                running.terminate()


def _listens(port):
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def _lay_out(folder, http, https, passes_to, more):
    shutil.copytree(SHIPPED, folder / "deploy")
    _certify(folder)
    release.write(ROOT / "static", folder / "built" / "static", thoroughly=False)
    written = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in WRITTEN)
    changes = {
        "user www-data;": f"user {getpass.getuser()} {grp.getgrgid(os.getegid()).gr_name};",
        "/run/nginx-madoguchi.pid": f"{folder}/pid",
        "/var/log/nginx/": f"{folder}/",
        "/etc/ssl/madoguchi/": f"{folder}/",
        "127.0.0.1:8000": f"127.0.0.1:{passes_to}",
        "listen [::]:80 ": f"listen [::1]:{http} ",
        "listen [::]:443 ": f"listen [::1]:{https} ",
        "listen 80 ": f"listen 127.0.0.1:{http} ",
        "listen 443 ": f"listen 127.0.0.1:{https} ",
        "http {\n": f"http {{\n{written}{more}",
    }
    text = (folder / "deploy" / "nginx.conf").read_text()
    for shipped, here in changes.items():
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    (folder / "deploy" / "nginx.conf").write_text(text)
    for part in ("nginx.conf", "answers.conf"):
        file = folder / "deploy" / part
        own = file.read_text().replace("/srv/madoguchi/built", f"{folder}/built")
        file.write_text(own.replace("/srv/madoguchi", str(ROOT)))


def _certify(folder):
    """A certificate that vouches for itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(Encoding.PEM))
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(kept)
