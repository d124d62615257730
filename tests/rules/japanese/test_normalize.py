"""Is what a Japanese customer types read alike however it was typed? (rows F6–F10, ASVS 1.1.1)"""

import re
import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.japanese import mail, normalize

# The hyphens, dashes and minus signs of Unicode, the long-vowel mark in both widths, and wave dashes: said here anew.
DASHES = tuple(
    "\u002d\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2796\ufe58\ufe63\uff0d"
    "\u30fc\uff70\u301c\uff5e\u3030"
)
SPACES = (" ", "\u3000", "\u00a0", "\t", "\u2009", "\u200b", "\ufeff", "\x00", "\u00ad")
IVS = "葛\U000e0100城"
READERS = (
    normalize.clean,
    normalize.composed,
    normalize.name,
    normalize.kana,
    normalize.narrow,
    normalize.digits,
    normalize.code,
    normalize.phone,
    normalize.postal_code,
    normalize.word,
    mail.address,
    normalize.keyword,
    normalize.password,
)
ODD_ONES = (
    "ｶﾞﾊﾟヴゔか゛゜\u3099\u309a\u0301\u0302\u1112\u1161\u11abe\u212b\uf900\U0002f800\ufe00\U000e0100"
    "()（）+810〒〜.。＠@髙﨑𠮷\ufa19\ud800"
)
ODD = st.text(st.one_of(st.characters(), st.sampled_from("".join((*DASHES, *SPACES, ODD_ONES)))), max_size=40)


def width(character):
    """A character, or its full-width form."""
    wide = chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character
    return st.sampled_from((character, wide))


@st.composite
def typed(draw, text, between=(*SPACES, *DASHES, "")):
    """A text as it may be typed: in any width, with spaces and dashes strewn in."""
    return "".join(draw(width(each)) + draw(st.sampled_from(between)) for each in text)


def strewn(alphabet, **size):
    """Pairs of a plain text and a way to type it."""
    return st.text(alphabet, **size).flatmap(lambda plain: st.tuples(st.just(plain), typed(plain)))


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@settings(max_examples=50)
@given(ODD)
@example("\u0345\u0130ẞ")
@example("+81 0081 81 90")
@example("0081008190123456789")
def test_reading_twice_is_reading_once(read, text):
    assert read(read(text)) == read(text)


@settings(max_examples=40)
@given(strewn("0123456789", min_size=1))
def test_any_spelling_of_digits_is_the_same_number(pair):
    assert normalize.digits(pair[1]) == normalize.postal_code(pair[1]) == normalize.code(pair[1]) == pair[0]


@settings(max_examples=40)
@given(strewn("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), st.booleans())
def test_any_spelling_of_a_policy_number_is_the_same(pair, lower):
    assert normalize.code(pair[1].lower() if lower else pair[1]) == pair[0]


@settings(max_examples=40)
@given(
    st.from_regex(r"0[1-9][0-9]{8,9}", fullmatch=True).flatmap(
        lambda plain: st.tuples(
            st.just(plain),
            st.one_of(
                typed(plain, between=(*SPACES, *DASHES, "", "(", ")", "（", "）", ".", "・", "，", "＿")),
                st.tuples(
                    st.sampled_from(("", "186", "１８４－", "186 ", "(184)", "*31#", "#31#")),
                    st.sampled_from(("0", "+81", "＋８１－", "+81 (0)", "0081", "0081-0", "010-81-", "81-")),
                ).map(lambda before: f"{''.join(before)}{plain[1:]}"),
            ),
        )
    )
)
def test_any_spelling_of_a_phone_number_is_the_same(pair):
    assert normalize.phone(pair[1]) == pair[0]


@pytest.mark.parametrize("number", ["184", "186", "1860", "184186", "18512345678", "0186123456"])
def test_what_is_dialled_before_a_number_goes_only_before_a_number(number):
    assert normalize.phone(number) == number


@pytest.mark.parametrize(
    "typed",
    [
        *("TEL:03-1234-5678", "tel: 03-1234-5678", "℡03-1234-5678", "☎ 03-1234-5678", "📞03-1234-5678"),
        *(
            "電話：03-1234-5678",
            "電話番号 03-1234-5678",
            "03-1234-5678（代）",
            "03-1234-5678(代表)",
            "(代)03-1234-5678",
        ),
        *("186：03-1234-5678", "184;0312345678", "186-186-03-1234-5678", "186-184 03 1234 5678", "122-03-1234-5678"),
        *("122 0088 03-1234-5678", "186-0077-03-1234-5678", "0091-20-03-1234-5678", "00240 03-1234-5678"),
        *(f"00{x}{y}-03-1234-5678" for x in "1345678" for y in range(10)),
    ],
)
def test_what_is_written_or_dialled_before_a_number_is_no_part_of_it(typed):
    assert normalize.phone(typed) == "0312345678"


@pytest.mark.parametrize("rubbish", ["03-1234-5678 内線12", "03-1234-5678 #12", "FAX 03-1234-5678", "+1 212 555 0100"])
def test_what_is_no_japanese_number_stays_for_the_checks(rubbish):
    assert not normalize.phone(rubbish).isdigit()


@pytest.mark.parametrize("dash", sorted({*DASHES, *normalize.DASHES}), ids=lambda dash: f"U+{ord(dash):04X}")
def test_every_dash_is_a_hyphen_in_numbers_and_a_long_vowel_in_kana(dash):
    assert normalize.phone(f"03{dash}1234{dash}5678") == "0312345678"
    assert normalize.code(f"C10{dash}0000{dash}005") == "C100000005"
    assert normalize.postal_code(f"〒107{dash}0062") == "1070062"
    assert normalize.kana(f"す{dash}ざん") == "スーザン"


@settings(max_examples=40)
@given(strewn("abcdefghijkmnpqrstuvwxyz23456789", min_size=4), st.booleans())
def test_a_keyword_is_compared_without_width_case_spaces_and_dashes(pair, upper):
    assert normalize.keyword(pair[1].upper() if upper else pair[1]) == pair[0]


HALF = "".join(chr(code) for code in range(0xFF66, 0xFF9E))
VOICED = [half + mark for half in HALF for mark in "ﾞﾟ" if len(unicodedata.normalize("NFKC", half + mark)) == 1]


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        *((each, unicodedata.normalize("NFKC", each)) for each in VOICED),
        ("".join(map(chr, range(0x3041, 0x3097))), "".join(map(chr, range(0x30A1, 0x30F7)))),
        ("やまだ", "ヤマダ"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("ヤマタ゛", "ヤマダ"),
        ("やまた\u3099", "ヤマダ"),
        ("ヤマタﾞ", "ヤマダ"),
        ("はﾟ", "パ"),
        ("ｳﾞｧｲｵﾘﾝ", "ヴァイオリン"),
        ("ゔ", "ヴ"),
        ("ｷｮｳｺ", "キョウコ"),
        ("ﾘｰ", "リー"),
        ("アン･マリー", "アン・マリー"),
        ("ｱﾝ　ﾏﾘ", "アン マリ"),
        ("さゝき", "サヽキ"),
        ("漢字", "漢字"),
    ],
)
def test_kana_from_hiragana_and_half_width(raw, read):
    assert normalize.kana(raw) == read


KANJI = ["髙﨑", "𠮷田", "\ufa19谷", "神谷", IVS, "辻\ufe00", "\ufa19\u3099", "\U0002f800", "〆木"]


@pytest.mark.parametrize("kept", [*KANJI, "ｱﾝ", "ｶﾞ", "か゛", "Ａ", "Ⅷ", "\u212b", "\u2126"])
def test_a_name_survives_byte_for_byte(kept):
    assert normalize.name(f"\u3000{kept}\u200b ").encode() == kept.encode()


IS_MARK = re.compile("[\u0300-\u036f\u1161-\u1175\u11a8-\u11c2\u3099\u309a]")
MARKS = "\u0301\u0302\u0308\u0327\u3099\u309a\u1161\u1175\u11a8\u11c2"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("か\u3099す\u3099や", "がずや"),
        ("は\u309aう\u3099ワ\u3099", "ぱゔヷ"),
        ("さゝ\u3099", "さゞ"),
        ("Rene\u0301e", "Renée"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
        ("か\u200b\u3099", "が"),
        ("漢\u3099", "漢\u3099"),
        ("\u3099か", "\u3099か"),
    ],
)
def test_a_letter_and_the_marks_upon_it_are_one_character(typed, read):
    for reader in (normalize.clean, normalize.name, normalize.address_line):
        assert reader(typed) == read
    assert normalize.composed(typed.replace("\u200b", "")) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("１－２－３", "1-2-3"),
        ("１丁目２－３", "１丁目2-3"),
        ("コーポ１０１", "コーポ１０１"),
        ("Ａ－１０１号", "A-101号"),
        ("見本－２", "見本-2"),
        ("１２-３", "12-3"),
    ],
)
def test_beside_a_hyphen_an_address_has_narrow_digits(typed, read):
    assert normalize.address_line(typed) == read


STEMS = "かはヽワeAo\u1100\u1112漢神髙﨑𠮷\ufa19\uf900\ufa10\U0002f800\U0002fa1d\ufe00\U000e0100゛ﾞｶ 1"


@given(st.text(st.sampled_from(STEMS + MARKS)))
def test_it_is_composed_and_no_kanji_is_another(text):
    """All but the kanji of compatibility is as NFC has it; those and the selectors stay, with what stands upon them."""
    made = normalize.composed(text)
    assert normalize.composed(made) == made
    kept = re.compile(f"(?:[\uf900-\ufaff\U0002f800-\U0002fa1f]|^)[{MARKS}]*")
    assert kept.findall(made) == kept.findall(text)
    assert kept.split(made) == [unicodedata.normalize("NFC", each) for each in kept.split(text)]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=20))
def test_whatever_is_composed_says_the_same(text):
    assert unicodedata.normalize("NFD", normalize.composed(text)) == unicodedata.normalize("NFD", text)


def test_every_kanji_of_compatibility_stays():
    for kept in map(chr, (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))):
        assert normalize.composed(f"か{kept}か\u3099") == f"か{kept}が"


def test_every_mark_that_is_copied_around_a_password_goes_and_none_from_within():
    for mark in map(chr, (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))):
        assert normalize.password(f"{mark}a{mark}b{mark} ") == unicodedata.normalize("NFKC", f"a{mark}b")


LETTERS = st.characters(categories=("L", "Mn", "N", "P", "S")).filter(lambda each: not IS_MARK.match(each))


@given(st.text(LETTERS, max_size=20))
def test_only_what_cannot_be_seen_is_taken_from_a_name(text):
    seen = [
        each for each in text if not normalize._INVISIBLE.match(each) and not re.match(f"[{normalize.SELECTORS}]", each)
    ]
    assert [
        each for each in normalize.name(text) if not re.match(f"[{normalize.SELECTORS}]", each) and each != " "
    ] == seen


def test_every_control_and_format_character_goes_and_every_space_is_one():
    for character in map(chr, range(sys.maxunicode + 1)):
        if character.isspace():
            assert normalize.clean(f"{character}a{character}{character}b") == "a b"
        elif unicodedata.category(character) in ("Cc", "Cf", "Cs"):
            assert normalize.clean(f"a{character}b") == "ab"


@pytest.mark.parametrize("nothing", ["", "\u3000", "\u3164", "\ufe00", " \U000e0100", "\x00\u200d", "\u115f\u1160"])
def test_what_shows_nothing_is_nothing(nothing):
    assert normalize.clean(nothing) == ""


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("09012345678", "090-1234-5678"),
        ("06012345678", "060-1234-5678"),
        ("05012345678", "050-1234-5678"),
        ("08001234567", "0800-123-4567"),
        ("0120123456", "0120-123-456"),
        ("0312345678", "03-1234-5678"),
        ("0451234567", "045-123-4567"),
        ("0466341102", "0466-34-1102"),
        ("0499212345", "04992-1-2345"),
        ("0999999999", "099-999-9999"),
        ("123", "123"),
        ("", ""),
    ],
)
def test_a_phone_number_shown(digits, shown):
    assert normalize.show_phone(digits) == shown


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("先の行\r\n次の行\r終わり\n", "先の行\n次の行\n終わり"),
        ("\n\n先\n\n\n後\u2028別", "先\n\n\n後\n別"),
        ("一　二  三\t四  \n　五", "一　二  三 四\n　五"),
        ("あ\0い\u200bう\x07\ud800", "あいう"),
        ("か\u3099 辻\U000e0100 \ufe00", "が 辻\U000e0100"),
        (" \n\t\u3000\n", ""),
    ],
)
def test_what_was_written_in_lines_keeps_them_and_its_blanks(written, kept):
    assert normalize.lines(written) == kept
    assert normalize.lines(kept) == kept
