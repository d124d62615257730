#!/bin/bash
# Guess:   a still WebP takes as much memory to read as a PNG of its size: four bytes for each pixel, which is what Pillow
#          keeps a picture in.
# Truth:   sixteen. Pillow has libwebp's decoder for films read every WebP: two canvases of four bytes, the picture as
#          bytes, and the picture. Nor does draft() help, which makes a JPEG small while it is read. A limit of pixels that
#          was found with PNG or JPEG lets a WebP of the same size take four times, and ten times, what was meant.
# Seen in: Pillow 13.0.0 (libwebp 1.6.0)
# Mended:  domain/photos/decoding.py, _webp: fewer pixels, told by the head of the file before Pillow opens it
# Source:  Pillow, src/PIL/WebPImagePlugin.py (_open: WebPAnimDecoder; load: BytesIO of what get_next gives) and libwebp,
#          src/demux/anim_decode.c (curr_frame_ and prev_frame_disposed_)
# Fails (status 1) as soon as any of this is not so any more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pillow==13.0.0
cat >"$folder/look.py" <<'PYTHON'
import subprocess
import sys
from pathlib import Path

import PIL
from PIL import Image, features

SIDE = 4000
READ = """
import sys
from pathlib import Path
from PIL import Image
def most():
    return 1024 * int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
Image.new("RGB", (8, 8)).resize((4, 4))
Image.preinit()
before = most()
image = Image.open(sys.argv[1])
image.draft("RGB", (1000, 1000))
image.load()
print(most() - before)
"""
print("Pillow", PIL.__version__, "libwebp", features.version("webp"))
found = {}
for kind in ("PNG", "WEBP", "JPEG"):
    path = Path(sys.argv[1]) / kind
    Image.linear_gradient("L").resize((SIDE, SIDE)).convert("RGB").save(path, kind)
    said = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, text=True, check=True)
    found[kind] = int(said.stdout) / SIDE**2
    print(f"  {kind}: {found[kind]:.1f} bytes for each pixel of the file")
raise SystemExit(not (3.5 < found["PNG"] < 6 and 14 < found["WEBP"] < 18 and found["JPEG"] < 2))
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder"
echo "as described above"
