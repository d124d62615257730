"""Does a bank account come out as banks take it, whatever was typed? (612)"""

import re

import pytest
from bank_form import filled

from rules.japanese.banks import abbreviations, alphabet


def yucho(**boxes):
    return filled(**{"bank": "ゆうちょ銀行", "branch": "10180", "number": "12345671", **boxes})


@pytest.mark.parametrize(
    "boxes",
    [
        {},
        {"branch": "１０１８０", "number": "１２３４５６７１"},
        {"branch": "", "number": "10180-12345671"},
        {"branch": "記号10180 番号12345671", "number": ""},
        {"branch": "〇一八"},
        {"branch": "018", "number": "10180 12345671"},
        {"account": "savings"},
    ],
)
def test_a_passbook_of_yucho_is_turned_into_the_account_for_transfers(boxes):
    form = yucho(**boxes)
    assert not form.errors
    assert (form["branch"].data.code, form["branch"].data.name, form["number"].data) == ("018", "〇一八", "1234567")


def test_what_was_turned_is_told_and_shown_with_what_was_typed():
    form = yucho()
    assert form["number"].told == "記号・番号から、店番018、口座番号1234567と読み取りました。"
    assert form["number"].shown == "1234567（入力された番号 12345671）"
    assert form["branch"].shown == "〇一八（コード 018）"


def test_a_transfer_account_of_yucho():
    form = yucho(branch="00100-8", number="123456", account="current")
    assert not form.errors and (form["branch"].data.code, form["number"].data) == ("019", "0123456")


def test_a_number_that_can_be_read_in_two_ways_is_asked_about_once():
    form = yucho(branch="〇一八", number="1234561")
    assert "2通りに読み取れます" in form["number"].errors[0]
    assert [(each.value, each.text) for each in form["number"].options] == [
        ("passbook", "口座番号 0123456 として扱います"),
        ("transfer", "口座番号 1234561 として扱います"),
    ]
    offered = {"branch": "〇一八", "number": "1234561", "number-for": form["number"].offer}
    passbook = yucho(**offered, **{"number-meaning": "passbook"})
    assert not passbook.errors and passbook["number"].data == "0123456"
    transfer = yucho(**offered, **{"number-meaning": "transfer"})
    assert not transfer.errors and transfer["number"].data == "1234561"
    assert transfer["number"].to_keep() == {
        "number": ["1234561"],
        "number-meaning": ["transfer"],
        "number-for": ["018 1234561"],
    }


@pytest.mark.parametrize("other", [{"number": "7654321"}, {"branch": "〇二八"}])
def test_what_was_said_of_one_number_is_not_said_of_another(other):
    said = {"number-meaning": "transfer", "number-for": "018 1234561"}
    form = yucho(**{"branch": "〇一八", "number": "1234561", **said, **other})
    assert form["number"].data is None and "2通りに読み取れます" in form["number"].errors[0]


@pytest.mark.parametrize("boxes", [{"number": "1234567"}, {"number": ""}, {"number": "12345672"}])
def test_a_wrong_number_leaves_the_symbol_that_was_right(boxes):
    form = yucho(**boxes)
    assert "branch" not in form.errors and form["branch"].told == "〇一八（018）です。" and form.errors["number"]


def test_a_branch_and_a_number_pasted_into_one_box():
    form = filled(bank="0009", branch="", number="店番 654 口座番号 1234567")
    assert not form.errors and (form["branch"].data.code, form["number"].data) == ("654", "1234567")
    assert filled(number="普通1234567")["number"].data == "1234567"


@pytest.mark.parametrize(
    ("boxes", "where", "message"),
    [
        ({"branch": "〇一九", "number": "123456"}, "account", "預金種別は「当座」"),
        ({"branch": "〇一八", "number": "1234567", "account": "current"}, "account", "「普通」または「貯蓄」"),
        ({"account": "current"}, "account", "「普通」または「貯蓄」"),
        ({"branch": "00100", "number": "123456"}, "account", "預金種別は「当座」"),
        ({"branch": "〇一八", "number": "0"}, "number", "0だけの口座番号はありません"),
        ({"number": "12345672"}, "number", "末尾が「1」"),
        ({"branch": "10181"}, "branch", "末尾が「0」の5桁"),
        ({"branch": "15880"}, "branch", "ありません"),
        ({"branch": "〇二八", "number": "10180-12345671"}, "branch", "記号が示す店番は「018」です"),
        ({"branch": "本店", "number": "10180-12345671"}, "branch", "見つかりません"),
        ({"number": ""}, "number", "通帳の番号を入力してください"),
    ],
)
def test_what_cannot_be_at_yucho_is_refused_where_it_is_wrong(boxes, where, message):
    errors = yucho(**boxes).errors
    assert message in errors[where][0], errors


def test_at_other_banks_a_symbol_is_no_branch():
    form = filled(branch="10180", number="12345671")
    assert "見つかりません" in form.errors["branch"][0] and "7桁以内" in form.errors["number"][0]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1", "0000001"), ("１２３４５６７", "1234567"), ("12-34567", "1234567"), ("0012345", "0012345")],
)
def test_a_number_has_seven_digits(typed, number):
    form = filled(number=typed)
    assert form["number"].data == number and form["number"].shown == number and form["number"].told == ""


@pytest.mark.parametrize(
    ("typed", "message"), [("12345678", "7桁以内"), ("１２a", "数字"), ("-", "数字"), ("0000", "0だけ")]
)
def test_a_number_that_no_account_has_is_refused(typed, message):
    assert message in filled(number=typed).errors["number"][0]


@pytest.mark.parametrize(
    ("typed", "good"), [("佐藤京子", False), ("サトウ☃", False), ("サトウ ケイコ", False), ("サトウ　キョウコ", True)]
)
def test_only_the_policyholders_own_account(typed, good):
    assert bool(filled(holder=typed)["holder"].errors) != good


def test_characters_that_banks_do_not_have_are_named():
    assert "使用できない文字「佐藤京子」" in filled(holder="佐藤京子").errors["holder"][0]


@pytest.mark.parametrize(
    ("known", "typed", "written"),
    [
        ("カブシキガイシャサトウ", "カ）サトウ", "ｶ)ｻﾄｳ"),
        ("カブシキガイシャサトウ", "サトウ（カ", "ｻﾄｳ(ｶ"),
        ("カブシキガイシャサトウ", "かぶしきがいしゃさとう", "ｶ)ｻﾄｳ"),
        ("ガッコウホウジン　ミホンガクエン", "ガク）ミホンガクエン", "ｶﾞｸ)ﾐﾎﾝｶﾞｸｴﾝ"),
        ("トクテイヒエイリカツドウホウジン　ミホンノカイ", "トクヒ）ミホンノカイ", "ﾄｸﾋ)ﾐﾎﾝﾉｶｲ"),
        ("シャカイフクシホウジン　ミホンカイ", "フク）ミホンカイ", "ﾌｸ)ﾐﾎﾝｶｲ"),
    ],
)
def test_a_company_may_shorten_what_it_is(known, typed, written):
    field = filled(company=True, known=known, holder=typed)["holder"]
    assert not field.errors and alphabet.written(field.data) == written


@pytest.mark.parametrize("typed", ["カ）ベツ", "カ）", "ユ）サトウ", "サトウ"])
def test_a_company_is_no_other_and_says_what_it_is(typed):
    assert filled(company=True, known="カブシキガイシャサトウ", holder=typed)["holder"].errors


def test_a_company_that_left_out_what_it_is_is_told_how_to_write_it():
    errors = filled(company=True, known="カブシキガイシャサトウ", holder="サトウ").errors["holder"]
    assert errors == ["口座名義（カナ）は、法人の種類を略号とかっこで入力してください。例：カ)サトウ"]


def test_a_name_that_is_longer_than_banks_print_says_so():
    assert "先頭から48文字まで" in filled(known="ガギグ" * 20, holder="ガギグ" * 20)["holder"].errors[0]


# Strict, and written from the table: what stands in front or behind is a short word in its brackets, all else is in
# half width, large, without ｦ, and a long vowel is a hyphen.
SHORT = "|".join(sorted({alphabet.written(each.short) for each in abbreviations.table()}, key=len, reverse=True))
LETTERS = r"[ｱ-ﾝﾞﾟ0-9A-Z \-./]+"
BANKS_TAKE = re.compile(rf"(?:(?:{SHORT})\))?{LETTERS}(?:\((?:{SHORT})\){LETTERS})?(?:\((?:{SHORT}))?")


@pytest.mark.parametrize(
    "form", [each for each in abbreviations.table() if each.kind == "legal"], ids=lambda e: e.words
)
def test_the_account_of_every_kind_of_body_comes_out_as_banks_take_it(form):
    known = f"{form.reading}　ヲカモト・ヴェルデ"
    for typed in (
        f"{form.words}をかもと・ヴェルデ",
        f"{form.reading}ヲカモトヴェルデ",
        f"{form.short}）ヲカモト・ヴェルデ",
        f"ヲカモト・ヴェルデ（{form.short}",
        f"ヲカモト・ヴェルデ　{form.reading}　チバ営業所",
    ):
        field = filled(company=True, known=known, holder=typed)["holder"]
        assert not field.errors, (typed, field.errors)
        assert BANKS_TAKE.fullmatch(alphabet.written(field.data)), alphabet.written(field.data)
