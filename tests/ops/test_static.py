"""Does the command make what a release needs?"""

from ops import static


def test_it_writes_all_that_pages_load(app, tmp_path, monkeypatch):
    (tmp_path / "static").symlink_to(static.ROOT / "static")
    monkeypatch.setattr(static, "ROOT", tmp_path)
    told = app.test_cli_runner().invoke(args=["static", "build"])
    names = app.extensions["release"].names
    assert (told.exit_code, told.output) == (0, f"{len(names)} files in built/static/\n")
    for name in (*names, *names.values()):
        assert (tmp_path / "built" / "static" / name).is_file()
