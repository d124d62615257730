#!/bin/bash
# Guess:   a browser ends lines where Unicode says, so 3-2-23 and 0120-000-000 stay on one line: UAX #14 (LB21, LB25) allows no
#          end behind a hyphen-minus between digits. If not by itself, then by word-break: keep-all or line-break: strict.
# Truth:   Chromium ends lines behind each hyphen-minus that digits or letters surround, dates (2026-12-01) and A-1 too, and
#          neither of the two keeps it from that; only white-space: nowrap does. Other signs that people type for it differ: U+2010
#          ends lines in both, the full-width one even before itself, the minus sign U+2212 never does.
# Seen in: Chromium 150.0.7871.100 (Debian 12), driven by Playwright 1.65.2, beside uniseg 0.10.1 (UAX #14)
# Source:  https://www.unicode.org/reports/tr14/
# Mended:  views/shared/unbroken.py, static/css/site.css (.whole)
# Fails (status 1) as soon as any of this is not so any more.
set -euo pipefail
CHROMIUM=150.0.7871.100-1~deb12u1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
# The libraries are the system's: apt-get install chromium, of whatever version, brings them.
(cd "$folder" && apt-get download -qq "chromium=$CHROMIUM" "chromium-common=$CHROMIUM")
for package in "$folder"/*.deb; do dpkg-deb -x "$package" "$folder/root"; done
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2 uniseg==0.10.1
cat >"$folder/look.py" <<'PYTHON'
import sys

from playwright.sync_api import sync_playwright
from uniseg.linebreak import line_break_units

# Each text: its parts as Unicode has it, and as Chromium ends its lines where there is no room.
TEXTS = {
    "3-2-23": ("3-2-23", "3-|2-|23"),
    "0120-000-000": ("0120-000-000", "0120-|000-|000"),
    "2026-12-01": ("2026-12-01", "2026-|12-|01"),
    "A-1": ("A-1", "A-|1"),
    "3\u20102\u201023": ("3\u2010|2\u2010|23", "3\u2010|2\u2010|23"),
    "3\uff0d2\uff0d23": ("3|\uff0d|2|\uff0d|23", "3|\uff0d|2|\uff0d|23"),
    "3\u22122\u221223": ("3\u22122\u221223", "3\u22122\u221223"),
}
STYLES = ["", "word-break: keep-all", "line-break: strict"]
WHOLE = "white-space: nowrap"
LINES = """([text, style]) => {
  const box = document.createElement("div"), range = document.createRange();
  box.lang = "ja"; box.style.cssText = `width: 1px; ${style}`; box.textContent = text; document.body.append(box);
  let told = "", last = null;
  for (let at = 0; at < text.length; at++) {
    range.setStart(box.firstChild, at); range.setEnd(box.firstChild, at + 1);
    const { top } = range.getClientRects()[0];
    if (last !== null && top > last + 2) told += "|";
    told += text[at]; last = top;
  }
  box.remove();
  return told;
}"""
is_so = True
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    page = browser.new_page()
    print("Chromium", browser.version)
    for text, (by_unicode, by_chromium) in TEXTS.items():
        unicode = "|".join(line_break_units(text))
        seen = {style: page.evaluate(LINES, [text, style]) for style in [*STYLES, WHOLE]}
        print(f"  UAX #14: {unicode}  " + "  ".join(f"{style or 'Chromium'}: {told}" for style, told in seen.items()))
        is_so &= unicode == by_unicode and seen.pop(WHOLE) == text and set(seen.values()) == {by_chromium}
    browser.close()
raise SystemExit(not is_so)
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder/root/usr/lib/chromium/chromium"
echo "as described above"
