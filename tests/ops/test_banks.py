"""Does an operator learn what a newer list of banks changes, from a wheel as from a folder, and from nothing else?"""

import json
import shutil
import zipfile

import pytest

from ops import banks
from rules.japanese.banks import zengin


@pytest.fixture
def newer(tmp_path):
    folder = tmp_path / banks.INSIDE
    shutil.copytree(zengin.folder(), folder)
    listed = json.loads((folder / "banks.json").read_text())
    listed["0001"]["name"] = "新見本"
    (folder / "banks.json").write_text(json.dumps(listed))
    (folder / "updated_at").write_text("20991231\n")
    return tmp_path


def check(app, *arguments):
    return app.test_cli_runner().invoke(args=["banks", "check", *map(str, arguments)])


def test_a_folder(app, newer):
    for path in (newer, newer / banks.INSIDE):
        told = check(app, path)
        assert told.exit_code == 0
        assert f"The list in use is of {zengin.as_of()}, the other one of 2099-12-31." in told.output
        assert "Banks renamed: 0001 みずほ → 新見本" in told.output
        assert "Branches: 0 added, 0 renamed, 0 gone, of 0 banks" in told.output
        assert "To be written into institutions.tsv: 0001 みずほ" in told.output
        assert "Refused though the list in use has it: 3647 岩沼市農協 (merged)" in told.output


def test_a_wheel(app, newer, tmp_path_factory):
    wheel = tmp_path_factory.mktemp("wheel") / "newer.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        for path in newer.rglob("*"):
            file.write(path, path.relative_to(newer))
    assert "Banks renamed: 0001 みずほ → 新見本" in check(app, wheel).output


def test_every_branch_is_named_where_that_is_asked(app, newer):
    file = newer / banks.INSIDE / "branches" / "0001.json"
    listed = json.loads(file.read_text())
    del listed["001"]
    file.write_text(json.dumps(listed))
    assert "Branches of 0001 gone: 001 東京営業部" in check(app, newer, "--branches").output
    assert "東京営業部" not in check(app, newer).output


def test_without_a_path_it_is_fetched(app, newer, monkeypatch):
    monkeypatch.setattr(banks, "_fetched", lambda into: newer)
    assert "新見本" in check(app).output


def test_what_pip_cannot_have_is_said(app, monkeypatch, capfd):
    monkeypatch.setattr(banks, "PACKAGE", "./no-such-folder")
    told = check(app)
    assert told.exit_code == 1 and "give the path of its wheel" in told.output


def test_what_is_no_list_is_said(app, tmp_path):
    (tmp_path / "text").write_text("none")
    for path in (tmp_path, tmp_path / "text"):
        told = check(app, path)
        assert told.exit_code == 1 and ("no list of banks" in told.output or "neither a wheel" in told.output)
