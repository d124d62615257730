"""Does each letter leave once, whatever the mail server and the senders do? (row O4, decision 12)"""

import logging
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from domain.messages import letters, outbox, smtp
from domain.messages.outbox import Counts
from infra.database import read, write
from infra.encryption import Keyring
from models import Letter
from tests.domain.messages.sending import ADDRESS, NOW, SECRET, Killed, kept, post, serve


@pytest.fixture
def app(sending):
    return sending


def test_a_letter_is_sent_once_and_erased(app, postbox):
    post(app)
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts(sent=1)
        assert outbox.deliver_due(app) == Counts()
    letter = kept(app)
    assert (letter.state, letter.contents, letter.sent_at) == ("sent", None, NOW)
    assert len(postbox.letters) == 1


def test_down_then_up_is_sent_once(app, postbox, clock):
    post(app)
    assert outbox.deliver_due(app) == Counts(later=1)
    assert kept(app).last_answer == "CONNECT ConnectionRefusedError"
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts()
        clock.forward(minutes=1)
        assert outbox.deliver_due(app) == Counts(sent=1)
        clock.forward(days=1)
        assert outbox.deliver_due(app) == Counts()
    assert len(postbox.letters) == 1


def test_pauses_grow_and_after_48_hours_it_is_given_up(app, clock):
    post(app)
    pauses = []
    while kept(app).state == "queued":
        outbox.deliver_due(app)
        pauses.append((kept(app).next_try_at - clock.now) // timedelta(minutes=1))
        clock.now = kept(app).next_try_at
    assert pauses[:8] == [1, 2, 5, 15, 30, 60, 60, 60]
    letter = kept(app)
    assert (letter.state, letter.contents) == ("abandoned", None)
    assert clock.now - NOW >= timedelta(hours=48) > letter.next_try_at - NOW - timedelta(hours=1)


def test_of_twenty_senders_each_letter_is_sent_by_one(app, postbox):
    for number in range(10):
        post(app, key=f"run:{number}")
    with serve(app, postbox), ThreadPoolExecutor(20) as pool:
        counts = list(pool.map(lambda _: outbox.deliver_due(app), range(20)))
    assert sum(each.sent for each in counts) == 10
    assert Counter(message["Message-ID"] for message in postbox.mails) == {
        f"<run-{number}@okyakusama.example>": 1 for number in range(10)
    }


def test_a_claimed_letter_is_not_claimed_again_until_the_claim_runs_out(app):
    post(app)
    with app.app_context():
        first, second = (outbox._claim(1, NOW) for _ in range(2))
        assert first and second is None
        assert outbox._claim(1, NOW + outbox.CLAIM).letter.attempts == 2


def test_when_the_answer_to_data_is_lost_it_is_not_sent_again(app, postbox, clock):
    post(app)
    postbox.cut = True
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts(unsure=1)
        postbox.cut = False
        for _ in range(50):
            clock.forward(hours=1)
            assert outbox.deliver_due(app) == Counts()
    assert len(postbox.letters) == 1
    assert (kept(app).state, kept(app).contents) == ("unsure", None)


@pytest.mark.parametrize("at", ["rcpt", "data"])
def test_not_now_is_tried_again(app, postbox, clock, at):
    post(app)
    setattr(postbox, at, f"451 4.7.1 <{ADDRESS}> greylisted")
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts(later=1)
        assert kept(app).last_answer == f"{at.upper()} 451 4.7.1"
        setattr(postbox, at, "250 OK")
        clock.forward(minutes=1)
        assert outbox.deliver_due(app) == Counts(sent=1)


@pytest.mark.parametrize("at", ["rcpt", "data"])
def test_no_is_taken_for_an_answer_without_keeping_its_words(app, postbox, clock, caplog, at):
    caplog.set_level(logging.DEBUG)
    post(app)
    setattr(postbox, at, f"550 5.1.1 <{ADDRESS}>: no such user")
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts(failed=1)
        clock.forward(hours=2)
        assert outbox.deliver_due(app) == Counts()
    letter = kept(app)
    assert (letter.state, letter.contents, letter.last_answer) == ("failed", None, f"{at.upper()} 550 5.1.1")
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert "failed" in ours and "hanako" not in ours


def warnings(caplog):
    found = [each.getMessage() for each in caplog.records if each.module == "outbox" and each.levelname == "WARNING"]
    assert not [line for line in found if "hanako" in line or SECRET in line]
    caplog.clear()
    return found


def test_a_letter_that_is_lost_is_told_and_no_other(app, postbox, clock, caplog, monkeypatch):
    """Refused for good, perhaps sent, given up, or left by a sender that died; not one that goes later."""
    caplog.set_level(logging.DEBUG)
    for number in (1, 2, 3, 4):
        post(app, key=f"run:{number}")
        clock.forward(seconds=1)
    assert outbox.deliver_due(app) == Counts(later=4)
    assert warnings(caplog) == []
    clock.forward(minutes=1)
    monkeypatch.setattr(outbox, "AT_ONCE", 1)
    with serve(app, postbox):
        outbox.deliver_due(app)
        postbox.rcpt = f"550 5.1.1 <{ADDRESS}>: no such user"
        outbox.deliver_due(app)
        postbox.rcpt, postbox.cut = "250 OK", True
        outbox.deliver_due(app)
    lost = ["letter 2 (registration): failed, RCPT 550 5.1.1", "letter 3 (registration): unsure, DATA "]
    for line, begins in zip(warnings(caplog), lost, strict=True):
        assert line.startswith(begins)
    clock.forward(days=2)
    outbox.deliver_due(app)
    assert warnings(caplog) == ["letter 4 (registration): abandoned, not taken in time"]


def test_nothing_of_a_letter_is_readable_in_the_table_before_or_after(app, postbox):
    post(app)

    def dump():
        with app.app_context(), read() as session:
            return repr(session.execute(text("select * from letters")).all())

    before = dump()
    with serve(app, postbox):
        outbox.deliver_due(app)
    for words in (before, dump()):
        assert "hanako" not in words and SECRET not in words
        assert repr(SECRET.encode())[2:-1] not in words


def test_a_sender_killed_before_data_leaves_the_letter_to_another(app, postbox, clock, monkeypatch):
    post(app)
    with serve(app, postbox):
        with monkeypatch.context() as patched:
            patched.setattr(outbox, "_begin", lambda claimed: (_ for _ in ()).throw(Killed))
            with pytest.raises(Killed):
                outbox.deliver_due(app)
        assert outbox.deliver_due(app) == Counts()
        clock.forward(minutes=5)
        assert outbox.deliver_due(app) == Counts(sent=1)
    assert len(postbox.letters) == 1


def test_a_sender_killed_after_data_began_may_have_sent_it(app, postbox, clock, monkeypatch, caplog):
    post(app)
    with serve(app, postbox):
        with monkeypatch.context() as patched:
            patched.setattr(outbox, "_finish", lambda *_: (_ for _ in ()).throw(Killed))
            with pytest.raises(Killed):
                outbox.deliver_due(app)
        assert outbox.deliver_due(app) == Counts()
        assert kept(app).state == "sending"
        clock.forward(minutes=5)
        assert outbox.deliver_due(app) == Counts(unsure=1)
        assert outbox.deliver_due(app) == Counts()
    assert warnings(caplog) == ["letter 1 (registration): unsure, its sender is gone"]
    assert len(postbox.letters) == 1
    assert kept(app).contents is None


def test_a_sender_that_slept_over_its_claim_hands_nothing_over(app, postbox, clock, monkeypatch):
    post(app)
    begin, counts = outbox._begin, []

    def sleep_first(claimed):
        monkeypatch.setattr(outbox, "_begin", begin)
        clock.forward(minutes=5)
        counts.append(outbox.deliver_due(app))
        begin(claimed)

    monkeypatch.setattr(outbox, "_begin", sleep_first)
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts(later=1)
    assert counts == [Counts(sent=1)]
    assert len(postbox.letters) == 1
    assert kept(app).state == "sent"


def test_a_certain_answer_wins_over_unsure(app, postbox, clock):
    post(app)
    seen = []

    def another_looks():
        clock.forward(minutes=5)
        with ThreadPoolExecutor(1) as another:
            seen.append(another.submit(outbox.deliver_due, app).result())

    postbox.before_answer = another_looks
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts(sent=1)
    assert seen == [Counts(unsure=1)]
    assert kept(app).state == "sent"


def test_a_letter_sealed_with_a_lost_key_stops_nothing(app, postbox):
    post(app, key="run:1")
    app.extensions["keyring"] = Keyring(["n" * 40])
    post(app, key="run:2")
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts(sent=1, failed=1)


def test_the_thread_sends_when_woken_and_ends_when_told(app, postbox, monkeypatch):
    """It has looked once, and nothing but a call makes it look again."""
    arrived, looked, look = Event(), Event(), outbox._sent_any
    postbox.before_answer = arrived.set
    monkeypatch.setattr(outbox, "_sent_any", lambda app: (look(app), looked.set())[0])
    monkeypatch.setattr(outbox, "AT_LEAST_EVERY_SECONDS", 120)
    with serve(app, postbox):
        end = outbox.start_thread(app)
        assert looked.wait(60)
        post(app)
        outbox.wake(app)
        assert arrived.wait(60)
        end()
    assert "outbox" not in [each.name for each in threading.enumerate()]
    assert kept(app).state == "sent"


def test_waking_where_nothing_sends_is_no_mistake(app):
    outbox.wake(app)


def test_the_command_sends_what_is_due(app, postbox):
    post(app)
    with serve(app, postbox):
        done = app.test_cli_runner().invoke(args=["outbox", "run", "--once"])
    assert done.exit_code == 0 and "sent=1" in done.output
    assert len(postbox.letters) == 1


def test_a_key_is_never_used_for_two_letters(app):
    post(app)
    with pytest.raises(Exception, match="UNIQUE"):
        post(app)


@pytest.fixture
def steps():
    """What the database and the disk are asked for, in its order."""
    taken = []
    heard = {
        "begin": lambda *_: taken.append("begin"),
        "before_cursor_execute": lambda _, __, statement, *___: taken.append(statement),
        "commit": lambda *_: taken.append("commit"),
    }
    for what, note in heard.items():
        event.listen(Engine, what, note)
    yield taken
    for what, note in heard.items():
        event.remove(Engine, what, note)


@pytest.mark.parametrize("smtp_host", ["", "127.0.0.1"])
def test_a_letter_withheld_takes_the_steps_of_one_that_is_sent(app, postbox, steps, monkeypatch, smtp_host):
    """A2: whoever looks at this process's next page cannot tell by its time which it was."""
    app.config["SMTP_HOST"] = smtp_host
    for name in ("new", "opened", "written"):
        module = {"new": smtp.private_files, "opened": letters, "written": smtp}[name]
        plain = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given, n=name, p=plain: steps.append(n) or p(*given))
    ways = []
    with serve(app, postbox):
        for withheld in (False, True):
            post(app, key=f"run:{withheld}", withheld=withheld)
            steps.clear()
            assert outbox._sent_any(app) is True
            assert outbox._sent_any(app) is False
            ways.append([*steps])
    assert ways[0] == ways[1]
    assert ways[0].count("commit") == 3 and {"opened", "written"} <= set(ways[0])
    assert ("new" in ways[0]) is not bool(smtp_host)


def test_it_is_tried_again_like_any_other(app, postbox, clock):
    post(app, withheld=True)
    assert outbox.deliver_due(app) == Counts(later=1)
    assert kept(app).last_answer == "CONNECT ConnectionRefusedError"
    with serve(app, postbox):
        clock.forward(minutes=1)
        assert outbox.deliver_due(app) == Counts(withheld=1)
        clock.forward(days=1)
        assert outbox.deliver_due(app) == Counts()
    assert (kept(app).state, postbox.letters) == ("withheld", [])


def test_it_is_given_up_like_any_other(app, clock):
    post(app, withheld=True)
    pauses = []
    while kept(app).state == "queued":
        outbox.deliver_due(app)
        pauses.append((kept(app).next_try_at - clock.now) // timedelta(minutes=1))
        clock.now = kept(app).next_try_at
    assert pauses[:8] == [1, 2, 5, 15, 30, 60, 60, 60]
    assert (kept(app).state, kept(app).contents) == ("withheld", None)


@pytest.mark.parametrize("at", ["_begin", "_finish"])
def test_a_sender_killed_on_its_way_sends_it_no_more_than_another_does(app, postbox, clock, monkeypatch, at):
    post(app, withheld=True)
    with serve(app, postbox):
        with monkeypatch.context() as patched:
            patched.setattr(outbox, at, lambda *_: (_ for _ in ()).throw(Killed))
            with pytest.raises(Killed):
                outbox.deliver_due(app)
        assert outbox.deliver_due(app) == Counts()
        clock.forward(minutes=5)
        assert outbox.deliver_due(app) == Counts(withheld=1)
        assert outbox.deliver_due(app) == Counts()
    assert (kept(app).state, kept(app).contents, postbox.letters) == ("withheld", None, [])


def test_one_sealed_with_a_lost_key_is_withheld_too(app, postbox):
    post(app, withheld=True)
    app.extensions["keyring"] = Keyring(["n" * 40])
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts(withheld=1)


def test_an_older_process_cannot_send_it(app, postbox, monkeypatch):
    """It knows nothing of withholding, and opens what is sealed for a letter."""
    post(app, withheld=True)
    monkeypatch.setattr(letters, "_purpose", lambda withheld: "letter")
    with serve(app, postbox):
        outbox.deliver_due(app)
    assert (kept(app).contents, postbox.letters) == (None, [])


def test_what_an_older_process_withheld_stays_so(app, postbox, clock):
    post(app, withheld=True)
    with app.app_context(), write() as session:
        session.query(Letter).update({"state": "withheld", "contents": b"random"})
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts()
        clock.forward(days=3)
        assert outbox.deliver_due(app) == Counts()
    assert (kept(app).state, postbox.letters) == ("withheld", [])


def test_of_twenty_senders_none_sends_it(app, postbox):
    for number in range(10):
        post(app, key=f"run:{number}", withheld=number % 2 == 0)
    with serve(app, postbox), ThreadPoolExecutor(20) as pool:
        counts = list(pool.map(lambda _: outbox.deliver_due(app), range(20)))
    assert (sum(each.sent for each in counts), sum(each.withheld for each in counts)) == (5, 5)
    assert {message["Message-ID"] for message in postbox.mails} == {
        f"<run-{number}@okyakusama.example>" for number in (1, 3, 5, 7, 9)
    }
