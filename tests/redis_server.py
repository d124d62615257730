"""A real Redis for as long as the tests run; the tests that ask for it are skipped where there is none."""

import shutil
import socket
import subprocess
from contextlib import contextmanager

import pytest
import redis


@contextmanager
def server(folder):
    """Start a server; give its URL."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    with subprocess.Popen([program, *settings], stdout=subprocess.PIPE, text=True) as running:
        try:
            for line in running.stdout:
                if "Ready to accept connections" in line:
                    break
            redis.Redis(port=port).ping()
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            running.terminate()
