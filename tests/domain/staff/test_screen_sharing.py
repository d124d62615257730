"""Who sees which screen, from when until when, and what lies of it?"""

import json
from datetime import timedelta

import pytest
from casework import trail
from factories import NOW, account
from staffing import at_work, hire
from standing import newest_login, rows
from ways import at_once, tables

from domain.accounts import audit_log
from domain.staff import logins, screen_sharing, shared_screens
from domain.staff.screen_sharing import TooManyTries
from infra.database import read, write
from models import Attempt, Event, StaffLogin
from rules.states import SharingState

PORTAL, HERE, ELSEWHERE = "okyakusama", "this browser", "another browser"
VIEW = {"screen": 103, "asked": [["forms.registration.ProfileForm", "holder", 1, "empty", ""]], "refused": False}
OTHER = {"screen": 104, "asked": [], "refused": False}
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def desk(app):
    """A member and their login, by their ids."""
    hire(app)
    at_work(app)
    return newest_login(app)


@pytest.fixture
def here(app, desk):
    """The application's context, of an installation with a member at work."""
    with app.app_context():
        yield


def begun(account_id=None, at=NOW, browser=HERE):
    own = screen_sharing.begin(PORTAL, browser, account_id, at)
    return screen_sharing.of_browser(own, browser, at)


def of(sharing, at=NOW, browser=HERE):
    return screen_sharing.of_browser(sharing.id, browser, at)


def show(sharing, view=VIEW, account_id=None, at=NOW, browser=HERE):
    return screen_sharing.show(of(sharing, at, browser), view, browser, account_id, at)


def joined(desk, account_id=None, browser=HERE):
    """A sharing that a member sees, with a screen."""
    sharing = begun(account_id, browser=browser)
    show(sharing, account_id=account_id, browser=browser)
    assert screen_sharing.join(sharing.code, *desk, NOW) == sharing.id
    return of(sharing, browser=browser)


def still_at_work(at):
    """The member's login goes on: their page asked for something."""
    with write() as session:
        session.query(StaffLogin).update({"seen_at": at, "ended_at": None})


def seen(sharing, desk, at=NOW):
    return screen_sharing.of_member(sharing.id, *desk, at)


def wrong_for(code, many):
    return [f"{(int(code) + 1 + number) % 10**6:06}" for number in range(many)]


def test_six_digits_are_read_out_and_nothing_is_seen_before(here, desk):
    sharing = begun()
    assert len(sharing.code) == 6 and sharing.code.isdigit() and sharing.state is SharingState.WAITING
    show(sharing)
    assert seen(sharing, desk) is None and screen_sharing.joined_by(*desk, NOW) == []
    assert of(sharing).code == sharing.code


def test_who_types_them_sees_the_screen(here, desk):
    sharing = joined(desk)
    found = seen(sharing, desk)
    assert (found.state, found.view, found.portal) == (SharingState.ON, VIEW, PORTAL)
    assert screen_sharing.joined_by(*desk, NOW) == [sharing.id]
    assert of(sharing).code == "" and of(sharing).state is SharingState.ON


@pytest.mark.parametrize("typed", ["{}", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}"])
def test_they_are_read_as_digits_are_typed(here, desk, typed):
    sharing = begun()
    full_width = typed.format(sharing.code).translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert screen_sharing.join(full_width, *desk, NOW) == sharing.id


def test_they_are_good_once(here, desk):
    code = begun().code
    assert screen_sharing.join(code, *desk, NOW)
    assert screen_sharing.join(code, *desk, NOW) is None


def test_they_are_good_for_ten_minutes(here, desk):
    for later, found in ((timedelta(minutes=10) - SECOND, True), (timedelta(minutes=10), False)):
        sharing = begun()
        at = NOW + later
        assert bool(of(sharing, at).code) is found
        assert (screen_sharing.join(sharing.code, *desk, at) is not None) is found


def test_digits_that_are_over_are_given_again(here, desk, monkeypatch):
    monkeypatch.setattr(screen_sharing.secrets, "randbelow", lambda _: 123456)
    begun()
    with pytest.raises(screen_sharing.NoCodeLeft):
        begun(browser=ELSEWHERE)
    later = NOW + timedelta(minutes=10)
    assert begun(browser=ELSEWHERE, at=later).code == "123456"


def test_a_member_has_five_tries(here, desk):
    sharing = begun()
    for code in wrong_for(sharing.code, 5):
        assert screen_sharing.join(code, *desk, NOW) is None
    with pytest.raises(TooManyTries):
        screen_sharing.join(sharing.code, *desk, NOW)
    with pytest.raises(TooManyTries):
        screen_sharing.join(sharing.code, *desk, NOW + timedelta(minutes=10) - SECOND)
    assert seen(sharing, desk) is None
    assert screen_sharing.join(begun(at=NOW + timedelta(minutes=10)).code, *desk, NOW + timedelta(minutes=10))


def test_a_right_one_ends_the_row_of_wrong_ones(here, desk):
    for _ in range(2):
        sharing = begun()
        for code in wrong_for(sharing.code, 4):
            screen_sharing.join(code, *desk, NOW)
        assert screen_sharing.join(sharing.code, *desk, NOW) == sharing.id


def test_another_member_has_tries_of_their_own(app, here, desk):
    sharing = begun()
    for code in wrong_for(sharing.code, 5):
        screen_sharing.join(code, *desk, NOW)
    hire(app, "suzuki")
    at_work(app, "suzuki")
    assert screen_sharing.join(sharing.code, *newest_login(app, "suzuki"), NOW)


def in_context(app, *calls):
    def inside(call):
        with app.app_context():
            try:
                return call()
            except TooManyTries:
                return "too many"

    return at_once([lambda call=call: inside(call) for call in calls])


def test_twenty_wrong_ones_at_once_count_as_twenty(app, here, desk):
    codes = wrong_for(begun().code, 20)
    told = in_context(app, *(lambda code=code: screen_sharing.join(code, *desk, NOW) for code in codes))
    assert told.count(None) == 5 and told.count("too many") == 15
    with read() as session:
        assert session.query(Attempt).one().count == 20


def test_of_twenty_right_ones_at_once_one_joins(app, here, desk):
    sharing = begun()
    told = in_context(app, *[lambda: screen_sharing.join(sharing.code, *desk, NOW)] * 20)
    assert [each for each in told if each not in (None, "too many")] == [sharing.id]
    assert [act for (act,) in trail(app, "act")].count("joined screen") == 1


def test_only_this_member_in_this_login_sees_it(here, desk):
    sharing, (member_id, login_id) = joined(desk), desk
    for stranger in ((member_id + 1, login_id), (member_id, "another login")):
        assert seen(sharing, stranger) is None and screen_sharing.joined_by(*stranger, NOW) == []


def test_with_the_login_of_who_sees_it_it_ends(app, here, desk):
    for at, ends in ((NOW, logins.end_of), (NOW + logins.IDLE, lambda *_: None)):
        still_at_work(NOW)
        sharing = joined(desk)
        assert seen(sharing, desk, at - SECOND)
        with write() as session:
            ends(session, desk[0], NOW)
        assert of(sharing, at) is None and seen(sharing, desk, at) is None
        assert shared_screens.word_of(sharing.id, at) == "ended"


def test_a_member_who_goes_leaves_everything(app, here, desk):
    first, second = joined(desk), joined(desk, browser=ELSEWHERE)
    screen_sharing.leave_all(desk[1], NOW)
    assert rows(app) == []
    told = [about for act, about in trail(app, "act", "about") if act == "left screen"]
    assert sorted(told) == sorted([first.id, second.id])


def test_only_the_browser_that_shares_it_is_told_of_it(here, desk):
    sharing = joined(desk)
    assert of(sharing, browser=ELSEWHERE) is None and of(sharing, browser="") is None
    assert not screen_sharing.end(sharing.id, ELSEWHERE, NOW) and of(sharing)


def test_the_next_screen_takes_the_place_of_the_one_before(app, here, desk):
    sharing = joined(desk)
    turn = seen(sharing, desk).turn
    shown = show(sharing, OTHER)
    assert seen(sharing, desk).view == OTHER and seen(sharing, desk).turn == shown.turn == turn + 1
    assert len(rows(app)) == 1


def test_a_pause_hides_at_once(app, here, desk):
    sharing = joined(desk)
    screen_sharing.pause(sharing, NOW)
    assert seen(sharing, desk).view == {} and seen(sharing, desk).state is SharingState.PAUSED
    assert rows(app)[0].view is None
    show(sharing, OTHER)
    assert seen(sharing, desk).view == {} and rows(app)[0].view is None


def test_a_page_that_was_under_way_when_it_was_paused_is_not_seen(here, desk):
    sharing = joined(desk)
    screen_sharing.pause(sharing, NOW)
    assert screen_sharing.show(sharing, OTHER, HERE, None, NOW).state is SharingState.PAUSED
    assert seen(sharing, desk).view == {}


def test_a_page_that_was_under_way_when_somebody_joined_is_seen(here, desk):
    before = begun()
    screen_sharing.join(before.code, *desk, NOW)
    assert screen_sharing.show(before, VIEW, HERE, None, NOW).state is SharingState.ON
    assert seen(before, desk).view == VIEW


def test_a_page_that_was_under_way_when_it_ended_is_not_seen(app, here, desk):
    sharing = joined(desk)
    screen_sharing.end(sharing.id, HERE, NOW)
    assert screen_sharing.show(sharing, OTHER, HERE, None, NOW) is None and rows(app) == []


def test_it_goes_on_with_the_next_screen(here, desk):
    sharing = joined(desk)
    screen_sharing.pause(sharing, NOW)
    screen_sharing.go_on(sharing, NOW)
    assert seen(sharing, desk).state is SharingState.ON and seen(sharing, desk).view == {}
    show(sharing, OTHER)
    assert seen(sharing, desk).view == OTHER


def test_either_ends_it_and_nothing_is_left(app, here, desk):
    for ends in (
        lambda sharing: screen_sharing.end(sharing.id, HERE, NOW),
        lambda sharing: screen_sharing.leave(seen(sharing, desk), NOW),
        lambda _: screen_sharing.begin(PORTAL, HERE, None, NOW),
    ):
        sharing = joined(desk)
        ends(sharing)
        assert of(sharing) is None and seen(sharing, desk) is None
        assert sharing.id not in {row.id for row in rows(app)}
        assert trail(app, "act", "about")[-1] == ("left screen", sharing.id)


@pytest.mark.parametrize(("after", "every"), [(timedelta(minutes=30), None), (timedelta(minutes=60), MINUTE * 10)])
def test_left_alone_or_after_an_hour_it_is_over(app, here, desk, after, every):
    sharing, at = joined(desk), NOW
    while every and at + every < NOW + after:
        at += every
        still_at_work(at)
        show(sharing, OTHER if seen(sharing, desk, at).view == VIEW else VIEW, at=at)
    still_at_work(NOW + after)
    with write() as session:
        assert screen_sharing.purge(session, NOW + after - SECOND) == 0
    assert of(sharing, NOW + after - SECOND) and seen(sharing, desk, NOW + after - SECOND)
    assert of(sharing, NOW + after) is None and seen(sharing, desk, NOW + after) is None
    assert screen_sharing.joined_by(*desk, NOW + after) == []
    assert shared_screens.word_of(sharing.id, NOW + after) == "ended"
    with write() as session:
        assert screen_sharing.purge(session, NOW + after) == 1
    assert rows(app) == [] and trail(app, "act")[-1] == ("left screen",)


def test_who_only_looks_on_is_there(here, desk):
    """What they have before them all the while is written once a minute."""
    sharing = joined(desk)
    for minutes in (20, 40):
        still_at_work(NOW + MINUTE * minutes)
        show(sharing, at=NOW + MINUTE * minutes)
    still_at_work(NOW + MINUTE * 55)
    assert of(sharing, NOW + MINUTE * 55)


def test_a_field_is_pointed_at_until_the_screen_is_another(here, desk):
    sharing = joined(desk)
    assert screen_sharing.point(seen(sharing, desk), 1)
    assert seen(sharing, desk).pointed == of(sharing).pointed == 1
    assert show(sharing).pointed == 1 and of(sharing).pointed == 1
    assert show(sharing, OTHER).pointed is None and of(sharing).pointed is None


def test_no_longer_pointed_at(here, desk):
    sharing = joined(desk)
    screen_sharing.point(seen(sharing, desk), 1)
    assert screen_sharing.point(seen(sharing, desk), None)
    assert of(sharing).pointed is None


def test_who_points_at_a_screen_that_is_gone_points_at_nothing(here, desk):
    sharing = joined(desk)
    old = seen(sharing, desk)
    show(sharing, OTHER)
    assert not screen_sharing.point(old, 1) and of(sharing).pointed is None
    now = seen(sharing, desk)
    screen_sharing.pause(sharing, NOW)
    assert not screen_sharing.point(now, 1)


def test_a_word_tells_every_moment_from_the_next(here, desk):
    sharing = begun()
    words = [shared_screens.word_of(sharing.id, NOW)]

    def after(what):
        what()
        words.append(shared_screens.word_of(sharing.id, NOW))

    after(lambda: screen_sharing.join(sharing.code, *desk, NOW))
    after(lambda: show(sharing))
    after(lambda: screen_sharing.point(seen(sharing, desk), 1))
    after(lambda: screen_sharing.pause(of(sharing), NOW))
    after(lambda: screen_sharing.go_on(of(sharing), NOW))
    after(lambda: screen_sharing.end(sharing.id, HERE, NOW))
    assert len(set(words)) == len(words) and words[-1] == "ended"
    assert shared_screens.word_of("no such", NOW) == "ended"


def test_nothing_can_be_read_in_the_row(app, here, desk):
    """Neither the digits, nor on which screen they are, nor what a field is called."""
    sharing = begun()
    show(sharing)
    before = str(tables(app)["shared_screens"])
    screen_sharing.join(sharing.code, *desk, NOW)
    for dump in (before, str(tables(app)["shared_screens"])):
        for text in (sharing.code, "screen", "ProfileForm", "holder", "empty"):
            assert text not in dump
    assert json.dumps(VIEW) not in before


def test_the_trail_tells_of_each_and_the_customer_of_what_was_seen_of_them(app, here, desk):
    whose = account(app).id
    sharing = joined(desk, account_id=whose)
    screen_sharing.pause(sharing, NOW)
    screen_sharing.go_on(sharing, NOW)
    screen_sharing.end(sharing.id, HERE, NOW)
    of_it = [each for each in trail(app, "act", "account_id", "member_id", "about") if each[0] != "logged in"]
    acts = ("joined screen", "screen paused", "screen went on", "left screen")
    assert of_it == [(act, whose, desk[0], sharing.id) for act in acts]
    with read() as session:
        events = session.query(Event).filter_by(kind=audit_log.Kind.SCREEN_SHARED).all()
    assert [(event.account_id, event.staff_id) for event in events] == [(whose, desk[0])]


def test_who_logs_in_while_it_is_seen_is_told_and_stands_in_the_trail(app, here, desk):
    whose, sharing = account(app).id, joined(desk)
    show(sharing, OTHER, account_id=whose)
    show(sharing, VIEW, account_id=whose)
    show(sharing, OTHER)
    told = [each for each in trail(app, "act", "account_id") if each[0] == "saw account's screen"]
    assert told == [("saw account's screen", whose)] and seen(sharing, desk).account_id is None
    with read() as session:
        assert session.query(Event).filter_by(kind=audit_log.Kind.SCREEN_SHARED).count() == 1


def test_who_logs_in_while_it_is_paused_is_told_when_it_is_seen(app, here, desk):
    """The screen of a customer's is not seen before it goes on; that it is theirs is known by then."""
    whose, sharing = account(app).id, joined(desk)
    screen_sharing.pause(sharing, NOW)
    show(sharing, OTHER, account_id=whose)
    assert seen(sharing, desk).account_id == whose


def test_where_nobody_joined_nothing_is_told(app, here, desk):
    sharing = begun()
    show(sharing, account_id=account(app).id)
    screen_sharing.end(sharing.id, HERE, NOW)
    assert {act for (act,) in trail(app, "act")} == {"logged in"}
