#!/bin/bash
# Guess:   a page with Cache-Control: no-store that the browser asks for anew on the way back shows what the server sends.
# Truth:   Chromium then fills its boxes with what was typed into them before, whatever the server sent as their values,
#          whoever it was; save passwords and what says autocomplete=off. It tells forms apart by their address without the
#          query and the names of their first two boxes, a hidden one that is disabled and never sent included: where one
#          of these names is another, it fills nothing.
# Seen in: Chromium 150.0.7871.100 (Debian 12), driven by Playwright 1.65.2 with the back/forward cache off, without
#          JavaScript. WebKit has the same rule (Source/WebCore/html/FormController.cpp, formSignature).
# Mended:  views/shared/page_stamp.py (form_owner), templates/components/form.html
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
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import sync_playwright

FORM = """<!DOCTYPE html><title>form</title><form action="/sent{query}">{first}
<input name="who" autocomplete="name" value="Hanako"><input name="off" autocomplete="off"><input name="secret" type="password"></form>"""
TYPED = {"who": "Taro", "off": "1-2-3", "secret": "sakura7"}
asked = []


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        how = parse_qs(urlsplit(self.path).query).get("how", [""])[0]
        times, first, query = len(asked), "", ""
        if how == "another name":
            first = f'<input type="hidden" disabled name="n{times}">'
        elif how == "another value":
            first = f'<input type="hidden" name="n" value="{times}">'
        elif how == "another name third":
            first = f'<input type="hidden" name="a"><input type="hidden" name="b"><input type="hidden" name="n{times}">'
        elif how == "another query":
            query = f"?{times}"
        body = FORM.format(first=first, query=query).encode()
        self.send_response(200)
        for header in (("Content-Type", "text/html"), ("Cache-Control", "no-store"), ("Content-Length", str(len(body)))):
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def filled(page, how):
    """What stands in the boxes after Back, where the page was asked for anew."""
    address = f"/form?how={how}"
    page.goto(address)
    for name, value in TYPED.items():
        page.fill(f"[name={name}]", value)
    page.goto("/elsewhere")
    before = len(asked)
    page.go_back()
    assert any(path.startswith("/form") for path in asked[before:]), "it was not asked for"
    return {name: page.input_value(f"[name={name}]") for name in TYPED}


server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
Thread(target=server.serve_forever, daemon=True).start()
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    print("Chromium", browser.version)
    found = {}
    for how in ("as it was", "another value", "another query", "another name third", "another name"):
        context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}", java_script_enabled=False)
        found[how] = filled(context.new_page(), how)
        print(f"  {how}: {found[how]}")
        context.close()
    browser.close()
sent = {"who": "Hanako", "off": "", "secret": ""}
expected = {how: {**sent, "who": "Taro"} for how in found} | {"another name": sent}
raise SystemExit(found != expected)
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder/root/usr/lib/chromium/chromium"
echo "as described above"
