"""Is an address read as it is meant, whichever box holds what of it, and twice or once?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.japanese import normalize
from rules.japanese.numerals import EVERYDAY
from rules.japanese.post import boxes

HOME = ("東京都", "千代田区丸の内", "1-1-1")


def read(prefecture="", town="", street="", building="", code=""):
    return boxes.read(code, prefecture, town, street, building)


@pytest.mark.parametrize(
    "typed",
    [
        HOME,
        ("東京都", "千代田区丸の内", "丸の内1-1-1"),
        ("東京都", "千代田区丸の内", "千代田区丸の内1-1-1"),
        ("東京都", "千代田区丸の内", "東京都千代田区丸の内1-1-1"),
        ("東京都", "千代田区丸の内", "千代田区1-1-1"),
        ("東京都", "千代田区丸の内", "東京都1-1-1"),
        ("東京都", "千代田区丸ノ内", "丸の内1-1-1"),
        ("東京都", "千代田区", "千代田区丸の内1-1-1"),
        ("東京都", "丸の内", "千代田区丸の内1-1-1"),
        ("", "丸の内", "東京都千代田区丸の内1-1-1"),
        ("東京都", "千代田区丸の内一丁目", "丸の内1-1-1"),
        ("東京都千代田区", "千代田区丸の内", "1-1-1"),
        ("東京都千代田区", "東京都千代田区丸の内", "1-1-1"),
        ("東京都千代田区丸の内", "丸の内", "1-1-1"),
        ("東京都千代田区丸の内", "千代田区", "1-1-1"),
        ("東京千代田区", "千代田区丸の内", "1-1-1"),
        ("東京千代田区", "東京千代田区丸の内", "1-1-1"),
        ("東京千代田区丸の内1-1-1", "", ""),
        ("", "東京千代田区丸の内", "1-1-1"),
        ("東京", "東京 千代田区丸の内", "1-1-1"),
        ("東京都", "千代田区丸の内", "東京千代田区丸の内1-1-1"),
        ("", "", "東京千代田区丸の内1-1-1"),
    ],
)
def test_what_stands_in_two_boxes_is_said_once(typed):
    found = read(*typed)
    assert (found.prefecture, found.town.replace("ノ", "の"), found.street, found.torn) == (*HOME, "")


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        (("京都府", "京都市中京区見本町", "中京区見本町1-2"), "京都市中京区見本町"),
        (("京都府", "京都市中京区", "中京区見本町1-2"), "京都市中京区見本町"),
        (("大阪府", "大阪市北区梅田", "北区梅田1-2"), "大阪市北区梅田"),
        (("京都府", "大山崎町見本", "乙訓郡大山崎町見本1-2"), "大山崎町見本"),
        (("京都府", "乙訓郡大山崎町見本", "大山崎町見本1-2"), "乙訓郡大山崎町見本"),
        (("京都府", "乙訓郡大山崎町見本", "大山崎町1-2"), "乙訓郡大山崎町見本"),
    ],
)
def test_a_municipality_may_be_shorter_where_it_stands_again(typed, town):
    assert read(*typed)[2:4] == (town, "1-2")


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (("静岡県", "三島市本町", "清水町1"), ("静岡県", "三島市本町", "清水町1")),
        (("愛媛県", "松山市甲", "甲1"), ("愛媛県", "松山市甲", "甲1")),
        (("愛知県", "知多郡東浦町大字藤江", "字藤江1"), ("愛知県", "知多郡東浦町大字藤江", "字藤江1")),
        (("静岡県浜松市", "中央区見本町", "1"), ("静岡県", "浜松市中央区見本町", "1")),
        (("北海道", "札幌市中央区北1条西2", "北1条西23-4"), ("北海道", "札幌市中央区北1条西2", "北1条西23-4")),
        (("東京都", "千代田区丸の内1丁目", "1丁目2-3"), ("東京都", "千代田区丸の内1丁目", "2-3")),
    ],
)
def test_what_only_looks_alike_stays(typed, parts):
    assert read(*typed)[1:4] == parts


@pytest.mark.parametrize(
    "typed",
    [
        ("東京都", "千代田区丸の内", "千代田区大手町1-1"),
        ("東京都", "千代田区丸の内", "東京都港区赤坂1-1"),
        ("東京都", "千代田区丸の内", "大阪府大阪市北区1-1"),
        ("東京都", "千代田区丸の内", "港区赤坂1-1"),
        ("東京都", "千代田区丸の内一丁目", "丸の内2-1-1"),
        ("東京都千代田区", "港区赤坂", "1-1"),
    ],
)
def test_what_contradicts_is_told(typed):
    assert read(*typed).torn


@pytest.mark.parametrize("prefecture", ["", "東京", "東京都"])
def test_a_prefecture_in_kana_is_said_once(prefecture):
    assert read(prefecture, "ﾄｳｷﾖｳﾄﾁﾖﾀﾞｸﾏﾙﾉｳﾁ", "1-1-1")[1:4] == ("東京都", "ﾁﾖﾀﾞｸﾏﾙﾉｳﾁ", "1-1-1")


@pytest.mark.parametrize("none", ["-", "－", "ー", "なし", "ナシ", "無し"])
def test_a_mark_alone_is_no_building(none):
    assert read(*HOME, normalize.address_line(none)).building == ""


def test_a_whole_town_and_its_lot_in_one_box(known):
    """Of every place of the list whose lot can be told from it, said in both boxes."""
    for _, each in known[::53]:
        if len(each.town) > 1 and not each.street and each.town[-1] not in f"{EVERYDAY}０１２３４５６７８９":
            town = f"{each.city}{each.town}"
            for before in ("", each.prefecture):
                found = read(each.prefecture, town, f"{before}{town}二番三号")
                assert (found.prefecture, found.town, found.street, found.torn) == (
                    each.prefecture,
                    town,
                    "二番三号",
                    "",
                )


@settings(max_examples=300)
@given(*[st.text(alphabet="東京都千代田区丸の内大阪府北一丁目12-ー ", max_size=12)] * 4)
def test_nothing_is_read_that_was_not_typed(prefecture, town, street, building):
    typed = "".join((prefecture, town, street, building, "東京都大阪府市"))
    found = read(*map(normalize.address_line, (prefecture, town, street, building)))
    assert set("".join(found[:5])) <= set(normalize.address_line(typed)) | set(typed)
