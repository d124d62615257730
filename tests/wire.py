"""A visitor at a real socket, for browser.Browser as Flask's own client is: what leaves is known to the byte, and can
end anywhere."""

import socket
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from types import SimpleNamespace
from urllib.parse import urlencode, urljoin, urlsplit

PATIENCE = 30
BOUNDARY = "mado-9f1c2e"


@dataclass
class Answer:
    """What came back, with the names that Flask's client has for it."""

    path: str
    status_code: int
    headers: object
    body: bytes = field(repr=False)

    @property
    def status(self):
        return f"{self.status_code} {self.path}"

    @property
    def text(self):
        return self.body.decode()

    @property
    def mimetype(self):
        return self.headers.get_content_type()

    @property
    def request(self):
        return SimpleNamespace(path=self.path, full_path=self.path)


def urlencoded(data):
    """A form as browsers send it: its content type and its bytes."""
    return "application/x-www-form-urlencoded", urlencode(data).encode()


def multipart(data):
    """A form as browsers send it where it holds a file; nothing in it is escaped."""
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{{}}"\r\n\r\n{{}}\r\n'
    parts = "".join(part.format(name, value) for name, value in data.items())
    return f"multipart/form-data; boundary={BOUNDARY}", f"{parts}--{BOUNDARY}--\r\n".encode()


class Wire:
    """One cookie jar, and a new connection for each request."""

    def __init__(self, site, *, source="127.0.0.1", tls=None, port=None):
        """`site` is the address that the server knows itself by; it is looked for at `port` of this machine."""
        self._host = urlsplit(site).netloc
        self._port, self._source, self._tls = port or urlsplit(site).port, source, tls
        self.cookies = SimpleCookie()

    def get(self, path, *, data=None, follow_redirects=False, **headers):
        query = f"?{urlencode(data)}" if data else ""
        return self._followed(self.ask("GET", f"{path}{query}", **headers), follow_redirects)

    def post(self, path, *, data=None, encoded=urlencoded, follow_redirects=False, **headers):
        kind, body = encoded(data or {})
        answer = self.ask("POST", path, body, **{"Content-Type": kind, **headers})
        return self._followed(answer, follow_redirects)

    def _followed(self, answer, follow):
        while follow and answer.status_code in (301, 302, 303, 307, 308):
            target = urlsplit(urljoin(answer.path, answer.headers["Location"]))
            answer = self.ask("GET", f"{target.path}?{target.query}" if target.query else target.path)
        return answer

    def connection(self):
        """A connection of this visitor's; encrypted where the site is."""
        made = socket.create_connection(("127.0.0.1", self._port), PATIENCE, (self._source, 0))
        return self._tls.wrap_socket(made, server_hostname=self._host.partition(":")[0]) if self._tls else made

    def ask(self, method, path, body=None, **headers):
        """One request and its answer."""
        speaking = HTTPConnection("127.0.0.1", self._port)
        speaking.sock = self.connection()
        try:
            speaking.request(method, path, body, {"Host": self._host, **self._cookie(), **headers})
            return self._taken(path, speaking.getresponse())
        finally:
            speaking.close()

    def head(self, path, **headers):
        """The head of a POST, to be sent with whatever is to follow it."""
        lines = {"Host": self._host, **self._cookie(), **headers}
        told = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"POST {path} HTTP/1.1\r\n{told}\r\n".encode()

    def says(self, path, sent, *, ends=True):
        """Send these bytes; give the answer. `ends` tells the server at once that nothing more will come; with a whole
        request in its hands it takes that for a visitor who is gone."""
        with self.connection() as speaking:
            speaking.sendall(sent)
            if ends:
                speaking.shutdown(socket.SHUT_WR)
            answer = HTTPResponse(speaking)
            answer.begin()
            return self._taken(path, answer)

    def breaks_off(self, sent):
        """Send these bytes and be gone."""
        with self.connection() as speaking:
            speaking.sendall(sent)

    def _cookie(self):
        held = "; ".join(f"{name}={each.coded_value}" for name, each in self.cookies.items())
        return {"Cookie": held} if held else {}

    def _taken(self, path, answer):
        for each in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(each)
        return Answer(path, answer.status, answer.headers, answer.read())
