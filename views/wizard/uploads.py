"""What becomes of files that are put into a run, and of what is done there to those in it? (803)

The plain form brings any number of them at once; a script brings each for itself (views/wizard/file_routes.py).
"""

from collections.abc import Sequence
from threading import BoundedSemaphore, Event
from time import monotonic
from typing import BinaryIO, NamedTuple, cast

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from domain.photos import arranging, inspection, passes, uploads
from domain.photos.storage import StorageFailed
from domain.photos.uploads import Closed, Into
from infra import clock, rate_limits
from models import Photo
from rules.photo_refusals import refused
from rules.portals import Portal
from rules.states import PhotoState
from views.wizard.pages import step_page
from views.wizard.run_writes import begin
from views.wizard.wizard_request import WalkedRequest, WizardRequest
from wizards.engine.access import subject_of
from wizards.engine.definition import Upload
from wizards.engine.journey import PathStep
from wizards.engine.mistakes import Kind, Mistake
from wizards.engine.receipt import Conflict

NONE = "写真を1枚以上選択してください。"
STILL_READ = (
    "確認中の画像があります。少し待ってから、もう一度ボタンを押してください。"
    "時間がかかる場合は、その画像を削除して先に進み、あとから送ることもできます。"
)
TAKEN = "{count}枚の画像を登録しました。"
NOT_STORED = (
    "ただいま画像を保存することができません。{count}枚は登録していません。時間をおいて、もう一度お試しください。"
)
SAME = "{count}枚は、登録済みの画像と同じため、登録していません。"
BOTH = "別の画面でも説明が変更されていたため、両方を並べました。ご確認ください。"
CAPTION, SHOWN = "caption-", "shown-"
# The buttons of the form that lead to itself.
ARRANGING = {"remove", "dismiss", "earlier", "later", "pass", "phone", "look"}
# A browser without JavaScript is shown what was read of its files, where that takes no longer; so many threads wait.
LOOKS_EVERY = 0.1
_waiting = BoundedSemaphore(4)
# What has come in whole is put away two at a time, so that fifty who send at once keep nobody else from the database.
_at_work = BoundedSemaphore(2)


class Taken(NamedTuple):
    """What has become of the files of a form: those that are in the run now, as they were read or refused, how many
    could not be stored, and how many were there already under another name."""

    photos: Sequence[Photo]
    not_stored: int
    same: int = 0

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Why some were refused, by their ids."""
        return [(each.id, why_refused(each)) for each in self.photos if each.reason]

    @property
    def told(self) -> list[str]:
        """What is told on the next page, beside what is seen there; without names, since a cookie carries it there."""
        count = sum(not each.reason for each in self.photos)
        said = ((TAKEN, count), (SAME, self.same), (NOT_STORED, self.not_stored))
        return [words.format(count=many) for words, many in said if many]


def take(asked: WalkedRequest, stop: PathStep) -> ResponseReturnValue:
    """Do what the plain form says. Raise Conflict where another request has just kept or sent the run."""
    assert isinstance(stop.step, Upload)
    chosen, onward = chosen_files(), not ARRANGING & request.form.keys()
    if not asked.run.version and not chosen and onward:
        return _onward(asked, stop)
    if not asked.run.version:
        begin(asked)
    if arranging.caption(asked.run.id, *_captions()):
        flash(BOTH)
    if chosen:
        for line in take_files(asked.portal, into(asked), chosen).told:
            flash(line)
    elif "put" in request.form:
        return _nothing_there(asked, stop)
    elif onward:
        return _onward(asked, stop)
    return asked.to(stop.step.slug, _anchor=_arranged(asked))


def into(asked: WizardRequest) -> Into:
    """Where the files of a request go."""
    assert asked.run.account_id is not None
    return Into(asked.portal.name, asked.run.id, asked.run.account_id, subject_of(asked.run.subject or "")[0])


def chosen_files() -> list[FileStorage]:
    """The files that a form brings; of an empty box browsers send one without a name."""
    return [each for each in request.files.getlist("files") if each.filename]


def take_files(portal: Portal, goes_to: Into, chosen: Sequence[FileStorage]) -> Taken:
    """Put files into a run. Raise Conflict where that is over, RateLimited."""
    taken: dict[str, Photo] = {}
    not_stored = same = 0
    for each in chosen:
        try:
            photo = take_file(portal, goes_to, each)
        except StorageFailed:
            not_stored += 1
            continue
        same += bool(other_name(photo, each))
        taken[photo.id] = photo
    _wait_for(list(taken.values()))
    there = [uploads.find(photo_id) for photo_id in taken]
    return Taken([each for each in there if each], not_stored, same)


def other_name(photo: Photo, file: FileStorage) -> str:
    """The name under which this file was there already, "" where it is its own."""
    known = uploads.told(photo).name
    return known if not photo.reason and known != uploads.short_name(file.filename or "") else ""


def why_refused(photo: Photo) -> str:
    """In the customer's words, with the name of the file; "" for one that is taken."""
    limits = uploads.limits()
    return refused(photo.reason, uploads.told(photo).name, photo.size, limits.megabytes, limits.many)


def keep(asked: WalkedRequest) -> bool:
    """Keep the files of a form that came without its login, to be there after it (row W20); whether all are kept.
    Raise Conflict or RateLimited."""
    if not asked.run.version:
        begin(asked)
    arranging.caption(asked.run.id, *_captions())
    kept = True
    for each in chosen_files():
        try:
            kept &= not take_file(asked.portal, into(asked), each).reason
        except StorageFailed:
            kept = False
    return kept


def take_file(portal: Portal, goes_to: Into, file: FileStorage) -> Photo:
    """Put one file into a run. Raise Conflict where that is over, StorageFailed or RateLimited."""
    rate_limits.hit("picture", portal, rate_limits.of_account(goes_to.account_id))
    try:
        with _at_work:
            photo = uploads.take(
                goes_to, cast(BinaryIO, file.stream), file.filename or "", clock.this_moment(), _place()
            )
    except Closed:
        raise Conflict from None
    inspection.wake(current_app)
    return photo


def _place() -> int:
    """Where a script says that its picture stands among those that were chosen with it; 0 where nothing says so."""
    typed = request.form.get("place", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0


def _wait_for(taken: Sequence[Photo]) -> None:
    """Until all of these are read, a short while at most, and only as long as few wait."""
    if not _waiting.acquire(blocking=False):
        return
    try:
        ends, never = monotonic() + current_app.config["PHOTOS_WAIT_SECONDS"], Event()
        left = [each.id for each in taken if each.state == PhotoState.ARRIVED]
        while left and monotonic() < ends:
            never.wait(LOOKS_EVERY)
            left = [each for each in left if _is_waiting(each)]
    finally:
        _waiting.release()


def _is_waiting(photo_id: str) -> bool:
    found = uploads.find(photo_id)
    return found is not None and found.state == PhotoState.ARRIVED


def _captions() -> tuple[dict[str, str], dict[str, str]]:
    """The captions as they were typed and as they were shown, by the pictures' ids."""
    return _beside(CAPTION), _beside(SHOWN)


def _beside(mark: str) -> dict[str, str]:
    named = {name.removeprefix(mark): value for name, value in request.form.items() if name.startswith(mark)}
    return {photo_id: value for photo_id, value in named.items() if uploads.ID.fullmatch(photo_id)}


def _named_in(button: str) -> str | None:
    """The picture beside which this button was pressed."""
    photo_id = request.form.get(button, "")
    return photo_id if uploads.ID.fullmatch(photo_id) else None


def _arranged(asked: WalkedRequest) -> str | None:
    """Take a picture away, move it, or open the way to a telephone, as the button says; give where that is on the
    page."""
    form, run_id = request.form, asked.run.id
    for button, by in (("earlier", -1), ("later", 1)):
        if moved := _named_in(button):
            arranging.move(run_id, moved, by)
            return f"pic-{moved}"
    if removed := _named_in("remove"):
        uploads.remove(run_id, [removed])
    if "dismiss" in form:
        _dismiss(run_id)
    if "pass" in form:
        passes.issue(into(asked), asked.now)
    return "phone" if {"pass", "phone"} & form.keys() else "registered" if ARRANGING & form.keys() else None


def _dismiss(run_id: str) -> None:
    """What was refused was told."""
    uploads.remove(run_id, [each.id for each in uploads.of_run(run_id) if each.reason])


def _onward(asked: WalkedRequest, stop: PathStep) -> ResponseReturnValue:
    """On, where there is something to be sent; what was refused is told of no more."""
    assert isinstance(stop.step, Upload) and stop.gathered is not None
    if stop.gathered.waiting:
        return step_page(asked, stop, message=STILL_READ), 409
    if not stop.gathered.good:
        return _nothing_there(asked, stop)
    _dismiss(asked.run.id)
    return asked.to(asked.journey.after(stop.step.slug).step.slug)


def _nothing_there(asked: WalkedRequest, stop: PathStep) -> ResponseReturnValue:
    asked.side.refused(asked, [Mistake(stop.step.number, 0, "", Kind.EMPTY)])
    return step_page(asked, stop, wrong=NONE), 422
