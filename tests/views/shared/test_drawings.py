"""Is each drawing light, in the hand of all, of use somewhere, and on no page above what it stands beside?"""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from practising import NUMBERS

from rules.products import DRAWINGS
from views.shared import drawings
from wizards.engine.definition import Complete
from wizards.registry import WIZARDS

TEMPLATES = Path(__file__).parents[3] / "templates"
DRAWN = sorted(each.stem for each in (TEMPLATES / "drawings").glob("*"))
# Bytes. A page has one or two of them in it; a list has one in each of its rows.
MOST, MOST_IN_A_LIST = 1500, 700
TONES = {"a", "b", "c", "d", "l", "p", "t"}
SHAPES = {"path", "circle", "ellipse"}


def asked_for():
    """The names that templates draw, those of marks and of screens."""
    written = "".join(each.read_text() for each in TEMPLATES.rglob("*.html"))
    called = re.findall(r"drawing\(([^()]*)\)", written)
    return {name for call in called for name in re.findall(r'"([a-z]+)"', call)} & set(DRAWN)


def test_each_has_a_place_and_each_place_its_drawing():
    placed = {*drawings.AT.values(), *DRAWINGS}
    assert placed <= set(DRAWN)
    assert placed | asked_for() == set(DRAWN)


@pytest.mark.parametrize("name", DRAWN)
def test_it_is_light_and_of_the_tones_that_all_are_of(app, name):
    drawn = app.jinja_env.globals["drawing"](name)
    assert len(drawn) < (MOST_IN_A_LIST if name in DRAWINGS else MOST)
    svg = BeautifulSoup(drawn, "html.parser").svg
    assert svg["aria-hidden"] == "true" and svg["viewbox"] == "0 0 160 120"
    for shape in svg.find_all():
        assert shape.name in SHAPES and set(shape["class"]) < TONES
        assert not shape.attrs.keys() - {"class", "d", "cx", "cy", "r", "rx", "ry"}


def test_what_has_one_is_a_screen():
    assert set(drawings.AT) <= set(NUMBERS)


def test_what_is_done_is_drawn_on_every_complete_screen():
    done = {each.complete.number for each in WIZARDS.values() if isinstance(each.complete, Complete)}
    assert done <= set(drawings.AT)
