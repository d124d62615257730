"""What does each address take? A GET changes nothing; a POST needs its token; there is nothing else."""

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from applying import to_647
from approving import waiting
from browser import Browser
from factories import ACCESS, NOW, PASSWORD, PROFILE, account, add, agency, caller, contract, hold, request
from sqlalchemy import delete
from staffing import PASSWORD as OF_STAFF
from staffing import RECEIPT, accident, answers, at_work, hire, photo
from standing import begin, seen_by
from talking import Talk, case_now
from ways import letters, link_in, log_in, newest_link, pressed, run_id_of, tables, to_104, to_108, to_503, to_605

from domain.accounts import audit_log, links
from domain.accounts.link_purposes import LinkPurpose
from domain.photos import passes
from domain.photos.storage import Kind
from domain.staff import searches
from domain.staff.members import Role
from domain.staff.searches import Wanted
from infra.database import write
from models import Event, Premium, StaffLogin, StaffPasskey
from wizards.engine.access import needs_subject
from wizards.registry import WIZARDS

TRACES = {"runs": {"seen_at", "expires_at", "screen"}, "logins": {"seen_at"}, "staff_logins": {"seen_at"}}
TRACES["shared_screens"] = {"view", "turn", "seen_at"}
# Who looks first has the customer in hand.
TRACES["staff_cases"] = {"seen_at", "in_hand_at"}
READ, SENT = {"GET", "HEAD", "OPTIONS"}, {"POST", "OPTIONS"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
LISTED = Path(__file__).with_name("routes.txt")
OWN_UP = """Letters and papers hold URLs: of one that vanishes, say in the change log what becomes of who still has it.
Then take these lines (-) out of tests/routes.txt and put these (+) in, sorted:"""
CHANGED = {"current": OF_STAFF, "password": "Himawari-no-hana", "password-again": "Himawari-no-hana"}
# What ends what the others stand on comes last.
# What lets in somebody else ends the login that was there.
COMING = ("account.log_in", "staff.log_in", "dev_screens.jump")
LEAVING = ("account.logout", "staff.logout", "staff_account.change_password")
REFUSED = {"decision": "refuse", "reason": "内容を確認した"}
HERE, THERE = {"portal": "okyakusama"}, {"portal": "keiyakusha"}


def in_database(app):
    """Everything in the database but traces, which a GET may leave (decision 1): also that somebody looked."""
    whole = tables(app)
    looks = [f"'kind': {kind.value!r}" for kind in audit_log.READS]
    whole["events"] = [event for event in whole["events"] if not any(look in event for look in looks)]
    del whole["audit_entries"], whole["audit_days"]
    for name, columns in TRACES.items():
        whole[name] = tables(app, without=columns)[name]
    return whole


class Town:
    """One visitor in the middle of everything: runs under way, a link open, a customer logged in elsewhere."""

    def __init__(self, app):
        with app.app_context():
            agency()
            self.holder, self.contract = account(app, user_id="hanako@example.jp").id, contract().id
            hold(self.holder, self.contract)
            self.request = request(self.holder, self.contract).id
            day = date(2026, 1, 4)
            add(Premium(contract_id=self.contract, paid_on=day, amount=1, starts_on=day, ends_on=day))
        self.stranger = to_104(Browser(app.test_client()))
        self.stranger_run = run_id_of(self.stranger)
        self.stranger.send()
        self.token = newest_link(app).rpartition("/")[2]
        self.opener = Browser(app.test_client()).open(f"/okyakusama/l/{self.token}")
        self.at_109 = to_108(Browser(app.test_client()), app, email="x@example.jp").send(ACCESS)
        log_in(Browser(app.test_client()), "hanako@example.jp")
        self.customer = log_in(Browser(app.test_client()), "hanako@example.jp")
        self.run = run_id_of(to_605(log_in(Browser(app.test_client()), "hanako@example.jp"), self.contract))
        Town.latest = self
        self.confirmer = self._at_704(app)
        self.stopper = self._at_705(app)
        self.operator = self._at_a_desk(app)
        self.supervisor = self._at_1192(app)
        self.recoverer = self._at_706(app)
        self._at_work(app)
        self._at_803(app)
        self.applicant = to_647(Browser(app.test_client())).follow("取り下げる")

    @staticmethod
    def _at_704(app):
        browser = to_108(Browser(app.test_client()), app, email="a@example.jp")
        browser.send({**ACCESS, "email": "b@example.jp", "email-again": "b@example.jp"}).send()
        return browser.open(newest_link(app))

    @staticmethod
    def _at_705(app):
        with app.app_context():
            account(app, user_id="jiro@example.jp")
        browser = log_in(Browser(app.test_client()), "jiro@example.jp").open("/okyakusama/address_change/")
        browser.send({"email": "c@example.jp", "email-again": "c@example.jp"}).send()
        return browser.open(link_in(letters(app)[-2]))

    def _at_a_desk(self, app):
        """In front of a picture of hers, with a passkey and a second login; a second member is about to log in."""
        member_id = hire(app, role=Role.SUPERVISOR)
        own = {"member_id": member_id, "created_at": NOW}
        hire(app, "suzuki")
        with app.app_context():
            add(StaffLogin(id="elsewhere", seen_at=NOW, **{**own, "created_at": NOW - timedelta(hours=1)}))
            add(StaffPasskey(id="own key", label="PC", public_key=b"", sign_count=0, **own))
            self.search = searches.keep(Wanted("タカサキ"), member_id, app.config["CLOCK"]())
            self.accident = accident(self.contract).id
            self.picture = photo((self.holder, self.accident), 0).id
        for kind in Kind:
            app.extensions["photo storage"].put(kind, self.picture, BytesIO(b"picture"))
        desk = at_work(app)
        with app.app_context():
            self.lone = contract(number="C900000002", holder_kana="ミホン　ハナコ", holder_name="見本　花子").id
        self.customer_of_desk = {"account_id": self.holder}
        asked = Talk(app, self.holder, desk=desk)
        self.asked_case, self.question = asked.case_id, asked.question
        talk = Talk(app, self.holder, desk=desk).write("折り返しのお電話をお待ちです")
        self.case, self.note = talk.case_id, {"case_id": talk.case_id, "note_id": talk.notes[0].id}
        case_now(app, self.case, verified_at=NOW)
        self.acting = {"case_id": Talk(app, self.holder, desk=desk).case_id, "act": "end_logins"}
        desk.open("/staff/cases/{case_id}/do/{act}/".format(**self.acting)).send({"reason": "端末を紛失したとのこと"})
        self.acting_run = {**self.acting, "run_id": desk.url.split("/")[-2], "slug": "reason"}
        return desk

    def _at_1192(self, app):
        """Somebody who may agree to one thing, and asked for another."""
        boss = hire(app, "kato", Role.SUPERVISOR)
        with app.app_context():
            for name, asked_by in (("theirs", 1), ("own", boss)):
                waiting(name, asked_by, self.holder)
        return at_work(app, "kato")

    def _at_706(self, app):
        """With a link from a letter, whose time has come, to an account that nobody else here is."""
        with app.app_context():
            now, whose = app.config["CLOCK"](), account(app, user_id="goro@example.jp").id
            times = {"opens_at": now.isoformat(), "asked_at": now.isoformat()}
            with write() as session:
                link = links.issue(
                    session,
                    app.extensions["keyring"],
                    signing_key=app.config["SECRET_KEYS"][0],
                    portal="okyakusama",
                    purpose=LinkPurpose.RECOVERY,
                    about="d@example.jp",
                    keyword="",
                    contents={"email": "d@example.jp", "account": whose, **times},
                    now=now,
                )
        return Browser(app.test_client()).open(f"/okyakusama/l/{link.token}")

    def _at_work(self, app):
        """Beside two customers, and one who waits."""
        self.seen, self.left = seen_by(app), seen_by(app, "another browser")
        self.sharer = Browser(app.test_client())
        self.digits = begin(self.sharer)

    def _at_803(self, app):
        """With a QR code, and a telephone that has it."""
        self.pc = log_in(Browser(app.test_client()), "hanako@example.jp")
        self.pc.open(f"/okyakusama/photos/of/{self.accident}/").send(button="QRコードを表示する")
        with app.app_context():
            held = passes.of_run(run_id_of(self.pc), app.config["CLOCK"]())
            self.code = {**HERE, "pass_id": held.id, "secret": passes.secret_of(held.id)}
        self.phone = Browser(app.test_client()).open(address(app, "camera.ask", self.code)).send()

    def of_hanako(self, rule):
        """The values of an address that names what is hers, for each sequence about a contract."""
        if not rule.arguments & OWN or rule.rule.startswith("/staff/"):
            return
        own = {
            "premium_id": 1,
            "photo_id": self.picture,
            "contract_id": self.contract,
            "request_id": self.request,
            "run_id": self.run,
            "slug": "confirm",
        }
        known = {name: value for name, value in {**HERE, **own}.items() if name in rule.arguments}
        if "wizard" not in rule.arguments:
            yield known
        for name, wizard in WIZARDS.items():
            if "wizard" in rule.arguments and needs_subject(wizard.enter):
                part = "-insured" if name == "change" else ""
                of_it = {"subject": f"{self.contract}{part}"} if "subject" in rule.arguments else {}
                yield {**known, **of_it, "wizard": name}

    def visits(self, app):
        """Endpoint to who goes there, with which address, and what they would send."""
        run = {**HERE, "wizard": "registration", "run_id": self.stranger_run}
        access = {**HERE, "wizard": "activation", "run_id": run_id_of(self.at_109), "slug": "access"}
        at_803 = {**HERE, "wizard": "photos", "run_id": run_id_of(self.pc), "slug": "images"}
        a_pass = {**HERE, "pass_id": self.code["pass_id"]}
        anybody = Browser(app.test_client())
        theirs = {"receipt_number": RECEIPT}
        picture = {**theirs, "photo_id": self.picture}
        a_screen = {"portal_name": "okyakusama", "number": 103}
        case, opening = {"case_id": self.case}, {"caller": "self", "reason": "ご質問です"}
        passed = {"question": self.question, "pass": "1"}
        return {
            "static": (anybody, {"filename": "customers.css"}, {}),
            "calls.sip": (anybody, {}, {}),
            "calls.webhook": (anybody, {}, {}),
            "pages.front": (anybody, {}, {}),
            "pages.change_password": (anybody, {}, {}),
            "pages.terms": (anybody, HERE, {}),
            "pages.privacy": (anybody, HERE, {}),
            "pages.environment": (anybody, HERE, {}),
            "pages.screens": (anybody, HERE, {}),
            "leaflet_files.show": (anybody, {**HERE, "name": "registration"}, {}),
            "pages.important": (anybody, HERE, {}),
            "pages.intention": (anybody, HERE, {}),
            "app.top": (anybody, HERE, {}),
            "app.accident": (anybody, HERE, {}),
            "app_shell.manifest": (anybody, HERE, {}),
            "app_shell.worker": (anybody, HERE, {}),
            "app_shell.offline": (anybody, HERE, {}),
            "account.agency": (anybody, {**HERE, "code": "A1000"}, {}),
            "account.top": (self.customer, HERE, {}),
            "account.login": (anybody, HERE, {}),
            "account.log_in": (anybody, HERE, {"user_id": "hanako@example.jp", "password": ACCESS["password"]}),
            "account.logout": (self.customer, HERE, {}),
            "account.extend": (self.customer, HERE, {}),
            "account.first_time": (anybody, HERE, {}),
            "account.home": (self.customer, HERE, {}),
            "account.guide": (anybody, THERE, {}),
            "account.no_number": (anybody, THERE, {}),
            "account.initial": (anybody, HERE, {}),
            "photos.accidents": (self.customer, HERE, {}),
            "photos.thumbnail": (self.customer, {**HERE, "photo_id": self.picture}, {}),
            "photos.copy": (self.customer, {**HERE, "photo_id": self.picture}, {}),
            "files.put": (self.pc, at_803, {"files": (BytesIO(b"1"), "1.jpg")}),
            "files.state": (self.pc, at_803, {}),
            "camera.ask": (self.phone, self.code, {}),
            "camera.claim": (self.phone, self.code, {}),
            "camera.show": (self.phone, a_pass, {}),
            "camera.send": (self.phone, a_pass, {"files": (BytesIO(b"2"), "2.jpg")}),
            "camera.put": (self.phone, a_pass, {"files": (BytesIO(b"3"), "3.jpg")}),
            "discarding.discard": (self.pc, {**HERE, "wizard": "photos", "run_id": run_id_of(self.pc)}, {}),
            "account.my_page": (self.customer, HERE, {}),
            "kept_pages.state": (self.stranger, {**HERE, "wizard": "registration", "run": self.stranger_run}, {}),
            "devices.show": (self.customer, HERE, {}),
            "devices.end": (self.customer, HERE, {}),
            "password_again.ask": (self.customer, HERE, {}),
            "password_again.answer": (self.customer, HERE, {"password": ACCESS["password"]}),
            "stopping.show": (self.stopper, HERE, {}),
            "stopping.stop": (self.stopper, HERE, {}),
            "recovering.show": (self.recoverer, HERE, {}),
            "recovering.recover": (self.recoverer, HERE, {}),
            "address.show": (self.confirmer, HERE, {}),
            "address.confirm": (self.confirmer, HERE, {}),
            "contracts.index": (self.customer, HERE, {}),
            "contracts.search": (self.customer, HERE, {"word": "C9"}),
            "contracts.show": (self.customer, {**HERE, "contract_id": self.contract}, {}),
            "contracts.confirmation": (self.customer, {**HERE, "contract_id": self.contract}, {}),
            "contracts.changes": (self.customer, HERE, {}),
            "renewals.index": (self.customer, HERE, {}),
            "cancelling.index": (self.customer, HERE, {}),
            "paper_views.policy": (self.customer, {**HERE, "contract_id": self.contract}, {}),
            "paper_views.receipts": (self.customer, {**HERE, "contract_id": self.contract}, {}),
            "paper_views.receipt": (self.customer, {**HERE, "contract_id": self.contract, "premium_id": 1}, {}),
            "history.index": (self.customer, HERE, {}),
            "withdrawing.ask": (self.customer, {**HERE, "request_id": self.request}, {}),
            "withdrawing.withdraw": (self.customer, {**HERE, "request_id": self.request}, {}),
            "applying.ask": (self.applicant, THERE, {}),
            "applying.withdraw": (self.applicant, THERE, {}),
            "dev_phone.index": (anybody, {}, {}),
            "dev_phone.call": (anybody, {}, {"withheld": "1", "called": "03-0000-0100"}),
            "dev_staff.index": (anybody, {}, {}),
            "staff.login": (anybody, {}, {}),
            "staff.log_in": (anybody, {}, answers(app, "suzuki")),
            "staff_passkeys.challenge": (anybody, {}, {}),
            "staff_passkeys.log_in": (anybody, {}, {}),
            "staff_passkeys.ask": (self.operator, {}, {}),
            "staff_passkeys.offer": (self.operator, {}, {"label": "PC"}),
            "staff_passkeys.keep": (self.operator, {}, {"label": "PC"}),
            "staff_passkeys.remove": (self.operator, {}, {"key": "own key"}),
            "staff_account.show": (self.operator, {}, {}),
            "staff_account.password": (self.operator, {}, {}),
            "staff_account.end_login": (self.operator, {}, {"login": "elsewhere"}),
            "staff_account.change_password": (self.operator, {}, CHANGED),
            "staff_kept.state": (self.operator, {}, {}),
            "staff.logout": (self.operator, {}, {}),
            "staff_home.home": (self.operator, {}, {}),
            "staff_find.index": (self.operator, {}, {}),
            "staff_find.search": (self.operator, {}, {"words": "タカサキ"}),
            "staff_find.found": (self.operator, {"search_id": self.search}, {}),
            "staff_cases.ask_for_account": (self.operator, self.customer_of_desk, {}),
            "staff_cases.open_account": (self.operator, self.customer_of_desk, opening),
            "staff_cases.ask_for_contract": (self.operator, {"contract_id": self.lone}, {}),
            "staff_cases.open_contract": (self.operator, {"contract_id": self.lone}, opening),
            "staff_record.show": (self.operator, case, {}),
            "staff_record.now": (self.operator, case, {}),
            "staff_presence.look": (self.operator, case, {}),
            "staff_presence.take_over": (self.operator, case, {"holder": "nobody's"}),
            "staff_check.answer": (self.operator, {"case_id": self.asked_case}, passed),
            "staff_notes.leave": (self.operator, case, {"text": "書面をお送りする"}),
            "staff_notes.withdraw": (self.operator, self.note, {}),
            "staff_notes.keep": (self.operator, case, {"text": "書きかけ"}),
            "staff_reveal.ask": (self.operator, {**case, "item": "birth"}, {}),
            "staff_reveal.reveal": (self.operator, {**case, "item": "birth"}, {"why": "asked"}),
            "staff_cases.close": (self.operator, case, {}),
            "staff_procedures.begin": (self.operator, self.acting, {}),
            "staff_procedures.begin_with": (self.operator, self.acting, {"reason": "別の端末も紛失"}),
            "staff_procedures.show": (self.operator, self.acting_run, {}),
            "staff_procedures.answer": (self.operator, self.acting_run, {"reason": "変えた理由です", "version": "1"}),
            "staff_approvals.home": (self.supervisor, {}, {}),
            "staff_approvals.show": (self.supervisor, {"approval_id": "theirs"}, {}),
            "staff_approvals.decide": (self.supervisor, {"approval_id": "theirs"}, REFUSED),
            "staff_approvals.take_back": (self.supervisor, {"approval_id": "own"}, {}),
            "sharing.ask": (self.sharer, HERE, {}),
            "sharing.change": (anybody, HERE, {"sharing": "begin"}),
            "sharing.ended": (self.sharer, HERE, {}),
            "staff_beside.index": (self.operator, {}, {}),
            "staff_beside.join": (self.operator, {}, {"code": self.digits}),
            "staff_beside.show": (self.operator, {"name": self.seen}, {}),
            "staff_beside.view": (self.operator, {"name": self.seen}, {}),
            "staff_beside.point": (self.operator, {"name": self.seen}, {"number": "1", "turn": "2"}),
            "staff_beside.leave": (self.operator, {"name": self.left}, {}),
            "staff_photos.home": (self.operator, {}, {}),
            "staff_photos.of_accident": (self.operator, {"accident_id": self.accident}, {}),
            "staff_photos.show": (self.operator, theirs, {}),
            "staff_photos.copy": (self.operator, picture, {}),
            "staff_photos.thumbnail": (self.operator, picture, {}),
            "staff_audit.index": (self.operator, {}, {}),
            "staff_audit.find": (self.operator, {}, {"number": "C900000001"}),
            "staff_audit.check": (self.operator, {}, {"day": "2026/11/24"}),
            "staff_audit.export": (self.operator, {}, {"reason": "定期の点検"}),
            "staff_screens.index": (self.operator, {}, {}),
            "staff_screens.show": (self.operator, a_screen, {}),
            "staff_screens.picture": (self.operator, a_screen, {}),
            "staff_incidents.index": (self.operator, {}, {}),
            "staff_figures.index": (self.operator, {}, {}),
            "dev_mail.index": (anybody, {}, {}),
            "dev_mail.letter": (anybody, {"name": "none.eml"}, {}),
            "dev_mail.drawn": (anybody, {"name": "none.eml"}, {}),
            "dev_screens.index": (anybody, HERE, {}),
            "dev_screens.jump": (anybody, {**HERE, "wizard": "registration", "slug": "confirm"}, {}),
            "opening.open_link": (anybody, {**HERE, "token": self.token}, {}),
            "opening.keyword": (self.opener, HERE, {}),
            "opening.try_keyword": (self.opener, HERE, {"keyword": PROFILE["keyword"]}),
            "opening.send_again": (self.opener, HERE, {}),
            "opening.sent": (self.opener, HERE, {}),
            "wizard.begin": (anybody, {**HERE, "wizard": "registration"}, {}),
            "wizard.begin_with": (anybody, {**HERE, "wizard": "registration"}, PROFILE),
            "wizard.show": (self.at_109, access, {}),
            "wizard.answer": (self.at_109, {**access, "slug": "confirm"}, {}),
            "wizard.extend": (self.at_109, access, {"version": "1"}),
            "wizard.send_again": (self.stranger, run, {}),
        }


@pytest.fixture
def visits(app):
    return Town(app).visits(app)


# Pages that are read by anybody, and those with a way in of their own: a link, or what a sequence asks for.
FOR_ANYBODY = {"static", "account.top", "account.login", "account.log_in", "account.logout", "account.extend"}
FOR_ANYBODY |= {"account.agency", "account.first_time", "account.guide", "account.initial", "kept_pages.state"}
FOR_ANYBODY |= {"account.no_number"}
# Sent by no browser: a signature stands for the token (tests/views/test_calls.py).
SIGNED = {"calls.sip", "calls.webhook"}
A_WAY_OF_THEIR_OWN = (
    "calls.",
    "app.",
    "app_shell.",
    "leaflet_files.",
    "pages.",
    "opening.",
    "applying.",
    "address.",
    "stopping.",
    "recovering.",
    "wizard.",
    "files.",
    "camera.",
    "dev_mail.",
    "dev_screens.",
    "dev_phone.",
    "dev_staff.",
    "staff.",  # tests/views/staff/test_guard.py
    "staff_home.",
    "staff_account.",
    "staff_passkeys.",
    "staff_kept.",
    "staff_find.",
    "staff_photos.",
    "staff_audit.",
    "staff_screens.",
    "staff_incidents.",
    "staff_figures.",
    "staff_cases.",
    "staff_record.",
    "staff_presence.",
    "staff_check.",
    "staff_notes.",
    "staff_reveal.",
    "staff_approvals.",
    "staff_procedures.",
    "staff_beside.",
    "sharing.",  # tests/views/test_sharing.py
)


def address(app, endpoint, values):
    urls = app.url_map.bind("")
    with app.test_request_context():
        served = {**values, "portal": app.extensions["portals"][values["portal"]]} if "portal" in values else values
        if "wizard" in served:
            served = {**served, "wizard": WIZARDS[served["wizard"]]}
        return urls.build(endpoint, served)


def test_every_route_is_read_only_or_protected(app):
    for rule in app.url_map.iter_rules():
        assert rule.methods in (READ, SENT), rule
    protection = app.extensions["csrf"]
    assert not protection._exempt_views
    exempt = {blueprint.name for blueprint in protection._exempt_blueprints}
    assert {name for name in app.view_functions if name.partition(".")[0] in exempt} == SIGNED
    assert app.config.get("WTF_CSRF_ENABLED", True)
    assert app.config.get("WTF_CSRF_CHECK_DEFAULT", True)


def test_no_url_vanishes_without_a_word(app):
    """routes.txt has a line for each route. The failure says which lines to write anew."""
    rules = app.url_map.iter_rules()
    there = sorted(f"{' '.join(rule.methods & {'GET', 'POST'})} {rule.rule} {rule.endpoint}" for rule in rules)
    listed = LISTED.read_text().splitlines()
    gone, new = (
        [f"- {line}" for line in listed if line not in there],
        [f"+ {line}" for line in there if line not in listed],
    )
    assert listed == there, "\n".join([OWN_UP, *gone, *new])


def test_every_route_is_visited_here(app, visits):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(visits)


def test_every_other_page_is_for_who_is_logged_in_and_found_again_after_it(app, visits):
    """So that a page which forgets to require it does not pass."""
    stranger = Browser(app.test_client()).open("/okyakusama/login")
    token = pressed(stranger)[1]["csrf_token"]
    for endpoint, (_, values, sent) in visits.items():
        if endpoint in FOR_ANYBODY or endpoint.startswith(A_WAY_OF_THEIR_OWN):
            continue
        asked = address(app, endpoint, values)
        onward = "/okyakusama/home" if endpoint.startswith("password_again.") else asked
        for rule in app.url_map.iter_rules(endpoint):
            data = {**sent, "csrf_token": token}
            answer = stranger.client.get(asked) if rule.methods == READ else stranger.client.post(asked, data=data)
            assert (answer.status_code, answer.location) == (303, f"/okyakusama/login?next={onward}"), endpoint


def test_a_get_changes_nothing(app, visits, clock):
    """Nor does a HEAD, nor a long time after."""
    clock.forward(minutes=5)
    before = in_database(app)
    for endpoint, (browser, values, _) in visits.items():
        for rule in app.url_map.iter_rules(endpoint):
            if rule.methods == READ:
                for _ in range(2):
                    answer = browser.client.get(address(app, endpoint, values))
                    assert answer.status_code in (200, 303) or endpoint in ("dev_mail.letter", "dev_mail.drawn"), (
                        endpoint
                    )
                browser.client.head(address(app, endpoint, values))
                assert in_database(app) == before, endpoint


@pytest.mark.parametrize("token", [None, "gone", "another's"])
def test_a_post_without_its_token_does_nothing(app, visits, token, another_browser):
    stolen = another_browser.open("/okyakusama/login").values
    data = {"csrf_token": stolen.get("csrf_token", "x") if token == "another's" else token} if token else {}
    before = in_database(app)
    for endpoint, (browser, values, sent) in visits.items():
        for rule in app.url_map.iter_rules(endpoint):
            if rule.methods == SENT and endpoint not in SIGNED:
                answer = browser.client.post(address(app, endpoint, values), data={**sent, **data})
                assert answer.status_code == 400, f"{endpoint}: {answer.status}"
                assert in_database(app) == before, endpoint


def test_with_their_tokens_they_do_something(app, visits):
    """So that the test above does not pass because nothing could have happened."""
    idle = {
        "camera.claim",
        "contracts.search",
        "opening.send_again",
        "account.extend",
        "wizard.extend",
        "wizard.send_again",
        # Of a script alone, which makes and uses keys (tests/views/staff/test_passkeys.py).
        "staff_passkeys.offer",
        "staff_passkeys.keep",
        "staff_passkeys.log_in",
        # These read, and leave a row of the trail (tests/views/staff/test_audit.py).
        "staff_audit.find",
        "staff_audit.check",
        "staff_audit.export",
        # That alone which a look may leave, too (tests/views/staff/test_presence.py).
        "staff_presence.take_over",
    }
    elsewhere = {"dev_phone": "/_dev/phone"}
    elsewhere |= dict.fromkeys(
        (
            "staff",
            "staff_account",
            "staff_passkeys",
            "staff_find",
            "staff_cases",
            "staff_presence",
            "staff_check",
            "staff_notes",
            "staff_reveal",
            "staff_approvals",
            "staff_procedures",
            "staff_beside",
        ),
        "/staff/login",
    )
    for endpoint in sorted(visits, key=LEAVING.__contains__):
        browser, values, sent = visits[endpoint]
        for rule in app.url_map.iter_rules(endpoint):
            if rule.methods == SENT and endpoint not in idle | SIGNED:
                before = in_database(app)
                standing = browser.standing(browser.form) if endpoint in ("wizard.answer", "applying.withdraw") else {}
                page = elsewhere.get(endpoint.partition(".")[0]) or f"/{values.get('portal', '')}/login"
                token = TOKEN.search(browser.client.get(page).text)[1]
                browser.client.post(address(app, endpoint, values), data={**standing, **sent, "csrf_token": token})
                assert in_database(app) != before, endpoint


# What an address can name: somebody's own, or what everybody may know.
OWN = {"photo_id", "contract_id", "premium_id", "request_id", "subject", "run_id"}
PUBLIC = {"pass_id", "secret", "portal", "wizard", "slug", "code", "token", "filename", "name"}
# What only members of staff name, to whom all of it is open.
FOR_STAFF = {"accident_id", "receipt_number", "photo_id", "portal_name", "number", "search_id"}
FOR_STAFF |= {"approval_id", "account_id", "contract_id", "case_id", "note_id", "item", "act", "run_id", "slug", "name"}


def test_anothers_own_is_not_there_by_any_address(app, visits):
    """Every address that names a contract, a request or a run of somebody else's is a 404, or knows of no such run. All
    that stays is that it was asked for."""
    town = Town.latest
    with app.app_context():
        account(app, user_id="saburo@example.jp")
    stranger = log_in(Browser(app.test_client()), "saburo@example.jp")
    token = TOKEN.search(stranger.response.text)[1]
    before, tried = in_database(app), set()
    for rule in app.url_map.iter_rules():
        assert rule.arguments <= (FOR_STAFF if rule.rule.startswith("/staff/") else OWN | PUBLIC), (
            f"{rule}: is it somebody's own?"
        )
        for values in town.of_hanako(rule):
            path = address(app, rule.endpoint, values)
            send = stranger.client.get if rule.methods == READ else stranger.client.post
            answer = send(path, **({} if rule.methods == READ else {"data": {"csrf_token": token}}))
            # Of what is thrown away already, or was never there, the same is said as of one's own: home.
            known = {"wizard.extend": 404, "discarding.discard": 303}
            assert answer.status_code == known.get(rule.endpoint, 410 if "run_id" in values else 404), path
            tried |= OWN & values.keys()
    assert tried == OWN
    with app.app_context(), write() as session:
        asked = session.execute(delete(Event).where(Event.kind == audit_log.Kind.ANOTHERS))
    assert asked.rowcount == 18
    assert in_database(app) == before


# Who may ask for an address, and what becomes of it: in, led to a login, told that it is not theirs, or that it is not
# there. A line a route in roles.txt, in this order; what a member opens in a case of another is not there for them.
ROLES = Path(__file__).with_name("roles.txt")
NEW_ROUTE = """Say of each of these who may come there: read each line before it goes into tests/roles.txt, sorted."""


def somebody(app):
    return Browser(app.test_client()).open("/okyakusama/login")


def another_customer(app):
    with app.app_context():
        account(app, user_id="nanako@example.jp")
    return log_in(Browser(app.test_client()), "nanako@example.jp")


def customer_elsewhere(app):
    with app.app_context():
        account(app, user_id="KM64T27N", portal="keiyakusha")
    return Browser(app.test_client()).open("/keiyakusha/login").send({"user_id": "KM64T27N", "password": PASSWORD})


def waiting_for_a_call(app):
    with app.app_context():
        caller(app)
    browser = to_503(Browser(app.test_client()))
    assert browser.number == 503
    return browser


def member(role):
    def log_member_in(app):
        hire(app, f"other.{role}", role)
        return at_work(app, f"other.{role}")

    return log_member_in


VISITORS = {
    "nobody": somebody,
    "customer": another_customer,
    "elsewhere": customer_elsewhere,
    "waiting": waiting_for_a_call,
    **{role.value: member(role) for role in Role},
}


def became(answer):
    if answer.status_code == 303 and "/login" in answer.location:
        return "login"
    return {403: "not theirs", 404: "not there"}.get(answer.status_code, "in")


def matrix_of(app, name, visits):
    """What becomes of every route for one visitor, by its method and address."""
    cookies = VISITORS[name](app).client._cookies
    for endpoint in sorted(visits, key=(*COMING, *LEAVING).__contains__):
        _, values, sent = visits[endpoint]
        for rule in app.url_map.iter_rules(endpoint):
            for method in sorted(rule.methods & {"GET", "POST"} if endpoint not in SIGNED else ()):
                path, client = address(app, endpoint, values), app.test_client()
                # As they came: what lets somebody in is in the way of none of the others.
                client._cookies = dict(cookies)
                answer = client.get(path) if method == "GET" else client.post(path, data=sent, buffered=True)
                yield f"{method} {rule.rule} {endpoint}", became(answer)


def listed_for(name):
    """What roles.txt says of every route for one visitor."""
    lines = (line.rpartition(": ") for line in ROLES.read_text().splitlines())
    return {route: words.split(", ")[[*VISITORS].index(name)] for route, _, words in lines}


@pytest.mark.parametrize("name", VISITORS)
def test_who_may_come_where(app, name):
    app.config["WTF_CSRF_ENABLED"] = False
    found = dict(matrix_of(app, name, Town(app).visits(app)))
    known = listed_for(name)
    assert known == found, "\n".join(
        [NEW_ROUTE, *(f"{route}: {what}" for route, what in found.items() if known.get(route) != what)]
    )


@pytest.mark.parametrize("name", ["nobody", "customer", "elsewhere", "waiting"])
def test_no_page_of_staff_is_anybodys_else(name):
    of_staff = {route: what for route, what in listed_for(name).items() if " /staff" in route}
    assert {route.split()[-1] for route, what in of_staff.items() if what != "login"} == {
        "staff.login",
        "staff.log_in",
        "staff_passkeys.challenge",
        "staff_passkeys.log_in",
        "staff_kept.state",
    }


@pytest.mark.parametrize("role", Role)
def test_no_member_sends_anything_for_a_customer(role):
    """S4: what a customer would send from inside leads a member to the login."""
    inside = {route: what for route, what in listed_for("nobody").items() if what == "login"}
    theirs = {route for route in inside if " /<portal:portal>/" in route}
    assert theirs and {listed_for(role.value)[route] for route in theirs} == {"login"}
