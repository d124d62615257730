"""Which pages are only read? Terms, privacy, 推奨環境, the list of screens, and the choice of a portal."""

from itertools import groupby

from flask import Blueprint, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.contracts import details
from rules.portals import Portal
from views.shared import leaflets, web_session
from views.shared.page import page
from views.shared.screens import VIEWS, Screen, screen
from wizards import password_change
from wizards.engine.definition import Wizard
from wizards.registry import WIZARDS

bp = Blueprint("pages", __name__)

FRONT = screen(1, "窓口の選択")
TERMS = screen(121, "利用規約")
PRIVACY = screen(122, "個人情報の取扱い")
ENVIRONMENT = screen(123, "推奨環境")
IMPORTANT = screen(125, "重要事項説明書")
INTENTION = screen(126, "意向確認")
SCREENS = screen(124, "画面番号一覧")
KINDS = {
    "input": "入力",
    "upload": "画像の登録",
    "wait": "お待ち",
    "confirm": "確認",
    "complete": "完了",
    "letter": "メール",
    "keyword": "入力",
    "guide": "案内",
}


@bp.get("/")
def front() -> str:
    """The portals of this installation."""
    return page("front.html", FRONT, portals=list(current_app.extensions["portals"].values()))


@bp.get("/.well-known/change-password")
def change_password() -> ResponseReturnValue:
    """Where managers of passwords lead who wants another one (W3C, A Well-Known URL for Changing Passwords): to that
    screen of the portal that this browser was at, else to the choice of one."""
    wizard, portals = password_change.wizard, current_app.extensions["portals"].values()
    offered = [each for each in portals if wizard.name in each.sequences]
    known = [each for each in offered if web_session.was_at(each.name)]
    (only,) = known if len(known) == 1 else offered if len(offered) == 1 else (None,)
    there = url_for("wizard.begin", portal=only, wizard=wizard) if only else url_for(".front")
    return redirect(there, 303)


@bp.get("/<portal:portal>/terms")
def terms(portal: Portal) -> str:
    """利用規約."""
    return page("pages/terms.html", TERMS)


@bp.get("/<portal:portal>/privacy")
def privacy(portal: Portal) -> str:
    """個人情報の取扱い."""
    return page("pages/privacy.html", PRIVACY)


@bp.get("/<portal:portal>/environment")
def environment(portal: Portal) -> str:
    """推奨環境, and the leaflets that can be opened and printed."""
    return page("pages/environment.html", ENVIRONMENT, leaflets=leaflets.on_shelf(portal))


@bp.get("/<portal:portal>/important")
def important(portal: Portal) -> str:
    """重要事項説明書, which is read before a contract or a renewal is applied for (624, 646)."""
    return page("pages/important.html", IMPORTANT, cover_time=details.time_of(portal))


@bp.get("/<portal:portal>/intention")
def intention(portal: Portal) -> str:
    """意向確認: what one should want of an insurance before applying for it (624, 646)."""
    return page("pages/intention.html", INTENTION)


@bp.get("/<portal:portal>/screens")
def screens(portal: Portal) -> str:
    """All sequences and their numbered screens, made from the declarations (screens.md section 1)."""
    return page("pages/screens.html", SCREENS, hundreds=by_number(portal))


def sequences_of(portal: Portal) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """What a portal offers: each sequence by its title, with its screens, and what belongs to none."""
    sequences = [(wizard.title, screens_of(wizard)) for wizard in WIZARDS.values() if wizard.name in portal.sequences]
    others = sorted((view.number, view.title, "画面") for view in _views_of(portal))
    return [*sequences, ("そのほかの画面", others)]


def by_number(portal: Portal) -> list[tuple[int, list[tuple[int, str, str]]]]:
    """Every screen that a portal has: by the first digit of its number, each with its title and that of its sequence,
    "" where it belongs to none."""
    found: dict[int, tuple[int, str, str]] = {}
    for wizard in (each for each in WIZARDS.values() if each.name in portal.sequences):
        found |= {screen.number: (screen.number, screen.title, wizard.title) for screen in wizard.screens}
    for view in _views_of(portal):
        of = WIZARDS[view.sequence].title if view.sequence else ""
        found.setdefault(view.number, (view.number, view.title, of))
    listed = sorted(found.values())
    return [(first, list(rows)) for first, rows in groupby(listed, lambda row: row[0] // 100)]


def _views_of(portal: Portal) -> list[Screen]:
    kinds = {"", portal.user_id, *(["called"] if portal.phone_verification.is_on else [])}
    return [view for view in VIEWS.values() if view.only in kinds and view.sequence in ("", *portal.sequences)]


def screens_of(wizard: Wizard) -> list[tuple[int, str, str]]:
    """The numbered screens of a sequence in order."""
    return sorted((screen.number, screen.title, KINDS[screen.kind]) for screen in wizard.screens)
