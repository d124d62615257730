"""Is one box enough for who has one name, and is nobody let through who forgot one? (103, 301, 721)"""

import pytest

from forms.addition import ContractForm
from forms.kit.names import IN_ONE_BOX, FullName
from tests.forms.kit.all_kinds import GOOD, AllKinds

NAMES = ("holder-family", "holder-given", "kana-family", "kana-given")


@pytest.mark.parametrize(
    ("typed", "question", "label", "wrong"),
    [
        (("青木", " ", "アオキ", "ハナコ"), "holder", "契約者氏名の「名」", "given"),
        (("", "花子", "アオキ", "ハナコ"), "holder", "契約者氏名の「姓」", "family"),
        (("青木", "花子", "", "ハナコ"), "kana", "契約者氏名カナの「セイ」", "family"),
        (("青木", "花子", "アオキ", "　"), "kana", "契約者氏名カナの「メイ」", "given"),
    ],
)
def test_who_forgot_a_box_is_told_which(fill, typed, question, label, wrong):
    form = fill(AllKinds, GOOD | dict(zip(NAMES, typed, strict=True)))
    assert not form.validate()
    assert form.errors == {question: [f"{label}を入力してください。{IN_ONE_BOX}"]}
    assert form[question].wrong_parts == {wrong}


@pytest.mark.parametrize(
    "typed",
    [
        ("SUHARTO", "", "すはると", ""),
        ("", "SUHARTO", "", "ｽﾊﾙﾄ"),
        ("SUHARTO", "", "", "スハルト"),
        ("", "SUHARTO", "スハルト", ""),
    ],
)
def test_one_name_is_enough_and_is_a_family_name_whichever_box_it_is_in(fill, typed):
    boxes = dict(zip(NAMES, typed, strict=True))
    form = fill(AllKinds, GOOD | boxes)
    assert form.validate(), form.errors
    assert (form.answers["holder"], form.answers["kana"]) == (FullName("SUHARTO", ""), FullName("スハルト", ""))
    assert (str(form.answers["holder"]), str(form.kana.data)) == ("SUHARTO", "スハルト")
    assert (form.holder.shown, form.kana.shown) == ("SUHARTO（姓・名の区別なし）", "スハルト（セイ・メイの区別なし）")
    kept = form.to_keep()
    assert {name: kept[name][0] for name in boxes} == boxes


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        (("SUHARTO★", "", "スハルト", ""), "holder"),
        (("", "123", "スハルト", ""), "holder"),
        (("SUHARTO", "", "Suharto", ""), "kana"),
        (("SUHARTO", "", "", "・"), "kana"),
        (("SUHARTO", "", "ア" * 61, ""), "kana"),
        (("", "", "スハルト", ""), "holder"),
        (("SUHARTO", "", "", ""), "kana"),
    ],
)
def test_one_name_is_judged_as_others_are(fill, typed, question):
    form = fill(AllKinds, GOOD | dict(zip(NAMES, typed, strict=True)))
    assert not form.validate()
    assert list(form.errors) == [question]


def test_a_password_may_not_hold_the_one_name(fill):
    form = fill(AllKinds, GOOD | {**dict.fromkeys(NAMES, ""), "holder-family": "SUHARTO", "kana-family": "スハルト"})
    assert sorted(form.kana.pieces) == ["suharuto"]


def test_where_kana_alone_is_asked_one_box_is_enough(fill):
    boxes = {"number": "C900000001", "kana-given": "スハルト", "phone_end": "5678"}
    form = fill(ContractForm, {**GOOD, **boxes, "kana-family": ""})
    assert form.validate(), form.errors
    assert form.answers["kana"] == FullName("スハルト", "")


def test_every_question_says_how_one_name_is_given(fill):
    form = fill(AllKinds, GOOD)
    assert form.holder.notes == ("お名前が1つだけの方は、「姓」だけを入力してください。",)
    assert form.kana.notes == ("お名前が1つだけの方は、「セイ」だけを入力してください。",)


@pytest.mark.parametrize("mark", "゠＝=・･.．-‐")
def test_a_foreign_name_keeps_a_dot_between_its_parts(fill, mark):
    form = fill(AllKinds, GOOD | {"kana-family": f"サン{mark}テグジュペリ", "kana-given": f"マリー{mark}アンヌ"})
    assert form.validate(), form.errors
    assert form.answers["kana"] == FullName("サン・テグジュペリ", "マリー・アンヌ")


@pytest.mark.parametrize("family", ["スミス゠ジョーンズ", "スミス＝ジョーンズ", "SAINT-EXUPÉRY", "O’BRIEN"])
def test_a_name_is_kept_with_what_stands_between_its_parts(fill, family):
    form = fill(AllKinds, GOOD | {"holder-family": family})
    assert form.validate(), form.errors
    assert form.answers["holder"].family == family


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        (("Smith-Jones", "Anne", "サント-マリ", "アン"), ("サント・マリ", "アン")),
        (("Smith‐Jones", "Anne-Marie", "サント－マリ", "アンヌ-マリ"), ("サント・マリ", "アンヌ・マリ")),
        (("Smith-Jones", "Anne", "ジョ-ンズ", "イチロ-"), ("ジョ・ンズ", "イチロー")),
        (("鈴木", "一郎", "スズキ", "タロ-タ"), ("スズキ", "タロータ")),
        (("Smith-Jones", "Anne", "サント-ジョ-ンズ", "アン"), ("サントージョーンズ", "アン")),
    ],
)
def test_a_hyphen_of_the_name_is_none_that_makes_a_vowel_long(fill, typed, kana):
    form = fill(AllKinds, GOOD | dict(zip(NAMES, typed, strict=True)))
    form.validate()
    assert form.kana.answer == kana
