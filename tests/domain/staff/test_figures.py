"""Is all counted once that happened in some days and at one portal, and nothing else?"""

from datetime import date, timedelta

import factories
import pytest
from factories import NOW, add
from sqlalchemy import delete
from talking import letter

from domain.calls.events import Outcome
from domain.figures import daily_counts
from domain.figures.daily_counts import Counted, What
from domain.staff import figures
from domain.staff.figures import Asked
from infra.database import read, write
from models import IncomingCall, RunRow
from rules.states import LetterState
from wizards.engine import ended_runs

TODAY = date(2026, 11, 24)
# Midnight in Japan, with which TODAY begins.
MIDNIGHT = NOW.replace(hour=15) - timedelta(days=1)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def app(make_app, database_url):
    made = make_app(database_url)
    with made.app_context():
        yield made


def found(days=1, portal=None, now=NOW):
    with read() as session:
        return figures.of(session, Asked(figures.last_days(days, TODAY), portal, now))


def run(name="a run", **different):
    values = {"portal": "okyakusama", "wizard": "registration", "visitor": "", "screen": 104, "answers": b"sealed"}
    times = {"created_at": NOW - DAY, "seen_at": NOW - MINUTE, "expires_at": NOW + 7 * DAY}
    return add(RunRow(id=name, **{**values, **times, **different}))


def rows(those, *names):
    return sorted(tuple(getattr(each, name) for name in (*names, "number")) for each in those)


def ended(**asked):
    """What ended how, on which screen, how often; what is kept and what is counted added up."""
    many = {}
    for what, screen, number in rows(found(**asked).ended, "what", "screen"):
        many[what, screen] = many.get((what, screen), 0) + number
    return many


def test_the_days_that_are_asked_for():
    assert figures.last_days(3, TODAY) == [date(2026, 11, 22), date(2026, 11, 23), TODAY]


def test_runs_under_way_are_those_that_somebody_was_just_seen_in(app):
    run("one")
    run("two")
    run("elsewhere", screen=103)
    run("away", seen_at=NOW - figures.AWAY)
    run("over", expires_at=NOW)
    run("done", committed_at=NOW)
    run("of staff", wizard="unlock", subject="a case", screen=1102)
    run("of another portal", portal="keiyakusha", screen=402)
    assert rows(found(portal="okyakusama").under_way, "wizard", "screen") == [
        ("registration", 103, 1),
        ("registration", 104, 2),
    ]
    assert len(found().under_way) == 3


def test_what_was_left_is_found_as_it_is_kept_and_as_it_is_counted(app):
    run("away", seen_at=NOW - figures.AWAY)
    run("there", seen_at=NOW - figures.AWAY + SECOND)
    run("of staff", subject="a case", seen_at=NOW - figures.AWAY)
    daily_counts.count({Counted(TODAY, What.LEFT.value, "okyakusama", "registration", 104): 4})
    assert ended() == {("left", 104): 5}


def test_a_run_counts_the_same_before_and_after_it_is_erased(app):
    run("left", seen_at=NOW - figures.AWAY, expires_at=NOW)
    run("none noted", screen=None, seen_at=NOW - figures.AWAY, expires_at=NOW)
    run("done", committed_at=NOW - MINUTE, expires_at=NOW)
    before = found()
    with write() as session:
        assert ended_runs.purge(session, NOW) == 3
    after = found()
    sums = [dict.fromkeys(("left", "done"), 0) for _ in range(2)]
    for counted, those in zip(sums, (before, after), strict=True):
        for each in those.ended:
            counted[each.what] += each.number
    assert sums[0] == sums[1] == {"left": 2, "done": 1}


def test_what_ended_is_of_these_days_alone(app):
    run("today", seen_at=MIDNIGHT)
    run("yesterday", seen_at=MIDNIGHT - SECOND)
    run("done today", committed_at=MIDNIGHT, seen_at=MIDNIGHT)
    run("done yesterday", committed_at=MIDNIGHT - SECOND, seen_at=MIDNIGHT)
    for back, number in ((0, 10), (1, 100), (6, 1000), (7, 10000)):
        daily_counts.count({Counted(TODAY - back * DAY, What.LEFT.value, "okyakusama", "change", 604): number})
    assert ended() == {("left", 104): 1, ("left", 604): 10, ("done", 104): 1}
    assert ended(days=7) == {("left", 104): 2, ("left", 604): 1110, ("done", 104): 2}
    assert ended(days=7, portal="keiyakusha") == {}


def test_mistakes_by_question_and_kind(app):
    one = Counted(TODAY, What.MISTAKE.value, "okyakusama", "change", 604, "phone", "empty")
    daily_counts.count({one: 2, one._replace(portal="keiyakusha"): 3, one._replace(kind="other"): 1})
    daily_counts.count({one._replace(day=TODAY - DAY): 5, one._replace(what=What.LEFT.value): 7})
    names = ("wizard", "screen", "name", "kind")
    assert rows(found().mistakes, *names) == [
        ("change", 604, "phone", "empty", 5),
        ("change", 604, "phone", "other", 1),
    ]
    assert rows(found(portal="keiyakusha").mistakes, *names) == [("change", 604, "phone", "empty", 3)]
    assert rows(found(days=7).mistakes, *names)[0][-1] == 10


def test_letters_by_the_day_in_japan_and_what_became_of_them(app):
    sent, failed = LetterState.SENT, LetterState.FAILED
    letter(key="1", created_at=MIDNIGHT, state=sent)
    letter(key="2", created_at=MIDNIGHT - SECOND, state=sent)
    letter(key="3", created_at=MIDNIGHT - SECOND, state=failed, last_answer="RCPT 550 5.1.1")
    letter(key="4", created_at=NOW, state=sent, portal="keiyakusha")
    letter(key="5", created_at=NOW - 2 * DAY, state=failed, last_answer="RCPT 550 5.1.1")
    assert rows(found(days=2).letters, "place", "became") == [(0, "failed", 1), (0, "sent", 1), (1, "sent", 2)]
    assert rows(found(portal="keiyakusha").letters, "place", "became") == [(0, "sent", 1)]
    assert rows(found(days=2).lost, "state", "last_answer") == [("failed", "RCPT 550 5.1.1", 1)]


def test_a_letter_to_nobody_is_none(app):
    """Of whatever state: that one is written says that somebody typed what we do not have."""
    for place, state in enumerate(LetterState):
        letter(key=str(place), masked_address="", state=state)
    assert found().letters == [] and found().lost == []


def call(name, **different):
    values = {"source": "sip", "call_id": name, "portal": "keiyakusha", "called": "", "received_at": NOW}
    became = {"outcome": Outcome.CONFIRMED.value, "heard_at": NOW}
    return add(IncomingCall(**{**values, **became, **different}))


def test_calls_by_the_day_and_what_became_of_them(app):
    call("one", heard_at=MIDNIGHT)
    call("two", heard_at=MIDNIGHT - SECOND, outcome=Outcome.WITHHELD.value)
    call("to no portal", portal=None, outcome=Outcome.NOT_OURS.value)
    names = ("place", "became")
    assert rows(found(days=2).calls, *names) == [(0, "withheld", 1), (1, "confirmed", 1), (1, "not ours", 1)]
    assert rows(found(days=2, portal="keiyakusha").calls, *names) == [(0, "withheld", 1), (1, "confirmed", 1)]
    assert rows(found(portal="okyakusama").calls, *names) == []


def test_a_call_of_which_nobody_knows_any_more_whose_it_was_still_counts(app):
    call("one", caller=None, account_id=None, heard_at=NOW)
    assert len(found().calls) == 1


def test_nothing_of_a_customer_is_asked_for(app):
    """Whatever stands in a row beside what is counted, none of it is found."""
    holder = factories.account(app, user_id="zqx@example.jp").id
    run("zqx", account_id=holder, visitor="zqx", subject="17", link_id="zqx", seen_at=NOW - figures.AWAY)
    letter(masked_address="z***@example.jp", addressee="zqx", state=LetterState.FAILED, last_answer="RCPT 550 5.1.1")
    call("zqx", caller="zqx", account_id=holder, called="+81zqx")
    assert "zqx" not in str(found()) and "z***" not in str(found())


def test_of_nothing_there_is_nothing(app):
    with write() as session:
        session.execute(delete(RunRow))
    assert [list(those) for those in found(days=30)] == [[]] * 6
