"""How are the notes about a customer drawn, and what stands in the box for the next one?"""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.staff import note_drafts, notes
from domain.staff.cases import Case
from domain.staff.customers import Customer
from domain.staff.note_drafts import LONGEST, NONE, Draft
from domain.staff.notes import Note
from rules.japanese import normalize
from rules.japanese.times import UtcDateTime


class Typed(NamedTuple):
    """What was typed and is shown again, and why: `wrong` is what is said above, `anew` whether it needs another
    name."""

    text: str
    page: str
    turn: int
    wrong: str
    anew: bool = False


class Box(NamedTuple):
    """The form: `page` is the name of the note that is left by it, `elsewhere` what is kept of
    this member's, by another page as a rule, where that is not what stands in the box."""

    text: str
    page: str
    version: int
    turn: int
    draft: Draft | None
    elsewhere: Draft | None
    longest: int = LONGEST


class Notes(NamedTuple):
    """What the card says."""

    listed: Sequence[Note]
    others: Sequence[Draft]
    box: Box


def of(session: Session, case: Case, customer: Customer, now: UtcDateTime, typed: Typed | None = None) -> Notes:
    """The notes, what others have begun, and the box with what was typed or, else, the draft."""
    draft = note_drafts.draft_of(session, case.member_id, customer)
    others = note_drafts.others_drafts(session, customer, case.member_id)
    return Notes(notes.of(session, customer, now), others, _box(draft, typed))


def _box(draft: Draft | None, typed: Typed | None) -> Box:
    # What is sent next has seen what stands beside the box.
    version = draft.version if draft else NONE
    kept = draft.text or "" if draft else ""
    if typed is None:
        return Box(kept, secrets.token_urlsafe(16), version, 0, draft, None)
    page = secrets.token_urlsafe(16) if typed.anew else typed.page
    elsewhere = draft if kept and kept != normalize.lines(typed.text) else None
    return Box(typed.text, page, version, typed.turn, None, elsewhere)
