"""What does a screen show of the files that lie in a run? (803, 804)"""

from typing import Any

from flask import current_app, url_for

from domain.photos import passes, uploads
from models import PhotoPass
from rules.portals import Portal
from views.wizard.wizard_request import WalkedRequest
from wizards.engine.definition import Upload
from wizards.engine.journey import PathStep


def of(asked: WalkedRequest, stop: PathStep) -> dict[str, Any]:
    """What 803 shows: the files, how many more there may be, where they go, and the QR code for a telephone."""
    assert isinstance(stop.step, Upload) and stop.gathered is not None
    limits = uploads.limits()
    held = passes.of_run(asked.run.id, asked.now)
    where: dict[str, Any] = {
        "portal": asked.portal,
        "wizard": asked.wizard,
        "run_id": asked.run.id,
        "slug": stop.step.slug,
    }
    return {
        "gathered": stop.gathered,
        "limits": limits,
        "more": limits.many - stop.gathered.good - stop.gathered.waiting,
        "files_url": url_for("files.put", **where, subject=None if asked.run.version else asked.run.subject),
        "state_url": url_for("files.state", **where),
        "next_place": 1 + max((item.place for item in stop.gathered.items), default=0),
        "version": 0,
        "photo_pass": held,
        "phone": phone(held),
        "pass_url": pass_url(asked.portal, held) if held else None,
    }


def phone(held: PhotoPass | None) -> str:
    """How it stands with a telephone, in a word: none may send, one may, or one does."""
    if held is None:
        return "none"
    return "open" if held.claimed_at is None else "there"


def pass_url(portal: Portal, held: PhotoPass) -> str:
    """The address in the QR code: of the service as customers know it, whatever the request said."""
    path = url_for("camera.ask", portal=portal, pass_id=held.id, secret=passes.secret_of(held.id))
    return f"{current_app.config['BASE_URL']}{path}"
