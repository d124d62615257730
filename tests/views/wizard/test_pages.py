"""What is shown of a step, of two windows that disagree, and of a receipt? (row W14, decisions 4 and 6)"""

from dataclasses import replace

import factories
import pytest
import trip
from flask import g

from domain.accounts.audit_log import Kind
from forms.kit.fields import Text
from forms.kit.step import StepForm
from views.shared import errors
from views.shared.screens import Screen
from views.wizard import current_run, pages
from views.wizard.current_run import CUSTOMERS
from views.wizard.wizard_request import WizardRequest, opened
from wizards.engine.definition import Input
from wizards.engine.receipt import Receipt
from wizards.engine.runs import Owner, Run, StepState
from wizards.registry import WIZARDS

RUN_ID = "r" * 22
AT = f"/okyakusama/trip/{RUN_ID}"
COVER = {"cover": ["full"], "new_car": ["no"]}
NOTE = {"note": ["窓側の席"]}


class SecretForm(StepForm):
    word = Text("合言葉", secret=True)


@pytest.fixture
def portal(app, monkeypatch):
    """The portal of a request, and the trip offered by it."""
    trip.offer(app, trip.wizard(), monkeypatch.setitem)
    with app.test_request_context("/okyakusama/trip/"):
        g.portal = app.extensions["portals"]["okyakusama"]
        yield g.portal


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """A page as what its template is told."""
    monkeypatch.setattr(current_run, "page", lambda template, screen, **content: (template, screen, content))


def a_run(account_id=None, wizard="trip", **answers):
    """Somebody's run with these answers; until one was given it is kept nowhere."""
    steps = {slug: StepState(1, boxes) for slug, boxes in answers.items()}
    owner = Owner("somebody", lambda run_id: b"half", account_id)
    more = {"version": len(steps), "expires_at": factories.NOW if steps else None, "proof": "proof"}
    return Run(RUN_ID, wizard, owner, account_id=account_id, steps=steps, **more)


def walked(portal, run, wizard):
    return current_run.walk(WizardRequest(portal, wizard, run, factories.NOW, CUSTOMERS))


def shown(portal, run, slug, wizard=None, **more):
    asked = walked(portal, run, wizard or trip.wizard())
    return pages.step_page(asked, asked.journey.stop_at(slug), **more)


def test_the_first_step_is_its_questions_with_nothing_before_them_and_nothing_to_lose(portal):
    template, screen, content = shown(portal, a_run(), "cover")
    assert (template, screen) == ("wizard/input.html", Screen(951, "補償の選択"))
    assert type(content["form"]) is trip.CoverForm
    assert content["progress"] == (("入力", "current"), ("確認", "todo"), ("完了", "todo"))
    assert (content["heading"], content["back"], content["version"]) == ("補償の選択", False, 0)
    assert (content["run_id"], content["proof"], content["now_at"]) == (RUN_ID, "proof", f"{AT}/cover")
    assert not {"extend_url", "expires_at", "groups", "seal"} & content.keys()


def test_what_is_shown_at_an_address_of_its_own_is_found_again_just_there(app, portal):
    with app.test_request_context(f"{AT}/cover?change=cover"):
        _, _, content = shown(portal, a_run(cover=COVER), "cover")
    assert content["now_at"] == f"{AT}/cover?change=cover"


def test_a_later_step_leads_back_and_says_how_long_it_may_be_left_alone(portal):
    _, screen, content = shown(portal, a_run(cover=COVER), "note")
    assert (screen.number, content["back"], content["run_version"]) == (953, True, 1)
    assert (content["extend_url"], content["expires_at"]) == (f"{AT}/note/extend", factories.NOW)


@pytest.mark.parametrize("answers", [{}, {"cover": COVER}], ids=["nothing kept", "kept"])
def test_a_customer_is_shown_the_end_of_the_login_and_not_of_the_run(portal, answers):
    _, _, content = shown(portal, a_run(account_id=1, **answers), "cover")
    assert (content["extend_url"], content["expires_at"]) == (f"{AT}/cover/extend", None)


def test_a_confirm_reads_back_what_was_answered_and_leads_to_each_change(portal):
    run = a_run(cover=COVER, note=NOTE)
    template, screen, content = shown(portal, run, "confirm")
    assert (template, screen) == ("wizard/confirm.html", Screen(954, "入力内容の確認"))
    read_back = [
        (step.slug, [(row.label, row.shown, row.change_url) for row in rows]) for step, rows in content["groups"]
    ]
    assert read_back == [
        (
            "cover",
            [
                ("補償", "充実", f"{AT}/cover?change=cover#cover-field"),
                ("お車の入替", "いいえ", f"{AT}/cover?change=new_car#new_car-field"),
            ],
        ),
        ("note", [("備考", "窓側の席", f"{AT}/note?change=note#note-field")]),
    ]
    assert content["seal"] == walked(portal, run, trip.wizard()).journey.seal
    assert "version" not in content


def test_why_the_business_said_no_and_what_is_to_be_known_stand_on_it(portal):
    _, _, content = shown(
        portal, a_run(cover=COVER, note=NOTE), "confirm", message="今はできません。", notices=("変更",)
    )
    assert (content["message"], content["notices"]) == ("今はできません。", ["変更"])
    _, _, content = shown(portal, a_run(), "cover")
    assert (content["message"], content["notices"]) == (None, None)


def test_a_step_that_is_asked_again_says_so_until_something_is_wrong_with_it(app, portal):
    run = a_run(cover=COVER)
    run.steps["note"] = StepState(1, None)
    asked = walked(portal, run, trip.wizard())
    stop = asked.journey.stop_at("note")
    assert pages.step_page(asked, stop)[2]["notices"] == [pages.ASKED_AGAIN.format(button="次へ")]
    assert pages.step_page(asked, asked.journey.stop_at("cover"))[2]["notices"] is None
    wrong = opened(stop.step.form, {"note": ["x" * 2000]}, asked.context)
    assert not wrong.validate() and pages.step_page(asked, stop.showing(wrong))[2]["notices"] is None


def test_a_template_of_the_wizards_own_goes_before_that_of_its_kind(portal):
    wizard = WIZARDS["activation"]
    receipt = Run(RUN_ID, "activation", Owner("somebody", bytes), receipt=Receipt(event=Kind.REGISTRATION))
    asked = WizardRequest(portal, wizard, receipt, factories.NOW, CUSTOMERS)
    assert pages.receipt_page(asked)[0] == "activation/complete.html"
    assert pages.receipt_page(replace(asked, wizard=trip.wizard()))[0] == "wizard/complete.html"


def disagreed(portal, wizard, run, slug, boxes):
    asked = walked(portal, run, wizard)
    stop = asked.journey.stop_at(slug)
    return pages.changed_page(asked, stop, opened(stop.step.form, boxes, asked.context))


def test_of_two_windows_both_answers_are_shown_and_one_press_sends_the_own(portal):
    run = a_run(cover=COVER, note=NOTE)
    mine = {"cover": ["basic"], "new_car": ["no"]}
    template, screen, content = disagreed(portal, trip.wizard(), run, "cover", mine)
    assert (template, screen) == ("wizard/changed.html", errors.CHANGED)
    assert [(row.label, row.newer, row.yours) for row in content["rows"]] == [("補償", "充実", "基本")]
    assert content["fields"] == [("cover", "basic"), ("new_car", "no")]
    assert (content["version"], content["run_id"], content["proof"]) == (1, RUN_ID, "proof")
    assert (content["onward_url"], content["asks_password"]) == (f"{AT}/confirm", False)


def test_a_secret_that_two_windows_disagree_on_is_not_sent_along_but_asked_again(portal):
    wizard = replace(trip.wizard(), steps=(Input(951, "secret", "合言葉", SecretForm),))
    run = a_run(secret={"word": ["himitsu"]})
    _, _, content = disagreed(portal, wizard, run, "secret", {"word": ["naisho"]})
    assert (content["fields"], content["asks_password"]) == ([], True)
    assert not {"himitsu", "naisho"} & {part for row in content["rows"] for part in (row.newer, row.yours)}


@pytest.mark.parametrize(
    ("link", "keyword"), [(None, "himawari7"), ("waited for", "himawari7"), ("used", None)], ids=str
)
@pytest.mark.parametrize("again", [None, lambda act, receipt: receipt], ids=["once", "again"])
def test_a_receipt_shows_its_keyword_and_sends_again_until_its_link_is_used(portal, monkeypatch, link, keyword, again):
    monkeypatch.setattr(pages.links, "is_waited_for", lambda link_id: link_id == "waited for")
    wizard = trip.wizard()
    wizard = replace(wizard, complete=replace(wizard.complete, again=again))
    receipt = Receipt(number="100000000001", keyword="himawari7", link=link, event=Kind.REGISTRATION)
    run = Run(RUN_ID, "trip", Owner("somebody", bytes), committed_at=factories.NOW, receipt=receipt)
    _, screen, content = pages.receipt_page(WizardRequest(portal, wizard, run, factories.NOW, CUSTOMERS))
    assert screen == Screen(955, "お手続きが完了しました")
    assert content["receipt"] == replace(receipt, keyword=keyword)
    assert content["progress"] == (("入力", "done"), ("確認", "done"), ("完了", "current"))
    assert content["at"] == factories.NOW
    assert content["again_url"] == (f"{AT}/send-again" if again and keyword else None)
