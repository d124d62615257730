"""Does one command a night do all there is to do, never twice at once, and again after it was killed?"""

import re
from datetime import UTC, datetime

import factories
import pytest
from applying import to_647
from browser import Browser
from dying import run_until
from serving import free_port
from sqlalchemy import select
from staffing import hire
from tampering import by_sql, entries, written
from ways import apply_for

from infra import locks
from infra.database import read
from models import Contract, ContractRequest, Event, RunRow
from tests.exchange.synthetic import rows_of

NIGHT = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


@pytest.fixture
def asked(app):
    with app.app_context():
        account, contract = factories.held(app)
        return factories.request(account, contract).id


def nightly(app, folder, *more, code=0):
    result = app.test_cli_runner().invoke(args=["nightly", "--into", str(folder), *more])
    assert result.exit_code == code, result.output
    return result


def in_database(app, table):
    with app.app_context(), read() as session:
        return session.scalars(select(table)).all()


def test_it_hands_over_applies_erases_and_says_so(app, asked, clock, tmp_path):
    apply_for(Browser(app.test_client()))
    clock.now = NIGHT
    said = nightly(app, tmp_path / "out").stdout
    [file] = (tmp_path / "out").iterdir()
    assert re.fullmatch(r"requests-20261125-023000-[0-9a-f]{6}\.csv", file.name) and len(rows_of(file)) == 2
    assert f"{file}: 1件" in said and "反映した申し込み 1件" in said and "runs 1、" in said
    [contract] = in_database(app, Contract)
    assert contract.holder_phone == "080-8765-4321"
    assert in_database(app, RunRow) == []


def test_what_was_applied_for_goes_out_too_in_a_file_of_its_own(app, clock, tmp_path):
    to_647(Browser(app.test_client()))
    clock.now = NIGHT
    assert "applications-20261125-023000-" in nightly(app, tmp_path).stdout
    clock.forward(seconds=1)
    nightly(app, tmp_path)
    [file] = tmp_path.glob("applications-*.csv")
    assert len(rows_of(file)) == 2 and len(list(tmp_path.glob("requests-*.csv"))) == 2


def test_run_again_it_finds_nothing_to_do(app, asked, clock, tmp_path):
    clock.now = NIGHT
    nightly(app, tmp_path)
    clock.forward(seconds=1)
    assert "反映した申し込み 0件" in nightly(app, tmp_path).stdout
    assert sorted(len(rows_of(path)) for path in tmp_path.glob("*.csv")) == [1, 2]


def test_two_never_run_at_once(app, asked, clock, tmp_path):
    clock.now = NIGHT
    with app.app_context(), locks.alone(locks.EXCHANGE):
        assert "動いています" in nightly(app, tmp_path, code=2).stderr
    assert [each.state for each in in_database(app, ContractRequest)] == ["accepted"]


def test_what_its_encoding_lacks_is_told(app, clock, tmp_path):
    with app.app_context():
        account, contract = factories.held(app)
        factories.request(account, contract, {"holder_address": ("", "𠮷野荘")})
    clock.now = NIGHT
    assert "𠮷" in nightly(app, tmp_path, "--encoding", "cp932", code=1).stderr
    assert [each.state for each in in_database(app, ContractRequest)] == ["applied"]


@pytest.fixture
def without_a_store(make_app, sqlite_url):
    """An application whose pictures lie in a store where nobody answers."""
    endpoint = f"http://127.0.0.1:{free_port()}"
    bucket = {"BUCKET": "s3://photos", "ENDPOINT": endpoint, "KEY_ID": "tests", "KEY": "nobody may read this"}
    return make_app(sqlite_url, **{f"PHOTOS_{name}": value for name, value in bucket.items()})


def test_where_the_storage_of_pictures_is_away_all_else_is_done_and_it_is_told(without_a_store, clock, tmp_path):
    app = without_a_store
    apply_for(Browser(app.test_client()))
    with app.app_context():
        factories.request(*factories.held(app))
    clock.now = NIGHT
    result = nightly(app, tmp_path / "out", code=2)
    told = [line for line in result.stderr.splitlines() if "画像" in line]
    assert told == [
        "Error: 画像の保存先を使用できないため、画像ファイルの消去を終えられませんでした。"
        "次の夜間処理でもう一度消去します。（it does not answer as a store does）"
    ]
    assert "Traceback" not in result.output and "消去した画像ファイル" not in result.stdout
    assert "反映した申し込み 1件" in result.stdout and "runs 1、" in result.stdout
    assert [each.state for each in in_database(app, ContractRequest)] == ["applied"]
    assert in_database(app, RunRow) == [] and len(list((tmp_path / "out").iterdir())) == 1


def test_that_it_is_away_is_told_by_the_status_before_what_its_encoding_lacks(without_a_store, clock, tmp_path):
    app = without_a_store
    with app.app_context():
        account, contract = factories.held(app)
        factories.request(account, contract, {"holder_address": ("", "𠮷野荘")})
    clock.now = NIGHT
    said = nightly(app, tmp_path, "--encoding", "cp932", code=2).stderr
    assert "𠮷" in said and "画像の保存先" in said


def test_nobody_knows_the_name_beforehand(app, asked, clock, tmp_path):
    """Who lays a file there for each second of the night could else keep the requests from going out."""
    clock.now = NIGHT
    for _ in range(2):
        nightly(app, tmp_path)
    assert len({path.name for path in tmp_path.glob("requests-*.csv")}) == 2


def test_a_lock_that_is_none_is_told(make_app, sqlite_url, tmp_path):
    (tmp_path / f"madoguchi.sqlite.lock-{locks.EXCHANGE}").symlink_to(tmp_path / "theirs")
    assert "lock-" in nightly(make_app(sqlite_url), tmp_path / "out", code=2).stderr


def test_a_folder_that_cannot_be_is_told(app, tmp_path):
    (tmp_path / "file").write_text("")
    nightly(app, tmp_path / "file" / "out", code=2)


def test_killed_anywhere_it_is_completed_by_the_next(make_app, database_url, clock, tmp_path):
    app = make_app(database_url)
    with app.app_context():
        account, contract = factories.held(app)
        factories.request(account, contract)
    clock.now = NIGHT
    point = 1
    while not run_until(make_app, database_url, ["nightly", "--into", str(tmp_path)], point):
        clock.forward(seconds=1)
        point += 3
    assert point > 15
    found = [row for path in tmp_path.glob("*.csv") for row in rows_of(path)[1:]]
    assert len(found) == 1 and not list(tmp_path.glob("*.part"))
    assert [each.kind for each in in_database(app, Event)].count("request applied") == 1


def test_what_staff_did_is_proved_and_its_head_is_told_once(app, clock, tmp_path):
    with app.app_context():
        written(hire(app), days=1)
        head = f'{{"day": "2026-11-24", "entries": 4, "head": "{entries()[-1].hash}"}}'
    assert "{" not in nightly(app, tmp_path).stdout, "the day is not over"
    clock.now = NIGHT
    assert nightly(app, tmp_path).stdout.splitlines().count(head) == 1
    clock.forward(seconds=1)
    said = nightly(app, tmp_path)
    assert "{" not in said.stdout and "監査記録" not in said.stderr


def test_a_trail_that_somebody_changed_is_an_error_of_the_night(app, clock, tmp_path):
    with app.app_context():
        written(hire(app), days=1)
        factories.request(*factories.held(app), {"holder_address": ("", "𠮷野荘")})
        by_sql("update audit_entries set about = 'x' where id = 2")
    clock.now = NIGHT
    result = nightly(app, tmp_path, "--encoding", "cp932", code=3)
    assert "Error: 監査記録 2026-11-24  4行  改ざんされています\n    2行目：行が書き換えられたか" in result.stderr
    assert "反映した申し込み 1件" in result.stdout, "all else is done"
