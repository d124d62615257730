"""Is nothing in a page that only its browser may know and that is the same in the next one? And are its forms taken?"""

import re

import pytest
from browser import Browser
from factories import PROFILE, account
from flask_wtf.csrf import generate_csrf
from staffing import at_work, hire
from standing import begin
from ways import carried, log_in, pressed, to_104

from views.shared import csrf_mask

SECRET = bytes(range(20))
TOKEN = re.compile(r"[A-Za-z0-9_-]{54}")
# So long and drawn from so much, it could be a secret of somebody's.
RANDOM = re.compile(r"[A-Za-z0-9_-]{20,}")
# What may be the same in two answers, and why that tells nobody anything: docs/decisions/0038-weight.md.
THE_SAME = {
    "data-whose",  # whose the page is: opens nothing
    "the name of a box that is never sent",  # likewise
    # Names a run: opens none without the cookie.
    "data-state-url", "data-now-at", "data-extend-url", "data-scope", "action", "formaction", "href", "next", "run",
    "seal",  # says which answers were read back: takes none without the token
    "proof",  # good in the login that it was given for alone
    "data-sharing",  # of a shared screen, which says one word
}  # fmt: skip


def test_a_pad_is_drawn_each_time_and_the_secret_is_found_behind_it():
    tokens = {csrf_mask.mask(SECRET, lambda many, pad=pad: bytes([pad]) * many) for pad in range(256)}
    assert len(tokens) == 256
    assert {csrf_mask.unmask(token) for token in tokens} == {SECRET}
    for place in range(54):
        assert len({token[place] for token in tokens}) > 1, "a part of it is the same each time"


@pytest.mark.parametrize("token", ["", "x", "あ", "*" * 54, "A" * 53, "A" * 2000, "IjEyMyI.aQ.x_y"])
def test_what_is_no_such_token_holds_nothing_of_anybodys(token):
    assert csrf_mask.unmask(token) != SECRET


def tokens_of(page):
    return {tag["value"] for tag in page.select("[name=csrf_token]")} | {
        tag["data-token"] for tag in page.select("[data-token]")
    }


@pytest.fixture
def logged_in(app, browser):
    with app.app_context():
        account(app)
    return log_in(browser)


def test_every_answer_has_another_on_all_its_forms(logged_in):
    seen = []
    for _ in range(3):
        [token] = tokens_of(logged_in.open("/okyakusama/my-page").page)
        assert TOKEN.fullmatch(token)
        seen.append(token)
    assert len(set(seen)) == 3


def test_each_of_them_is_taken_as_long_as_the_session_is(app, browser):
    first, *later = [pressed(browser.open("/okyakusama/registration/"))[1]["csrf_token"] for _ in range(3)]
    action, data = pressed(browser)
    for token in (*later, first, first):
        answer = browser.client.post(action, data={**data, **PROFILE, "csrf_token": token})
        assert answer.status_code == 303


def test_it_is_taken_from_the_header_too(logged_in):
    [token] = tokens_of(logged_in.open("/okyakusama/my-page").page)
    answer = logged_in.client.post("/okyakusama/logout", headers={"X-CSRFToken": token})
    assert answer.status_code == 303


def test_so_is_one_as_flask_wtf_makes_it_which_is_on_no_page_any_more(app, browser):
    action, data = pressed(browser.open("/okyakusama/registration/"))
    with app.test_request_context("/okyakusama/registration/", headers={"Cookie": cookies(browser)}):
        older = generate_csrf()
    assert older not in browser.response.text
    assert browser.client.post(action, data={**data, **PROFILE, "csrf_token": older}).status_code == 303


def cookies(browser):
    name = "madoguchi-okyakusama"
    return f"{name}={browser.client.get_cookie(name).value}"


def test_anothers_is_not_nor_is_one_that_was_touched(browser, another_browser):
    action, data = pressed(browser.open("/okyakusama/registration/"))
    [strange] = tokens_of(another_browser.open("/okyakusama/registration/").page)
    own = data["csrf_token"]
    swapped = own[:-2] + ("AA" if own[-2:] != "AA" else "BB")
    for token in (strange, swapped, own[:27], "", "A" * 54):
        answer = browser.client.post(action, data={**data, **PROFILE, "csrf_token": token})
        assert answer.status_code == 400, token


def test_the_secret_itself_is_on_no_page(app, browser):
    browser.open("/okyakusama/registration/")
    assert carried(app, browser)["csrf_token"] not in browser.response.text


def where_it_stands(tag, name, random):
    if tag.name == "input" and name == "name":
        return "the name of a box that is never sent" if tag.has_attr("disabled") else name
    if name == "value":
        return tag.get("name", name)
    return name


def random_words(page):
    """Every long random word of a page, with what it is called there."""
    found = {}
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            for word in RANDOM.findall(value if isinstance(value, str) else " ".join(value)):
                if re.search("[0-9]", word) and "/static/" not in value:
                    found.setdefault(word, set()).add(where_it_stands(tag, name, word))
    return found


def at_confirm(app, client):
    return to_104(Browser(client))


def at_first_screen(app, client):
    return to_104(Browser(client)).open("/okyakusama/registration/")


def with_a_proof(app, client):
    with app.app_context():
        account(app)
    return log_in(Browser(client)).open("/okyakusama/password_change/")


def shared(app, client):
    customer = Browser(client)
    begin(customer)
    return customer.open("/okyakusama/registration/")


def at_desk(app, client):
    hire(app)
    return at_work(app)


@pytest.mark.parametrize("at", [at_confirm, at_first_screen, with_a_proof, shared, at_desk])
def test_what_two_answers_have_in_common_is_no_secret(app, at):
    """Whoever finds out more than this by compressed lengths has found out something."""
    browser = at(app, app.test_client())
    one = random_words(browser.open(browser.url).page)
    other = random_words(browser.open(browser.url).page)
    assert one, "nothing was looked at"
    told = {where for word in one.keys() & other.keys() for where in one[word]}
    assert told - THE_SAME == set()
    assert "csrf_token" in {where for word in one for where in one[word]}
