"""Is what `products.toml` says of renewals sound, and does a slip of the pen stop the start? (screens.md section 9)"""

import pytest

from domain.contracts import products
from domain.contracts.products import Plan
from rules import portals

GOOD = """
["見本保険"]
payments = ["年払"]
cooling_off = true
plans = [{ code = "same", name = "同じ", rate = 100, text = "同じ" }]
questions = [{ name = "use", label = "用途", choices = ["a", "b"] }]
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
        ('code = "same"', 'code = "a b"', "見本保険.plans: each needs a name of its own"),
        ('["a", "b"]', '["a"]', "見本保険.questions[0].choices: needs at least two"),
        ('["a", "b"]', '["a", "a"]', "見本保険.questions[0].choices: needs at least two, each once"),
        ("rate = 100", "rate = -50", "見本保険.plans[0].rate: must be a percentage above nothing"),
        ('["年払"]', '["年払", "年払"]', "見本保険.payments: each once"),
        ("cooling_off = true", "cooling_of = true", "見本保険.cooling_of: there is no such setting"),
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
