"""Where is an address cut?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.japanese import normalize
from rules.japanese.numerals import EVERYDAY
from rules.japanese.post import lines

STREETS = ("1-2-3", "一丁目二番三号", "二十三番地", "１丁目2", "無番地", "五の三")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("北海道札幌市中央区北一条西二丁目 見本ビル", ("北海道", "札幌市中央区北一条西", "二丁目", "見本ビル")),
        ("札幌市中央区南１条西２-３", ("", "札幌市中央区南１条西", "２-３", "")),
        ("三重県四日市市三番町1-2", ("三重県", "四日市市三番町", "1-2", "")),
        ("千代田区一番町二十三番地", ("", "千代田区一番町", "二十三番地", "")),
        ("新潟県十日町市十日町1", ("新潟県", "十日町市十日町", "1", "")),
        ("東京都八王子市八木町五の三", ("東京都", "八王子市八木町", "五の三", "")),
        ("青森県五所川原市一ツ谷五〇八", ("青森県", "五所川原市一ツ谷", "五〇八", "")),
        ("東京都千代田区丸の内一ノ一ノ一", ("東京都", "千代田区丸の内", "一ノ一ノ一", "")),
        ("岩手県花巻市十二丁目123", ("岩手県", "花巻市十二丁目", "123", "")),
        ("岩手県九戸郡軽米町軽米第三地割12", ("岩手県", "九戸郡軽米町軽米", "第三地割12", "")),
        ("三重県一志郡美杉村八知五八二八番地", ("三重県", "一志郡美杉村八知", "五八二八番地", "")),
        ("石川県かほく市宇ノ気イ1-2", ("石川県", "かほく市宇ノ気イ", "1-2", "")),
        ("大阪府堺市堺区一条通一丁二番", ("大阪府", "堺市堺区一条通", "一丁二番", "")),
        ("東京都 千代田区丸の内 1-1-1 見本ビル 203", ("東京都", "千代田区丸の内", "1-1-1", "見本ビル 203")),
        (
            "東京都港区赤坂ミッドタウン・タワー2-8-29 コーポ　さくら763",
            ("東京都", "港区赤坂ミッドタウン・タワー", "2-8-29", "コーポ さくら763"),
        ),
        ("長野県見本村無番地", ("長野県", "見本村", "無番地", "")),
        ("長野県見本村 見本荘203", ("長野県", "見本村", "", "見本荘203")),
        ("☃県 見本", ("", "☃県", "", "見本")),
        ("", ("", "", "", "")),
    ],
)
def test_where_an_address_is_cut(line, parts):
    assert lines.cut(line) == parts


def _behind(town, number):
    """A street that can be told from the number at the end of a town, if there is one (金田一, 上堀南3)."""
    if town[-1] in f"{EVERYDAY}のノ之第":
        return "1-2-3"
    return "二番三号" if town[-1].isdecimal() else STREETS[number % len(STREETS)]


def test_a_town_ends_where_it_ends_and_the_street_begins_there(known):
    """Every town of the post's list, with a street behind it."""
    wrong = []
    for number, (_, each) in enumerate(known):
        if not each.town or each.street:
            continue
        street = _behind(each.town, number)
        found = lines.cut(f"{each.prefecture}{each.city}{each.town}{street} 見本荘203")
        if found != (each.prefecture, each.city + each.town, street, "見本荘203"):
            wrong.append((each.line, street, found))
    assert wrong == []


@settings(max_examples=500)
@given(st.text(alphabet="東京都千代田区丸の内一二十0１9 　-ー番地丁目字甲ロ☃無", max_size=30) | st.text(max_size=40))
def test_put_together_again_it_is_the_line(line):
    assert normalize.word("".join(lines.cut(line))) == normalize.word(normalize.clean(line))
