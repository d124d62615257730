"""Is a run readable to its owner alone, and does it last as promised? (rows W15–W20, decisions 2, 3, 10)"""

import base64
import logging
import re
from pathlib import Path
from urllib.parse import quote

import factories
import pytest
from browser import Browser
from factories import ACCESS, PASSWORD, PROFILE
from sqlalchemy import select
from ways import (
    apply_for,
    asked_on_402,
    carried,
    cookie,
    half_of,
    kept,
    letters,
    log_in,
    log_out,
    pressed,
    register,
    run_id_of,
    tables,
    to_104,
    to_108,
    to_109,
    to_722,
    twin,
)

import models
from domain.messages import outbox
from infra.database import engine, read, write
from infra.encryption import DecryptionFailed
from ops import purge
from wizards.engine import runs
from wizards.engine.receipt import Conflict
from wizards.engine.runs import Owner, Run, StepState

PERSONA = (
    "髙﨑",
    "𠮷乃",
    "タカサキ",
    "ﾀｶｻｷ",
    "よしの",
    "Yoshino.T@example.jp",
    "Yoshino.T",
    "Himawari7",
    PASSWORD,
    "1960-04-01",
)


def forms(word):
    """Every spelling of a word that is long enough not to be met by chance."""
    # Case is not looked at, so four or five letters of base64 do turn up by chance in a long cookie.
    return [form for form in _forms(word) if len(form) > (5 if form.isascii() else 3)]


def _forms(word):
    """A word as it could be found in a file: encodings, base64 at any offset, hexadecimal, JSON and URL escapes."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp932", "euc-jp"):
        try:
            plain = word.encode(encoding)
        except UnicodeEncodeError:
            continue
        yield plain
        yield plain.hex().encode()
        for before in range(3):
            coded = base64.b64encode(b"\0" * before + plain)
            yield coded[(4 if before else 0) : -4]
            yield coded[(4 if before else 0) : -4].translate(bytes.maketrans(b"+/", b"-_"))
    yield ascii(word)[1:-1].encode()
    yield quote(word).encode()


def found_in(heap, words):
    heap = heap.lower()
    return {word for word in words for form in forms(word) if form.lower() in heap}


def dump(app, url):
    """Everything the database holds, as bytes; of SQLite the very files, with what waits in the log."""
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    with app.app_context(), engine().connect() as connection:
        pieces = []
        for table in models.Table.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                pieces += [bytes(value) if isinstance(value, bytes) else str(value).encode() for value in row]
        return b"\n".join(pieces)


def cookie_text(app, browser):
    return (cookie(browser.client).value + str(carried(app, browser))).encode()


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def test_the_search_finds_what_lies_open(app, database_url):
    """The dump test can fail: an account holds the name, and here a link's contents and a letter are laid open."""
    with app.app_context():
        factories.account(app)
    assert {"髙﨑", "𠮷乃"} <= found_in(dump(app, database_url), PERSONA)
    for word in PERSONA:
        for number, form in enumerate(forms(word)):
            assert word in found_in(b"\x01\x02" + form + b"\x03", [word]), (word, number)


@pytest.mark.parametrize("way", [to_104, apply_for], ids=["104", "105"])
def test_an_application_under_way_is_readable_nowhere(app, database_url, way):
    """W16, decision 10."""
    browser = way(Browser(app.test_client()))
    assert found_in(dump(app, database_url), PERSONA) == set()
    assert found_in(cookie_text(app, browser), PERSONA) == set()


def test_a_registration_under_way_is_readable_nowhere(app, database_url):
    browser = Browser(app.test_client())
    for way in (lambda: to_108(browser, app), lambda: browser.send({**ACCESS, "password-again": "x"}, 422)):
        way()
        assert found_in(dump(app, database_url), PERSONA) == set()
    browser.send(ACCESS)
    assert browser.number == 109
    assert found_in(dump(app, database_url), PERSONA) == set()
    assert found_in(cookie_text(app, browser), PERSONA) == set()


def test_what_a_customer_is_typing_is_readable_nowhere(app, database_url):
    with app.app_context():
        factories.account(app)
    browser = Browser(app.test_client())
    to_722(log_in(browser), number="C912345678")
    browser.change("証券番号")
    browser.client.post(browser.url, data={**browser.standing(browser.form), "back": "1"})
    assert found_in(dump(app, database_url), ["C912345678", PASSWORD]) == set()
    assert found_in(cookie_text(app, browser), [*PERSONA, "C912345678"]) == set()


def test_after_the_registration_no_secret_is_readable(app, database_url):
    register(Browser(app.test_client()), app)
    assert found_in(dump(app, database_url), (PASSWORD, "Himawari7")) == set()


def test_no_log_tells_anything(app, caplog):
    """A whole day of the portal, at the finest level."""
    caplog.set_level(logging.DEBUG)
    browser = Browser(app.test_client())
    to_108(browser, app)
    browser.send({**ACCESS, "password-again": "x"}, 422)
    browser.send(ACCESS).send()
    while outbox.deliver_due(app) != outbox.Counts():
        pass
    log_out(browser.open("/okyakusama/home"))
    log_in(browser, password=f"{PASSWORD}x", status=422)
    log_in(browser)
    assert caplog.records
    told = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records).encode()
    assert found_in(told, PERSONA) == set()


def test_no_address_and_no_page_holds_a_secret(app, monkeypatch):
    """Passwords are in no page; keyword, mail and name in no URL and no Location."""
    addresses, pages = [], []

    client = app.test_client()
    really = client.open

    def note(*given, **more):
        answer = really(*given, **more)
        for each in (*answer.history, answer):
            addresses.append(f"{each.request.full_path} {each.headers.get('Location', '')}")
            pages.append(each.text)
        return answer

    monkeypatch.setattr(client, "open", note)
    browser = to_108(Browser(client), app)
    browser.send({**ACCESS, "password-again": "momiji8aki"}, 422)
    browser.send(ACCESS).change("メール案内").send().send()
    assert browser.number == 110
    assert found_in("\n".join(addresses).encode(), PERSONA) == set()
    assert found_in("\n".join(pages).encode(), (PASSWORD, "momiji8aki")) == set()


def test_a_run_opens_with_both_halves_only(app):
    """Decision 2: a stolen database opens no visitor's draft, not even with the server's key."""
    browser = to_104(Browser(app.test_client()))
    run = run_id_of(browser)
    with pytest.raises(DecryptionFailed):
        kept(app, run)
    with pytest.raises(DecryptionFailed):
        kept(app, run, b"x" * 32)
    assert "profile" in kept(app, run, half_of(app, browser, run))


def test_a_sealed_run_moved_to_another_row_does_not_open(app):
    one, two = to_104(Browser(app.test_client())), to_104(Browser(app.test_client()))
    with app.app_context(), write() as session:
        rows = [session.get(models.RunRow, run_id_of(browser)) for browser in (one, two)]
        rows[1].answers, rows[1].visitor = rows[0].answers, rows[0].visitor
    assert one.open(two.url, 410).number == 901


@pytest.fixture
def portal(app):
    with app.app_context():
        yield app.extensions["portals"]["okyakusama"]


OWNER = Owner("somebody", lambda run_id: b"half" * 8)


def begun(portal):
    """A run that was just kept."""
    run = Run("r" * 22, "registration", OWNER, steps={"profile": StepState(1, {"email": ["a"]})})
    runs.start(run, portal, factories.NOW)
    return run


def read_again(portal):
    return runs.find("r" * 22, portal, "registration", OWNER, factories.NOW)


def test_of_two_who_write_the_run_that_they_read_the_second_is_told(portal):
    """Row W9: nothing of a quicker answer is lost, and the slower one knows."""
    assert begun(portal).version == 1
    one, two = read_again(portal), read_again(portal)
    one.step("profile").answer, two.step("profile").answer = {"email": ["b"]}, {"email": ["c"]}
    runs.keep(one, portal, factories.NOW)
    with pytest.raises(Conflict):
        runs.keep(two, portal, factories.NOW)
    left = read_again(portal)
    assert (one.version, left.version, left.step("profile").answer) == (2, 2, {"email": ["b"]})
    runs.keep(left, portal, factories.NOW)


def test_nothing_is_written_into_a_run_that_was_committed(portal):
    run = begun(portal)
    with write() as session:
        session.get_one(models.RunRow, run.id).committed_at = factories.NOW
    with pytest.raises(Conflict):
        runs.keep(run, portal, factories.NOW)
    assert read_again(portal).version == 1


def test_a_run_is_made_once(portal):
    begun(portal)
    again = Run("r" * 22, "registration", OWNER, steps={"profile": StepState(1, {"email": ["z"]})})
    with pytest.raises(Conflict):
        runs.start(again, portal, factories.NOW)
    assert read_again(portal).step("profile").answer == {"email": ["a"]}


def test_keys_can_be_changed_while_somebody_is_on_the_way(app, make_app, database_url):
    key = app.config["SECRET_KEYS"][0]
    new = {"SECRET_KEYS": ["n" * 40, key], "SECRET_KEY": "n" * 40, "SECRET_KEY_FALLBACKS": [key]}
    browser = to_104(Browser(app.test_client()))
    after = twin(browser, make_app(database_url, **new))
    assert after.open(browser.url).number == 104
    assert after.send().number == 105


def test_a_login_takes_what_was_begun_along_for_seven_days(app, clock):
    """Decisions 2 and 3: 30 minutes for a visitor, seven days for a customer, wherever they began."""
    with app.app_context():
        factories.account(app)
    browser = to_104(Browser(app.test_client()))
    run = run_id_of(browser)
    address = browser.url
    log_in(browser)
    assert "profile" in kept(app, run)
    clock.forward(hours=1)
    log_in(browser)
    assert browser.open(address).number == 104


def test_a_customers_run_ends_after_seven_days(app, clock):
    with app.app_context():
        factories.account(app)
    browser = to_722(log_in(Browser(app.test_client())))
    clock.forward(days=6, hours=23)
    assert log_in(browser).open(f"/okyakusama/addition/{run_id_of_722(browser, app)}/confirm").number == 722
    clock.forward(days=7)
    assert log_in(browser).open(f"/okyakusama/addition/{run_id_of_722(browser, app)}/confirm", 410).number == 901


def run_id_of_722(browser, app):
    with app.app_context(), read() as session:
        return session.scalar(select(models.RunRow.id))


@pytest.mark.parametrize(
    ("name", "number", "answers"), [("forgotten", 403, asked_on_402()), ("registration", 105, PROFILE)]
)
def test_a_first_page_sent_again_after_its_run_was_erased_begins_one_that_can_be_completed(
    app, clock, name, number, answers
):
    """Under the id that it chose, while the letters of the former run are still known."""
    with app.app_context():
        factories.owner(app)
    browser = Browser(app.test_client()).open(f"/okyakusama/{name}/")
    action, data = pressed(browser)
    for _ in range(2):
        answer = browser.client.post(action, data={**data, **answers}, follow_redirects=True)
        assert browser._arrive(answer, 200).send().number == number
        clock.forward(minutes=31)
        with app.app_context():
            purge.purge(clock.now)
        assert tables(app)["runs"] == []
    assert len(letters(app)) == 2


def test_one_cookie_a_portal(app):
    browser = to_104(Browser(app.test_client()))
    browser.client.get("/keiyakusha/login")
    assert carried(app, browser, "keiyakusha").get("visitor") != carried(app, browser)["visitor"]


def test_run_ids_cannot_be_guessed(app):
    ids = {run_id_of(to_104(Browser(app.test_client()))) for _ in range(5)}
    assert len(ids) == 5
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", each) for each in ids)


def test_a_run_id_of_the_visitors_own_making_is_not_taken(app):
    browser = Browser(app.test_client()).open("/okyakusama/registration/")
    data = {**browser.standing(browser.form), **factories.PROFILE, "run": "../../evil"}
    answer = browser.client.post("/okyakusama/registration/", data=data)
    assert answer.status_code == 303
    assert re.fullmatch(r"/okyakusama/registration/[A-Za-z0-9_-]{22}/confirm", answer.location)


def test_mail_waiting_is_sealed_and_gone_once_sent(app, database_url):
    apply_for(Browser(app.test_client()))
    assert letters(app)
    outbox.deliver_due(app)
    assert all("'contents': None" in row for row in tables(app)["letters"])
    assert found_in(dump(app, database_url), PERSONA) == set()


def test_109_of_a_stranger_is_not_reached_with_the_cookie_of_the_link_alone(app):
    browser = to_109(Browser(app.test_client()), app)
    other = Browser(app.test_client())
    other.open(browser.url, 410)
