#!/bin/bash
# Guess:   a page with Cache-Control: no-store is kept nowhere, and in Chromium's back/forward cache only until a cookie of
#          the site changes: so it is enough to delete the session's cookie at the logout.
# Truth:   it is kept there with all that was typed into it, the password too, and shown without a request. A cookie that
#          is set lets go of it, with a new value or with the same; one that is deleted mostly, but not where a redirect set
#          it and led to a page that set another. A favicon that says no-store keeps its page from being kept at all.
#          Playwright starts Chromium with this cache off, so that no test made with it sees any of this.
# Seen in: Chromium 150.0.7871.100 (Debian 12), driven by Playwright 1.65.2, without JavaScript
# Mended:  views/shared/page_stamp.py, views/shared/web_session.py (carry_stamp), tests/chromium.py (NOT_THESE)
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
from urllib.parse import parse_qsl, quote, urlsplit

from playwright.sync_api import sync_playwright

KEEPING = {"ignore_default_args": ["--disable-back-forward-cache"]}
PAGE = """<!DOCTYPE html><html><head><title>page</title><link rel="icon" href="/{icon}"></head>
<body><form><input name="secret" type="password"></form></body></html>"""


class Server(BaseHTTPRequestHandler):
    """Answers as the query says: `set` a cookie, lead `on`, or have another `favicon`."""

    def do_GET(self):
        said = parse_qsl(urlsplit(self.path).query)
        onward = dict(said).get("on")
        body = PAGE.format(icon=dict(said).get("favicon", "kept-icon")).encode()
        self.send_response(303 if onward else 200)
        for name, value in said:
            if name == "set":
                self.send_header("Set-Cookie", f"{value}; HttpOnly; Path=/")
        if onward:
            self.send_header("Location", onward)
        self.send_header("Cache-Control", "max-age=60" if self.path == "/kept-icon" else "no-store")
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def after(browser, first, last):
    """What stands in the box after going to another page, one that does something to a cookie, and twice back."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}", java_script_enabled=False)
    page = context.new_page()
    page.goto("/begin")
    page.goto(first)
    page.fill("[name=secret]", "sakura7")
    for address in ("/between", last):
        page.goto(address, wait_until="networkidle")
    for _ in range(2):
        page.go_back(wait_until="commit")
        page.wait_for_timeout(300)
    shown = page.input_value("[name=secret]")
    context.close()
    return shown


def cookies(*lines):
    return "".join(f"&set={quote(line)}" for line in lines)


server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
Thread(target=server.serve_forever, daemon=True).start()
ITSELF = f"/form?{cookies('a=1', 'b=1')}"
LED_TO = f"/way?on={quote('/form?' + cookies('a=1'))}{cookies('b=1')}"
CASES = {
    "nothing was done to a cookie": (ITSELF, "/last", "sakura7"),
    "a cookie got a new value": (ITSELF, f"/last?{cookies('b=2')}", ""),
    "a cookie got the same value": (ITSELF, f"/last?{cookies('b=1')}", ""),
    "a cookie was deleted": (ITSELF, f"/last?{cookies('b=; Max-Age=0')}", ""),
    "set by a redirect, got a new value": (LED_TO, f"/last?{cookies('b=2')}", ""),
    "set by a redirect, was deleted": (LED_TO, f"/last?{cookies('b=; Max-Age=0')}", "sakura7"),
    "nothing was done, a favicon of no-store": ("/form?favicon=icon", "/last", ""),
}
with sync_playwright() as playwright:
    found = {}
    for what, (first, last, _) in CASES.items():
        browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"], **KEEPING)
        found[what] = after(browser, first, last)
        print(f"  {what}: {found[what]!r}")
        browser.close()
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    print("Chromium", browser.version)
    as_playwright_has_it = after(browser, ITSELF, "/last")
    print(f"  nothing was done, as Playwright starts it: {as_playwright_has_it!r}")
    browser.close()
raise SystemExit(found != {what: expected for what, (_, _, expected) in CASES.items()} or as_playwright_has_it != "")
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder/root/usr/lib/chromium/chromium"
echo "as described above"
