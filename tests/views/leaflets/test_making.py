"""Are the wanted leaflets made, and is what is missing said in one line?"""

import pytest

from infra import chromium
from views.leaflets import document, making


@pytest.fixture
def run(served):
    return lambda *words: served.test_cli_runner().invoke(args=["leaflet", *words])


@pytest.fixture
def made(monkeypatch):
    """What would have been made, without a browser."""
    asked = []

    class NoCamera:
        take = None

        def __enter__(self):
            return self

        def __exit__(self, *wrong):
            return None

    def make(portal, leaflet, sources, now):
        asked.append((portal.name, leaflet.name))
        return b"%PDF" + b" " * 2048

    monkeypatch.setattr(making.pictures, "camera", NoCamera)
    monkeypatch.setattr(document, "made", make)
    return asked


def test_the_named_ones_of_a_portal_are_made(run, made, tmp_path):
    told = run("registration", "forgotten", "--portal", "okyakusama", "--into", str(tmp_path / "new"))
    assert told.exit_code == 0, told.output
    assert made == [("okyakusama", "registration"), ("okyakusama", "forgotten")]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "okyakusama-forgotten.pdf",
        "okyakusama-registration.pdf",
    ]
    assert "okyakusama-registration.pdf: 2 KB" in told.output


def test_all_of_every_portal_are_made(run, made, tmp_path, served):
    run("all", "--into", str(tmp_path))
    assert {portal for portal, _ in made} == set(served.extensions["portals"])
    assert ("keiyakusha", "verification") in made
    assert ("okyakusama", "verification") not in made


def test_a_slip_is_named_with_what_there_is(run, made):
    wrong = run("registratoin", "--portal", "okyakusama")
    assert (wrong.exit_code, made) == (2, [])
    assert "no leaflet registratoin; there are" in wrong.output and "registration" in wrong.output
    assert "no portal nobodys; there are okyakusama, keiyakusha" in run("all", "--portal", "nobodys").output


def test_without_chromium_it_says_so_in_one_line(run, monkeypatch, tmp_path):
    monkeypatch.setattr(chromium, "PROGRAMS", ("no-such-browser",))
    told = run("registration", "--portal", "okyakusama", "--into", str(tmp_path))
    assert told.exit_code == 1
    assert told.output == "Error: no Chromium here (no-such-browser): apt-get install chromium\n"
    assert list(tmp_path.iterdir()) == []
