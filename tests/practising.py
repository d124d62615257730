"""Which numbered screens are there to be shown at the practice counter?"""

from pathlib import Path

from app import create_app  # noqa: F401 - with it all views are there, and with them their screens
from rules import portals
from views import pages
from wizards.registry import WIZARDS

PORTALS = portals.load(Path(__file__).parents[1] / "portals.toml", WIZARDS)
SCREENS = [
    (portal.name, number, title)
    for portal in PORTALS.values()
    for _, screens in pages.sequences_of(portal)
    for number, title, _ in screens
]
NUMBERS = sorted({number for _, number, _ in SCREENS})
# Listed, and without an occasion: one portal never rests, and is no app.
NEVER_SHOWN = {("keiyakusha", 906), ("keiyakusha", 911)}
