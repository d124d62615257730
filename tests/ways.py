"""The ways through the portal that many tests take, and the means to look at what they left behind."""

import hashlib
import hmac
import json
import re
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from browser import Browser
from factories import ACCESS, PASSWORD, PROFILE
from sqlalchemy import text

import models
from domain.calls import hearing
from domain.calls.events import CallEvent, Source
from domain.messages import letters as written
from infra import clock
from infra.database import Table, read, write

LINK = re.compile(r"https://mado\.example(/[a-z]+/l/[^\s<>\"]+)")
TOKEN = re.compile(r'(name="csrf_token" value=")[^"]*')
SEAL = re.compile(r"\b[0-9a-f]{64}\b")
RUN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])")
TRACES = {"seen_at", "expires_at", "screen"}
CONTRACT = {
    "number": "Ｃ９００−０００００１",
    "kana-family": "たかさき",
    "kana-given": "ﾖｼﾉ",
    "birth-era": "showa",
    "birth-year": "35",
    "birth-month": "4",
    "birth-day": "1",
    "phone_end": "5678",
}


def to_104(browser, **different):
    """From nothing to the confirm screen of the application."""
    return browser.open("/okyakusama/registration/").send({**PROFILE, **different})


def apply_for(browser, **different):
    """From nothing to 105."""
    return to_104(browser, **different).send()


def letters(app):
    """What lies in the outbox for somebody, oldest first, opened."""
    with app.app_context(), read() as session:
        rows = session.query(models.Letter).filter_by(state="queued").order_by(models.Letter.id).all()
        drafts = [written.opened(app.extensions["keyring"], row) for row in rows]
    return [draft for draft in drafts if not draft.withheld]


def link_in(letter):
    """The path of the link in a letter."""
    return LINK.search(letter.text)[1]


def newest_link(app):
    return link_in(letters(app)[-1])


BORN = {"birth-era": "showa", "birth-year": "35", "birth-month": "4", "birth-day": "1"}
OWNER = {"okyakusama": "yoshino.t@example.jp", "keiyakusha": "KMA7482X"}
ONLY_KEIYAKUSHA = ("verification", "application")
NEW = {"password": "Kaede55mado", "password-again": "Kaede55mado"}


def portal_of(name):
    """The portal whose pages of a sequence are looked at: the first that offers it."""
    return "keiyakusha" if name in ONLY_KEIYAKUSHA else "okyakusama"


def to_503(browser, user_id="SKR6473N", password=PASSWORD):
    """From nothing to the wait for a call."""
    return browser.open("/keiyakusha/login").send({"user_id": user_id, "password": password})


def shown_on_503(browser):
    """The number to be called."""
    return browser.page.select_one(".call__to [data-called]").get_text(strip=True)


def call(app, caller, called, *, call_id=None, at=None):
    """A call comes in; what became of it. `caller` is None where it is withheld."""
    with app.app_context():
        now = clock.now()
        event = CallEvent(Source.SIMULATED, call_id or secrets.token_hex(), caller, called, at or now)
        return hearing.hear(event, now)


def asked_on_402(portal="okyakusama"):
    """What the persona answers on 402."""
    issued = {"user_id": OWNER[portal]} if portal == "keiyakusha" else {}
    return {**issued, "email": OWNER["okyakusama"], **BORN}


def to_403(browser, portal="okyakusama", **different):
    """From nothing to the keyword of 再設定."""
    return browser.open(f"/{portal}/forgotten/").send({**asked_on_402(portal), **different}).send()


def to_413(browser, portal="okyakusama", **different):
    """From nothing to the keyword of ロック解除."""
    return browser.open(f"/{portal}/locked/").send({"user_id": OWNER[portal], **BORN, **different}).send()


def keyword_on(browser):
    """The keyword that the screen shows."""
    return browser.page.select_one(".keyword strong").get_text()


def opened(browser, app):
    """From the keyword's screen through the newest letter to the first screen behind its link."""
    keyword = keyword_on(browser)
    return browser.open(newest_link(app)).send({"keyword": keyword})


def to_405(browser, app, portal="okyakusama"):
    return opened(to_403(browser, portal), app)


def to_415(browser, app, portal="okyakusama"):
    return opened(to_413(browser, portal), app)


def to_108(browser, app, keyword="himawari7", **different):
    """From nothing to 108, in one browser."""
    apply_for(browser, **different)
    return browser.open(newest_link(app)).send({"keyword": keyword})


def to_109(browser, app, **different):
    return to_108(browser, app).send({**ACCESS, **different})


def register(browser, app):
    """From nothing to 110."""
    return to_109(browser, app).send()


def log_in(browser, user_id="yoshino.t@example.jp", password=ACCESS["password"], status=200, onward=""):
    return browser.open(f"/okyakusama/login{onward}").send({"user_id": user_id, "password": password}, status)


def log_out(browser):
    form = browser.page.select_one("form[action$='/logout']")
    return browser._arrive(
        browser.client.post(form["action"], data=browser.standing(form), follow_redirects=True), status=200
    )


def to_722(browser, **different):
    """For a customer who is logged in: to the confirm screen of the addition."""
    return browser.open("/okyakusama/addition/").send({**CONTRACT, **different})


NEW_PHONE = {"phone-area": "080", "phone-exchange": "8765", "phone-line": "4321"}


def to_604(browser, contract_id, part="insured", portal="okyakusama", status=200):
    """For a customer who is logged in: to the first screen of a change."""
    return browser.open(f"/{portal}/change/of/{contract_id}-{part}/", status)


def to_605(browser, contract_id, part="insured", portal="okyakusama", **different):
    return to_604(browser, contract_id, part, portal).send({**NEW_PHONE, **different})


def to_606(browser, contract_id, part="insured", portal="okyakusama", **different):
    return to_605(browser, contract_id, part, portal, **different).send()


BANK = {
    "reason": "moved",
    "pledge": "no",
    "bank": "みずほ銀行",
    "branch": "東京営業部",
    "account": "ordinary",
    "number": "1234567",
}
AGREED = {"important": "yes", "intention": "yes"}


def to_613(browser, contract_id, portal="okyakusama", **different):
    """For a customer who is logged in: to the confirm screen of a cancellation, with what is asked there ticked."""
    browser.open(f"/{portal}/cancellation/of/{contract_id}/").send({**BANK, **different})
    for tick in browser.page.select("[name=understood]"):
        tick["checked"] = ""
    return browser


def to_623(browser, contract_id, portal="okyakusama", plan="same"):
    """For a customer who is logged in: to the second screen of a renewal."""
    return browser.open(f"/{portal}/renewal/of/{contract_id}/").send({"plan": plan})


def to_624(browser, contract_id, portal="okyakusama", plan="same", asked=("occupied", "住居として使用")):
    to_623(browser, contract_id, portal, plan)
    return browser.send({"payment": "年払", f"asked_{asked[0]}": asked[1]})


def plain(page):
    """A page without what differs between two equal ones: tokens, and the ids and seals of runs."""
    return RUN.sub("RUN", SEAL.sub("SEAL", TOKEN.sub(r"\1", page)))


def cookie(client, portal="okyakusama"):
    return client.get_cookie(f"madoguchi-{portal}")


def twin(browser, app, portal="okyakusama"):
    """A browser once more, on a connection of its own, perhaps to another process of the installation."""
    client = app.test_client()
    client.set_cookie(f"madoguchi-{portal}", cookie(browser.client, portal).value)
    copy = Browser(client)
    copy.url, copy.page, copy.response = browser.url, browser.page, browser.response
    return copy


def spoil(camera, name="csrf_token"):
    """Send the form of this page with a hidden box that holds something else."""
    camera.page.select_one(f"main form [name={name}]")["value"] = "gone"
    return camera


def compared(browser):
    """605: what stands before and after, by label."""
    rows = [
        [" ".join(cell.get_text(" " if cell.name == "th" else "").split()) for cell in row.select("th, td")]
        for row in browser.page.select(".compared")
    ]
    kept_rows = browser.page.select("#unchanged + dl > .row")
    unchanged = [[cell.get_text() for cell in row.select("dt > span:last-child, dd")] for row in kept_rows]
    told = {label: (value, "変更なし") for label, value, _ in unchanged}
    return {row[0].split(" ", 2)[-1]: tuple(row[1:3]) for row in rows} | told


def pressed(browser):
    """What pressing the first button of this page sends: an address and the values."""
    form = browser.form
    return form.get("action") or browser.url, browser.standing(form)


def at_once(calls):
    """Do all of these at the same moment, each in a thread of its own; give what they gave."""
    gate = threading.Barrier(len(calls))

    def go(call):
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(go, calls))


def until_one_waits():
    """Inside a transaction on PostgreSQL, until somebody waits for what it holds."""
    waiting = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with read() as session:
            if session.scalar(waiting):
                return
    raise AssertionError("nobody waits")


def tables(app, without=()):
    """Everything in the database, table by table, without the columns named."""
    with app.app_context(), read() as session:
        return {
            table.name: sorted(
                repr({key: value for key, value in row.items() if key not in without})
                for row in session.execute(text(f'select * from "{table.name}"')).mappings()
            )
            for table in Table.metadata.sorted_tables
        }


def effects(app):
    """Everything in the database but traces (decision 1), and counts of what was refused, which are nobody's."""
    return {name: rows for name, rows in tables(app, without=TRACES).items() if name != "daily_counts"}


def counted(app):
    """How many rows each table has that a commit may write."""
    found = tables(app)
    return {name: len(found[name]) for name in ("accounts", "letters", "links", "events", "holdings")}


def carried(app, browser, portal="okyakusama"):
    """What the browser's cookie holds."""
    found = cookie(browser.client, portal)
    return app.session_interface.get_signing_serializer(app).loads(found.value) if found else {}


def half_of(app, browser, run_id):
    return hmac.digest(carried(app, browser)["visitor"].encode(), run_id.encode(), hashlib.sha256)


def kept(app, run_id, half=b""):
    """The steps of a run as they lie in its row, opened."""
    with app.app_context(), read() as session:
        sealed = session.get(models.RunRow, run_id).answers
        return json.loads(app.extensions["keyring"].decrypt("run", run_id, sealed, half))


def keep(app, run_id, steps, half=b""):
    """Put other steps into the row of a run."""
    sealed = app.extensions["keyring"].encrypt("run", run_id, json.dumps(steps).encode(), half)
    with app.app_context(), write() as session:
        session.get(models.RunRow, run_id).answers = sealed


def run_id_of(browser):
    return browser.url.split("/")[3]
