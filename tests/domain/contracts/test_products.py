"""Is what `products.toml` says sound, and does a slip of the pen stop the start? (screens.md sections 9 and 11)"""

from dataclasses import replace

import pytest

from domain.contracts import products
from domain.contracts.products import Plan
from rules import portals

GOOD = """
["見本保険"]
payments = ["年払"]
cooling_off = "8日以内に書面で"
plans = [{ code = "same", name = "同じ", rate = 100, text = "同じ" }]
questions = [{ name = "use", label = "用途", choices = ["a", "b"] }]
"""
APPLICATION = """
["見本保険".application]
code = "sample"
name = "見本ワイド"
years = [1, 2]
insurers = "幹事:甲:60;非幹事:乙:40"
plans = [{ code = "one", name = "甲", text = "甲", yearly = 1200, monthly = 110, cover = ["家財:300万円"] }]
premises = [{ name = "kind", label = "種類", choices = ["c", "d"] }]
disclosures = [{ name = "fire", label = "火気", choices = ["e", "f"], closes = ["f"] }]
"""


def load(tmp_path, text):
    file = tmp_path / "products.toml"
    file.write_text(text)
    return products.load(file)


def test_a_product_is_settings(tmp_path):
    product = load(tmp_path, GOOD)["見本保険"]
    assert product.plans[0].code == "same" and product.questions[0].choices == ("a", "b")


@pytest.mark.parametrize(
    ("was", "is_", "said"),
    [
        ('payments = ["年払"]', "", "見本保険.payments: is missing"),
        ('payments = ["年払"]', "payments = []", "needs at least one of plans and of payments"),
        ("rate = 100", 'rate = "100"', "見本保険.plans[0].rate: must be of kind int"),
        ('code = "same"', 'code = "a b"', "見本保険.plans: needs a name of its own"),
        ('["a", "b"]', '["a"]', "見本保険.questions[0].choices: needs at least two"),
        ('["a", "b"]', '["a", "a"]', "見本保険.questions[0].choices: needs at least two, each once"),
        ("rate = 100", "rate = -50", "見本保険.plans[0].rate: must be a percentage above nothing"),
        (
            "rate = 100",
            'cover = ["水災"], rate = 100',
            "見本保険.plans[0].cover: 「水災」が「名称:金額",
        ),
        ("questions", "monthly_rate = 0\nquestions", "見本保険.monthly_rate: must be a percentage above nothing"),
        ('["年払"]', '["年払", "年払"]', "見本保険.payments: each once"),
        ("cooling_off =", "cooling_of =", "見本保険.cooling_of: there is no such setting"),
        ('cooling_off = "8日以内に書面で"', "cooling_off = true", "見本保険.cooling_off: must be of kind str"),
        ("cooling_off =", 'mark = "boat"\ncooling_off =', "見本保険.mark: 'boat' is not one of car, house,"),
        ("cooling_off =", 'mark_colour = "red"\ncooling_off =', "見本保険.mark_colour: 'red' is not one of blue,"),
        ('["見本保険"]', "x = 1", "x: must be a table"),
        ('["見本保険"]', '["見本保険"', "products.toml:"),
    ],
)
def test_a_slip_of_the_pen_is_named(tmp_path, was, is_, said):
    with pytest.raises(portals.BadPortal) as wrong:
        load(tmp_path, GOOD.replace(was, is_))
    assert said in str(wrong.value)


@pytest.mark.parametrize(
    ("now", "rate", "premium"),
    [(12000, 100, 12000), (12345, 118, 14560), (12345, 100, 12345), (9, 100, 9), (7200, 84, 6040)],
)
def test_a_premium_is_rounded_down_to_tens(now, rate, premium):
    assert Plan("x", "x", rate, "x").premium(now) == premium


def test_nothing_starts_with_a_bad_file(make_app, sqlite_url, tmp_path):
    file = tmp_path / "products.toml"
    file.write_text("x = 1")
    with pytest.raises(portals.BadPortal):
        make_app(sqlite_url, PRODUCTS_FILE=str(file))


def test_an_application_is_paid_and_taken_back_as_the_product_says(tmp_path):
    offer = load(tmp_path, GOOD + APPLICATION)["見本保険"].application
    assert (offer.payments, offer.cooling_off, offer.title) == (("年払",), "8日以内に書面で", "見本ワイド（見本保険）")
    assert offer.plans[0].covers == [("家財", "300万円")] and offer.disclosures[0].closes == ("f",)
    own = APPLICATION + 'payments = ["月払"]\ncooling_off = "別の書面で"\n'
    offer = load(tmp_path, GOOD + own)["見本保険"].application
    assert (offer.payments, offer.cooling_off) == (("月払",), "別の書面で")


@pytest.mark.parametrize(
    ("was", "is_", "said"),
    [
        ('code = "sample"', 'code = "a-b"', "見本保険.application.code: needs a name of its own in letters"),
        ("years = [1, 2]", "years = [3]", "見本保険.application.years: one or two"),
        ("years = [1, 2]", "years = [1, 1]", "見本保険.application.years: one or two, each once"),
        ("years = [1, 2]", "years = [1]\nleast_age = -1", "見本保険.application.least_age: must be an age"),
        ("years = [1, 2]", "years = []", "needs at least one of plans, of years"),
        ("甲:60", "甲:50", "見本保険.application.insurers: 割合の合計が100ではなく90"),
        ("家財:300万円", "家財300万円", "見本保険.application.plans[0].cover: each is written 名:金額"),
        ("monthly = 110", "monthly = 0", "見本保険.application.plans[0]: must cost something"),
        ("monthly = 110, ", "", "見本保険.application.plans[0].monthly: is missing"),
        ('["c", "d"]', '["c"]', "見本保険.application.premises[0].choices: needs at least two"),
        ('closes = ["f"]', 'closes = ["g"]', "見本保険.application.disclosures[0].closes: some of its choices"),
        ('closes = ["f"]', 'closes = ["e", "f"]', "見本保険.application.disclosures[0].closes: some of its choices"),
        ('name = "見本ワイド"', "", "見本保険.application.name: is missing"),
        ('name = "見本ワイド"', 'name = "x"\nnam = "y"', "見本保険.application.nam: there is no such setting"),
    ],
)
def test_a_slip_of_the_pen_in_an_application_is_named(tmp_path, was, is_, said):
    with pytest.raises(portals.BadPortal) as wrong:
        load(tmp_path, GOOD + APPLICATION.replace(was, is_))
    assert said in str(wrong.value)


def test_a_portal_offers_of_its_own_products_those_that_say_how(app, context):
    served = app.extensions["portals"]
    assert [each.title for each in products.offers(served["keiyakusha"])] == [*served["keiyakusha"].products]
    assert products.offers(served["okyakusama"]) == ()


def test_who_has_nothing_to_apply_for_does_not_offer_it(app, tmp_path):
    served = [replace(app.extensions["portals"]["keiyakusha"], sequences=("application",))]
    products.check_offers(served, app.extensions["products"], "application")
    with pytest.raises(portals.BadPortal, match=r"keiyakusha.sequences: 'application' needs a product"):
        products.check_offers(served, load(tmp_path, GOOD), "application")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("自動車保険", ("car", "blue")),
        ("お部屋の保険ワイド（賃貸入居者総合保険）", ("room", "teal")),
        ("賃貸入居者総合保険", ("room", "teal")),
        ("見本保険", ("document", "grey")),
    ],
)
def test_a_product_has_its_mark_and_one_that_is_not_known_a_neutral_one(app, name, wanted):
    with app.app_context():
        assert products.mark_of(name) == wanted
