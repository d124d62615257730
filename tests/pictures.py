"""Which pictures do tests look at? Drawn here, of every kind that a telephone makes, and none of anybody's."""

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, ImageDraw

SKY, STREET, CAR, WHITE = (150, 190, 230), (110, 110, 105), (170, 30, 40), (245, 245, 245)
# Where the corners of `corners` are, and what colours they have.
CORNERS = {(0.1, 0.1): (255, 0, 0), (0.9, 0.1): (0, 255, 0), (0.1, 0.9): (0, 0, 255), (0.9, 0.9): (255, 255, 0)}
# What is done to an upright picture so that a camera that says this orientation would be right.
UNTURNED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
# Only writing needs this.
pillow_heif.register_heif_opener()
KINDS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")


def scene(width=1600, height=1200, car=CAR, moved=0):
    """A car on a street by day: lines, edges and grain as a camera has them."""
    image = Image.new("RGB", (1600, 1200), SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 700, 1600, 1200), STREET)
    for at in range(0, 1600, 160):
        draw.rectangle((at, 1100, at + 80, 1115), WHITE)
        draw.rectangle((at, 300, at + 120, 700), (at // 10 + 60, 140, 120), (40, 40, 40), 3)
    draw.rounded_rectangle((300 + moved, 560, 1300 + moved, 960), 80, car, (20, 20, 20), 4)
    draw.polygon(((500 + moved, 560), (640 + moved, 400), (1000 + moved, 400), (1120 + moved, 560)), (60, 70, 80))
    for at in (450, 1050):
        draw.ellipse((at + moved, 880, at + 160 + moved, 1040), (25, 25, 25), (90, 90, 90), 12)
    draw.rectangle((700 + moved, 840, 900 + moved, 900), WHITE, (20, 90, 40), 3)
    draw.text((710 + moved, 845), "12-34", (20, 90, 40), font_size=48)
    grain = Image.effect_noise(image.size, 12)
    image = Image.blend(image, Image.merge("RGB", (grain, grain, grain)), 0.06)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def corners(width=96, height=64):
    """A picture whose corners differ, so that one sees which way up it is."""
    image = Image.new("RGB", (width, height), (128, 128, 128))
    draw = ImageDraw.Draw(image)
    for (across, down), colour in CORNERS.items():
        left, top = int(across > 0.5) * width // 2, int(down > 0.5) * height // 2
        draw.rectangle((left, top, left + width // 2 - 1, top + height // 2 - 1), colour)
    return image


def exif(orientation=None, taken=None, offset=None, **more):
    """A block that says these things, and where the picture was taken."""
    block = Image.Exif()
    if orientation is not None:
        block[0x0112] = orientation
    block[0x010F] = "見本カメラ"
    block.get_ifd(0x8825).update({1: "N", 2: (35.0, 40.0, 30.0)})
    inside = block.get_ifd(0x8769)
    if taken is not None:
        inside[0x9003] = taken
    if offset is not None:
        inside[0x9011] = offset
    return block.tobytes()


def saved(image, kind="JPEG", **options):
    """A file of that kind."""
    file = BytesIO()
    quick = {"AVIF": {"speed": 10}, "WEBP": {"method": 0}, "HEIF": {"quality": 90}}.get(kind, {})
    image.save(file, kind, **(quick | options))
    return file.getvalue()


def opened(data):
    """The picture in a file that was made of another."""
    image = Image.open(BytesIO(data), formats=("JPEG",))
    image.load()
    return image


def near(pixel, colour, within=24):
    """Whether a pixel has that colour, as far as JPEG lets it."""
    return all(abs(one - other) <= within for one, other in zip(pixel, colour, strict=True))


def at(image, across, down):
    """The pixel at such a part of the width and of the height."""
    return image.getpixel((int(image.width * across), int(image.height * down)))


def png_chunk(name, body):
    """A piece of a PNG with its length and its sum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of_size(width, height, *more):
    """A PNG that says this size and has pixels of one row."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(bytes(1 + 3 * min(width, 1000))))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + body + png_chunk(b"IEND", b"")


def deep_png(samples, channels):
    """A PNG of one row with 16 bits to each sample."""
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", len(samples) // channels, 1, 16, kind, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(b"\0" + struct.pack(f">{len(samples)}H", *samples)))
    return b"\x89PNG\r\n\x1a\n" + head + body + png_chunk(b"IEND", b"")


def wide_profile():
    """A profile whose green is far outside sRGB, as cameras have them: three colours, a white and one curve."""

    def number(value):
        return struct.pack(">i", round(value * 65536))

    def place(*values):
        return b"XYZ \0\0\0\0" + b"".join(number(value) for value in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, 563) + b"\0\0"
    text = b"wide\0"
    said = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78)
    tags = {
        b"desc": said,
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": place(0.9642, 1.0, 0.8249),
        b"rXYZ": place(0.5151, 0.2412, -0.0011),
        b"gXYZ": place(0.2919, 0.6922, 0.0419),
        b"bXYZ": place(0.1572, 0.0666, 0.7841),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body, begins = b"", b"", 132 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", begins + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    head = struct.pack(">I4sI4s4s4s", begins + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + number(0.9642) + number(1.0) + number(0.8249) + bytes(48)
    return head + struct.pack(">I", len(tags)) + table + body


def in_srgb(colour, profile):
    """What a colour of that profile is in sRGB."""
    srgb = ImageCms.createProfile("sRGB")
    given = ImageCms.ImageCmsProfile(BytesIO(profile))
    return ImageCms.profileToProfile(Image.new("RGB", (1, 1), colour), given, srgb).getpixel((0, 0))
