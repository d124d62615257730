"""Is an initial password kept so that a stolen database tells nothing, and the same file changes nothing?"""

import factories
import pytest
from sqlalchemy import select, text, update

from domain.accounts import attempts, issued_passwords
from domain.contracts import matching, web_access
from infra.database import read, write
from models import Contract
from rules.japanese import names
from tests.exchange import synthetic
from tests.exchange.synthetic import one_row, table


@pytest.fixture
def passwords_of(app, agencies, bring_in, tmp_path):
    """Imports one contract with an initial password; gives what is kept of it."""

    def run(password, portal="okyakusama"):
        bring_in("contracts", table(one_row(初回パスワード=password), tmp_path / "c.csv"), "--portal", portal)
        with app.app_context(), read() as session:
            return session.scalar(select(Contract.initial_password).where(Contract.portal == portal))

    return run


def test_nothing_of_it_stands_in_the_database(app, passwords_of):
    passwords_of("uERsmM8c")
    with app.app_context(), read() as session:
        assert "uERsmM8c" not in repr(session.execute(text("select * from contracts")).all())


def test_the_same_keeps_its_hash_and_another_gets_a_new_one(app, passwords_of):
    first = passwords_of("uERsmM8c")
    assert passwords_of("uERsmM8c") == first
    second = passwords_of("JBRNLun2")
    keyring, name = app.extensions["keyring"], f"okyakusama {synthetic.contract(1)[0]}"
    assert issued_passwords.is_kept(keyring, name, "JBRNLun2", second)
    assert not issued_passwords.is_kept(keyring, name, "uERsmM8c", second)


def test_tries_at_one_that_is_another_now_count_for_nothing_and_at_the_same_they_do(app, passwords_of):
    """Decision 36: also of a number that was guessed at before there was a contract."""
    keyring, key = app.extensions["keyring"], issued_passwords.tries_key("okyakusama", synthetic.contract(1)[0])

    def tried(after):
        with app.app_context(), write() as session:
            attempts.count_wrong(session, keyring, "easy", key, factories.NOW)
        passwords_of(after)
        with app.app_context(), read() as session:
            return attempts.so_far(session, keyring, "easy", key)

    assert [tried(password) for password in ("uERsmM8c", "uERsmM8c", "JBRNLun2", "*****")] == [0, 1, 0, 1]


def test_a_name_comes_in_composed_however_the_file_has_it(app, agencies, bring_in, tmp_path):
    """And the same in the other writing changes nothing."""
    composed = {"契約者氏名": "\ufa19谷　がい", "契約者カナ": "カミヤ　ガイ", "契約者住所": "東京都がす荘"}
    apart = {name: cell.replace("が", "か\u3099").replace("ガ", "カ\u3099") for name, cell in composed.items()}
    for row, said in ((apart, "新規 1件"), (composed, "変更なし 1件"), (apart, "変更なし 1件")):
        file = table(one_row(**row), tmp_path / "c.csv")
        assert said in bring_in("contracts", file, "--portal", "okyakusama").output
    with app.app_context(), read() as session:
        kept = session.scalars(select(Contract)).one()
    assert (kept.holder_name, kept.holder_kana, kept.holder_address) == tuple(composed.values())


@pytest.mark.parametrize("gap", ["〓", "\ue000", "\ue757"])
def test_a_kanji_that_the_core_system_lacks_comes_in_as_it_writes_it_and_is_matched(
    app, agencies, bring_in, tmp_path, gap
):
    """In code page 932, whose own codes (外字) become those of Unicode."""
    row = one_row(契約者氏名=f"{gap}田　花子", 契約者カナ="ﾖｼﾀﾞ ﾊﾅｺ", 契約者生年月日="1960-04-01")
    bring_in("contracts", table(row, tmp_path / "c.csv", "cp932"), "--portal", "okyakusama")
    asked = {"number": synthetic.contract(1)[0], "kana": "ヨシダ ハナコ", "birth_date": factories.BORN}
    with app.app_context(), read() as session:
        assert session.scalar(select(Contract.holder_name)) == f"{gap}田　花子"
        assert matching.find_for_temporary(session, "okyakusama", name="𠮷田 花子", **asked)
        assert not matching.find_for_temporary(session, "okyakusama", name="𠮷田 花乃", **asked)


@pytest.mark.parametrize("mark", "゠＝=・･-－")
def test_a_foreign_name_comes_in_with_whatever_stands_between_its_parts(app, agencies, bring_in, tmp_path, mark):
    row = one_row(契約者氏名="SAINT EXUPERY　MARIE", 契約者カナ=f"サン{mark}テグジュペリ　マリー")
    assert "新規 1件" in bring_in("contracts", table(row, tmp_path / "c.csv"), "--portal", "okyakusama").output
    with app.app_context(), read() as session:
        assert session.scalar(select(Contract.kana_key)) == names.kana_key("サン・テグジュペリ マリー")


@pytest.mark.parametrize("none", ["", "*****"])
def test_a_hidden_or_missing_one_is_none(passwords_of, none):
    assert passwords_of("uERsmM8c")
    assert passwords_of(none) is None


def test_where_the_company_issues_logins_the_files_are_ignored_and_issued_ones_kept(app, passwords_of):
    assert passwords_of("uERsmM8c", "keiyakusha") is None
    with app.app_context(), write() as session:
        session.execute(update(Contract).values(initial_password="issued"))
    assert passwords_of("JBRNLun2", "keiyakusha") == "issued"


def with_column(heading, cell, **changes):
    """A file of one contract that has this optional column."""
    header, cells = one_row(**changes)
    return [[*header, heading], [*cells, cell]]


def with_number(cell, **changes):
    return with_column("申込受付番号", cell, **changes)


@pytest.fixture
def kept_after(app, agencies, bring_in, tmp_path):
    """Imports these rows, and gives what the contract keeps of an optional column."""

    def run(column, rows, said):
        assert said in bring_in("contracts", table(rows, tmp_path / "c.csv"), "--portal", "okyakusama").stdout
        with app.app_context(), read() as session:
            return session.scalar(select(column))

    return run


@pytest.mark.parametrize(
    ("column", "heading", "written", "again", "kept"),
    [
        (Contract.application_number, "申込受付番号", "1234 5678 9012", "123456789012", "123456789012"),
        (
            Contract.covers,
            "補償内容",
            "家財：３００万円；水災：補償します；",
            "家財:300万円;水災:補償します",
            "家財:300万円;水災:補償します",
        ),
    ],
)
def test_an_optional_column_decides_where_it_is_and_else_what_was_known_stays(
    kept_after, column, heading, written, again, kept
):
    """Decisions 39 and 40."""
    assert kept_after(column, one_row(), "新規 1件") is None
    assert kept_after(column, with_column(heading, written), "変更 1件") == kept
    assert kept_after(column, with_column(heading, again), "変更なし 1件") == kept
    assert kept_after(column, one_row(), "変更なし 1件") == kept
    assert kept_after(column, one_row(年間保険料="1"), "変更 1件") == kept
    assert kept_after(column, with_column(heading, "", 年間保険料="1"), "変更 1件") is None


@pytest.mark.parametrize(
    ("cell", "why"),
    [("家財300万円", "「名称:金額または内容」の形ではありません"), ("家財:1円;家財:2円", "「家財」が2回以上")],
)
def test_what_no_cover_can_be_read_from_is_refused_by_its_column(bring_in, agencies, tmp_path, cell, why):
    file = table(with_column("補償内容", cell), tmp_path / "c.csv")
    said = bring_in("contracts", file, "--portal", "okyakusama", code=1).stderr
    assert f"2行目: 補償内容「{cell}」" in said and why in said


@pytest.mark.parametrize("cell", ["12345678901", "1234567890123", "A23456789012", "１２３４５６７８９０１２"])
def test_what_is_no_receipt_number_is_refused(bring_in, agencies, tmp_path, cell):
    file = table(with_number(cell), tmp_path / "c.csv")
    assert "申込受付番号" in bring_in("contracts", file, "--portal", "okyakusama", code=1).stderr


def test_what_the_call_centre_closed_stays_so(app, agencies, bring_in, tmp_path):
    for premium in ("12", "99"):
        bring_in("contracts", table(one_row(年間保険料=premium), tmp_path / "c.csv"), "--portal", "okyakusama")
        with app.app_context(), write() as session:
            held = session.scalars(select(Contract)).one()
            assert (held.premium, held.closed_at) == (int(premium), factories.NOW if premium == "99" else None)
            web_access.close(session, [held.id], factories.NOW)
