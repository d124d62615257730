"""Does everything that a customer reads use one word for one thing, the one that docs/glossary.md says?"""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
HEADING = "## What customers read"
READ = ("templates", "forms", "wizards", "views", "rules", "domain")
SETTINGS = ("portals.toml", "products.toml")
# What is no text of ours but data of the post and the banks, and what staff read.
NOT_READ = ("templates/staff", "views/staff", *(f"rules/japanese/{folder}data" for folder in ("", "banks/", "post/")))
COMMENT = {".html": r"(?s)\{#.*?#\}", ".txt": r"(?s)\{#.*?#\}", ".typ": r"(?m)(?<!:)//.*$", ".toml": r"(?m)^#.*$"}


class Word(NamedTuple):
    """A word that is used, those that are not, and where one of these is part of something that is called so."""

    used: str
    others: list[str]
    fixed: list[str]


def words():
    _, _, after = (ROOT / "docs/glossary.md").read_text().partition(f"{HEADING}\n")
    rows = re.findall(r"(?m)^\| (.+?) \| .+? \| (.+?) \| (.*?) ?\|$", after.partition("\n## ")[0])[1:]
    return [Word(used, *(re.findall(r"「(.+?)」", cell) for cell in cells)) for used, *cells in rows]


@cache
def texts():
    """What customers may read of every file, by its name; without what is only said to who builds this."""
    found = {}
    paths = [path for folder in READ for path in (ROOT / folder).rglob("*") if path.suffix in (".py", *COMMENT)]
    for path in [*paths, *(ROOT / name for name in SETTINGS)]:
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text()
        if not name.startswith(NOT_READ) and re.search("[ぁ-ん]", text):
            found[name] = strings(text) if path.suffix == ".py" else re.sub(COMMENT[path.suffix], "", text)
    return found


def strings(source):
    """The strings of a program but its docstrings."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told]
    return "\n".join(node.value for node in found if isinstance(node.value, str))


def elsewhere(text, word):
    """Which of the other words stand in a text."""
    for fixed in word.fixed:
        text = text.replace(fixed, "")
    # A word may be the beginning of the one that is used: ブラウザ of ブラウザー.
    left = text.replace(word.used, "")
    return [other for other in word.others if other in left]


@pytest.mark.parametrize("word", words(), ids=lambda word: word.used)
def test_one_thing_has_one_word(word):
    assert word.others
    found = [f"{name}: {other}" for name, text in texts().items() for other in elsewhere(text, word)]
    assert found == []


def test_another_word_would_be_found():
    word = Word("ブラウザー", ["ブラウザ"], ["ブラウザの窓"])
    assert elsewhere("ブラウザーとブラウザの窓", word) == []
    assert elsewhere("ブラウザを閉じる", word) == ["ブラウザ"]
    assert strings('"""クリック"""\nX = f"押す{1}"\n') == "押す"
    assert len(words()) > 8
