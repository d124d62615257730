"""Is a picture of few colours made small, and is it the same picture?"""

import io
from datetime import UTC, datetime

import pypdf
import pypdfium2
import pytest
from PIL import Image

from infra import pdf, pdf_pictures

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
WIDTH, HEIGHT = 33, 20


@pytest.fixture
def typeset(tmp_path, monkeypatch):
    """A PDF with one picture, before and after."""
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    lines = ('#set document(title: "t")', '#image("a.png", alt: "a")', '#image("a.png", width: 1cm, alt: "b")')
    (tmp_path / "picture.typ").write_text("\n".join(lines))

    def make(colours):
        image = Image.new("RGB", (WIDTH, HEIGHT))
        for place in range(WIDTH * HEIGHT):
            shade = place % colours
            image.putpixel((place % WIDTH, place // WIDTH), (shade * 9, 255 - shade, shade))
        file = io.BytesIO()
        image.save(file, "PNG")
        (tmp_path / "a.png").write_bytes(file.getvalue())
        return pdf.typeset("picture", {}, NOW), pdf_pictures.packed(
            pdf.typeset_with({"a.png": file.getvalue()}, "picture", {}, NOW)
        )

    return make


def pictures(made):
    reader = pypdf.PdfReader(io.BytesIO(made), strict=True)
    return [each.get_object() for page in reader.pages for each in page["/Resources"]["/XObject"].values()]


def drawn(made):
    return pypdfium2.PdfDocument(made)[0].render(scale=2).to_pil().tobytes()


@pytest.mark.parametrize("colours", [1, 2, 16])
def test_sixteen_colours_take_four_bits_and_look_the_same(typeset, colours):
    before, after = typeset(colours)
    assert {picture["/BitsPerComponent"] for picture in pictures(before)} == {8}
    assert {picture["/BitsPerComponent"] for picture in pictures(after)} == {4}
    assert {picture["/ColorSpace"][0] for picture in pictures(after)} == {"/Indexed"}
    assert drawn(before) == drawn(after)


def test_more_colours_stay_as_they_are(typeset):
    before, after = typeset(17)
    assert before == after


def test_what_has_no_picture_stays_as_it_is():
    assert pdf_pictures.packed(b"%PDF nothing") == b"%PDF nothing"
