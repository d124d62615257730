"""Of which accidents can a customer send pictures, and who is shown one? 802, and the pictures themselves."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import NamedTuple

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from domain.contracts import accidents as of_contracts
from domain.contracts.accidents import OwnedAccident
from domain.photos import storage, uploads
from domain.photos.storage import Kind, Missing, StorageFailed
from infra import pagination
from infra.database import read
from models import Photo
from rules.portals import Portal
from rules.states import PhotoState
from views.shared import current_customer, errors, own_contract
from views.shared.current_customer import login_required
from views.shared.offered import only_where
from views.shared.page import page
from views.shared.screens import screen
from wizards import photos

bp = Blueprint("photos", __name__)
ACCIDENTS = screen(802, "事故一覧", sequence=photos.wizard.name)


class Row(NamedTuple):
    """An accident as 802 lists it; `url` is where pictures of it are put in, None where none are taken."""

    found: OwnedAccident
    sent: int
    url: str | None


@bp.app_template_global()
def offers_photos(portal: Portal) -> bool:
    """Whether a portal takes pictures of accidents, and so has スマ保."""
    return photos.wizard.name in portal.sequences


@bp.get(f"/<portal:portal>/{photos.ACCIDENTS}")
@only_where(offers_photos)
@login_required
def accidents(portal: Portal) -> ResponseReturnValue:
    """802, page by page. 404 where no pictures are taken."""
    number = pagination.number_in(request.args.get("page"))
    with read() as session:
        found = of_contracts.listed(session, current_customer.present_id(), portal.name, number)
    sent = uploads.sent_of(current_customer.present_id(), [each.accident.id for each in found.rows])
    rows = [_row(portal, each, sent.get(each.accident.id, 0)) for each in found.rows]
    return page("account/accidents.html", ACCIDENTS, rows=rows, found=found)


def _row(portal: Portal, found: OwnedAccident, sent: int) -> Row:
    begins = url_for("wizard.begin", portal=portal, wizard=photos.wizard, subject=found.accident.id)
    return Row(found, sent, None if photos.is_closed(found) else begins)


def of_own_picture(view: Callable[[Photo], ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """A view that is given a picture of who is logged in; 102 before it, 404 for another's and for what is not read."""

    @wraps(view)
    @only_where(offers_photos)
    @login_required
    def checked(portal: Portal, photo_id: str) -> ResponseReturnValue:
        found = uploads.find(photo_id)
        if found is None:
            return errors.missing()
        mine = (found.account_id, found.portal) == (current_customer.present_id(), portal.name)
        if not mine:
            return own_contract.anothers(portal)
        return view(found) if found.state == PhotoState.READY else errors.missing()

    return checked


@bp.get("/<portal:portal>/pictures/<photo_id>/thumbnail")
@of_own_picture
def thumbnail(photo: Photo) -> ResponseReturnValue:
    """What pages show of a picture."""
    return picture(photo, Kind.THUMBNAIL, "inline")


@bp.get("/<portal:portal>/pictures/<photo_id>/copy")
@of_own_picture
def copy(photo: Photo) -> ResponseReturnValue:
    """The copy that was made of a picture, to be kept; what came itself is gone."""
    return picture(photo, Kind.COPY, f'attachment; filename="{photo.arrived_at:%Y%m%d-%H%M%S}-{photo.id[:4]}.jpg"')


def picture(photo: Photo, kind: Kind, disposition: str) -> ResponseReturnValue:
    """A file of a picture, as the browser is to take it. 404 where the storage has none, 503 where it says nothing."""
    try:
        pieces = _from_the_first(storage.of_app().read(kind, photo.id))
    except Missing:
        return errors.missing()
    except StorageFailed:
        return errors.busy()
    headers = {"Content-Disposition": disposition, "Cross-Origin-Resource-Policy": "same-origin"}
    return Response(pieces, mimetype="image/jpeg", headers=headers)


def _from_the_first(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Once more all pieces, the first of them asked for now: an answer that was begun cannot say that there is none."""
    first = next(pieces, b"")

    def rest() -> Iterator[bytes]:
        yield first
        yield from pieces

    return rest()
