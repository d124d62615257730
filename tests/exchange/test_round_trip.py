"""Do a hundred requests of customers come through to the core system and back, with nothing lost and nothing twice?

Import, journeys, export, apply, and the answer of the core system imported again; the commands are killed on the way.
"""

import csv
import itertools
import random
from datetime import UTC, datetime

import factories
import pytest
from browser import Browser
from dying import killed_at
from sqlalchemy import select
from ways import AGREED, BANK

from infra import rate_limits
from infra.database import read
from models import Contract, ContractRequest, Event
from tests.exchange.synthetic import AGENCIES, DEMO, rows_of

PORTALS = ("okyakusama", "keiyakusha")
JOURNEYS = 100
EARLY = 15
NEXT_DAY = datetime(2026, 11, 25, 3, tzinfo=UTC)
APPLIED = ("request applied", "renewal passed on")
STREETS = ("1-2-3", "９−９", "4-5-6 ", "12番地")
BUILDINGS = ("", "髙﨑ビル101", "𠮷野荘", "コーポ見本 2階", "か\u3099す\ufa19荘")
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
                if asked["解約日"]:
                    assert len(asked["口座番号"]) == 7 and asked["金融機関コード"] == "0001"
                    contract["保険満期日"] = asked["解約日"]
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


class Counter:
    """The policyholders of a portal, each with an account that holds their contracts, made when it is needed."""

    def __init__(self, app, portal):
        self.app, self.portal, self.browsers = app, portal, {}
        with app.app_context(), read() as session:
            self.contracts = session.scalars(select(Contract).where(Contract.portal == portal)).all()

    def customer_of(self, contract):
        """The browser of its holder, logged in."""
        who = (contract.kana_key, contract.holder_birth)
        if who not in self.browsers:
            self.browsers[who] = self._log_in(contract, f"holder{len(self.browsers)}@example.jp")
        return self.browsers[who]

    def _log_in(self, contract, user_id):
        family, _, given = contract.holder_kana.partition("　")
        owner = {"family_kana": family, "given_kana": given, "birth_date": contract.holder_birth, "email": user_id}
        with self.app.app_context():
            account = factories.account(self.app, self.portal, user_id, **owner).id
            for each in self.contracts:
                if (each.kana_key, each.holder_birth) == (contract.kana_key, contract.holder_birth):
                    factories.hold(account, each.id)
        browser = Browser(self.app.test_client()).open(f"/{self.portal}/login")
        return browser.send({"user_id": user_id, "password": factories.PASSWORD})


def asked_at_random(app, chance):
    """So many requests as customers make them; some replace one before, some are taken back, some are for later."""
    for portal in PORTALS:
        counter, done = Counter(app, portal), 0
        while done < JOURNEYS / len(PORTALS):
            contract = chance.choice(counter.contracts)
            kind = chance.choice((_change, _change, _cancel, _renew))
            done += kind(counter.customer_of(contract), portal, contract.id, chance)


def _answered(browser, address, answers, chance):
    """An answer to the first screen of a sequence; False where it is not open, or nothing would change."""
    if browser.client.get(address).status_code == 409:
        return False
    browser.open(address)
    typed = answers(browser.values)
    answer = browser.client.post(address, data={**browser.standing(browser.form), **typed}, follow_redirects=True)
    if answer.status_code == 422:
        return False
    browser._arrive(answer, 200)
    return True


def _cancel(browser, portal, contract, chance):
    def answers(boxes):
        later = {"day-month": "12", "day-day": "1"} if chance.random() < 0.3 else {}
        holder = boxes["holder"] or "カ)" + browser.page.select_one(".who b").text
        return {**BANK, **later, "holder": holder, "number": f"{chance.randrange(10**7):07}"}

    if not _answered(browser, f"/{portal}/cancellation/of/{contract}/", answers, chance):
        return 0
    browser.send({"understood": "yes"})
    return _perhaps_withdrawn(browser, portal, contract, chance)


def _renew(browser, portal, contract, chance):
    address = f"/{portal}/renewal/of/{contract}/"
    if not _answered(browser, address, lambda boxes: {"plan": "same"}, chance):
        return 0
    asked = {tag["name"]: tag["value"] for tag in browser.page.select("main input[name^=asked_]")}
    browser.send({"payment": "年払", **asked}).send(AGREED)
    return _perhaps_withdrawn(browser, portal, contract, chance)


def _change(browser, portal, contract, chance):
    parts = browser.open(f"/{portal}/contracts/{contract}").page.select("main a[href*='/change/of/']")

    def answers(boxes):
        typed = {}
        if "phone-area" in boxes:
            area, exchange = chance.choice(AREAS)
            typed |= {"phone-area": area, "phone-exchange": exchange, "phone-line": f"{chance.randrange(10000):04}"}
        for name in ("address", "location"):
            if f"{name}-town" in boxes:
                typed |= {f"{name}-street": chance.choice(STREETS), f"{name}-building": chance.choice(BUILDINGS)}
        return typed | ({"day-month": "12", "day-day": "1"} if chance.random() < 0.2 else {})

    if not _answered(browser, chance.choice(parts)["href"], answers, chance):
        return 0
    browser.send()
    return _perhaps_withdrawn(browser, portal, contract, chance)


def _perhaps_withdrawn(browser, portal, contract, chance):
    if chance.random() < 0.1:
        browser.open(f"/{portal}/contracts/{contract}").follow("取り下げる").send()
    return 1


def requests(app, *states):
    with app.app_context(), read() as session:
        found = session.scalars(select(ContractRequest).order_by(ContractRequest.id)).all()
    return [each for each in found if each.state in states]


def killed_on_the_way(make_app, url, command, chance):
    """Run a command again and again, killed at a point that nobody knows before, until it comes to its end: it dies
    once at least, since no command has fewer than EARLY points."""
    numbers = itertools.count(1)
    points = (chance.randrange(2, EARLY * number) for number in itertools.count(1))
    deaths = list(killed_at(make_app, url, lambda _: command(next(numbers)), points))
    assert deaths


def test_a_hundred_requests_come_through_and_back(app, make_app, database_url, bring_in, core, clock, monkeypatch):
    monkeypatch.setattr(rate_limits, "are_on", lambda: False)
    chance = random.Random(database_url.partition(":")[0])
    asked_at_random(app, chance)
    accepted = requests(app, "accepted")
    assert len(accepted) > JOURNEYS * 0.6
    clock.now = NEXT_DAY

    def export(number):
        core.take()
        return ["data", "export", "requests", str(core.folder / f"requests-{number:03}.csv")]

    killed_on_the_way(make_app, database_url, export, chance)
    core.take()
    assert sorted(core.arrived) == sorted(each.receipt_number for each in accepted)
    killed_on_the_way(make_app, database_url, lambda _: ["data", "apply"], chance)
    due = requests(app, "applied", "settled")
    assert {each.id for each in due} == {each.id for each in accepted if str(each.effective_on) <= "2026-11-25"}
    with app.app_context(), read() as session:
        told = session.scalars(
            select(Event.request_id).where(Event.kind.in_(("request applied", "renewal passed on")))
        ).all()
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
    for name in set(factories.requests.columns_of(asked)) - {"changed_on", "ends_on"}:
        assert (
            getattr(now, name)
            == getattr(after[asked.contract_id], name)
            == factories.requests.columns_of(asked)[name][1]
        )
