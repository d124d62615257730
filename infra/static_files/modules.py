"""How do several ES modules become one program that does the same?

Each module stays a scope of its own, and they run in the order in which a browser would run them. What one exports is
an object that others take their names from. Taken are named imports from files beside it and exported declarations,
which is all that static/js has; what else there is in the language is refused, not half done.
"""

import re
from collections.abc import Callable, Iterable

IMPORT = re.compile(r'^import (?:\{([^{}]*)\} from )?"\./([A-Za-z][A-Za-z0-9_]*\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const|let) (\w+))", re.MULTILINE)
LEFT = re.compile(r"^(?:import\b|export\b).*|\bimport\s*(?:\(|\.\s*meta).*|^await\b.*", re.MULTILINE)
Read = Callable[[str], str]


class BadModule(ValueError):
    """A module that cannot be joined with others; the message names it."""


def joined(entries: Iterable[str], read: Read) -> str:
    """The program of these modules, one after the other, and of all that they import, each once. `read` gives a
    module's text by its name, as `site.js`. Raise BadModule."""
    written: dict[str, str] = {}
    for name in entries:
        _write(name, read, written, ())
    return "".join(written.values())


def _write(name: str, read: Read, written: dict[str, str], above: tuple[str, ...]) -> None:
    if name in above:
        raise BadModule(f"{name} imports itself by a detour")
    if name in written:
        return
    text = read(name)
    for imported in IMPORT.finditer(text):
        _write(imported[2], read, written, (*above, name))
    written[name] = _scope(name, text)


def _scope(name: str, text: str) -> str:
    given = EXPORT.findall(text)
    body = EXPORT.sub("", IMPORT.sub(_taken, text))
    if left := LEFT.search(body):
        raise BadModule(f"{name}: {left[0]}")
    if given:
        return f"const {_object(name)} = (() => {{\n{body}\nreturn {{ {', '.join(given)} }};\n}})();\n"
    return f"{{\n{body}\n}}\n"


def _taken(imported: re.Match[str]) -> str:
    """What stands in a module for an import: nothing where no name is taken."""
    if imported[1] is None:
        return ""
    names = re.sub(r"\s+as\s+", ": ", imported[1].strip().rstrip(","))
    return f"const {{ {names} }} = {_object(imported[2])};\n"


def _object(name: str) -> str:
    return f"${name.removesuffix('.js')}"
