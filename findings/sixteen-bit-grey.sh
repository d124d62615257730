#!/bin/bash
# Guess:   Image.convert("L") makes eight bits of a grey picture that has sixteen: half of the brightness stays half of it,
#          as it does with a PNG of sixteen bits in colours.
# Truth:   - every sample above 255 becomes 255. But for what was nearly black the picture is white, and nothing is said.
#          - in colours Pillow keeps the upper eight bits already while it reads; so of two files of one camera, which differ
#            in colour alone, one is right and one is white.
#          - resize() of such a picture is right, so it shows only at the end of the way, when it is made a JPEG.
# Seen in: Pillow 13.0.0
# Mended:  domain/photos/images.py, _flat
# Source:  Pillow, src/libImaging/Convert.c, I16L_L: 255 where the upper byte is anything but 0
# Fails (status 1) as soon as any of this is not so any more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pillow==13.0.0
cat >"$folder/look.py" <<'PYTHON'
import struct
import zlib
from io import BytesIO

import PIL
from PIL import Image

SAMPLES = (0, 0x0080, 0x2000, 0x8000, 0xFFFF)


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(kind, samples):
    head = struct.pack(">IIBBBBB", len(SAMPLES), 1, 16, kind, 0, 0, 0)
    body = zlib.compress(b"\0" + struct.pack(f">{len(samples)}H", *samples))
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))


print("Pillow", PIL.__version__)
grey = Image.open(png(0, SAMPLES))
colour = Image.open(png(2, [sample for sample in SAMPLES for _ in range(3)]))
print("  samples:          ", list(SAMPLES))
print("  grey,", grey.mode, 'convert("L"):', list(grey.convert("L").tobytes()))
print("  colours,", colour.mode, 'convert("L"):', list(colour.convert("L").tobytes()))
scaled = grey.point(lambda sample: sample * (1 / 256)).convert("L")
print("  grey, by point() first:", list(scaled.tobytes()))
wide = grey.resize((5, 2)).getpixel((3, 1))
print("  grey, resized, its fourth sample:", wide)
raise SystemExit(
    (list(grey.convert("L").tobytes()), list(colour.convert("L").tobytes()), list(scaled.tobytes()), wide)
    != ([0, 128, 255, 255, 255], [0, 0, 32, 128, 255], [0, 0, 32, 128, 255], 0x8000)
)
PYTHON
"$folder/venv/bin/python" "$folder/look.py"
echo "as described above"
