"""Is a wizard that cannot be walked found before anybody walks it? (row W24)"""

from dataclasses import replace

import pytest
import trip

from wizards.engine.definition import BadWizard, Complete, Listed

GOOD = trip.wizard()
COVER, CAR, NOTE, CONFIRM = GOOD.steps


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": ()},
        {"steps": (CAR, NOTE, CONFIRM)},
        {"steps": (COVER, CONFIRM, NOTE)},
        {"steps": (COVER, COVER)},
        {"complete": Complete(CONFIRM.number, "完了")},
        {"also": (Listed(CAR.number, "手紙", "letter"),)},
        {"progress": ("入力",)},
    ],
)
def test_a_wizard_that_cannot_be_walked_is_refused_at_the_start(wrong):
    with pytest.raises(BadWizard):
        replace(GOOD, **wrong)


def test_each_kind_of_screen_stands_under_a_name_of_the_indicator():
    assert [GOOD.stage(kind) for kind in ("input", "confirm", "complete")] == [0, 1, 2]
    assert [replace(GOOD, progress=("入力", "完了")).stage(kind) for kind in ("input", "confirm", "complete")] == [
        0,
        0,
        1,
    ]
