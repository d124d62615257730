"""Is a contract found by whatever a customer types, at the same cost however much that is? (602)"""

import hashlib
from datetime import date

import factories
import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from domain.contracts import ownership, search_key
from infra import schema
from infra.database import engine, read, write
from models import Contract
from rules.japanese import searching

HARUMI = {
    "number": "C900000007",
    "insured_is_holder": False,
    "insured_name": "髙﨑　ジョン　ﾏﾘｱ",
    "insured_kana": "タカサキ　ジヨン",
    "location": "東京都中央区晴海１−２−３ コーポ100%_\\荘",
    "product": "お部屋の保険ワイド",
}


def test_a_key_says_all_that_can_be_typed_in_one_way():
    values = {**HARUMI, "holder_name": "清水　洋介", "holder_kana": "シミズ　ヨウスケ"}
    rest = "東京都中央区晴海123コポ100%_\\荘 オ部屋ノ保険ワイド"
    assert search_key.key_of(values) == f"c900000007 高崎ジヨンマリア タカサキジヨン {rest}"
    assert search_key.key_of(values | {"insured_is_holder": True}) == f"c900000007 清水洋介 シミズヨウスケ {rest}"


@pytest.mark.parametrize(
    ("typed", "words", "more"),
    [
        ("", [], False),
        ("- （） ー", [], False),
        ("しみず シミズ ｼﾐｽﾞ", ["シミズ"], False),
        ("a b c d e", list("abcde"), False),
        ("a b c d e f", list("abcde"), True),
        ("a b - A c d Ｂ e", list("abcde"), False),
    ],
)
def test_at_most_five_words_are_searched_each_once(typed, words, more):
    assert search_key.words_in(typed) == (words, more)


def test_who_changes_how_words_are_compared_fills_the_keys_anew():
    """By a migration, as 0009 does (docs/decisions/0013-search.md). Then this has the new sum."""
    told = "".join(searching.searched(chr(code)) for code in (*range(0x20, 0x7F), *range(0x3000, 0xA000), 0x20BB7))
    assert hashlib.sha256(told.encode()).hexdigest()[:16] == "e526954e9a335217"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def app(request, make_app):
    return make_app(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def customer(app):
    """Two contracts, of which one is at 晴海."""
    with app.app_context():
        account, _ = factories.held(app)
        factories.hold(account, factories.contract(**HARUMI).id)
    return account


def found(app, account, typed):
    with app.app_context(), read() as session:
        words = search_key.words_in(typed).searched
        return [each.contract.number for each in ownership.search(session, account, "okyakusama", words)]


@pytest.mark.parametrize(
    "typed",
    [
        "高崎",
        "じょん",
        "ｼﾞｮﾝ",
        "マリア",
        "晴海1-2",
        "晴海１ー２",
        "C900-000007",
        "ｃ９０００００００７",
        "コ-ポ",
        "100%",
        "%_\\荘",
        "お部屋 晴海 タカサキ",
        "保険ワイド",
    ],
)
def test_it_is_found_by_what_people_type(app, customer, typed):
    assert "C900000007" in found(app, customer, typed)


@pytest.mark.parametrize("typed", ["%%", "_" * 3, "晴海%3", "C9000000070", "晴海 港区", "荘お", "☃"])
def test_and_by_nothing_else(app, customer, typed):
    assert "C900000007" not in found(app, customer, typed)


@pytest.mark.parametrize("typed", ["-", "ー ー", "()"])
def test_marks_alone_find_nothing(app, customer, typed):
    assert found(app, customer, typed) == []


def test_whatever_is_typed_it_is_one_statement(app, customer):
    """What SQLAlchemy has compiled it keeps: a shape for each number of words once filled the memory."""
    sent = []
    kanji = [chr(0x4E00 + number) for number in range(500)]
    found(app, customer, kanji[0])
    with app.app_context():
        kept = len(engine()._compiled_cache)

    def note(_, cursor, statement, *__):
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for count in (1, 2, 3, 5, 6, 50, 500):
            found(app, customer, " ".join(kanji[:count]))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len({statement for statement in sent if "search_key" in statement.split("WHERE")[-1]}) == 1
    with app.app_context():
        assert len(engine()._compiled_cache) == kept


def test_the_key_is_as_new_as_the_contract(app, customer):
    """Applied changes are searched at once."""
    with app.app_context():
        with read() as session:
            contract = session.query(Contract).filter_by(number="C900000007").one()
        moved = {"location": (contract.location, "北海道札幌市見本9")}
        day = date(2026, 11, 24)
        factories.request(customer, contract.id, moved, day, part="premises")
    app.config["CLOCK"].forward(days=1)
    assert app.test_cli_runner().invoke(args=["data", "apply"]).exit_code == 0
    assert found(app, customer, "札幌市") == ["C900000007"]
    assert found(app, customer, "晴海") == []


def test_contracts_from_before_are_searched_after_the_migration(app, customer):
    with app.app_context():
        schema.downgrade("0006")
        schema.upgrade()
        with write() as session:
            assert session.scalar(text("select count(*) from contracts where search_key = ''")) == 0
        engine().dispose()
    assert found(app, customer, "晴海") == ["C900000007"]
