"""What stands in the box, and what beside it, before and after something was typed?"""

import pytest
import talking
from casework import open_case
from factories import NOW
from staffing import at_work, hire

from domain.staff import cases, customers, note_drafts
from domain.staff.note_drafts import NONE, Written
from infra.database import read
from infra.encryption import Keyring
from models import StaffCase
from views.staff import notes_shown
from views.staff.notes_shown import Typed

PAGE = "p" * 22


@pytest.fixture
def case(app, context):
    hire(app)
    at_work(app)
    case_id = open_case(app, talking.known(app)[0])
    with read() as session:
        return cases.of(session.get_one(StaffCase, case_id))


def box(case, typed=None):
    with read() as session:
        return notes_shown.of(session, case, customers.of_case(session, case), NOW, typed).box


def keep(case, text):
    return note_drafts.keep(case, Written(text, "o" * 22), NOW)


def test_each_page_has_a_name_of_its_own_and_the_draft(case):
    first, second = box(case), box(case)
    assert first.page != second.page and (first.text, first.version, first.draft) == ("", NONE, None)
    version = keep(case, "書きかけ")
    assert (box(case).text, box(case).version, box(case).elsewhere) == ("書きかけ", version, None)


def test_what_was_typed_stands_there_in_place_of_the_draft_under_the_same_name(case):
    typed = Typed("入力", PAGE, 3, "理由")
    assert (box(case, typed).text, box(case, typed).page, box(case, typed).turn) == ("入力", PAGE, 3)
    version = keep(case, "書きかけ")
    shown = box(case, typed)
    assert (shown.text, shown.version, shown.elsewhere.text) == ("入力", version, "書きかけ")
    for same in ("書きかけ", "\r\n書きかけ \r\n"):
        assert box(case, typed._replace(text=same)).elsewhere is None
    assert box(case, typed._replace(anew=True)).page != PAGE


def test_a_draft_whose_key_is_gone_leaves_an_empty_box(app, case):
    version = keep(case, "書きかけ")
    app.extensions["keyring"] = Keyring(["n" * 40])
    assert (box(case).text, box(case).version, box(case).draft.text) == ("", version, None)
