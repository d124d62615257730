"""Is a question drawn from memory the same as one drawn anew, whoever was drawn before?"""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app import create_app
from forms import application
from forms.cancellation import CancellationForm, Cancelling
from forms.change import ChangeForm, ContractPart, Data
from forms.kit.address import Address, Location
from forms.kit.bank_account import AccountHolder, AccountNumber, settle
from forms.kit.bank_name import BankName, BranchName, TextWithChoice
from forms.kit.contract import CompanyKana, CompanyName, Day, PhoneInParts
from forms.kit.emails import Email, EmailTwice
from forms.kit.fields import BirthDate, Choice, Date, Phone, Text, Tick
from forms.kit.names import Kana, Name
from forms.kit.passwords import CurrentPassword, InitialPassword, NewPassword, Password
from forms.kit.question import Question
from forms.kit.several import Several
from forms.kit.step import FormContext, StepForm
from forms.login import LoginForm
from forms.password_again import PasswordAgainForm
from forms.renewal import AgreementForm, CoverForm, PlanForm, PlanOffer, Renewing
from rules.applications import Offering
from rules.products import Declared, Disclosure, Offer, OfferedPlan
from views.shared import components
from views.shared.components import DRAWN_ONCE_AROUND_VALUES
from wizards.engine.definition import Input
from wizards.engine.summary import answer_rows
from wizards.registry import WIZARDS

TODAY = date(2026, 11, 24)
QUICKLY = settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))


class EveryKind(StepForm):
    text = Text("備考", required=False, hint="例：なし", notes=["一行で"])
    word = Text("合言葉", secret=True)
    holder = Name("契約者氏名")
    kana = Kana("契約者氏名カナ")
    company = CompanyName("名称")
    company_kana = CompanyKana("名称カナ")
    born = BirthDate("生年月日")
    since = Date("開始日")
    day = Day("変更日")
    email = Email("メールアドレス")
    twice = EmailTwice("ご連絡先")
    phone = Phone("電話番号")
    parts = PhoneInParts("日中の電話番号")
    address = Address("連絡先住所")
    location = Location("所在地")
    login = Password("現在のパスワード")
    current = CurrentPassword("いまのパスワード")
    initial = InitialPassword("初回パスワード")
    password = NewPassword("新しいパスワード", watches=("holder",))
    news = Choice("メール案内", (("yes", "希望する"), ("no", "希望しない")))
    some = Several("選択肢")
    terms = Tick("利用規約", "利用規約に同意します。", "terms")
    bank = BankName("金融機関")
    branch = BranchName("支店")
    number = AccountNumber("口座番号")
    owner = AccountHolder("口座名義")

    def process(self, formdata=None, *args, **kwargs):
        self["some"].offer((("one", "甲"), ("two", "乙")))
        super().process(formdata, *args, **kwargs)
        settle(self["bank"], self["branch"], self["number"])


# What is called the same is not the same.
class Alike(StepForm):
    remarks = Text("備考", required=False, hint="例：なし", notes=["一行で"])
    word = Text("合言葉", secret=True)
    login = Password("現在のパスワード")
    news = Choice("メール案内", (("yes", "希望する"), ("no", "希望しない")))
    terms = Tick("利用規約", "利用規約に同意します。", "terms")
    bank = BankName("金融機関")


class AlikeToo(StepForm):
    others = Text("備考", required=False, hint="例：なし", notes=["一行で"])
    word = Text("合言葉")


def _steps():
    for wizard in WIZARDS.values():
        for step in wizard.steps:
            yield step.form if isinstance(step, Input) else getattr(step, "asks", None)


OF_WIZARDS = sorted({form for form in _steps() if form}, key=lambda form: form.__name__)
FORMS = [*OF_WIZARDS, LoginForm, PasswordAgainForm, EveryKind, Alike, AlikeToo]

PART = {
    "number": "1", "name": "", "title": "", "whose": "", "fixed": (), "insurers": (), "first_day": TODAY,
    "last_day": date(2027, 3, 31), "day": TODAY, "wanted": Data(),
}  # fmt: skip
ITEMS = ("name", "kana", "birth", "phone", "address", "location")
KNOWN = Data("見本　花子", "ミホン　ハナコ", date(1960, 4, 1), "090-1234-5678", "104-0053", "東京都中央区晴海1-2 見本")
PARTS = [
    ContractPart(**PART, items=ITEMS, company=False, now=KNOWN),
    ContractPart(**PART, items=ITEMS, company=False, now=Data()),
    ContractPart(**PART, items=ITEMS, company=False, now=KNOWN, recognised=True),
    ContractPart(**PART, items=ITEMS[:2], company=True, now=KNOWN),
]
CANCELLED = [
    Cancelling("1", "", "", "", "見本", "ミホン　ハナコ", company, TODAY, date(2027, 3, 31), "")
    for company in (False, True)
]
ASKED = (Declared("use", "使用目的", ("通勤", "業務")),)
DISCLOSED = (Disclosure("fire", "火気", ("なし", "あり"), ("あり",)),)
RENEWED = [
    Renewing("1", "", "", "", 1, 1000, "月払", (), tuple(plans), payments, 100, ASKED, "", "")
    for plans, payments in (
        ([PlanOffer("same", "いまのまま", "同じ", 1000), PlanOffer("more", "充実", "多い", 2000)], ("月払", "年払")),
        ([PlanOffer("same", "いまのまま", "同じ", 3000), PlanOffer("more", "特別", "多い", 4000)], ("年払", "半年払")),
        ([PlanOffer("same", "いまのまま", "別の", 1000), PlanOffer("more", "充実", "多い", 2000)], ("月払", "年払")),
    )
]
ONE, OTHER = (OfferedPlan("one", name, text, ("家財:1円",), 1, 1) for name, text in (("甲", "同じ"), ("乙", "別の")))
OFFERED = [
    Offering((Offer("保険", "room", "見本", years, (plan,), "幹事:甲:100", payments, False, ASKED, DISCLOSED),), "")
    for years, payments, plan in (((1, 2), ("月払", "年払"), ONE), ((2,), ("年払",), ONE), ((1, 2), ("月払",), OTHER))
]
APPLYING = (
    application.PlanForm,
    application.ApplicantForm,
    application.InsuredForm,
    application.PremisesForm,
    application.DisclosureForm,
)
ABOUT = {ChangeForm: PARTS, CancellationForm: CANCELLED, **dict.fromkeys((PlanForm, CoverForm, AgreementForm), RENEWED)}
ABOUT |= dict.fromkeys(APPLYING, OFFERED)
RESTING = [{"product": "room", "who": who} for who in ("same", "else")]
TYPED = [
    "", " ", "yes", "no", "1", "12", "0001", "1960", "四月", "ad", "showa", "ordinary", "同じ", "月払", "東京", "信用",
    "みずほ銀行", "さくら", "住友", "青木", "アオキ", "hanako@example.jp", "09012345678", "104-0053", "quiet7Lamp",
    "<b>\"'&amp;", components.HOLE, f"{components.HOLE}&#xe000;{components.HOLE}", "髙𠮷", "あ" * 1001,
]  # fmt: skip


@pytest.fixture(scope="module")
def apps(tmp_path_factory):
    """One that remembers what it drew, and one that draws everything anew."""
    database = {"url": f"sqlite:///{tmp_path_factory.mktemp('components') / 'none.sqlite'}"}
    with pytest.MonkeyPatch.context() as forgetting:
        forgetting.setattr(components, "DRAWN_ONCE", set())
        forgetting.setattr(components, "DRAWN_ONCE_AROUND_VALUES", {})
        anew = create_app(DATABASE=database)
    return SimpleNamespace(warm=create_app(DATABASE=database), anew=anew)


def names(form):
    """Every box of a form with what can be chosen in it."""
    for question in form:
        for name in question.names.values():
            yield name, [option.value for option in question.options]
        for more in ("era_name", "code_name"):
            if hasattr(question, more):
                yield getattr(question, more), [option.value for option in question.options]


def contexts(form, portals):
    """In every portal, about anything that it can be about."""
    return [
        FormContext(portal, TODAY, about=about, resting=resting)
        for portal in portals
        for about in ABOUT.get(form, [None])
        for resting in (RESTING if form in APPLYING else [{}])
    ]


@st.composite
def looks(draw, portals):
    """A form as somebody sees it: of any portal, about anything, typed or not, judged or not, worded as there."""
    several = draw(st.just([Alike, AlikeToo]) | st.lists(st.sampled_from(FORMS), min_size=1, max_size=2))
    found = []
    for form in draw(st.lists(st.sampled_from(several), min_size=2, max_size=4)):
        context = draw(st.sampled_from(contexts(form, portals)))
        boxes = {
            name: draw(st.sampled_from(chosen or TYPED) | st.sampled_from(TYPED) | st.text(max_size=6))
            for name, chosen in dict(names(form(None, context))).items()
            if draw(st.booleans())
        }
        earlier = {"password": ["hash"]} if draw(st.booleans()) else None
        opened = form(MultiDict(boxes), context, earlier=earlier)
        reworded(draw, draw(st.sampled_from(opened.questions)))
        if draw(st.booleans()):
            opened.validate()
        found.append((opened, draw(st.booleans()), draw(st.booleans())))
    return found


def reworded(draw, question):
    """As the portals' forms do it, and as they could."""
    what = draw(st.sampled_from(["", "label", "hint", "notes", "required", "number", "link", "attributes"]))
    if what == "label":
        question.label.text = draw(st.sampled_from(["別名", "<b>"]))
    elif what == "attributes":
        question.draw_with({"title": "別の"})
    elif what:
        other = {"hint": "別の例：あ", "notes": ("別の", "注意"), "required": not question.required, "number": 7}
        setattr(question, what, {**other, "link": ("/elsewhere", "別の規約")}[what])


class Forgetful:
    """Something with values in a frame that leaves out one part of what decides how the frame is drawn."""

    def __init__(self, framed, part):
        self._framed, self._part = framed, part

    def __getattr__(self, name):
        return getattr(self._framed, name)

    @property
    def around(self):
        whole = self._framed.around
        return whole and tuple(each for place, each in enumerate(whole) if place != self._part)


def remembering(draw, say, part=None, how=None):
    """A memory with nothing in it yet, which may forget a part of what it goes by."""
    asked = []
    once = components._once_around_values(lambda framed, *_: draw(framed, *asked), say)

    def drawn(framed, *given):
        asked[:] = given
        return once(Forgetful(framed, part), *(each for place, each in enumerate(given) if place != how))

    return drawn


def pairs(apps, seen, forgotten=("",)):
    """Each question and each answer read back, from memory and anew. `forgotten` is a macro, and what it forgets."""
    name, *lacking = forgotten
    draw = {}
    for each, file in FILES.items():
        macro = getattr(apps.warm.jinja_env.get_template(f"components/{file}.html").module, each)
        draw[each] = remembering(macro, DRAWN_ONCE_AROUND_VALUES[each], *(lacking if each == name else ()))
    everywhere, anew = apps.warm.jinja_env.globals, apps.anew.jinja_env.globals
    for form, kept, retype in seen:
        how = form.errors != {}, kept, retype
        for question in form:
            fresh = anew["question"](question, *how)
            yield draw["question"](question, *how), fresh
            yield everywhere["question"](question, *how), fresh
        for row in answer_rows(form, lambda name, place: f"/change/{name}?a=1-2&b={place}", form.questions[0].number):
            fresh = anew["answer_row"](row)
            yield draw["answer_row"](row), fresh
            yield everywhere["answer_row"](row), fresh


FILES = {"question": "question", "answer_row": "answer"}


def of(app):
    return list(app.extensions["portals"].values())


@QUICKLY
@given(st.data())
def test_what_is_remembered_is_what_is_drawn_anew(apps, data):
    for remembered, fresh in pairs(apps, data.draw(looks(of(apps.anew)))):
        assert remembered == fresh


def seen(portal, form=Alike, typed=(), judged=False, kept=False, retype=True, about=None, **words):
    """A form as in looks(), where `words` change some of its questions."""
    opened = form(MultiDict({"word": "x", "login": "x", **dict(typed)}), FormContext(portal, TODAY, about=about))
    for name, (what, value) in words.items():
        question = opened[name]
        setattr(question.label, "text", value) if what == "label" else setattr(question, what, value)
    if judged:
        opened.validate()
    return opened, kept, retype


# The macro, which part of `around` or of how it is drawn is forgotten, and what makes two drawings of it differ.
NEEDED = {
    "declared": ("question", 0, None, {"form": AlikeToo}),
    "label": ("question", 1, None, {"remarks": ("label", "別名")}),
    "what it belongs to": ("question", 2, None, {"remarks": ("depends_on", "news-yes")}),
    "hint": ("question", 3, None, {"remarks": ("hint", "例：あり")}),
    "notes": ("question", 4, None, {"remarks": ("notes", ("二行で",))}),
    "required": ("question", 5, None, {"remarks": ("required", True)}),
    "number": ("question", 6, None, {"remarks": ("number", 9)}),
    "link": ("question", 7, None, {"terms": ("link", ("/elsewhere", "別の規約"))}),
    "attributes of its boxes": ("question", 8, None, {"remarks": ("drawn_with", ((("inputmode", "email"),),))}),
    "the first that is checked": ("question", 9, None, {"typed": {"news": "yes"}}),
    "the second that is checked": ("question", 10, None, {"typed": {"news": "no"}}),
    "choices": ("question", 11, None, {"news": ("choices", (("yes", "はい"), ("no", "いいえ")))}),
    "again": ("question", None, 0, {"judged": True}),
    "kept": ("question", None, 1, {"kept": True}),
    "retype": ("question", None, 2, {"kept": True, "retype": False}),
    "id of a row": ("answer_row", 0, None, {"form": AlikeToo}),
    "number of a row": ("answer_row", 1, None, {"remarks": ("number", 9)}),
    "label of a row": ("answer_row", 2, None, {"remarks": ("label", "別名")}),
    "whether an answer was given": ("answer_row", 3, None, {"typed": {"remarks": "x"}}),
    "whether an answer is secret": ("answer_row", 4, None, {"form": AlikeToo}),
}


@pytest.mark.parametrize("what", NEEDED)
def test_nothing_that_it_goes_by_could_be_left_out(apps, what):
    """Or the test above would not see it."""
    *forgotten, different = NEEDED[what]
    portal = of(apps.anew)[0]
    first = {"kept": True} if what == "retype" else {}
    two = [seen(portal, **first), seen(portal, **{**first, **different})]
    assert all(remembered == fresh for remembered, fresh in pairs(apps, two))
    assert any(remembered != fresh for remembered, fresh in pairs(apps, two, forgotten))


ANEW = {
    "what a search found": [{"typed": {"bank": "さくら"}}, {"typed": {"bank": "住友"}}],
    "the plans of a contract": [{"form": PlanForm, "about": each} for each in RENEWED],
    "how a contract is paid": [{"form": CoverForm, "about": each} for each in RENEWED],
    "a mistake": [{"judged": True}, {"judged": True, "typed": {"news": "no"}}],
    "a warning": [
        {"form": EveryKind, "judged": True, "typed": {"email": email}} for email in ("a..b@example.jp", "a@example.jp")
    ],
}


@pytest.mark.parametrize("what", ANEW)
def test_what_is_of_one_customer_alone_is_drawn_anew(apps, what):
    two = [seen(of(apps.anew)[0], **each) for each in ANEW[what]]
    assert all(remembered == fresh for remembered, fresh in pairs(apps, [*two, *two[::-1]]))


def test_every_kind_of_question_is_among_them(apps):
    def kinds(of):
        found = {each for sub in of.__subclasses__() for each in (sub, *kinds(sub))}
        # Those of staff alone are drawn with their pages (tests/views/staff).
        return {each for each in found if re.match(r"forms\.(?!staff)", each.__module__)}

    asked = {type(each) for form in FORMS for when in contexts(form, of(apps.anew)) for each in form(None, when)}
    assert {kind for kind in kinds(Question) - {TextWithChoice} if not kind.__name__.startswith("_")} <= asked
