"""Are a 郵便番号 and an address questioned only where they cannot belong together?"""

import pytest

from rules.japanese.post import agreement, codes
from rules.japanese.post.municipalities import without_county


@pytest.mark.parametrize(
    ("code", "prefecture", "town", "where"),
    [
        ("1638001", "愛知県", "新城市井道", "東京都新宿区"),
        ("1000005", "大阪府", "大阪市北区梅田", "東京都千代田区"),
        ("1000005", "大阪府", "千代田区丸の内", "東京都千代田区"),
        ("1000005", "東京都", "港区赤坂", "東京都千代田区"),
        ("0600001", "北海道", "札幌市北区", "北海道札幌市中央区"),
        ("6040925", "京都府", "左京区吉田本町", "京都府京都市中京区"),
        ("6180000", "東京都", "港区", "京都府乙訓郡大山崎町または大阪府三島郡島本町"),
        ("0000000", "東京都", "港区", ""),
    ],
)
def test_what_is_of_elsewhere(code, prefecture, town, where):
    assert agreement.elsewhere(code, prefecture, town) == where


@pytest.mark.parametrize(
    ("code", "prefecture", "town"),
    [
        ("1000005", "東京都", "千代田区どこか"),
        ("3010000", "茨城県", "竜ヶ崎市"),
        ("0600001", "北海道", "札幌市"),
        ("6040925", "京都府", "中京区上本能寺前町"),
        ("4300926", "静岡県", "浜松市中区"),
        ("6180000", "大阪府", "島本町"),
        ("6180000", "京都府", "乙訓郡 大山崎町"),
        ("5158501", "三重県", "飯南郡飯高町"),
        ("5158501", "三重県", ""),
        ("", "東京都", "港区"),
    ],
)
def test_what_may_belong_together(code, prefecture, town):
    """A 郡, a city or a ward left out, a ward or a municipality that is no more, another form of a kanji."""
    assert agreement.elsewhere(code, prefecture, town) is None


def test_what_a_code_itself_offers_is_never_questioned(known):
    for row, each in known[::97]:
        assert agreement.elsewhere(row["postal_code"], each.prefecture, f"{each.city}{each.town}") is None
        bare = without_county(each.city)
        assert agreement.elsewhere(row["postal_code"], each.prefecture, f"{bare}{each.town}") is None


@pytest.mark.parametrize(
    ("code", "town", "prefecture"),
    [
        ("", "千代田区丸の内", "東京都"),
        ("1638001", "新城市", "愛知県"),
        ("", "府中市", ""),
        ("7260000", "府中市", "広島県"),
        ("1000005", "丸の内", ""),
        ("1000005", "ﾄｳｷｮｳﾄﾁﾖﾀﾞｸ", ""),
        ("1000005", "〓〓県千代田区", ""),
        ("5300001", "北区梅田", "大阪府"),
        ("0600001", "中央区北一条西", "北海道"),
        ("1140001", "北区東十条", "東京都"),
        ("", "北区東十条", ""),
        ("1000005", "府中市", "東京都"),
        ("6180000", "見本町", ""),
        ("", "見本町", ""),
    ],
)
def test_the_prefecture_that_is_told(code, town, prefecture):
    assert agreement.prefecture_told(code, town) == prefecture


def test_all_codes_of_a_place_are_looked_at():
    assert len(codes.places("8710000")) == 2
    assert agreement.elsewhere("8710000", "福岡県", "築上郡吉富町") is None
    assert agreement.elsewhere("8710000", "大分県", "中津市") is None


@pytest.mark.parametrize(
    ("town", "found"),
    [
        ("東京千代田区丸の内", ("東京都", "千代田区丸の内")),
        ("大阪北区梅田", ("大阪府", "大阪市北区梅田")),
        ("大阪堺市堺区", ("大阪府", "堺市堺区")),
        ("京都中京区", ("京都府", "京都市中京区")),
        ("神奈川横浜市中区", ("神奈川県", "横浜市中区")),
        ("東京府中市", ("東京都", "府中市")),
        ("東京都千代田区", None),
        ("大阪市北区", None),
        ("山形村", None),
        ("東京大阪市", None),
        ("", None),
    ],
)
def test_a_prefecture_without_its_last_letter(town, found):
    assert agreement.short_prefecture(town) == found


def test_no_municipality_begins_with_a_short_prefecture(rows):
    """And behind one, each is found in its own."""
    for prefecture, city in {(row["prefecture"], row["city"]) for row in rows}:
        assert agreement.short_prefecture(city) is None
        if prefecture != "北海道":
            short, town = agreement.short_prefecture(f"{prefecture[:-1]}{city}") or ("", city)
            assert (short, town) in ((prefecture, city), ("", city)), city


def test_a_municipality_that_is_in_other_prefectures_alone(rows):
    assert agreement.prefectures_of("大阪府", "千代田区丸の内") == ["東京都"]
    assert agreement.prefectures_of("大阪府", "府中市") == ["東京都", "広島県"]
    assert agreement.prefectures_of("大阪府", "どこか市") == []
    for prefecture, city in {(row["prefecture"], row["city"]) for row in rows}:
        assert agreement.prefectures_of(prefecture, without_county(city)) == []


def test_every_place_of_the_list_is_in_itself_and_not_beyond(known):
    for _, each in known[::97]:
        line = f"{each.city}{each.town}"
        assert agreement.within(each, each.prefecture, f"{line}1-2")
        assert not agreement.beyond(each, each.prefecture, line)
        assert not agreement.beyond(each, each.prefecture, each.city)
        assert agreement.within(each._replace(town=""), each.prefecture, line)
        assert agreement.beyond(each._replace(town=""), each.prefecture, line) == bool(each.town)


def test_what_stands_where_a_prefecture_does(rows):
    for town in ("東京都千代田区", "東京千代田区", "〓〓県千代田区", "東亰都 千代田区", "大版府大阪市"):
        assert agreement.says_a_prefecture(town)
    for city in {row["city"] for row in rows}:
        assert not agreement.says_a_prefecture(f"{without_county(city)}見本") and not agreement.says_a_prefecture(city)
    assert not agreement.says_a_prefecture("見本府見本町")
