"""What is a longer wizard like? Four pages of eight fields each and a confirm screen, for measuring only."""

from typing import Any

from sqlalchemy import JSON, Column, Integer, MetaData, Table, Text
from wtforms.validators import ValidationError

from bench.peers import sample_words as words
from domain.accounts.audit_log import Kind
from forms.kit import emails, fields, validators
from forms.kit.question import Question
from forms.kit.step import StepForm
from infra.statements import insertion
from rules.japanese import formats, normalize
from wizards.engine.access import anyone
from wizards.engine.definition import Answers, Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt

NAME = "sample"
TABLES = MetaData()
ENTRIES = Table(
    "bench_entries", TABLES, Column("id", Integer, primary_key=True), Column("email", Text), Column("answers", JSON)
)
ENTER = insertion(ENTRIES, "email", "answers")


def _short(form: StepForm, field: Question) -> None:
    if validators.length(field.data) > 40:
        raise ValidationError(words.LONG)


def _kana(form: StepForm, field: Question) -> None:
    if not formats.KANA.fullmatch(field.data):
        raise ValidationError(words.KANA_WRONG)


def _question(name: str) -> Any:
    """A field as the application asks for it, with its own kinds of question and its own reader."""
    label, hint, attributes = words.FIELDS[name]
    told = {"hint": hint, "attributes": attributes}
    kinds = {
        "family": lambda: fields.Text(label, [_short], reader=normalize.name, **told),
        "given": lambda: fields.Text(label, [_short], reader=normalize.name, **told),
        "family_kana": lambda: fields.Text(label, [_kana, _short], reader=normalize.kana, **told),
        "given_kana": lambda: fields.Text(label, [_kana, _short], reader=normalize.kana, **told),
        "email": lambda: emails.Email(label, [validators.email_form], **told),
        "phone": lambda: fields.Phone(label, [validators.phone_form], **told),
        "postcode": lambda: fields.Text(label, [validators.digits_only(7, 7)], reader=normalize.postal_code, **told),
        "consent": lambda: fields.Tick(label, words.CONSENT, "privacy"),
    }
    return kinds[name]()


def _form(page: str) -> type[StepForm]:
    questions = {words.box(page, name): _question(name) for name in words.FIELDS}
    return type(f"{page.title()}Form", (StepForm,), {"lead": words.LEAD, "fine": words.FINE, **questions})


def _enter(act: CommitContext) -> Receipt:
    """Keep the answers as a row, as the peer that keeps them does."""
    answers: Answers = act.answers
    ENTER.change(act.session, email=answers["holder_email"], answers=answers)
    return Receipt(number=act.number, thanks=[words.THANKS], event=Kind.REGISTRATION)


wizard = Wizard(
    name=NAME,
    title="計測用のお手続き",
    enter=anyone,
    commit=_enter,
    progress=words.PROGRESS,
    steps=(
        *(Input(number, page, title, _form(page)) for number, (page, title) in enumerate(words.PAGES.items(), 191)),
        Confirm(195, words.CONFIRM_TITLE, button=words.CONFIRM_BUTTON, lead=words.CONFIRM_LEAD),
    ),
    complete=Complete(196, words.COMPLETE_TITLE),
)
