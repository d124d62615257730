"""Is a municipality found however it is written?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.japanese import normalize
from rules.japanese.post import municipalities


def names(found):
    return {(each.prefecture, each.city) for each in found.municipalities}


def test_there_are_47_prefectures(rows):
    assert set(municipalities.PREFECTURES) == {row["prefecture"] for row in rows}
    assert len(municipalities.PREFECTURES) == 47


def test_a_prefecture_is_read_in_any_kana(rows):
    every = {row["prefecture"]: row["prefecture_kana"] for row in rows}
    for prefecture, reading in every.items():
        for written in (reading, normalize.half_width(reading), reading.translate(normalize.SMALL)):
            assert municipalities.prefecture_read(f"{written}ﾁﾖﾀﾞｸ1") == (prefecture, len(written))
        assert municipalities.prefecture_read(f"{prefecture}見本") == ("", 0)


def test_every_municipality_is_found_by_its_name(rows):
    """With its prefecture it is found alone; the 郡 may be missing, the ward too."""
    every = {(row["prefecture"], row["city"]) for row in rows}
    assert len(every) > 1_890
    for prefecture, city in every:
        whole = municipalities.find(f"{prefecture}{city}1-2")
        assert names(whole) == {(prefecture, city)}
        assert (whole.prefecture_ends, whole.ends) == (len(prefecture), len(prefecture + city))
        assert (prefecture, city) in names(municipalities.find(city))
        assert (prefecture, city) in names(municipalities.find(f"{prefecture} {municipalities.without_county(city)}"))


@pytest.mark.parametrize(
    ("line", "city"),
    [
        ("茨城県竜ヶ崎市1", "龍ケ崎市"),
        ("宮城県塩釜市1", "塩竈市"),
        ("大阪府四条畷市1", "四條畷市"),
        ("青森県鯵ケ沢町1", "西津軽郡鰺ヶ沢町"),
        ("奈良県五条市1", "五條市"),
        ("東京都桧原村1", "西多摩郡檜原村"),
        ("岐阜県関が原町1", "不破郡関ケ原町"),
    ],
)
def test_other_forms_of_a_name(line, city):
    assert {each.city for each in municipalities.find(line).municipalities} == {city}


def test_a_county_is_left_out_of_towns_and_villages_alone(rows):
    """Not of 郡山市, 小郡市 or 蒲郡市; and 赤穂郡上郡町 is 上郡町."""
    bare = {city: municipalities.without_county(city) for city in {row["city"] for row in rows}}
    assert all(bare[city] == city for city in bare if not city.endswith(("町", "村")))
    assert {name for name in bare.values() if "郡" in name and name.endswith(("町", "村"))} == {"上郡町"}
    assert municipalities.find("市浦村").municipalities == () == municipalities.find("山市").municipalities


def test_of_a_city_without_its_ward_all_wards_are_meant():
    assert {"札幌市中央区", "札幌市北区"} < {each.city for each in municipalities.find("札幌市豊平").municipalities}
    assert names(municipalities.find("札幌市北区北一条")) == {("北海道", "札幌市北区")}
    wards = {each.city for each in municipalities.find("北区北一条").municipalities}
    assert {"北区", "札幌市北区", "大阪市北区", "岡山市北区"} < wards


def test_a_name_that_several_prefectures_have():
    assert {each.prefecture for each in municipalities.find("府中市1").municipalities} == {"東京都", "広島県"}
    assert names(municipalities.find("府中市1", "広島県")) == {("広島県", "府中市")}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("東京", "東京都"),
        ("京都", "京都府"),
        ("北海道", "北海道"),
        ("神奈川縣", "神奈川県"),
        ("Tokyo", ""),
        ("", ""),
        ("東", ""),
    ],
)
def test_which_prefecture_is_meant(typed, meant):
    assert municipalities.prefecture_of(typed) == meant


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("北十条西二丁目", "北10条西2丁目"),
        ("南１０条", "南10条"),
        ("三ケ日", "3ケ日"),
        ("千代田", "1000代田"),
        ("廿日市", "廿日市"),
    ],
)
def test_numbers_are_read_however_they_are_written(text, written):
    assert municipalities.canonical(text).text == written


@settings(max_examples=300)
@given(st.text(alphabet="北一二十百1０９条西ケヶ", max_size=12))
def test_every_place_in_what_is_canonical_is_one_in_the_text(text):
    found = municipalities.canonical(text)
    there = [place for place in found.places if place is not None]
    assert len(found.places) == len(found.text) + 1
    assert there == sorted(set(there)) and there[-1] == len(text)


def test_an_aza_belongs_to_no_name():
    assert [municipalities.without_aza(each) for each in ("大字藤江", "字原", "宇治")] == ["藤江", "原", "宇治"]
