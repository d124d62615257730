"""How does a customer throw away what they have begun? 「破棄する」 beside 「続きから」 (504, 511)."""

from contextlib import suppress

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from domain.photos import erasing
from domain.photos.storage import StorageFailed
from infra.database import write
from rules.portals import Portal
from views.shared import redirects
from views.shared.current_customer import login_required, present_id
from views.wizard import current_run
from views.wizard.answers import done_already
from views.wizard.routes import offered
from views.wizard.wizard_request import WizardRequest
from wizards.engine import ended_runs
from wizards.engine.definition import Wizard

bp = Blueprint("discarding", __name__)
bp.url_value_preprocessor(offered)
DONE = "途中のお手続きを破棄しました。"


@bp.post("/<portal:portal>/<wizard:wizard>/<run_id>/discard")
@login_required
def discard(portal: Portal, wizard: Wizard, run_id: str) -> ResponseReturnValue:
    """Erase a run of theirs, and with it the older ones that it stands for at home; once, however often it is pressed.
    What was committed meanwhile is told so (E-34)."""
    asked = current_run.find(portal, wizard, run_id)
    if asked and asked.run.account_id == present_id():
        _erase(asked, present_id())
    left = current_run.find(portal, wizard, run_id)
    if left and left.run.receipt:
        return done_already(left)
    flash(DONE)
    return redirect(redirects.home(portal), 303)


def _erase(asked: WizardRequest, account_id: int) -> None:
    run = asked.run
    with write() as session:
        erased = ended_runs.discard(session, asked.portal.name, account_id, run.wizard, run.subject)
        pictures = erasing.of_runs(session, erased) if asked.wizard.upload else []
    # What is left of the files belongs to nobody, and the nightly run finds it.
    with suppress(StorageFailed):
        erasing.files_of(pictures)
