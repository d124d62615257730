#!/bin/bash
# Guess:   a form with a box for each of postal-code, address-level1, address-level2, address-line1 and address-line2 gets
#          the whole of an address in Japan from Chromium's autofill, each part in its box.
# Truth:   - Chromium's own settings have no municipality for Japan, only 都道府県 and 住所: the box of address-level2 stays
#            empty, and 千代田区丸の内1-1-1 comes in the one of address-line1. Who demands a municipality there stops the customer.
#          - a form without address-level1 gets no prefecture from it, whatever its other boxes are called.
#          - the third line of an address goes nowhere where there is no box for it, and nothing is said.
#          - boxes in which something stood when the page came are left as they are, all but the one that was asked at: an
#            older address gets the new one's 郵便番号 and what had been empty of it, and is neither the one nor the other.
# Seen in: Chromium 150.0.7871.100 (Debian 12), driven by Playwright 1.65.2 (CDP: Autofill.trigger with an address;
#          chrome.autofillPrivate for what the settings ask for)
# Mended:  forms/kit/address.py
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
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2
cat >"$folder/look.py" <<'PYTHON'
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import sync_playwright

BOXES = ("postal-code", "address-level1", "address-level2", "address-line1", "address-line2")
PAGE = "<!DOCTYPE html><html lang='ja'><head><title>page</title></head><body><form>{}<button>次へ</button></form></body></html>"
HELD = dict(zip(BOXES, ("107-0052", "東京都", "港区赤坂", "2-8-29", ""), strict=True))


class Server(BaseHTTPRequestHandler):
    """A form with the boxes that the path names; with an address in it where it ends so."""

    def do_GET(self):
        names = self.path.strip("/").split("+")
        box = '<label>{0} <input name="{0}" autocomplete="{0}" value="{1}"></label>'
        boxes = (box.format(name, HELD[name] if names[-1] == "held" else "") for name in names if name in BOXES)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.format("".join(boxes)).encode())

    def log_message(self, *_):
        pass


def filled(page, names, street, more=()):
    page.goto(f"http://127.0.0.1:{server.server_port}/{'+'.join((*names, *more))}")
    browser = page.context.new_cdp_session(page)
    browser.send("Autofill.enable")
    root = browser.send("DOM.getDocument")["root"]["nodeId"]
    node = browser.send("DOM.querySelector", {"nodeId": root, "selector": "input"})["nodeId"]
    field = browser.send("DOM.describeNode", {"nodeId": node})["node"]["backendNodeId"]
    known = {"COUNTRY": "JP", "ZIP": "100-0005", "STATE": "東京都", **street}
    fields = [{"name": f"ADDRESS_HOME_{name}", "value": value} for name, value in known.items()]
    browser.send("Autofill.trigger", {"fieldId": field, "address": {"fields": fields}})
    page.wait_for_function("() => document.querySelector('input').value.startsWith('100')")
    page.wait_for_timeout(500)
    return page.eval_on_selector_all("input", "boxes => boxes.map(box => box.value)")


def asked_for(page, country):
    """What the settings ask for in an address; Autofill.addressFormFilled names the fields of the USA in Chromium 150."""
    page.goto("chrome://settings/addresses")
    rows = page.evaluate("async country => (await chrome.autofillPrivate.getAddressComponents(country)).components", country)
    return [box["field"].removeprefix("ADDRESS_HOME_") for row in rows for box in row["row"] if "ADDRESS_" in box["field"]]


server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
Thread(target=server.serve_forever, daemon=True).start()
AS_CHROMIUM_ASKS = {"STREET_ADDRESS": "千代田区丸の内1-1-1\n見本ビル203"}
CASES = {
    "as Chromium asks for it": (BOXES, AS_CHROMIUM_ASKS, (), ["100-0005", "東京都", "", "千代田区丸の内1-1-1", "見本ビル203"]),
    "with a municipality, as a shop may have saved it": (
        BOXES, {"CITY": "千代田区", "STREET_ADDRESS": "丸の内1-1-1\n見本ビル203"}, (),
        ["100-0005", "東京都", "千代田区", "丸の内1-1-1", "見本ビル203"],
    ),
    "without a box for the prefecture": (
        (BOXES[0], *BOXES[2:]), AS_CHROMIUM_ASKS, (), ["100-0005", "", "千代田区丸の内1-1-1", "見本ビル203"],
    ),
    "of three lines": (
        BOXES, {"STREET_ADDRESS": "千代田区\n丸の内1-1-1\n見本ビル203"}, (), ["100-0005", "東京都", "", "千代田区", "丸の内1-1-1"],
    ),
    "over another address": (BOXES, AS_CHROMIUM_ASKS, ("held",), ["100-0005", "東京都", "港区赤坂", "2-8-29", "見本ビル203"]),
}
ASKED_FOR = {"JP": ["STREET_ADDRESS", "STATE", "ZIP"], "US": ["STREET_ADDRESS", "CITY", "STATE", "ZIP"]}
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    print("Chromium", browser.version)
    found = {}
    for what, (names, street, more, _) in CASES.items():
        context = browser.new_context(locale="ja-JP")
        found[what] = filled(context.new_page(), names, street, more)
        print(f"  {what}: {found[what]}")
        context.close()
    browser.close()
    # The settings are not there in a context of new_context().
    own = playwright.chromium.launch_persistent_context(sys.argv[2], executable_path=sys.argv[1], args=["--no-sandbox"])
    settings = {country: asked_for(own.new_page(), country) for country in ASKED_FOR}
    print(f"  the settings ask for: {settings}")
    own.close()
raise SystemExit(found != {what: expected for what, (*_, expected) in CASES.items()} or settings != ASKED_FOR)
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder/root/usr/lib/chromium/chromium" "$folder/profile"
echo "as described above"
