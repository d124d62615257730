"""How long does a login last, and does it end on the server? (decision 20)"""

from datetime import timedelta

import factories
import pytest
from factories import NOW, PASSWORD
from ways import tables

import models
from domain.accounts import logins
from domain.accounts.password_hashing import Hasher
from infra import clock
from infra.database import read, write

IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=8)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def account_id(app, context):
    return factories.account(app).id


def find(login, now, portal="okyakusama"):
    return logins.find(login.token, portal, now, idle=IDLE, whole=WHOLE)


def test_it_is_found_in_its_portal_only(account_id):
    login = logins.begin(account_id, "device", NOW)
    assert find(login, NOW).account.id == account_id
    assert find(login, NOW, portal="keiyakusha") is None
    assert logins.find("another", "okyakusama", NOW, idle=IDLE, whole=WHOLE) is None


def test_the_row_does_not_hold_what_the_cookie_holds(app, account_id):
    login = logins.begin(account_id, "device", NOW)
    assert login.token not in str(tables(app)["logins"])


def test_it_ends_after_30_idle_minutes(account_id):
    login = logins.begin(account_id, "device", NOW)
    assert find(login, NOW + IDLE - MOMENT)
    assert find(login, NOW + IDLE) is None


def test_it_ends_after_8_hours_however_busy(account_id):
    login, now = logins.begin(account_id, "device", NOW), NOW
    while now < NOW + WHOLE - timedelta(minutes=20):
        now += timedelta(minutes=20)
        logins.seen(find(login, now - MOMENT).login, now)
    assert find(login, NOW + WHOLE - MOMENT)
    assert find(login, NOW + WHOLE) is None


def test_its_end_is_told_as_it_will_be(account_id):
    login = logins.begin(account_id, "device", NOW).login
    assert logins.ends_at(login, idle=IDLE, whole=WHOLE) == NOW + IDLE
    login.seen_at = NOW + WHOLE - timedelta(minutes=5)
    assert logins.ends_at(login, idle=IDLE, whole=WHOLE) == NOW + WHOLE


def test_ended_is_ended_and_the_others_go_on(account_id):
    one, two = (logins.begin(account_id, "device", NOW) for _ in range(2))
    logins.end(one.login.id)
    assert find(one, NOW) is None
    assert find(two, NOW)


def test_the_login_before_is_remembered(account_id):
    first = logins.begin(account_id, "device", NOW, proved=account(account_id)).account
    second = logins.begin(account_id, "device", NOW + WHOLE, proved=account(account_id)).account
    assert (first.previous_login_at, second.previous_login_at) == (None, NOW)


def account(account_id):
    with read() as session:
        return session.get_one(models.Account, account_id)


@pytest.mark.parametrize("field", ["password", "issued_password"])
def test_a_password_that_was_right_and_is_not_any_more_logs_nobody_in(account_id, field):
    proved = account(account_id)
    with write() as session:
        setattr(session.get_one(models.Account, account_id), field, "another")
    with pytest.raises(logins.StaleCredentials):
        logins.begin(account_id, "device", NOW, proved=proved)
    with read() as session:
        assert session.query(models.Login).count() == 0


def test_an_account_that_is_gone_or_for_which_a_commit_stands_no_more_logs_nobody_in(account_id):
    for gone, stands in ((account_id + 1, True), (account_id, False)):
        with pytest.raises(logins.StaleCredentials):
            logins.begin(gone, "device", NOW, stands=lambda account, stands=stands: stands)
    assert logins.begin(account_id, "device", NOW, stands=lambda account: account.id == account_id)


def test_a_hash_made_anew_meanwhile_is_the_same_password(app, account_id):
    """Several who log in at once each find the one of before right."""
    proved, stronger = account(account_id), Hasher(memory_kib=16, time_cost=1, parallelism=1, at_once=1, wait_seconds=1)
    with write() as session:
        session.get_one(models.Account, account_id).password = stronger.renewed(proved.password, PASSWORD)
    assert logins.begin(account_id, "device", NOW, proved=proved)


def test_the_same_password_chosen_anew_meanwhile_is_not(app, account_id):
    proved = account(account_id)
    with write() as session:
        session.get_one(models.Account, account_id).password = app.extensions["hasher"].hash(PASSWORD)
    with pytest.raises(logins.StaleCredentials):
        logins.begin(account_id, "device", NOW, proved=proved)


def test_a_temporary_password_logs_in_once(app, context):
    """A24: however many found it right at the same moment."""
    waiting = account(factories.issued(app, "okyakusama", until=NOW + WHOLE).id)
    assert logins.begin(waiting.id, "device", NOW, browser="this one", proved=waiting)
    for browser in ("another", ""):
        with pytest.raises(logins.StaleCredentials):
            logins.begin(waiting.id, "device", NOW, browser=browser, proved=waiting)


def test_the_browser_that_used_one_up_may_repeat_the_press_for_a_minute(app, context):
    """Decision 38: the answer may have been lost."""
    waiting = account(factories.issued(app, "okyakusama", until=NOW + WHOLE).id)
    logins.begin(waiting.id, "device", NOW, browser="this one", proved=waiting)
    minute = timedelta(minutes=1)
    assert logins.begin(waiting.id, "device", NOW + minute, browser="this one", proved=waiting)
    with pytest.raises(logins.StaleCredentials):
        logins.begin(waiting.id, "device", NOW + minute * 1.01, browser="this one", proved=waiting)


def test_the_same_page_sent_again_is_the_same_login(app, account_id):
    """One browser has one login, whichever of several answers it keeps; it is told once."""
    first = logins.begin(account_id, "device", NOW, token="t", proved=account(account_id))
    again = logins.begin(account_id, "device", NOW + timedelta(seconds=50), token="t", proved=account(account_id))
    assert again.token == first.token and again.login.proved_at == NOW + timedelta(seconds=50)
    with read() as session:
        assert session.query(models.Login).count() == session.query(models.Event).count() == 1
        assert account(account_id).previous_login_at is None


def test_a_page_sent_again_after_its_login_ended_or_long_ago_is_another_login(account_id):
    first = logins.begin(account_id, "device", NOW, token="t")
    late = logins.begin(account_id, "device", NOW + logins.REPEATED_WITHIN * 1.01, token="t")
    logins.end(first.login.id)
    ended = logins.begin(account_id, "device", NOW, token="t")
    assert len({first.token, late.token, ended.token}) == 3


def test_what_stands_on_paper_logs_in_until_a_password_is_chosen(app, context):
    waiting = account(factories.issued(app).id)
    for _ in range(2):
        assert logins.begin(waiting.id, "device", NOW, proved=waiting)


def test_a_device_of_any_length_fits(account_id):
    assert logins.begin(account_id, "x" * 5000, NOW)


def listed(account_id, now):
    with read() as session:
        return [login.device for login in logins.under_way(session, account_id, now, idle=IDLE, whole=WHOLE)]


def test_those_under_way_are_listed_the_last_seen_first(app, account_id):
    other = factories.account(app, user_id="other@example.jp").id
    for minute, device in enumerate(("phone", "pc", "ended")):
        login = logins.begin(account_id, device, NOW + timedelta(minutes=minute))
    logins.end(login.login.id)
    logins.begin(other, "another's", NOW)
    assert listed(account_id, NOW + timedelta(minutes=2)) == ["pc", "phone"]
    assert listed(account_id, NOW + IDLE) == ["pc"]
    assert listed(account_id, NOW + IDLE + timedelta(minutes=1)) == []


def end_of(account_id, **which):
    with write() as session:
        return logins.end_of(session, account_id, **which)


@pytest.mark.parametrize("how", ["one", "all of an account"])
def test_a_login_ends_at_the_moment_and_not_when_that_was_asked_for(app, account_id, how):
    """Who had to wait ends it after a commit that was quicker, though they came before it."""
    login = logins.begin(account_id, "d", NOW)
    with app.test_request_context():
        assert clock.now() == NOW
        app.config["CLOCK"].forward(seconds=3)
        committed_at = clock.this_moment()
        app.config["CLOCK"].forward(seconds=1)
        if how == "one":
            logins.end(login.login.id)
        else:
            end_of(account_id)
        assert logins.any_ended_since(account_id, committed_at)


def test_all_logins_of_an_account_end_and_no_others(app, account_id):
    """ASVS 7.4.3."""
    other = factories.account(app, user_id="other@example.jp").id
    theirs, mine = logins.begin(other, "d", NOW), [logins.begin(account_id, "d", NOW) for _ in range(3)]
    assert end_of(account_id, but=mine[0].login.id) == 2
    assert [bool(find(login, NOW)) for login in mine] == [True, False, False]
    assert end_of(account_id, only=theirs.login.id) == 0
    assert end_of(account_id) == 1
    assert find(theirs, NOW)
