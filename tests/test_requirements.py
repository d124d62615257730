"""Can every requirement that this project cites be found in docs/requirements/, under the number that is cited?"""

import io
import re
import tokenize
from bisect import bisect_right
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "requirements"
SUFFIXES = {".py", ".html", ".txt", ".md", ".js", ".css", ".toml", ".typ", ".conf", ".sh"}
# What is made, or comes from others; what tells of former days, and this file, whose examples lead nowhere.
NOT_OURS = {"instance", "vendor"}
NOT_READ = {"CHANGELOG.md", "tests/test_requirements.py"}

# Where the number of a citation stands; what is cited of a file stands in that file.
STANDS_IN = {
    "row": ("rows.md", "wording.md"),
    "decision": ("decisions.md",),
    "message": ("messages.md",),
    "ASVS": ("asvs.md",),
    "screen": ("screens.md", "../screens.md"),
}
AND = r"(?:, (?:and|or) |, ?|/| and | or )"
TO = r" ?(?:–|-|to) ?"


def _list(number, end):
    """Such numbers, one or a list, with ranges whose ends may be shorter: "A2–A4 and A6", "3.4.4–6"."""
    one = rf"(?:{number})(?!\d)(?:{TO}(?:{end})(?!\d))?"
    return rf"(?P<cited>{one}(?:{AND}{one})*)"


REQUIREMENT = r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?!\.?\d)"
FORMS = {
    "row": re.compile(rf"\b[Rr]ows? {_list('[A-Z][0-9]+|[0-9]{3}', '[A-Z]?[0-9]+')}"),
    "decision": re.compile(rf"\b[Dd]ecisions? {_list('[0-9]{1,3}', '[0-9]{1,3}')}"),
    "message": re.compile(rf"\b{_list('E-[0-9]+', '(?:E-)?[0-9]+')}"),
    "ASVS": re.compile(rf"\bASVS (?:chapters? |sections? )?{_list(REQUIREMENT, '[0-9]+(?![.])')}"),
    "screen": re.compile(rf"(?:画面 ?|\b[Ss]creens? ){_list('[0-9]{3}', '[0-9]{3}')}"),
}
# A docstring or a comment of Python need not say "row"; docs/security.md speaks of nothing but ASVS.
ROW_ALONE = re.compile(rf"(?<![\w.-]){_list('[AFOSUW][0-9]{1,2}', '[AFOSUW][0-9]{1,2}')}(?!\w|\.\w)")
ASVS_ALONE = re.compile(rf"(?<![\d.]){_list(REQUIREMENT, '[0-9]+(?![.])')}")
IN_A_FILE = re.compile(rf"(?<![\w/.-])(?P<file>[a-z]+\.md)`?,? (?:sections? )?{_list('[0-9]{1,3}', '[0-9]{1,3}')}")
OF_A_FILE = re.compile(rf"\brows? {_list('[0-9]{3}', '[0-9]{3}')} of `?(?P<file>[a-z]+\.md)")
FILE = re.compile(r"(?<![\w/.<>*-])(?P<cited>(?:[\w.-]+/)*[\w-]+\.md)\b")
VERSION = ("ASVS", "5.0")


class Citation(NamedTuple):
    """On which line what is cited, and its number there."""

    line: int
    of: str
    number: str


def _each(cited, of):
    """Every number of a list; of a range of screens its ends, since not every number between has a screen."""
    for item in re.split(AND, cited):
        before, start, end = re.fullmatch(r"(E-|[A-Z]|[\d.]*\.|)(\d+)(?:.*?(\d+))?", item).groups()
        first, last = int(start), int(end or start)
        for number in {first, last} if of == "screen" else range(first, last + 1):
            yield f"{before}{number:0{len(start)}}"


def _found(pattern, text, line=1):
    """Each place of a pattern with its line, also where it runs over the end of a line, or of one of a comment."""
    pieces = [re.sub(r"^\s*(?:#|//|\*)?\s*|\s+$", "", piece) + " " for piece in text.split("\n")]
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    for match in pattern.finditer("".join(pieces)):
        yield line - 1 + bisect_right(starts, match.start("cited")), match


def _said(source):
    """The docstrings and comments of a file of Python, each with its first line."""
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        begins = before in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and begins):
            yield token.string, token.start[0]
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            before = token.type


def _places(text, name):
    """Every place that cites numbers: of what, its line, its match."""
    for of, pattern in FORMS.items():
        yield from ((of, *place) for place in _found(pattern, text))
    if name.endswith(".py"):
        yield from (("row", *place) for said in _said(text) for place in _found(ROW_ALONE, *said))
    if name == "docs/security.md":
        yield from (("ASVS", *place) for place in _found(ASVS_ALONE, text))
    for pattern in (IN_A_FILE, OF_A_FILE):
        for line, match in _found(pattern, text):
            if (FOLDER / match["file"]).is_file():
                yield match["file"], line, match


@cache
def citations(text, name="some.md"):
    """All that the text of a file of this name cites."""
    found = {Citation(line, "file", match["cited"]) for line, match in _found(FILE, text)}
    for of, line, match in _places(text, name):
        found |= {Citation(line, of, number) for number in _each(match["cited"], of)}
    return sorted(each for each in found if (each.of, each.number) != VERSION)


@cache
def numbers(name):
    """What stands in a file of requirements: the numbers of its headings and the first cells of its tables."""
    text = (FOLDER / name).read_text()
    return re.findall(r"^(?:\| |#+ )(E-\d+|[A-Z]\d+|\d+(?:\.\d+)*)(?= )", text, re.M)


def is_there(cited, name):
    """Whether what is cited in the file of this name can be found."""
    if cited.of == "file":
        beside = [FOLDER] if "/" not in cited.number else []
        return any((folder / cited.number).is_file() for folder in (ROOT, (ROOT / name).parent, *beside))
    return any(cited.number in numbers(file) for file in STANDS_IN.get(cited.of, (cited.of,)))


def dangling(text, name="some.md"):
    """Each citation that leads nowhere, as a line that says where it stands."""
    return [
        f"{name}:{each.line}: {each.of} {each.number}" for each in citations(text, name) if not is_there(each, name)
    ]


@cache
def files():
    """The project's own files by their names."""
    paths = [path for path in sorted(ROOT.rglob("*")) if path.suffix in SUFFIXES or path.name == "Makefile"]
    names = {path.relative_to(ROOT): path for path in paths if path.is_file()}
    hidden = {name for name in names if any(part.startswith(".") or part in NOT_OURS for part in name.parts)}
    return {name.as_posix(): path for name, path in names.items() if name not in hidden}


def test_every_citation_leads_somewhere():
    read = {name: path.read_text() for name, path in files().items() if name not in NOT_READ}
    assert [line for name, text in read.items() for line in dangling(text, name)] == []
    found = Counter(each.of for name, text in read.items() for each in citations(text, name))
    assert set(STANDS_IN) | {"file", "screens.md", "ui.md"} <= set(found), "a form of citation is not seen any more"


@pytest.mark.parametrize("name", sorted({name for named in STANDS_IN.values() for name in named} | {"ui.md"}))
def test_a_number_stands_once(name):
    assert numbers(name) and [number for number, times in Counter(numbers(name)).items() if times > 1] == []


def test_the_first_page_names_them_all():
    told = (FOLDER / "README.md").read_text()
    assert [path.name for path in FOLDER.glob("*.md") if path.name not in told and path.name != "README.md"] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(row A3)", ["row A3"]),
        ("Row F13: asked twice", ["row F13"]),
        ("rows W17, W18", ["row W17", "row W18"]),
        ("rows A16, A31 and O3", ["row A16", "row A31", "row O3"]),
        ("rows A1–A4, A13", ["row A1", "row A2", "row A3", "row A4", "row A13"]),
        ("rows F6 to F8", ["row F6", "row F7", "row F8"]),
        ("rows 106 and A3, ASVS 1.3.11", ["row 106", "row A3", "ASVS 1.3.11"]),
        ("row 106 of screens.md", ["row 106", "screens.md 106", "file screens.md"]),
        ("wording.md, row 602", ["row 602", "file wording.md"]),
        ("decision 16: no end", ["decision 16"]),
        ("Decisions 3 and 11", ["decision 3", "decision 11"]),
        ("decisions 11, 13, 32, 33", ["decision 11", "decision 13", "decision 32", "decision 33"]),
        ("(row A17, decision\n    35)", ["row A17", "decision 35"]),
        ("# rows A1,\n    # A2", ["row A1", "row A2"]),
        ("E-18, row A22, ASVS 6.2.4", ["message E-18", "row A22", "ASVS 6.2.4"]),
        ("E-10 to E-12", ["message E-10", "message E-11", "message E-12"]),
        ("E-01, E-02", ["message E-01", "message E-02"]),
        ("ASVS 6.2.4, 14.3.2", ["ASVS 6.2.4", "ASVS 14.3.2"]),
        ("ASVS chapter 3.4, 14.3", ["ASVS 3.4", "ASVS 14.3"]),
        ("ASVS 3.4.4-6", ["ASVS 3.4.4", "ASVS 3.4.5", "ASVS 3.4.6"]),
        ("screens.md section 8", ["screens.md 8", "file screens.md"]),
        ("`screens.md` section 13", ["screens.md 13", "file screens.md"]),
        ("screens.md 8, decision 15", ["screens.md 8", "file screens.md", "decision 15"]),
        ("screens.md, 6", ["screens.md 6", "file screens.md"]),
        ("screens.md sections 1 and 2", ["screens.md 1", "screens.md 2", "file screens.md"]),
        ("screens.md section 7, 604", ["screens.md 7", "screens.md 604", "file screens.md"]),
        ("ui.md section 4", ["ui.md 4", "file ui.md"]),
        ("(data.md)", ["file data.md"]),
        ("docs/decisions/0005-links.md", ["file docs/decisions/0005-links.md"]),
        ("画面 101–106, 407", ["screen 101", "screen 106", "screen 407"]),
        ("「画面103の4番」, screens 901 to 910", ["screen 103", "screen 901", "screen 910"]),
    ],
)
def test_every_form_is_seen(text, found):
    assert sorted(f"{each.of} {each.number}" for each in citations(text)) == sorted(found)


@pytest.mark.parametrize("text", ["record 0005", "row 1", "A4 paper", "ASVS 5.0", "1.5.0", "docs/screens.md, 8"])
def test_nothing_else_is_taken_for_one(text):
    assert [each for each in citations(text) if each.of != "file"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("row A999", "row A999"),
        ("rows A1–A99", "row A99"),
        ("row 999", "row 999"),
        ("decisions 3 and 999", "decision 999"),
        ("E-99", "message E-99"),
        ("E-38 to E-44", "message E-44"),
        ("ASVS 6.2.4, 99.1.1", "ASVS 99.1.1"),
        ("ASVS 3.4.4–9", "ASVS 3.4.9"),
        ("ASVS 99.9", "ASVS 99.9"),
        ("screens.md section 99", "screens.md 99"),
        ("screens.md 99", "screens.md 99"),
        ("screens.md section 7, 999", "screens.md 999"),
        ("ui.md section 99", "ui.md 99"),
        ("row 999 of screens.md", "screens.md 999"),
        ("(house.md)", "file house.md"),
        ("docs/decisions/9999-nothing.md", "file docs/decisions/9999-nothing.md"),
        ("画面 999", "screen 999"),
        ("Screen 999", "screen 999"),
    ],
)
def test_what_leads_nowhere_is_named(text, said):
    assert f"some.md:1: {said}" in dangling(text)


def test_the_line_is_the_one_where_the_list_begins():
    assert dangling("one\ntwo, rows A1, A2,\nA999\n\n# decision 99\n") == [
        "some.md:2: row A999",
        "some.md:5: decision 99",
    ]


def test_python_says_rows_by_their_numbers_alone():
    source = '"""A3, A99."""\n\nROW = "A98,W97"\n\n\ndef f():\n    """(A1–A2, W96)"""\n    return 1  # S95 and\n'
    rows = [f"{each.line} {each.number}" for each in citations(source, "some.py")]
    assert rows == ["1 A3", "1 A99", "7 A1", "7 A2", "7 W96", "8 S95"]
    assert dangling(source, "some.py") == ["some.py:1: row A99", "some.py:7: row W96", "some.py:8: row S95"]


def test_the_page_on_security_says_requirements_by_their_numbers_alone():
    assert dangling("| 6.2.1 at least 8 | (3.4.4–6; 14.3), 99.1.1 |", "docs/security.md") == [
        "docs/security.md:1: ASVS 99.1.1"
    ]
