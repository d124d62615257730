#!/bin/bash
# Guess:   FileNotFoundError of an object store says that the object is not there; a bucket that is not there, or an address
#          where no store is, is another error, as with Amazon's own library.
# Truth:   every 404 to a get, a put or a delete is FileNotFoundError. Whoever takes it for "this file is gone" gives up all files of
#          a bucket whose name was misspelt. What the store said (NoSuchKey, NoSuchBucket) stands in the message alone.
# Seen in: obstore 0.12.1 (object_store's client: status 404 is NotFound, whatever the body says)
# Mended:  domain/photos/bucket_storage.py (_told), tests/domain/photos/test_bucket_storage.py
# Fails (status 1) as soon as any of this is not so any more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check obstore==0.12.1
cat >"$folder/look.py" <<'PYTHON'
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from threading import Thread

import obstore
from obstore.store import S3Store

SAID = {
    "no such object": b"<Error><Code>NoSuchKey</Code></Error>",
    "no such bucket": b"<Error><Code>NoSuchBucket</Code></Error>",
    "no store at all": b"<html>There is no such page.</html>",
}


class Answers(BaseHTTPRequestHandler):
    said = b""

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(404)
        self.end_headers()
        self.wfile.write(self.said)

    do_GET = do_PUT = do_DELETE = answer

    def log_message(self, *told):
        pass


def raised(call):
    try:
        call()
    except Exception as error:
        return error
    return None


server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
Thread(target=server.serve_forever, daemon=True).start()
store = S3Store(
    "photos",
    endpoint=f"http://127.0.0.1:{server.server_port}",
    access_key_id="id",
    secret_access_key="key",
    disable_bulk_delete=True,
    client_options={"allow_http": True},
)
print("obstore", version("obstore"))
as_described = True
for what, Answers.said in SAID.items():
    for name, call in {
        "get": lambda: obstore.get(store, "object"),
        "put": lambda: obstore.put(store, "object", b"content"),
        "delete": lambda: obstore.delete(store, "object"),
    }.items():
        error = raised(call)
        print(f"  {what}, {name}: {type(error).__name__}, what it said in the message: {Answers.said.decode() in str(error)}")
        as_described &= type(error) is FileNotFoundError and Answers.said.decode() in str(error)
raise SystemExit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/look.py"
echo "as described above"
