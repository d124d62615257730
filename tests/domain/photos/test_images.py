"""Is the copy of a picture upright, in the right colours, and nothing but pixels, whatever kind of file came?"""

from io import BytesIO

import pillow_heif
import pytest
from pictures import (
    CORNERS,
    KINDS,
    UNTURNED,
    at,
    corners,
    deep_png,
    exif,
    in_srgb,
    near,
    opened,
    saved,
    scene,
    wide_profile,
)
from PIL import Image, ImageChops

from domain.photos import decoding, images
from domain.photos.pictures import Doubt

MARKS = (b"Exif", b"ICC_PROFILE", b"http://ns.adobe.com", b"Photoshop", b"\xff\xfe", b"secret")


def nothing_beside_the_pixels(data):
    """Only what every JPEG has, up to its pixels, and nothing behind its end."""
    head = data[: data.index(b"\xff\xda")]
    return not any(mark in head for mark in MARKS) and data.endswith(b"\xff\xd9") and data.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_and_a_thumbnail_of_every_kind(kind):
    picture = images.read(saved(scene(400, 300), kind))
    copy, thumbnail = opened(picture.copy), opened(picture.thumbnail)
    assert copy.size == (picture.width, picture.height) == (400, 300)
    assert thumbnail.size == (320, 240)
    assert near(at(copy, 0.3, 0.6), (170, 30, 40), 40)
    assert near(at(thumbnail, 0.5, 0.1), (150, 190, 230), 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_picture_is_made_smaller(kind):
    picture = images.read(saved(scene(2000, 2700), kind))
    copy = opened(picture.copy)
    assert copy.size == (picture.width, picture.height) == (1896, 2560)
    assert near(at(copy, 0.3, 0.6), (170, 30, 40), 40)
    assert opened(picture.thumbnail).size == (237, 320)
    assert picture.doubts == ()


def test_a_small_picture_is_not_made_larger():
    picture = images.read(saved(scene(200, 100), "PNG"))
    assert (picture.width, picture.height) == (200, 100)
    assert opened(picture.thumbnail).size == (200, 100)
    assert Doubt.SMALL in picture.doubts


def test_a_strip_is_a_pixel_wide_at_least():
    picture = images.read(saved(Image.new("RGB", (6000, 1), "red"), "PNG"))
    assert (picture.width, picture.height) == (2560, 1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", UNTURNED)
def test_upright_by_what_the_camera_said(kind, orientation):
    turn = UNTURNED[orientation]
    lying = corners() if turn is None else corners().transpose(turn)
    data = saved(lying, kind, exif=exif(orientation))
    copy = opened(images.read(data).copy)
    assert copy.size == (96, 64)
    assert [place for place, colour in CORNERS.items() if not near(at(copy, *place), colour, 40)] == []


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_there_is_not(orientation):
    copy = opened(images.read(saved(corners(), exif=exif(orientation))).copy)
    assert near(at(copy, 0.1, 0.1), CORNERS[0.1, 0.1], 40)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_beside_the_pixels(kind):
    options = {
        "exif": exif(1, "2026:11:24 12:00:00"),
        "icc_profile": wide_profile(),
        "xmp": b"<x:xmpmeta>secret</x:xmpmeta>",
    }
    if kind == "JPEG":
        options["comment"] = b"secret"
    data = saved(scene(400, 300), kind, **options)
    assert b"N\0\0" in data or kind == "PNG"
    picture = images.read(data + b"secret behind the end")
    assert nothing_beside_the_pixels(picture.copy)
    assert nothing_beside_the_pixels(picture.thumbnail)
    assert picture.taken_at == "2026-11-24T12:00:00"
    assert set(opened(picture.copy).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("kind", KINDS)
def test_wide_colours_are_told_in_srgb(kind):
    colour, profile = (120, 200, 90), wide_profile()
    data = saved(Image.new("RGB", (64, 64), colour), kind, icc_profile=profile)
    wanted = in_srgb(colour, profile)
    assert not near(wanted, colour, 20)
    assert near(at(opened(images.read(data).copy), 0.5, 0.5), wanted, 6)


@pytest.mark.parametrize("profile", [b"no profile", wide_profile()[:200]], ids=["none", "cut"])
def test_a_broken_profile_says_nothing(profile):
    copy = opened(images.read(saved(Image.new("RGB", (64, 64), (10, 200, 30)), icc_profile=profile)).copy)
    assert near(at(copy, 0.5, 0.5), (10, 200, 30), 6)


def test_a_profile_of_another_kind_of_picture_says_nothing():
    copy = opened(images.read(saved(Image.new("L", (64, 64), 90), icc_profile=wide_profile())).copy)
    assert near(at(copy, 0.5, 0.5), (90, 90, 90), 6)


@pytest.mark.parametrize(
    ("mode", "colour", "seen"),
    [
        ("L", 90, (90, 90, 90)),
        ("1", 1, (255, 255, 255)),
        ("LA", (90, 0), (255, 255, 255)),
        ("LA", (90, 255), (90, 90, 90)),
        ("RGBA", (200, 0, 0, 0), (255, 255, 255)),
        ("RGBA", (200, 0, 0, 128), (227, 127, 127)),
    ],
)
def test_what_one_sees_through_lies_on_white(mode, colour, seen):
    copy = opened(images.read(saved(Image.new(mode, (64, 64), colour), "PNG")).copy)
    assert near(at(copy, 0.5, 0.5), seen, 4)


def test_a_palette_with_a_colour_that_one_sees_through():
    image = Image.new("P", (64, 64), 1)
    image.putpalette([0, 0, 0, 30, 160, 60])
    image.paste(0, (0, 0, 32, 64))
    copy = opened(images.read(saved(image, "PNG", transparency=0)).copy)
    assert near(at(copy, 0.1, 0.5), (255, 255, 255), 8)
    assert near(at(copy, 0.9, 0.5), (30, 160, 60), 8)


@pytest.mark.parametrize("kind", ["WEBP", "HEIF", "AVIF"])
def test_other_kinds_that_one_sees_through(kind):
    copy = opened(images.read(saved(Image.new("RGBA", (64, 64), (200, 0, 0, 0)), kind)).copy)
    assert near(at(copy, 0.5, 0.5), (255, 255, 255), 8)


@pytest.mark.parametrize(
    ("samples", "channels", "seen"),
    [
        ((0, 0x4000, 0x8000, 0xFFFF), 1, [0, 64, 128, 255]),
        ((0x8000, 0, 0xFFFF) * 4, 3, [128, 0, 255]),
        ((0x8000, 0, 0xFFFF, 0) * 4, 4, [255, 255, 255]),
        ((0x4000, 0xFFFF) * 4, 2, [64, 64, 64]),
    ],
)
def test_sixteen_bits(samples, channels, seen):
    copy = opened(images.read(deep_png(samples, channels)).copy)
    found = [copy.getpixel((x, 0))[0] for x in range(4)] if channels == 1 else copy.getpixel((1, 0))
    assert near(found, seen, 12)


@pytest.mark.parametrize("bits", [10, 12])
def test_a_heic_of_more_than_eight_bits(bits):
    file = BytesIO()
    made = pillow_heif.from_bytes("RGB;16", (64, 64), bytes((0, 128, 0, 0, 255, 255)) * 4096)
    made.save(file, quality=90, save_to_12bit=bits == 12)
    assert near(at(opened(images.read(file.getvalue()).copy), 0.5, 0.5), (128, 0, 255), 12)


def test_inks():
    """Adobe's and everybody's CMYK in JPEG are inverted, and Pillow writes them so."""
    copy = opened(images.read(saved(Image.new("CMYK", (64, 64), (0, 200, 220, 10)))).copy)
    assert near(at(copy, 0.5, 0.5), (245, 53, 34), 16)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_of_a_film_the_first_picture(kind):
    first, second = Image.new("RGB", (64, 64), (200, 30, 30)), Image.new("RGB", (64, 64), (30, 30, 200))
    data = saved(first, kind, save_all=True, append_images=[second], duration=100)
    assert near(at(opened(images.read(data).copy), 0.5, 0.5), (200, 30, 30), 12)


def test_of_a_file_of_several_pictures_the_first():
    """As telephones make them: one JPEG behind the other (MPO), the second for depth or brightness."""
    data = saved(corners(), "MPO", save_all=True, append_images=[Image.new("RGB", (32, 32), "white")])
    copy = opened(images.read(data).copy)
    assert copy.size == (96, 64)
    assert near(at(copy, 0.1, 0.1), CORNERS[0.1, 0.1], 40)


@pytest.mark.parametrize(("subsampling", "size"), [("4:2:0", 1.5), ("4:4:4", 1.5), ("4:2:0", 2.3)])
def test_the_copy_of_a_jpeg_is_what_slower_means_make_of_it(subsampling, size):
    whole = scene(round(2560 * size), round(1920 * size))
    copy = opened(images.read(saved(whole, quality=95, subsampling=subsampling)).copy)
    assert furthest(copy, whole.resize((2560, 1920), Image.Resampling.LANCZOS)) < 4


def furthest(one, other):
    """How far two pictures are apart, on average, where they are furthest apart of 64 parts."""
    parts = (image.resize((8, 8), Image.Resampling.BOX).tobytes() for image in (one, other))
    return max(abs(a - b) for a, b in zip(*parts, strict=True))


def renamed(data, names):
    """A JPEG whose three parts have these names, where its pixels and where their passes are declared."""
    for mark in (b"\xff\xc0", b"\xff\xda"):
        begin = data.index(mark)
        end = begin + 2 + int.from_bytes(data[begin + 2 : begin + 4], "big")
        at = begin + (10 if mark == b"\xff\xc0" else 5)
        step = 3 if mark == b"\xff\xc0" else 2
        parts = b"".join(bytes((name,)) + data[at + step * i + 1 : at + step * (i + 1)] for i, name in enumerate(names))
        data = data[:at] + parts + data[at + len(parts) : end] + data[end:]
    return data


@pytest.mark.parametrize("said", ["by the names of its parts", "by Adobe's mark"])
def test_a_jpeg_in_red_green_and_blue(said):
    """Rare, and not to be read as brightness and colours, though its parts are as coarse. Made of one that is these, so
    its colours are strange."""
    data = saved(scene(800, 600), subsampling="4:2:0").replace(b"JFIF", b"none", 1)
    if said == "by Adobe's mark":
        data = data[:2] + b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0" + data[2:]
    else:
        data = renamed(data, b"RGB")
    strange = Image.new("RGB", (1, 1), (170, 30, 40)).convert("YCbCr").getpixel((0, 0))
    assert near(at(opened(images.read(data).copy), 0.3, 0.6), strange, 20)


def test_what_is_made_a_few_rows_at_a_time_is_what_would_be_made_at_once():
    grain = Image.effect_noise((40, 5000), 90)
    seen = Image.merge("RGBA", (grain, grain, grain, Image.new("L", grain.size, 255)))
    found = decoding.pixels(saved(seen, "PNG"), images.COPY_SIDE)
    at_once = seen.convert("RGB").resize((20, 2560), images.FILTER)
    apart = ImageChops.difference(images._smaller(found), at_once)
    assert max(most for _, most in apart.getextrema()) <= 1, "more than by rounding"
