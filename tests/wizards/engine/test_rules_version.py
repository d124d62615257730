"""Does the fingerprint change with what decides whether an answer is good, and with nothing else?"""

import os
import shutil
from pathlib import Path

import pytest

from forms.kit import validators
from rules import passwords
from rules.japanese import normalize
from wizards.engine import rules_version

ROOT = rules_version.ROOT


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the files that judge."""
    for pattern in (*rules_version.JUDGING, "portals.toml"):
        for path in rules_version.ROOT.glob(pattern):
            copy = tmp_path / path.relative_to(rules_version.ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    monkeypatch.setattr(rules_version, "ROOT", tmp_path)
    return tmp_path


def of(folder):
    return rules_version.fingerprint(folder / "portals.toml")


def test_it_is_the_same_for_every_process_of_one_program(copied):
    assert of(copied) == rules_version.fingerprint(Path(rules_version.__file__).parents[2] / "portals.toml")


def written_on(file):
    """A file that is there, with a little more in it."""
    with file.open("r+b") as opened:
        opened.seek(0, os.SEEK_END)
        opened.write(b"# ")


@pytest.mark.parametrize("pattern", [*rules_version.JUDGING, "portals.toml"])
def test_it_changes_with_each_file_that_judges(copied, pattern):
    judging = sorted(copied.glob(pattern))
    assert judging, f"{pattern}: nothing is there"
    for file in judging:
        before = of(copied)
        written_on(file)
        assert of(copied) != before, file.name


@pytest.mark.parametrize("module", [passwords, normalize, validators], ids=lambda module: module.__name__)
def test_wherever_they_lie_the_rules_and_the_checks_of_forms_judge(copied, module):
    before = of(copied)
    written_on(copied / Path(module.__file__).relative_to(ROOT))
    assert of(copied) != before
