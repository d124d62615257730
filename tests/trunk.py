"""How does a carrier's trunk speak? SIP over UDP, message by message, as a test wants it."""

import socket
import time
import uuid
from typing import NamedTuple

CALLER, CALLED = "09000001234", "0300000100"
SOMEBODY = (f"From: <sip:{CALLER}@carrier.example>;tag=1",)


def written(lines):
    """Lines, and the empty one behind them, as they are sent."""
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


class Answer(NamedTuple):
    """A status, to which method, and after how many seconds since the line was opened."""

    status: int
    method: str
    after: float


class Line:
    """One call and its socket; from another address than the trunk's if it is so told."""

    def __init__(self, port, address="127.0.0.1", said=SOMEBODY, to=CALLED):
        self._to, self._said = to, said
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 0))
        self._socket.connect(("127.0.0.1", port))
        self._since, self._branch = time.monotonic(), f"z9hG4bK{uuid.uuid4().hex}"
        self.call_id = uuid.uuid4().hex

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def send(self, method="INVITE", tag=""):
        """What the trunk says, byte by byte the same each time."""
        self.say(self.lines(method, tag))

    def lines(self, method, tag=""):
        """A whole message."""
        host, port = self._socket.getsockname()
        return [
            f"{method} sip:{self._to}@127.0.0.1 SIP/2.0",
            f"Via: SIP/2.0/UDP {host}:{port};branch={self._branch}",
            *self._said,
            f"To: <sip:{self._to}@127.0.0.1>{tag}",
            f"Call-ID: {self.call_id}",
            f"CSeq: 1 {method}",
            "Max-Forwards: 70",
            "Content-Length: 0",
        ]

    def say(self, lines):
        """Whatever these lines are."""
        self._socket.send(written(lines))

    def answer(self, patience=5):
        """The next answer, None where none comes."""
        self._socket.settimeout(patience)
        try:
            lines = self._socket.recv(65535).decode(errors="replace").split("\r\n")
        except (TimeoutError, ConnectionRefusedError):
            return None
        method = next(line.split()[-1] for line in lines if line.lower().startswith("cseq:"))
        return Answer(int(lines[0].split()[1]), method, time.monotonic() - self._since)

    def final(self, method="INVITE", patience=5):
        """The first final answer to this method, acknowledged."""
        until = time.monotonic() + patience
        while (left := until - time.monotonic()) > 0:
            answer = self.answer(left)
            if answer and answer.method == method and answer.status >= 200:
                if method == "INVITE":
                    self.send("ACK")
                return answer
        raise AssertionError(f"no answer to {method} in {patience} seconds")

    def call(self):
        """Call; give the final answer."""
        self.send()
        return self.final()
