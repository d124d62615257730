"""Is what was typed last where the question is asked now, and no older answer in its place?"""

import pytest

from wizards import application
from wizards.engine.handing_over import handed_over
from wizards.engine.runs import Owner, Run, StepState

OLD = {"phone-area": ["090"], "phone-exchange": ["1234"], "phone-line": ["5678"]}
NEW = {**OLD, "phone-line": ["9999"]}


@pytest.fixture
def run():
    """One that was answered on 643 and 644."""
    found = Run("x" * 22, "application", Owner("", lambda _: b""))
    found.steps = {"insured": StepState(1, dict(OLD)), "premises": StepState(1, {"location-code": ["1040053"]})}
    return found


def test_it_is_a_draft_where_it_is_asked_and_the_older_answer_is_none(run):
    assert handed_over(run, application.wizard, "applicant", NEW)
    assert (run.step("insured").answer, run.step("insured").draft) == (None, NEW)
    assert run.step("premises").answer and run.step("premises").draft is None


@pytest.mark.parametrize("aside", [OLD, {"holder-family": ["見本"]}, {"answers": ["x"]}, {}])
def test_nothing_changes_where_it_is_so_already_or_nobody_asks(run, aside):
    assert not handed_over(run, application.wizard, "applicant", aside)
    assert (run.step("insured").answer, run.step("insured").draft) == (OLD, None)


def test_it_is_not_handed_to_the_step_that_it_comes_from(run):
    assert not handed_over(run, application.wizard, "insured", {"insured-family": ["清水"]})
