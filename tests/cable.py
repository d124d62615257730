"""How does a connection break in the middle? By a cable between a browser and a server that can be unplugged."""

import socket
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from urllib.parse import urlsplit

PIECE = 64 * 1024


class Cable(ThreadingTCPServer):
    """Carries bytes to a site and back, under the address of its own."""

    daemon_threads = True

    def __init__(self, site):
        super().__init__(("127.0.0.1", 0), _Through)
        self.to, self.plugged, self.ends = ("127.0.0.1", urlsplit(site).port), True, []
        self.address = f"http://127.0.0.1:{self.server_address[1]}"

    def unplug(self):
        """Break what is under way; nothing comes through until it is plugged in again."""
        self.plugged = False
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def plug(self):
        self.plugged = True


class _Through(BaseRequestHandler):
    def handle(self):
        if not self.server.plugged:
            return
        with socket.create_connection(self.server.to) as there:
            self.server.ends.extend([self.request, there])
            back = Thread(target=_pour, args=(there, self.request))
            back.start()
            _pour(self.request, there)
            back.join()


def _pour(source, into):
    with suppress(OSError):
        while piece := source.recv(PIECE):
            into.sendall(piece)
        into.shutdown(socket.SHUT_WR)


@contextmanager
def laid(site):
    """A cable to a site, until the end of the block."""
    with Cable(site) as cable:
        Thread(target=cable.serve_forever).start()
        try:
            yield cable
        finally:
            cable.unplug()
            cable.shutdown()
