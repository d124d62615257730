"""From a page that says what stands in the way: where is it tried again, and which page was before it?"""

from urllib.parse import quote

from flask import request

from views.shared import redirects
from views.shared.error_page import Action

AGAIN = "もう一度試す"
BEFORE = "前の画面へ戻る"


def try_again(kept_at: str | None = None) -> list[Action]:
    """Where what was asked for is asked for once more: a page itself, without what its address asks of it, which may be
    anything; and of what was sent the page that it came from,
    `kept_at` that address where a draft of it is kept."""
    if request.method in ("GET", "HEAD"):
        return [(AGAIN, quote(request.path), "get")]
    return [(BEFORE, kept_at, "get")] if kept_at else page_before()


def page_before() -> list[Action]:
    """The page that something was sent from, where the browser says so or it has the same address; none where no page
    of this portal, or of the folder of staff, is known. Browsers that run scripts go back to it as it was left."""
    folder = f"/{request.path.split('/')[1]}/"
    scheme, found, path = (request.referrer or "").partition(f"://{request.host}/")
    came_from = f"/{path}" if found and scheme in ("http", "https") else ""
    there = redirects.within(folder, came_from, "") or redirects.within(folder, request.path, "")
    return [(BEFORE, there, "before")] if there else []
