"""Whose is a contract? One rule, one table, asked of everybody who decides it: the list, paper, files, requests."""

from datetime import date

import factories
import pytest
from factories import BORN
from sqlalchemy import true

from domain.contracts import ownership
from exchange.imports import cells, reconciliation
from exchange.issuing import policyholders
from infra.database import read
from rules.japanese import names

SELF, DAY = "タカサキ　ヨシノ", date(1970, 1, 1)
NAME = ["髙﨑　𠮷乃"]
# The カナ and the birth date of an account's owner and of a contract's holder, and whether they are one.
TABLE = {
    "as it was": ((SELF, BORN), (SELF, BORN), True),
    "in half width": ((SELF, BORN), ("ﾀｶｻｷ ﾖｼﾉ", DAY), True),
    "as an old system prints it": (("ハットリ　キョウコ", BORN), ("ハツトリ　キヨウコ", DAY), True),
    "as it sounds": (("タカサキ　カヲリ", BORN), ("タカサキ　カオリ", BORN), True),
    "as it sounds, and a birth date that was wrong": (("タカサキ　カヲリ", BORN), ("タカサキ　カオリ", DAY), False),
    "a long vowel that the file has not": (("スズキ　イチロー", BORN), ("ｽｽﾞｷ ｲﾁﾛ", BORN), True),
    "a long vowel, and a birth date that was wrong": (("スズキ　イチロー", BORN), ("ｽｽﾞｷ ｲﾁﾛ", DAY), False),
    "a long vowel alone, as two in one family": (("スズキ　ユーキ", BORN), ("スズキ　ユキ", DAY), False),
    "married, as it sounds": (("タカサキ　シヅカ", BORN), ("スズキ　シズカ", BORN), True),
    "a name of two": (("スミス・ジョーンズ　マリー", BORN), ("ｽﾐｽ=ｼﾞﾖｰﾝｽﾞ ﾏﾘｰ", DAY), True),
    "a birth date that was wrong": ((SELF, BORN), (SELF, DAY), True),
    "a birth date that was not known": ((SELF, BORN), (SELF, None), True),
    "married": ((SELF, BORN), ("スズキ　ヨシノ", BORN), True),
    "married, and a birth date that was wrong": ((SELF, BORN), ("スズキ　ヨシノ", DAY), False),
    "married, and no birth date": ((SELF, BORN), ("スズキ　ヨシノ", None), False),
    "a twin": ((SELF, BORN), ("タカサキ　ヨシミ", BORN), False),
    "a stranger of the same birthday": ((SELF, BORN), ("スズキ　イチロウ", BORN), False),
    "a given name that ends alike": ((SELF, BORN), ("スズキ　ミヨシノ", BORN), False),
    "a given name in the family's place": ((SELF, BORN), ("ヨシノ　タカサキ", BORN), False),
    "a child": ((SELF, BORN), ("タカサキ　ハナコ", DAY), False),
    "a company": (("カ）ミホン　", None), ("カ）ミホン", None), True),
    "a company of another name": (("カ）ミホン　", None), ("カ）サンプル", None), False),
    "a company, of a birth date": (("カ）ミホン　", None), ("カ）サンプル", BORN), False),
    "a company that sounds the same": (("ミホンカヲリ　", None), ("ミホンカオリ", None), False),
    "one name alone": (("スハルト　", BORN), ("スハルト", DAY), True),
    "one name alone that sounds the same": (("スハルトー　", BORN), ("スハルト", BORN), True),
    "one name and a birth date": (("ミホン　", BORN), ("サンプル", BORN), False),
}
# With a 氏名 too, the family name apart from the given name in the account only.
WRITTEN = {
    "another of one カナ, born on another day": ("別田　優子", BORN, "別田　裕子", DAY, False),
    "another in other characters": ("髙崎　優子", BORN, "高﨑　裕子", DAY, False),
    "a birth date corrected": ("髙崎　優子", BORN, "高﨑優子", DAY, True),
    "kanji corrected": ("別田　優子", BORN, "別田　裕子", BORN, True),
    "kanji corrected, a birth date not known": ("別田　優子", BORN, "別田　裕子", None, True),
    "kanji corrected, a birth date not known before": ("別田　優子", None, "別田　裕子", DAY, True),
    "a kanji that is not known, and a birth date corrected": ("別田　優子", BORN, "別田　〓子", DAY, True),
    "a kanji that was not known, and a birth date corrected": ("別田　\ue000子", BORN, "別田　優子", DAY, True),
    "no name, and a birth date corrected": ("", BORN, "別田　優子", DAY, True),
}
CASES = TABLE | {
    why: ((SELF, birth, name), (SELF, other_birth, other), same)
    for why, (name, birth, other, other_birth, same) in WRITTEN.items()
}


@pytest.fixture(params=list(CASES))
def case(request):
    (kana, birth, *name), (other_kana, other_birth, *other_name), same = CASES[request.param]
    return (kana, birth, *(name or NAME)), (other_kana, other_birth, *(other_name or NAME)), same


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def held(app, context, case):
    """A contract of the holder on the list of the owner."""
    (kana, birth, name), (holder_kana, holder_birth, holder_name), same = case
    family, _, given = kana.partition("　")
    family_name, _, given_name = name.partition("　")
    theirs = {"family_kana": family, "given_kana": given, "family_name": family_name, "given_name": given_name}
    factories.agency()
    owner = factories.account(app, **theirs, birth_date=birth)
    contract = factories.contract(holder_kana=holder_kana, holder_birth=holder_birth, holder_name=holder_name)
    factories.hold(owner.id, contract.id)
    return owner, contract, same


def test_it_is_on_the_owners_list(held):
    owner, contract, same = held
    with read() as session:
        assert (ownership.find(session, owner.id, "okyakusama", contract.id) is not None) == same


def test_paper_tells_its_holder_of_the_owners_account(held):
    owner, contract, same = held
    with read() as session:
        (holder,) = policyholders.of(session, "okyakusama", [contract.kana_key], true())
    assert (holder.account.id if holder.account else None) == (owner.id if same else None)


def row(kana, birth, name):
    keys = cells.kana_keys(kana) | {"written_key": names.written_key(name)}
    return {"number": "C900000001", "holder_kana": kana, "holder_name": name, "holder_birth": birth, **keys}


def test_a_file_that_says_so_passes_it_on(case):
    """What the former holder asked lapses."""
    was, holder, same = case
    merged = reconciliation.merge([row(*holder)], {"C900000001": row(*was)}, {})
    assert merged.passed_on == ([] if same else ["C900000001"])
