"""Can a telephone's camera read what is drawn, and does the page's policy let it stand there?"""

import re

import pytest
import zxingcpp
from markupsafe import Markup, escape

from views.shared import qr_codes

CALL = "tel:+81300000100"
PIXELS = 4


def seen(svg):
    """The drawing as a camera sees it: its second path goes from left to right, row by row, a dark run for each h."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    rows = [bytearray(b"\xff" * side * PIXELS) for _ in range(side)]
    across = down = 0
    for kind, given in re.findall(r"([Mmh])(-?\d+(?: -?[\d.]+)?)", re.search(r'stroke="#000" d="([^"]+)"', svg)[1]):
        right, _, below = given.partition(" ")
        if kind == "h":
            rows[down][across * PIXELS : (across + int(right)) * PIXELS] = bytes(int(right) * PIXELS)
        elif kind == "m":
            down += int(below)
        else:
            across, down = 0, int(float(below))
        across += int(right)
    picture = b"".join(bytes(row) * PIXELS for row in rows)
    return memoryview(picture).cast("B", shape=[side * PIXELS, side * PIXELS])


@pytest.mark.parametrize("text", [CALL, "https://mado.example/keiyakusha/verification/?a=1&b=2", "電話<&\"'>"])
def test_a_camera_reads_it(text):
    [code] = zxingcpp.read_barcodes(seen(qr_codes.drawn(text)))
    assert (code.text, code.format) == (text, zxingcpp.BarcodeFormat.QRCode)


def test_it_has_its_quiet_zone():
    """Four modules of white on each side (ISO/IEC 18004), under black alone."""
    svg = qr_codes.drawn(CALL)
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    assert f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path stroke="#000" d="M4 4.5' in svg
    light = bytes(seen(svg))[: 4 * PIXELS * side * PIXELS]
    assert set(light) == {255} and 0 in bytes(seen(svg))


def test_it_stands_in_a_page_as_it_is():
    """Nothing in it is styled, runs or is fetched (ui.md section 1); how large it is says the stylesheet."""
    svg = qr_codes.drawn(CALL)
    assert isinstance(svg, Markup) and escape(svg) == svg
    assert set(re.findall(r"<([/?!\w]+)", svg)) == {"svg", "path", "/svg"}
    assert set(re.findall(r"([\w:-]+)=", svg)) == {"aria-hidden", "viewBox", "class", "fill", "stroke", "d"}
    assert 'class="qr"' in svg


def test_no_text_comes_to_stand_in_the_page():
    assert "<script" not in qr_codes.drawn("</svg><script>alert(1)</script>")
