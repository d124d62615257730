"""What is made of a file that somebody calls a picture? A copy and a thumbnail that hold nothing but its pixels.

Never run in the process that answers requests: domain/photos/reader.py has it done by another.
"""

from io import BytesIO
from math import ceil
from typing import cast

from PIL import Image, ImageCms

from domain.photos import exif, quality
from domain.photos.decoding import PLAIN, Pixels, fitting, pixels, refusing
from domain.photos.pictures import Picture

COPY_SIDE, THUMBNAIL_SIDE = 2560, 320
COPY_QUALITY, THUMBNAIL_QUALITY = 85, 80
# Nearly as sharp as the slower ones for what is made a few times smaller, and without their ringing at edges.
FILTER = Image.Resampling.HAMMING
# Rows of the copy that are made at once: few enough that what is made on the way to them weighs nothing.
_AT_ONCE = 32
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_WHITE = (255, 255, 255)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def read(data: bytes) -> Picture:
    """Give what is kept of a file. Raise Unreadable."""
    found = pixels(data, COPY_SIDE)
    with refusing():
        said = exif.read(found.exif)
        copy = _upright(_in_srgb(_smaller(found), found.profile), 1 if found.upright else said.orientation)
        between = copy.resize(fitting(copy.size, quality.MEASURED_SIDE), FILTER, reducing_gap=1.0)
        thumbnail = between.resize(fitting(copy.size, THUMBNAIL_SIDE), FILTER)
        grey = between.convert("L")
    return Picture(
        copy=_jpeg(copy, COPY_QUALITY),
        thumbnail=_jpeg(thumbnail, THUMBNAIL_QUALITY),
        width=copy.width,
        height=copy.height,
        taken_at=said.taken_at,
        doubts=quality.doubts(grey, found.original),
        look=quality.look(grey),
    )


def _smaller(found: Pixels) -> Image.Image:
    """In the size of the copy, a few rows at a time, into a picture to which nothing else belongs."""
    width, height = fitting(found.size, COPY_SIDE)
    if found.planes:
        return _merged(found.planes, (width, height))
    scale = found.size[1] / height
    made: Image.Image | None = None
    for top in range(0, height, _AT_ONCE):
        bottom = min(top + _AT_ONCE, height)
        # A row of the copy draws on those beside it as well.
        first, last = max(0, int((top - 1) * scale) - 1), min(found.size[1], ceil((bottom + 1) * scale) + 1)
        rows, begins = found.rows(first, last)
        flat = _flat(rows)
        box = (0, top * scale - begins, found.size[0], min(bottom * scale - begins, flat.height))
        part = flat.resize((width, bottom - top), FILTER, box=box)
        made = made or Image.new(part.mode, (width, height))
        made.paste(part, (0, top))
    return cast(Image.Image, made)


def _merged(planes: tuple[Image.Image, ...], size: tuple[int, int]) -> Image.Image:
    """Colours that were coarse in the file are taken as they are, which takes half the time and is not to be seen."""
    filters = FILTER, Image.Resampling.NEAREST, Image.Resampling.NEAREST
    return Image.merge("YCbCr", tuple(plane.resize(size, each) for plane, each in zip(planes, filters, strict=True)))


def _flat(image: Image.Image) -> Image.Image:
    """In eight bits, in colours of its own, on white where one would see through it."""
    if image.mode.startswith("I"):
        # convert("L") makes white of every sample above 255.
        return image.point(lambda level: level * (1 / 256)).convert("L")
    if "transparency" in image.info or image.mode in ("RGBA", "RGBa", "LA", "La", "PA"):
        seen = image.convert("RGBA")
        flat = Image.new("RGB", image.size, _WHITE)
        flat.paste(seen, mask=seen)
        return flat
    return image if image.mode in PLAIN else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """By the profile that came with it; one that is broken or of another kind of picture says nothing."""
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile)) if profile else _SRGB
        if not ImageCms.getProfileDescription(given).startswith("sRGB"):
            image = image.convert("RGB") if image.mode == "YCbCr" else image
            turned = ImageCms.buildTransform(given, _SRGB, image.mode, "RGB")
            return turned.apply_in_place(image) if image.mode == "RGB" else turned.apply(image)
    except (ImageCms.PyCMSError, OSError, ValueError):
        pass
    return image if image.mode in ("RGB", "YCbCr") else image.convert("RGB")


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _jpeg(image: Image.Image, quality_of_it: int) -> bytes:
    # A comment of the original comes as far as here, and would be written.
    image.info = {}
    file = BytesIO()
    image.save(file, "JPEG", quality=quality_of_it)
    return file.getvalue()
