"""The journey hand-written in bare Flask: Flask-WTF, WTForms' widgets, answers in a dict, nothing stored."""

import secrets
from pathlib import Path

from flask import Flask, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from jinja2 import FileSystemLoader
from wtforms import BooleanField, EmailField, RadioField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional, Regexp, ValidationError

from bench.peers import bare_flask_sample, words

HERE = Path(__file__).parent
app = Flask(__name__, static_folder=None)
app.config["SECRET_KEY"] = "bench" * 8
app.jinja_env.loader = FileSystemLoader([HERE / "pages", HERE / "wtforms_pages"])
app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
app.register_blueprint(bare_flask_sample.bp)
drafts: dict[str, dict] = {}
entries: list[dict] = []


def text(name, *checks, field=StringField, required=True):
    first = InputRequired(words.MISSING) if required else Optional()
    attributes = {key: value for key, value in words.BOXES[name].items() if key != "id"}
    return field("", [first, *checks], id=words.BOXES[name]["id"], render_kw=attributes)


class ProfileForm(FlaskForm):
    holder_family = text("holder_family", Length(max=40))
    holder_given = text("holder_given", Length(max=40))
    kana_family = text("kana_family", Length(max=40), Regexp(words.KANA, message=words.KANA_WRONG))
    kana_given = text("kana_given", Length(max=40), Regexp(words.KANA, message=words.KANA_WRONG))
    birth_era = RadioField("", choices=words.ERAS, default="ad")
    birth_year = text("birth_year")
    birth_month = text("birth_month")
    birth_day = text("birth_day")
    email = text("email", Email(words.EMAIL_WRONG), field=EmailField)
    keyword = text("keyword", Regexp(words.KEYWORD, message=words.KEYWORD_WRONG))
    employee = text("employee", Regexp(words.EMPLOYEE, message=words.EMPLOYEE_WRONG), required=False)
    terms = text("terms", field=BooleanField)
    privacy = text("privacy", field=BooleanField)

    def validate_birth_day(self, field):
        try:
            words.born(self.birth_era.data, self.birth_year.data, self.birth_month.data, field.data)
        except ValueError:
            raise ValidationError(words.DATE_WRONG) from None


class ConfirmForm(FlaskForm):
    pass


@app.route("/wizard/profile", methods=["GET", "POST"])
def profile():
    form = ProfileForm(data=drafts.get(session.get("draft")))
    if form.validate_on_submit():
        session.setdefault("draft", secrets.token_urlsafe(16))
        drafts[session["draft"]] = {name: value for name, value in form.data.items() if name != "csrf_token"}
        return redirect(url_for("confirm"), 303)
    mistakes = [(form[name].id, messages[0]) for name, messages in form.errors.items()]
    page = render_template("form.html", form=form, hidden=form.hidden_tag(), mistakes=mistakes, **words.frame(103))
    return page, 422 if request.method == "POST" else 200


@app.route("/wizard/confirm", methods=["GET", "POST"])
def confirm():
    form, answers = ConfirmForm(), drafts.get(session.get("draft"))
    if answers is None:
        return redirect(url_for("profile"), 303)
    if form.validate_on_submit():
        entries.append(drafts.pop(session.pop("draft")))
        session["keyword"] = answers["keyword"]
        return redirect(url_for("complete"), 303)
    return render_template(
        "confirm.html",
        hidden=form.hidden_tag(),
        rows=words.rows(answers),
        change=url_for("profile"),
        until=words.until(),
        **words.frame(104),
    )


@app.get("/wizard/complete")
def complete():
    return render_template("complete.html", keyword=session["keyword"], **words.frame(105))
