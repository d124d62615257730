"""Is each cell judged as data.md says, and kept byte for byte?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts import directory
from exchange.imports import cells
from rules.japanese import formats, mail, names, normalize

GOOD = [
    (cells.required, "髙橋　𠮷男", "髙橋　𠮷男"),
    (cells.flag, "1", True),
    (cells.day, "2024-02-29", date(2024, 2, 29)),
    (cells.day_or_none, "", None),
    (cells.yen, "0", 0),
    (cells.policy_number, "C100000005", "C100000005"),
    (cells.kana, "ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
    (cells.kana, "ヴァンデンブルグ　マリー・アン", "ヴァンデンブルグ　マリー・アン"),
    (cells.kana_or_none, "", ""),
    (cells.phone_or_none, "", ""),
    (cells.phone_or_none, "0466-34-1102", "0466-34-1102"),
    (cells.phone_or_none, "０９０（１２３４）５６７８", "０９０（１２３４）５６７８"),
    (cells.phone_or_none, "050-3602-9942", "050-3602-9942"),
    (cells.phone_or_none, "0120-000-111", "0120-000-111"),
    (cells.email_or_none, "a..b@docomo.ne.jp", "a..b@docomo.ne.jp"),
    (cells.postal_code, "079-1141", "079-1141"),
    (cells.postal_code, "0791141", "0791141"),
    (cells.initial_password, "uERsmM8c", "uERsmM8c"),
    (cells.initial_password, "*****", None),
    (cells.initial_password, "", None),
    (cells.insurers, "幹事:甲:50;非幹事:乙:50", "幹事:甲:50;非幹事:乙:50"),
    (cells.insurers, "幹事:甲:33.4;非幹事:乙:33.3;非幹事:丙:33.3", "幹事:甲:33.4;非幹事:乙:33.3;非幹事:丙:33.3"),
]
BAD = [
    (cells.required, "　 "),
    (cells.flag, ""),
    (cells.flag, "2"),
    (cells.flag, "true"),
    (cells.day, ""),
    (cells.day, "2023-02-29"),
    (cells.day, "2026/01/23"),
    (cells.day, "20260123"),
    (cells.day, "2026-W04-5"),
    (cells.day, "２０２６-01-23"),
    (cells.day_or_none, "なし"),
    (cells.yen, "-1"),
    (cells.yen, "1,000"),
    (cells.yen, "１０００"),
    (cells.yen, "10000000000"),
    (cells.policy_number, "c1"),
    (cells.policy_number, "C100000005 "),
    (cells.kana, ""),
    (cells.kana, "山田"),
    (cells.phone_or_none, "03-1234"),
    (cells.phone_or_none, "内線12"),
    (cells.phone, ""),
    (cells.email_or_none, "hanako.example.jp"),
    (cells.email_or_none, "a@b@example"),
    (cells.postal_code, "79-1141"),
    (cells.initial_password, "pass word"),
    (cells.initial_password, "ぱす"),
    (cells.insurers, ""),
    (cells.insurers, "幹事:甲:50;非幹事:乙:40"),
    (cells.insurers, "幹事:甲:99.9"),
    (cells.insurers, "幹事:甲:50;幹事:乙:50"),
    (cells.insurers, "非幹事:甲:100"),
    (cells.insurers, "幹事:甲:100;"),
    (cells.insurers, "幹事::100"),
    (cells.agency_code, "A/../1"),
]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("リ　ナ（LI NA）", "リ　ナ"),
        ("ﾘ ﾅ(LI NA)", "ﾘ ﾅ"),
        ("オ'ブライアン　ジヨン", "オ'ブライアン　ジヨン"),
        ('オ"ブライアン', "オブライアン"),
        ("スミス，ジヨン", "スミスジヨン"),
        ("トム - ジョン", "トム - ジョン"),
    ],
)
def test_a_mark_in_a_kana_costs_no_contract(cell, kept):
    assert cells.kana(cell) == cells.kana_or_none(cell) == kept


@pytest.mark.parametrize(("read", "cell", "value"), GOOD)
def test_a_good_cell(read, cell, value):
    assert read(cell) == value


@pytest.mark.parametrize(("read", "cell"), BAD)
def test_a_bad_cell(read, cell):
    with pytest.raises(cells.Bad):
        read(cell)


@given(st.text("アァヴョヺー・ヽ　 \tﾔﾞょ゛-", max_size=12))
def test_the_short_way_to_the_key_for_matching_ends_where_the_long_one_does(kana):
    keys = cells.kana_keys(kana)
    assert keys["kana_key"] == names.kana_key(kana)
    assert keys["strict_key"] == names.strict_key(" ".join(map(names.kana, names.kana_parts(kana))))


@given(st.text("0129-", max_size=13))
def test_a_phone_number_told_at_sight_is_what_the_reader_makes_of_it(phone):
    if cells.PLAIN_PHONE.fullmatch(phone):
        assert phone.replace("-", "") == normalize.phone(phone)


@given(st.text("ab.@-_+0", max_size=12))
def test_an_address_told_at_sight_is_what_the_reader_makes_of_it(address):
    if cells.PLAIN_EMAIL.fullmatch(address):
        assert address == directory.normalize_user_id(address) == mail.address(address)


@given(st.text("〒0123456789-７", max_size=9))
def test_a_postal_code_told_at_sight_is_one_to_the_reader(code):
    if cells.PLAIN_POSTAL_CODE.fullmatch(code):
        assert cells.POSTAL_CODE.fullmatch(normalize.postal_code(code))


@given(st.text(max_size=12))
def test_whatever_stands_in_a_cell_is_kept_or_refused(text):
    for read in (cells.kana_or_none, cells.phone_or_none, cells.email_or_none, cells.postal_code):
        try:
            assert read(text) == text
        except cells.Bad as bad:
            assert str(bad)


def test_a_policy_number_that_comes_in_is_one_that_721_accepts():
    assert formats.POLICY_NUMBER.fullmatch(normalize.code(cells.policy_number("C100000005")))
