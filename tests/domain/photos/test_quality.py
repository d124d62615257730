"""Does a doubt arise where anybody would have it, and nowhere else?"""

import pytest
from pictures import scene
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from domain.photos.looks import alike
from domain.photos.pictures import Doubt
from domain.photos.quality import MEASURED_SIDE, doubts, look


def grey(image):
    """What is left of a picture for measuring."""
    return image.resize((MEASURED_SIDE, 480), Image.Resampling.HAMMING).convert("L")


def found(image, original=(4032, 3024)):
    return set(doubts(grey(image), original))


def wall():
    """A white wall with its shade and the grain of a camera."""
    shade = Image.linear_gradient("L").resize((1600, 1200)).point([200 + level // 6 for level in range(256)])
    return Image.blend(shade, Image.effect_noise((1600, 1200), 14), 0.05)


def door():
    """Of a white car, with its gap, its handle and a scratch that hardly shows."""
    image = wall()
    draw = ImageDraw.Draw(image)
    draw.line((190, 0, 190, 1200), 90, 4)
    draw.rectangle((1100, 380, 1380, 415), 60)
    draw.line((500, 560, 940, 620), 190, 3)
    return image


def blurred(image, radius):
    return image.filter(ImageFilter.GaussianBlur(radius))


def close_up():
    """A sharp place in front of a street that is not."""
    whole = scene()
    image = blurred(whole, 10)
    image.paste(whole.crop((620, 780, 1000, 960)), (620, 780))
    return image


@pytest.mark.parametrize("image", [scene(), scene(car=(15, 15, 18)), wall(), door(), close_up()])
def test_no_doubt(image):
    assert found(image) == set()


@pytest.mark.parametrize("radius", [5, 8, 15])
def test_blurred(radius):
    assert found(blurred(scene(), radius)) == {Doubt.BLURRED}


def test_hardly_blurred_is_not_blurred():
    assert found(blurred(scene(), 2)) == set()


def test_by_night():
    night = ImageEnhance.Brightness(scene()).enhance(0.15)
    assert found(night) == {Doubt.DARK}
    ImageDraw.Draw(night).ellipse((700, 600, 800, 700), (255, 240, 200))
    assert found(night) == {Doubt.DARK}, "a lamp makes no day"


def test_by_night_with_a_flash():
    night = ImageEnhance.Brightness(scene()).enhance(0.15)
    night.paste(scene().crop((500, 400, 1200, 1000)), (500, 400))
    assert found(night) == set()


def test_a_dull_day_is_not_dark():
    assert found(ImageEnhance.Brightness(scene()).enhance(0.4)) == set()


@pytest.mark.parametrize(("size", "small"), [((800, 600), False), ((799, 600), True), ((600, 800), False)])
def test_small(size, small):
    assert (Doubt.SMALL in found(scene(), size)) == small


def test_a_tiny_picture_is_measured_as_well():
    assert doubts(Image.new("L", (1, 1), 200), (1, 1)) == (Doubt.SMALL,)


def test_looks():
    one = look(grey(scene()))
    assert len(one) == 16
    assert int(one, 16)
    assert alike(one, look(grey(scene(640, 480)))), "made smaller"
    assert alike(one, look(grey(ImageEnhance.Brightness(scene()).enhance(0.9)))), "a little darker"
    assert not alike(one, look(grey(scene(moved=200)))), "another place"
    assert not alike(one, look(grey(door())))
