"""What stands around every page of staff: whose page it is, who is logged in, and where?"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, current_app, get_flashed_messages, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden, NotFound

from domain.photos import storage
from domain.staff import approvals
from domain.staff.members import ROLES, Right
from infra import clock
from infra.database import read
from views.shared.page import here
from views.staff import guard

AGAIN_IN = "60"


class Page(NamedTuple):
    """A page of the navigation; `right` is what one needs for it."""

    right: Right
    endpoint: str
    title: str


PAGES: Sequence[Page] = (
    Page(Right.CUSTOMERS, "staff_find.index", "お客さまを探す"),
    Page(Right.CUSTOMERS, "staff_beside.index", "画面の共有"),
    Page(Right.PICTURES, "staff_photos.home", "事故の画像"),
    Page(Right.CUSTOMERS, "staff_screens.index", "画面の案内"),
    Page(Right.CUSTOMERS, "staff_approvals.home", "承認"),
    Page(Right.TRAIL, "staff_audit.index", "監査記録"),
    Page(Right.FIGURES, "staff_figures.index", "利用状況"),
    Page(Right.CUSTOMERS, "staff_incidents.index", "お問い合わせ番号"),
    Page(Right.TRAIL, "staff_incidents.index", "お問い合わせ番号"),
)

# What static/js/staff.js does, and the right that one needs for it.
KEYS: Sequence[tuple[Right | None, str, str]] = (
    (Right.CUSTOMERS, "g 103", "画面103の案内を開きます（gのあとに画面番号。Escで取り消します）"),
    (Right.CUSTOMERS, "/", "お客さまを探す欄に移ります"),
    (None, "j k", "一覧の次の行、前の行に移ります（Enterで開きます）"),
    (None, "Esc", "入力欄から出て、これらのキーを使えるようにします"),
    (None, "?", "この一覧を開いたり閉じたりします"),
)


def menu() -> list[Page]:
    """The pages that who is logged in may open, each once, the first first; none where something else comes before all
    of them."""
    mine = [] if guard.to_do_first() else [page for page in PAGES if guard.may(page.right)]
    return list({page.endpoint: page for page in reversed(mine)}.values())[::-1]


def draw(template: str, title: str, **content: Any) -> str:
    """A page of staff."""
    logged_in = guard.current()
    frame = {
        "title": title,
        "member": logged_in.member if logged_in else None,
        "whose": logged_in.login.id if logged_in else "",
        "roles": ROLES,
        "menu": menu(),
        "counts": {"staff_approvals.home": _approvals()},
        "at": request.blueprint,
        "production": current_app.config["PRODUCTION"],
        "here": here(),
        "shortcuts": [(key, does) for right, key, does in KEYS if right is None or guard.may(right)],
        "typed_goes_to": url_for("staff_screens.index") if guard.may(Right.CUSTOMERS) else "",
        "notices": get_flashed_messages(),
    }
    return render_template(f"staff/{template}.html", **{**frame, **content})


def fragment(template: str, **content: Any) -> str:
    """A part of a page of staff."""
    return render_template(f"staff/{template}.html", **content)


def _approvals() -> int:
    """How many wait for who is logged in to agree or not."""
    if not guard.may(Right.APPROVALS):
        return 0
    with read() as session:
        return approvals.waiting_for(session, guard.present().id, clock.now())


def problem(title: str, text: str, status: int, *, onward: str = "") -> ResponseReturnValue:
    """A page that says what is in the way, with a link `onward` to the customer's record, if one is open."""
    return draw("problem", title, texts=[text], onward=onward), status


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
    return draw("problem", "画像を読み出せません", texts=[text]), 503, {"Retry-After": AGAIN_IN}
