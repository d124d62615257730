"""Is every component at hand in every template, and what is drawn once as if it were drawn anew each time?"""

from itertools import count
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from forms.kit.fields import Text
from forms.kit.step import FormContext, StepForm
from views.shared import components
from views.shared.components import COMPONENTS, DRAWN_ONCE, DRAWN_ONCE_AROUND_VALUES, HOLE

NAMES = {name for names in COMPONENTS.values() for name in names}
ODD = ["", "髙﨑", "<b>&\"'", "{{ 1 }}", HOLE, f"a{HOLE}b", "\\1"]


class Framed(NamedTuple):
    """Two values in a frame."""

    around: tuple[str, ...] | None
    values: list[str]

    def with_values(self, value):
        return self._replace(values=[value, value])


@pytest.fixture
def drawn():
    """What is drawn, and how often it was drawn anew."""
    times = count(1)

    def draw(framed, loud=False):
        draw.times = next(times)
        first, second = (escape(value) for value in framed.values)
        return Markup("<p>{}{}: {}, {}</p>").format(framed.around, "!" if loud else "", first, second)

    draw.times = 0
    draw.once = components._once_around_values(draw, DRAWN_ONCE_AROUND_VALUES["question"])
    return draw


@pytest.fixture
def question(app):
    """Draws a question of one box, by its component and as if for the first time."""

    class Form(StepForm):
        name = Text("お名前", hint="<例>")

    def draw(value):
        asked = Form(MultiDict({"name": value}), FormContext(None, None))["name"]
        anew = app.jinja_env.get_template("components/question.html").module.question
        return app.jinja_env.globals["question"](asked), anew(asked)

    return draw


def test_each_is_at_hand_by_its_name(app):
    assert app.jinja_env.globals.keys() >= NAMES
    assert DRAWN_ONCE | DRAWN_ONCE_AROUND_VALUES.keys() <= NAMES and not DRAWN_ONCE & DRAWN_ONCE_AROUND_VALUES.keys()


def test_an_example_does_not_break(app):
    class Form(StepForm):
        line = Text("備考", hint="一行で。例：a-1")

    with app.test_request_context("/okyakusama/login"):
        question = app.jinja_env.globals["question"]
        form = Form(MultiDict({"line": ""}), FormContext(None, None))
        form.line.errors = ["<数字>で入力してください。例：b-2。下の候補から選択してください。"]
        shown = str(question(form.line, False, False, False)).replace("<wbr>", "")
    assert '<span class="nb">例：a-1</span>' in shown
    assert '&lt;数字&gt;で入力してください。<span class="nb">例：b-2。</span>下の候補から選択してください。' in shown


def test_one_that_a_file_does_not_have_lets_nothing_start(monkeypatch, app):
    monkeypatch.setitem(COMPONENTS, "icons", ("icon", "no_such"))
    fresh = Flask(__name__, root_path=app.root_path)
    with pytest.raises(AttributeError, match="no_such"):
        components.init(fresh)


def test_what_is_the_same_for_everybody_is_drawn_once_for_each_set_of_arguments(app):
    icon, answers = (app.jinja_env.globals[name] for name in ("icon", "answers"))
    assert icon("lock", 18) is icon("lock", 18)
    assert icon("lock", 18) != icon("lock", 20) != icon("next", 20)
    assert not hasattr(answers, "cache_info"), "answers are a visitor's"


def test_a_frame_is_drawn_once_and_filled_with_each_ones_values(drawn):
    for one, other in zip(ODD, reversed(ODD), strict=True):
        framed = Framed(("frame",), [one, other])
        assert drawn.once(framed) == Markup("<p>{}: {}, {}</p>").format(("frame",), one, other)
    assert drawn.times == 1


@pytest.mark.parametrize(
    ("around", "how", "times"),
    [(("a",), (), 1), (("b",), (), 2), (("a",), (True,), 2), (None, (), 2)],
    ids=["the same", "another frame", "drawn otherwise", "with a mistake"],
)
def test_another_frame_is_drawn_by_itself(drawn, around, how, times):
    drawn.once(Framed(("a",), ["1", "2"]))
    found = drawn.once(Framed(around, ["3", "4"]), *how)
    assert drawn.times == times
    assert found == drawn(Framed(around, ["3", "4"]), *how)


def test_one_with_a_mistake_is_drawn_anew_each_time(drawn):
    for times in (1, 2):
        drawn.once(Framed(None, ["1", "2"]))
        assert drawn.times == times


@pytest.mark.parametrize("value", ODD)
def test_a_question_is_drawn_as_if_for_the_first_time(question, value):
    once, anew = question(value)
    assert once == anew and "&lt;例&gt;" in once


@pytest.mark.parametrize(
    ("what", "wanted"), [("car", ["全景", "中景", "近景", "ナンバー"]), ("room", ["全景", "中景", "近景"])]
)
def test_the_coach_shows_each_kind_of_picture_drawn_and_in_a_sentence(app, what, wanted):
    shown = BeautifulSoup(app.jinja_env.globals["coach"](what), "html.parser")
    assert [each.text for each in shown.select("h3")] == wanted
    assert f"次の{len(wanted)}種類" in shown.text
    for kind in shown.select("li"):
        assert len(kind.svg.select("path")) > 3 and kind.svg["aria-hidden"] == "true"
        assert kind.p.text.endswith("。")
    assert ("車" in shown.text) == (what == "car")
    assert not shown.details.has_attr("open")


def test_a_drawing_that_there_is_not_is_empty(app):
    """So that the test above knows a name that is misspelt."""
    assert BeautifulSoup(app.jinja_env.globals["drawing"]("cat"), "html.parser").svg.contents == []
