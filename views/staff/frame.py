"""What stands around every page of staff: whose page it is, who is logged in, and where?"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, current_app, get_flashed_messages, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden, NotFound

from domain.photos import storage
from domain.staff.members import ROLES, Right
from views.shared.page import here
from views.staff import guard

AGAIN_IN = "60"


class Page(NamedTuple):
    """A page of the navigation; `right` is what one needs for it."""

    right: Right
    endpoint: str
    title: str


PAGES: Sequence[Page] = (
    Page(Right.PICTURES, "staff_photos.home", "事故の画像"),
    Page(Right.CUSTOMERS, "staff_beside.index", "画面の共有"),
)


def menu() -> list[Page]:
    """The pages that who is logged in may open, the first first."""
    return [page for page in PAGES if guard.may(page.right)]


def draw(template: str, title: str, **content: Any) -> str:
    """A page of staff."""
    logged_in = guard.current()
    frame = {
        "title": title,
        "member": logged_in.member if logged_in else None,
        "roles": ROLES,
        "menu": menu(),
        "at": request.blueprint,
        "production": current_app.config["PRODUCTION"],
        "here": here(),
        "notices": get_flashed_messages(),
    }
    return render_template(f"staff/{template}.html", **{**frame, **content})


def fragment(template: str, **content: Any) -> str:
    """A part of a page of staff."""
    return render_template(f"staff/{template}.html", **content)


def problem(title: str, text: str, status: int, *, onward: str = "") -> ResponseReturnValue:
    """A page that says what is in the way, with a link `onward` to the customer's record, if one is open."""
    return draw("problem", title, text=text, onward=onward), status


def init(bp: Blueprint) -> None:
    """Let what goes wrong on these pages be told in their look."""
    bp.register_error_handler(NotFound, _not_found)
    bp.register_error_handler(Forbidden, _forbidden)
    bp.register_error_handler(storage.Missing, _missing)
    bp.register_error_handler(storage.StorageFailed, _failed)


def _not_found(_: NotFound) -> ResponseReturnValue:
    return problem("見つかりません", "お探しのものが見つかりません。番号をご確認ください。", 404)


def _forbidden(_: Forbidden) -> ResponseReturnValue:
    text = "この画面を開く権限がありません。必要なときは、管理者へご連絡ください。"
    return problem("権限がありません", text, 403)


def _missing(_: storage.Missing) -> ResponseReturnValue:
    return problem("画像がありません", "この画像のファイルは保存されていません。管理者へご連絡ください。", 404)


def _failed(_: storage.StorageFailed) -> ResponseReturnValue:
    text = "いまは画像を読み出せません。1分ほど待ってから、もう一度お試しください。"
    return draw("problem", "画像を読み出せません", text=text), 503, {"Retry-After": AGAIN_IN}
