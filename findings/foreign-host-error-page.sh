#!/bin/bash
# Guess:   with TRUSTED_HOSTS set, a request for another host is a 400, and an application's own error page can say so
#          as it says everything else. A host's name in capitals is the same host.
# Truth:   there is no URL adapter then, before_request still runs, and url_for in the error page raises AttributeError: the
#          visitor gets a 500 instead (an exception up to the server, where the same page is for all errors).
#          Host names are compared letter by letter: "Mado.Example" is not "mado.example".
# Seen in: Flask 3.1.3, Werkzeug 3.1.9 (flask/app.py create_url_adapter, url_for; werkzeug/sansio/utils.py host_is_trusted)
# Mended:  app.py (Madoguchi), views/shared/last_resort.py
# Fails (status 1) as soon as any of this is not so any more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Flask==3.1.3 Werkzeug==3.1.9
cat >"$folder/look.py" <<'PYTHON'
import logging
from importlib.metadata import version

from flask import Flask, url_for

logging.disable(logging.CRITICAL)
asked = []


def application(own_page):
    app = Flask(__name__)
    app.config["TRUSTED_HOSTS"] = ["mado.example"]
    app.add_url_rule("/", "home", lambda: "home")
    app.before_request(lambda: asked.append("before_request"))
    if own_page:
        app.register_error_handler(400, lambda wrong: (f'<a href="{url_for("home")}">home</a>', 400))
    return app


def status(host, *, own_page):
    try:
        return application(own_page).test_client().get("/", headers={"Host": host}).status_code
    except Exception as wrong:
        return type(wrong).__name__


print("Flask", version("flask"), "Werkzeug", version("werkzeug"))
seen = {
    "our host": status("mado.example", own_page=True),
    "another, Flask's own page": status("other.example", own_page=False),
    "another, a page of one's own with url_for": status("other.example", own_page=True),
    "our host in capitals, Flask's own page": status("Mado.Example", own_page=False),
    "before_request was run for": f"{len(asked)} of 4",
}
for what, found in seen.items():
    print(f"  {what}: {found}")
raise SystemExit(list(seen.values()) != [200, 400, 500, 400, "4 of 4"])
PYTHON
"$folder/venv/bin/python" "$folder/look.py"
echo "as described above"
