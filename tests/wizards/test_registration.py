"""Does 101–106 tell nobody who is registered, and send the right letter? (rows A3, A26, decisions 6, 14)"""

import factories
import pytest
from browser import Browser
from factories import ACCESS, PROFILE
from ways import apply_for, at_once, counted, effects, letters, newest_link, plain, pressed, tables, to_104, twin

import models
from infra.database import read

UNKNOWN, HOLDER, KNOWN = "nobody@example.jp", "yoshino.t@example.jp", "known@example.jp"


@pytest.fixture
def people(app):
    with app.app_context():
        factories.agency()
        factories.contract()
        factories.account(app, user_id=KNOWN)


@pytest.fixture
def work(app, monkeypatch):
    """How many passwords were hashed or checked."""
    calls = []
    for name in ("hash", "check"):
        monkeypatch.setattr(app.extensions["hasher"], name, lambda *_, name=name: calls.append(name))
    return calls


def journey(app, email):
    """Every answer on the way to 105, without tokens, run ids and the address itself."""
    browser, answers = Browser(app.test_client()), []
    browser.open("/okyakusama/registration/").send({**PROFILE, "email": email})
    answers.append(browser.response)
    browser.send()
    answers.append(browser.response)
    again = browser.client.get(browser.url)
    answers.append(again)
    left_out = ("Set-Cookie", "Content-Length")
    return [
        (
            answer.status_code,
            [(name, value) for name, value in answer.headers if name not in left_out],
            plain(answer.text).replace(email, "ADDRESS"),
        )
        for answer in answers
    ]


def test_known_matching_and_unknown_people_see_the_same_byte_for_byte(app, people, work):
    """A3."""
    unknown, holder, known = journey(app, UNKNOWN), journey(app, HOLDER), journey(app, KNOWN)
    assert unknown == holder == known
    assert work == []


def test_they_leave_as_many_rows(app, people):
    left = []
    for email in (UNKNOWN, HOLDER, KNOWN):
        before = {name: len(rows) for name, rows in tables(app).items()}
        journey(app, email)
        left.append({name: len(rows) - before[name] for name, rows in tables(app).items()})
    assert left[0] == left[1] == left[2]
    assert left[0]["letters"] == left[0]["links"] == 1


def test_only_an_address_that_has_an_account_gets_another_letter(app, people):
    """Decision 14."""
    for email in (UNKNOWN, HOLDER, KNOWN):
        journey(app, email)
    unknown, holder, known = letters(app)
    assert [letter.kind for letter in (unknown, holder, known)] == [
        "registration",
        "registration",
        "already_registered",
    ]
    assert {letter.subject for letter in (unknown, holder, known)} == {"【サンプル損保】初回利用登録に関するご案内"}
    assert "/l/" in unknown.text and "/l/" in holder.text and "/l/" not in known.text


@pytest.mark.parametrize("spelling", ["KNOWN@example.jp", "ｋｎｏｗｎ＠example.jp", "Known@EXAMPLE.JP"])
def test_another_spelling_of_a_registered_address_is_the_same_address(app, people, spelling):
    journey(app, spelling)
    assert letters(app)[0].kind == "already_registered"


def test_the_keyword_is_on_105_and_in_no_letter(app, browser):
    apply_for(browser)
    assert "Himawari7" in browser.text
    [letter] = letters(app)
    assert "himawari" not in (letter.text + letter.html + letter.subject).casefold()


def test_the_keyword_leaves_105_after_30_minutes(app, browser, clock):
    """Decision 6."""
    apply_for(browser)
    clock.forward(minutes=29, seconds=59)
    assert "Himawari7" in browser.open(browser.url).text
    clock.forward(seconds=1)
    assert "Himawari7" not in browser.client.get(browser.url).text


def test_the_keyword_leaves_105_when_the_link_is_used(app, browser, another_browser):
    """Decision 6."""
    apply_for(browser)
    another_browser.open(newest_link(app)).send({"keyword": "Himawari7"})
    assert "Himawari7" not in browser.open(browser.url).text


def send_again(browser):
    form = browser.page.select_one("form[action$='/send-again']")
    return browser._arrive(
        browser.client.post(form["action"], data=browser.standing(form), follow_redirects=True), status=200
    )


def test_the_letter_can_be_sent_again_after_a_pause_that_is_named(app, browser, clock):
    """A26."""
    apply_for(browser)
    first = newest_link(app)
    send_again(browser)
    assert len(letters(app)) == 1
    assert "12時2分" in browser.text
    clock.forward(minutes=2)
    send_again(browser.open(browser.url))
    assert (browser.number, len(letters(app))) == (105, 2)
    other = Browser(app.test_client())
    assert other.open(first, 410).number == 903
    assert other.open(newest_link(app)).send({"keyword": "Himawari7"}).number == 108


def test_sending_again_is_the_same_for_a_registered_address(app, people, clock):
    pages = []
    for email in (UNKNOWN, KNOWN):
        browser = apply_for(Browser(app.test_client()), email=email)
        clock.forward(minutes=2)
        send_again(browser.open(browser.url))
        pages.append(plain(browser.response.text).replace(email, "ADDRESS"))
        clock.forward(minutes=-2)
    assert pages[0] == pages[1]
    assert [letter.kind for letter in letters(app)] == ["registration"] * 2 + ["already_registered"] * 2


def test_twenty_presses_of_send_again_send_one_letter(app, browser, clock):
    apply_for(browser)
    clock.forward(minutes=2)
    browser.open(browser.url)
    form = browser.page.select_one("form[action$='/send-again']")
    clients = [twin(browser, app).client for _ in range(8)]
    data = browser.standing(form)
    answers = at_once([lambda client=client: client.post(form["action"], data=data) for client in clients])
    assert {answer.status_code for answer in answers} == {303}
    assert len(letters(app)) == 2


def test_the_agency_and_the_employee_number_come_along(app, browser):
    with app.app_context():
        factories.agency()
    browser.open("/okyakusama/agencies/A1000")
    apply_for(browser, employee="００１２")
    other = Browser(app.test_client())
    other.open(newest_link(app)).send({"keyword": "Himawari7"}).send(ACCESS).send()
    with app.app_context(), read() as session:
        [account] = session.query(models.Account).all()
    assert (account.agency_code, account.employee_number) == ("A1000", "0012")


def test_a_letter_that_cannot_be_sent_now_does_not_hold_up_105(app, browser, monkeypatch):
    """W27."""
    app.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=9, SMTP_SECURITY="none")
    assert apply_for(browser).number == 105
    assert counted(app)["letters"] == 1


def test_the_mail_stands_on_104_as_it_was_typed_and_nothing_is_written_by_looking(app, browser):
    to_104(browser)
    before = effects(app)
    action, _ = pressed(browser)
    assert browser.open(action).summary["メールアドレス（ユーザーID）"] == "Yoshino.T@example.jp"
    assert effects(app) == before
