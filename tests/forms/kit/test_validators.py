"""Does each check refuse in the exact words, and only what it should? (ui.md section 5, corrected by wording.md)"""

from types import SimpleNamespace

import pytest
from wtforms.validators import ValidationError

from forms.kit import validators
from forms.kit.names import FullName

CALL = "携帯電話または固定電話の番号を入力してください。"
E_05 = "契約者氏名に使用できない文字「{}」が含まれています。カタカナまたはひらがなで入力してください。"
E_10 = "電話番号は、固定電話は市外局番から10桁、携帯電話は11桁で入力してください。例：090-1234-5678"
E_12 = f"通話料無料の番号（0120・0800）は登録できません。{CALL}"
NO_AT = "メールアドレスに「@」がありません。「@」を1つ入れてください。例：hanako@example.jp"
MANY_AT = "メールアドレスに「@」が2つ以上あります。「@」は1つにしてください。例：hanako@example.jp"
DOTS = "メールアドレスの「.」の位置をご確認ください。「@」より前の先頭や末尾の「.」、続いた「.」は使用できません。"


def judged(check, data, label="契約者氏名"):
    """The message, None where the check lets it pass; and the parts marked."""
    field = SimpleNamespace(
        data=data, label=SimpleNamespace(text=label), wrong_parts=frozenset(), asks=False, meant=None
    )
    try:
        check(None, field)
    except ValidationError as refusal:
        return str(refusal), set(field.wrong_parts)
    return None, set(field.wrong_parts)


@pytest.mark.parametrize(
    "part",
    [
        "髙﨑",
        "𠮷",
        "\ufa19",
        "葛\U000e0100",
        "佐々木",
        "が",
        "か\u3099",
        "アン・マリー",
        "O'Brien",
        "Nguyễn",
        "李",
        "Jr.",
        "あ" * 60,
        "葛\U000e0100" * 60,
        "O`Brien",
        "Kaʻai′a´",
    ],
)
def test_names_of_every_kind_pass(part):
    assert judged(validators.name_characters, FullName(part, "花子")) == (None, set())


@pytest.mark.parametrize(
    ("name", "wrong", "parts"),
    [
        (FullName("青木♥♥★", "花子"), "♥★", {"family"}),
        (FullName("青木", "花子<b>"), "<>", {"given"}),
        (FullName("\ue000", "花子"), "\ue000", {"family"}),
        (FullName("青木", "・・"), "・・", {"given"}),
        (FullName("123", "花子"), "123", {"family"}),
        (FullName("😀", "花子"), "😀", {"family"}),
    ],
)
def test_what_cannot_stand_in_a_name_is_shown(name, wrong, parts):
    message = f"契約者氏名に使用できない文字「{wrong}」が含まれています。別の文字で入力してください。"
    assert judged(validators.name_characters, name) == (message, parts)


@pytest.mark.parametrize("check", [validators.name_characters, validators.kana_only])
def test_a_name_is_not_too_long(check):
    assert judged(check, FullName("ア" * 60, "ア" * 61)) == (
        "契約者氏名は60文字以内で入力してください（現在61文字）。",
        {"given"},
    )


@pytest.mark.parametrize(
    ("name", "wrong", "parts"),
    [
        (("青木", "ハナコ"), "青木", {"family"}),
        (("アオキ", "Hana"), "Han", {"given"}),
        (("アオキ,", "ハナコ"), ",", {"family"}),
        (("ー・", "ハナコ"), "ー・", {"family"}),
    ],
)
def test_kana_only(name, wrong, parts):
    """What cannot stand in it is shown."""
    assert judged(validators.kana_only, FullName(*name)) == (E_05.format(wrong), parts)
    assert judged(validators.kana_only, FullName("ヴァン・ダー", "マリー アン")) == (None, set())


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("hanako@example.jp", None),
        ("a..b@docomo.ne.jp", None),
        ("a@b@example.jp", MANY_AT),
        ("", NO_AT),
        ("a..b@example.jp", DOTS),
        ("a.@notdocomo.ne.jp", DOTS),
        (".a@ezweb.ne.jp.example.com", DOTS),
    ],
)
def test_addresses(address, message):
    """Odd dots are the carriers' alone."""
    assert judged(validators.email_form, address) == (message, set())


E_43 = "海外の電話番号は登録できません。日本国内の携帯電話または固定電話の番号を入力してください。"
E_EXTENSION = "内線番号は登録できません。内線番号を除いて、電話番号だけを入力してください。"


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("09012345678", None),
        ("06012345678", None),
        ("0312345678", None),
        ("05012345678", f"050から始まる番号は登録できません。{CALL}"),
        ("0120123456", E_12),
        ("08001234567", E_12),
        ("0570123456", f"0570から始まる番号は登録できません。{CALL}"),
        ("0990123456", f"0990から始まる番号は登録できません。{CALL}"),
        ("090123456", E_10),
        ("02012345678", f"020から始まる番号は登録できません。{CALL}"),
        ("0912345678", f"091から始まる番号は登録できません。{CALL}"),
        *((f"0312345678{each}12", E_EXTENSION) for each in ("内線", "内", "ext", "EXT", "x", "#")),
        ("内線120312345678", E_EXTENSION),
        ("0312345678x", E_10),
        ("+12125550100", E_43),
        ("00112125550100", E_43),
        ("+8190123456", E_10),
        ("", E_10),
    ],
)
def test_phone_numbers(number, message):
    assert judged(validators.phone_form, number)[0] == message


@pytest.mark.parametrize("keyword", ["abcd", "A1b2", "a" * 16, "1234"])
def test_keywords_pass(keyword):
    assert judged(validators.keyword_form, keyword)[0] is None


@pytest.mark.parametrize("keyword", ["abc", "a" * 17, "ab-cd", "ひみつの", "abcd\n", ""])
def test_other_keywords_are_refused(keyword):
    assert judged(validators.keyword_form, keyword)[0] == "キーワードは、4〜16文字の英字または数字で入力してください。"


@pytest.mark.parametrize(("number", "passes"), [("C123456789", True), ("証123456", False), ("", False)])
def test_policy_numbers(number, passes):
    message = "証券番号は、保険証券に記載の英字と数字で入力してください。例：C123456789"
    assert judged(validators.policy_number, number)[0] == (None if passes else message)


@pytest.mark.parametrize(
    ("fewest", "most", "data", "message"),
    [
        (1, 20, "12", None),
        (4, 4, "1234", None),
        (1, 20, "12a", "社員番号は数字で入力してください。"),
        (1, 20, "١٢", "社員番号は数字で入力してください。"),
        (1, 20, "", "社員番号は数字で入力してください。"),
        (1, 20, "1" * 21, "社員番号は20桁以内の数字で入力してください。"),
        (4, 4, "123", "社員番号は4桁の数字で入力してください。"),
    ],
)
def test_digits_only(fewest, most, data, message):
    assert judged(validators.digits_only(fewest, most), data, "社員番号")[0] == message
