"""Is as much chosen as there is to choose from, and shown as what it is?"""

import pytest

from forms.kit.several import Several
from forms.kit.step import StepForm

FRUIT = (("apple", "りんご"), ("pear-1", "なし"), ("plum", "すもも"))


class FruitForm(StepForm):
    fruit = Several("くだもの")
    optional = Several("おまけ", required=False)

    def process(self, formdata=None, *args, **kwargs):
        self["fruit"].offer(FRUIT)
        self["optional"].offer(FRUIT[:1])
        super().process(formdata, *args, **kwargs)


def test_what_is_chosen_is_the_answer_and_is_read_back(fill):
    form = fill(FruitForm, {"fruit-pear-1": "yes", "fruit-apple": "yes", "fruit-plum": ""})
    assert form.validate() and form.answers == {"fruit": ("apple", "pear-1"), "optional": None}
    assert form["fruit"].shown == "りんご、なし" and form["optional"].shown == "入力なし"
    assert [(each.id, each.checked) for each in form["fruit"].options] == [
        ("fruit-apple", True),
        ("fruit-pear-1", True),
        ("fruit-plum", False),
    ]


@pytest.mark.parametrize("boxes", [{}, {"fruit-apple": ""}, {"fruit-apple": "no"}, {"fruit-melon": "yes"}])
def test_what_is_not_offered_is_nothing_chosen(fill, boxes):
    form = fill(FruitForm, boxes)
    assert not form.validate()
    assert form["fruit"].errors == ["くだものを選択してください。"]


def test_what_is_kept_comes_back(fill):
    kept = fill(FruitForm, {"fruit-plum": "yes"}).to_keep()
    assert kept["fruit-plum"] == ["yes"] and kept["fruit-apple"] == [""]
    again = fill(FruitForm, kept)
    assert again.answers["fruit"] == ("plum",) and again.same_as(kept)


def test_each_form_has_choices_of_its_own(fill):
    one, other = fill(FruitForm, {}), fill(FruitForm, {})
    one["fruit"].offer(FRUIT[:1])
    assert len(other["fruit"].options) == 3 and one["fruit"].around != other["fruit"].around
