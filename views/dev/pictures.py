"""How does a developer come to have a picture of an accident in a run? A drawn one, as if it had been read.

For developers, as views/dev/screens.py is.
"""

import io
from pathlib import Path

from flask import current_app
from sqlalchemy import select

import models
from domain.photos import storage, uploads
from domain.photos.storage import Kind
from domain.photos.uploads import Told
from infra import clock
from infra.database import read, write
from rules.portals import Portal
from rules.states import PhotoState
from views.wizard import uploads as taking
from views.wizard.run_writes import begin
from views.wizard.wizard_request import WizardRequest

DRAWN = Path("ops/demo_data/picture.jpg")
NAME, CAPTION = "IMG_0001.jpg", "見本の画像"
TRIED = 20


def accidents_of(portal: Portal) -> list[tuple[int, str]]:
    """Who has had an accident that is told of in the contracts they hold: the account, and the accident's id."""
    joined = select(models.Holding.account_id, models.Accident.id).join(
        models.Accident, models.Accident.contract_id == models.Holding.contract_id
    )
    theirs = joined.join(models.Contract, models.Contract.id == models.Accident.contract_id)
    with read() as session:
        found = session.execute(theirs.where(models.Contract.portal == portal.name).limit(TRIED))
        return [(account_id, str(accident_id)) for account_id, accident_id in found]


def put_one(asked: WizardRequest) -> None:
    """A picture in the run, which is kept with it. Raise Conflict."""
    begin(asked)
    drawn = (Path(current_app.root_path) / DRAWN).read_bytes()
    photo = uploads.take(taking.into(asked), io.BytesIO(drawn), NAME, clock.now())
    for kind in (Kind.COPY, Kind.THUMBNAIL):
        storage.of_app().put(kind, photo.id, io.BytesIO(drawn))
    with write() as session:
        kept = session.get_one(models.Photo, photo.id)
        kept.state, kept.told = PhotoState.READY, uploads.sealed(photo.id, Told(NAME, CAPTION))
    storage.of_app().delete(Kind.INCOMING, photo.id)
