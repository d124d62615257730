"""Does every file lie ready in each form, under a name that no other content ever has?"""

import gzip
import os
import time

import brotli
import pytest

from infra.static_files import bundles, release

LONG = "p { color: #123456 }\n" * 200


@pytest.fixture
def sources(tmp_path, monkeypatch):
    for name, text in (("css/a.css", LONG), ("js/a.js", "say();"), ("icons/b.svg", "<svg/>")):
        (tmp_path / "static" / name).parent.mkdir(parents=True)
        (tmp_path / "static" / name).write_text(text)
    monkeypatch.setattr(bundles, "SHEETS", {"a.css": {"css/a.css": ""}})
    monkeypatch.setattr(bundles, "PROGRAMS", {"a.js": ("a.js",)})
    return tmp_path / "static"


@pytest.fixture
def built(tmp_path):
    return tmp_path / "built"


def read(sources, built):
    release.read.cache_clear()
    return release.read(sources, built)


@pytest.fixture(autouse=True)
def forgotten():
    yield
    release.read.cache_clear()


def test_a_name_is_another_where_the_content_is(sources, built):
    one = read(sources, built)
    (sources / "icons" / "b.svg").write_text("<svg></svg>")
    other = read(sources, built)
    assert release.HASHED.fullmatch(one.name("icons/b.svg"))
    assert one.name("icons/b.svg") != other.name("icons/b.svg")
    assert one.name("a.css") == other.name("a.css")
    assert other.files[other.name("icons/b.svg")].forms["identity"] == b"<svg></svg>"


def test_a_sheet_has_another_name_where_a_picture_of_it_has(sources, built):
    (sources / "css" / "a.css").write_text("p { background: url(../icons/b.svg) }")
    one = read(sources, built)
    (sources / "icons" / "b.svg").write_text("<svg></svg>")
    assert read(sources, built).name("a.css") != one.name("a.css")


def test_what_is_not_there_has_no_name(sources, built):
    with pytest.raises(bundles.MissingFile, match=r"css/a\.css"):
        read(sources, built).name("css/a.css")


def test_without_the_command_all_is_there_and_only_what_gains_is_compressed(sources, built):
    found = read(sources, built)
    forms = found.files["a.css"].forms
    assert brotli.decompress(forms["br"]) == gzip.decompress(forms["gzip"]) == forms["identity"]
    assert found.files["a.js"].forms.keys() == found.files["icons/b.svg"].forms.keys() == {"identity"}
    assert not built.exists()


def test_what_the_command_wrote_is_served_as_it_lies(sources, built):
    assert release.write(sources, built) == 3
    hashed = read(sources, built).name("a.css")
    for name in ("a.css", hashed):
        content = (built / name).read_bytes()
        assert brotli.decompress((built / f"{name}.br").read_bytes()) == content
        assert gzip.decompress((built / f"{name}.gz").read_bytes()) == content
    (built / f"{hashed}.br").write_bytes(b"as it lies")
    assert read(sources, built).files["a.css"].forms["br"] == b"as it lies"
    assert not list(built.rglob(".*"))


def test_it_writes_the_same_whenever_it_is_run(sources, built, tmp_path):
    for folder in (built, tmp_path / "again"):
        release.write(sources, folder)
    files = [path.relative_to(built) for path in built.rglob("*") if path.is_file()]
    assert all((built / path).read_bytes() == (tmp_path / "again" / path).read_bytes() for path in files)


def test_files_of_earlier_releases_are_served_for_thirty_days(sources, built):
    release.write(sources, built)
    earlier = read(sources, built).name("a.css")
    (sources / "css" / "a.css").write_text(LONG.replace("1", "2"))
    release.write(sources, built)
    now = read(sources, built)
    assert now.name("a.css") != earlier
    kept = now.files[earlier]
    assert gzip.decompress(kept.forms["gzip"]) == kept.forms["identity"] and b"#123456" in kept.forms["identity"]
    assert (kept.type, kept.digest) == ("text/css; charset=utf-8", earlier.split(".")[1])
    for path in built.glob(f"{earlier}*"):
        os.utime(path, (time.time() - 31 * 24 * 3600,) * 2)
    release.write(sources, built)
    assert earlier not in read(sources, built).files
    assert now.name("a.css") in read(sources, built).files
