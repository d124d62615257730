"""What do supervisors and administrators see of the trail? Its rows, page by page; a file of them; whether a day of it
is as it was written."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from domain.staff import audit_check, audit_search, audit_trail, audit_upkeep, members
from domain.staff.audit_check import Checked
from domain.staff.audit_trail import Act
from domain.staff.members import Right
from exchange.csv_encodings import ENCODINGS
from exchange.exports import trail
from infra import clock
from infra.database import read, write
from models import StaffMember
from rules import masking
from rules.japanese import normalize
from rules.japanese.dates import JST
from views.shared import errors, lost_token
from views.staff import audit_filter, frame, guard
from views.staff.audit_filter import Asked
from views.staff.guard import right_required

bp = Blueprint("staff_audit", __name__, url_prefix="/staff/audit")
frame.init(bp)
TITLE = "監査記録"
LONGEST_REASON = 200
NO_REASON = "保存する理由を入力してください。"
NO_ENCODING = "文字コードを選び直してください。"
NO_CONTRACT = "この証券番号の契約が見つかりません。番号をご確認のうえ、もう一度入力してください。"
NO_SUCH_DAY = "{day}の記録はありません。検査する日をご確認ください。"
CHECK_DAY = audit_filter.NO_DAY.format(label="検査する日")
NOTHING: Mapping[str, str] = {}


@bp.get("")
@right_required(Right.TRAIL)
def index() -> ResponseReturnValue:
    """The rows that the address asks for, the newest first, page by page. That they were read is written down."""
    return _page(audit_filter.of(request.args))


@bp.post("/find")
@right_required(Right.TRAIL)
def find() -> ResponseReturnValue:
    """On to what was done about whom a 証券番号 names; the address has the number of neither."""
    with read() as session:
        found = audit_search.customer_of(session, request.form.get("number", "")[: audit_filter.LONGEST])
    if found is None:
        return _page(audit_filter.of(NOTHING), {"number": NO_CONTRACT})
    return redirect(url_for(".index", customer=found.account_id, contract=found.contract_id), 303)


@bp.post("/check")
@right_required(Right.TRAIL)
def check() -> ResponseReturnValue:
    """Whether a day is as it was written; that it was asked is written down."""
    asked = audit_filter.of(request.args)
    try:
        day = audit_filter.day(request.form.get("day", ""))
    except ValueError:
        return _page(asked, {"day": CHECK_DAY})
    with read() as session:
        checked = next(audit_check.check(session, day, day), None)
    if checked is None:
        return _page(asked, {"day": NO_SUCH_DAY.format(day=f"{day.year}年{day.month}月{day.day}日")})
    _note(Act.CHECKED_TRAIL, about=day.isoformat())
    return _page(asked, checked=checked)


@bp.post("/export")
@right_required(Right.TRAIL)
def export() -> ResponseReturnValue:
    """The rows that the address asks for as a file of CSV, or the heads of their days; that they were given out, and
    why, is written down first."""
    asked, reason = audit_filter.of(request.args), normalize.clean(request.form.get("reason", "")[:LONGEST_REASON])
    encoding = request.form.get("encoding", "utf-8")
    wrong = {} if reason else {"reason": NO_REASON}
    wrong |= {} if encoding in ENCODINGS else {"encoding": NO_ENCODING}
    if wrong or asked.wrong:
        return _page(asked, wrong)
    with read() as session:
        upto, looked_for = audit_search.newest(session), _in_words(session, asked)
    is_heads = request.form.get("what") == "heads"
    about = "　".join(filter(None, ("各日の末尾のハッシュ" if is_heads else encoding, looked_for)))
    _note(Act.EXPORTED_TRAIL, reason=reason, about=about)
    if is_heads:
        return _file(_heads(asked), "heads.jsonl", "application/x-ndjson")
    return _file(trail.chunks(audit_search.all_of(asked.wanted, upto), encoding), "trail.csv", "text/csv")


@errors.shown_again("staff_audit.find", "staff_audit.check", "staff_audit.export")
def once_more() -> ResponseReturnValue:
    """The page again after a form's token was lost, with what was typed into it."""
    if not guard.may(Right.TRAIL):
        return redirect(url_for("staff.login"), 303)
    return _page(audit_filter.of(request.args), notice=lost_token.SEND_ONCE_MORE)


def _page(
    asked: Asked, wrong: Mapping[str, str] = NOTHING, *, checked: Checked | None = None, notice: str = ""
) -> ResponseReturnValue:
    before, after = (_number(request.args.get(name)) for name in ("before", "after"))
    with read() as session:
        people, looked_for = members.everybody(session), _in_words(session, asked)
        found = None if asked.wrong else audit_search.page_of(session, asked.wanted, before=before, after=after)
    if found is not None:
        # What was not understood may be a name in the wrong box, and nothing was shown.
        _note(Act.READ_TRAIL, about=looked_for)
    mistakes = {**asked.wrong, **wrong}
    choices = {
        "choices": [_choice(each) for each in people],
        "acts": [(act.value, act.words) for act in Act],
        "words": {act.value: act.words for act in Act},
        "labels": audit_filter.LABELS,
    }
    shown: dict[str, Any] = {
        "found": found,
        "asked": asked,
        "checked": checked,
        "notice": notice,
        "masked": masking.name,
    }
    page = frame.draw("audit", TITLE, wrong=mistakes, posted=request.form, **choices, **shown)
    return page, 422 if mistakes else 400 if notice else 200


def _in_words(session: Session, asked: Asked) -> str:
    found = session.get(StaffMember, asked.wanted.member_id) if asked.wanted.member_id is not None else None
    return asked.in_words(found.name if found else "")


def _choice(member: StaffMember) -> tuple[int, str]:
    closed = "・終了" if member.closed_at else ""
    return member.id, f"{member.shown_name}（{member.name}{closed}）"


def _note(act: Act, about: str, reason: str = "") -> None:
    with write() as session:
        audit_trail.record(session, act, guard.present().id, clock.now(), about=about, reason=reason)


def _number(typed: str | None) -> int | None:
    try:
        return audit_filter.number(typed or "")
    except ValueError:
        return None


def _heads(asked: Asked) -> Iterator[bytes]:
    with read() as session:
        for told in audit_upkeep.heads(session, asked.wanted.since, asked.wanted.until):
            yield f"{told.line}\n".encode()


def _file(content: Iterator[bytes], name: str, mimetype: str) -> Response:
    named = f"attachment; filename=audit-{clock.now().astimezone(JST):%Y%m%d-%H%M}-{name}"
    sent: Any = stream_with_context(content)
    return Response(sent, mimetype=mimetype, headers={"Content-Disposition": named})
