"""What was looked over already, by whichever of the processes that run tests beside each other?"""

import os
from contextlib import contextmanager
from hashlib import sha256


class Looked:
    """Remembers looks in a folder, by what was looked at."""

    def __init__(self):
        self.folder = None

    def keep_in(self, base):
        """Remember in the folder that the processes of this run share, above each one's own `base`."""
        self.folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "looked"
        self.folder.mkdir(exist_ok=True)

    @contextmanager
    def once(self, *what):
        """Says whether it has to be looked at; a look that finds something is none."""
        mark = self.folder / sha256(repr(what).encode()).hexdigest()
        new = not mark.exists()
        yield new
        if new:
            mark.touch()
