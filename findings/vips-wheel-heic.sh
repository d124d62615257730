#!/bin/bash
# Guess:   libvips of the wheel pyvips-binary reads the HEIC of telephones: it lists .heic and .heif among its suffixes, has
#          heifload, and opens such a file, with its width, its height and how it is compressed.
# Truth:   libheif in that wheel has a decoder for AV1 alone. The first pixel that is asked for fails: "Support for this
#          compression format has not been built in: HEVC". Who tries their set-up by opening a file, or by looking at its
#          size, finds nothing wrong. AVIF, which goes the same way, is read.
# Seen in: pyvips-binary 8.18.7 with pyvips 3.2.0 (libvips 8.18.7), on a file that pillow-heif 1.8.1 wrote
# Mended:  domain/photos/decoding.py reads HEIC by pillow-heif; bench/photos.py compares by AVIF
# Fails (status 1) as soon as any of this is not so any more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pyvips==3.2.0 pyvips-binary==8.18.7 pillow==13.0.0 pillow-heif==1.8.1
cat >"$folder/look.py" <<'PYTHON'
from io import BytesIO

import pillow_heif
import pyvips
from PIL import Image

pillow_heif.register_heif_opener()
print("libvips", ".".join(str(pyvips.version(part)) for part in range(3)))
listed = sorted({".heic", ".heif", ".avif"} & set(pyvips.get_suffixes()))
print("  listed:", listed)
found = {}
for kind in ("HEIF", "AVIF"):
    file = BytesIO()
    Image.new("RGB", (640, 480), "red").save(file, kind)
    image = pyvips.Image.new_from_buffer(file.getvalue(), "")
    print(f"  {kind}: opened, {image.width} x {image.height}, {image.get('heif-compression')}")
    try:
        found[kind] = f"average {image.avg():.0f}"
    except pyvips.Error as error:
        found[kind] = "HEVC has not been built in" if "not been built in: HEVC" in str(error) else str(error)
    print(f"  {kind}: its pixels: {found[kind]}")
good = len(listed) == 3 and found["HEIF"] == "HEVC has not been built in" and found["AVIF"].startswith("average")
raise SystemExit(not good)
PYTHON
"$folder/venv/bin/python" "$folder/look.py"
echo "as described above"
