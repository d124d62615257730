"""Which storage and which scanner has this installation? As its settings say."""

from pathlib import Path

from flask import Flask

from config import PREFIX, BadSetting
from domain.photos.bucket_storage import BucketStorage
from domain.photos.local_storage import LocalStorage
from domain.photos.scanner import Scanner
from domain.photos.storage import Storage


def init(app: Flask) -> None:
    """Give the application both. Its key ring must be there. Raise config.BadSetting."""
    app.extensions["photo storage"] = _storage(app)
    app.extensions["photo scanner"] = _scanner(app.config["SCANNER"])


def _scanner(address: str) -> Scanner | None:
    try:
        return Scanner(address) if address else None
    except ValueError as wrong:
        raise BadSetting(f"{PREFIX}SCANNER: {address!r} is {wrong}") from None


def _storage(app: Flask) -> Storage:
    if not app.config["PHOTOS_BUCKET"]:
        return LocalStorage(Path(app.config["PHOTOS_FOLDER"]), app.extensions["keyring"])
    return BucketStorage(
        app.config["PHOTOS_BUCKET"],
        endpoint=app.config["PHOTOS_ENDPOINT"],
        region=app.config["PHOTOS_REGION"],
        key_id=app.config["PHOTOS_KEY_ID"],
        key=app.config["PHOTOS_KEY"],
        encryption=app.config["PHOTOS_ENCRYPTION"],
    )
