"""Is what templates say marked, and nothing that a customer typed kept?"""

from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from views.shared import line_breaks
from views.shared.line_breaks import phrased, worded
from views.shared.screens import Screen

SCREEN = Screen(1, "入力内容の確認方法のご案内")


@pytest.fixture
def drawn():
    """What a template says; with a name that is not a page's too."""

    def draw(source, name="page.html", **given):
        environment = Environment(loader=DictLoader({name: source}), autoescape=True)
        line_breaks.init(SimpleNamespace(jinja_env=environment))
        return environment.get_template(name).render(given).replace("<wbr>", "|")

    return draw


def test_templates_are_marked_where_they_speak(drawn):
    assert drawn("<p>画面の番号</p>{# 画面の番号 #}") == "<p>画面|の|番号</p>"
    assert (
        drawn("{{ '画面の番号' }}{% if x %}画面の番号{% else %}入力欄へ移動{% endif %}") == "画面の番号入力欄|へ|移動"
    )


def test_what_is_given_is_not(drawn):
    assert drawn("<p>{{ who }}</p>", who="画面の番号") == "<p>画面の番号</p>"


def test_titles_are(drawn):
    assert drawn("<h1>{{ screen.title }}</h1>", screen=SCREEN) == "<h1>入力内容の|確認方法の|ご案内</h1>"
    assert drawn("<p>{{ lead }}</p>", lead="画面の<番号") == "<p>画面|の|&lt;番号</p>"
    assert drawn("<h1>{{ heading or step.title }}</h1>", step=SCREEN) == "<h1>入力内容の|確認方法の|ご案内</h1>"


def test_but_not_that_of_the_window(drawn):
    source = "<title>{% block title %}画面の番号 {{ screen.title }}{% endblock %}</title>"
    assert drawn(source, screen=SCREEN) == f"<title>画面の番号 {SCREEN.title}</title>"
    assert drawn("{% block title %}画面の番号{% endblock %}") == "画面の番号"
    assert drawn('<p title="{{ screen.title }}"></p>', screen=SCREEN) == f'<p title="{SCREEN.title}"></p>'


@pytest.mark.parametrize("name", ["mail/a.html", "papers/a.html", "a.txt", "a.js"])
def test_other_readers_get_other_texts(drawn, name):
    assert drawn("画面の番号", name) == "画面の番号"


def test_filters_take_text_and_markup():
    assert phrased("画面の番号は<b>") == "画面の<wbr>番号は<wbr>&lt;b&gt;"
    assert phrased(Markup("<b>画面の</b>番号")) == "<b>画面の<wbr></b>番号"
    assert worded("入力欄へ移動") == "入力欄<wbr>へ<wbr>移動"
    assert isinstance(worded("番号"), Markup)


def test_only_what_is_declared_is_kept(drawn):
    assert not hasattr(phrased, "cache_info")
    assert not hasattr(worded, "cache_info")
    assert drawn("{{ a | phrased_once }} {{ a | worded_once }}", a="画面の番号") == "画面の|番号 画面|の|番号"


def test_words_that_are_kept_are_not_taken_for_markup(drawn):
    same = "<b>"
    assert drawn("{{ a | worded_once }} {{ b | worded_once }}", a=same, b=Markup(same)) == "&lt;b&gt; <b>"
