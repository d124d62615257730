"""Is there something to be seen of figures, in words that the program has, and for nobody in particular?"""

from datetime import date

import pytest
from factories import NOW

from domain.staff import figures
from domain.staff.figures import Asked
from infra.database import read, write
from models import IncomingCall, Letter
from ops import demo_figures
from views.staff import figures_shown
from views.staff.figures_shown import NO_QUESTION
from wizards.engine.mistakes import Kind
from wizards.registry import WIZARDS

TODAY = date(2026, 11, 24)


@pytest.fixture
def found(app, context):
    with write() as session:
        demo_figures.fill(session, NOW)
    with read() as session:
        return figures.of(session, Asked(figures.last_days(30, TODAY), None, NOW))


def test_every_chart_has_something(found):
    charts = figures_shown.charts(found, figures.last_days(30, TODAY))
    assert [chart.name for chart in charts if not chart.cells] == ["under-way"]
    assert found.under_way == []


def test_each_screen_and_each_question_is_there(app, context):
    for wizard, screens in demo_figures.LEAVE.items():
        assert set(screens) <= {step.number for step in WIZARDS[wizard].steps}
    for wizard, screen, name, kind, _ in demo_figures.MISTAKES:
        assert kind in set(Kind)
        label = figures_shown._question(wizard, screen, name)
        assert label != name and (label == NO_QUESTION) == (not name), name


def test_letters_and_calls_are_nobodys_and_nothing_is_to_be_sent(found):
    with read() as session:
        for letter in session.query(Letter):
            assert letter.addressee is None and letter.contents is None and letter.state not in ("queued", "sending")
        assert {(call.caller, call.account_id) for call in session.query(IncomingCall)} == {(None, None)}
