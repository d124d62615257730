"""Where may a visitor be led on to? Only to a page of this portal that exists (row A32, ASVS 3.7.2)."""

from urllib.parse import urlsplit

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException

from portals import Portal


def home(portal: Portal) -> str:
    """Where a customer begins."""
    return url_for("account.home", portal=portal)


def within(portal: Portal, asked: str) -> str:
    """The page asked for, or home where it is none of this portal's."""
    parts = urlsplit(asked)
    plain = asked.isascii() and asked.isprintable() and "\\" not in asked
    if parts.scheme or parts.netloc or not plain or not asked.startswith(f"/{portal.name}/"):
        return home(portal)
    try:
        current_app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException:
        return home(portal)
    return asked
