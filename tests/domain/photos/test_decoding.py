"""Is every file that is no picture of ours refused, with the right reason, and before anything is decoded?"""

import tracemalloc
import zlib
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import KINDS, deep_png, exif, png_chunk, png_of_size, saved, scene
from PIL import Image

from domain.photos import decoding, images
from domain.photos.pictures import Reason, Unreadable

MAGIC = {
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "WEBP": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    "HEIF": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    "AVIF": b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif",
}
SMALL = {kind: saved(scene(96, 72), kind, exif=exif(6, "2026:11:24 12:00:00")) for kind in KINDS}


def refused(data):
    """Why a file is refused; None if it is not."""
    try:
        images.read(data)
    except Unreadable as error:
        return error.reason
    return None


def test_nothing():
    assert refused(b"") == Reason.EMPTY


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><html><img src=x></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><svg/>",
        b"%PDF-1.7\n",
        b"MZ\x90\x00",
        b"\x7fELF\x02\x01\x01",
        b"PK\x03\x04",
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom",
        b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  ",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"\x00",
        *(saved(scene(32, 24), kind) for kind in ("GIF", "TIFF", "BMP", "ICO", "JPEG2000", "PPM")),
    ],
    ids=lambda data: repr(data[:8]),
)
def test_what_is_no_picture_of_ours(data):
    assert refused(data) == Reason.NO_PICTURE


@pytest.mark.parametrize("kind", KINDS)
def test_one_decoder_for_each_kind(kind, monkeypatch):
    """A file that begins like one kind is never tried as another, whatever Pillow can read besides."""
    asked = []
    opened = decoding.Image.open
    monkeypatch.setattr(
        decoding.Image, "open", lambda file, formats: asked.append(formats) or opened(file, formats=formats)
    )
    assert refused(SMALL[kind]) is None
    assert asked == ([] if kind == "HEIF" else [(kind,)])


@pytest.mark.parametrize("size", [(10_000, 5_001), (5_001, 10_000), (60_000, 60_000)])
def test_a_bomb_of_pixels_is_not_decoded(size, monkeypatch):
    monkeypatch.setattr(decoding, "_whole", lambda *_: pytest.fail("decoded"))
    assert refused(png_of_size(*size)) == Reason.TOO_MANY_PIXELS


def test_a_decoder_that_gets_no_more_memory():
    """The reader has it from the kernel; whoever sent the picture is told what would help."""
    with pytest.raises(Unreadable) as refusal, decoding.refusing():
        raise MemoryError
    assert refusal.value.reason == Reason.TOO_MANY_PIXELS


def test_fifty_million_pixels_are_not_too_many():
    """They are not all there, but that shows only when they are decoded."""
    assert refused(png_of_size(10_000, 5_000)) == Reason.BROKEN


@pytest.mark.parametrize(
    ("kind", "options", "held"),
    [
        ("PNG", {}, 4),
        ("WEBP", {}, 16),
        ("AVIF", {}, 9),
        ("HEIF", {}, 4.5),
        ("JPEG", {"subsampling": "4:2:0"}, 7),
        ("JPEG", {"subsampling": "4:2:0", "progressive": True}, 7),
        ("JPEG", {"subsampling": "4:4:4", "progressive": True}, 10),
    ],
)
def test_what_a_decoder_may_hold(kind, options, held, monkeypatch):
    """The limit of a kind is lower where its decoder holds more for each pixel."""
    data = saved(Image.new("RGB", (100, 100)), kind, **options)
    monkeypatch.setattr(decoding, "MOST_HELD", 10_000 * held)
    assert refused(data) is None
    monkeypatch.setattr(decoding, "MOST_HELD", 10_000 * held - 1)
    assert refused(data) == Reason.TOO_MANY_PIXELS


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_canvas_is_known_before_it_is_made(mode, monkeypatch):
    """Pillow makes that of a WebP while it opens it: here it may not even be asked to."""
    monkeypatch.setattr(decoding, "MOST_PIXELS", 100)
    monkeypatch.setattr(decoding.Image, "open", lambda *_, **__: pytest.fail("opened"))
    for lossless in (True, False):
        data = saved(Image.new(mode, (11, 10), "red"), "WEBP", lossless=lossless)
        assert decoding._canvas(data) == (11, 10)
        assert refused(data) == Reason.TOO_MANY_PIXELS


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"iCCP"])
def test_a_bomb_of_pieces(name):
    """Ten megabytes out of ten kilobytes, beside the pixels."""
    packed = zlib.compress(bytes(10_000_000), 9)
    body = {b"zTXt": b"a\0\0", b"iTXt": b"a\0\1\0\0\0", b"iCCP": b"a\0\0"}[name] + packed
    data = saved(scene(64, 48), "PNG")
    tracemalloc.start()
    refused(data[:33] + png_chunk(name, body) * 50 + data[33:])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100_000_000


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cut_is_broken_and_never_half_a_picture(kind):
    data = saved(scene(320, 240), kind)
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.98):
        assert refused(data[: int(len(data) * share)]) == Reason.BROKEN, share


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=5000)
@given(st.data())
def test_cut_anywhere_it_is_refused_or_whole(kind, data):
    whole = SMALL[kind]
    assert refused(whole[: data.draw(st.integers(0, len(whole)))]) in (None, *Reason)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=5000)
@given(st.binary(max_size=300))
def test_any_bytes_behind_what_a_kind_begins_with(kind, behind):
    assert refused(MAGIC[kind] + behind) in (Reason.BROKEN, Reason.TOO_MANY_PIXELS)


@settings(max_examples=200, deadline=5000)
@given(st.binary(min_size=1, max_size=100))
def test_any_bytes(data):
    assert refused(data) in Reason


@pytest.mark.parametrize("block", [b"MM\0*\xff\xff\xff\xff", b"nonsense", b"MM\0*\0\0\0\x08\xff\xff"])
@pytest.mark.parametrize("kind", KINDS)
def test_broken_exif_refuses_nothing(kind, block):
    bad = block.ljust(60, b"\xff")
    if kind == "PNG":
        data = saved(scene(96, 72), kind)
        data = data[:33] + png_chunk(b"eXIf", bad) + data[33:]
    else:
        at = SMALL[kind].index(b"MM\0*")
        data = SMALL[kind][:at] + bad + SMALL[kind][at + 60 :]
    assert refused(data) is None
    assert images.read(data).taken_at == ""


def test_sixteen_bits_are_not_cut_short():
    assert refused(deep_png((1, 2, 3), 1)) is None


def test_the_largest_that_is_taken_takes_no_five_seconds():
    data = saved(Image.new("L", (10_000, 5_000), 128), "PNG", compress_level=1)
    began = process_time()
    assert refused(data) is None
    assert process_time() - began < 5


@pytest.mark.parametrize(
    ("size", "fits"),
    [((4000, 3000), (2560, 1920)), ((3000, 4000), (1920, 2560)), ((20, 10), (20, 10)), ((9999, 1), (2560, 1))],
)
def test_fitting(size, fits):
    assert decoding.fitting(size, 2560) == fits
