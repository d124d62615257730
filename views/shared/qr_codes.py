"""What can a telephone's camera read off a page? QR codes, drawn into it: nothing is fetched, nothing is styled."""

from functools import lru_cache

import segno
from markupsafe import Markup


@lru_cache(maxsize=64)
def drawn(text: str) -> Markup:
    """A text as SVG, black on white with its quiet zone. It is for who sees it; whoever does not has the link."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(border=4, omitsize=True, light="#fff", svgclass="qr", lineclass=None)
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704
