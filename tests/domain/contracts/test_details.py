"""Does a contract say what it says in the customer's words, part by part and as a whole?"""

from datetime import date, time
from types import SimpleNamespace

import factories
import pytest

from domain.contracts import details

PORTAL = SimpleNamespace(premises="保険の対象", cover_time=time(16))
INSURED = {
    "insured_is_holder": False,
    "insured_name": "清水　洋介",
    "insured_kana": "シミズ　ヨウスケ",
    "insured_birth": date(1970, 1, 2),
    "insured_phone": "0312345678",
}
COMPANY = {
    "company": True,
    "holder_name": "株式会社見本",
    "holder_kana": "カブシキガイシャミホン",
    "holder_birth": None,
    "holder_phone": "",
}


def of(**different):
    return factories.unsaved_contract(**different)


def said(part):
    return {each.item: each.value for each in part.data}


def test_who_is_holder_and_insured_stands_in_the_second_part():
    holder, insured, premises = details.parts_of(PORTAL, of())
    assert [each.title for each in (holder, insured, premises)] == ["保険契約者", "被保険者", "保険の対象"]
    assert (said(holder), holder.whose) == ({"": "被保険者と同じ"}, "")
    assert insured.whose == "保険契約者"
    assert said(insured) == {
        "name": "髙﨑 𠮷乃",
        "kana": "タカサキ ヨシノ",
        "birth": "1960年（昭和35年）4月1日",
        "phone": "090-1234-5678",
        "address": "〒107-0000 東京都港区見本1-2-3",
    }
    assert said(premises) == {"location": "東京都港区見本1-2-3"}


def test_two_people_stand_each_in_a_part_of_their_own():
    holder, insured, _ = details.parts_of(PORTAL, of(**INSURED))
    assert (holder.whose, insured.whose) == ("保険契約者", "被保険者")
    assert said(holder)["name"] == "髙﨑 𠮷乃"
    assert said(insured)["name"] == "清水 洋介"
    assert [said(insured)[item] for item in ("kana", "birth", "phone")] == [
        "シミズ ヨウスケ",
        "1970年（昭和45年）1月2日",
        "03-1234-5678",
    ]
    assert "address" not in said(insured)


def test_what_is_not_known_is_said_to_be_so():
    _, insured, *premises = details.parts_of(
        PORTAL, of(**INSURED | {"insured_birth": None, "insured_phone": ""}, location="")
    )
    assert (said(insured)["birth"], said(insured)["phone"], premises) == ("登録なし", "登録なし", [])


def test_a_company_has_no_birth_date_and_an_address_without_a_code_has_none():
    _, company, _ = details.parts_of(PORTAL, of(**COMPANY, holder_postal_code=""))
    assert [each.item for each in company.data] == ["name", "kana", "phone", "address"]
    assert said(company)["address"] == "東京都港区見本1-2-3"


def test_only_who_somebody_is_has_a_star():
    starred = [each.item for part in details.parts_of(PORTAL, of(**INSURED)) for each in part.data if each.star]
    assert starred == ["name", "kana", "birth"] * 2


@pytest.mark.parametrize(
    ("part", "title"),
    [("holder", "保険契約者"), ("insured", "被保険者"), ("premises", "保険の対象"), ("", "保険の対象")],
)
def test_what_is_insured_is_called_as_the_portal_calls_it(part, title):
    assert details.title_of(PORTAL, part) == title


@pytest.mark.parametrize(("different", "name"), [({}, "髙﨑　𠮷乃"), (INSURED, "清水　洋介")])
def test_who_is_insured(different, name):
    assert details.insured_name(of(**different)) == name


@pytest.mark.parametrize(
    ("at", "said_so"),
    [
        (time(16), "午後4時"),
        (time(9, 5), "午前9時5分"),
        (time(0), "午前0時"),
        (time(12), "午後0時"),
        (time(23, 59), "午後11時59分"),
    ],
)
def test_the_time_at_which_cover_begins_and_ends(at, said_so):
    portal = SimpleNamespace(cover_time=at)
    assert details.time_of(portal) == said_so
    first, last = date(2025, 12, 24), date(2026, 12, 24)
    told = f"2025年12月24日 {said_so}から2026年12月24日 {said_so}まで"
    assert details.period_between(portal, first, last) == details.period_of(portal, of()) == told


@pytest.mark.parametrize(("renewed", "begins"), [(False, "新規"), (True, "継続")])
def test_a_product_is_named_as_in_the_list(renewed, begins):
    assert details.product_of(of(renewed=renewed)) == f"{begins}「すまいの保険」（火災保険）"


@pytest.mark.parametrize(("changed", "told"), [(None, "-"), (date(2026, 5, 7), "2026年5月7日")])
def test_the_whole_of_it(changed, told):
    assert details.all_of(PORTAL, of(changed_on=changed, premium=1234567), "駅前ほけん") == [
        ("証券番号", "C900000001"),
        ("保険種類", "新規「すまいの保険」（火災保険）"),
        ("保険期間", "2025年12月24日 午後4時から2026年12月24日 午後4時まで"),
        ("変更日", told),
        ("年間保険料", "1,234,567円"),
        ("払込方法", "年払"),
        ("取扱代理店", "駅前ほけん"),
    ]
