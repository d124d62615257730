#!/usr/bin/env bash
# Does a style sheet say the same once its blanks are out?
#
# Guess:   a minifier that keeps the blank of `.a :is(.b)` keeps it wherever the rule stands.
# Truth:   rcssmin 1.3.0 keeps it at the top, in @media and in @supports, and takes it out in @container and in @layer,
#          where it takes the selector for a declaration: `.a:is(.b)` is an element that is both, and the rule no longer
#          fits what is below. So for each pseudo-class and pseudo-element behind a blank. Nothing is said of it. Write
#          `.a *:is(.b)`, which means the same and stays as it is.
# Seen of: rcssmin 1.3.0, its C and its Python version.
# Source:  the answers below; what a blank means: https://www.w3.org/TR/selectors-4/#descendant-combinators
set -euo pipefail

VERSION=1.3.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "rcssmin==$VERSION"
cat > "$folder/ask.py" <<'PYTHON'
import rcssmin

seen = {}
for at in ("", "@media print", "@supports (display: grid)", "@container (max-width: 3em)", "@layer base"):
    for selector in (".a :is(.b)", ".a :focus", ".a ::marker", ".a *:is(.b)"):
        rule = selector + " { color: red }"
        sheet = f"{at} {{ {rule} }}" if at else rule
        for name, minify in (("C", rcssmin.cssmin), ("Python", rcssmin._make_cssmin(python_only=True))):
            seen.setdefault((at, selector), set()).add(selector in minify(sheet))
    print(f"{at or 'at the top':30}", {selector: sorted(kept) for (each, selector), kept in seen.items() if each == at})

wanted = {key: {key[0][:10] not in ("@container", "@layer bas") or "*" in key[1]} for key in seen}
assert seen == wanted, "it is not so any more"
print("rcssmin", rcssmin.__version__ if hasattr(rcssmin, "__version__") else "1.3.0", "takes blanks out that mean something")
PYTHON
"$folder/venv/bin/python" "$folder/ask.py"
