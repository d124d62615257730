"""What may be answered of what a portal offers? The years of a product, its first days, the age of who applies."""

from typing import Any

from wtforms.validators import ValidationError

from forms.kit.step import FormContext
from rules import periods
from rules.applications import Offering
from rules.japanese.dates import show_date
from rules.products import Offer, Wanted, wanted


def wanted_by(context: FormContext, plan: str | None) -> Wanted | None:
    """The product and the plan that a form names so, None where nothing is offered by that name."""
    about: Offering | None = context.about
    return wanted(about.offers, plan) if about and plan else None


def offer_of(context: FormContext) -> Offer | None:
    """The product that was chosen on 641, None where that is not known."""
    about: Offering | None = context.about
    code = context.resting.get("product")
    return next((each for each in about.offers if each.code == code), None) if about else None


def can_begin(form: Any, field: Any) -> None:
    """保険期間開始日: from tomorrow to three months ahead (641)."""
    first, last = periods.first_days(form.context.today)
    if field.data < first:
        raise ValidationError(f"{field.label.text}は{show_date(first)}以降の日付を入力してください。")
    if field.data > last:
        raise ValidationError(f"{field.label.text}は{show_date(last)}までの日付を入力してください。")


def as_long_as_offered(form: Any, field: Any) -> None:
    """So many years as the product has."""
    found = wanted_by(form.context, form["plan"].data)
    if found and int(field.data) not in found.offer.years:
        possible = "または".join(f"{each}年" for each in found.offer.years)
        raise ValidationError(f"{found.offer.name}の{field.label.text}は、{possible}です。選び直してください。")


def old_enough(form: Any, field: Any) -> None:
    """Of the least age that the product takes on the web."""
    offer, desk = offer_of(form.context), form.context.portal.help_desk
    if offer and field.data > periods.years_after(form.context.today, -offer.least_age):
        raise ValidationError(
            f"契約者になる方が{offer.least_age}歳未満の場合は、お電話でお申し込みを承ります。"
            f"お手数ですが、{desk.name}（{desk.phone}）へご連絡ください。"
        )
