"""The journey in django-formtools: NamedUrlSessionWizardView, sessions in the database, SQLite in WAL mode.

`python -m bench.peers.formtools` makes the tables.
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings

HERE = Path(__file__).parent
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"
settings.configure(
    DEBUG=False,
    SECRET_KEY="bench" * 10,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="bench.peers.formtools",
    USE_TZ=True,
    INSTALLED_APPS=["django.contrib.sessions", "formtools"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    SESSION_ENGINE="django.contrib.sessions.backends.db",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BENCH_DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"timeout": 10, "transaction_mode": "IMMEDIATE", "init_command": PRAGMAS},
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HERE / "pages", HERE / "django_pages"],
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()
sys.modules.setdefault("bench.peers.formtools", sys.modules[__name__])

from django import forms  # noqa: E402
from django.core.validators import RegexValidator  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpResponseRedirect  # noqa: E402
from django.middleware.csrf import get_token  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path, re_path, reverse  # noqa: E402
from django.utils.html import format_html  # noqa: E402
from formtools.wizard.views import NamedUrlSessionWizardView  # noqa: E402

from bench.peers import sample_words, words  # noqa: E402

kana = RegexValidator(words.KANA, words.KANA_WRONG)
KEYWORD = RegexValidator(words.KEYWORD, words.KEYWORD_WRONG)


class Entry(models.Model):
    email = models.TextField()
    answers = models.JSONField()

    class Meta:
        app_label = "bench"


def text(name, *checks, field=forms.CharField, widget=forms.TextInput, **more):
    return field(validators=checks, widget=widget(attrs=words.BOXES[name]), **more)


class ProfileForm(forms.Form):
    holder_family = text("holder_family", max_length=40)
    holder_given = text("holder_given", max_length=40)
    kana_family = text("kana_family", kana, max_length=40)
    kana_given = text("kana_given", kana, max_length=40)
    birth_era = forms.ChoiceField(choices=words.ERAS, initial="ad", widget=forms.RadioSelect)
    birth_year = text("birth_year")
    birth_month = text("birth_month")
    birth_day = text("birth_day")
    email = text("email", field=forms.EmailField, widget=forms.EmailInput)
    keyword = text("keyword", KEYWORD)
    employee = text("employee", RegexValidator(words.EMPLOYEE, words.EMPLOYEE_WRONG), required=False)
    terms = text("terms", field=forms.BooleanField, widget=forms.CheckboxInput)
    privacy = text("privacy", field=forms.BooleanField, widget=forms.CheckboxInput)

    def clean(self):
        try:
            words.born(*(self.cleaned_data[f"birth_{part}"] for part in ("era", "year", "month", "day")))
        except (ValueError, KeyError):
            self.add_error("birth_day", words.DATE_WRONG)


class Wizard(NamedUrlSessionWizardView):
    def get_template_names(self):
        return ["confirm.html" if self.steps.current == "confirm" else "form.html"]

    def get_context_data(self, form, **kwargs):
        context = super().get_context_data(form=form, **kwargs)
        token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(self.request))
        context["hidden"] = token + str(context["wizard"]["management_form"])
        if self.steps.current == "confirm":
            answers = self.get_cleaned_data_for_step("profile")
            context |= {
                "rows": words.rows(answers),
                "change": reverse("step", args=["profile"]),
                "until": words.until(),
            }
            return context | words.frame(104)
        context["mistakes"] = [(form[name].id_for_label, messages[0]) for name, messages in form.errors.items()]
        return context | words.frame(103)

    def done(self, form_list, **kwargs):
        answers = self.get_all_cleaned_data()
        Entry.objects.create(email=answers["email"], answers=answers)
        self.request.session["keyword"] = answers["keyword"]
        return HttpResponseRedirect(reverse("complete"))


def complete(request):
    return render(request, "complete.html", {"keyword": request.session["keyword"], **words.frame(105)})


wizard = Wizard.as_view([("profile", ProfileForm), ("confirm", forms.Form)], url_name="step", done_step_name="finished")
KINDS = {
    "family": (forms.CharField, forms.TextInput, {"max_length": 40}),
    "given": (forms.CharField, forms.TextInput, {"max_length": 40}),
    "family_kana": (forms.CharField, forms.TextInput, {"max_length": 40, "validators": [kana]}),
    "given_kana": (forms.CharField, forms.TextInput, {"max_length": 40, "validators": [kana]}),
    "email": (forms.EmailField, forms.EmailInput, {}),
    "phone": (forms.RegexField, forms.TextInput, {"regex": sample_words.PHONE}),
    "postcode": (forms.RegexField, forms.TextInput, {"regex": sample_words.POSTCODE}),
    "consent": (forms.BooleanField, forms.CheckboxInput, {}),
}
PAGES = list(sample_words.PAGES)


def field(page, name):
    kind, widget, more = KINDS[name]
    return kind(widget=widget(attrs=sample_words.attributes(page, name)), **more)


def form_of(page):
    names = {sample_words.box(page, name): field(page, name) for name in KINDS}
    return type(f"{page.title()}Form", (forms.Form,), names)


class Sample(NamedUrlSessionWizardView):
    def get_template_names(self):
        return ["sample_confirm.html" if self.steps.current == "confirm" else "sample_form.html"]

    def get_context_data(self, form, **kwargs):
        context = super().get_context_data(form=form, **kwargs)
        token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(self.request))
        context["hidden"], page = token + str(context["wizard"]["management_form"]), self.steps.current
        if page == "confirm":
            answers = {n: value for each in PAGES for n, value in self.get_cleaned_data_for_step(each).items()}
            return context | sample_words.confirm_page(answers, lambda each: reverse("sample", args=[each]))
        context["mistakes"] = [(form[name].id_for_label, messages[0]) for name, messages in form.errors.items()]
        return context | sample_words.form_page(self.steps.index, page, form)

    def done(self, form_list, **kwargs):
        answers = self.get_all_cleaned_data()
        Entry.objects.create(email=answers["holder_email"], answers=answers)
        self.request.session["receipt"] = sample_words.new_receipt()
        return HttpResponseRedirect(reverse("sample_complete"))


def sample_complete(request):
    return render(request, "sample_complete.html", sample_words.complete_page(request.session["receipt"]))


sample = Sample.as_view(
    [*((page, form_of(page)) for page in PAGES), ("confirm", forms.Form)], url_name="sample", done_step_name="finished"
)
urlpatterns = [
    path("wizard/complete", complete, name="complete"),
    re_path(r"^wizard/(?P<step>.+)$", wizard, name="step"),
    path("sample/complete", sample_complete, name="sample_complete"),
    re_path(r"^sample/(?P<step>.+)$", sample, name="sample"),
]
if __name__ == "__main__":
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Entry)
else:
    app = get_wsgi_application()
