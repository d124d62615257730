"""Is the password asked once more before what matters, once and never in the middle? 715 (row A17)."""

import factories
import pytest
from factories import PASSWORD
from ways import log_in, pressed, twin

START, NEW = "/okyakusama/address_change/", {"email": "new@example.jp", "email-again": "new@example.jp"}


@pytest.fixture
def customer(app):
    with app.app_context():
        return factories.account(app).id


@pytest.fixture
def late(app, browser, customer, clock):
    """A customer who gave their password a little more than five minutes ago."""
    log_in(browser)
    clock.forward(minutes=5, seconds=1)
    return browser


def test_within_five_minutes_nobody_is_asked(app, browser, customer, clock):
    log_in(browser)
    clock.forward(minutes=5)
    assert browser.open(START).number == 701


def test_after_five_minutes_the_way_leads_over_the_password(late):
    assert late.open(START).number == 715
    assert late.send({"password": PASSWORD}).number == 701
    assert late.send(NEW).send().number == 703


def test_a_wrong_one_is_said_and_leads_nowhere(late):
    late.open(START).send({"password": "wrong1pass"}, 422)
    assert late.number == 715
    assert late.errors[1:] == ["1. パスワードが一致しません。もう一度入力してください。"]
    assert late.open(START).number == 715


def test_an_empty_one_counts_nothing(app, late):
    for _ in range(6):
        late.open(START).send({}, 422)
    assert late.send({"password": PASSWORD}).number == 701


def test_one_that_nobody_types_counts_nothing(late):
    for _ in range(6):
        late.open(START).send({"password": "x" * 1001}, 422)
    assert late.errors[1:] == ["1. パスワードは1000文字以内で入力してください（現在1001文字）。"]
    assert late.send({"password": PASSWORD}).number == 701


def test_five_wrong_ones_lock_and_log_out(late):
    for _ in range(4):
        late.open(START).send({"password": "wrong1pass"}, 422)
    late.open(START).send({"password": "wrong1pass"}, 422)
    assert late.number == 904
    assert late.open("/okyakusama/home").number == 102


def test_never_in_the_middle(app, browser, customer, clock):
    """However long one thinks over each screen, within what a login may be left alone."""
    log_in(browser).open(START)
    clock.forward(minutes=20)
    assert browser.send(NEW).number == 702
    clock.forward(minutes=20)
    assert browser.change("新しいメールアドレス（ユーザーID）").number == 701
    clock.forward(minutes=20)
    assert browser.send().number == 702
    clock.forward(minutes=20)
    assert browser.send().number == 703


def test_once_for_a_run_and_again_for_the_next(app, late, clock):
    late.open(START).send({"password": PASSWORD}).send(NEW).send()
    assert late.open(START).number == 701
    clock.forward(minutes=6)
    assert late.open(START).number == 715


def test_a_post_that_was_never_shown_a_form_is_asked_too(app, late):
    """What stands in the form of one run is worth nothing for another, or in another login."""
    token = late.open("/okyakusama/home").page.select_one("[name=csrf_token]")["value"]
    for proof in ("", "x" * 64):
        answer = late.client.post(START, data={**NEW, "csrf_token": token, "run": "r" * 22, "proof": proof})
        assert (answer.status_code, answer.location) == (303, f"/okyakusama/password-again?next={START}")


def test_the_mark_of_one_form_opens_no_other(app, browser, customer, clock):
    action, data = pressed(log_in(browser).open(START))
    clock.forward(minutes=6)
    answer = browser.client.post(action, data={**data, **NEW, "run": "r" * 22})
    assert answer.location.startswith("/okyakusama/password-again")
    answer = browser.client.post(action, data={**data, **NEW})
    assert answer.location.endswith("/confirm")


def test_a_login_somewhere_else_proves_nothing_here(app, late, customer):
    other = twin(late, app)
    log_in(other)
    assert late.open(START).number != 701


@pytest.mark.parametrize("onward", ["//evil.example", "/keiyakusha/home", "https://evil.example", "/okyakusama/none"])
def test_the_way_on_stays_in_the_portal(late, onward):
    """A32."""
    late.open(f"/okyakusama/password-again?next={onward}")
    assert late.send({"password": PASSWORD}).number == 511


def test_a_lost_token_brings_the_form_back(late):
    late.open(START)
    action, data = pressed(late)
    late._arrive(late.client.post(action, data={**data, "password": PASSWORD, "csrf_token": ""}), 400)
    assert late.number == 715
    assert PASSWORD not in late.response.text


def test_it_is_for_customers(browser):
    assert browser.open("/okyakusama/password-again").number == 102
