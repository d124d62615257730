"""Does the release change with every file that is shipped, wherever it lies, and with nothing else?"""

import shutil
import sys

import pytest

from wizards.engine import rules_version

ROOT = rules_version.ROOT
NOT_CODE = {"tests", "docs", "bench"}
LATER = shutil.ignore_patterns(".*", "__pycache__", "instance", "*.ttf", "findings")


def one_of_each_folder():
    """A module of each folder that has some, found by walking; and what else judges."""
    first = {}
    for path in sorted(ROOT.rglob("*.py")):
        inside = path.relative_to(ROOT)
        if inside.parts[0] not in NOT_CODE and not inside.parts[0].startswith("."):
            first.setdefault(inside.parent, inside.as_posix())
    data = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "domain" / "accounts" / "data").iterdir())]
    return [*first.values(), *data, "requirements.txt", "products.toml"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A copy of the program."""
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("release") / "program", ignore=LATER)


@pytest.fixture(autouse=True, scope="module")
def forgotten():
    yield
    rules_version.of_program.cache_clear()


@pytest.fixture
def copied(whole, monkeypatch):
    monkeypatch.setattr(rules_version, "ROOT", whole)
    return whole


def of(folder):
    """As a process that begins now would have it."""
    rules_version.of_program.cache_clear()
    return rules_version.release(folder / "portals.toml")


def test_it_is_the_same_for_every_process_of_one_program_wherever_that_lies(copied, monkeypatch):
    here = of(copied)
    monkeypatch.setattr(rules_version, "ROOT", ROOT)
    assert of(ROOT) == here == of(ROOT)


@pytest.mark.parametrize("file", one_of_each_folder())
def test_it_changes_with_every_file_that_is_shipped(copied, file):
    before, content = of(copied), (copied / file).read_bytes()
    (copied / file).write_bytes(content + b"# ")
    changed = of(copied)
    (copied / file).write_bytes(content)
    assert changed != before == of(copied)


@pytest.mark.parametrize("file", ["new.py", "rules/new.py", "rules/data/new.txt", "another_room/deep/new.py"])
def test_it_changes_with_a_new_file_an_empty_one_too(copied, file):
    before, path = of(copied), copied / file
    path.parent.mkdir(parents=True, exist_ok=True)
    (copied / "another_room").mkdir(exist_ok=True)
    (copied / "another_room" / "__init__.py").touch()
    with_room = of(copied)
    path.touch()
    assert of(copied) not in (before, with_room)
    path.unlink()
    shutil.rmtree(copied / "another_room")
    assert of(copied) == before


def test_it_changes_with_a_name(copied):
    before, path = of(copied), copied / "rules" / "hours.py"
    moved = path.rename(path.with_name("times.py"))
    changed = of(copied)
    moved.rename(path)
    assert changed != before == of(copied)


def test_it_changes_with_settings_that_lie_elsewhere_and_with_python(copied, tmp_path, monkeypatch):
    (tmp_path / "portals.toml").write_text("one")
    before = of(tmp_path)
    (tmp_path / "portals.toml").write_text("another")
    changed = of(tmp_path)
    monkeypatch.setattr(sys, "version", "another")
    assert len({before, changed, of(tmp_path)}) == 3


@pytest.mark.parametrize(
    "file",
    [
        "tests/new.py",
        "docs/new.py",
        "bench/new.py",
        "instance/madoguchi.sqlite",
        ".venv/new.py",
        "rules/x.pyc",
        "a.log",
    ],
)
def test_it_does_not_change_with_what_is_not_shipped(copied, file):
    before, path = of(copied), copied / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    changed = of(copied)
    path.unlink()
    assert changed == before
