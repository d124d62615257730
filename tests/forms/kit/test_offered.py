"""Is taken what is offered, and nothing beside it?"""

from datetime import date
from types import SimpleNamespace

import pytest
from wtforms.validators import ValidationError

from forms.kit import offered
from forms.kit.step import FormContext
from rules.applications import Offering
from rules.products import Offer, OfferedPlan

PLAN = OfferedPlan("one", "甲", "", ("家財:300万円",), 1200, 110)
OFFER = Offer("見本保険", "room", "見本", (2,), (PLAN,), "", ("年払",), least_age=18)
DESK = SimpleNamespace(name="窓口", phone="03-0000-0000")


def form(today=date(2026, 11, 24), **resting):
    context = FormContext(
        SimpleNamespace(help_desk=DESK), today, about=Offering((OFFER,), ""), resting={"product": "room", **resting}
    )
    return SimpleNamespace(context=context)


def field(data, label="項目"):
    return SimpleNamespace(data=data, label=SimpleNamespace(text=label))


def test_what_is_named_is_found_where_it_is_offered():
    context = form().context
    assert offered.wanted_by(context, "room-one") == (OFFER, PLAN)
    assert offered.wanted_by(context, "room-two") is None and offered.wanted_by(context, None) is None
    assert offered.offer_of(context) is OFFER
    assert offered.offer_of(FormContext(None, date(2026, 11, 24))) is None


@pytest.mark.parametrize(("day", "said"), [
    (date(2026, 11, 24), "項目は2026年11月25日以降"), (date(2027, 2, 25), "項目は2027年2月24日まで"),
])  # fmt: skip
def test_the_first_day_is_one_that_can_be(day, said):
    offered.can_begin(form(), field(date(2026, 11, 25)))
    with pytest.raises(ValidationError, match=said):
        offered.can_begin(form(), field(day))


def test_it_lasts_as_long_as_it_is_offered():
    class Form(dict):
        context = form().context

    asked = Form(plan=field("room-one"))
    offered.as_long_as_offered(asked, field("2", "保険期間"))
    with pytest.raises(ValidationError, match="見本の保険期間は、2年です。"):
        offered.as_long_as_offered(asked, field("1", "保険期間"))


@pytest.mark.parametrize(
    ("today", "born", "good"),
    [
        (date(2026, 11, 24), date(2008, 11, 24), True),
        (date(2026, 11, 24), date(2008, 11, 25), False),
        (date(2026, 2, 28), date(2008, 2, 29), False),
        (date(2026, 3, 1), date(2008, 2, 29), True),
        (date(2026, 3, 1), date(9999, 12, 31), False),
    ],
)
def test_who_is_too_young_applies_by_telephone(today, born, good):
    if good:
        offered.old_enough(form(today), field(born))
    else:
        with pytest.raises(ValidationError, match=r"18歳未満の場合は.*窓口（03-0000-0000）"):
            offered.old_enough(form(today), field(born))
