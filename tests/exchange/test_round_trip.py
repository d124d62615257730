"""Do a hundred requests of customers come through to the core system and back, with nothing lost and nothing twice?

Import, journeys, export, apply, and the answer of the core system imported again; the commands are killed on the way.
"""

import csv
import random
from datetime import UTC, datetime

import factories
import pytest
from browser import Browser
from dying import run_until
from sqlalchemy import select

from database import read
from models import Contract, Event, Request
from tests.exchange.synthetic import AGENCIES, DEMO, rows_of

PORTALS = ("okyakusama", "keiyakusha")
JOURNEYS = 100
NEXT_DAY = datetime(2026, 11, 25, 3, tzinfo=UTC)
STREETS = ("1-2-3", "９−９", "4-5-6 ", "12番地")
BUILDINGS = ("", "髙﨑ビル101", "𠮷野荘", "コーポ見本 2階")
AREAS = (("090", "8765"), ("03", "5555"), ("0466", "34"))


class CoreSystem:
    """The master of the contracts: it takes files in and gives all its contracts out."""

    def __init__(self, folder):
        self.folder, self.arrived, self.contracts = folder, [], {}
        for portal in PORTALS:
            with (DEMO / f"contracts-{portal}.csv").open(encoding="utf-8", newline="") as file:
                self.contracts[portal] = {row["証券番号"]: row for row in csv.DictReader(file)}

    def take(self):
        """Take away every file that has its name, and do what it says."""
        for path in sorted(self.folder.glob("requests-*.csv")):
            header, *rows = rows_of(path)
            for cells in rows:
                asked = dict(zip(header, cells, strict=True))
                self.arrived.append(asked["受付番号"])
                contract = self.contracts[asked["窓口"]][asked["証券番号"]]
                contract |= {name: cell for name, cell in asked.items() if cell and name in contract}
            path.unlink()

    def files(self):
        """Its contracts, a file for each portal."""
        for portal, rows in self.contracts.items():
            path = self.folder / f"contracts-{portal}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, next(iter(rows.values())).keys())
                writer.writeheader()
                writer.writerows(rows.values())
            yield portal, path


@pytest.fixture
def core(app, bring_in, tmp_path):
    """The core system, whose contracts have come in."""
    bring_in("agencies", AGENCIES)
    made = CoreSystem(tmp_path)
    for portal, path in made.files():
        bring_in("contracts", path, "--portal", portal)
    return made


def everything_held(app, portal):
    """An account that holds all contracts of a portal, logged in."""
    user_id = "yoshino.t@example.jp" if portal == "okyakusama" else "KMA7482X"
    with app.app_context():
        account = factories.account(app, portal, user_id, email="yoshino.t@example.jp").id
        with read() as session:
            found = session.scalars(select(Contract.id).where(Contract.portal == portal)).all()
        for contract in found:
            factories.hold(account, contract)
    browser = Browser(app.test_client()).open(f"/{portal}/login")
    return browser.send({"user_id": user_id, "password": factories.PASSWORD}), found


def asked_at_random(app, chance):
    """So many requests as customers make them; some replace one before, some are taken back, some are for later."""
    for portal in PORTALS:
        browser, contracts = everything_held(app, portal)
        done = 0
        while done < JOURNEYS / len(PORTALS):
            done += _journey(browser, portal, chance.choice(contracts), chance)


def _journey(browser, portal, contract, chance):
    parts = browser.open(f"/{portal}/contracts/{contract}").page.select("main a[href*='/change/of/']")
    address = chance.choice(parts)["href"]
    status = browser.client.get(address).status_code
    if status == 409:
        return 0
    browser.open(address)
    boxes, typed = browser.values, {}
    if "phone-area" in boxes:
        area, exchange = chance.choice(AREAS)
        typed |= {"phone-area": area, "phone-exchange": exchange, "phone-line": f"{chance.randrange(10000):04}"}
    for name in ("address", "location"):
        if f"{name}-town" in boxes:
            typed |= {f"{name}-street": chance.choice(STREETS), f"{name}-building": chance.choice(BUILDINGS)}
    if chance.random() < 0.2:
        typed |= {"day-month": "12", "day-day": "1"}
    answer = browser.client.post(address, data={**browser.standing(browser.form), **typed}, follow_redirects=True)
    if answer.status_code == 422:
        return 0
    browser._arrive(answer, 200).send()
    if chance.random() < 0.1:
        browser.open(f"/{portal}/contracts/{contract}").follow("取り下げる").send()
    return 1


def requests(app, *states):
    with app.app_context(), read() as session:
        found = session.scalars(select(Request).order_by(Request.id)).all()
    return [each for each in found if each.state in states]


def killed_on_the_way(make_app, url, command, chance):
    """Run a command again and again, killed at a point that nobody knows before, until it comes to its end."""
    number = 0
    while True:
        number += 1
        if run_until(make_app, url, command(number), chance.randrange(2, 40 * number)):
            return


@pytest.mark.parametrize("seed", [1, 2])
def test_a_hundred_requests_come_through_and_back(app, make_app, database_url, bring_in, core, clock, seed):
    chance = random.Random(seed)
    asked_at_random(app, chance)
    accepted = requests(app, "accepted")
    assert len(accepted) > JOURNEYS * 0.6
    clock.now = NEXT_DAY

    def export(number):
        core.take()
        return ["data", "export", "requests", str(core.folder / f"requests-{seed}-{number:03}.csv")]

    killed_on_the_way(make_app, database_url, export, chance)
    core.take()
    assert sorted(core.arrived) == sorted(each.receipt_number for each in accepted)
    killed_on_the_way(make_app, database_url, lambda _: ["data", "apply"], chance)
    due = requests(app, "applied")
    assert {each.id for each in due} == {each.id for each in accepted if str(each.effective_on) <= "2026-11-25"}
    with app.app_context(), read() as session:
        told = session.scalars(select(Event.request_id).where(Event.kind == "request applied")).all()
        after = {row.id: row for row in session.execute(select(Contract.__table__))}
    assert sorted(told) == sorted(each.id for each in due)
    for portal, path in core.files():
        bring_in("contracts", path, "--portal", portal)
    assert requests(app, "applied") == []
    for each in due:
        _says_what_was_asked(app, each, after)
    for portal, path in core.files():
        assert "変更 0件" in bring_in("contracts", path, "--portal", portal).stdout


def _says_what_was_asked(app, asked, after):
    """The contract after the nightly run, and still after the answer of the core system."""
    with app.app_context(), read() as session:
        now = session.execute(select(Contract.__table__).where(Contract.id == asked.contract_id)).one()
    for name in set(factories.requested.columns_of(asked)) - {"changed_on"}:
        assert (
            getattr(now, name)
            == getattr(after[asked.contract_id], name)
            == factories.requested.columns_of(asked)[name][1]
        )
