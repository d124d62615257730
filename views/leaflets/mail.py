"""How is a letter shown on paper? Its head, and its words down to where somebody else is spoken to."""

import re
from typing import Any

from domain.messages.letters import Draft
from rules.japanese import phrases

URL = re.compile(r"https?://\S+")
SECRET = re.compile(r"(/link/)\S+")
# What each letter ends with, or what is for who knows nothing of it.
ENDS = ("■", "【お問い合わせ先】")


def shown(letter: Draft) -> dict[str, Any]:
    """A letter for its template: no address in it opens anything."""
    told = []
    for paragraph in letter.text.strip().split("\n\n"):
        if paragraph.startswith(ENDS):
            break
        told.append(_paragraph(paragraph))
    first = next((each for each in told if each["url"]), None)
    if first:
        first["pressed"] = True
    return {"sender": letter.sender, "subject": letter.subject, "paragraphs": told}


def _paragraph(text: str) -> dict[str, Any]:
    url = URL.fullmatch(text)
    if url:
        return {"url": SECRET.sub(r"\1xxxxxxxxxxxx", text), "lines": [], "pressed": False}
    return {"url": "", "lines": [phrases.split(line) for line in text.split("\n")], "pressed": False}
