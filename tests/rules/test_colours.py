"""Has a portal the colours of its pages wherever it is seen?"""

import re
from pathlib import Path

from rules import colours, portals

TOKENS = Path(colours.__file__).parents[1] / "static" / "css" / "tokens.css"


def test_a_portal_has_the_colours_of_its_pages():
    css = TOKENS.read_text()
    for name, (strong, tint) in colours.RAMPS.items():
        ramp = css if name == "blue" else re.search(rf"\.portal-{name} {{[^}}]+}}", css)[0]
        assert f"--brand-900: {strong};" in ramp and f"--brand-50: {tint};" in ramp
    assert set(colours.RAMPS) == set(portals.COLOURS)
