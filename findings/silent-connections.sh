#!/usr/bin/env bash
# Does granian close a connection on which nothing is ever said?
#
# Guess:   --http1-header-read-timeout is how long it waits for a head, so who sends none is shown out after that.
# Truth:   Not as it is started by default. With --http auto it first waits for the bytes that tell HTTP/1 from HTTP/2,
#          and no clock runs meanwhile; each such connection takes one of --backpressure for good. With --http 1 the
#          clock runs from the start.
# Seen of: granian 2.8.7, Python 3.11.
# Source:  granian, src/workers.rs: hyper_util's conn::auto::Builder, whose ReadVersion has no timer, in mode auto, and
#          hyper's http1::Builder with header_read_timeout in mode 1.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check granian==2.8.7
cd "$folder"

cat > small.py <<'PYTHON'
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]
PYTHON

cat > look.py <<'PYTHON'
import socket
import subprocess
import sys
import time
from importlib.metadata import version

TOLD, WAITED = 1000, 6


def closed(mode):
    """Whether a silent connection is closed while we wait several times as long as the server was told to."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    command = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--http", mode]
    command += ["--http1-header-read-timeout", str(TOLD), "--log-level", "error", "small:app"]
    running = subprocess.Popen([sys.executable, "-m", "granian", *command])
    try:
        for _ in range(200):
            try:
                speaking = socket.create_connection(("127.0.0.1", port), WAITED)
                break
            except OSError:
                time.sleep(0.1)
        with speaking:
            try:
                return speaking.recv(1) == b""
            except TimeoutError:
                return False
    finally:
        running.terminate()
        running.wait()


wrong = 0
for mode, expected in {"auto": False, "1": True}.items():
    seen = closed(mode)
    print(f"granian {version('granian')} --http {mode}: after {WAITED} s, told {TOLD} ms: {'closed' if seen else 'open'}")
    if seen != expected:
        print("    CHANGED")
        wrong = 1
sys.exit(wrong)
PYTHON
"$folder/env/bin/python" look.py
