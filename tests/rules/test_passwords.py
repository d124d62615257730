"""Is a password judged exactly as the portal says it is?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import passwords
from rules.passwords import PasswordRule

OKYAKUSAMA = PasswordRule(6, 15, ("letter", "digit"))
KEIYAKUSHA = PasswordRule(8, 16, ("upper", "lower", "digit"))
E_16 = "パスワードは{}文字以上{}文字以内で入力してください（現在{}文字）。"
E_17_TWO = "パスワードには、英字と数字をどちらも1文字以上入れてください。"
E_17_MORE = "パスワードには、英大文字・英小文字・数字をそれぞれ1文字以上入れてください。"
E_18 = "推測されやすいパスワードです。別のパスワードを入力してください。"
E_19 = "お名前・生年月日・電話番号・メールアドレスを含まないパスワードを入力してください。"
CHARACTERS = (
    "パスワードに使用できない文字（空白・かな・漢字など）が含まれています。英字・数字・記号で入力してください。"
)


@pytest.mark.parametrize(
    ("rule", "password", "message"),
    [
        (OKYAKUSAMA, "abcde1", None),
        (OKYAKUSAMA, "abcd1", E_16.format(6, 15, 5)),
        (OKYAKUSAMA, "a1" * 7 + "b", None),
        (OKYAKUSAMA, "a1" * 8, E_16.format(6, 15, 16)),
        (OKYAKUSAMA, "", E_16.format(6, 15, 0)),
        (OKYAKUSAMA, "abcdef", E_17_TWO),
        (OKYAKUSAMA, "123456!", E_17_TWO),
        (OKYAKUSAMA, "".join(chr(code) for code in range(33, 48)), E_17_TWO),
        (KEIYAKUSHA, "Abcdefg1", None),
        (KEIYAKUSHA, "Abcdef1", E_16.format(8, 16, 7)),
        (KEIYAKUSHA, "Aa1" * 5 + "!", None),
        (KEIYAKUSHA, "Aa1" * 5 + "!!", E_16.format(8, 16, 17)),
        (KEIYAKUSHA, "abcdefg1", E_17_MORE),
        (KEIYAKUSHA, "ABCDEFG1", E_17_MORE),
        (KEIYAKUSHA, "Abcdefgh", E_17_MORE),
        (OKYAKUSAMA, "abc de1", CHARACTERS),
        (OKYAKUSAMA, "ａｂｃｄｅ１", CHARACTERS),
        (OKYAKUSAMA, "abcde1\n", CHARACTERS),
        (OKYAKUSAMA, "abcdé1", CHARACTERS),
        (OKYAKUSAMA, "LetMeIn1", E_18),
        (OKYAKUSAMA, "xMadox12", E_18),
        (OKYAKUSAMA, "x1YAMADA", E_19),
        (OKYAKUSAMA, "1onoono", None),
    ],
)
def test_passwords(rule, password, message):
    assert passwords.judge_password(rule, password, ["Yamada", "ono", ""], {"letmein1"}, "mado") == message


@given(st.text(max_size=20))
def test_no_message_repeats_any_of_a_password(password):
    found = passwords.judge_password(OKYAKUSAMA, "密" + password, [])
    assert found == CHARACTERS


@pytest.mark.parametrize(
    ("pieces", "held"),
    [(["sakura"], True), (["SAKURA"], True), (["kura7"], True), (["sak"], False), (["kaede"], False), ([], False)],
)
def test_what_a_password_holds(pieces, held):
    assert passwords.holds("xSakura7", pieces) == held


@pytest.mark.parametrize("rule", [OKYAKUSAMA, KEIYAKUSHA])
def test_browsers_are_told_the_rule_in_their_words(rule):
    """What they then make is good: its kinds, its marks, its length."""
    told = [part.partition(": ") for part in rule.for_browsers.rstrip(";").split("; ")]
    assert [what for what, _, _ in told] == [*["required"] * len(rule.kinds), "allowed", "minlength", "maxlength"]
    assert (told[-2][2], told[-1][2]) == (str(rule.minimum), str(rule.maximum))
    classes = {"upper": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "lower": "abcdefghijklmnopqrstuvwxyz", "digit": "0123456789"}
    for (_, _, named), kind in zip(told, rule.kinds, strict=False):
        assert set("".join(classes[each] for each in named.split(", "))) == set(passwords.KINDS[kind][0])
    marks = told[-3][2].partition("[")[2].rstrip("]")
    assert marks.startswith("-") and set(marks) <= passwords.PRINTABLE
