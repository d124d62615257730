"""Who is ready to do again and again what the table of limits counts? A press for each of its rows."""

import secrets

import applying
import factories
import picturing
from applying import to_646
from browser import Browser
from casework import Work
from staffing import Desk, hire
from talking import Talk
from ways import (
    AGREED,
    BORN,
    NEW,
    apply_for,
    call,
    keyword_on,
    letters,
    link_in,
    log_in,
    newest_link,
    pressed,
    shown_on_503,
    to_104,
    to_109,
    to_403,
    to_413,
    to_503,
    to_605,
    to_613,
    to_624,
    to_722,
)

from domain.accounts import issued_passwords


def visitor(app, source="192.0.2.1", forwarded=None):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = source
    if forwarded:
        client.environ_base["HTTP_X_FORWARDED_FOR"] = forwarded
    return client


def send(browser, answers=None):
    """Press the first button of this page, and stay on it."""
    action, data = pressed(browser)
    return browser.client.post(action, data={**data, **(answers or {})})


# For each row: who gets ready for it (a browser on a page), and what is sent again and again.


def ready_for_login(app, client):
    browser = Browser(client).open("/okyakusama/login")
    return lambda number: send(browser, {"user_id": f"nobody{number}@example.jp", "password": "wrong1pass"})


def ready_for_login_of_one_id(app, client):
    def press(number):
        browser = Browser(visitor(app, f"198.51.100.{number}")).open("/okyakusama/login")
        return send(browser, {"user_id": "taro@example.jp", "password": factories.PASSWORD})

    return press


def ready_for_keyword(app, client):
    apply_for(Browser(app.test_client()))
    browser = Browser(client).open(newest_link(app))
    return lambda number: send(browser, {"keyword": ""})


def ready_for_send_again(app, client):
    browser = apply_for(Browser(client))
    form = browser.page.select_one("form[action$='/send-again']")
    return lambda number: client.post(form["action"], data=browser.standing(form))


def ready_for_address(app, client):
    other = {"email": "other@example.jp", "email-again": "other@example.jp"}
    browser = to_109(Browser(client), app, **other).send()
    browser.open(link_in(letters(app)[-1]))
    return lambda number: send(browser)


def ready_for_begin(app, client):
    browser = Browser(client)
    return lambda number: send(browser.open("/okyakusama/registration/"), factories.PROFILE)


def ready_for_registration(app, client):
    browser = Browser(client)

    def press(number):
        return send(to_104(browser, email=f"nobody{number}@example.jp"))

    return press


def ready_for_activation(app, client):
    browser = to_109(Browser(client), app)
    with app.app_context():
        factories.account(app)
    return lambda number: send(browser)


def ready_for_addition(app, client):
    browser = to_722(log_in(Browser(client), "taro@example.jp"))
    return lambda number: send(browser)


def ready_for_forgotten(app, client):
    browser = Browser(client)
    return lambda number: send(
        browser.open("/okyakusama/forgotten/").send({"email": f"nobody{number}@example.jp", **BORN})
    )


def ready_for_locked(app, client):
    browser = Browser(client)
    return lambda number: send(
        browser.open("/okyakusama/locked/").send({"user_id": f"nobody{number}@example.jp", **BORN})
    )


def ready_for_reset(app, client):
    browser = Browser(client)

    def press(number):
        asked = to_403(Browser(visitor(app, f"198.51.100.{number}")), email="taro@example.jp")
        return send(browser.open(newest_link(app)).send({"keyword": keyword_on(asked)}).send(NEW))

    return press


def ready_for_unlock(app, client):
    browser = Browser(client)

    def press(number):
        asked = to_413(Browser(visitor(app, f"198.51.100.{number}")), user_id="taro@example.jp")
        return send(browser.open(newest_link(app)).send({"keyword": keyword_on(asked)}), NEW)

    return press


def ready_for_password_change(app, client):
    browser = log_in(Browser(client), "taro@example.jp")

    def press(number):
        current = f"kaede{number - 1}mado" if number else factories.PASSWORD
        new = {"password": f"kaede{number}mado", "password-again": f"kaede{number}mado"}
        answer = send(browser.open("/okyakusama/password_change/"), {"current": current, **new})
        if answer.location:
            browser.open(answer.location)
        return answer

    return press


def ready_for_initial_password(app, client):
    browser = Browser(client).open("/okyakusama/easy/")
    return lambda number: send(browser, {"number": f"C9{number:08d}", "initial": "wrong7pw"})


def ready_for_easy(app, client):
    browser, keyring = Browser(client), app.extensions["keyring"]

    def press(number):
        policy, address = f"C9{number:08d}", f"nobody{number}@example.jp"
        with app.app_context():
            kept = issued_passwords.keep(keyring, f"okyakusama {policy}", "uERsmM8c")
            factories.contract(number=policy, initial_password=kept)
        browser.open("/okyakusama/easy/").send({"number": policy, "initial": "uERsmM8c"})
        access = {"email": address, "email-again": address, "news": "no", "terms": "yes", "privacy": "yes"}
        return send(browser.send({**access, **NEW}))

    return press


def ready_for_temporary(app, client):
    person = {name: value for name, value in factories.PROFILE.items() if name not in ("keyword", "employee")}
    browser = Browser(client)

    def press(number):
        asked = {**person, "number": "C900000001", "email": f"nobody{number}@example.jp"}
        return send(browser.open("/okyakusama/temporary/").send(asked))

    return press


def ready_for_first_password(app, client):
    browser = log_in(Browser(client), "taro@example.jp")
    return lambda number: send(browser.open("/okyakusama/first_password/"), NEW)


def ready_for_address_change(app, client):
    browser = log_in(Browser(client), "taro@example.jp")

    def press(number):
        new = {"email": f"new{number}@example.jp", "email-again": f"new{number}@example.jp"}
        return send(browser.open("/okyakusama/address_change/").send(new))

    return press


def ready_for_request(to_confirm, agreed=None):
    """Each of a contract of its own."""

    def ready(app, client):
        browser = log_in(Browser(client), "taro@example.jp")

        def press(number):
            with app.app_context():
                contract = factories.contract(number=f"C9{number:08d}").id
                factories.hold(1, contract)
            return send(to_confirm(browser, contract), agreed or {})

        return press

    return ready


def ready_for_application(app, client):
    browser = Browser(client)
    return lambda number: send(to_646(browser, "else", **{"phone-line": f"{number:04}"}), applying.AGREED)


def ready_for_withdrawal(app, client):
    browser = applying.to_647(Browser(client)).follow("取り下げる")
    return lambda number: send(browser)


def ready_for_paper(app, client):
    log_in(Browser(client), "taro@example.jp")
    with app.app_context():
        contract = factories.contract().id
        factories.hold(1, contract)
    return lambda number: client.get(f"/okyakusama/contracts/{contract}/policy.pdf")


def ready_for_search(app, client):
    browser = log_in(Browser(client), "taro@example.jp")
    with app.app_context():
        factories.hold(1, factories.contract().id)
    browser.open("/okyakusama/contracts?which=now")
    return lambda number: send(browser, {"word": "C9"})


def ready_for_anothers(app, client):
    log_in(Browser(client), "taro@example.jp")
    return lambda number: client.get(f"/okyakusama/contracts/{number + 1}")


def ready_for_verification(app, client):
    user_id, phone = secrets.token_hex(4), f"0901{secrets.randbelow(10**7):07}"
    with app.app_context():
        factories.caller(app, user_id, phone)
    browser = Browser(client)

    def press(number):
        to_503(browser, user_id)
        app.config["CLOCK"].forward(milliseconds=1)
        call(app, phone, shown_on_503(browser))
        return send(browser)

    return press


def ready_for_staff_login(app, client):
    desk = Desk(client).open("/staff/login")
    return lambda number: send(desk, {"name": f"nobody{number}", "password": "wrong1pass", "code": "123456"})


def ready_for_staff_search(app, client):
    hire(app)
    desk = Desk(client).log_in(app).open("/staff/customers")
    form = desk.page.select_one(".staff-search")
    token = desk.standing(form)["csrf_token"]
    return lambda number: client.post("/staff/customers", data={"csrf_token": token, "words": "サトウ"})


def ready_for_staff_act(app, client):
    hire(app)
    work = Work(app, "end_logins", 1)

    def press(number):
        log_in(Browser(app.test_client()), "taro@example.jp")
        work.desk.client.environ_base["REMOTE_ADDR"] = client.environ_base["REMOTE_ADDR"]
        return send(work.begin().send(reason="端末の紛失").desk)

    return press


def ready_for_staff_note(app, client):
    hire(app)
    desk = Desk(client).log_in(app)
    path = Talk(app, 1, desk=desk).path
    token = desk.page.select_one("[name=csrf_token]")["value"]
    return lambda number: client.post(f"{path}/draft", data={"csrf_token": token, "text": f"{number}"})


def ready_for_sharing(app, client):
    token = pressed(Browser(client).open("/okyakusama/login"))[1]["csrf_token"]
    return lambda number: client.post("/okyakusama/sharing", data={"csrf_token": token, "sharing": "begin"})


def to_803(app, client):
    """Whose picture is to be sent, in front of 803."""
    browser = log_in(Browser(client), "taro@example.jp")
    with app.app_context():
        factories.hold(1, factories.contract().id)
        made = picturing.accident(1).id
    return browser.open(f"/okyakusama/photos/of/{made}/")


def ready_for_photos(app, client):
    browser = to_803(app, client)
    first = browser.url

    def press(number):
        picturing.choose(browser.open(first), picturing.file(number=number))
        picturing.look(app)
        return send(browser.open(browser.url).send(button=picturing.NEXT))

    return press


def ready_for_picture(app, client):
    browser = to_803(app, client)
    where, values = browser.form["data-upload"], pressed(browser)[1]
    return lambda number: client.post(where, data={**values, "files": [picturing.data(b"%d" % number, "a.jpg")]})


def ready_for_telephone(app, client):
    token = pressed(Browser(client).open("/okyakusama/login"))[1]["csrf_token"]
    return lambda number: client.post(f"/okyakusama/camera/{number}/x", data={"csrf_token": token})


READY = {
    "begin": ready_for_begin,
    "login": ready_for_login,
    "login of one ID": ready_for_login_of_one_id,
    "keyword": ready_for_keyword,
    "send again": ready_for_send_again,
    "address": ready_for_address,
    "wizard:registration": ready_for_registration,
    "wizard:activation": ready_for_activation,
    "wizard:addition": ready_for_addition,
    "initial password": ready_for_initial_password,
    "wizard:easy": ready_for_easy,
    "wizard:temporary": ready_for_temporary,
    "wizard:first_password": ready_for_first_password,
    "wizard:forgotten": ready_for_forgotten,
    "wizard:reset": ready_for_reset,
    "wizard:locked": ready_for_locked,
    "wizard:unlock": ready_for_unlock,
    "wizard:password_change": ready_for_password_change,
    "wizard:address_change": ready_for_address_change,
    "wizard:change": ready_for_request(to_605),
    "wizard:cancellation": ready_for_request(to_613),
    "wizard:application": ready_for_application,
    "withdrawal": ready_for_withdrawal,
    "wizard:renewal": ready_for_request(to_624, AGREED),
    "wizard:verification": ready_for_verification,
    "wizard:photos": ready_for_photos,
    "picture": ready_for_picture,
    "telephone": ready_for_telephone,
    "search": ready_for_search,
    "paper": ready_for_paper,
    "another's": ready_for_anothers,
    "staff login": ready_for_staff_login,
    "staff search": ready_for_staff_search,
    "staff act": ready_for_staff_act,
    "staff note": ready_for_staff_note,
    "sharing": ready_for_sharing,
}
# Who comes so far has shown who they are: of these only what is refused counts for the source.
PROVED = ("wizard:easy", "wizard:reset", "wizard:unlock", "wizard:verification")
# What stands in the way of being often enough at a row.
ALSO = {
    "wizard:forgotten": ["begin"],
    "wizard:easy": ["initial password"],
    "wizard:reset": ["wizard:forgotten"],
    "wizard:unlock": ["wizard:locked"],
    "wizard:password_change": ["login"],
    "wizard:verification": ["login of one ID"],
    "staff act": ["login", "login of one ID"],
}
