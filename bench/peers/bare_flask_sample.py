"""The wizard of four pages hand-written in bare Flask: Flask-WTF, WTForms' widgets, answers in a dict alone."""

import secrets

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, StringField, TelField
from wtforms.validators import Email, InputRequired, Length, Regexp

from bench.peers import sample_words as words
from bench.peers.words import EMAIL_WRONG, KANA, MISSING

bp = Blueprint("sample", __name__, url_prefix="/sample")
KINDS = {
    "family": (StringField, [Length(max=40, message=words.LONG)]),
    "given": (StringField, [Length(max=40, message=words.LONG)]),
    "family_kana": (StringField, [Length(max=40, message=words.LONG), Regexp(KANA, message=words.KANA_WRONG)]),
    "given_kana": (StringField, [Length(max=40, message=words.LONG), Regexp(KANA, message=words.KANA_WRONG)]),
    "email": (EmailField, [Email(EMAIL_WRONG)]),
    "phone": (TelField, [Regexp(words.PHONE, message=words.PHONE_WRONG)]),
    "postcode": (StringField, [Regexp(words.POSTCODE, message=words.POSTCODE_WRONG)]),
    "consent": (BooleanField, []),
}
PAGES = list(words.PAGES)
drafts: dict[str, dict] = {}
entries: list[dict] = []


def field(page, name):
    kind, checks = KINDS[name]
    attributes = words.attributes(page, name)
    return kind("", [InputRequired(MISSING), *checks], id=attributes.pop("id"), render_kw=attributes)


def form_of(page):
    return type(f"{page.title()}Form", (FlaskForm,), {words.box(page, name): field(page, name) for name in KINDS})


FORMS = {page: form_of(page) for page in PAGES}


class ConfirmForm(FlaskForm):
    pass


def address(page):
    return url_for("sample.step", page=page)


@bp.route("/<any(holder, insured, payer, contact):page>", methods=["GET", "POST"])
def step(page):
    place, kept = PAGES.index(page), drafts.get(session.get("sample"), {})
    missing = next((each for each in PAGES[:place] if each not in kept), None)
    if missing:
        return redirect(address(missing), 303)
    form = FORMS[page](data=kept.get(page))
    if form.validate_on_submit():
        session.setdefault("sample", secrets.token_urlsafe(16))
        answers = {name: value for name, value in form.data.items() if name != "csrf_token"}
        drafts.setdefault(session["sample"], {})[page] = answers
        return redirect(url_for("sample.confirm") if page == PAGES[-1] else address(PAGES[place + 1]), 303)
    mistakes = [(form[name].id, messages[0]) for name, messages in form.errors.items()]
    shown = words.form_page(place, page, form)
    text = render_template("sample_form.html", hidden=form.hidden_tag(), mistakes=mistakes, **shown)
    return text, 422 if request.method == "POST" else 200


@bp.route("/confirm", methods=["GET", "POST"])
def confirm():
    form, kept = ConfirmForm(), drafts.get(session.get("sample"), {})
    missing = next((each for each in PAGES if each not in kept), None)
    if missing:
        return redirect(address(missing), 303)
    answers = {name: value for page in PAGES for name, value in kept[page].items()}
    if form.validate_on_submit():
        drafts.pop(session.pop("sample"))
        entries.append(answers)
        session["receipt"] = words.new_receipt()
        return redirect(url_for("sample.complete"), 303)
    return render_template("sample_confirm.html", hidden=form.hidden_tag(), **words.confirm_page(answers, address))


@bp.get("/complete")
def complete():
    return render_template("sample_complete.html", **words.complete_page(session["receipt"]))
