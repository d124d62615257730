"""What does the reader need for a copy and a thumbnail? `python -m bench.pictures FILE TIMES`."""

import sys

from bench.telling import tell
from domain.photos import images

if __name__ == "__main__":
    tell(images.read, *sys.argv[1:])
