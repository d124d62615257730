"""What does スマ保 show, the portal as an app on a telephone's home screen? 811, 812."""

from flask import Blueprint, url_for

from rules.portals import Portal
from views.photos import offers_photos
from views.shared.offered import only_where
from views.shared.page import page
from views.shared.screens import screen
from wizards import easy, photos, temporary

bp = Blueprint("app", __name__)

TOP = screen(811, "スマ保 TOPページ", sequence=photos.wizard.name)
SUPPORT = screen(812, "事故サポートメニュー", sequence=photos.wizard.name)


@bp.get("/<portal:portal>/app/")
@only_where(offers_photos)
def top(portal: Portal) -> str:
    """811. What needs a login leads there, and back; the ways to register are those that the portal has."""
    known = easy.wizard.name in portal.sequences
    unknown = temporary.wizard.name in portal.sequences
    return page(
        "app/top.html",
        TOP,
        with_code_url=url_for("account.initial", portal=portal) if known else None,
        without_code_url=url_for("wizard.begin", portal=portal, wizard=temporary.wizard) if unknown else None,
    )


@bp.get("/<portal:portal>/app/accident")
@only_where(offers_photos)
def accident(portal: Portal) -> str:
    """812."""
    return page("app/accident.html", SUPPORT, accidents_url=url_for("photos.accidents", portal=portal))
