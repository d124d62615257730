"""A small wizard of the tests' own, offered by the portal as any other: a branch, an answer that rests on another."""

import json
from dataclasses import replace

from domain.accounts.audit_log import Kind
from domain.messages import letters
from forms.kit.fields import Choice, Text
from forms.kit.step import StepForm
from infra import rate_limits
from rules.japanese import normalize
from wizards.engine.access import anyone
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import Receipt
from wizards.registry import WIZARDS


class CoverForm(StepForm):
    cover = Choice("補償", (("basic", "基本"), ("full", "充実")))
    new_car = Choice("お車の入替", (("yes", "はい"), ("no", "いいえ")))


class CarForm(StepForm):
    plate = Text("登録番号", reader=normalize.code)


class NoteForm(StepForm):
    note = Text("備考")


def book(act):
    """What was committed lies in the outbox, for the tests to read."""
    letter = letters.Draft(
        kind="trip",
        portal_name=act.portal.name,
        address="trip@example.jp",
        subject="旅",
        text=json.dumps(dict(act.answers)),
        html="",
        sender="trip@example.jp",
    )
    return Receipt(number=act.number, rows=[("備考", act.answers["note"])], letters=[letter], event=Kind.REGISTRATION)


def takes_the_car(answers):
    return answers["new_car"] == "yes"


def wizard(enter=anyone, name="trip", rests_on=()):
    return Wizard(
        name=name,
        title="旅",
        enter=enter,
        commit=book,
        progress=("入力", "確認", "完了"),
        steps=(
            Input(951, "cover", "補償の選択", CoverForm),
            Input(952, "car", "お車の入力", CarForm, when=takes_the_car),
            Input(953, "note", "備考の入力", NoteForm, rests_on=rests_on),
            Confirm(954, "入力内容の確認", button="申し込む"),
        ),
        complete=Complete(955, "お手続きが完了しました"),
    )


def offer(app, wizard, put):
    """Let okyakusama offer it; `put` sets a key of a dictionary for as long as the test lasts."""
    served = app.extensions["portals"]
    portal = served["okyakusama"]
    put(WIZARDS, wizard.name, wizard)
    put(rate_limits.LIMITS, f"wizard:{wizard.name}", rate_limits.Limit("1000000 per hour", "1000000 per hour"))
    put(served, "okyakusama", replace(portal, sequences=(*portal.sequences, wizard.name)))
