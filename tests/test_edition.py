"""Does the fingerprint change with what decides whether an answer is good, and with nothing else?"""

import shutil
from pathlib import Path

import pytest

import edition


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the files that judge."""
    for pattern in (*edition.JUDGING, "portals.toml"):
        for path in edition.ROOT.glob(pattern):
            copy = tmp_path / path.relative_to(edition.ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    monkeypatch.setattr(edition, "ROOT", tmp_path)
    return tmp_path


def of(folder):
    return edition.fingerprint(folder / "portals.toml")


def test_it_is_the_same_for_every_process_of_one_program(copied):
    assert of(copied) == edition.fingerprint(Path(edition.__file__).parent / "portals.toml")


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
