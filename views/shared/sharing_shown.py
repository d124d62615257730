"""What is an operator shown of the page that a customer is given, and what does that page say of it?

The view is made here, from what the page is drawn from, while it is drawn: which screen, which fields, and whether
something is in them. No answer, no text of the page and no address is in it (decision 24, row S3).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import g

from domain.staff import screen_sharing, shared_screens
from domain.staff.screen_sharing import Sharing
from forms.kit.question import Question
from forms.kit.step import StepForm
from infra import clock
from views.shared import current_customer, sharing_words, web_session
from views.shared.screens import Screen
from wizards.engine import mistakes

EMPTY, FILLED, WRONG = "empty", "filled", "wrong"
_UNASKED: Any = object()


class Bar(NamedTuple):
    """What the bar at the foot of a page says: how far the sharing is, and at which question of this page the operator
    points, by its number, its label and the place to which a link leads; `word_url` is where a script asks for news."""

    sharing: Sharing
    word: str
    word_url: str
    number: int | None = None
    label: str = ""
    place: str = ""


def present() -> Sharing | None:
    """What this browser shares."""
    found: Sharing | None = g.get("sharing", _UNASKED)
    if found is _UNASKED:
        name, browser = web_session.sharing(), web_session.known_browser()
        found = g.sharing = screen_sharing.of_browser(name, browser, clock.now()) if name and browser else None
    return found


def has_ended() -> bool:
    """Whether what this browser shared has ended since its last page; said once."""
    name = web_session.sharing()
    if name is None or present() is not None:
        return False
    screen_sharing.end(name, web_session.known_browser(), clock.now())
    web_session.remember_sharing(None)
    return True


def shown(screen: Screen, content: Mapping[str, Any]) -> Bar | None:
    """Let the operator see a page that is about to be drawn; give what its bar says, None where nothing is shared."""
    sharing = present()
    if sharing is None:
        return None
    view, account_id = view_of(screen, content), current_customer.current_id()
    sharing = g.sharing = screen_sharing.show(sharing, view, web_session.known_browser(), account_id, clock.now())
    if sharing is None:
        return None
    word, word_url = shared_screens.word(sharing), sharing_words.url(sharing.id)
    return Bar(sharing, word, word_url, *_pointed(content, sharing.pointed))


def view_of(screen: Screen, content: Mapping[str, Any]) -> dict[str, Any]:
    """What the operator sees of a page: the number of the screen; the questions asked or read back on it, each by the
    form and the name that are declared in the program, with its number there, how it is filled and of which kind its
    mistake is; and whether a refusal stands above them."""
    form, kept = content.get("form"), bool(content.get("version"))
    asked = [_asked(form, each, kept=kept) for each in form.questions] if isinstance(form, StepForm) else []
    for step, rows in content.get("groups") or ():
        asked += [[_name_of(step.form), row.id.removeprefix("row-"), row.number, _given(row), ""] for row in rows]
    asked.sort(key=lambda each: each[2])  # by number: what a confirm screen asks stands below what it reads back
    return {"screen": screen.number, "asked": asked, "refused": bool(content.get("message"))}


def _asked(form: StepForm, question: Question, *, kept: bool) -> list[Any]:
    mistake = mistakes.kind_of(question).value if question.errors else ""
    return [_name_of(type(form)), str(question.name), question.number, _state(question, kept=kept), mistake]


def _state(question: Question, *, kept: bool) -> str:
    """A secret is never drawn again: its box is empty, unless it was answered before."""
    if question.errors:
        return WRONG
    if question.secret:
        return FILLED if kept else EMPTY
    return EMPTY if question.empty else FILLED


def _given(row: Any) -> str:
    return FILLED if row.given else EMPTY


def _name_of(form: type) -> str:
    return f"{form.__module__}.{form.__qualname__}"


def _pointed(content: Mapping[str, Any], number: int | None) -> tuple[int | None, str, str]:
    """The question of this number on the page: with its label, and the field or the row to which a link leads."""
    form = content.get("form")
    asked = [(q.number, q.label.text, q.place) for q in form.questions] if isinstance(form, StepForm) else []
    for _, rows in content.get("groups") or ():
        asked += [(row.number, row.label, row.id) for row in rows]
    return next((each for each in asked if each[0] == number), (None, "", ""))
