"""How is a Firefox driven? By its own protocol (Marionette): lengths and JSON over a socket."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

Ask = Callable[..., Any]
PATIENCE = 60


@contextmanager
def firefox(width: int) -> Iterator[Ask]:
    """A Firefox with nothing in it, that wide inside; gives what asks it. Raise LookupError where there is none."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if not program:
        raise LookupError("Firefox is not installed")
    with TemporaryDirectory() as profile:
        (Path(profile) / "user.js").write_text('user_pref("marionette.port", 0);\n')
        command = [program, "--headless", "--no-remote", "--marionette", "--profile", profile]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_alone()) as process:
            try:
                with socket.create_connection(("127.0.0.1", _port(Path(profile))), PATIENCE) as line:
                    yield _begun(line, width)
            finally:
                process.terminate()


def _alone() -> dict[str, str]:
    return {**os.environ, "MOZ_HEADLESS": "1", "MOZ_CRASHREPORTER_DISABLE": "1"}


def _port(profile: Path) -> int:
    until = monotonic() + PATIENCE
    while monotonic() < until:
        told = profile / "MarionetteActivePort"
        if told.exists() and told.read_text().strip():
            return int(told.read_text())
    raise TimeoutError("Firefox does not answer")


def _begun(line: socket.socket, width: int) -> Ask:
    stream, number = line.makefile("rb"), 0

    def read() -> Any:
        length = b""
        while (sign := stream.read(1)) != b":":
            length += sign
        return json.loads(stream.read(int(length)))

    def ask(command: str, **how: Any) -> Any:
        nonlocal number
        number += 1
        said = json.dumps([0, number, command, how])
        line.sendall(f"{len(said.encode())}:{said}".encode())
        _, _, wrong, answer = read()
        if wrong:
            raise RuntimeError(wrong["message"])
        return answer

    read()
    ask("WebDriver:NewSession", capabilities={"alwaysMatch": {}})
    outer = ask("WebDriver:ExecuteScript", script="return outerWidth - innerWidth", args=[])["value"]
    ask("WebDriver:SetWindowRect", width=width + outer, height=900)
    return ask
