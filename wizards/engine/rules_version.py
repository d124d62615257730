"""By which rules does this program judge answers? What was found good by the same need not be judged again.

Any file may come to have a part in that. So it goes by the release: all that is shipped and run, wherever it lies.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_SHIPPED = {"tests", "docs", "bench"}
# What Python makes of a file, and what letters are printed with: eleven megabytes that judge nothing.
LEFT_OUT = (".pyc", ".ttf")
IN_THE_ROOT = (".py", ".toml", "requirements.txt")


def release(*settings: Path) -> str:
    """A short text that changes with each file that is shipped, with the settings, and with Python, whose Unicode
    decides what a letter is."""
    found = hashlib.sha256(of_program())
    for path in settings:
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


@cache
def of_program() -> bytes:
    """What a process runs, as it was when it was first asked for: no file that comes later is run by it."""
    found = hashlib.sha256(sys.version.encode())
    for name in sorted(_shipped()):
        found.update(f"\0{name}\0".encode())
        found.update(hashlib.sha256((ROOT / name).read_bytes()).digest())
    return found.digest()


def _shipped() -> Iterator[str]:
    """Of the root its modules and settings; of its folders the rooms, which are those with modules, as a whole."""
    for path in ROOT.iterdir():
        if path.is_file() and path.name.endswith(IN_THE_ROOT):
            yield path.name
        elif path.name not in NOT_SHIPPED and not path.name.startswith(".") and any(path.glob("*.py")):
            for folder, _, names in os.walk(path):
                inside = Path(folder).relative_to(ROOT).as_posix()
                yield from (f"{inside}/{name}" for name in names if not name.endswith(LEFT_OUT))
