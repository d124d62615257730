"""Which pictures were sent under a receipt number, by whom, of which accident, and who of the insurer has looked?"""

from collections.abc import Sequence
from datetime import datetime, time
from itertools import starmap
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.accounts import audit_log
from domain.staff import audit_trail
from domain.staff.audit_trail import Act, Whom
from infra import pagination
from infra.pagination import Page
from models import Accident, Account, Contract, Event, Photo
from rules.japanese import normalize
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime


class Sent(NamedTuple):
    """What came under one receipt number, its pictures in the order in which the customer put them. `sender` sent them;
    the accident and its contract are as they are now, when the contract may be another's."""

    number: str
    sent_at: UtcDateTime
    sender: Account
    accident: Accident
    contract: Contract
    photos: Sequence[Photo]


class Line(NamedTuple):
    """A receipt as it stands in a list."""

    number: str
    sent_at: UtcDateTime
    accident: str
    many: int


def of_number(session: Session, number: str) -> Sent | None:
    """What came under a receipt number, None where nothing did."""
    mine = (Photo.receipt_number == number, Photo.sent_at.is_not(None))
    photos = session.scalars(select(Photo).where(*mine).order_by(Photo.place, Photo.arrived_at, Photo.id)).all()
    if not photos:
        return None
    joined = select(Accident, Contract).join(Contract, Contract.id == Accident.contract_id)
    accident, contract = session.execute(joined.where(Accident.id == photos[0].accident_id)).one()
    sender, sent_at = session.get_one(Account, photos[0].account_id), photos[0].sent_at
    assert sent_at is not None
    return Sent(number, sent_at, sender, accident, contract, photos)


def accident_of(session: Session, typed: str) -> Accident | None:
    """The accident of a 事故受付番号, however it was typed; None where there is none. What was typed, as it stands,
    comes first."""
    spellings = list(dict.fromkeys(read_as(typed) for read_as in (normalize.clean, normalize.word, normalize.code)))
    found = {each.number: each for each in session.scalars(select(Accident).where(Accident.number.in_(spellings)))}
    return next((found[each] for each in spellings if each in found), None)


def listed(session: Session, number: int, accident_id: int | None = None) -> Page:
    """A page of receipts (`number`, from 1), those under which pictures came last first; of one accident, where it is
    told which. Beyond the last page, the last. Its rows are Line."""
    of_it = (Photo.accident_id == accident_id,) if accident_id is not None else ()
    which = (Photo.sent_at.is_not(None), *of_it)
    newest_first = (Photo.sent_at.desc(), Photo.receipt_number.desc())
    receipts = select(Photo.receipt_number, Photo.sent_at).where(*which).distinct().order_by(*newest_first)
    page = pagination.page_of(session, receipts, number)
    counted = (
        select(Photo.receipt_number, Photo.sent_at, Accident.number, func.count())
        .join(Accident, Accident.id == Photo.accident_id)
        .where(*which, Photo.receipt_number.in_([row.receipt_number for row in page.rows]))
        .group_by(Photo.receipt_number, Photo.sent_at, Accident.number)
        .order_by(*newest_first)
    )
    return page._replace(rows=list(starmap(Line, session.execute(counted))))


def note_look(session: Session, sent: Sent, member_id: int, now: UtcDateTime) -> None:
    """Write down that a member looks at what came under a number. Its customer is shown the first look of a day: else
    who looks often would push out of their history what they did themselves."""
    first, photo = audit_log.Kind.STAFF_SAW_PHOTOS, sent.photos[0]
    midnight = datetime.combine(now.astimezone(JST), time(), JST)
    same = (Event.of_receipt == sent.number, Event.staff_id == member_id, Event.kind == first, Event.at >= midnight)
    if session.scalar(select(Event.id).where(*same).limit(1)) is None:
        account_id, number = photo.account_id, sent.number
        audit_log.record(
            session, photo.portal, first, now, account_id=account_id, staff_id=member_id, of_receipt=number
        )
    whom = Whom(account_id=photo.account_id)
    audit_trail.record(session, Act.SAW_PHOTOS, member_id, now, whom=whom, about=f"受付番号 {sent.number}")


def note_opened(session: Session, photo: Photo, member_id: int, now: UtcDateTime) -> None:
    """Write down that a member opens a picture in its full size."""
    about = f"受付番号 {photo.receipt_number}　画像 {photo.id}"
    whom = Whom(account_id=photo.account_id)
    audit_trail.record(session, Act.OPENED_PHOTO, member_id, now, whom=whom, about=about)
