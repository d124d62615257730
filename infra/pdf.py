"""How does a PDF come out?

A paper is a template in `templates/papers/`, filled with plain values: no value is read as markup. It is A4, holds the
letters of its own typeface (`typefaces/`), is tagged for who has it read aloud (PDF/UA-1) and keeps its look for good
(PDF/A-2a). A character that the typeface lacks is said, not printed as an empty box.
"""

import io
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from rules.japanese.times import UtcDateTime

HERE = Path(__file__).parent
TEMPLATES, TYPEFACES = HERE.parent / "templates" / "papers", HERE / "typefaces"
STANDARDS: list[Any] = ["a-2a", "ua-1"]
_LACKING = re.compile(r'the text `"(.*)"` could not be displayed|contains the disallowed codepoint `"(.*)"`')
# What a template says that measures itself.
_TOO_LONG = "too long"


class CannotPrint(ValueError):
    """It has a character that the typeface lacks, or too much for its sheet; the message says so to the operator."""


def typeset(paper: str, contents: Mapping[str, Any], made_at: UtcDateTime) -> bytes:
    """Give the PDF of a paper, filled with what JSON can hold; `made_at` is the time it says it was made.

    Raise CannotPrint.
    """
    return _typeset(TEMPLATES, paper, contents, made_at)


def typeset_with(pictures: Mapping[str, bytes], paper: str, contents: Mapping[str, Any], made_at: UtcDateTime) -> bytes:
    """Give the PDF of a paper whose template names files: these `pictures`, by their names. Else as typeset; raise
    CannotPrint."""
    with tempfile.TemporaryDirectory(prefix="madoguchi-paper-") as folder:
        for name, content in pictures.items():
            Path(folder, name).write_bytes(content)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copy(template, folder)
        return _typeset(Path(folder), paper, contents, made_at)


def _typeset(folder: Path, paper: str, contents: Mapping[str, Any], made_at: UtcDateTime) -> bytes:
    compiler = typst.Compiler(root=folder, font_paths=_typefaces())
    moment = made_at.replace(microsecond=0)
    filled = {"contents": json.dumps(contents, ensure_ascii=False)}
    try:
        made = compiler.compile(
            folder / f"{paper}.typ", format="pdf", sys_inputs=filled, pdf_standards=STANDARDS, timestamp=moment
        )
    except typst.TypstError as wrong:
        if _TOO_LONG in wrong.message:
            raise CannotPrint("長すぎて、用紙に収まりません") from None
        lacking = _LACKING.search(wrong.message)
        if lacking is None:
            raise
        text = _read(lacking[1] or lacking[2])
        raise CannotPrint(f"書体にない文字「{text}」（{_codes(text)}）があります") from None
    assert isinstance(made, bytes)
    return made


def qr_code(text: str) -> str:
    """A QR code as SVG, black on white with its quiet zone; a smudge of 15% does not hurt it."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=4, xmldecl=False, light="white")
    return drawn.getvalue().decode()


@cache
def _typefaces() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[TYPEFACES])


def _read(quoted: str) -> str:
    """The characters behind what a message quotes: \\u{7} is one that has no look."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), quoted)


def _codes(text: str) -> str:
    return " ".join(f"U+{ord(each):04X}" for each in text)
