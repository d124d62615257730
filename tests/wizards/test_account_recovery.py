"""Does a customer who cannot log in get in again, and nobody else? 402–406 and 411–416 (rows A3, A8, A13, A15, A27)."""

import re
from datetime import timedelta

import factories
import pytest
from browser import Browser
from factories import PASSWORD
from sqlalchemy import select
from ways import (
    NEW,
    OWNER,
    carried,
    effects,
    keyword_on,
    letters,
    link_in,
    log_in,
    log_out,
    newest_link,
    opened,
    plain,
    pressed,
    tables,
    to_403,
    to_405,
    to_413,
    to_415,
    twin,
)

import models
from domain.accounts import links
from domain.messages import outbox
from infra import rate_limits, statements
from infra.database import read, write
from infra.encryption import Purpose
from wizards import account_recovery

ASK = {"reset": to_403, "unlock": to_413}
COMPLETE = {"reset": 403, "unlock": 413}
CHOOSE = {"reset": to_405, "unlock": to_415}
DONE = {"reset": 406, "unlock": 416}
BOTH, PORTALS = ("reset", "unlock"), ("okyakusama", "keiyakusha")
WRONG_BIRTH = {"birth-day": "2"}
KEYWORD = re.compile(r"[A-Z0-9]{4} [A-Z0-9]{4}")


@pytest.fixture
def owners(app):
    """An owner in each portal, who holds a contract."""
    with app.app_context():
        factories.agency()
        for portal in PORTALS:
            made = factories.owner(app, portal)
            contract = factories.contract(portal=portal, number="H900000001", initial_password="x")
            factories.hold(made.id, contract.id)


def nobody(purpose, portal):
    """What is typed by somebody of whom nothing is known."""
    if purpose == "unlock":
        return {"user_id": "NBDY2222" if portal == "keiyakusha" else "nobody@example.jp"}
    return {"email": "nobody@example.jp"}


def finish(browser, purpose):
    return browser.send(NEW).send() if purpose == "reset" else browser.send(NEW)


@pytest.mark.parametrize("portal", PORTALS)
@pytest.mark.parametrize("purpose", BOTH)
def test_the_owner_gets_in_by_the_link_and_the_keyword(app, browser, owners, purpose, portal):
    ASK[purpose](browser, portal)
    assert browser.number == COMPLETE[purpose]
    keyword, [letter] = keyword_on(browser), letters(app)
    assert KEYWORD.fullmatch(keyword)
    assert set(keyword) - {" "} <= set(account_recovery.KEYWORD_LETTERS)
    assert letter.address == OWNER["okyakusama"]
    assert keyword.replace(" ", "") not in letter.text.replace(" ", "")
    assert not set("lOoqI01") & set(account_recovery.KEYWORD_LETTERS)
    opened(browser, app)
    assert finish(browser, purpose).number == DONE[purpose]
    assert browser.open(f"/{portal}/home").number == (511 if portal == "okyakusama" else 504)
    assert log_in_with(app, portal, NEW["password"]).number in (511, 504)
    log_in_with(app, portal, PASSWORD, 422)


def log_in_with(app, portal, password, status=200):
    browser = Browser(app.test_client()).open(f"/{portal}/login")
    return browser.send({"user_id": OWNER[portal], "password": password}, status)


def asked(app, purpose, portal="okyakusama", **different):
    """One application; what is answered, without what differs between equal ones."""
    browser = ASK[purpose](Browser(app.test_client()), portal, **different)
    return browser.response.status_code, KEYWORD.sub("KEYWORD", plain(browser.response.text))


@pytest.mark.parametrize("portal", PORTALS)
@pytest.mark.parametrize("purpose", BOTH)
def test_known_unknown_locked_and_wrong_get_the_same_page(app, owners, purpose, portal):
    """A3, decision 16: whoever asks sees the same; only what leaves by mail differs."""
    pages = [asked(app, purpose, portal), asked(app, purpose, portal, **nobody(purpose, portal))]
    pages.append(asked(app, purpose, portal, **WRONG_BIRTH))
    for _ in range(5):
        log_in_with(app, portal, "Wrong1pass", 422)
    pages.append(asked(app, purpose, portal))
    assert len(set(pages)) == 1
    outbox.deliver_due(app)
    with app.app_context(), read() as session:
        found = sorted(session.execute(select(models.Letter.kind, models.Letter.state)).all())
    assert found == [("not_confirmed", "sent"), ("way_in", "sent"), ("way_in", "sent"), ("way_in", "withheld")]


@pytest.mark.parametrize("purpose", BOTH)
def test_the_confirm_screen_tells_nothing_either(app, owners, purpose):
    slug = {"reset": "forgotten", "unlock": "locked"}[purpose]
    name = "email" if purpose == "reset" else "user_id"
    pages = []
    for user_id in (OWNER["okyakusama"], "nobody@example.jp"):
        browser = Browser(app.test_client()).open(f"/okyakusama/{slug}/")
        browser.send({name: user_id, "birth-era": "ad", "birth-year": "1960", "birth-month": "4", "birth-day": "1"})
        pages.append(plain(browser.response.text).replace(user_id, "ID"))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("portal", PORTALS)
@pytest.mark.parametrize("purpose", BOTH)
def test_every_question_costs_the_same_work(app, owners, purpose, portal, monkeypatch):
    """A2, decision 17: as many statements, letters written and things sealed for nobody as for an owner, also when
    the letter leaves or does not."""
    counts = []
    for different in ({}, nobody(purpose, portal), WRONG_BIRTH):
        calls = []
        count_calls(app, monkeypatch, calls)
        ASK[purpose](Browser(app.test_client()), portal, **different)
        calls.append("answered")
        outbox.deliver_due(app)
        monkeypatch.undo()
        counts.append(calls)
    assert counts[0] == counts[1] == counts[2]
    assert {"statement", "sealed", "opened", "letter written", "transaction"} <= set(counts[0])
    assert counts[0][counts[0].index("answered") :].count("transaction") == 3


def count_calls(app, monkeypatch, calls):
    """Note every statement, transaction, sealing, opening and letter, in the order in which they come."""
    keyring = app.extensions["keyring"]
    seal, write = keyring.encrypt, account_recovery.letters.write
    opened, begun = keyring.decrypt, outbox.write
    monkeypatch.setattr(keyring, "decrypt", lambda *given: calls.append("opened") or opened(*given))
    monkeypatch.setattr(outbox, "write", lambda: calls.append("transaction") or begun())
    monkeypatch.setattr(keyring, "encrypt", lambda *given: calls.append("sealed") or seal(*given))
    monkeypatch.setattr(
        account_recovery.letters,
        "write",
        lambda *given, **more: calls.append("letter written") or write(*given, **more),
    )
    monkeypatch.setattr(statements, "LISTENERS", [lambda *_: calls.append("statement")])


@pytest.mark.parametrize("purpose", BOTH)
def test_an_id_without_a_registered_address_gets_nothing(app, browser, purpose):
    """Without a registered address: the help desk."""
    with app.app_context():
        factories.owner(app, "keiyakusha", email=None)
    ASK[purpose](browser, "keiyakusha")
    assert letters(app) == []
    assert "03-0000-0000" in browser.text


def test_in_a_portal_with_issued_ids_the_id_and_the_address_go_together(app, browser, owners):
    to_403(browser, "keiyakusha", email="other@example.jp")
    to_403(browser, "keiyakusha", user_id="HRK5394T")
    assert letters(app) == []


def test_a_company_says_a_policy_number_instead(app, browser, clock):
    """Decision 18: a company has no 生年月日."""
    with app.app_context():
        factories.agency()
        made = factories.owner(app, "keiyakusha", birth_date=None)
        factories.hold(made.id, factories.contract(portal="keiyakusha", number="H900000001", holder_birth=None).id)
        factories.contract(portal="keiyakusha", number="H900000002", holder_birth=None)
    nothing = dict.fromkeys(("birth-year", "birth-month", "birth-day"), "")
    for number, kind in (("H900000002", "not_confirmed"), ("Ｈ９００－０００－００１", "way_in")):
        to_413(browser, "keiyakusha", who="company", **nothing, number=number)
        assert letters(app)[-1].kind == kind
    clock.forward(days=1)
    to_413(browser, "keiyakusha")
    assert letters(app)[-1].kind == "not_confirmed"


def test_a_person_cannot_say_a_policy_number_instead(app, browser, owners):
    """It is printed on papers that lie about."""
    nothing = dict.fromkeys(("birth-year", "birth-month", "birth-day"), "")
    to_413(browser, "keiyakusha", who="company", **nothing, number="H900000001")
    assert letters(app)[-1].kind == "not_confirmed"


@pytest.mark.parametrize("purpose", BOTH)
def test_who_knows_too_little_does_not_void_the_owners_link(app, browser, another_browser, owners, purpose):
    """Decision 33."""
    ASK[purpose](browser)
    keyword, link = keyword_on(browser), newest_link(app)
    for different in (WRONG_BIRTH, nobody(purpose, "okyakusama")):
        ASK[purpose](another_browser, **different)
    browser.open(link).send({"keyword": keyword})
    assert finish(browser, purpose).number == DONE[purpose]


@pytest.mark.parametrize("purpose", BOTH)
def test_a_newer_application_voids_the_older(app, browser, another_browser, owners, clock, purpose):
    """A7."""
    ASK[purpose](browser)
    old = newest_link(app)
    clock.forward(minutes=3)
    ASK[purpose](another_browser)
    assert browser.open(old, 410).number == 903
    assert "12:03に新しいメール" in browser.text


@pytest.mark.parametrize("purpose", BOTH)
def test_the_lock_is_lifted_whoever_made_it(app, browser, owners, purpose):
    """A13, ASVS 6.1.1."""
    for _ in range(9):
        log_in_with(app, "okyakusama", "wrong1pass", 422)
    log_in_with(app, "okyakusama", PASSWORD, 422)
    finish(CHOOSE[purpose](browser, app), purpose)
    assert log_in_with(app, "okyakusama", NEW["password"]).number == 511


@pytest.mark.parametrize("purpose", BOTH)
def test_all_other_logins_end_and_a_copied_cookie_with_them(app, browser, another_browser, owners, purpose):
    """A15: at their next request."""
    log_in(another_browser)
    log_in(browser)
    copied = twin(browser, app)
    CHOOSE[purpose](browser, app)
    before = carried(app, browser)
    finish(browser, purpose)
    assert carried(app, browser)["_user_id"] != before["_user_id"]
    assert carried(app, browser)["visitor"] != before["visitor"]
    for other in (another_browser, copied):
        assert other.open("/okyakusama/home").number == 102
    assert browser.open("/okyakusama/home").number == 511


@pytest.mark.parametrize("purpose", BOTH)
def test_all_other_links_into_the_account_die(app, browser, another_browser, owners, purpose):
    """A8."""
    other = {"reset": "unlock", "unlock": "reset"}[purpose]
    ASK[other](another_browser)
    keyword, link = keyword_on(another_browser), newest_link(app)
    another_browser.open(link).send({"keyword": keyword})
    finish(CHOOSE[purpose](browser, app), purpose)
    action, data = pressed(another_browser)
    answer = another_browser.client.post(action, data={**data, **NEW, "password": "Ajisai22pass"})
    assert (answer.status_code, "（画面番号903）" in answer.text) == (410, True)
    assert Browser(app.test_client()).open(link, 410).number == 903
    assert log_in_with(app, "okyakusama", NEW["password"]).number == 511


@pytest.mark.parametrize("purpose", BOTH)
def test_the_owner_is_told_when_where_and_on_what(app, browser, owners, purpose):
    """A21."""
    browser.client.environ_base |= {"REMOTE_ADDR": "203.0.113.5", "HTTP_USER_AGENT": "Mozilla/5.0 (Windows NT 10.0)"}
    finish(CHOOSE[purpose](browser, app), purpose)
    letter = letters(app)[-1]
    assert (letter.kind, letter.address) == ("password_changed", OWNER["okyakusama"])
    for said in ("2026年11月24日 12:00", "Windows", "203.0.113.5", "0120-000-000"):
        assert said in letter.text
    assert browser.page.select_one(".receipt-no dd").text in letter.text


@pytest.mark.parametrize("purpose", BOTH)
def test_the_link_is_used_up_by_it(app, browser, another_browser, owners, purpose):
    CHOOSE[purpose](browser, app)
    link = newest_link(app)
    finish(browser, purpose)
    assert browser.open(link, 410).number == 903
    assert another_browser.open(link, 410).number == 903


@pytest.mark.parametrize("purpose", BOTH)
def test_an_expired_link_is_sent_again_with_the_same_keyword(app, browser, owners, clock, purpose):
    """A10, decision 13."""
    ASK[purpose](browser)
    keyword, link = keyword_on(browser), newest_link(app)
    clock.forward(hours=48)
    browser.open(link, 410).send()
    assert newest_link(app) != link
    browser.open(newest_link(app)).send({"keyword": keyword})
    assert finish(browser, purpose).number == DONE[purpose]


@pytest.mark.parametrize("purpose", BOTH)
def test_a_link_past_help_leads_to_where_it_was_asked_for(app, browser, owners, clock, purpose):
    ASK[purpose](browser)
    link = newest_link(app)
    for left in range(4, -1, -1):
        browser.open(link).send({"keyword": "WRONG222"}, 422 if left else 410)
    way = {"reset": ("再設定のお手続きへ", 402), "unlock": ("ロック解除の手続きへ", 411)}[purpose]
    assert browser.number == 903
    assert browser.follow(way[0]).number == way[1]


@pytest.mark.parametrize("purpose", BOTH)
def test_the_letter_can_be_sent_again_from_the_screen(app, browser, owners, clock, purpose):
    """A26; nobody gets one again as they got the first."""
    for different, more in (({}, 1), (nobody(purpose, "okyakusama"), 0)):
        ASK[purpose](browser, **different)
        keyword, before = keyword_on(browser), len(letters(app))
        browser.send(button="もう一度送る")
        assert "から、もう一度お送りいただけます" in browser.notices[0]
        clock.forward(minutes=2)
        browser.send(button="もう一度送る")
        assert "もう一度お送りしました" in browser.notices[0]
        assert (keyword_on(browser), len(letters(app)) - before) == (keyword, more)
    first = [letter for letter in letters(app) if letter.kind == "way_in"]
    assert len({link_in(letter) for letter in first}) == len(first) == 2


@pytest.mark.parametrize("purpose", BOTH)
def test_the_keyword_leaves_the_screen(app, browser, owners, clock, purpose):
    """Decision 6: after half an hour, or when the link is used."""
    ASK[purpose](browser)
    complete = browser.url
    keyword = keyword_on(browser)
    twin(browser, app).open(newest_link(app)).send({"keyword": keyword})
    assert "キーワードの表示は終了しました" in browser.open(complete).text


@pytest.mark.parametrize("password", ["Takasaki77", "Mado0401x", "Xyoshino7", "Ab900000001"])
@pytest.mark.parametrize("purpose", BOTH)
def test_the_new_password_is_not_what_anybody_would_try_first(app, browser, owners, purpose, password):
    CHOOSE[purpose](browser, app).send({"password": password, "password-again": password}, 422)
    assert browser.number in (405, 415)


def test_it_opens_no_account_that_is_not_the_links(app, browser, owners):
    """Fixation: a link opened in a browser where somebody else is logged in lets the link's owner in."""
    with app.app_context():
        factories.account(app, user_id="other@example.jp")
    log_in(browser, "other@example.jp")
    finish(to_415(browser, app), "unlock")
    assert OWNER["okyakusama"] in browser.open("/okyakusama/my-page").text


def test_nothing_of_it_is_readable_in_the_database(app, owners, browser):
    """Decision 10."""
    to_403(browser, email="someone.else@example.jp")
    found = repr(effects(app))
    assert "someone.else" not in found
    assert keyword_on(browser).replace(" ", "") not in found
    assert Purpose.INITIAL_PASSWORD not in found


def test_what_asked_for_nobody_is_forgotten_in_the_end(app, browser, clock):
    to_403(browser)
    clock.forward(hours=48)
    app.test_cli_runner().invoke(args=["purge", "run"])
    assert tables(app)["letters"] == []
    clock.forward(hours=24 + 1)
    app.test_cli_runner().invoke(args=["purge", "run"])
    assert "contents': None" in tables(app)["links"][0]
    assert timedelta(days=30) < links.REMEMBERED_FOR


def still_shown(app, purpose, after, **different):
    """Whether the keyword still stands on the screen of one application, and the letter can be asked for again, after
    something happened."""
    browser = ASK[purpose](Browser(app.test_client()), **different)
    complete = browser.url
    after(different)
    browser.open(complete)
    return bool(browser.page.select(".keyword strong")), "メールをもう一度送る" in browser.response.text


def everybody(purpose):
    return ({}, WRONG_BIRTH, nobody(purpose, "okyakusama"))


@pytest.mark.parametrize("purpose", BOTH)
def test_what_became_of_an_owners_link_does_not_show(app, owners, purpose, clock, monkeypatch):
    """A3: not that it was asked for again, nor that the owner changed their password, nor that they tried keywords."""
    for name in ("forgotten", "locked"):
        monkeypatch.setitem(rate_limits.LIMITS, f"wizard:{name}", rate_limits.Limit("1000 per hour", "1000 per hour"))

    def asked_again(different):
        ASK[purpose](Browser(app.test_client()), **different)

    def asked_otherwise(different):
        ASK[purpose](Browser(app.test_client()), **{**different, "birth-day": "3"})

    def changed(different):
        change = log_in(Browser(app.test_client()), password=passwords[-1]).open("/okyakusama/password_change/")
        passwords.append(f"Kaede{len(passwords)}mado")
        change.send({"current": passwords[-2], "password": passwords[-1], "password-again": passwords[-1]})

    def guessed(different):
        browser = Browser(app.test_client()).open(newest_link(app))
        for left in range(4, -1, -1):
            browser.send({"keyword": "WRONG222"}, 422 if left else 410)

    passwords = [PASSWORD]
    for after, shown in ((asked_again, False), (asked_otherwise, True), (changed, True)):
        assert {still_shown(app, purpose, after, **each) for each in everybody(purpose)} == {(shown, shown)}
        clock.forward(hours=1)
    assert still_shown(app, purpose, guessed) == (True, True)


@pytest.mark.parametrize("purpose", BOTH)
def test_nor_does_it_show_when_the_letter_is_asked_for_again(app, owners, purpose, clock):
    """After the owner changed their password the link is dead; whoever asks is told the same."""
    said = set()
    for different in everybody(purpose):
        browser = ASK[purpose](Browser(app.test_client()), **different)
        with app.app_context(), write() as session:
            links.void_all(session, 1, now=clock.now)
        clock.forward(minutes=2)
        browser.send(button="もう一度送る")
        said.add((browser.response.status_code, KEYWORD.sub("KEYWORD", plain(browser.response.text))))
        clock.forward(hours=1)
    assert {status for status, _ in said} == {200}
    assert len({re.sub(r"\d+時\d+分", "", page) for _, page in said}) == 1


@pytest.mark.parametrize("how", ["713", "flask logout", "711", "reset", "logout"])
@pytest.mark.parametrize("kind", ["reset", "unlock", "711"])
def test_a_press_repeated_after_its_login_was_ended_logs_nobody_in(
    app, owners, browser, another_browser, clock, kind, how
):
    """A15: a copied cookie, and all that was ever sent with it, is worth nothing any more."""
    action, data = before_the_press(kind, app, browser)
    copied = twin(browser, app)
    browser.client.post(action, data=data, follow_redirects=True)
    clock.forward(minutes=3)
    end_it(how, app, browser, another_browser)
    assert browser.open("/okyakusama/home").number == 102
    copied.client.post(action, data=data, follow_redirects=True)
    assert copied.open("/okyakusama/home").number == 102


def before_the_press(kind, app, browser):
    """What the last press of a sequence would send, and where."""
    if kind == "reset":
        return pressed(to_405(browser, app).send(NEW))
    if kind == "unlock":
        action, data = pressed(to_415(browser, app))
        return action, {**data, **NEW}
    action, data = pressed(log_in(browser).open("/okyakusama/password_change/"))
    return action, {**data, "current": PASSWORD, **NEW}


def end_it(how, app, browser, another_browser):
    other = {"password": "Botan33mado", "password-again": "Botan33mado"}
    if how == "713":
        log_in(another_browser, password=NEW["password"]).open("/okyakusama/devices").send(button="ログアウトさせる")
    elif how == "flask logout":
        assert app.test_cli_runner().invoke(args=["logout", "okyakusama", OWNER["okyakusama"]]).exit_code == 0
    elif how == "711":
        another_browser = log_in(another_browser, password=NEW["password"]).open("/okyakusama/password_change/")
        another_browser.send({"current": NEW["password"], **other})
    elif how == "reset":
        assert to_405(another_browser, app).send(other).send().number == 406
    else:
        log_out(browser.open("/okyakusama/home"))


@pytest.mark.parametrize("purpose", BOTH)
def test_no_letter_is_sent_again_once_the_keyword_was_given(app, owners, browser, purpose, clock):
    """Not even by a page that was left open since before."""
    ASK[purpose](browser)
    keyword, form = keyword_on(browser), browser.page.select_one("form[action$='/send-again']")
    Browser(app.test_client()).open(newest_link(app)).send({"keyword": keyword})
    clock.forward(minutes=3)
    before = len(letters(app))
    browser._arrive(browser.client.post(form["action"], data=browser.standing(form), follow_redirects=True), status=200)
    assert account_recovery.NOT_SENT_AGAIN in browser.notices
    assert len(letters(app)) == before
