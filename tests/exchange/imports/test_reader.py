"""Does a file come in as data.md says: the good rows in, the bad ones named, again nothing, killed and completed?"""

import io
import itertools
import os
import subprocess
import sys
from datetime import date

import pytest
from dying import killed_at
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from exchange.imports.contracts import Contracts
from exchange.imports.csv_file import Line, Source
from exchange.imports.reader import read_row
from infra.database import read, write
from infra.encryption import Keyring
from models import Agency, Contract
from rules import portals
from tests.exchange import synthetic
from tests.exchange.synthetic import AGENCIES, DEMO, OKYAKUSAMA, ROOT, one_row, rows_of, table
from wizards.registry import WIZARDS

FLAGS = {"新規": False, "継続": True, "個人": False, "法人": True, "別人": False, "本人": True, "0": False, "1": True}


@pytest.mark.parametrize("portal", ["okyakusama", "keiyakusha"])
def test_every_cell_is_kept_byte_for_byte(app, agencies, bring_in, portal):
    file = DEMO / f"contracts-{portal}.csv"
    assert (
        "新規 200件、変更 0件、変更なし 0件、取り込まなかった行 0件"
        in bring_in("contracts", file, "--portal", portal).stdout
    )
    header, *rows = rows_of(file)
    with app.app_context(), read() as session:
        kept = {each.number: each for each in session.scalars(select(Contract).where(Contract.portal == portal))}
    for row in rows:
        for column in Contracts.columns:
            if not column.secret and not column.optional:
                value = getattr(kept[row[0]], column.field)
                cell = row[header.index(column.heading)]
                assert value == FLAGS[cell] if isinstance(value, bool) else str(value or "") == cell


def test_agencies_come_in_and_change(app, agencies, bring_in, tmp_path):
    file = tmp_path / "agencies.csv"
    file.write_text(AGENCIES.read_text("utf-8").replace("駅前ほけん", "駅前ほけん本店"), "utf-8")
    assert "新規 0件、変更 1件、変更なし 4件" in bring_in("agencies", file).stdout
    with app.app_context(), read() as session:
        assert session.get(Agency, "A1000").name == "駅前ほけん本店"


def test_the_same_file_again_changes_nothing(app, clock, agencies, bring_in):
    bring_in("contracts", OKYAKUSAMA, "--portal", "okyakusama")
    with app.app_context():
        before = synthetic.all_contracts()
        clock.forward(days=1)
        assert "変更なし 200件" in bring_in("contracts", OKYAKUSAMA, "--portal", "okyakusama").stdout
        assert synthetic.all_contracts() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_encodings_and_the_order_of_columns_make_no_difference(app, agencies, bring_in, tmp_path, encoding):
    rows = [row for row in rows_of(OKYAKUSAMA) if "𠮷" not in "".join(row)]
    bring_in("contracts", table(rows, tmp_path / "as-it-is.csv"), "--portal", "okyakusama")
    turned = table([row[::-1] for row in rows], tmp_path / "turned.csv", encoding)
    assert f"変更なし {len(rows) - 1}件" in bring_in("contracts", turned, "--portal", "okyakusama").stdout


BAD = [
    ({"証券番号": "C 1"}, "証券番号", "C 1", "証券番号"),
    ({"新規継続": "更新"}, "新規継続", "更新", "新規または継続"),
    ({"保険始期日": "2025-02-29"}, "保険始期日", "2025-02-29", "存在しない日付"),
    ({"保険満期日": "2024-12-31"}, "保険満期日", "2024-12-31", "保険始期日より前"),
    ({"変更日": "昨日"}, "変更日", "昨日", "日付"),
    ({"契約者区分": "法人"}, "契約者生年月日", "1940-01-08", "法人に生年月日"),
    ({"契約者生年月日": ""}, "契約者生年月日", "", "個人に生年月日がありません"),
    ({"契約者生年月日": "2026-11-25"}, "契約者生年月日", "2026-11-25", "未来"),
    ({"契約者氏名": ""}, "契約者氏名", "", "空欄"),
    ({"契約者カナ": "佐藤"}, "契約者カナ", "佐藤", "カタカナ"),
    ({"契約者電話番号": "03-12"}, "契約者電話番号", "03-12", "電話番号"),
    ({"契約者メールアドレス": "a@"}, "契約者メールアドレス", "a@", "メールアドレス"),
    ({"被保険者区分": "別人"}, "被保険者氏名", "", "別人のときは必要"),
    ({"被保険者氏名": "佐藤　一"}, "被保険者氏名", "佐藤　一", "本人のときは空欄"),
    ({"年間保険料": "1,000"}, "年間保険料", "1,000", "金額"),
    ({"代理店コード": "A9999"}, "代理店コード", "A9999", "ありません"),
    ({"団体契約": "はい"}, "団体契約", "はい", "0または1"),
    ({"ネット手続": ""}, "ネット手続", "", "0または1"),
    ({"引受保険会社": "幹事:甲:60;非幹事:乙:30"}, "引受保険会社", "幹事:甲:60;非幹事:乙:30", "100ではなく90"),
    ({"契約者住所": "東京都\t港区"}, "契約者住所", "東京都\t港区", "制御文字"),
    ({"商品名": "=cmd()", "契約者住所": ""}, "契約者住所", "", "空欄"),
]


@pytest.mark.parametrize(("changes", "column", "value", "reason"), BAD)
def test_a_bad_row_is_refused_by_name_and_the_others_come_in(
    app, agencies, bring_in, tmp_path, changes, column, value, reason
):
    header, bad = one_row(**changes)
    file = table([header, synthetic.contract(2), bad, synthetic.contract(3)], tmp_path / "c.csv")
    result = bring_in("contracts", file, "--portal", "okyakusama", code=1)
    assert "新規 2件" in result.stdout and "取り込まなかった行 1件" in result.stdout
    assert f"3行目: {column}「{value}」" in result.stderr
    [head, first, *_] = rows_of(tmp_path / "c.csv.refused.csv")
    assert head == ["行", "列", "値", "理由"]
    assert first[:3] == ["3", column, value] and reason in first[3]
    with app.app_context():
        assert len(synthetic.all_contracts()) == 2


def test_a_number_that_comes_twice_is_refused_the_second_time(app, agencies, bring_in, tmp_path):
    header, first = one_row()
    second = one_row(年間保険料="1")[1]
    file = table([header, first, *(synthetic.contract(n) for n in range(2, 1500)), second], tmp_path / "c.csv")
    result = bring_in("contracts", file, "--portal", "okyakusama", code=1)
    assert "1501行目: 証券番号「C000000001」 2行目と同じ証券番号です" in result.stderr
    with app.app_context(), read() as session:
        assert session.scalar(select(Contract.premium).where(Contract.number == "C000000001")) == 7200


def test_a_refused_row_takes_no_number(agencies, bring_in, tmp_path):
    header, good = one_row()
    file = table([header, one_row(年間保険料="x")[1], good], tmp_path / "c.csv")
    assert "新規 1件" in bring_in("contracts", file, "--portal", "okyakusama", code=1).stdout


@pytest.mark.parametrize("line", [b'C1,"x\n', b"C1,x\n", b"\x80\xff\n"])
def test_a_broken_line_is_refused_and_the_others_come_in(agencies, bring_in, tmp_path, line):
    file = table([*one_row(), synthetic.contract(2)], tmp_path / "c.csv")
    start, first, rest = file.read_bytes().split(b"\r\n", 2)
    file.write_bytes(b"\r\n".join([start, first, line + rest]))
    result = bring_in("contracts", file, "--portal", "okyakusama", code=1)
    assert "新規 2件" in result.stdout and "3行目: " in result.stderr


def test_an_update_keeps_what_customers_did(app, clock, agencies, bring_in, tmp_path):
    bring_in("contracts", table(one_row(), tmp_path / "c.csv"), "--portal", "okyakusama")
    with app.app_context():
        with write() as session:
            session.execute(update(Contract).values(last_procedure_at=clock.now))
            before = session.scalars(select(Contract)).one()
        clock.forward(days=1)
        changed = table(one_row(年間保険料="99000", 変更日="2026-11-01"), tmp_path / "c.csv")
        assert "変更 1件" in bring_in("contracts", changed, "--portal", "okyakusama").stdout
        with read() as session:
            after = session.scalars(select(Contract)).one()
    assert (after.premium, after.changed_on, after.imported_at) == (99000, date(2026, 11, 1), clock.now)
    assert (after.id, after.last_procedure_at) == (before.id, before.last_procedure_at)


def test_one_portals_file_leaves_the_others_contracts_alone(app, agencies, bring_in, tmp_path):
    bring_in("contracts", table(one_row(), tmp_path / "c.csv"), "--portal", "okyakusama")
    bring_in("contracts", table(one_row(年間保険料="1"), tmp_path / "c.csv"), "--portal", "keiyakusha")
    with app.app_context(), read() as session:
        assert dict(session.execute(select(Contract.portal, Contract.premium)).all()) == {
            "okyakusama": 7200,
            "keiyakusha": 1,
        }


KIND = Contracts(
    portals.load(ROOT / "portals.toml", WIZARDS)["okyakusama"],
    Keyring(["k" * 32]),
    {"A1000"},
    now=None,
    today=date(2026, 11, 24),
)
NEEDED = [column for column in KIND.columns if not column.optional]
PLACED = list(enumerate(NEEDED))
SOURCE = Source(io.BytesIO(synthetic.HEADER.encode()), [column.heading for column in NEEDED])
TRICKY = ["", "0", "1", "個人", "法人", "2026-02-30", "A1000", '"', "\x00", "\udc81", "＝", "幹事:甲:100"]
tricky = st.sampled_from(TRICKY)


@given(st.dictionaries(st.integers(0, len(PLACED)), tricky | st.text(max_size=20), max_size=4), st.binary(max_size=3))
def test_any_line_is_read_or_refused_with_its_columns(changes, more):
    cells = synthetic.contract(1)
    for place, cell in changes.items():
        cells[place : place + 1] = [cell]
    raw = ",".join(cells).encode("utf-8", "surrogateescape") + more
    row = read_row(KIND, SOURCE, PLACED, Line(7, raw))
    assert row.faults or row.values.keys() == {column.field for column in NEEDED}
    for fault in row.faults:
        assert fault.line == 7 and fault.reason and fault.column in ("", *SOURCE.header)
    for field, reason in [] if row.faults else KIND.judge(row.values):
        assert field in row.values and reason


def count_contracts():
    with read() as session:
        return session.scalar(select(func.count()).select_from(Contract))


def contents():
    """All contracts without what differs from run to run: ids, times, salted hashes."""
    left_out = {"id", "imported_at", "initial_password"}
    columns = [column for column in Contract.__table__.columns if column.name not in left_out]
    with read() as session:
        return session.execute(select(*columns, Contract.initial_password.is_(None)).order_by(Contract.number)).all()


BATCHES = 4


def test_killed_at_any_point_and_run_again_it_completes(
    app, make_app, database_url, agencies, bring_in, tmp_path, monkeypatch
):
    """Each run begins anew and is killed a little later than the one before; some die before each of the batches."""
    monkeypatch.setattr("exchange.imports.reader.BATCH", 2)
    synthetic.write_contracts(tmp_path / "c.csv", 2 * BATCHES)
    command = ["data", "import", "contracts", str(tmp_path / "c.csv"), "--portal", "okyakusama"]
    there = []
    for _ in killed_at(make_app, database_url, lambda _: command, itertools.count(1)):
        with app.app_context():
            there.append(count_contracts())
    assert there == sorted(there) and set(there) >= set(range(0, 2 * BATCHES, 2))
    with app.app_context():
        completed = contents()
    header = synthetic.HEADER.split(",")
    assert [row.premium for row in completed] == [
        int(synthetic.contract(n)[header.index("年間保険料")]) for n in range(1, 2 * BATCHES + 1)
    ]
    assert f"変更なし {2 * BATCHES}件" in bring_in(*command[2:]).stdout


def start(url, file):
    environment = {**os.environ, "MADOGUCHI_DATABASE_URL": url, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "flask", "--app", "app", "data", "import", "contracts", file]
    return subprocess.Popen([*command, "--portal", "okyakusama"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def most_memory(url, file):
    """The most memory that an import of this file takes, in KiB."""
    running = start(url, file)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 0
    return used.ru_maxrss


def test_memory_does_not_grow_with_the_file(agencies, database_url, tmp_path):
    """Long rows, so that few of them would be felt if they were all kept."""
    header, row = one_row(契約者住所="東京都港区見本" * 500)
    for name, count in (("small.csv", 2_000), ("big.csv", 12_000)):
        table([header, *([f"C{number:09}", *row[1:]] for number in range(count))], tmp_path / name)
    small, big = (most_memory(database_url, tmp_path / name) for name in ("small.csv", "big.csv"))
    assert big < 1.2 * small
