"""Is a letter a correct mail, handed over only to a server that can prove itself, or laid down for its owner alone?"""

import logging
import os
import re
import smtplib
import socket
import stat
from pathlib import Path

import laid
import pytest
import smtp_server

from domain.messages import letters, outbox, smtp
from domain.messages.outbox import Counts
from tests.domain.messages.sending import ADDRESS, NOW, SECRET, Killed, kept, post, serve


@pytest.fixture
def app(sending):
    return sending


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


def test_the_same_key_gives_the_same_message_id(app):
    post(app)
    with app.app_context():
        draft = letters.opened(app.extensions["keyring"], kept(app))
        ids = {re.search(rb"Message-ID: (.*)", smtp.written(draft, "run:1", NOW))[1] for _ in range(2)}
    assert len(ids) == 1
    assert Path(app.config["MAIL_FOLDER"]).exists() is False


def said(caplog):
    """The words that the mail server was asked, without what was said with them."""
    words = [record.args[1].split()[0].upper() for record in caplog.records if record.getMessage().count(">> b")]
    caplog.clear()
    return words


@pytest.mark.parametrize("security", ["none", "starttls"])
def test_of_one_withheld_the_server_is_asked_as_often_and_hears_of_no_letter(app, postbox, caplog, tmp_path, security):
    caplog.set_level(logging.INFO, "mail.log")
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


def test_in_the_folder_nothing_stays_of_one_withheld(app, tmp_path):
    app.config["SMTP_HOST"] = ""
    post(app, withheld=True)
    assert outbox.deliver_due(app) == Counts(withheld=1)
    assert list((tmp_path / "mail").iterdir()) == []
    letter = kept(app)
    assert (letter.state, letter.contents, letter.sent_at, letter.attempts) == ("withheld", None, None, 1)


@pytest.mark.parametrize("word", ["noop", "rset", "quit"])
@pytest.mark.parametrize("answer", [(550, b"no"), (451, b"not now"), smtplib.SMTPServerDisconnected()])
def test_one_withheld_is_not_sent_whatever_the_server_answers(app, postbox, clock, monkeypatch, word, answer):
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
