"""Is asked what a product declares, and nothing of another's?"""

from copy import copy
from datetime import date

from werkzeug.datastructures import MultiDict

from forms.kit.declared import Card, Cards, question
from forms.kit.step import FormContext, StepForm

CARDS = (Card("a", "甲", "甲のこと"), Card("b", "乙", "乙のこと"))


class Form(StepForm):
    plan = Cards("プラン")

    def process(self, formdata=None, *args, **kwargs):
        self["plan"].offer(self.context.about)
        self._fields["asked_use"] = copy(question("asked_use", "用途", ("住居", "店")))
        super().process(formdata, *args, **kwargs)


def form(cards=CARDS, **typed):
    return Form(MultiDict(typed), FormContext(None, date(2026, 11, 24), about=cards))


def test_each_card_has_its_text_and_the_one_chosen_its_mark():
    told = [(each.id, each.label, each.text, each.checked) for each in form(plan="b")["plan"].options]
    assert told == [("plan-a", "甲", "甲のこと", False), ("plan-b", "乙", "乙のこと", True)]
    assert form(plan="b")["plan"].shown == "乙"


def test_what_is_not_offered_is_no_answer_and_one_form_leaves_another_alone():
    first = form(plan="b")
    other = form(CARDS[:1], plan="b")
    assert (first["plan"].data, other["plan"].data) == ("b", None)
    assert len(first["plan"].options) == 2 and not other.validate()


def test_a_question_is_made_once_and_answered_in_each_form_by_itself():
    one, two = form(plan="a", asked_use="住居"), form(plan="a", asked_use="空き家")
    assert (one["asked_use"].data, two["asked_use"].data) == ("住居", None)
    assert one.validate() and not two.validate()
    assert question("asked_use", "用途", ("住居", "店")) is question("asked_use", "用途", ("住居", "店"))
