"""Does a paper come out as it must: A4, with its own letters, tagged, and never with an empty box?"""

import io
import re
from datetime import UTC, datetime

import printed
import pypdf
import pytest
import typst

from infra import pdf

NOW = datetime(2026, 11, 24, 3, 0, 0, 7, tzinfo=UTC)
A4 = (595.28, 841.89)


@pytest.fixture
def paper(tmp_path, monkeypatch):
    """A paper with nothing but a word on it."""
    lines = (
        '#set document(title: "t")',
        '#set page(paper: "a4")',
        '#set text(font: "Noto Sans JP", lang: "ja", fallback: false)',
        "#json(bytes(sys.inputs.contents)).word *b*",
    )
    (tmp_path / "word.typ").write_text("\n".join(lines))
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    return lambda word: pdf.typeset("word", {"word": word}, NOW)


def root(made):
    return pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]


def test_rare_kanji_are_printed(paper):
    words = "𠮷田髙﨑 葛󠄀城 ｅ－ラボ №①㈱"
    assert "𠮷田髙﨑" in printed.pages(paper(words))[0]


@pytest.mark.parametrize(
    ("word", "lacking"), [("田𪚥", "𪚥"), ("\x07", "\x07"), ("\ue000", "\ue000"), ("ა", "ა"), ("a\ufeffb", "\ufeff")]
)
def test_what_the_typeface_lacks_is_said(paper, word, lacking):
    with pytest.raises(pdf.CannotPrint) as why:
        paper(word)
    assert f"「{lacking}」（U+{ord(lacking):04X}）" in str(why.value)


@pytest.mark.parametrize("word", ["#panic()", "*強調*", "$x$", '"); panic("', "\\", "= 見出し", "@名前"])
def test_no_value_is_read_as_markup(paper, word):
    assert word in printed.pages(paper(word))[0]


def test_a_fault_of_a_template_is_no_lacking_character(paper, tmp_path):
    (tmp_path / "word.typ").write_text("#(")
    with pytest.raises(typst.TypstError):
        paper("a")


def test_it_is_a4_with_its_own_letters(paper):
    page = pypdf.PdfReader(io.BytesIO(paper("吉"))).pages[0]
    assert [round(float(side), 2) for side in page.mediabox[2:]] == pytest.approx(A4, abs=0.01)
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert {re.sub(r"^/[A-Z]{6}\+", "/", font["/BaseFont"]) for font in fonts} == {
        "/NotoSansJP-Regular",
        "/NotoSansJP-Bold",
    }
    for font in fonts:
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


def test_it_is_tagged_for_who_has_it_read_aloud(paper):
    made = paper("吉")
    assert root(made)["/MarkInfo"]["/Marked"]
    assert root(made)["/Lang"].startswith("ja")
    assert "/StructTreeRoot" in root(made)
    told = root(made)["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1<" in told
    assert re.search("<pdfaid:part>2<.*<pdfaid:conformance>A<", told, re.S)


def test_it_says_when_it_was_made(paper):
    made = pypdf.PdfReader(io.BytesIO(paper("吉"))).metadata.creation_date
    assert made.astimezone(UTC) == NOW.replace(microsecond=0)


def test_no_typeface_of_the_machine_is_used():
    assert pdf._typefaces().families() == ["Noto Sans JP"]


def test_the_typefaces_come_with_their_licence():
    held = {path.name for path in pdf.TYPEFACES.iterdir()}
    assert held == {"NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf", "LICENSE-OFL.txt"}


def test_a_qr_code_is_black_on_white():
    drawn = pdf.qr_code("https://www.example.jp/")
    assert drawn.startswith("<svg") and 'fill="#fff"' in drawn
