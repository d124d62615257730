"""How is one letter handed over, or withheld, and what did the other side say?

Flask-Mail makes the message; the connection is our own, because Flask-Mail 0.10 neither checks certificates nor ever
gives up waiting. Without SMTP_HOST a letter becomes a file in MAIL_FOLDER.
"""

import base64
import re
import secrets
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from email.utils import parseaddr
from pathlib import Path

from flask import Config, current_app
from flask_mail import Mail, Message

from domain.messages.letters import Draft
from infra import private_files
from rules.japanese.times import UtcDateTime

ENHANCED = re.compile(rb"^[245]\.\d{1,3}\.\d{1,3}\b")


class TransientFailure(Exception):
    """It did not go, and may later; the message has no personal data in it."""


class PermanentFailure(Exception):
    """It did not go and never will."""


class UnknownOutcome(Exception):
    """It was handed over, but whether it was taken is not known: sending it again could make two."""


class _Message(Message):
    """Flask-Mail's message in base64: any server carries that unharmed, however long its lines, and no address in it is
    cut. Both versions stand side by side, with nothing around them: there is never an attachment."""

    def _message(self) -> MIMEBase:
        whole = super()._message()
        both = whole.get_payload(0)
        assert isinstance(both, MIMEBase)
        whole.set_type("multipart/alternative")
        whole.set_payload(both.get_payload())
        return whole

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        part = MIMEText("", subtype, "utf-8")
        del part["Content-Transfer-Encoding"]
        part["Content-Transfer-Encoding"] = "base64"
        part.set_payload(base64.encodebytes((text or "").encode()).decode("ascii"))
        return part


def written(draft: Draft, key: str, at: UtcDateTime) -> bytes:
    """The letter as a mail. The same key gives the same Message-ID, so that a double could be seen to be one."""
    # Flask-Mail looks here for settings of its own, none of which we use.
    current_app.extensions.setdefault("mail", Mail().init_mail({}))
    message = _Message(
        subject=draft.subject,
        recipients=[draft.address],
        body=draft.text,
        html=draft.html,
        sender=draft.sender,
        date=at.timestamp(),
        extra_headers={"Auto-Submitted": "auto-generated"},
    )
    domain = parseaddr(draft.sender)[1].rpartition("@")[2]
    message.msgId = f"<{_plain(key)}@{domain}>"
    return message.as_bytes()


def hand_over(config: Config, draft: Draft, key: str, at: UtcDateTime, begin: Callable[[], None]) -> str:
    """Send a letter, or lay it in the folder; give the answer. `key` is the one it has in the outbox, `at` the moment
    that it bears; `begin` is called just before it is handed over. With one that is withheld the same is done, but
    nothing of it leaves and no file stays.

    Raise TransientFailure, PermanentFailure or UnknownOutcome; and whatever `begin` raises, before anything was handed
    over.
    """
    content = written(draft, key, at)
    if not config["SMTP_HOST"]:
        begin()
        file = Path(config["MAIL_FOLDER"]) / f"{at:%Y%m%dT%H%M%S%f}-{draft.kind}-{_plain(key)}.eml"
        return _lay_down(file, content, withheld=draft.withheld)
    with _connected(config) as smtp:
        if draft.withheld:
            return _nothing_said(smtp, begin)
        sender = parseaddr(draft.sender)[1]
        _accepted("MAIL", lambda: smtp.mail(sender))
        _accepted("RCPT", lambda: smtp.rcpt(draft.address))
        begin()
        return _transmitted(smtp, content)


def _lay_down(path: Path, content: bytes, *, withheld: bool) -> str:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f".{secrets.token_hex(8)}")
        with private_files.new(unfinished) as file:
            file.write(content)
        if withheld:
            unfinished.unlink()
        else:
            unfinished.replace(path)
    except OSError as wrong:
        raise TransientFailure(f"folder {type(wrong).__name__}") from wrong
    return "folder"


@contextmanager
def _connected(config: Config) -> Iterator[smtplib.SMTP]:
    """A connection that is safe to use. What goes wrong here is no fault of the letter's: it may go later."""
    try:
        smtp = _connection(config)
    except smtplib.SMTPResponseException as wrong:
        raise TransientFailure(_answer("CONNECT", wrong.smtp_code, wrong.smtp_error)) from None
    except (smtplib.SMTPException, OSError, ValueError) as wrong:
        raise TransientFailure(f"CONNECT {type(wrong).__name__}") from None
    try:
        yield smtp
    finally:
        smtp.close()


def _connection(config: Config) -> smtplib.SMTP:
    where = (config["SMTP_HOST"], config["SMTP_PORT"])
    timeout = config["SMTP_TIMEOUT"]
    security = config["SMTP_SECURITY"]
    smtp: smtplib.SMTP
    if security == "tls":
        smtp = smtplib.SMTP_SSL(*where, timeout=timeout, context=_trusted(config))
    else:
        smtp = smtplib.SMTP(*where, timeout=timeout)
    try:
        if security == "starttls":
            _secure(smtp, _trusted(config))
        if config["SMTP_USER"]:
            smtp.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _secure(smtp: smtplib.SMTP, trusted: ssl.SSLContext) -> None:
    """Encrypt, or raise: never go on in the clear because the server would not."""
    code, text = smtp.starttls(context=trusted)
    if code != 220:
        raise smtplib.SMTPResponseException(code, text)


def _trusted(config: Config) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=config["SMTP_CA_FILE"] or None)


def _accepted(verb: str, say: Callable[[], tuple[int, bytes]]) -> None:
    try:
        code, text = say()
    except (smtplib.SMTPException, OSError) as wrong:
        raise TransientFailure(f"{verb} {type(wrong).__name__}") from None
    if not 200 <= code < 300:
        raise _refusal(verb, code, text)


def _transmitted(smtp: smtplib.SMTP, content: bytes) -> str:
    try:
        code, text = smtp.data(content)
    except smtplib.SMTPDataError as wrong:
        raise _refusal("DATA", wrong.smtp_code, wrong.smtp_error) from None
    except (smtplib.SMTPException, OSError) as wrong:
        raise UnknownOutcome(f"DATA {type(wrong).__name__}") from None
    if not 200 <= code < 300:
        raise _refusal("DATA", code, text)
    return _answer("DATA", code, text)


def _nothing_said(smtp: smtplib.SMTP, begin: Callable[[], None]) -> str:
    """Ask the server as often as for a letter, begin none, and take leave.

    No MAIL and no RCPT: what filters, counts and checks senders and recipients there never hears of it. Few enough for
    any server's limit of idle words, and a line that ends without a QUIT looks like a scan to some.
    """
    for _ in ("MAIL", "RCPT"):
        _accepted("NOOP", smtp.noop)
    begin()
    _accepted("RSET", smtp.rset)
    with suppress(smtplib.SMTPException, OSError):
        smtp.quit()
    return "nothing said"


def _refusal(verb: str, code: int, text: bytes | str) -> TransientFailure | PermanentFailure:
    kind = PermanentFailure if 500 <= code < 600 else TransientFailure
    return kind(_answer(verb, code, text))


def _answer(verb: str, code: int, text: bytes | str) -> str:
    """What was said, without its words: servers repeat the address in them."""
    raw = text.encode(errors="replace") if isinstance(text, str) else text
    enhanced = ENHANCED.match(raw)
    return " ".join([verb, str(code), *([enhanced[0].decode()] if enhanced else [])])


def _plain(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", key)
