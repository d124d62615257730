"""Is it told what was typed, and is a person found however their name was heard?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import finding
from rules.finding import Kind
from rules.japanese import names


def kinds(typed):
    return {sought.kind for sought in finding.recognised(typed)}


def keys(typed):
    """Those of a フリガナ, None where it was taken for something else."""
    found = finding.recognised(typed)
    return found[0].keys if [each.kind for each in found] == [Kind.KANA] else None


def kept(kana):
    """What a contract of this フリガナ holds."""
    return finding.contract_keys(names.strict_key(kana), "", "")["find_kana"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("C100000074", {Kind.POLICY, Kind.ACCIDENT, Kind.USER_ID}),
        ("ｃ１０００－０００７４", {Kind.POLICY, Kind.ACCIDENT, Kind.USER_ID}),
        ("090-1234-5678", {Kind.PHONE, Kind.POLICY, Kind.ACCIDENT, Kind.USER_ID}),
        ("＋８１ ９０ １２３４ ５６７８", {Kind.PHONE, Kind.ACCIDENT, Kind.USER_ID}),
        ("1234 5678 9012", {Kind.RECEIPT, Kind.POLICY, Kind.ACCIDENT, Kind.USER_ID}),
        ("KMA7482X", {Kind.ACCIDENT, Kind.USER_ID}),
        ("hanako", {Kind.USER_ID}),
        ("Ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", {Kind.EMAIL, Kind.USER_ID}),
        ("hanako@例え.jp", {Kind.EMAIL, Kind.USER_ID}),
        ("さとう", {Kind.KANA}),
        ("佐藤 花子", set()),
        ("佐藤ハナコ", set()),
        ("〒100", set()),
        ("？", set()),
        ("・", set()),
        ("ー", set()),
        ("", set()),
    ],
)
def test_what_was_typed_is_told_by_its_shape(typed, found):
    assert kinds(typed) == found


def test_a_key_is_what_is_kept_however_it_was_typed():
    keys = {sought.kind: sought.keys for sought in finding.recognised("090 1234-5678")}
    assert keys[Kind.PHONE] == (finding.phone_key("090-1234-5678"),) == ("09012345678",)
    keys = {sought.kind: sought.keys for sought in finding.recognised("Hanako@例え.jp")}
    assert keys[Kind.EMAIL] == (finding.email_key("HANAKO@xn--r8jz45g.jp"),) == ("hanako@xn--r8jz45g.jp",)
    assert (finding.phone_key(""), finding.email_key("")) == ("", "")


@pytest.mark.parametrize(
    ("typed", "in_file"),
    [
        ("サトウ", "サトウ　ハナコ"),
        ("サトウハナ", "サトウ　ハナコ"),
        ("さとう はなこ", "サトウ　ハナコ"),
        ("ｻﾄｳ ﾊﾅｺ", "サトウ　ハナコ"),
        ("サトー", "サトウ　ハナコ"),
        ("オウノ", "オオノ　ハナコ"),
        ("オーノ", "オオノ　ハナコ"),
        ("ケーコ", "ケイコ"),
        ("シーナ", "シイナ　マリ"),
        ("キョウコ", "キヨーコ"),
        ("ヤマサキ", "ヤマザキ　イチロウ"),
        ("ヤマザキ", "ﾔﾏｻｷ ｲﾁﾛｳ"),
        ("ハンバ", "パンバ"),
        ("カヲリ", "カオリ"),
        ("マリアガルシア", "マリア・ガルシア　ロペス"),
        ("ミホン", "カブシキガイシャ　ミホン"),
        ("カブシキカイシヤ ミホン", "ミホンカブシキガイシヤ"),
        ("アベノ", "アベノ　オサム"),
        ("アベノ オ", "アベノ　オサム"),
    ],
)
def test_a_name_is_found_by_how_it_begins_however_it_was_heard(typed, in_file):
    assert kept(in_file).startswith(keys(typed)[0])


@pytest.mark.parametrize(
    ("typed", "in_file"),
    [
        ("ミズキ", "ミヅキ"),
        ("ミヅキ", "ミズキ"),
        ("オオジ", "オオヂ"),
        ("メアリー", "メアリ"),
        ("ジョーンズ", "ジヨンズ"),
    ],
)
def test_what_finds_nothing_is_tried_as_it_may_be_kept_too(typed, in_file):
    first, *others = keys(typed)
    assert not kept(in_file).startswith(first)
    assert any(kept(in_file).startswith(other) for other in others)


@pytest.mark.parametrize(
    ("typed", "in_file"), [("サトウ", "サトミ"), ("チバ", "シバ"), ("アベ", "アイベ"), ("オノ", "オオノ")]
)
def test_and_another_name_is_another(typed, in_file):
    assert not any(kept(in_file).startswith(key) for key in keys(typed))


KANA = st.text(alphabet="アイウエオカガサザタダツヅッハバパァーンャヤユヨラリルレロワヲヴ　・", min_size=1, max_size=12)


@given(KANA, KANA)
def test_what_begins_alike_has_keys_that_begin_alike(first, rest):
    """So that the beginning of a name finds the whole, and so does the range up to `after`."""
    start, whole = (finding.kana_key(names.strict_key(text)) for text in (first, first + rest))
    assert whole.startswith(start)
    if start:
        assert start.encode() <= whole.encode() < finding.after(start).encode()


def test_a_name_in_kanji_is_told():
    assert finding.is_in_kanji("佐藤") and finding.is_in_kanji("𠮷田") and finding.is_in_kanji("佐々木")
    assert not finding.is_in_kanji("さとう サトウ abc 〒")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_whatever_was_typed_no_key_is_empty(typed):
    assert all(key for sought in finding.recognised(typed) for key in sought.keys)
