"""Is this the case of who asks, open and in this very login? Whatever shows a customer's data stands behind it."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from domain.staff import cases, customers, in_hand
from domain.staff.members import Right
from infra import clock
from infra.database import read
from views.staff import frame, guard

OVER_TITLE = "この応対は終わりました"
OVER = (
    "60分が過ぎたか、終了したか、別のログインで開いたためです。"
    "続けるときは、お客さまを検索し、理由を入力してもう一度開いてください。"
)
# What was typed in time is kept, and nothing is shown for it, though it comes a moment after the hour.
A_MOMENT_LONGER, MOMENT = ("staff_notes.keep",), timedelta(minutes=1)

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def case_required(view: View) -> View:
    """A view for the member who has a case open: it is given the case, in place of its id. A case that is over is told
    to be so to its own member (410); of any other nobody is told that it is there. The view raises NotFound then."""

    @wraps(view)
    def guarded(case_id: str, **values: Any) -> ResponseReturnValue:
        logged_in = guard.current()
        assert logged_in is not None
        now = clock.now() - (MOMENT if request.endpoint in A_MOMENT_LONGER else timedelta())
        with read() as session:
            case = cases.find(session, case_id, logged_in.login.id, logged_in.member.id, now)
            over = case is None and cases.was_theirs(session, case_id, logged_in.member.id)
        if case is None:
            return _over() if over else abort(404)
        in_hand.seen(case, clock.now())
        return view(case=case, **values)

    return guard.right_required(Right.CUSTOMERS)(cast(View, guarded))


def init(bp: Blueprint) -> None:
    """Let a case whose customer is gone end in the same words."""
    bp.register_error_handler(customers.Gone, lambda _: _over())


def _over() -> ResponseReturnValue:
    return frame.problem(OVER_TITLE, OVER, 410)
