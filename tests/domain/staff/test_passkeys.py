"""Does a key let in its own member, here and now and once, and nothing that only looks like it?"""

from datetime import timedelta

import pytest
from authenticators import Authenticator, octets, text
from factories import NOW
from sqlalchemy import select, update
from staffing import NAME, hire
from ways import at_once

from domain.accounts import attempts
from domain.staff import challenges, logins, members, passkeys
from domain.staff.passkeys import Made, NotTaken, Signed
from infra import rate_limits
from infra.database import read, write
from infra.encryption import Purpose
from models import AuditEntry, StaffLogin, StaffMember, StaffPasskey

STEP = int(NOW.timestamp()) // 30
HERE = "browser"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def in_(app, context):
    """Somebody who is logged in by a password."""
    hire(app)
    return by_password()


def by_password(name=NAME, step=STEP):
    with read() as session:
        return logins.begin(members.find(session, name), step, "device", NOW)


def told_to_make(logged_in):
    said = challenges.issue(passkeys.use_for(logged_in), HERE, NOW)
    with read() as session:
        return passkeys.to_make(logged_in.member, passkeys.of(session, logged_in.member.id), said)


def make(logged_in, authenticator=None, now=NOW, browser=HERE, **wrong):
    own = authenticator or Authenticator()
    sent = own.made(told_to_make(logged_in), **wrong)
    passkeys.add(logged_in, "PC", Made(*(sent[name] for name in Made._fields)), browser, now)
    return own


def told_to_use(browser=HERE, now=NOW):
    return passkeys.to_use(challenges.issue(passkeys.LOGIN, browser, now))


def use(app, authenticator, told=None, now=NOW, browser=HERE, **wrong):
    sent = authenticator.signed(told or told_to_use(browser), **wrong)
    return send(app, sent, now, browser)


def send(app, sent, now=NOW, browser=HERE):
    with app.test_request_context("/staff/login/passkey"):
        return passkeys.log_in(Signed(*(sent[name] for name in Signed._fields)), browser, "device", now)


def keys():
    with read() as session:
        return session.scalars(select(StaffPasskey)).all()


def acts():
    with read() as session:
        return session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()


def test_a_key_lets_in_its_member_as_one_who_came_by_a_key(app, in_):
    found = use(app, make(in_))
    assert found.member.name == NAME and found.login.by_passkey
    assert logins.find(found.token, NOW).member.id == in_.member.id
    assert acts() == ["logged in", "passkey added", "logged in by passkey"]
    [key] = keys()
    assert (key.label, key.used_at) == ("PC", NOW)


def test_the_browser_is_told_to_make_one_that_is_found_without_a_name_and_knows_who_uses_it(in_):
    own = make(in_)
    told = told_to_make(in_)
    assert told["rp"] == {"name": "Madoguchi", "id": "mado.example"}
    assert told["authenticatorSelection"]["residentKey"] == "required"
    assert told["authenticatorSelection"]["userVerification"] == "required"
    assert told["attestation"] == "none"
    assert [octets(each["id"]) for each in told["excludeCredentials"]] == [own.id]
    using = told_to_use()
    assert (using["rpId"], using["userVerification"]) == ("mado.example", "required")
    assert using["allowCredentials"] == [], "names nobody's keys"


WRONG = {
    "origin": {"origin": "https://evil.example"},
    "origin by http": {"origin": "http://mado.example"},
    "rp": {"rp": "evil.example"},
    "nobody verified": {"verified": False},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_key_that_was_made_otherwise_is_not_taken(in_, wrong):
    with pytest.raises(NotTaken):
        make(in_, **wrong)
    assert keys() == [] and acts() == ["logged in"]


@pytest.mark.parametrize(
    "wrong",
    [*WRONG.values(), {"kind": "webauthn.create"}, {"present": False}],
    ids=[*WRONG, "kind", "nobody there"],
)
def test_a_signature_that_was_made_otherwise_lets_in_nobody(app, in_, wrong):
    own = make(in_)
    assert use(app, own, **wrong) is None
    assert use(app, own)


def test_a_challenge_of_another_browser_or_too_late_or_for_something_else_lets_in_nobody(app, in_):
    own = make(in_)
    assert send(app, own.signed(told_to_use("another"))) is None
    assert use(app, own, now=NOW + challenges.GOOD_FOR) is None
    said = challenges.issue(passkeys.use_for(in_), HERE, NOW)
    assert use(app, own, passkeys.to_use(said)) is None
    assert use(app, own, {"challenge": text(b"of our own making" * 4)}) is None
    assert use(app, own)


def test_what_was_sent_once_is_good_no_more(app, in_):
    own = make(in_)
    sent = own.signed(told_to_use())
    assert send(app, sent)
    assert send(app, sent) is None


def test_another_answer_to_the_same_challenge_is_none(app, in_):
    own, told = make(in_), told_to_use()
    assert use(app, own, told, verified=False) is None
    assert use(app, own, told) is None


def test_of_twenty_that_send_it_at_once_one_is_let_in(app, in_):
    sent = make(in_).signed(told_to_use())
    assert len([each for each in at_once([lambda: send(app, sent)] * 20) if each]) == 1


def test_a_signature_of_another_key_lets_in_nobody(app, in_):
    own, stranger = make(in_), Authenticator()
    stranger.handle = own.handle
    assert use(app, stranger) is None
    assert use(app, stranger, key_id=text(own.id)) is None


def test_nor_does_one_that_names_another_member(app, in_):
    hire(app, "suzuki")
    theirs = make(by_password("suzuki"))
    own = make(in_)
    assert use(app, own, user_handle=text(theirs.handle)) is None
    assert use(app, own, key_id=text(theirs.id), user_handle=text(theirs.handle)) is None
    assert use(app, own, user_handle="") is None
    assert use(app, theirs).member.name == "suzuki"


def test_one_that_counts_must_have_gone_on(app, in_):
    own = make(in_, Authenticator(count=5))
    assert use(app, own)
    for lower in (4, 5):
        own.count = lower
        assert use(app, own) is None
    own.count = 6
    assert use(app, own)
    assert keys()[0].sign_count == 7


def test_one_that_does_not_count_is_good_again_and_again(app, in_):
    own = make(in_)
    for _ in range(3):
        assert use(app, own)


def test_who_is_closed_or_renewed_comes_in_by_none(app, in_):
    own = make(in_)
    with write() as session:
        members.renew(session, session.get(StaffMember, in_.member.id), "hash", NOW)
    assert use(app, own) is None and keys() == []


def test_a_closed_member_comes_in_by_none_whatever_is_there_of_it(app, in_):
    own = make(in_)
    with write() as session:
        session.execute(update(StaffMember).values(closed_at=NOW))
    assert use(app, own) is None


def test_the_lock_of_a_name_does_not_keep_its_key_out_and_the_key_does_not_lift_it(app, in_):
    """Whoever guesses at a name would else shut out its member."""
    own, keyring = make(in_), app.extensions["keyring"]
    with write() as session:
        for _ in range(attempts.LIMIT):
            attempts.count_wrong(session, keyring, Purpose.STAFF_LOGIN, NAME, NOW)
    assert use(app, own)
    with read() as session:
        assert attempts.so_far(session, keyring, Purpose.STAFF_LOGIN, NAME) == attempts.LIMIT


def test_a_source_that_was_often_wrong_is_not_heard(app, in_, monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "staff login", rate_limits.Limit("2 per hour", "100 per hour"))
    own = make(in_)
    for _ in range(3):
        assert use(app, own)
    for _ in range(2):
        assert use(app, Authenticator()) is None
    with pytest.raises(rate_limits.RateLimited):
        use(app, own)


def test_what_a_key_says_of_its_maker_is_not_asked_for_and_not_looked_at(app, in_):
    assert use(app, make(in_, fmt="packed"))
    assert use(app, make(in_, fmt="no such thing"))


MALFORMED = ["", "a", "!", "あ", "A" * 4097, text(b"[" * 3000), text(b"{}"), text(b'{"challenge": 1}'), text(b"\xff")]


@pytest.mark.parametrize("name", Signed._fields)
def test_what_is_no_signature_at_all_is_refused_as_any_other(app, in_, name):
    own = make(in_)
    for what in MALFORMED:
        assert use(app, own, **{name: what}) is None, what


@pytest.mark.parametrize("name", Made._fields)
def test_what_is_no_key_at_all_is_refused_as_any_other(in_, name):
    for what in MALFORMED:
        with pytest.raises(NotTaken):
            make(in_, **{name: what})


@pytest.mark.parametrize("public", [b"", b"\x05", b"\xa0", b"\xa5\x01\x02\x03\x26\x20\x01\x21\x41\x01\x22\x41\x01"])
def test_nor_is_a_key_taken_by_which_nothing_could_be_checked(in_, public):
    with pytest.raises(NotTaken):
        make(in_, public=public)


def test_a_key_is_made_in_the_login_that_asked_for_it_in_time_and_in_that_browser(app, in_):
    with pytest.raises(NotTaken):
        make(in_, now=NOW + challenges.GOOD_FOR)
    with pytest.raises(NotTaken):
        make(in_, browser="another")
    other, own = by_password(step=STEP + 1), Authenticator()
    sent = own.made(told_to_make(other))
    with pytest.raises(NotTaken):
        passkeys.add(in_, "PC", Made(*(sent[name] for name in Made._fields)), HERE, NOW)
    logins.end(in_.login, NOW)
    with pytest.raises(NotTaken):
        make(in_)
    assert keys() == []


def test_a_key_belongs_to_one_member(app, in_):
    hire(app, "suzuki")
    own = make(in_)
    with pytest.raises(NotTaken):
        make(by_password("suzuki"), own)
    assert [key.member_id for key in keys()] == [in_.member.id]


def test_one_has_ten_at_most(in_):
    for _ in range(passkeys.MOST):
        make(in_)
    with pytest.raises(NotTaken):
        make(in_)


def test_a_login_by_password_counts_as_one_by_a_key_once_a_key_was_made_in_it(in_):
    assert not in_.login.by_passkey
    make(in_)
    assert logins.find(in_.token, NOW).login.by_passkey


def test_where_one_is_required_a_password_makes_the_first_alone(app, in_):
    app.config["STAFF_PASSKEY"] = "required"
    other = by_password(step=STEP + 1)
    make(in_)
    with pytest.raises(NotTaken):
        make(other)
    make(logins.find(in_.token, NOW))
    assert len(keys()) == 2


def test_of_two_first_ones_at_once_one_is_made(app, in_):
    app.config["STAFF_PASSKEY"] = "required"
    own = [in_, *(by_password(step=STEP + more) for more in range(1, 8))]
    sent = [Authenticator().made(told_to_make(each)) for each in own]

    def one(place):
        with app.app_context():
            try:
                passkeys.add(own[place], "PC", Made(*(sent[place][name] for name in Made._fields)), HERE, NOW)
            except NotTaken:
                return 0
            return 1

    assert sum(at_once([lambda place=place: one(place) for place in range(8)])) == 1


def gone(member_id, key_id):
    with write() as session:
        return passkeys.remove(session, member_id, key_id, NOW)


def test_one_takes_away_ones_own_and_no_others(app, in_):
    hire(app, "suzuki")
    own, theirs = make(in_), make(by_password("suzuki"))
    assert not gone(in_.member.id, text(theirs.id))
    assert gone(in_.member.id, text(own.id))
    assert not gone(in_.member.id, text(own.id))
    assert use(app, own) is None and use(app, theirs)
    assert acts().count("passkey removed") == 1


def test_the_last_stays_where_one_is_required(app, in_):
    app.config["STAFF_PASSKEY"] = "required"
    own = make(in_)
    other = make(logins.find(in_.token, NOW))
    assert gone(in_.member.id, text(other.id))
    assert not gone(in_.member.id, text(own.id))


def test_there_are_none_at_an_address_without_a_name(app, context):
    assert passkeys.are_possible()
    app.config["STAFF_URL"] = "http://127.0.0.1:8000"
    assert not passkeys.are_possible()


def test_a_login_by_a_key_ends_as_any(app, in_):
    found = use(app, make(in_))
    with read() as session:
        assert session.get(StaffLogin, found.login.id).device == "device"
    assert logins.find(found.token, NOW + 15 * MINUTE) is None
