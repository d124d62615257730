"""Which letters were written while there is no mail server? For developers: it is not there in production.

Shows the folder that the outbox fills while no SMTP_HOST is set.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from flask import Blueprint, abort, current_app, render_template, request

from views.shared import security_headers

bp = Blueprint("dev_mail", __name__, url_prefix="/_dev/mail")
URL = re.compile(r"https?://[^\s<>\"'「」（）]+")


@dataclass(frozen=True)
class Shown:
    """A letter as the page shows it."""

    name: str
    subject: str
    to: str
    text: str = ""
    html: str = ""

    @property
    def links(self) -> list[str]:
        """The addresses in its text."""
        return URL.findall(self.text)


@bp.before_request
def refuse_in_production() -> None:
    """Even if somebody registers it there."""
    if current_app.config["PRODUCTION"]:
        abort(404)


@bp.get("")
def index() -> str:
    """All letters, newest first: their names begin with the time."""
    files = sorted(_folder().glob("*.eml"), reverse=True)
    return render_template("dev_mail/list.html", letters=[_read(file) for file in files])


@bp.get("/<name>")
def letter(name: str) -> str:
    """One letter. 404 where there is none of that name in the folder."""
    return render_template("dev_mail/letter.html", letter=_found(name))


@bp.get("/<name>/html")
def drawn(name: str) -> str:
    """One letter as a mail program draws it. 404 as above."""
    security_headers.is_a_letter(request.environ)
    return _found(name).html


def _found(name: str) -> Shown:
    found = [file for file in _folder().glob("*.eml") if file.name == name]
    if not found:
        abort(404)
    return _read(found[0])


def _folder() -> Path:
    return Path(current_app.config["MAIL_FOLDER"])


def _read(file: Path) -> Shown:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Shown(
        name=file.name,
        subject=str(message["Subject"]),
        to=str(message["To"]),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
    )
