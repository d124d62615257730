"""Which texts of a page are sentences, and is nothing else touched?"""

import pytest

from views.shared.marked_text import Marking


def marked(*pieces, at_a_glance=False):
    """HTML in pieces, between which there is a value, or a branch where one is None."""
    marking = Marking(at_a_glance)
    parts = []
    for piece in pieces:
        if piece is None:
            marking.branch()
        elif piece == "VALUE":
            marking.value()
            parts.append("VALUE")
        elif piece == "ICON":
            marking.drawing()
            parts.append("ICON")
        else:
            parts += marking.read(piece)
    marking.end()
    return "".join(map(str, parts)).replace("<wbr>", "|")


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>入力欄へ移動します</p>", "<p>入力欄|へ|移動|します</p>"),
        ("<h1>入力欄へ移動します</h1>", "<h1>入力欄へ|移動します</h1>"),
        ("<th>画面の番号</th>", "<th>画面の|番号</th>"),
        ('<p class="btn">画面の番号</p>', '<p class="btn">画面の|番号</p>'),
        # A sentence goes on through what is within it, and ends with what is around it.
        ("<p>入力<b>欄へ</b>移動します</p>", "<p>入力<b>欄|へ|</b>移動|します</p>"),
        ("<p>画面の<br>番号</p>", "<p>画面|の<br>番号</p>"),
        ("<p>画面の</p><p>番号</p>", "<p>画面|の</p><p>番号</p>"),
        ('<p>画面の<span class="vh">、この</span>番号</p>', '<p>画面|の|<span class="vh">、この</span>番号</p>'),
        # Not what nobody sees, nor what is no text.
        ("<title>画面の番号</title>", "<title>画面の番号</title>"),
        ("<option>画面の番号</option>", "<option>画面の番号</option>"),
        ('<p title="画面の番号">12</p>', '<p title="画面の番号">12</p>'),
        ('<p title="a>画面の番号">12</p>', '<p title="a>画面の番号">12</p>'),
        ("<!-- 画面の番号 -->", "<!-- 画面の番号 -->"),
        ("<p>The number of a screen</p>", "<p>The number of a screen</p>"),
        ("<p>画面の&amp;番号</p>", "<p>画面|の|&amp;番号</p>"),
        # What may be laid out beside an icon stays one part.
        ("<a>画面の番号</a>", "<a><span>画面|の|番号</span></a>"),
        ("<a>番号</a>", "<a>番号</a>"),
        ("画面の番号", "画面|の|番号"),
    ],
)
def test_sentences(html, shown):
    assert marked(html) == shown


def test_what_is_given_is_a_part_of_its_sentence():
    assert (
        marked("<p>お申し込みは", "VALUE", "までにお電話ください</p>")
        == "<p>お申し込みは|VALUE|までに|お電話|ください</p>"
    )
    assert marked("<p>", "VALUE", "か所の入力</p>") == "<p>VALUEか所の|入力</p>"
    assert marked('<p title="', "VALUE", '画面の番号">画面の番号</p>') == '<p title="VALUE画面の番号">画面|の|番号</p>'


def test_what_may_be_laid_out_beside_something_unknown_is_left_alone():
    assert marked("<h2>", "VALUE", "画面の番号</h2>") == "<h2>VALUE画面の番号</h2>"
    assert marked("<h2>画面の番号", "VALUE", "</h2>") == "<h2>画面の番号VALUE</h2>"
    assert marked("<h2>画面の番号", None, "</h2>") == "<h2>画面の番号</h2>"
    assert marked("<h2>", "ICON", "画面の番号", "ICON", "</h2>") == "<h2>ICON<span>画面の|番号</span>ICON</h2>"


def test_branches_are_sentences_of_their_own():
    assert marked("<p>", None, "画面の", None, "番号", None, "</p>") == "<p>画面|の番号</p>"


def test_at_a_glance():
    assert marked("入力欄へ移動します", at_a_glance=True) == "入力欄へ|移動します"


def test_what_was_never_opened_is_closed_by_nothing():
    assert marked("</section></p>画面の番号") == "</section></p>画面|の|番号"
