"""Does each letter leave once, whatever the mail server and the senders do? (row O4, decision 12)"""

import logging
import os
import re
import smtplib
import socket
import stat
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import laid
import pytest
import smtp_server
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from domain.messages import letters, outbox, smtp
from domain.messages.outbox import Counts
from infra import database
from infra.database import Table, engine, read, write
from infra.encryption import Keyring
from models import Letter

NOW = datetime(2026, 4, 1, 5, 3, tzinfo=UTC)
ADDRESS = "hanako.mihon@example.jp"
SECRET = "ひみつのURL"


class Killed(BaseException):
    """The sender is gone."""


@pytest.fixture
def clock(clock):
    clock.now = NOW
    return clock


@pytest.fixture
def postbox():
    return smtp_server.Postbox()


@pytest.fixture
def app(tmp_path, clock):
    app = Flask(__name__)
    url = f"sqlite:///{tmp_path / 'outbox.sqlite'}"
    app.config |= {
        "DATABASE": {"url": url, "pool_size": 20, "max_overflow": 20},
        "CLOCK": clock,
        "MAIL_FOLDER": str(tmp_path / "mail"),
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": smtp_server.free_port(),
        "SMTP_SECURITY": "none",
        "SMTP_USER": "",
        "SMTP_PASSWORD": "",
        "SMTP_CA_FILE": "",
        "SMTP_TIMEOUT": 10.0,
    }
    database.init(app)
    app.cli.add_command(outbox.cli)
    app.extensions["keyring"] = Keyring(["k" * 40])
    with app.app_context():
        Table.metadata.create_all(engine())
    return app


def post(app, key="run:1", address=ADDRESS, body=SECRET, withheld=False):
    draft = letters.Draft(
        kind="registration",
        portal_name="okyakusama",
        address=address,
        subject="【サンプル損保】初回利用登録に関するご案内",
        text=f"{body}\n.\n..点で始まる行\n",
        html=f"<p>{body}</p>",
        sender="サンプル損保 <oshirase@okyakusama.example>",
        withheld=withheld,
    )
    with app.app_context(), write() as session:
        letters.post(session, app.extensions["keyring"], draft, key=key, now=app.config["CLOCK"]())


def kept(app):
    with app.app_context(), read() as session:
        return session.query(Letter).one()


def serve(app, postbox, **settings):
    return smtp_server.server(postbox, app.config["SMTP_PORT"], **settings)


def test_a_letter_is_sent_once_and_erased(app, postbox):
    post(app)
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts(sent=1)
        assert outbox.deliver_due(app) == Counts()
    letter = kept(app)
    assert (letter.state, letter.contents, letter.sent_at) == ("sent", None, NOW)
    assert len(postbox.letters) == 1


def test_it_is_a_correct_mail(app, postbox):
    post(app)
    with serve(app, postbox):
        outbox.deliver_due(app)
    [content], [message] = postbox.letters, postbox.mails
    assert content.isascii() and max(map(len, content.splitlines())) < 998
    assert message["Subject"] == "【サンプル損保】初回利用登録に関するご案内"
    assert message["From"].addresses[0].display_name == "サンプル損保"
    assert message["To"] == ADDRESS
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == "<run-1@okyakusama.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content() == f"{SECRET}\n.\n..点で始まる行\n"
    assert message.get_body(("html",)).get_content().strip() == f"<p>{SECRET}</p>"
    assert not message.defects


@pytest.mark.parametrize("address", ["a..b@docomo.ne.jp", "a.@docomo.ne.jp", ".a@ezweb.ne.jp", "o'hara+x@example.jp"])
def test_carriers_old_addresses_go_out_unharmed(app, postbox, address):
    post(app, address=address)
    with serve(app, postbox):
        outbox.deliver_due(app)
    assert postbox.recipients == [address]
    assert f"\nTo: {address}\r\n".encode() in postbox.letters[0]


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


def test_it_goes_out_encrypted_to_a_server_that_can_prove_itself(app, postbox, tmp_path):
    post(app)
    file = smtp_server.certificate(tmp_path)
    app.config |= {"SMTP_SECURITY": "starttls", "SMTP_CA_FILE": str(file)}
    with serve(app, postbox, certificate=file):
        assert outbox.deliver_due(app) == Counts(sent=1)
    assert postbox.encrypted == [True]


def test_encryption_from_the_first_byte_works_too(app, postbox, tmp_path):
    post(app)
    file = smtp_server.certificate(tmp_path)
    app.config |= {"SMTP_SECURITY": "tls", "SMTP_CA_FILE": str(file)}
    with serve(app, postbox, certificate=file, implicit=True):
        assert outbox.deliver_due(app) == Counts(sent=1)


def test_a_certificate_that_nobody_vouches_for_is_refused(app, postbox, tmp_path):
    post(app)
    app.config |= {"SMTP_SECURITY": "starttls"}
    with serve(app, postbox, certificate=smtp_server.certificate(tmp_path)):
        assert outbox.deliver_due(app) == Counts(later=1)
    assert (kept(app).last_answer, postbox.letters) == ("CONNECT SSLCertVerificationError", [])


def test_a_certificate_for_another_name_is_refused(app, postbox, tmp_path):
    post(app)
    file = smtp_server.certificate(tmp_path, "mail.example")
    app.config |= {"SMTP_SECURITY": "starttls", "SMTP_CA_FILE": str(file)}
    with serve(app, postbox, certificate=file):
        assert outbox.deliver_due(app) == Counts(later=1)
    assert (kept(app).last_answer, postbox.letters) == ("CONNECT SSLCertVerificationError", [])


def test_a_server_that_would_not_encrypt_gets_nothing(app, postbox):
    post(app)
    app.config |= {"SMTP_SECURITY": "starttls"}
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts(later=1)
    assert (kept(app).last_answer, postbox.letters) == ("CONNECT SMTPNotSupportedError", [])


def test_a_password_is_not_given_to_a_server_without_a_login_nor_the_letter(app, postbox):
    post(app)
    app.config |= {"SMTP_USER": "madoguchi", "SMTP_PASSWORD": "secret"}
    with serve(app, postbox):
        assert outbox.deliver_due(app) == Counts(later=1)
    assert postbox.letters == []


def test_a_server_that_says_nothing_is_not_waited_for(app):
    post(app)
    with socket.create_server(("127.0.0.1", app.config["SMTP_PORT"])):
        app.config["SMTP_TIMEOUT"] = 0.2
        assert outbox.deliver_due(app) == Counts(later=1)
    assert kept(app).last_answer == "CONNECT SMTPServerDisconnected"


def test_without_a_server_letters_are_files(app, tmp_path):
    app.config["SMTP_HOST"] = ""
    post(app)
    assert outbox.deliver_due(app) == Counts(sent=1)
    [file] = (tmp_path / "mail").iterdir()
    assert re.fullmatch(r"20260401T\d{12}-registration-run-1\.eml", file.name)
    assert ADDRESS.encode() in file.read_bytes()
    assert kept(app).contents is None


def test_a_folder_that_cannot_be_written_loses_nothing(app, tmp_path, clock):
    app.config["SMTP_HOST"] = ""
    post(app)
    (tmp_path / "mail").write_text("in the way")
    assert outbox.deliver_due(app) == Counts(later=1)
    (tmp_path / "mail").unlink()
    clock.forward(minutes=1)
    assert outbox.deliver_due(app) == Counts(sent=1)


def test_a_letter_in_the_folder_is_for_its_owner_alone(app, tmp_path):
    app.config["SMTP_HOST"] = ""
    post(app)
    before = os.umask(0)
    try:
        outbox.deliver_due(app)
    finally:
        os.umask(before)
    [file] = (tmp_path / "mail").iterdir()
    assert laid.is_own(file) and stat.S_IMODE((tmp_path / "mail").stat().st_mode) == 0o700


@pytest.mark.parametrize("lay", laid.IN_THE_WAY, ids=lambda lay: lay.__name__)
def test_nor_is_it_written_into_what_lies_in_the_way(app, tmp_path, lay):
    app.config["SMTP_HOST"] = ""
    post(app)
    (tmp_path / "mail").mkdir()
    file = tmp_path / "mail" / f"{NOW:%Y%m%dT%H%M%S%f}-registration-run-1.eml"
    lay(file, tmp_path / "theirs")
    with laid.deadline():
        assert outbox.deliver_due(app) == Counts(sent=1)
    assert laid.untouched(lay, tmp_path / "theirs") and laid.is_own(file)


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


def test_the_same_key_gives_the_same_message_id(app):
    post(app)
    with app.app_context():
        draft = letters.opened(app.extensions["keyring"], kept(app))
        ids = {re.search(rb"Message-ID: (.*)", smtp.written(draft, "run:1", NOW))[1] for _ in range(2)}
    assert len(ids) == 1
    assert Path(app.config["MAIL_FOLDER"]).exists() is False


@pytest.fixture
def steps(caplog):
    """What the database, the disk and the mail server are asked for, in its order."""
    caplog.set_level(logging.INFO, "mail.log")
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


def said(caplog):
    """The words that the mail server was asked, without what was said with them."""
    words = [record.args[1].split()[0].upper() for record in caplog.records if record.getMessage().count(">> b")]
    caplog.clear()
    return words


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


@pytest.mark.parametrize("security", ["none", "starttls"])
def test_the_server_is_asked_as_often_and_hears_of_no_letter(app, postbox, caplog, steps, tmp_path, security):
    file = smtp_server.certificate(tmp_path) if security == "starttls" else None
    app.config |= {"SMTP_SECURITY": security, "SMTP_CA_FILE": str(file or "")}
    asked = []
    with serve(app, postbox, certificate=file):
        for withheld in (False, True):
            post(app, key=f"run:{withheld}", withheld=withheld)
            outbox.deliver_due(app)
            asked.append(said(caplog))
    before = [b"EHLO", b"STARTTLS", b"EHLO"] if file else [b"EHLO"]
    # DATA is answered twice.
    assert asked == [[*before, b"MAIL", b"RCPT", b"DATA"], [*before, b"NOOP", b"NOOP", b"RSET", b"QUIT"]]
    assert len(postbox.letters) == 1


def test_in_the_folder_nothing_stays_of_it(app, tmp_path):
    app.config["SMTP_HOST"] = ""
    post(app, withheld=True)
    assert outbox.deliver_due(app) == Counts(withheld=1)
    assert list((tmp_path / "mail").iterdir()) == []
    letter = kept(app)
    assert (letter.state, letter.contents, letter.sent_at, letter.attempts) == ("withheld", None, None, 1)


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


@pytest.mark.parametrize("word", ["noop", "rset", "quit"])
@pytest.mark.parametrize("answer", [(550, b"no"), (451, b"not now"), smtplib.SMTPServerDisconnected()])
def test_whatever_the_server_answers_it_is_not_sent(app, postbox, clock, monkeypatch, word, answer):
    def answered(*_):
        if isinstance(answer, Exception):
            raise answer
        return answer

    post(app, withheld=True)
    with serve(app, postbox):
        with monkeypatch.context() as patched:
            patched.setattr(smtplib.SMTP, word, answered)
            outbox.deliver_due(app)
        clock.forward(minutes=1)
        outbox.deliver_due(app)
    assert (kept(app).state, kept(app).contents, postbox.letters) == ("withheld", None, [])


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


def test_a_sender_killed_before_it_took_a_file_away_has_written_no_letter(app, tmp_path, clock, monkeypatch):
    """What is left has no name by which a letter is found."""
    app.config["SMTP_HOST"] = ""
    post(app, withheld=True)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", lambda path, missing_ok=False: missing_ok or (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            outbox.deliver_due(app)
    clock.forward(minutes=5)
    assert outbox.deliver_due(app) == Counts(withheld=1)
    assert list((tmp_path / "mail").glob("*.eml")) == []


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
