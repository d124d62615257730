"""Which passwords does everybody try first? (E-18, row A22, ASVS 6.2.4)

A list that ships with the application (`data/`, with its licence), so that nobody's password is looked up elsewhere.
"""

import gzip
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "data" / "common-passwords.txt.gz"


@cache
def common() -> frozenset[str]:
    """All of them, in lower case; read from the disk once."""
    return frozenset(gzip.decompress(LIST.read_bytes()).decode().split())
