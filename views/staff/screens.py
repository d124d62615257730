"""What does a customer see at a numbered screen, and what is there to say? For who talks to one on the telephone."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from domain.staff.members import Right
from rules.japanese import normalize, searching
from rules.portals import Portal
from views import pages
from views.practice import counter
from views.practice.asked import Screen
from views.shared import security_headers
from views.staff import frame, scripts
from views.staff.guard import right_required

bp = Blueprint("staff_screens", __name__, url_prefix="/staff/screens")
frame.init(bp)
TITLE = "画面の案内"
LONGEST_TYPED = 40
NEAREST = 6
PHONE, PC = "phone", "pc"
WIDTHS = {PHONE: "スマートフォン", PC: "PC"}
NUMBER = re.compile(r"[0-9]{1,3}")
NOTHING_TYPED = "画面番号（3桁の数字）または画面の名前を入力してください。"
NO_SUCH_NUMBER = "画面番号{number}はありません。お客さまに、画面の上にある3桁の数字をもう一度お確かめください。"
NOTHING_FOUND = "この言葉を含む画面はありません。短い言葉で、もう一度お探しください。"


class Listed(NamedTuple):
    """A screen in a list, with the portals that have it."""

    number: int
    title: str
    sequence: str
    kind: str
    portals: Sequence[Portal]


@bp.get("")
@right_required(Right.CUSTOMERS)
def index() -> ResponseReturnValue:
    """All sequences and screens of each portal, and a box. With a number typed into it, to the screen of that number;
    with words, those whose titles have them."""
    return _index() if "word" not in request.args else _found(request.args["word"])


def _index(typed: str = "", wrong: str = "", found: Sequence[Listed] = ()) -> str:
    portals = [(portal, pages.sequences_of(portal)) for portal in _portals().values()]
    return frame.draw("screens", TITLE, portals=portals, typed=typed, wrong=wrong, found=found)


def _found(raw: str) -> ResponseReturnValue:
    typed = normalize.clean(raw[:LONGEST_TYPED])
    listed = _listed()
    if NUMBER.fullmatch(normalize.digits(typed)):
        number = int(normalize.digits(typed))
        if number in listed:
            first = listed[number].portals[0]
            return redirect(url_for(".show", portal_name=first.name, number=number), 303)
        nearest = sorted(listed.values(), key=lambda each: (abs(each.number - number), each.number))[:NEAREST]
        return _index(typed, NO_SUCH_NUMBER.format(number=number), sorted(nearest)), 422
    sought = searching.searched(typed)
    named = [each for each in listed.values() if sought in searching.searched(f"{each.title} {each.sequence}")]
    if sought and named:
        return _index(typed, found=sorted(named, key=lambda each: each.number))
    return _index(typed, NOTHING_FOUND if typed else NOTHING_TYPED), 422


@bp.get("/<portal_name>/<int(fixed_digits=3):number>")
@right_required(Right.CUSTOMERS)
def show(portal_name: str, number: int) -> ResponseReturnValue:
    """A screen, what to say at it and its usual mistakes. 404 where no portal has such a screen."""
    portal, listed = _portals().get(portal_name) or abort(404), _listed().get(number) or abort(404)
    screen, is_broken = _screen(portal, number) if portal in listed.portals else (None, False)
    security_headers.shows_a_frame(request.environ)
    return frame.draw(
        "screen",
        f"画面{number:03} {listed.title}",
        portal=portal,
        listed=listed,
        screen=screen,
        is_broken=is_broken,
        is_here=portal in listed.portals,
        width=PC if request.args.get("as") == PC else PHONE,
        widths=WIDTHS,
        script=scripts.of(number),
        mistakes=scripts.mistakes(number, screen),
        buttons=scripts.buttons(screen),
        goes_back=scripts.goes_back(screen),
        place=scripts.place(portal, number),
    )


@bp.get("/<portal_name>/<int(fixed_digits=3):number>/picture")
@right_required(Right.CUSTOMERS)
def picture(portal_name: str, number: int) -> ResponseReturnValue:
    """A screen as customers see it, for the frame on its page. 404 where there is none to show."""
    portal = _portals().get(portal_name) or abort(404)
    screen, _ = _screen(portal, number) if portal in _portals_of(number) else (None, False)
    if screen is None:
        abort(404)
    security_headers.stands_in_a_frame(request.environ)
    return Response(screen.page, mimetype="text/html")


def _screen(portal: Portal, number: int) -> tuple[Screen | None, bool]:
    """The picture of a screen, and whether there should be one and is none."""
    try:
        return counter.of_app().screen(portal, number), False
    except counter.Unshown:
        return None, True


def _portals() -> dict[str, Portal]:
    served: dict[str, Portal] = current_app.extensions["portals"]
    return served


def _portals_of(number: int) -> Sequence[Portal]:
    found = _listed().get(number)
    return found.portals if found else ()


def _listed() -> dict[int, Listed]:
    """Every screen by its number."""
    found: dict[int, Listed] = {}
    for portal in _portals().values():
        for sequence, screens in pages.sequences_of(portal):
            for number, title, kind in screens:
                so_far = found[number].portals if number in found else ()
                found[number] = Listed(number, title, sequence, kind, [*so_far, portal])
    return found
