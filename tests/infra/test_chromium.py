"""Does a page become a picture, and is nobody else asked for anything?"""

import io

import pytest
from PIL import Image

from infra import chromium
from infra.chromium import Area, CannotDraw

PAGE = """<!DOCTYPE html><link rel="stylesheet" href="/a.css?1"><img src="http://elsewhere.invalid/a.png">
<img src="/none.png"><p id="p">見本</p>"""
BLUE = (0, 0, 255)


@pytest.fixture(scope="module")
def browser():
    if chromium.program() is None:
        pytest.skip("Chromium is not installed")
    asked = []

    def file(path):
        asked.append(path)
        return (b"body { margin: 0; background: #00f } img { display: none }", "text/css") if path == "/a.css" else None

    with chromium.opened(file, 200, 2) as opened:
        opened.asked = asked
        yield opened


@pytest.mark.browser
def test_a_part_of_a_page_is_drawn_with_its_own_files_alone(browser):
    browser.draw(PAGE)
    image = Image.open(io.BytesIO(browser.picture(Area(0, 400, 50, 25)))).convert("RGB")
    assert image.size == (100, 50)
    assert image.getpixel((3, 3)) == BLUE
    assert browser.ask("document.getElementById('p').textContent") == "見本"
    assert set(browser.asked) <= {"/a.css", "/none.png", "/favicon.ico"}


@pytest.mark.browser
def test_what_goes_wrong_on_the_page_is_said(browser):
    with pytest.raises(CannotDraw, match="nothing is not defined"):
        browser.ask("nothing()")


def test_where_there_is_no_chromium_it_is_said_in_one_line(monkeypatch):
    monkeypatch.setattr(chromium, "PROGRAMS", ("no-such-browser",))
    why = r"^no Chromium here \(no-such-browser\): apt-get install chromium$"
    with pytest.raises(CannotDraw, match=why), chromium.opened(lambda path: None, 100, 1):
        pass


def test_what_ends_at_once_is_said(tmp_path, monkeypatch):
    (tmp_path / "chromium").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "chromium").chmod(0o700)
    monkeypatch.setattr(chromium, "program", lambda: str(tmp_path / "chromium"))
    with pytest.raises(CannotDraw, match="Chromium has ended"), chromium.opened(lambda path: None, 100, 1):
        pass
