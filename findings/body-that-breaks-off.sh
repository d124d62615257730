#!/usr/bin/env bash
# Does a Flask application learn that a form broke off on its way?
#
# Guess:   Content-Length says 20 and 11 bytes came before the connection ended, so the server or Werkzeug refuses it.
# Truth:   Behind granian, and behind gunicorn where a length is stated, the view gets the half form as a whole one. Both
#          set wsgi.input_terminated; Werkzeug then believes the end of the stream and looks at the length no more.
#          Taken out of the environ, Werkzeug counts, and raises ClientDisconnected (400). Of a body in chunks granian
#          ends the stream alike, whether the last chunk came or not: nothing tells. waitress asks the application only
#          once all has come.
# Seen of: granian 2.8.7, gunicorn 27.0.1, waitress 3.0.2, Flask 3.1.3, Werkzeug 3.1.9, Python 3.11.
# Source:  werkzeug/wsgi.py, get_input_stream: "if wsgi.input_terminated in environ" comes before the LimitedStream that
#          counts; granian/wsgi.py sets it always, and src/wsgi/types.rs, fill_buffer, makes an empty piece of an error;
#          gunicorn/http/wsgi.py sets it always, and gunicorn/http/body.py, LengthReader, gives what there is.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check \
    granian==2.8.7 gunicorn==27.0.1 waitress==3.0.2 flask==3.1.3 werkzeug==3.1.9
cd "$folder"

cat > small.py <<'PYTHON'
"""A view that says what it was given; `counting` is the same, told to trust the length."""
from flask import Flask, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 256 * 1024


@app.get("/")
def hello():
    return "hello"


@app.post("/")
def taken():
    return f"taken {request.form.to_dict()}"


def counting(environ, start_response):
    environ.pop("wsgi.input_terminated", None)
    return app(environ, start_response)
PYTHON

cat > look.py <<'PYTHON'
import socket
import subprocess
import sys
import time
from importlib.metadata import version

HEAD = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Type: application/x-www-form-urlencoded\r\n"
SENT = {
    "whole": HEAD + b"Content-Length: 11\r\nConnection: close\r\n\r\na=1&b=2&c=3",
    "cut": HEAD + b"Content-Length: 20\r\n\r\na=1&b=2&c=3",
    "cut in chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n7\r\na=1&b=2\r\n",
}
SERVERS = {
    "granian": "granian --interface wsgi --host 127.0.0.1 --port {port} --workers 1 --log-level error small:{app}",
    "gunicorn": "gunicorn --bind 127.0.0.1:{port} --worker-class gthread --threads 4 --log-level error small:{app}",
    "waitress": "waitress --listen=127.0.0.1:{port} small:{app}",
}
ALL, SOME, REFUSED = "taken {'a': '1', 'b': '2', 'c': '3'}", "taken {'a': '1', 'b': '2'}", "400"
EXPECTED = {
    ("granian", "app"): [ALL, ALL, SOME],
    ("granian", "counting"): [ALL, REFUSED, "taken {}"],
    ("gunicorn", "app"): [ALL, ALL, REFUSED],
    ("gunicorn", "counting"): [ALL, REFUSED, "taken {}"],
    ("waitress", "app"): [ALL, "", ""],
}


def answer(port, sent, whole):
    with socket.create_connection(("127.0.0.1", port), 10) as speaking:
        speaking.sendall(sent)
        if not whole:
            speaking.shutdown(socket.SHUT_WR)
        got = b"".join(iter(lambda: speaking.recv(65536), b"")).decode()
    head, _, body = got.partition("\r\n\r\n")
    return REFUSED if " 400 " in head.partition("\r\n")[0] else body


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def until_it_answers(port):
    for _ in range(200):
        try:
            return answer(port, b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n", True)
        except OSError:
            time.sleep(0.1)


wrong = 0
for (server, app), expected in EXPECTED.items():
    port = free_port()
    command = SERVERS[server].format(port=port, app=app).split()
    running = subprocess.Popen([sys.executable, "-m", *command], stderr=subprocess.DEVNULL)
    try:
        until_it_answers(port)
        seen = [answer(port, sent, name == "whole") for name, sent in SENT.items()]
    finally:
        running.terminate()
        running.wait()
    for name, said, hoped in zip(SENT, seen, expected):
        print(f"{server} {version(server):7} {app:9} {name:14} {said or 'hung up, never asked the application'}")
        if said != hoped:
            print(f"    CHANGED: it was {hoped!r}")
            wrong = 1
sys.exit(wrong)
PYTHON
"$folder/env/bin/python" look.py
