"""Where do files for tests come from? From `ops/demo_data/`, or made up: the same for the same number, line by line."""

import csv
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from sqlalchemy import text

from infra.database import read

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "ops" / "demo_data"
AGENCIES = DEMO / "agencies.csv"
OKYAKUSAMA = DEMO / "contracts-okyakusama.csv"

HEADER = (
    "証券番号,新規継続,保険種類,商品名,保険始期日,保険満期日,変更日,契約者区分,契約者氏名,契約者カナ,契約者生年月日,"
    "契約者電話番号,契約者メールアドレス,契約者郵便番号,契約者住所,被保険者区分,被保険者氏名,被保険者カナ,"
    "被保険者生年月日,被保険者電話番号,保険の対象の所在地,年間保険料,払込方法,代理店コード,団体契約,ネット手続,"
    "初回パスワード,引受保険会社"
)
FAMILIES = (("佐藤", "サトウ"), ("髙橋", "タカハシ"), ("山﨑", "ヤマザキ"), ("𠮷田", "ヨシダ"), ("伊藤", "イトウ"))
GIVENS = (("一", "ハジメ"), ("花子", "ハナコ"), ("洋介", "ヨウスケ"), ("さゆり", "サユリ"), ("京助", "キョウスケ"))
NAMES = [(f"{f}　{g}", f"{fk}　{gk}") for (f, fk), (g, gk) in product(FAMILIES, GIVENS)]


def contract(number):
    """One contract, as cells in the order of the header."""
    name, kana = NAMES[number % len(NAMES)]
    starts = date(2025, 1, 1) + timedelta(days=number % 365)
    birth = date(1940, 1, 1) + timedelta(days=number * 7 % 20000)
    email = f"someone{number}@example.jp" if number % 2 else ""
    password = "*****" if number % 3 else f"p{number:07}K"
    holder = f"個人,{name},{kana},{birth},090-{number // 10000 % 10000:04}-{number % 10000:04},{email},107-0000"
    place = f"東京都港区見本{number % 9 + 1}-{number % 30 + 1}-{number % 20 + 1}"
    return (
        f"C{number:09},継続,火災保険,すまいの保険,{starts},{starts + timedelta(days=365)},,{holder},{place},"
        f"本人,,,,,{place},"
        f"{number % 90 * 1200 + 6000},年払,A1000,0,1,{password},幹事:サンプル損害保険:60;非幹事:見本海上火災保険:40"
    ).split(",")


def write_contracts(path, count, encoding="utf-8"):
    """Write so many contracts; memory does not grow with them."""
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(HEADER + "\r\n")
        for number in range(1, count + 1):
            file.write(",".join(contract(number)) + "\r\n")


def table(rows, path, encoding="utf-8"):
    """Write rows (the first is the header) as a file."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def rows(*paths):
    """The requests in these files, by column."""
    return [dict(zip(table[0], row, strict=True)) for path in paths for table in [rows_of(path)] for row in table[1:]]


def one_row(**changes):
    """The first synthetic contract with some cells changed, as a file's rows."""
    header = HEADER.split(",")
    cells = contract(1)
    for heading, cell in changes.items():
        cells[header.index(heading)] = cell
    return [header, cells]


def all_contracts():
    with read() as session:
        return session.execute(text("select * from contracts order by portal, number")).all()
