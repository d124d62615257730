"""Does a mask hide what it should, whatever it is given?"""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import masking


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("青木 花子", "青＊ 花＊"),
        ("青木　花子", "青＊ 花＊"),
        ("  青木　　花子\u200b ", "青＊ 花＊"),
        ("青木花子", "青＊"),
        ("髙﨑 𠮷田", "髙＊ 𠮷＊"),
        ("葛\U000e0100城 花子", "葛\U000e0100＊ 花＊"),
        ("林 修", "＊ ＊"),
        ("葛\U000e0100 花子", "＊ 花＊"),
        ("あ い う え お", "＊ ＊ ＊ ＊ ＊"),
        ("マリア・ガルシア ロペス", "マ＊・ガ＊ ロ＊"),
        ("スミス＝ジョーンズ ｱﾝ", "ス＊＝ジ＊ ｱ＊"),
        ("ｶﾞﾙｼｱ ﾎﾟ", "ｶﾞ＊ ＊"),
        ("John Smith", "J＊ S＊"),
        ("Ｊｏｈｎ", "Ｊ＊"),
        ("青木（旧姓 佐藤）花子", "青＊（旧＊ 佐＊）花＊"),
        ("〓木 花子", "＊ 花＊"),
        ("09012345678", "＊"),
        ("株式会社青空商事", "株式会社青＊"),
        ("青空商事株式会社 代表取締役 青木花子", "青＊株式会社 代＊ 青＊"),
        ("（株）青空商事", "（株）青＊"),
        ("㈱青空", "㈱青＊"),
        ("医療法人社団青空会", "医療法人社団青＊"),
        ("株式会社青", "株式会社＊"),
        ("", ""),
        (" \u3000", ""),
    ],
)
def test_a_name_by_the_first_letter_of_each_part(name, shown):
    assert masking.name(name) == shown


@pytest.mark.parametrize(
    ("kana", "shown"),
    [
        ("アオキ　ハナコ", "ア＊ ハ＊"),
        ("ｶﾞﾙｼｱ ﾎﾟﾎﾟ", "ガ＊ ポ＊"),
        ("カ\u3099ルシア", "ガ＊"),
        ("あおき はなこ", "ア＊ ハ＊"),
        ("イ ユ", "＊ ＊"),
        ("カブシキガイシャアオゾラ", "カブシキガイシャア＊"),
        ("アオゾラカブシキカイシヤ", "ア＊カブシキカイシヤ"),
        ("", ""),
    ],
)
def test_a_reading_by_the_first_letter_of_each_part(kana, shown):
    assert masking.kana(kana) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("09012345678", "090-****-5678"),
        ("090-1234-5678", "090-****-5678"),
        ("０９０１２３４５６７８", "090-****-5678"),
        ("+81 90 1234 5678", "090-****-5678"),
        ("03-1234-5678", "03-****-5678"),
        ("0466-34-1102", "04**-**-1102"),
        ("12345", "****"),
        ("5678", "****"),
        ("0901234567890", "****"),
        ("なし", "****"),
        ("", ""),
    ],
)
def test_a_telephone_number_without_four_of_its_digits(number, shown):
    assert masking.phone(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("hanako@example.jp", "h***@example.jp"),
        ("h@example.jp", "***@example.jp"),
        ("ha@xn--r8jz45g.jp", "h***@例え.jp"),
        ('"花子"@example.jp', "***@example.jp"),
        ("花子@example.jp", "***@example.jp"),
        ("@example.jp", "***@example.jp"),
        ("a@x.jp,hanako@example.jp", "a***@example.jp"),
        ("a1@example.jp(hanako)", "***"),
        ("hanako@青木の家", "***"),
        ("hanako", "***"),
        ("", ""),
    ],
)
def test_a_mail_address_by_its_first_letter(address, shown):
    assert masking.email(address) == shown


@pytest.mark.parametrize(
    ("user_id", "shown"),
    [("KM481937", "KM******"), ("hanako@example.jp", "h***@example.jp"), ("KM12", "****"), ("", "")],
)
def test_an_id_by_how_it_begins(user_id, shown):
    assert masking.user_id(user_id) == shown


def test_of_a_birth_date_that_there_is_one():
    assert masking.birth_date(date(1980, 4, 1)) == "****年**月**日"
    assert masking.birth_date(None) == ""


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("東京都千代田区見本1-2-3", "東京都＊"),
        (" 京都府京都市北区", "京都府＊"),
        ("神奈川縣横浜市", "神奈川県＊"),
        ("横浜市中区見本町1", "＊"),
        ("〒100-0001 東京都千代田区", "＊"),
        ("青木方 東京都", "＊"),
        ("", ""),
    ],
)
def test_an_address_by_its_prefecture(address, shown):
    assert masking.address(address) == shown


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
def test_whatever_it_is_given_no_two_letters_of_it_stand_side_by_side(text):
    """But for the kinds of companies and the domains of addresses, which are no part of this."""
    for shown in (masking.name(text), masking.kana(text)):
        letters = [each.isalnum() and each not in "ﾞﾟ" for each in shown]
        assert not any(one and other for one, other in pairwise(letters)), shown
    assert len(masking.phone(text).replace("*", "").replace("-", "")) <= 7
    assert masking.address(text) in ("", "＊") or masking.address(text)[:-1] in masking.PREFECTURES
