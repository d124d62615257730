"""Is each figure said in the words of its screen, the most first, and is none left out of the sums?"""

from collections import namedtuple
from datetime import date

import pytest

from domain.calls.events import Outcome
from domain.staff.figures import Figures
from rules import mail_answers
from rules.states import LetterState
from views.staff import figures_shown
from views.staff.figures_shown import MOST_ROWS, OF_CALLS, OF_LETTERS
from wizards.engine.mistakes import WORDS
from wizards.registry import WIZARDS

pytestmark = pytest.mark.usefixtures("context")
Run = namedtuple("Run", "what wizard screen number")
Wrong = namedtuple("Wrong", "wizard screen name kind number")
Lost = namedtuple("Lost", "state last_answer number")
DAYS = [date(2026, 11, 24)]


def chart(name, **found):
    whole = Figures(**{**dict.fromkeys(Figures._fields, ()), **found})
    [one] = [each for each in figures_shown.charts(whole, DAYS) if each.name == name]
    return one


def test_before_a_screen_was_noted_a_run_was_on_the_first():
    found = [Run("left", "change", None, 1), Run("left", "change", 0, 2), Run("left", "change", 604, 4)]
    assert chart("left", ended=found).cells == [("画面604 変更内容の入力", "契約内容の変更（異動）", 7)]


def test_the_most_come_first_and_few_are_drawn_but_all_stand_in_the_table():
    screens = [(wizard.name, step.number) for wizard in WIZARDS.values() for step in wizard.steps][: MOST_ROWS + 3]
    found = [Run("under way", wizard, screen, place + 1) for place, (wizard, screen) in enumerate(screens)]
    drawn = chart("under-way", under_way=found)
    assert len(drawn.rows) == MOST_ROWS and len(drawn.cells) == MOST_ROWS + 3
    assert [number for *_, number in drawn.cells] == sorted((row.number for row in found), reverse=True)
    assert f"多い順に{MOST_ROWS}画面まで" in drawn.lead


def test_a_sequence_is_told_with_how_many_ended_it_and_how_many_left():
    found = [Run("done", "change", 0, 3), Run("left", "change", 604, 1), Run("done", "easy", 0, 1)]
    drawn = chart("results", ended=found)
    assert drawn.cells == [("契約内容の変更（異動）", 3, 1), ("簡単登録", 1, 0)]
    assert [(part.look, part.size) for part in drawn.rows[0].parts] == [("good", 75), ("stripes", 25)]
    assert drawn.rows[0].more == "完了 3件、途中で離れた 1件"


def test_of_two_sequences_that_are_called_the_same_each_is_told_with_where_it_begins():
    found = [Run("done", "registration", 0, 2), Run("done", "activation", 0, 1), Run("done", "easy", 0, 1)]
    titles = [title for title, *_ in chart("results", ended=found).cells]
    assert titles == ["新規利用登録（画面103から）", "新規利用登録（画面108から）", "簡単登録"]


def test_a_question_is_told_with_its_label_its_screen_and_each_kind():
    found = [Wrong("change", 604, "phone", kind, n) for n, kind in enumerate(("empty", "other"), 1)]
    assert chart("mistakes", mistakes=found).cells == [
        ("電話番号", "画面604 変更内容の入力", f"{WORDS['other']} 2件、{WORDS['empty']} 1件", 3)
    ]


def test_what_is_declared_nowhere_is_told_by_its_name():
    assert chart("mistakes", mistakes=[Wrong("gone", 1, "old", "odd", 1)]).cells == [("old", "画面001", "odd 1件", 1)]


def test_fifteen_questions_at_most():
    found = [Wrong("change", 604, f"name{place}", "other", place) for place in range(1, 40)]
    cells = chart("mistakes", mistakes=found).cells
    assert len(cells) == MOST_ROWS and cells[0][-1] == 39


@pytest.mark.parametrize(
    ("state", "answer", "words"),
    [
        ("failed", "RCPT 550 5.1.1", mail_answers.NO_SUCH),
        ("abandoned", "CONNECT TimeoutError", mail_answers.NOT_REACHED),
        ("unsure", "DATA TimeoutError", "送信できたか確認できません"),
        ("failed", "its key is gone", "送信できませんでした"),
        ("unsure", None, "送信できたか確認できません"),
    ],
)
def test_why_a_letter_did_not_go(state, answer, words):
    assert chart("reasons", lost=[Lost(state, answer, 2)]).cells == [(words, 2)]


def test_answers_that_mean_one_thing_are_one_row():
    found = [Lost("failed", "RCPT 550 5.1.1", 2), Lost("failed", "RCPT 553 5.1.3", 1)]
    assert chart("reasons", lost=found).cells == [(mail_answers.NO_SUCH, 3)]


def test_every_letter_and_every_call_that_is_kept_has_its_part():
    """But for letters to nobody, and for calls that are told again and not kept."""
    assert {each for series in OF_LETTERS for each in series.members} == set(LetterState) - {LetterState.WITHHELD}
    assert {each for series in OF_CALLS for each in series.members} == set(Outcome) - {Outcome.REPEATED}
