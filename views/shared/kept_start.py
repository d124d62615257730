"""With what does an answer begin, as long as the server is not told of it yet?"""

from collections.abc import Callable
from typing import Any


class KeptStart:
    """Stands where a server's start_response would: keeps the status and the headers that it is told last."""

    def __init__(self) -> None:
        self.status, self.headers = "", list[tuple[str, str]]()

    def __call__(self, status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
        self.status, self.headers = status, headers
        return _written


def _written(_: bytes) -> object:
    raise TypeError("an answer is given back as a whole, and none is written piece by piece")
