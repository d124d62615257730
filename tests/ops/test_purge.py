"""Is what is over erased, and nothing else?"""

from dataclasses import replace
from datetime import timedelta

import factories
import talking
from applying import to_647
from approving import asked
from sqlalchemy import select
from staffing import at_work, hire
from talking import Talk

import models
from domain.accounts import attempts, audit_log, links, logins
from domain.contracts import applications
from domain.messages import letters
from domain.staff import approvals, notes, searches
from domain.staff import cases as staff_cases
from domain.staff import logins as staff_logins
from infra.database import read, write
from ops import purge
from ops.purge import Erased

LINK = {
    "portal": "okyakusama",
    "purpose": "registration",
    "keyword": "Himawari7",
    "contents": {},
    "about": "a@example.jp",
}


def counted(app, now, **options):
    with app.app_context():
        return purge.purge(now, **options)


def fill(app, browser, now):
    """One of each kind, and a lock."""
    keyring = app.extensions["keyring"]
    browser.open("/okyakusama/registration/").send(factories.PROFILE)
    with app.app_context():
        portal = app.extensions["portals"]["okyakusama"]
        withheld = replace(letters.not_confirmed(portal, portal.mail_from, "ロック解除"), withheld=True)
        logins.begin(factories.account(app).id, "device", now)
        with write() as session:
            links.issue(session, keyring, now=now, signing_key="k" * 40, **LINK)
            letters.post(session, keyring, withheld, key="1", now=now)
            audit_log.record(session, "okyakusama", "login failed", now)
            attempts.count_wrong(session, keyring, "login", "somebody", now)
            for _ in range(attempts.LIMIT):
                attempts.count_wrong(session, keyring, "login", "locked", now)


def test_each_kind_at_its_time_and_not_before(app, browser, clock):
    fill(app, browser, clock.now)
    for after, erased in (
        (timedelta(minutes=30) - timedelta(seconds=1), Erased()),
        (timedelta(minutes=30), Erased(runs=1)),
        (letters.GIVE_UP_AFTER, Erased(letters=1)),
        (links.LIFETIME + links.GRACE, Erased(links=1)),
        (logins.REMEMBERED_FOR, Erased(logins=1)),
        (attempts.COUNTED_FOR, Erased(attempts=1)),
        (audit_log.FAILED_KEPT_FOR, Erased(events=1)),
        (links.REMEMBERED_FOR + links.LIFETIME - timedelta(seconds=1), Erased()),
        (links.REMEMBERED_FOR + links.LIFETIME, Erased(links=1)),
        (timedelta(days=4000), Erased(daily_counts=1)),
    ):
        assert counted(app, clock.now + after) == erased


def test_a_login_of_staff_goes_at_its_time(app, clock):
    hire(app)
    at_work(app)
    almost = clock.now + staff_logins.REMEMBERED_FOR - timedelta(seconds=1)
    assert counted(app, almost).staff_logins == 0
    assert counted(app, almost + timedelta(seconds=1)).staff_logins == 1


def test_what_staff_searched_by_goes_with_its_hour(app, clock):
    with app.app_context():
        searches.keep(searches.Wanted("タカサキ"), hire(app), clock.now)
    assert counted(app, clock.now + searches.KEPT_FOR - timedelta(seconds=1)).searches == 0
    assert counted(app, clock.now + searches.KEPT_FOR).searches == 1


def test_a_case_of_staff_goes_after_ninety_days(app, clock):
    hire(app)
    with app.app_context():
        account_id, _ = talking.known(app)
    Talk(app, account_id)
    almost = clock.now + staff_cases.KEPT_FOR - timedelta(seconds=1)
    assert counted(app, almost).staff_cases == 0
    assert counted(app, almost + timedelta(seconds=1)).staff_cases == 1


def test_notes_of_staff_and_drafts_of_them_go_after_ninety_days(app, clock):
    hire(app)
    with app.app_context():
        account_id, _ = talking.known(app)
    Talk(app, account_id).write("書面の到着を確かめる").write("書きかけ", button="draft")
    almost = counted(app, clock.now + notes.KEPT_FOR - timedelta(seconds=1))
    assert (almost.notes, almost.note_drafts) == (0, 0)
    gone = counted(app, clock.now + notes.KEPT_FOR)
    assert (gone.notes, gone.note_drafts) == (1, 1)


def test_what_nobody_agreed_to_lapses_and_goes_at_its_time(app, clock):
    with app.app_context():
        holder, contract = factories.held(app)
        with write() as session:
            session.get_one(models.Contract, contract).closed_at = clock.now
    hire(app)
    asked(app, "web_access", holder, what="reopen", reason="再開のお申し出")
    almost = clock.now + approvals.WAITS_FOR - timedelta(seconds=1)
    assert counted(app, almost).lapsed_approvals == 0
    assert counted(app, almost + timedelta(seconds=1)).lapsed_approvals == 1
    old = clock.now + approvals.KEPT_FOR
    assert counted(app, old - timedelta(seconds=1)).approvals == 0
    assert counted(app, old).approvals == 1


def test_a_dry_run_only_counts(app, browser, clock):
    fill(app, browser, clock.now)
    later = clock.now + timedelta(days=31)
    assert counted(app, later, dry_run=True) == Erased(runs=1, links=1, logins=1, attempts=1, letters=1)
    assert counted(app, later) == Erased(runs=1, links=1, logins=1, attempts=1, letters=1)


def test_what_was_applied_for_and_taken_back_goes_when_nobody_asks_any_more(app, browser, clock):
    to_647(browser).follow("取り下げる").send()
    assert counted(app, clock.now + applications.KEPT_FOR - timedelta(days=1)).applications == 0
    assert counted(app, clock.now + applications.KEPT_FOR).applications == 1


def test_a_lock_stays(app, browser, clock):
    fill(app, browser, clock.now)
    counted(app, clock.now + timedelta(days=4000))
    with app.app_context(), read() as session:
        assert session.scalars(select(models.Attempt.count)).all() == [attempts.LIMIT]


def test_the_command_says_what_it_did(app, browser, clock):
    fill(app, browser, clock.now)
    clock.forward(days=31)
    said = app.test_cli_runner().invoke(args=["purge", "run"])
    first = "runs: 1\nlinks: 1\nlogins: 1\nattempts: 1\nletters: 1\nevents: 0\naccounts: 0\n"
    then = "waiting: 0\ncalls: 0\napplications: 0\npictures: 0\npasses: 0\nstaff_logins: 0\n"
    last = "incidents: 0\nsearches: 0\nstaff_cases: 0\nlapsed_approvals: 0\napprovals: 0\nshared_screens: 0\n"
    own = "notes: 0\nnote_drafts: 0\ndaily_counts: 0\n"
    assert said.output == first + then + last + own
