"""Which files are there to be loaded, and of which is each made? One style sheet and one program a page, for customers
and for staff; pictures and licences as they lie.

The sources are those below static/, one thing in each, and are served to nobody.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import rcssmin
import rjsmin

from infra.static_files import modules

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}
# Neither is loaded as it lies: a page loads what is made of them.
SOURCES = ("css", "js")
# Styles in the order in which they count; "print" are those of paper alone.
SHEETS = {
    "customers.css": {"css/tokens.css": "", "css/site.css": "", "css/print.css": "print"},
    "staff.css": {"css/tokens.css": "", "css/site.css": "", "css/staff.css": ""},
}
PROGRAMS = {
    "customers.js": ("site.js",),
    "staff.js": ("site.js", "staff.js", "record.js", "notes.js", "passkeys.js"),
}
ADDRESS = re.compile(r"""url\(\s*(["']?)(?!["'#]|[a-z]+:|/)([^"')?#\s]+)""")
# Within @container and @layer rcssmin takes a selector for a declaration, and `.a :is(.b)` for `.a:is(.b)`, which is
# another element; `.a *:is(.b)` says the same and stays.
DESCENDANT = re.compile(r"(?<=[\w\])*]) (?=::?[a-z])")
Named = Callable[[str], str]


class MissingFile(LookupError):
    """What a page or a style sheet asks for and is not there; the message names it."""


class Source(NamedTuple):
    """What can be loaded under one name: its bytes, and the Content-Type with which it is told."""

    content: bytes
    type: str


def made(folder: Path, named: Named) -> Mapping[str, Source]:
    """Everything by its name, as `customers.css` or `icons/mark-blue.svg`. `named` gives the name under which a picture
    is loaded that a style sheet shows. Raise MissingFile, and modules.BadModule."""
    lying = [path for path in sorted(folder.rglob("*")) if path.suffix in TYPES]
    as_they_lie = {path.relative_to(folder).as_posix(): path.read_bytes() for path in lying}
    found = {name: text for name, text in as_they_lie.items() if not name.startswith(SOURCES)}
    found |= {name: _sheet(folder, parts, found, named).encode() for name, parts in SHEETS.items()}
    found |= {name: _program(folder, entries).encode() for name, entries in PROGRAMS.items()}
    return {name: Source(content, TYPES[Path(name).suffix]) for name, content in found.items()}


def _sheet(folder: Path, parts: Mapping[str, str], pictures: Mapping[str, bytes], named: Named) -> str:
    told = []
    for name, medium in parts.items():

        def moved(shown: re.Match[str], beside: str = posixpath.dirname(name)) -> str:
            picture = posixpath.normpath(posixpath.join(beside, shown[2]))
            if picture not in pictures:
                raise MissingFile(f"{beside}: {picture}")
            return f"url({shown[1]}{named(picture)}"

        text = ADDRESS.sub(moved, (folder / name).read_text(encoding="utf-8"))
        told.append(f"@media {medium} {{\n{text}}}\n" if medium else text)
    minified: str = rcssmin.cssmin(DESCENDANT.sub(" *", "".join(told)))
    return minified


def _program(folder: Path, entries: tuple[str, ...]) -> str:
    text = modules.joined(entries, lambda name: (folder / "js" / name).read_text(encoding="utf-8"))
    minified: str = rjsmin.jsmin(text)
    return minified
