"""Is in what pages load all that lies below static/, and nothing else?"""

import re
from pathlib import Path

import pytest

from infra.static_files import bundles

STATIC = Path(__file__).parents[3] / "static"
# What a program says and compares: nothing of it may be touched.
WORDS = re.compile(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`')
PASSED_OVER = re.compile(r"(?m)^(?:import .*|// .*)$|(?<= )// .*$")


@pytest.fixture(scope="module")
def made():
    return bundles.made(STATIC, lambda name: f"hashed/{name}")


def test_every_source_goes_into_one_of_them(made):
    programs = "".join(made[name].content.decode() for name in bundles.PROGRAMS)
    for path in (STATIC / "js").glob("*.js"):
        words = WORDS.findall(PASSED_OVER.sub("", path.read_text()))
        assert [word for word in words if word not in programs] == [], path.name
    named = {name for parts in bundles.SHEETS.values() for name in parts}
    assert named == {path.relative_to(STATIC).as_posix() for path in (STATIC / "css").glob("*.css")}


def test_sources_themselves_are_served_to_nobody(made):
    assert not [name for name in made if name.startswith(("css/", "js/"))]
    assert {"icons/mark-blue.svg", "vendor/LICENSES.txt"} <= made.keys()
    assert made["icons/mark-blue-32.png"].type == "image/png"


def test_rules_stand_in_their_order_and_those_for_paper_count_there_alone(made):
    sheet = made["customers.css"].content.decode()
    at = [sheet.index(each) for each in (":root{", "box-sizing:border-box", "@media print{@page", "size:A4")]
    assert at == sorted(at)
    assert sheet.count("{") == sheet.count("}")
    assert "calc(var(--bar) + 1rem)" in sheet
    assert 'url("#chart-stripes")' in made["staff.css"].content.decode()


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A folder with one sheet and one picture."""
    for name, text in (("css/a.css", ""), ("icons/b.svg", "<svg/>"), ("js/a.js", "")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(bundles, "SHEETS", {"a.css": {"css/a.css": ""}})
    monkeypatch.setattr(bundles, "PROGRAMS", {"a.js": ("a.js",)})
    return tmp_path


@pytest.mark.parametrize("rule", ["", "@media print", "@container (max-width: 3em)", "@layer base", "@supports (x: y)"])
@pytest.mark.parametrize("selector", [".a :is(.b, .c)", ".a :focus", "[x] :not(p)", ".a ::marker"])
def test_what_is_below_another_stays_below_it(small, rule, selector):
    text = f"{selector} {{ color: red }}"
    (small / "css" / "a.css").write_text(f"{rule} {{ {text} }}" if rule else text)
    told = bundles.made(small, str)["a.css"].content.decode()
    above, _, it = selector.partition(" ")
    assert f"{above} *{it}".replace(", ", ",") in told


def test_a_picture_of_a_sheet_is_found_from_where_the_sheet_is_loaded(small):
    (small / "css" / "a.css").write_text('p { background: url("../icons/b.svg"), url(#c), url(data:x), url(/d) }')
    made = bundles.made(small, {"icons/b.svg": "icons/b.0123.svg"}.__getitem__)
    told = made["a.css"].content.decode()
    assert 'url("icons/b.0123.svg")' in told
    assert "url(#c)" in told and "url(data:x)" in told and "url(/d)" in told


def test_a_picture_that_is_not_there_is_no_surprise_of_a_customers(small):
    (small / "css" / "a.css").write_text("p { background: url(../icons/gone.svg) }")
    with pytest.raises(bundles.MissingFile, match=r"icons/gone\.svg"):
        bundles.made(small, str)
