"""Who calls in tests, of whom nothing is to be seen before they were verified, and how does a member talk with them?"""

from datetime import date
from typing import NamedTuple

import factories
import staffing
from bs4 import BeautifulSoup
from factories import add, agency, contract, hold
from sqlalchemy import select, update
from staffing import NAME, at_work

import models
from domain.staff.cases import Caller
from infra.database import read, write
from models import AuditEntry, StaffCase

WHY = "ご契約内容のお問い合わせ"
# Each datum of theirs is found nowhere else.
SECRET = {
    "family_name": "秘姓",
    "given_name": "秘名",
    "family_kana": "ヒセイ",
    "given_kana": "ヒメイ",
    "birth_date": date(1951, 2, 3),
}
HELD = {
    "number": "C987654321",
    "product": "ひみつの保険",
    "holder_name": "秘姓　秘名",
    "holder_kana": "ヒセイ　ヒメイ",
    "holder_birth": date(1951, 2, 3),
    "holder_phone": "090-7531-8642",
    "holder_email": "himitsu@example.jp",
    "holder_postal_code": "963-8520",
    "holder_address": "福島県秘密市見本9-8-7",
    "location": "福島県秘密市見本9-8-7",
    "insured_name": "",
    "premium": 98760,
    "payment": "半年払",
    "ends_on": date(2027, 2, 28),
}
MARKS = (
    *("秘姓", "秘名", "ヒセイ", "ヒメイ", "1951", "昭和26", "C987654321", "ひみつ", "7531", "075318642"),
    *("himitsu", "963-8520", "9638520", "秘密市", "9-8-7", "98,760", "98760", "半年払", "2027年2月", "2027-02-28"),
)
# What a masked page says of it.
MASKED = ("秘＊ 秘＊", "ヒ＊ ヒ＊", "****年**月**日", "h***@example.jp")
RIGHT = {
    "birth": "S26.2.3",
    "phone": "０９０－７５３１－８６４２",
    "email": "himitsu@example.jp",
    "postal": "〒963-8520",
    "ends": "令和9年2月28日",
    "premium": "98,760円",
}
WRONG = {
    "birth": "S26.2.4",
    "phone": "090-7531-8643",
    "email": "himitsu@example.com",
    "postal": "963-8521",
    "ends": "令和9年2月27日",
    "premium": "98,761円",
}


def known(app, with_account=True):
    """Somebody who has a contract and an accident; gives the number of their account or, without one, of the contract,
    and that of the accident."""
    agency()
    kept = contract(**HELD).id
    hurt = staffing.accident(kept).id
    if not with_account:
        return kept, hurt
    account = factories.account(app, user_id="himitsu@example.jp", **SECRET).id
    hold(account, kept)
    return account, hurt


class Talk:
    """A member at their desk, and a customer on the telephone."""

    def __init__(self, app, subject, *, name=NAME, caller=Caller.SELF, about="account", desk=None):
        self.app, self.desk = app, desk or at_work(app, name)
        self.desk.open(f"/staff/customers/{about}/{subject}/open")
        self.desk.send({"caller": caller.value, "reason": WHY})
        self.path = self.desk.url
        self.case_id = self.path.rpartition("/")[2]

    @property
    def question(self):
        """What is to be asked now; None where nothing is."""
        box = self.desk.page.select_one("input[name=question]")
        return box and box["value"]

    def say(self, said=RIGHT, status=200, **more):
        """Type in what the caller answers."""
        return self.type_in(said[self.question], status, **more)

    def type_in(self, text, status=200, button=None):
        form = self.desk.page.select_one("#check form")
        data = {**self.desk.standing(form), "answer": text, **({"pass": "1"} if button else {})}
        sent = self.desk.client.post(form["action"], data=data, follow_redirects=True)
        self.desk._arrive(sent, status)
        return self

    def verify(self):
        while self.question:
            self.say()
        return self

    def open(self, more="", status=200):
        self.desk.open(f"{self.path}{more}", status)
        return self

    def live(self):
        """The answer to a page that asks by itself."""
        return self.desk.client.get(f"{self.path}/live")

    def reveal(self, item, status=200, why="asked", more=""):
        self.open(f"/reveal/{item}")
        self.desk.send({"why": why, "more": more} if why else {"more": more}, status)
        return self

    def write(self, text, status=200, button=None, **more):
        """Send what stands in the box of notes: by its first button, or by that of this name."""
        form = self.desk.page.select_one("form[data-draft]")
        data = {**self.desk.standing(form), "text": text, **({button: "1"} if button else {}), **more}
        sent = self.desk.client.post(form["action"], data=data, follow_redirects=True)
        self.desk._arrive(sent, status)
        return self

    @property
    def box(self):
        """What stands in the box of notes."""
        return self.desk.page.select_one("#note-text").get_text().removeprefix("\n")

    @property
    def notes(self):
        """What the card of notes says above its box."""
        return [_note(each) for each in self.desk.page.select(".staff-note")]

    @property
    def said(self):
        """What the page was told on its way."""
        return [" ".join(each.get_text().split()) for each in self.desk.page.select("main > [role=status]")]

    @property
    def shown(self):
        """The first two columns, row by row."""
        rows = self.desk.page.select(".staff-rows > div")
        return {row.dt.get_text(): " ".join(row.dd.get_text(" ").split()) for row in rows}


class Note(NamedTuple):
    """A note as a page shows it, or what another has begun."""

    id: str
    who: str
    text: str
    own: bool


def _note(tag):
    name, who, text = tag.get("id", "").removeprefix("note-"), tag.h3.find(string=True), tag.p.get_text()
    return Note(name, who, text, tag.form is not None)


def trail(app, *columns):
    """What the trail says, row by row."""
    with app.app_context(), read() as session:
        asked = [getattr(AuditEntry, name) for name in columns or ("act",)]
        return [tuple(row) for row in session.execute(select(*asked).order_by(AuditEntry.id))]


def case_now(app, case_id, **values):
    """Something became of a case."""
    with app.app_context(), write() as session:
        session.execute(update(StaffCase).where(StaffCase.id == case_id).values(**values))


def letter(**different):
    """A letter in the outbox."""
    times = dict.fromkeys(("created_at", "next_try_at", "give_up_at"), factories.NOW)
    values = {"key": "a letter", "portal": "okyakusama", "kind": "way_in", "masked_address": "h***@example.jp"}
    return add(models.Letter(**{**values, **times, **different}))


def text_of(answer):
    """What an answer says, without its tags."""
    return BeautifulSoup(answer.text, "html.parser").get_text(" ")
