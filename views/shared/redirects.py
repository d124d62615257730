"""Where may a visitor be led on to? Only to a page of this portal, or of staff, that exists (row A32, ASVS 3.7.2)."""

import re
from urllib.parse import urlsplit

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException

from rules.portals import Portal

LONGEST = 2000
# What a browser takes for steps back, out of the folder that an address begins with.
STEPS_BACK = re.compile(r"/(?:\.|%2e)", re.IGNORECASE)


def home(portal: Portal) -> str:
    """Where a customer begins."""
    return url_for("account.home", portal=portal)


def safe_redirect_target(portal: Portal, asked: str) -> str:
    """The page asked for, or home where it is none of this portal's."""
    return within(f"/{portal.name}/", asked, home(portal))


def within(folder: str, asked: str, otherwise: str) -> str:
    """The page asked for, or `otherwise` where there is none of that address in a folder."""
    # First what is told at a look: urlsplit takes quadratic time on what is made to be slow, and keeps it.
    plain = len(asked) <= LONGEST and asked.isascii() and asked.isprintable() and "\\" not in asked
    if not plain or not asked.startswith(folder) or STEPS_BACK.search(asked):
        return otherwise
    try:
        current_app.url_map.bind("").match(urlsplit(asked).path, method="GET")
    except HTTPException:
        return otherwise
    return asked
