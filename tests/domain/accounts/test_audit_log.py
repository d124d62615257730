"""Is what happens to a customer's access written down, shown to them, and kept? (row A31)"""

from datetime import timedelta

import factories
import pytest
from factories import NOW, PASSWORD
from sqlalchemy import select
from ways import log_in

from domain.accounts import audit_log
from infra.database import read, write
from models import Event


@pytest.fixture
def customer(app, context):
    return factories.account(app).id


def kinds():
    with read() as session:
        return session.execute(select(Event.kind, Event.account_id).order_by(Event.id)).all()


def record(kind, number, account_id=None, **more):
    with write() as session:
        audit_log.record(session, "okyakusama", kind, NOW + timedelta(minutes=number), account_id=account_id, **more)


def test_a_login_and_each_that_failed_are_written_down(app, browser, customer):
    browser.open("/okyakusama/login")
    for number in range(5):
        log_in(browser, password="wrong1pass", status=422)
        assert kinds()[number] == ("login failed" if number < 4 else "login locked", customer)
    log_in(browser, "nobody@example.jp", status=422)
    assert kinds()[-1] == ("login failed", None)


def test_what_failed_is_written_down_alike_for_who_is_not_there(app, browser, customer):
    """As much work, and nothing that tells which ID it was."""
    for user_id in ("yoshino.t@example.jp", "nobody@example.jp"):
        for _ in range(6):
            log_in(browser, user_id, "wrong1pass", 422)
    told = [kind for kind, _ in kinds()]
    assert told[:6] == told[6:]
    with read() as session:
        assert "nobody" not in repr(session.execute(select(*Event.__table__.columns)).all())


def test_a_login_that_goes_through_tells_on_which_device(app, browser, customer):
    log_in(browser, password=PASSWORD)
    with read() as session:
        [event] = session.scalars(select(Event)).all()
    assert (event.kind, event.account_id, event.device) == ("logged in", customer, "Werkzeug/3.1.9")


def test_what_failed_pushes_nothing_out_that_happened(app, customer):
    """Anybody can fail as often as they like."""
    record("password changed", 0, customer)
    for number in range(1, 30):
        record("login failed", number, customer)
    with read() as session:
        found = [event.kind for event in audit_log.recent(session, customer, 15)]
    assert found == ["login failed"] * 5 + ["password changed"]


def test_the_newest_of_their_own_are_shown_and_only_what_has_words(app, customer):
    other = factories.account(app, user_id="other@example.jp").id
    for number in range(4):
        record("logged in", number, customer, device=f"device {number}")
    record("logged in", 9, other)
    record("registration", 9, customer)
    with read() as session:
        found = audit_log.recent(session, customer, 3)
    assert [event.device for event in found] == ["device 3", "device 2", "device 1"]


def test_what_was_asked_for_of_anothers_is_for_staff_alone(app, browser, customer):
    """It is no access of theirs, and nothing that they did to a contract."""
    record(audit_log.Kind.ANOTHERS, 0, customer)
    for page in ("devices", "history"):
        told = log_in(browser).open(f"/okyakusama/{page}").text
        assert audit_log.Kind.ANOTHERS not in told
    with read() as session:
        assert audit_log.Kind.ANOTHERS not in [event.kind for event in audit_log.recent(session, customer, 15)]


def test_what_failed_is_erased_after_a_while_and_nothing_else(customer):
    for kind in (*audit_log.SHOWN, audit_log.Kind.ANOTHERS):
        record(kind, 0, customer)
    with write() as session:
        assert audit_log.purge(session, NOW + audit_log.FAILED_KEPT_FOR - timedelta(seconds=1)) == 0
        assert audit_log.purge(session, NOW + audit_log.FAILED_KEPT_FOR) == 3
    assert {kind for kind, _ in kinds()} == set(audit_log.SHOWN) - set(audit_log.FAILED)


def test_events_are_kept_in_these_words():
    assert {kind.name: kind.value for kind in audit_log.Kind} == {
        "LOGGED_IN": "logged in",
        "LOGIN_FAILED": "login failed",
        "LOGIN_LOCKED": "login locked",
        "LOGIN_VOIDED": "login voided",
        "CALL_REQUIRED": "call required by command",
        "LOGGED_OUT_ELSEWHERE": "logged out elsewhere",
        "ACCESS_ISSUED": "access issued",
        "PASSWORD_ISSUED": "password issued",
        "LOGIN_UNLOCKED": "login unlocked by command",
        "LOGGED_OUT_BY_COMMAND": "logged out by command",
        "ACCOUNT_OPENED": "account opened",
        "PASSWORD_CHANGED": "password changed",
        "ACCESS_SET_ANEW": "access set anew",
        "LOCK_LIFTED": "lock lifted",
        "ADDRESS_ASKED": "address asked",
        "ADDRESS_CHANGED": "address changed",
        "ADDRESS_CHANGE_STOPPED": "address change stopped",
        "CONTRACT_ADDED": "contract added",
        "CHANGE_REQUESTED": "change requested",
        "CANCELLATION_REQUESTED": "cancellation requested",
        "RENEWAL_REQUESTED": "renewal requested",
        "PHOTOS_SENT": "photos sent",
        "REQUEST_WITHDRAWN": "request withdrawn",
        "REQUEST_APPLIED": "request applied",
        "REQUEST_LAPSED": "request lapsed",
        "RENEWAL_PASSED_ON": "renewal passed on",
        "SCREEN_SHARED": "screen shared",
        "STAFF_SAW_PHOTOS": "staff saw photos",
        "STAFF_OPENED": "staff opened",
        "STAFF_UNLOCKED": "staff unlocked",
        "STAFF_SENT_LINK": "staff sent link",
        "STAFF_ASKED_PHONE": "staff asked phone",
        "STAFF_ASKED_PAPER": "staff asked paper",
        "STAFF_ENDED_PASSWORD": "staff ended password",
        "CORRECTION_ASKED": "correction asked",
        "CORRECTED": "corrected",
        "RECOVERY_ASKED": "recovery asked",
        "WEB_CLOSED": "closed to the web",
        "REOPENING_ASKED": "reopening asked",
        "WEB_OPENED": "opened to the web",
        "NOT_APPROVED": "not approved",
        "REGISTRATION": "registration",
        "TEMPORARY": "temporary",
        "FORGOTTEN": "forgotten",
        "LOCKED": "locked",
        "EASY_UNLOCKED": "easy unlocked by command",
        "ADDITION_UNLOCKED": "addition unlocked by command",
        "ANOTHERS": "another's asked for",
        "APPLICATION": "application",
        "APPLICATION_WITHDRAWN": "application withdrawn",
    }


def test_all_but_a_few_have_words_for_their_customer():
    wordless = {"registration", "temporary", "forgotten", "locked", "another's asked for"}
    without_an_account = {"application", "application withdrawn"}
    by_command = {"easy unlocked by command", "addition unlocked by command", "call required by command"}
    found = {kind for kind in audit_log.Kind if not any(kind.words)}
    assert found == wordless | without_an_account | by_command
    assert {kind for kind in audit_log.Kind if any(kind.words)} == set(audit_log.SHOWN) | set(audit_log.PROCEDURES)


def test_what_is_no_kind_of_event_is_not_written_down(customer):
    with pytest.raises(ValueError, match="something else"):
        record("something else", 0, customer)
    assert kinds() == []
