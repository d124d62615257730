"""事故の画像: a customer sends pictures of the damage to the person in charge (画面 803–805).

The pictures lie beside the run (domain/photos/uploads.py); what is committed is that those which the customer saw on
804 are sent. The person in charge gets a letter with a link for staff, never a picture.
"""

from typing import NamedTuple

from domain.accounts import audit_log
from domain.contracts import details, web_access
from domain.contracts.accidents import OwnedAccident
from domain.messages import letters
from domain.photos import uploads
from models import Photo
from rules.japanese.dates import show_date
from rules.photo_refusals import refused
from rules.portals import Portal
from rules.refusal import Refused
from rules.states import PhotoState
from wizards.engine.access import AccessDenied, OwnAccident, Reason
from wizards.engine.definition import Complete, Confirm, Gathered, Upload, Watched, Wizard
from wizards.engine.receipt import CommitContext, Conflict, Receipt

BUTTON = "送信する"
ACCIDENTS = "accidents"
DAMAGED = {"自動車保険": "car", "傷害保険": "body"}
NO_MORE = "この事故の画像は、お送りいただけなくなりました。事故の担当者へご連絡ください。"
CLOSED = "このご契約の事故の画像は、インターネットではお送りいただけません。"


class Damage(NamedTuple):
    """What the pages may know of an accident: its number and how it is told of, and what was damaged by it: a "car", a
    "room", or somebody's "body"."""

    number: str
    facts: tuple[tuple[str, str], ...]
    what: str


class Item(NamedTuple):
    """A picture as pages show it; `refused` says why it was not taken, `reason` in one word, `doubts` what may be wrong
    with it, `place` where it stands."""

    id: str
    name: str
    caption: str
    taken_at: str
    state: str
    reason: str
    refused: str
    doubts: tuple[str, ...]
    place: int


def is_closed(found: OwnedAccident) -> bool:
    """Whether nothing is taken here for a contract: of a group, or closed to the web."""
    return found.contract.group_contract or not web_access.is_open(found.contract)


def damage(portal: Portal, found: OwnedAccident) -> Damage:
    """What is known of the accident. Raise AccessDenied where nothing is taken here for its contract."""
    if is_closed(found):
        raise AccessDenied(Reason.CLOSED, texts=[CLOSED])
    accident, contract = found
    facts = (
        ("事故受付番号", accident.number),
        ("事故日", show_date(accident.happened_on)),
        ("種別", accident.kind),
        ("ご契約", f"{details.product_of(contract)}（証券番号 {contract.number}）"),
        ("担当", in_charge(found)),
    )
    return Damage(accident.number, facts, DAMAGED.get(contract.product_type, "room"))


def in_charge(found: OwnedAccident) -> str:
    """Who is in charge of an accident: the department, and the person where one is named."""
    return "　".join(each for each in (found.accident.department, found.accident.adjuster) if each) or "確認中"


def gather(watched: Watched) -> Gathered:
    """The pictures in a run."""
    photos = uploads.of_run(watched.run_id)
    states = [photo.state for photo in photos]
    items = [_item(photo) for photo in photos]
    return Gathered(
        items=items,
        good=states.count(PhotoState.READY),
        waiting=states.count(PhotoState.ARRIVED),
        mark=uploads.mark_of(photos),
        refused=[(item.id, item.refused) for item in items if item.refused],
    )


def _item(photo: Photo) -> Item:
    told = uploads.told(photo)
    why = refused(photo.reason, told.name, photo.size, uploads.limits().megabytes, uploads.limits().many)
    doubts = tuple(photo.doubts.split())
    return Item(photo.id, told.name, told.caption, told.taken_at, photo.state, photo.reason, why, doubts, photo.place)


def send(act: CommitContext) -> Receipt:
    """Send what the customer saw, once. Raise Refused where the accident is not theirs any more, Conflict where the
    pictures are not as they saw them."""
    found = ENTRANCE.find(act.session, act.portal, act.account_id or 0, act.subject or "")
    if found is None or is_closed(found):
        raise Refused(NO_MORE)
    assert act.gathered is not None
    count = uploads.send(act.session, act.run_id, act.gathered.mark, act.number, act.now)
    if not count:
        raise Conflict
    return _receipt(act, found, count)


def _receipt(act: CommitContext, found: OwnedAccident, count: int) -> Receipt:
    accident = found.accident
    address = accident.adjuster_email
    url = f"{act.staff_url}/staff/photos/{act.number}"
    told = {"number": act.number, "at": act.now, "accident": accident.number, "count": count}
    written = letters.photos_arrived(act.portal, address, url=url, **told) if address else None
    whom = in_charge(found)
    return Receipt(
        thanks=["事故の画像を、事故の担当者にお送りしました。" if address else "事故の画像を受け付けました。"],
        number=act.number,
        rows=[("事故受付番号", accident.number), ("送信した画像", f"{count}枚"), ("担当", whom)],
        next_steps=[
            "事故の担当者が画像を確認します。",
            "確認のために、担当者からご連絡することがあります。",
        ],
        button=("続けて画像を送信する", f"/{act.portal.name}/{ACCIDENTS}"),
        letters=[written] if written else [],
        event=audit_log.Kind.PHOTOS_SENT,
    )


ENTRANCE = OwnAccident(damage)
wizard = Wizard(
    name="photos",
    title="事故の画像の送信",
    enter=ENTRANCE,
    commit=send,
    progress=("画像の登録", "内容の確認", "完了"),
    came_from="accidents",
    steps=(
        Upload(803, "images", "画像の登録", gather),
        Confirm(
            804,
            "送信する画像の確認",
            button=BUTTON,
            lead=f"まだ送信は完了していません。画像をご確認のうえ、「{BUTTON}」を押してください。",
        ),
    ),
    complete=Complete(805, "画像の送信が完了しました"),
)
