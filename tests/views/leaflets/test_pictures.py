"""Is a picture what a customer sees, and are its marks on what they point at?"""

import io

import pytest
from PIL import Image

from infra.chromium import CannotDraw
from views.leaflets import pictures
from views.practice import counter
from views.shared.leaflets import Shown

RED, BLUE = (200, 0, 0), (0, 0, 200)
BRAND = (0, 46, 111)


def png(colour, height):
    file = io.BytesIO()
    Image.new("RGB", (60, height), colour).save(file, "PNG")
    return file.getvalue()


def test_pieces_stand_below_each_other_with_a_torn_edge_between():
    whole = Image.open(io.BytesIO(pictures.joined([png(RED, 40), png(BLUE, 30)], [False, True]))).convert("RGB")
    edge = round(pictures.TORN * pictures.SCALE)
    assert whole.size == (60, 40 + edge + 30)
    assert (whole.getpixel((5, 20)), whole.getpixel((5, 40 + edge + 15))) == (RED, BLUE)
    torn = {whole.getpixel((x, y)) for x in range(60) for y in range(40, 40 + edge)}
    assert torn == {pictures.PAPER, pictures.EDGE}


def test_it_has_few_colours():
    many = Image.linear_gradient("L").convert("RGB")
    file = io.BytesIO()
    many.save(file, "PNG")
    made = Image.open(io.BytesIO(pictures.joined([file.getvalue()], [False])))
    assert len(made.convert("RGB").getcolors()) <= pictures.COLOURS


@pytest.mark.parametrize(
    "path", ["/static/../config.py", "/config.py", "/static/none.css", "/static/css/site.css", "/static/"]
)
def test_nothing_but_files_of_pages_is_served(context, path):
    assert pictures._file(path) is None


def test_files_of_pages_are_served_with_their_type(context):
    body, kind = pictures._file("/static/customers.css")
    assert (kind, b"body{" in body) == ("text/css; charset=utf-8", True)


@pytest.mark.browser
def test_a_screen_is_photographed_with_its_questions_numbered_and_its_button_pointed_at(served, camera):
    with served.app_context():
        screen = counter.of_app().screen(served.extensions["portals"]["okyakusama"], 103)
    columns = camera.take(screen.page, Shown(), (), True, False)
    marks = [mark for column in columns for mark in column.marks]
    assert [mark.words for mark in marks if mark.kind == "field"] == [str(each.number) for each in screen.asked]
    assert [mark.words for mark in marks if mark.kind == "press"] == ["次へ"]
    last = columns[-1]
    press = last.marks[-1]
    image = Image.open(io.BytesIO(last.png)).convert("RGB")
    edge = (round((press.x + 0.02) * image.width), round((press.y + press.height / 2) * image.height))
    assert image.getpixel(edge)[2] - image.getpixel(edge)[0] > 60, "the button is blue"
    assert 0 < press.y < press.y + press.height <= 1


@pytest.mark.browser
def test_what_is_left_out_is_not_on_the_picture(served, camera):
    with served.app_context():
        screen = counter.of_app().screen(served.extensions["portals"]["okyakusama"], 105)
    whole = camera.take(screen.page, Shown(), (), False, False)
    less = camera.take(screen.page, Shown(leave=["このあとの流れ", "メールが届かないとき"]), (), False, False)
    assert sum(each.height for each in less) < sum(each.height for each in whole) - 300


@pytest.mark.browser
def test_without_a_japanese_typeface_nothing_is_photographed(served, monkeypatch, camera):
    monkeypatch.setattr(pictures, "READABLE", "() => false")
    with served.app_context(), pytest.raises(CannotDraw, match="fonts-noto-cjk"), pictures.camera():
        pass


@pytest.mark.browser
@pytest.mark.parametrize("number", [504, 602, 603])
def test_no_name_of_a_product_is_wider_than_a_telephone(served, camera, number):
    """Some insurers' products have their kind in their name, too."""
    with served.app_context():
        screen = counter.of_app().screen(served.extensions["portals"]["keiyakusha"], number)
    page = screen.page.replace("お部屋の保険ワイド", "お部屋の保険ワイド（賃貸入居者総合保険）")
    assert page != screen.page
    camera.take(page, Shown(), (), False, False)
    assert camera._browser.ask("document.scrollingElement.scrollWidth") == pictures.WIDTH
