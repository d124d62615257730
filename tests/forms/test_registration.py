"""Does 103 ask what it must, and 107 take the keyword in any spelling?"""

import pytest

from forms.registration import KeywordForm, ProfileForm
from rules.japanese import normalize
from wizards.engine.definition import Input
from wizards.registry import WIZARDS

GOOD = {
    "holder-family": "髙﨑",
    "holder-given": "\ufa19人",
    "kana-family": "たかさき",
    "kana-given": "ｶﾐﾄ",
    "birth-year": "S35.4.1",
    "email": "a.@docomo.ne.jp",
    "keyword": " Ａｂｃ１２ ",
    "employee": "００-１２",
    "terms": "yes",
    "privacy": "yes",
}


def test_labels_and_order_are_the_seeds(fill):
    assert [(question.label.text, question.required) for question in fill(ProfileForm, {})] == [
        ("契約者氏名", True),
        ("契約者氏名カナ", True),
        ("生年月日", True),
        ("メールアドレス（ユーザーID）", True),
        ("キーワード", True),
        ("社員番号", False),
        ("利用規約", True),
        ("個人情報の取扱い", True),
    ]


def test_good_answers(fill):
    form = fill(ProfileForm, GOOD)
    assert form.validate(), form.errors
    assert form.answers["keyword"] == "Abc12"
    assert form.answers["employee"] == "0012"
    assert str(form.answers["holder"]) == "髙﨑 \ufa19人"
    assert form.email.warning
    assert [question.link for question in form if question.link] == [
        ("/okyakusama/terms", "利用規約"),
        ("/okyakusama/privacy", "個人情報の取扱い"),
    ]


@pytest.mark.parametrize(
    ("boxes", "wrong"),
    [
        ({"keyword": "abc"}, ["keyword"]),
        ({"keyword": "ひみつのことば"}, ["keyword"]),
        ({"employee": "A12"}, ["employee"]),
        ({"employee": "1" * 21}, ["employee"]),
        ({"employee": "-"}, ["employee"]),
        ({"employee": ""}, []),
        ({"terms": ""}, ["terms"]),
        ({"privacy": "on"}, ["privacy"]),
    ],
)
def test_what_is_refused(said, boxes, wrong):
    assert list(said(ProfileForm, GOOD | boxes)) == wrong


@pytest.mark.parametrize("typed", ["abc12", "ＡＢＣ１２", "Abc 12", "ab-c12", "　abc12", "aｂｃー12"])
def test_the_keyword_of_103_is_known_again_on_107(fill, typed):
    chosen, again = fill(ProfileForm, GOOD).keyword.data, fill(KeywordForm, {"keyword": typed})
    assert again.validate()
    assert normalize.keyword(again.keyword.data) == normalize.keyword(chosen)


@pytest.mark.parametrize("wizard", WIZARDS.values(), ids=lambda wizard: wizard.name)
def test_nothing_is_asked_twice_in_a_run(fill, wizard):
    """Row F13: 107 and the second boxes are the customer's own; what 108 asks again comes filled in from 103."""
    asked = [q.label.text for step in wizard.steps if isinstance(step, Input) for q in fill(step.form, {})]
    assert len(asked) == len(set(asked))
