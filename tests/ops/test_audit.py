"""Does who runs the commands learn whether the trail is whole, and is nothing erased before its time?"""

import json

import pytest
from staffing import hire
from tampering import by_sql, entries, faults, written

from ops import audit


@pytest.fixture
def staffed(app):
    with app.app_context():
        written(hire(app))
        yield


def run(app, *arguments, code=0):
    result = app.test_cli_runner().invoke(args=["audit", *arguments])
    assert result.exit_code == code, result.output
    return result


def test_each_day_is_told_and_all_together(app, staffed):
    assert run(app, "verify").stdout.splitlines() == [
        "2026-11-24  4行  改ざんは見つかりません",
        "2026-11-25  4行  改ざんは見つかりません",
        "2026-11-26  4行  改ざんは見つかりません",
        "合計 3日 12行：改ざんは見つかりません 3日",
    ]
    assert len(run(app, "verify", "--from", "2026-11-26").stdout.splitlines()) == 2
    assert "YYYY" in run(app, "verify", "--help").stdout and run(app, "verify", "--from", "x", code=2)


def test_where_nothing_was_done_there_is_nothing_to_prove(app):
    assert run(app, "verify").stdout == "合計 0日 0行：記録はありません\n"


def test_what_is_wrong_is_told_by_day_and_row_and_by_the_status(app, staffed):
    by_sql("update audit_entries set about = 'x' where id in (6, 7)")
    said = run(app, "verify", code=1).stdout.splitlines()
    assert said[1:3] == [
        "2026-11-25  4行  改ざんされています",
        "    2・3行目：行が書き換えられたか、ほかの行と入れ替えられています",
    ]
    assert said[-1] == "合計 3日 12行：改ざんは見つかりません 2日、改ざんされています 1日"


def test_heads_that_were_kept_tell_what_was_wound_back(app, staffed, tmp_path):
    kept = tmp_path / "heads"
    kept.write_text("反映した申し込み 0件\n" + run(app, "heads").stdout)
    run(app, "verify", "--heads", str(kept))
    assert len(run(app, "heads", "--from", "2026-11-25").stdout.splitlines()) == 2
    by_sql("delete from audit_entries where id > 8", "delete from audit_days where day = '2026-11-26'")
    run(app, "verify")
    assert "2026-11-26  0行  改ざんされています" in run(app, "verify", "--heads", str(kept), code=1).stdout


@pytest.mark.parametrize("line", ["{", '{"day": "x"}', '{"day": "2026-11-24", "entries": "x", "head": ""}', "{}"])
def test_a_file_of_heads_that_is_none_is_told(app, tmp_path, line):
    (tmp_path / "heads").write_text(line)
    assert "line 1 is no head" in run(app, "verify", "--heads", str(tmp_path / "heads"), code=2).stderr


def test_a_day_whose_key_is_gone_is_no_tampering_and_not_proved_without_its_head(make_app, sqlite_url, tmp_path):
    old = make_app(sqlite_url, SECRET_KEYS=["o" * 32])
    with old.app_context():
        written(hire(old), days=1)
    kept = tmp_path / "heads"
    kept.write_text(run(old, "heads").stdout)
    app = make_app(sqlite_url, SECRET_KEYS=["n" * 32])
    said = run(app, "verify", code=3).stdout
    assert "印を付けた鍵がないため証明できません" in said and "--heads" in said and "改ざんされています" not in said
    assert "改ざんは見つかりません" in run(app, "verify", "--heads", str(kept)).stdout


def test_the_name_of_a_day_that_cannot_be_read_is_told(app, staffed):
    by_sql("update audit_days set day = '2026-99-99' where day = '2026-11-25'")
    assert "audit_days" in run(app, "verify", code=1).stderr


def test_whole_days_are_erased_after_ten_years(app, staffed, clock):
    assert "10 years" in run(app, "prune", "--before", "2026-11-25", code=2).stderr
    clock.forward(days=3653)
    assert run(app, "prune", "--before", "2026-11-25").stdout == "2026-11-24  4行を消去しました\n"
    assert "10 years" in run(app, "prune", "--before", "2026-11-26", code=2).stderr
    assert faults() == {} and [entry.act for entry in entries()][-1] == "pruned trail"


def test_what_is_not_whole_is_kept(app, staffed, clock):
    by_sql("update audit_entries set about = 'x' where id = 1")
    clock.forward(days=4000)
    assert "消去していません" in run(app, "prune", "--before", "2026-11-26", code=1).stderr
    assert len(entries()) == 12


def test_of_a_night_each_day_that_is_over_is_told_also_behind_one_that_is_not_whole(app, staffed, clock, capsys):
    by_sql("update audit_entries set about = 'x' where id in (1, 6)")
    clock.forward(days=5)
    assert not audit.tell_finished()
    told = capsys.readouterr()
    assert told.err.count("Error: 監査記録") == 2
    assert [json.loads(line)["day"] for line in told.out.splitlines()] == ["2026-11-24", "2026-11-25", "2026-11-26"]
