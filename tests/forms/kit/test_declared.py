"""Is asked what a product declares, and nothing of another's?"""

from copy import copy
from datetime import date

from werkzeug.datastructures import MultiDict

from forms.kit.declared import Card, Cards, Switch, declared, plan_card, question
from forms.kit.step import FormContext, StepForm
from rules.products import Declared, Offer, OfferedPlan

PLANS = (OfferedPlan("one", "甲", "", ("家財:300万円",), 1200, 110), OfferedPlan("two", "乙", "", (), 2400, 210))
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
    [(of, drawn)] = form(plan="b")["plan"].groups
    told = [(option.id, card.label, card.text, option.checked) for option, card in drawn]
    assert (of, told) == ("", [("plan-a", "甲", "甲のこと", False), ("plan-b", "乙", "乙のこと", True)])
    assert form(plan="b")["plan"].shown == "乙"


def test_what_cards_have_in_common_stands_above_them_once():
    offers = [Offer("見本保険", code, of, (1,), PLANS, "", ("年払",)) for code, of in (("room", "部屋"), ("car", "車"))]
    question = form([plan_card(offer, plan) for offer in offers for plan in offer.plans], plan="car-one")["plan"]
    assert [(of, [card.label for _, card in drawn]) for of, drawn in question.groups] == [
        ("部屋", ["甲", "乙"]), ("車", ["甲", "乙"]),
    ]  # fmt: skip
    assert question.shown == "車 甲"
    card = question.cards[0]
    assert card.prices == (("年間保険料", "1,200円"), ("月払の場合", "毎月110円"))
    assert card.rows == (("家財", "300万円"),)


def test_a_switch_knows_which_boxes_the_page_had():
    class Switching(StepForm):
        who = Switch("だれ")

        def process(self, formdata=None, *args, **kwargs):
            self["who"].offer(CARDS)
            super().process(formdata, *args, **kwargs)

    sent = Switching(MultiDict({"who": "b", "who-stands": "a"}), FormContext(None, date(2026, 11, 24)))
    assert (sent["who"].stood, sent["who"].data) == ("a", "b")
    assert Switching(None, FormContext(None, date(2026, 11, 24)))["who"].stood == ""


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
    [(name, asked)] = declared([Declared("use", "用途", ("住居", "店"))]).items()
    assert (name, asked.label.text, dict(asked.choices)) == ("asked_use", "用途", {"住居": "住居", "店": "店"})
