"""A web server at the place of an object store: what it is asked is noted, and answered as a test wants."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread


class NoStore(BaseHTTPRequestHandler):
    """It knows no such page."""

    def answer(self):
        self.taken()
        self.send_error(404)

    do_GET = do_PUT = do_POST = do_DELETE = answer

    def taken(self):
        """Note what was sent; give its size."""
        self.server.asked.append(self.headers)
        return len(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def log_message(self, *told):
        """It keeps quiet."""


class KnowsNothing(NoStore):
    """A store that deletes one object at a time, and says so where it is not there."""

    def do_DELETE(self):
        self.said(404, "<Error><Code>NoSuchKey</Code></Error>")

    def said(self, status, text, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())


class Slow(KnowsNothing):
    """A store that needs a moment for each part, and notes how many it was sent meanwhile."""

    def do_POST(self):
        self.taken()
        ends = "uploadId" in self.path
        kind = "CompleteMultipartUploadResult" if ends else "InitiateMultipartUploadResult"
        self.said(200, f"<{kind}><UploadId>one</UploadId><ETag>whole</ETag></{kind}>")

    def do_PUT(self):
        with self.server.counting:
            self.server.under_way += 1
            self.server.most = max(self.server.most, self.server.under_way)
        self.taken()
        self.server.ended.wait(0.2)
        with self.server.counting:
            self.server.under_way -= 1
        self.said(200, "", ETag='"part"')


@contextmanager
def answering(handler):
    """Give its address, and what it was asked, as `asked` and `most`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.asked, server.most, server.under_way = [], 0, 0
        server.counting, server.ended = Lock(), Event()
        server.endpoint = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
