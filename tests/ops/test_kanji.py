"""Is told what newer tables of kanji would change? (decision 43)"""

import pytest

from ops import kanji_tables
from rules.japanese import names

NOW = {chr(form): chr(new) for form, new in names.PLAIN.items()}


@pytest.fixture
def told(app, monkeypatch, tmp_path):
    def check(newer):
        monkeypatch.setattr(kanji_tables, "forms", lambda _: newer)
        (tmp_path / "moji.db").touch()
        return app.test_cli_runner().invoke(args=["kanji", "check", str(tmp_path / "moji.db")])

    return check


def test_the_same_tables_change_nothing(told):
    official = {form: new for form, new in NOW.items() if form not in names.ours()}
    assert told(official).output == "加わる：0\nなくなる：0\n変わる：0\n"


def test_what_is_new_gone_or_another_is_told(told):
    newer = {**NOW, "亰": "京", "﨑": "埼"}
    del newer["邉"]
    assert told(newer).output == "加わる：1\n  亰→京\nなくなる：1\n  邉→辺\n変わる：1\n  﨑→崎 ⇒ 埼\n"


def test_a_file_that_is_no_such_database_is_refused(app, tmp_path):
    (tmp_path / "moji.db").write_text("no database")
    answer = app.test_cli_runner().invoke(args=["kanji", "check", str(tmp_path / "moji.db")])
    assert answer.exit_code == 1
    assert "moji.db is no such database" in answer.output


def test_what_was_added_here_is_the_last_part_of_the_table():
    assert len(names.ours()) == 35
    assert names.ours()["碕"] == "崎"
    assert names.ours().items() <= NOW.items()
