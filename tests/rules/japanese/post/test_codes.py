"""Which places share a 郵便番号?"""

import pytest

from rules.japanese.post import codes
from rules.japanese.post.listed import Known, towns_of


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("1000001", "東京都千代田区千代田"),
        ("6370236", "奈良県五條市西吉野町阪巻"),
        ("0600000", "北海道札幌市中央区"),
        ("0608703", "北海道札幌市中央区北一条西9丁目1-5 札幌中央郵便局私書箱第29号"),
        ("7960088", "愛媛県八幡浜市"),
        ("1001701", "東京都青ヶ島村"),
        ("4090142", "山梨県北都留郡小菅村"),
        ("7660002", "香川県仲多度郡琴平町"),
        ("5220317", "滋賀県犬上郡多賀町一円"),
        ("8572427", "長崎県西海市大島町"),
        ("5456009", "大阪府大阪市阿倍野区阿倍野筋 あべのハルカス 9階"),
        ("4506390", "愛知県名古屋市中村区名駅 ＪＰタワー名古屋"),
    ],
)
def test_the_place_of_a_code(code, line):
    """The fourth belongs to one office."""
    [found] = codes.places(code)
    assert found.line.startswith(line)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("6180000", {"京都府乙訓郡大山崎町", "大阪府三島郡島本町"}),
        ("4980000", {"愛知県弥富市", "三重県桑名郡木曽岬町"}),
        ("0295512", {"岩手県和賀郡西和賀町川尻"}),
    ],
)
def test_several_places_have_one_code(code, lines):
    assert lines <= {each.line for each in codes.places(code)}


def test_every_place_of_every_code_is_found(rows):
    """Of every hundredth code that several places have, and of all that two prefectures have."""
    of = {}
    for row in rows:
        of.setdefault(row["postal_code"], []).extend(towns_of(row))
    several = [code for code, there in of.items() if len(set(there)) > 1]
    across = [code for code in several if len({each.prefecture for each in of[code]}) > 1]
    assert len(several) > 1_200 and len(across) == 3
    for code in [*several[::100], *across]:
        assert codes.places(code) == list(dict.fromkeys(of[code]))


@pytest.mark.parametrize("code", ["0000000", "", "100", "x", "1000001'"])
def test_a_code_that_there_is_not(code):
    assert codes.places(code) == []


def test_what_places_have_in_common():
    assert codes.in_common(codes.places("4520961")) == Known("愛知県", "清須市")
    assert codes.in_common(codes.places("4980000")) == Known("", "")
    assert codes.in_common([Known("東京都", "港区", "赤坂")]) == Known("東京都", "港区", "赤坂")
    assert codes.in_common([Known("大阪府", "大阪市北区"), Known("大阪府", "大阪市西区")]) == Known("大阪府", "")
