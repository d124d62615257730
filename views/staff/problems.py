"""What does a member of staff see when something is in the way that no page of theirs speaks of? What customers see at
901 to 910, in their own look and, where it is not for them, in other words."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Flask

from views.shared import error_page, errors
from views.shared.error_page import Problem
from views.staff import frame


class Said(NamedTuple):
    """A title, and a text in place of what a customer is told."""

    title: str
    text: str = ""


INSTEAD: Mapping[int, Said] = {
    errors.EXPIRED.number: Said("送信できませんでした"),
    errors.NOT_FOUND.number: Said("ページが見つかりません", "アドレスをご確認いただくか、トップからお進みください。"),
}


def init(app: Flask) -> None:
    """Let what goes wrong at addresses of staff be told in their look."""
    error_page.in_a_look_of_its_own(app, error_page.STAFF, _draw)


def _draw(problem: Problem) -> str:
    said = INSTEAD.get(problem.screen.number, Said(problem.screen.title))
    texts = [said.text] if said.text else problem.texts
    return frame.draw("problem", said.title, texts=texts, reference=problem.reference)
