"""A real object store for as long as the tests run: SeaweedFS, which speaks S3, from its wheel."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store
from serving import free_port, until

KEY_ID, KEY, BUCKET = "tests", "only for the tests of this project", "photos"
PORTS = (
    *("s3.port", "s3.port.grpc", "master.port", "master.port.grpc", "volume.port", "volume.port.grpc"),
    *("filer.port", "filer.port.grpc"),
)


@contextmanager
def server():
    """Start a store with one bucket; give its endpoint, its process and how obstore itself reaches it."""
    with TemporaryDirectory(prefix="seaweedfs-") as folder:
        ports = {name: free_port() for name in PORTS}
        endpoint = f"http://127.0.0.1:{ports['s3.port']}"
        with subprocess.Popen(
            _command(Path(folder), ports), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                store = S3Store(
                    BUCKET,
                    endpoint=endpoint,
                    access_key_id=KEY_ID,
                    secret_access_key=KEY,
                    client_options={"allow_http": True},
                    retry_config={"max_retries": 0},
                )
                until(lambda: _takes(store))
                yield SimpleNamespace(endpoint=endpoint, process=process, store=store)
            finally:
                process.kill()


def _command(folder, ports):
    credentials = [{"accessKey": KEY_ID, "secretKey": KEY}]
    known = folder / "known.json"
    known.write_text(json.dumps({"identities": [{"name": "tests", "credentials": credentials, "actions": ["Admin"]}]}))
    options = {
        **ports,
        "dir": folder,
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "s3.config": known,
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
        "s3.localSocket": folder / "s3.sock",
        "filer.localSocket": folder / "filer.sock",
        "master.telemetry": "false",
        "master.volumeSizeLimitMB": 64,
    }
    program = Path(sys.executable).with_name("weed")
    return [program, "server", "-s3", "-filer", *(f"-{name}={value}" for name, value in options.items())]


def _takes(store):
    """Whether it answers already; the first that is put makes the bucket."""
    try:
        obstore.put(store, "first", b"first")
    except BaseError:
        return False
    return True
