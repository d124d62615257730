"""Whom is there to find while it is measured? `python -m bench.townsfolk CUSTOMERS`: so many, made by the database.

Of five customers one has a second contract, of five three have an account. There are 60 families of 500 given names, so
that サトウ are a sixtieth. Beside them a member of staff for each round, since a code comes in once; their names and
the secrets of their codes are printed.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product

from sqlalchemy import Connection, text

from app import create_app
from bench.visitors import PASSWORD
from domain.staff import members
from domain.staff.members import Role
from exchange.imports import cells
from infra import clock
from infra.database import core, engine, write
from models import Account, Agency, Contract, Holding
from rules import finding

MEMBERS = 20
FAMILIES = (
    "サトウ", "スズキ", "タカハシ", "タナカ", "イトウ", "ワタナベ", "ヤマモト", "ナカムラ", "コバヤシ", "カトウ",
    "ヨシダ", "ヤマダ", "ササキ", "ヤマグチ", "マツモト", "イノウエ", "キムラ", "ハヤシ", "サイトウ", "シミズ",
    "ヤマザキ", "モリ", "イケダ", "ハシモト", "アベ", "イシカワ", "ヤマシタ", "ナカジマ", "イシイ", "オガワ",
    "マエダ", "オカダ", "ハセガワ", "フジタ", "ゴトウ", "コンドウ", "ムラカミ", "エンドウ", "アオキ", "サカモト",
    "フクダ", "オオタ", "ニシムラ", "フジイ", "カネコ", "フジワラ", "ミウラ", "オカモト", "ナカノ", "マツダ",
    "ハラダ", "ナカガワ", "ナカヤマ", "オノ", "タムラ", "タケウチ", "カワムラ", "イシダ", "ウエダ", "モリタ",
)  # fmt: skip
BEGINS = (
    "ハル", "ユウ", "アキ", "ミツ", "ヨシ", "カズ", "タカ", "ノブ", "マサ", "ヒロ", "シゲ", "トシ",
    "ナオ", "フミ", "クニ", "サチ", "キミ", "エミ", "リカ", "モモ",
)  # fmt: skip
ENDS = (
    "コ", "オ", "ミ", "ト", "キ", "カ", "エ", "ヤ", "ヒト", "ヒコ", "スケ", "タロウ",
    "ジロウ", "ノリ", "ユキ", "ハル", "アキ", "カズ", "ヒロ", "マサ", "シゲ", "トシ", "ナオ", "ヨ",
    "ナ",
)  # fmt: skip
NAME = ("family", "given", "kana_key", "given_key", "strict_key", "find_kana")
AGENCY = {"code": "A1000", "name": "駅前ほけん", "postal_code": "", "address": "", "phone": ""}
FIRST_BIRTH, BIRTHS = date(1940, 1, 1), 20_000
# What all of them have in common, a value for each column that nobody is found by.
PLAIN = {
    "portal": "'okyakusama'",
    "renewed": "true",
    "product_type": "'火災保険'",
    "product": "'すまいの保険'",
    "starts_on": "'2026-01-01'",
    "ends_on": "'2027-01-01'",
    "company": "false",
    "holder_postal_code": "'107-0000'",
    "holder_address": "'東京都港区見本1-2-3'",
    "insured_is_holder": "true",
    "insured_name": "''",
    "insured_kana": "''",
    "insured_phone": "''",
    "location": "'東京都港区見本1-2-3'",
    "premium": "6000",
    "payment": "'年払'",
    "agency_code": "'A1000'",
    "group_contract": "false",
    "online": "true",
    "insurers": "'幹事:サンプル損害保険:100'",
    "search_key": "''",
    "imported_at": "'2026-11-24 03:00:00'",
}


def main(count: int) -> None:
    """Put them in; each index is made afterwards, which takes less time."""
    app = create_app()
    with app.app_context():
        print(json.dumps(_hired(app.extensions["hasher"].hash(PASSWORD))))
        if count:
            with engine().begin() as connection:
                _fill(connection, count)
            with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("vacuum analyze" if connection.dialect.name == "postgresql" else "analyze"))


def _hired(hashed: str) -> dict[str, str]:
    with write() as session:
        names = [f"member{number}" for number in range(MEMBERS)]
        made = [members.add(session, name, name, Role.OPERATOR, clock.now(), password=hashed) for name in names]
        return {each.name: members.secret_of(each) for each in made}


def _fill(connection: Connection, count: int) -> None:
    indexes = [index for table in (Contract, Account, Holding) for index in core(table).indexes]
    for index in indexes:
        index.drop(connection)
    connection.execute(core(Agency).insert(), AGENCY)
    connection.execute(text(f"create table bench_names ({' text, '.join(NAME)} text, i integer primary key)"))
    connection.execute(text("create table bench_births (i integer primary key, day date)"))
    placeholders = ", ".join(f":{name}" for name in (*NAME, "i"))
    connection.execute(text(f"insert into bench_names values ({placeholders})"), list(_names()))
    days = [{"i": number, "day": str(FIRST_BIRTH + timedelta(days=number))} for number in range(BIRTHS)]
    connection.execute(text("insert into bench_births values (:i, :day)"), days)
    for statement in _statements(count):
        connection.execute(text(statement))
    for index in indexes:
        index.create(connection)
    for table in ("bench_names", "bench_births"):
        connection.execute(text(f"drop table {table}"))


def _names() -> Iterator[dict[str, str | int]]:
    """Each family name with each given name, and what contracts keep of the two."""
    for number, (family, (begin, end)) in enumerate(product(FAMILIES, product(BEGINS, ENDS))):
        given = begin + end
        keys = cells.kana_keys(f"{family}　{given}")
        found = finding.kana_key(keys["strict_key"])
        yield {"family": family, "given": given, **keys, "find_kana": found, "i": number}


def _statements(count: int) -> Iterator[str]:
    """In words that both databases take. Contracts `i` are of customers `c`: the second ones of every fifth of them or
    of the one before."""
    whole = count + count // 5
    mark = count // 500
    people = (
        f"with recursive n(i) as (select 1 union all select i + 1 from n where i < {whole}), "
        f"p as (select i, case when i <= {count} then i else (i - {count}) * 5 - i % 2 end as c from n) "
    )
    among = (
        f"from p join bench_names b on b.i = p.c % {len(FAMILIES) * 500} * 7919 % {len(FAMILIES) * 500} "
        f"join bench_births d on d.i = (p.c / 30000 + p.c * 7) % {BIRTHS}"
    )
    end = "substr('' || (10000 + p.c / 10000 % 10000), 2)", "substr('' || (10000 + p.c % 10000), 2)"
    email = "'someone' || p.c || '@example.jp'"
    contract = PLAIN | {
        "id": "p.i",
        "number": "'C' || substr('' || (1000000000 + p.i), 2)",
        "holder_name": "b.family || '　' || b.given",
        "holder_kana": "b.family || '　' || b.given",
        "holder_birth": "d.day",
        "holder_phone": f"'090-' || {end[0]} || '-' || {end[1]}",
        "holder_email": f"case when p.c % 2 = 1 then {email} else '' end",
        "written_key": "b.family || b.given",
        "find_phone": f"'090' || {end[0]} || {end[1]}",
        "find_email": f"case when p.c % 2 = 1 then {email} else '' end",
        **{name: f"b.{name}" for name in ("kana_key", "given_key", "strict_key", "find_kana")},
    }
    account = {
        "id": "p.c",
        "portal": "'okyakusama'",
        "user_id": email,
        "email": email,
        "password": "'x'",
        "family_name": "b.family",
        "given_name": "b.given",
        "family_kana": "b.family",
        "given_kana": "b.given",
        "birth_date": "d.day",
        "wants_news": "false",
        "call_required": "false",
        "find_kana": "b.find_kana",
        "find_email": email,
        "created_at": "'2026-11-24 03:00:00'",
    }
    has_account = "p.c % 5 in (1, 2, 4)"
    holding = {"account_id": "p.c", "contract_id": "p.i", "added_at": "'2026-11-24 03:00:00'", "how": "'bench'"}
    request = {
        "portal": "'okyakusama'",
        "receipt_number": "'' || (200000000000 + p.i)",
        "kind": "'change'",
        "part": "'insured'",
        "contract_id": "p.i",
        "account_id": "p.c",
        "effective_on": "'2026-11-24'",
        "contents": "'{}'",
        "state": "'settled'",
        "accepted_at": "'2026-11-24 03:00:00'",
    }
    accident = {
        "number": "'J' || (300000000 + p.i)",
        "contract_id": "p.i",
        "happened_on": "'2026-11-20'",
        **dict.fromkeys(("kind", "place", "department", "adjuster", "adjuster_email", "status"), "''"),
    }
    yield _insert("contracts", contract, people, among)
    yield _insert("accounts", account, people, f"{among} where p.i <= {count} and {has_account}")
    yield _insert("holdings", holding, people, f"from p where {has_account}")
    yield _insert("requests", request, people, f"from p where p.i <= {count // 10} and {has_account}")
    yield _insert("accidents", accident, people, f"from p where p.i <= {mark}")


def _insert(table: str, values: Mapping[str, str], people: str, among: str) -> str:
    return f"insert into {table} ({', '.join(values)}) {people} select {', '.join(values.values())} {among}"


main(int(sys.argv[1]))
