"""Is a page there at all in this portal?"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort
from flask.typing import ResponseReturnValue

from rules.portals import Portal

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def only_where(offered: Callable[[Portal], bool]) -> Callable[[View], View]:
    """A view that only some portals have: 404 in the others, before anything else is asked."""

    def kept_to_those(view: View) -> View:
        @wraps(view)
        def page(portal: Portal, **more: Any) -> ResponseReturnValue:
            if not offered(portal):
                abort(404)
            return view(portal=portal, **more)

        return cast(View, page)

    return kept_to_those
