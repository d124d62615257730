"""すべての端末からログアウト: who lost a telephone is logged out everywhere (ASVS 7.4.5)."""

from datetime import timedelta

from flask import current_app
from sqlalchemy.orm import Session

from domain.accounts import audit_log, logins, user_agents
from domain.staff.audit_trail import Act
from forms.staff.end_logins import EndLoginsForm, OpenLogins
from rules.japanese import formatting
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt
from wizards.staff.case import AtCase, CaseVisit, done

NO_ACCOUNT = "ログインIDをお持ちでないお客さまです。"
NONE_OPEN = "このお客さまは、どの端末でもログインしていません。"
SCREEN = 1153


def open_logins(session: Session, visit: CaseVisit) -> OpenLogins:
    """Where a customer is logged in. Raise AccessDenied where they have no account, or are logged in nowhere."""
    if visit.case.account_id is None:
        raise AccessDenied(Reason.CLOSED, texts=[NO_ACCOUNT])
    idle, whole = current_app.config["IDLE_MINUTES"], current_app.config["LOGIN_HOURS"]
    ends = {"idle": timedelta(minutes=idle), "whole": timedelta(hours=whole)}
    found = logins.under_way(session, visit.case.account_id, visit.now, **ends)
    if not found:
        raise AccessDenied(Reason.CLOSED, texts=[NONE_OPEN])
    told = sorted((each.created_at, user_agents.named(each.device)) for each in found)
    return OpenLogins(tuple((browser, formatting.moment(at)) for at, browser in told))


def end(act: CommitContext) -> Receipt:
    """End them all. Raise AccessDenied, or Conflict where somebody logged in or out meanwhile."""
    case = ENTRANCE.still(act)
    assert case.account_id is not None
    ended = logins.end_of(act.session, case.account_id)
    receipt = Receipt(
        rows=[("ログアウトさせた端末", f"{ended}台")],
        next_steps=["お客さまは、いつものログイン画面からログインし直せます。"],
        event=audit_log.Kind.LOGGED_OUT_BY_COMMAND,
    )
    return done(act, case, Act.ENDED_LOGINS, receipt, screen=SCREEN, about=f"{ended}台")


# Whoever telephones of a lost telephone is to be helped at once; nothing is opened by it.
ENTRANCE = AtCase(open_logins, anybody=True)
wizard = Wizard(
    name="end_logins",
    title="すべての端末からログアウト",
    enter=ENTRANCE,
    commit=end,
    progress=("理由の入力", "内容の確認", "完了"),
    steps=(
        Input(1151, "reason", "すべての端末からログアウト", EndLoginsForm),
        Confirm(1152, "内容の確認", button="すべての端末からログアウトさせる"),
    ),
    complete=Complete(SCREEN, "ログアウトさせました"),
)
