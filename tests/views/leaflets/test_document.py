"""Does a leaflet come out as it must: every screen by its number, with the words of the declarations, tagged, on A4?"""

import io
import re
from datetime import UTC, datetime

import printed
import pytest
from PIL import Image

from infra import pdf
from infra.chromium import CannotDraw
from views.leaflets import contents, document
from views.leaflets.cropping import Mark
from views.leaflets.document import Sources
from views.leaflets.making import sources
from views.leaflets.pictures import Pictured
from views.practice import counter
from views.shared.leaflets import LEAFLETS

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
SHARE = (0.1, 0.5, 0.8, 0.1)


@pytest.fixture(autouse=True)
def in_context(context):
    """All of it asks the settings."""


@pytest.fixture
def drawn(portals, asking):
    """Sources that need no browser: one picture of each screen, and letters of the practice counter."""
    file = io.BytesIO()
    Image.new("RGB", (39, 50), (0, 0, 200)).save(file, "PNG")
    asked = []

    def take(page, shown, press, fields, brief):
        asked.append((tuple(shown.leave), tuple(press), fields, brief))
        marks = [Mark("field", "1", *SHARE)] if fields else []
        return [Pictured(file.getvalue(), 390, 500, [*marks, Mark("press", press[0] if press else "次へ", *SHARE)])]

    def letter(number, kind):
        return counter.of_app().letter(portals["okyakusama"], number, kind)

    found = Sources(lambda number: asking("見本の項目"), letter, take)
    return found, asked


def flat(text):
    return re.sub(r"\s+", "", text)


def test_every_screen_comes_by_its_number_with_what_is_pressed(drawn, portals):
    found, _ = drawn
    composed = document.compose(portals["okyakusama"], LEAFLETS["registration"], found, NOW)
    steps = composed.told["steps"]
    assert [step["number"] for step in steps] == ["102", "112", *(f"{number}" for number in range(103, 111))]
    assert [step["place"] for step in steps] == list(range(1, 11))
    assert ["".join(step["press"] or []) for step in steps][2] == "「次へ」を押してください。"
    assert {picture["file"] for step in steps for picture in step["pictures"]} == set(composed.pictures)
    assert steps[5]["letter"]["subject"].endswith("初回利用登録に関するご案内")
    assert steps[5]["pictures"] == []


def test_confirmations_are_brief_and_questions_are_not(drawn, portals):
    found, asked = drawn
    document.compose(portals["keiyakusha"], LEAFLETS["change"], found, NOW)
    numbers = [stop.number for stop in contents.stops(portals["keiyakusha"], LEAFLETS["change"])]
    by_kind = dict(zip(numbers, asked, strict=True))
    assert by_kind[604] == ((), (), True, False)
    assert by_kind[602] == ((), ("変更",), False, True)
    assert by_kind[606][0] == ("このあとの流れ",)


def test_it_is_printed_on_a4_tagged_with_pages_bookmarks_and_pictures_in_words(drawn, portals):
    found, _ = drawn
    portal = portals["okyakusama"]
    made = document.made(portal, LEAFLETS["registration"], found, NOW)
    reader = printed.reader(made)
    root = reader.trailer["/Root"]
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("ja")
    assert "<pdfuaid:part>1<" in root["/Metadata"].get_data().decode()
    pages = printed.pages(made)
    assert all(f"{place} / {len(pages)}" in text for place, text in enumerate(pages, 1))
    assert all(title in str(reader.outline) for title in ("利用登録の手引き", "メール受信", "お問い合わせ先"))
    words = flat("".join(pages))
    for said in (
        "2026年11月24日作成",
        "第0.1.0版",
        portal.help_desk.phone,
        portal.company,
        "https://service.example/okyakusama/",
    ):
        assert flat(said) in words, said
    assert printed.scanned(made) == ["https://service.example/okyakusama/"]


def test_two_short_screens_stand_side_by_side_and_each_is_read_to_its_end(drawn, portals):
    made = document.made(portals["okyakusama"], LEAFLETS["registration"], drawn[0], NOW)
    places = printed.places(made, "画面番号 102", "してください。", "画面番号 112")
    first, press, second = [each for each in places if each[1] == 1][:3]
    assert [first[0], press[0], second[0]] == ["画面番号 102", "してください。", "画面番号 112"]
    assert first[1] == press[1] == second[1]
    assert second[2] - first[2] > 200
    assert abs(second[3] - first[3]) < 20 < 100 < press[3] - first[3]


@pytest.mark.parametrize(
    ("address", "is_below"), [("https://a.example/", False), (f"https://a.example/{'b' * 60}", True)]
)
def test_the_arrow_of_a_letter_stands_where_its_address_leaves_room(drawn, portals, address, is_below):
    composed = document.compose(portals["okyakusama"], LEAFLETS["registration"], drawn[0], NOW)
    paragraphs = composed.told["steps"][5]["letter"]["paragraphs"]
    next(part for part in paragraphs if part["url"])["url"] = address
    made = pdf.typeset_with(composed.pictures, "leaflet", composed.told, NOW)
    places = printed.places(made, "https://a.example", "押す")
    at = next(place for place, each in enumerate(places) if each[0] != "押す")
    url, arrow = places[at : at + 2]
    assert arrow[:2] == ("押す", url[1])
    assert (arrow[3] - url[3] > 10) == is_below
    assert arrow[2] < 595 - 45 - 14


def test_who_has_to_log_in_first_is_told_so(drawn, portals):
    found, _ = drawn
    change, forgotten = (
        document.compose(portals["okyakusama"], LEAFLETS[name], found, NOW).told["begin"]
        for name in ("change", "forgotten")
    )
    assert "ログイン" in "".join(change)
    assert "ログイン" not in "".join(forgotten)


@pytest.mark.browser
def test_a_real_one_says_what_the_declarations_say(served, camera, portals):
    portal, leaflet = portals["okyakusama"], LEAFLETS["password_change"]
    made = document.made(portal, leaflet, sources(portal, camera), NOW)
    words = flat("".join(printed.pages(made)))
    for stop in contents.stops(portal, leaflet):
        assert f"画面番号{stop.number:03}" in words
        assert flat(stop.title) in words
    for said in (
        "「その他の手続」を押してください。",
        "「変更する」を押してください。",
        "現在のパスワード、新しいパスワード",
    ):
        assert flat(said) in words, said
    assert len(made) < 500 * 1024


def test_a_screen_that_cannot_be_drawn_is_not_left_out(drawn, portals):
    def fail(*given):
        raise CannotDraw("no Chromium here")

    with pytest.raises(CannotDraw):
        document.compose(
            portals["okyakusama"], LEAFLETS["change"], drawn[0].__class__(drawn[0].screen, fail, fail), NOW
        )
