"""Does the fingerprint change with what decides whether an answer is good, and with nothing else?"""

import shutil
from pathlib import Path

import pytest

from wizards.engine import rules_version


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


@pytest.mark.parametrize(
    "file",
    [
        "rules/passwords.py",
        "rules/japanese/normalize.py",
        "forms/kit/validators.py",
        "portals.toml",
        "requirements.txt",
    ],
)
def test_it_changes_with_each_file_that_judges(copied, file):
    before = of(copied)
    with (copied / file).open("a") as written:
        written.write("# ")
    assert of(copied) != before
