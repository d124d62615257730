"""What may be wrong with a picture, and what does it look like? Measured on the copy, made small and grey.

Nothing is kept back for it (row U8), so each bound lies where hardly anybody would still call the picture good. A plain
wall, a white door, a subject in front of a blurred street raise no doubt.
"""

from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

from domain.photos.pictures import Doubt

# Shorter on its longest side than any telephone's picture: one that a messenger or a web page had made small.
LEAST_SIDE = 800
# Nine tenths of the picture are darker than this, of 255. By day a black car leaves more than a tenth for the street.
DARK = 45
# Of what its edges lose when a picture is blurred once more. Drawn scenes lose 0.9 if they are sharp, 0.58 after a blur
# of 4 pixels of the copy, 0.36 after one of 6, which one sees without looking for it.
BLURRED = 0.42
# A step from one pixel to the next that is an edge and not grain, and how many of these it takes to say anything.
EDGE, ENOUGH_EDGES = 4, 60
# The measures are of a picture of this size: what is blurred there is so at any size at which one looks at it.
MEASURED_SIDE = 640
_TILES = 4


def doubts(grey: Image.Image, original: tuple[int, int]) -> tuple[Doubt, ...]:
    """What may be wrong with a picture of that `original` size; `grey` is what is left of it at MEASURED_SIDE."""
    found = {
        Doubt.DARK: _brightest_but_a_tenth(grey) < DARK,
        Doubt.BLURRED: _sharpness(grey) < BLURRED,
        Doubt.SMALL: max(original) < LEAST_SIDE,
    }
    return tuple(doubt for doubt, so in found.items() if so)


def look(grey: Image.Image) -> str:
    """What a picture looks like: whether it grows brighter from left to right, at 64 places; 16 hexadecimal digits."""
    small = grey.resize((9, 8), Image.Resampling.BOX).tobytes()
    rows = (small[at : at + 9] for at in range(0, 72, 9))
    bits = "".join("1" if left < right else "0" for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):016x}"


def _brightest_but_a_tenth(grey: Image.Image) -> int:
    left = grey.width * grey.height / 10
    for level, count in reversed(list(enumerate(grey.histogram()))):
        left -= count
        if left <= 0:
            return level
    return 0


def _sharpness(grey: Image.Image) -> float:
    """Of the sharpest part of the picture; 1 where there are no edges by which to tell."""
    blurred = grey.filter(ImageFilter.BoxBlur(2))
    parts = [_steps(grey, blurred, across) for across in (True, False)]
    found = [_lost(steps, left, box) for steps, left in parts for box in _boxes(steps.size)]
    return max((share for share in found if share is not None), default=1.0)


def _steps(grey: Image.Image, blurred: Image.Image, across: bool) -> tuple[Image.Image, Image.Image]:
    """How far each pixel is from the next, where that is an edge; and how much of it goes when it is blurred."""
    steps, left = _differences(grey, across), _differences(blurred, across)
    edges = steps.point([0] * EDGE + [255] * (256 - EDGE))
    lost = ImageChops.darker(ImageChops.subtract(steps, left), edges)
    return ImageChops.darker(steps, edges), lost


def _differences(grey: Image.Image, across: bool) -> Image.Image:
    width, height = grey.width - across, grey.height - (not across)
    return ImageChops.difference(
        grey.crop((0, 0, width, height)), grey.crop((across, not across, width + across, height + (not across)))
    )


def _boxes(size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    xs, ys = ([side * part // _TILES for part in range(_TILES + 1)] for side in size)
    return [(left, top, right, bottom) for top, bottom in pairwise(ys) for left, right in pairwise(xs)]


def _lost(steps: Image.Image, lost: Image.Image, box: tuple[int, int, int, int]) -> float | None:
    """Of the edges of a part of the picture, how much goes; None where there are too few of them."""
    counts = steps.crop(box).histogram()
    if sum(counts[1:]) < ENOUGH_EDGES:
        return None
    return _sum(lost.crop(box).histogram()) / _sum(counts)


def _sum(counts: list[int]) -> int:
    return sum(level * count for level, count in enumerate(counts))
