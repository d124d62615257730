#!/bin/bash
# Guess:   a converter that refuses a value (ValidationError) makes its rule one that does not match: a GET of an address
#          that another rule has for POST alone is a 405.
# Truth:   whether a slash is lacking at the end is decided before the converter is asked. The GET is redirected (308) to the
#          same address with a slash, which no rule has, as is any address of as many parts: 404 after a detour. Only what
#          the converter's own pattern (`regex`) leaves out is left out in time.
# Seen in: Werkzeug 3.1.9 (werkzeug/routing/matcher.py: SlashRequired while it walks, to_python after it)
# Mended:  app.py (_portal_converter), tests/views/test_calls.py
# Fails (status 1) as soon as any of this is not so any more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Werkzeug==3.1.9
cat >"$folder/look.py" <<'PYTHON'
from importlib.metadata import version

from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, Map, Rule, ValidationError


class Refusing(BaseConverter):
    def to_python(self, value):
        if value != "shop":
            raise ValidationError
        return value


class Matching(BaseConverter):
    regex = "shop"


def status(converter, path):
    rules = [Rule("/calls/hook", methods=["POST"]), Rule("/<place:name>/<page>/", methods=["GET"])]
    try:
        Map(rules, converters={"place": converter}).bind("mado.example").match(path, method="GET")
    except HTTPException as found:
        return found.code
    return 200


print("Werkzeug", version("werkzeug"))
seen = {
    (converter.__name__, path): status(converter, path)
    for converter in (Refusing, Matching)
    for path in ("/shop/page/", "/calls/hook", "/calls/hook/", "/nowhere/page")
}
for (converter, path), found in seen.items():
    print(f"  {converter}: GET {path}: {found}")
raise SystemExit(list(seen.values()) != [200, 308, 404, 308, 200, 405, 404, 404])
PYTHON
"$folder/venv/bin/python" "$folder/look.py"
echo "as described above"
