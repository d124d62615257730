"""Whatever a visitor does, in whatever order: is nothing lost, nothing done twice, and nobody else's data shown?

A machine drives the real application through tabs, Back, changes, double posts, lost tokens, expiry and logins of two
customers in two browsers, through logins that are ended elsewhere, the weekly pause and more time. Beside it stands a
model that knows, for every request, the one answer that is right. A second sequence is personal: it opens to who has
just given their password, and to nobody else by whatever way (decision 35).
"""

import itertools
import json
import re
from dataclasses import replace
from datetime import timedelta

import factories
import pytest
import trip
from browser import Browser
from factories import ACCESS
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import delete
from trip_model import FIELDS, Run, Tab
from ways import at_once, carried, letters, log_in, pressed, to_108, twin

import models
from domain.accounts import directory, logins
from infra.database import Table, read, write
from models import Account, Agency
from rules.japanese.dates import JST, WEEKDAYS
from rules.weekly_pause import WeeklyPause
from wizards.engine.access import proved_customer

IDLE, WEEK = timedelta(minutes=30), timedelta(days=7)
SESSION_KEYS = {"visitor", "browser", "csrf_token", "link", "agency", "_flashes", "_permanent"}
SESSION_KEYS |= {"_user_id", "_fresh", "_id"}
MARKED = re.compile(r"(?:NOTE|PLATE)\d+")
CUSTOMERS = ("taro@example.jp", "hanako@example.jp")
ROOT, PERSONAL = "/okyakusama/trip/", "/okyakusama/personal/"
PROVED_FOR = timedelta(minutes=5)


class Visitors(RuleBasedStateMachine):
    app = clock = None
    newcomers = itertools.count()

    @initialize()
    def start(self):
        with self.app.app_context(), write() as session:
            for table in reversed(Table.metadata.sorted_tables):
                if table.name not in (Account.__tablename__, Agency.__tablename__):
                    session.execute(delete(table))
        self.clock.now = factories.NOW
        self.browsers = [Browser(self.app.test_client()) for _ in range(2)]
        self.who, self.lapsed, self.sessions = [None, None], [None, None], [0, 0]
        self.runs, self.tabs, self.count, self.ticks = {}, [], 0, 0
        self.whose, self.ended = {}, [None, None]
        self.proved, self.personal, self.registered = [None, None], {}, 0

    # What the model knows.

    def mine(self, browser):
        owners = {("session", browser, self.sessions[browser])}
        return owners | ({("account", self.who[browser])} if self.who[browser] is not None else set())

    def found(self, run_id, browser):
        run = self.runs.get(run_id)
        return run if run and self.clock.now < run.expires and run.owner in self.mine(browser) else None

    def locked_away(self, run_id, browser):
        """A run of the customer whose login ran out in this browser."""
        run = self.runs.get(run_id)
        return bool(run and run.owner == ("account", self.lapsed[browser]))

    def ended_away(self, run_id, browser):
        """A run of the customer whose login in this browser was ended elsewhere."""
        run = self.runs.get(run_id)
        return bool(run and run.owner == ("account", self.ended[browser]))

    def hidden(self, run_id, browser):
        """What a browser is answered that asks for a run which is not its own, or not any more."""
        if self.locked_away(run_id, browser):
            return {403, 410}
        return {303, 410} if self.ended_away(run_id, browser) else {410}

    def touch(self, run):
        run.seen = self.clock.now
        run.expires = self.clock.now + (WEEK if run.owner[0] == "account" else IDLE)

    # What the browser does.

    def get(self, browser, address):
        run_id, slug = address.removeprefix(ROOT).split("?")[0].split("/")
        run = self.found(run_id, browser)
        answer = self.browsers[browser].client.get(address)
        self.precheck(browser, answer)
        if run is None:
            assert answer.status_code in self.hidden(run_id, browser)
            assert answer.status_code != 303 or answer.location.startswith("/okyakusama/login")
        elif run.committed is not None:
            assert answer.status_code == (200 if slug == "complete" else 303)
            if slug != "complete":
                assert answer.location.endswith("/complete")
            else:
                assert run.committed["note"] in answer.text
        elif slug not in run.path:
            assert (answer.status_code, answer.location) == (303, f"{ROOT}{run_id}/{run.path[-1]}")
        else:
            assert answer.status_code == 200
            if self.clock.now - run.seen >= timedelta(minutes=1):
                self.touch(run)
            self.remember(browser, answer, run_id, slug)
        return answer

    def remember(self, browser, answer, run_id, slug):
        """Keep a page that was shown as a tab, and see that nothing is missing on it."""
        page = self.browsers[browser]._arrive(answer, answer.status_code)
        action, data = pressed(page)
        run = self.runs.get(run_id)
        if answer.status_code == 200 and slug == "confirm":
            rows = set(page.summary.values())
            assert {run.taken["note"], *([run.taken["plate"]] if "plate" in run.taken else [])} <= rows
        elif answer.status_code == 200 and run:
            kept = run.drafts.get(slug) or run.answers.get(slug) or {}
            assert {name: data.get(name, "") for name in FIELDS[slug]} == {
                name: kept.get(name, "") for name in FIELDS[slug]
            }
            assert int(data["version"]) == run.versions[slug]
        shown = dict(run.taken) if run and slug == "confirm" else {}
        if len(page.page.select("form#step")) and page.number != 910:
            self.tabs.append(Tab(browser, self.sessions[browser], run_id, slug, action, data, shown))

    def precheck(self, browser, answer, sent=()):
        """Nobody else's data, nothing readable in the cookie, and only answers that are promised."""
        assert answer.status_code in (200, 303, 400, 403, 409, 410, 422)
        for word in MARKED.findall(answer.text):
            run = self.runs.get(self.whose[word])
            assert word in sent or (run and run.owner in self.mine(browser)), f"{word} is somebody else's"
        held = carried(self.app, self.browsers[browser])
        assert set(held) <= SESSION_KEYS
        assert not MARKED.search(json.dumps(held))

    def answers(self, run_id, slug, kind):
        """Something typed into a step; each text is used once, so that it can be told whose it is."""
        self.count += 1
        if kind == "bad":
            return {"cover": {"cover": "full", "new_car": ""}, "car": {"plate": ""}, "note": {"note": ""}}[slug]
        if slug == "cover":
            return {"cover": "full" if self.count % 2 else "basic", "new_car": "yes" if kind == "good" else "no"}
        word = f"{'PLATE' if slug == 'car' else 'NOTE'}{self.count}"
        self.whose[word] = run_id
        return {FIELDS[slug][0]: word}

    def post(self, tab, values, back=False, token=True):
        browser, run_id, slug = tab.browser, tab.run, tab.slug
        data = {**tab.data, **values, **({"back": "1"} if back else {})}
        if not token:
            data["csrf_token"] = ""
        first = tab.action.split("?")[0] == ROOT
        run = self.found(run_id, browser)
        answer = self.browsers[browser].client.post(tab.action, data=data)
        self.precheck(browser, answer, set(values.values()) | set(tab.data.values()))
        if not token or tab.session != self.sessions[browser]:
            assert answer.status_code in (400, 303, 403, 410)
            if answer.status_code == 400:
                self.remember(browser, answer, run_id, slug)
            elif answer.status_code == 403 and slug != "confirm":
                self.drafted(run_id, slug, data)
        elif run is None and self.locked_away(run_id, browser):
            assert answer.status_code in (403, 410)
            if answer.status_code == 403 and slug != "confirm":
                self.drafted(run_id, slug, data)
        elif run is None and (not first or self.ended_away(run_id, browser)):
            assert answer.status_code in self.hidden(run_id, browser)
        elif slug == "confirm":
            self.confirmed(run, run_id, tab, back, answer)
        else:
            self.answered(run, run_id, tab, data, back, answer)
        return answer

    def drafted(self, run_id, slug, data):
        """Typed after the login ran out, and kept for the next one."""
        run = self.runs.get(run_id)
        if run and run.committed is None:
            run.drafts[slug] = {name: data.get(name, "") for name in FIELDS[slug]}

    def answered(self, run, run_id, tab, data, back, answer):
        slug, values = tab.slug, {name: data.get(name, "") for name in FIELDS[tab.slug]}
        if run and run.committed is not None:
            assert answer.status_code == 303 and answer.location.endswith("/complete")
            return
        if run and slug not in run.path:
            assert (answer.status_code, answer.location) == (303, f"{ROOT}{run_id}/{run.path[-1]}")
            return
        if not all(values.values()) and not back:
            assert answer.status_code == 422
            self.remember(tab.browser, answer, run_id, slug)
            return
        if run is None and run_id in self.runs:
            assert answer.status_code == 410
            return
        if run is None:
            who = self.who[tab.browser]
            owner = ("session", tab.browser, self.sessions[tab.browser]) if who is None else ("account", who)
            run = self.runs[run_id] = Run(owner, self.clock.now, self.clock.now)
        if back:
            run.drafts[slug] = values
        elif slug in run.answers and tab.version != run.versions[slug]:
            if values != run.answers[slug]:
                assert answer.status_code == 409
                assert "（画面番号910）" in answer.text
                return
            assert answer.status_code == 303
            return
        else:
            run.accept(slug, values)
        self.touch(run)
        assert answer.status_code == 303
        self.get(tab.browser, answer.location.split("#")[0])

    def confirmed(self, run, run_id, tab, back, answer):
        if run.committed is not None:
            assert answer.status_code == 303 and answer.location.endswith("/complete")
        elif "confirm" not in run.path:
            assert (answer.status_code, answer.location) == (303, f"{ROOT}{run_id}/{run.path[-1]}")
        elif back:
            assert answer.status_code == 303
            self.get(tab.browser, answer.location)
        elif tab.shown != run.taken:
            assert answer.status_code == 409
            self.remember(tab.browser, answer, run_id, "confirm")
        else:
            assert answer.status_code == 303 and answer.location.endswith("/complete")
            run.committed = run.taken
            self.touch(run)
            self.get(tab.browser, answer.location)

    # The rules.

    @rule(browser=st.integers(0, 1))
    def open(self, browser):
        answer = self.browsers[browser].client.get(ROOT)
        self.precheck(browser, answer)
        page = self.browsers[browser]._arrive(answer, 200)
        action, data = pressed(page)
        self.tabs.append(Tab(browser, self.sessions[browser], data["run"], "cover", action, data, {}))

    TAB = st.one_of(st.just(0), st.just(0), st.integers(0, 6))
    KIND = st.sampled_from(["good", "good", "other", "bad"])

    def tab(self, back):
        return self.tabs[-1 - back % len(self.tabs)]

    @precondition(lambda self: self.tabs)
    @rule(back=TAB, kind=KIND)
    def send(self, back, kind):
        tab = self.tab(back)
        self.post(tab, self.answers(tab.run, tab.slug, kind) if tab.slug != "confirm" else {})

    @precondition(lambda self: self.tabs)
    @rule(back=TAB)
    def walk_on(self, back):
        """Answer what is open until the confirm screen stands there."""
        tab = self.tab(back)
        for _ in range(3):
            if tab.slug == "confirm":
                return
            before = len(self.tabs)
            self.post(tab, self.answers(tab.run, tab.slug, "good"))
            if len(self.tabs) == before:
                return
            tab = self.tabs[-1]

    @precondition(lambda self: self.tabs)
    @rule(back=TAB, kind=KIND)
    def send_twice(self, back, kind):
        tab = self.tab(back)
        values = self.answers(tab.run, tab.slug, kind) if tab.slug != "confirm" else {}
        for _ in range(2):
            self.post(tab, values)

    @precondition(lambda self: self.tabs)
    @rule(back=TAB, kind=KIND)
    def go_back(self, back, kind):
        tab = self.tab(back)
        self.post(tab, self.answers(tab.run, tab.slug, kind) if tab.slug != "confirm" else {}, back=True)

    @precondition(lambda self: self.tabs)
    @rule(back=TAB, kind=KIND)
    def lose_the_token(self, back, kind):
        tab = self.tab(back)
        self.post(tab, self.answers(tab.run, tab.slug, kind) if tab.slug != "confirm" else {}, token=False)

    @precondition(lambda self: any(tab.slug == "confirm" for tab in self.tabs))
    @rule(back=TAB)
    def press_at_once(self, back):
        """Two presses at the same moment."""
        confirms = [tab for tab in self.tabs if tab.slug == "confirm"]
        tab = confirms[-1 - back % len(confirms)]
        run, browser = self.found(tab.run, tab.browser), self.browsers[tab.browser]
        if run is None or tab.session != self.sessions[tab.browser] or tab.shown != run.taken:
            return
        clients = [twin(browser, self.app).client for _ in range(2)]
        answers = at_once([lambda client=client: client.post(tab.action, data=tab.data) for client in clients])
        assert [answer.status_code for answer in answers] == [303, 303]
        if run.committed is None:
            run.committed = run.taken
            self.touch(run)

    @precondition(lambda self: self.runs)
    @rule(browser=st.integers(0, 1), back=TAB, slug=st.sampled_from(["cover", "car", "note", "confirm", "complete"]))
    def type_an_address(self, browser, back, slug):
        run_id = list(self.runs)[-1 - back % len(self.runs)]
        self.get(browser, f"{ROOT}{run_id}/{slug}")

    @precondition(lambda self: any(tab.slug == "confirm" for tab in self.tabs))
    @rule(back=TAB, slug=st.sampled_from(["cover", "cover", "car", "note"]), kind=KIND)
    def change(self, back, slug, kind):
        """Press 変更する, and mostly send another answer."""
        confirms = [tab for tab in self.tabs if tab.slug == "confirm"]
        tab = confirms[-1 - back % len(confirms)]
        answer = self.get(tab.browser, f"{ROOT}{tab.run}/{slug}?change={FIELDS[slug][0]}")
        if answer.status_code == 200 and kind != "bad" and self.tabs[-1].slug == slug:
            self.post(self.tabs[-1], self.answers(tab.run, slug, kind))

    @precondition(lambda self: any(tab.slug == "confirm" for tab in self.tabs))
    @rule(back=TAB)
    def leave_a_branch_and_come_back(self, back):
        """Then send the branch's older page once more."""
        confirms = [tab for tab in self.tabs if tab.slug == "confirm"]
        tab = confirms[-1 - back % len(confirms)]
        for kind in ("other", "good"):
            if self.get(tab.browser, f"{ROOT}{tab.run}/cover?change=new_car").status_code != 200:
                return
            self.post(self.tabs[-1], self.answers(tab.run, "cover", kind))
        if self.tabs[-1].slug == "car":
            self.post(self.tabs[-1], self.answers(tab.run, "car", "good"))
        older = [each for each in self.tabs if each.run == tab.run and each.slug == "car" and each.version]
        if older:
            self.post(older[0], self.answers(tab.run, "car", "good"))

    @rule(browser=st.integers(0, 1), customer=st.integers(0, 1))
    def come_back_to_what_was_begun_before_the_login(self, browser, customer):
        self.open(browser=browser)
        self.walk_on(back=0)
        tab = self.tabs[-1]
        self.log_in(browser=browser, customer=customer)
        self.half_an_hour_passes(really=True)
        self.log_in(browser=browser, customer=customer)
        self.get(browser, f"{ROOT}{tab.run}/{tab.slug}")

    @precondition(lambda self: any(tab.slug == "confirm" for tab in self.tabs))
    @rule(back=TAB, slug=st.sampled_from(["cover", "note"]))
    def confirm_what_was_changed_since(self, back, slug):
        """Change an answer in one tab, and press the button of the confirm screen in the other."""
        confirms = [tab for tab in self.tabs if tab.slug == "confirm"]
        tab = confirms[-1 - back % len(confirms)]
        self.change(back=back, slug=slug, kind="good")
        self.post(tab, {})

    @property
    def strange(self):
        """Whose runs a browser must not see."""
        return [
            (browser, run_id)
            for run_id, run in self.runs.items()
            for browser in range(2)
            if run.owner not in self.mine(browser) and self.hidden(run_id, browser) == {410}
        ]

    @precondition(lambda self: self.strange)
    @rule(back=st.integers(0, 6), slug=st.sampled_from(["cover", "car", "note", "confirm", "complete"]))
    def meddle_with_what_is_anothers(self, back, slug):
        """Look at it, and send it an answer, with everything that page would send."""
        browser, run_id = self.strange[-1 - back % len(self.strange)]
        self.get(browser, f"{ROOT}{run_id}/{slug}")
        page = self.browsers[browser].open("/okyakusama/login")
        if slug == "complete":
            return
        own = {"csrf_token": page.page.select_one("[name=csrf_token]")["value"]}
        theirs = [tab.data for tab in self.tabs if tab.run == run_id and tab.slug == slug][-1:] or [{}]
        typed = self.answers(run_id, slug, "good") if slug != "confirm" else {}
        answer = page.client.post(f"{ROOT}{run_id}/{slug}", data={**theirs[0], **typed, **own})
        self.precheck(browser, answer, set(typed.values()))
        assert answer.status_code == 410

    @rule(browser=st.integers(0, 1), customer=st.integers(0, 1))
    def log_in(self, browser, customer):
        page = self.browsers[browser].open("/okyakusama/login")
        page.send({"user_id": CUSTOMERS[customer], "password": factories.PASSWORD})
        assert page.number == 511
        for run in self.runs.values():
            if run.owner == ("session", browser, self.sessions[browser]) and self.clock.now < run.expires:
                run.owner = ("account", customer)
                if run.committed is None:
                    run.expires = self.clock.now + WEEK
        self.renewed(browser, customer)

    @precondition(lambda self: any(who is not None for who in self.who))
    @rule()
    def log_out(self):
        browser = next(number for number, who in enumerate(self.who) if who is not None)
        page = self.browsers[browser].open("/okyakusama/home")
        form = page.page.select_one("form[action$='/logout']")
        assert page.client.post(form["action"], data=page.standing(form)).status_code == 303
        self.renewed(browser, None)

    def renewed(self, browser, who):
        self.who[browser], self.lapsed[browser], self.ended[browser] = who, None, None
        self.proved[browser] = None if who is None else self.clock.now
        self.sessions[browser] += 1

    @precondition(lambda self: any(who is not None for who in self.who))
    @rule(browser=st.integers(0, 1))
    def end_a_customers_logins_elsewhere(self, browser):
        """As 713 and `flask logout` do."""
        customer = self.who[browser]
        if customer is None:
            return
        with self.app.app_context(), write() as session:
            account = directory.find(session, self.app.extensions["portals"]["okyakusama"], CUSTOMERS[customer])
            logins.end_of(session, account.id)
        for number, who in enumerate(self.who):
            if who == customer:
                self.who[number], self.ended[number] = None, customer
        self.open_the_personal_sequence(browser=browser)
        stood = [tab for tab in self.tabs if tab.browser == browser and self.ended_away(tab.run, browser)]
        for tab in [tab for tab in stood if tab.slug != "confirm" and tab.session == self.sessions[browser]][-1:]:
            self.post(tab, self.answers(tab.run, tab.slug, "good"))
            self.log_in(browser=browser, customer=customer)
            self.get(browser, f"{ROOT}{tab.run}/{tab.slug}")

    def kept_in(self, tab, data):
        """The run in which what this tab sends is kept, made where this is its first page."""
        run = self.found(tab.run, tab.browser)
        if run is None and tab.action.split("?")[0] == ROOT and tab.run not in self.runs:
            who = self.who[tab.browser]
            owner = ("session", tab.browser, self.sessions[tab.browser]) if who is None else ("account", who)
            run = self.runs[tab.run] = Run(owner, self.clock.now, self.clock.now)
        if run and run.committed is None:
            run.drafts[tab.slug] = {name: data.get(name, "") for name in FIELDS[tab.slug]}
            self.touch(run)
        return run

    @property
    def typing(self):
        """The tabs in which something can be typed, of who sits there still."""
        return [
            tab
            for tab in self.tabs
            if tab.slug != "confirm"
            and tab.session == self.sessions[tab.browser]
            and self.lapsed[tab.browser] is self.ended[tab.browser] is None
        ]

    @precondition(lambda self: self.typing)
    @rule(back=TAB, kind=KIND)
    def ask_for_more_time(self, back, kind):
        """Without JavaScript: what is typed goes along."""
        tab = self.typing[-1 - back % len(self.typing)]
        data = {**tab.data, **self.answers(tab.run, tab.slug, kind)}
        before, known = self.found(tab.run, tab.browser), tab.run in self.runs
        answer = self.browsers[tab.browser].client.post(f"{ROOT}{tab.run}/{tab.slug}/extend", data=data)
        self.precheck(tab.browser, answer, set(data.values()))
        if before is None and (known or tab.action.split("?")[0] != ROOT):
            assert answer.status_code == (410 if self.who[tab.browser] is None else 303)
            return
        assert (answer.status_code, answer.location) == (303, f"{ROOT}{tab.run}/{tab.slug}")
        run = self.kept_in(tab, data)
        self.touch(run)

    @precondition(lambda self: self.typing)
    @rule(back=TAB, kind=KIND)
    def send_during_the_pause(self, back, kind):
        """906, and afterwards it is there."""
        tab = self.typing[-1 - back % len(self.typing)]
        data = {**tab.data, **self.answers(tab.run, tab.slug, kind)}
        served = self.app.extensions["portals"]
        portal, now = served["okyakusama"], self.clock.now.astimezone(JST)
        ends = now + timedelta(minutes=10)
        if ends.date() != now.date():
            return
        served["okyakusama"] = replace(portal, pause=WeeklyPause(WEEKDAYS[now.weekday()], now.time(), ends.time()))
        answer = self.browsers[tab.browser].client.post(tab.action, data=data)
        served["okyakusama"] = portal
        assert answer.status_code == 503
        run = self.kept_in(tab, data)
        if run and run.committed is None:
            run.expires = max(run.expires, ends + IDLE)

    # The personal sequence: what opens it is the password, for one run, in one login, on one day.

    def may_open(self, browser):
        proved = self.proved[browser]
        return self.who[browser] is not None and self.clock.now - proved <= PROVED_FOR

    def sits_there(self, browser):
        """Their proof: this login and this day."""
        return self.sessions[browser], self.clock.now.astimezone(JST).date()

    @rule(browser=st.integers(0, 1))
    def open_the_personal_sequence(self, browser):
        answer = self.browsers[browser].client.get(PERSONAL)
        if not self.may_open(browser):
            way = "password-again" if self.who[browser] is not None else "login"
            assert answer.status_code == 403 or answer.location.startswith(f"/okyakusama/{way}")
            return
        data = pressed(self.browsers[browser]._arrive(answer, 200))[1]
        self.personal[data["run"]] = (browser, self.who[browser], self.sits_there(browser), data, False)

    @rule(browser=st.integers(0, 1))
    def give_the_password_again(self, browser):
        if self.who[browser] is None:
            return
        page = self.browsers[browser].open(f"/okyakusama/password-again?next={PERSONAL}")
        assert page.send({"password": factories.PASSWORD}).number == 951
        self.proved[browser] = self.clock.now

    @precondition(lambda self: self.personal)
    @rule(back=TAB, way=st.sampled_from(["answer", "back", "extend"]))
    def send_a_page_of_the_personal_sequence(self, back, way):
        """However old it is; it is taken where the login and the day are those of its proof, or the proof is anew."""
        run_id = list(self.personal)[-1 - back % len(self.personal)]
        browser, who, proof, data, _ = self.personal[run_id]
        now = self.who[browser]
        if now is None or self.sessions[browser] != proof[0]:
            return
        data = {**data, **self.answers(run_id, "cover", "good"), **({"back": "1"} if way == "back" else {})}
        address = f"{PERSONAL}{run_id}/cover/extend" if way == "extend" else PERSONAL
        answer = self.browsers[browser].client.post(address, data=data)
        assert answer.status_code == 303
        taken = proof == self.sits_there(browser) or self.may_open(browser)
        assert answer.location.startswith("/okyakusama/password-again") == (not taken)
        self.personal[run_id] = (browser, who, self.sits_there(browser) if taken else proof, data, True)

    @precondition(lambda self: self.personal)
    @rule(back=TAB, browser=st.integers(0, 1))
    def come_to_a_run_of_the_personal_sequence(self, back, browser):
        """By its address, as who is logged in now."""
        run_id = list(self.personal)[-1 - back % len(self.personal)]
        _, who, proof, _, begun = self.personal[run_id]
        answer = self.browsers[browser].client.get(f"{PERSONAL}{run_id}/cover")
        if not begun or self.who[browser] != who or who is None:
            assert answer.status_code in (303, 403, 410)
            assert answer.status_code != 303 or answer.location.startswith("/okyakusama/login")
            return
        taken = proof == self.sits_there(browser) or self.may_open(browser)
        assert (answer.status_code == 200) == taken
        assert taken or answer.location.startswith("/okyakusama/password-again")

    @rule(browser=st.integers(0, 1), way=st.sampled_from(["extend", "cover"]))
    def break_into_the_personal_sequence(self, browser, way):
        """With a run of one's own choice and everything a page would send, but for its proof."""
        page = self.browsers[browser].open("/okyakusama/login")
        if self.may_open(browser):
            return
        self.count += 1
        run_id = f"{self.count:0>22}"
        token = page.page.select_one("[name=csrf_token]")["value"]
        data = {"csrf_token": token, "run": run_id, "version": "0", "proof": "0" * 64, "cover": "full", "new_car": "no"}
        address = f"{PERSONAL}{run_id}/cover{'/extend' if way == 'extend' else ''}"
        for where in (address, PERSONAL):
            answer = page.client.post(where, data=data)
            assert answer.status_code in (303, 403, 410)
        assert page.client.get(f"{PERSONAL}{run_id}/cover").status_code in (303, 403, 410)
        with self.app.app_context(), read() as session:
            assert session.get(models.RunRow, run_id) is None

    @rule(browser=st.integers(0, 1), customer=st.integers(0, 1), way=st.sampled_from(["extend", "cover"]))
    def come_back_to_the_personal_sequence(self, browser, customer, way):
        """Begun in one login, gone on with in the next, at once and some minutes later; and broken into then."""
        self.log_in(browser=browser, customer=customer)
        self.open_the_personal_sequence(browser=browser)
        self.send_a_page_of_the_personal_sequence(back=0, way="answer")
        self.log_in(browser=browser, customer=customer)
        self.come_to_a_run_of_the_personal_sequence(back=0, browser=browser)
        self.clock.forward(minutes=6)
        self.come_to_a_run_of_the_personal_sequence(back=0, browser=browser)
        self.break_into_the_personal_sequence(browser=browser, way=way)

    @rule(tries=st.integers(0, 6))
    def register_where_somebody_guessed_before(self, tries):
        """Nobody is locked out of an account on its first day (decision 36)."""
        if self.registered == 3:
            return
        self.registered += 1
        address = f"newcomer{next(self.newcomers)}@example.jp"
        for _ in range(tries):
            log_in(Browser(self.app.test_client()), address, "wrong7pass", 422)
        newcomer = Browser(self.app.test_client())
        to_108(newcomer, self.app, email=address).send(ACCESS).send()
        assert newcomer.number == 110
        assert log_in(Browser(self.app.test_client()), address).number == 511

    @precondition(lambda self: self.ticks < 10)
    @rule()
    def a_moment_passes(self):
        self.ticks += 1
        self.clock.forward(minutes=2)

    @precondition(lambda self: self.runs)
    @rule(really=st.sampled_from([True, False]))
    def half_an_hour_passes(self, really):
        """Then whoever sits there loads the page again."""
        if not really:
            return
        self.goes_by(minutes=31)
        for browser in range(2):
            stood = [tab for tab in self.tabs if tab.browser == browser and tab.run in self.runs]
            for tab in stood[-1:]:
                self.get(browser, f"{ROOT}{tab.run}/{'complete' if self.runs[tab.run].committed else tab.slug}")

    def goes_by(self, **by):
        """More time than a login may be left alone."""
        self.ticks = 0
        self.clock.forward(**by)
        for browser, who in enumerate(self.who):
            if who is not None:
                self.who[browser], self.lapsed[browser] = None, who

    @rule(browser=st.integers(0, 1), customer=st.integers(0, 1))
    def sit_over_the_personal_sequence_past_midnight(self, browser, customer):
        evening = self.clock.now.astimezone(JST).replace(hour=23, minute=52, second=0, microsecond=0)
        ahead = evening - self.clock.now
        if ahead < IDLE:
            return
        self.goes_by(seconds=ahead.total_seconds())
        self.log_in(browser=browser, customer=customer)
        self.open_the_personal_sequence(browser=browser)
        self.send_a_page_of_the_personal_sequence(back=0, way="answer")
        self.clock.forward(minutes=7)
        self.come_to_a_run_of_the_personal_sequence(back=0, browser=browser)
        self.clock.forward(minutes=2)
        self.come_to_a_run_of_the_personal_sequence(back=0, browser=browser)
        self.send_a_page_of_the_personal_sequence(back=0, way="answer")

    def teardown(self):
        """What was committed is what was on the path, once a run."""
        if not hasattr(self, "runs"):
            return
        found = [json.loads(letter.text) for letter in letters(self.app) if letter.kind == "trip"]
        expected = [run.committed for run in self.runs.values() if run.committed is not None]
        assert sorted(map(json.dumps, found)) == sorted(map(json.dumps, expected))


@pytest.fixture
def put():
    """Sets a key of a dictionary until the test is over."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch.setitem


def test_whatever_visitors_do(make_app, sqlite_url, clock, put):
    app = make_app(sqlite_url, RATELIMIT_ENABLED=False)
    trip.offer(app, trip.wizard(rests_on=("cover",)), put)
    trip.offer(app, trip.wizard(enter=proved_customer, name="personal"), put)
    with app.app_context():
        for customer in CUSTOMERS:
            factories.account(app, user_id=customer)
    machine = type("Machine", (Visitors,), {"app": app, "clock": clock})
    machine.TestCase.settings = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    machine.TestCase().runTest()


EXAMPLES, STEPS = 40, 40
