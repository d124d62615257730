"""A real PostgreSQL for as long as the tests run: started from Debian's package, gone without a trace."""

import os
import pwd
import shutil
import socket
import subprocess
import uuid
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg


class NotInstalled(Exception):
    """There is no PostgreSQL on this machine."""


def _programs():
    """The folder with initdb; the newest where there are several."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def server():
    """Start a server; give its URL. PostgreSQL refuses to run as root: there it runs as `postgres`. Raise
    NotInstalled."""
    programs = _programs()
    if programs is None:
        raise NotInstalled
    root = os.geteuid() == 0
    user = "postgres" if root else pwd.getpwuid(os.geteuid()).pw_name
    as_user = ["setpriv", "--reuid", user, "--regid", user, "--init-groups"] if root else []

    def run(program, *arguments):
        subprocess.run([*as_user, programs / program, *arguments], check=True, capture_output=True, cwd="/")

    with TemporaryDirectory(prefix="postgresql-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        data, port = Path(folder) / "data", _free_port()
        data.mkdir()
        if root:
            shutil.chown(data, user, user)
        run("initdb", "-D", data, "-U", "tests", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {data} -c fsync=off -c max_connections=300"
        run("pg_ctl", "-D", data, "-w", "-o", options, "-l", data / "log", "start")
        try:
            yield f"postgresql://tests@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def database(url, name, like="template1"):
    """Make a database like another one; give its URL."""
    name = name or f"t{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'create database "{name}" template "{like}"')
    return url.rsplit("/", 1)[0] + f"/{name}"
