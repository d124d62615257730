"""新規登録 by 仮パスワード, second half: a password of one's own, and registered (画面 305, 306)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

import models
from domain.accounts import audit_log, lifecycle
from domain.contracts import matching
from domain.messages import letters
from forms.first_password import FirstPasswordForm
from rules.japanese import mail
from rules.refusal import Refused
from wizards import account_recovery
from wizards.engine.access import customer
from wizards.engine.definition import Complete, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt

NOT_FIRST = "パスワードは、すでに設定されています。変更する場合は、「パスワードの変更」からお手続きください。"


def register(act: CommitContext) -> Receipt:
    """The password makes the account its owner's; the mail has proved its address (decision 14). Raise Refused where
    there is one: then the password as it is must be known."""
    assert act.account_id is not None
    account = act.session.get_one(models.Account, act.account_id)
    if account.password:
        raise Refused(NOT_FIRST)
    account_recovery.set_password(act, account)
    matching.match_account(act.session, account, act.now)
    lifecycle.drop_waiting(act.session, matching.held_by(act.session, account.id))
    written = [letters.registered(act.portal, account.email or "", act.number, act.now, f"{act.site}/login")]
    return Receipt(
        number=act.number,
        rows=[(act.portal.user_id_label, mail.shown(account.user_id))],
        letters=written,
        login=account.id,
        event=audit_log.Kind.ACCOUNT_OPENED,
    )


def others(session: Session, account_id: int) -> Sequence[int]:
    """Who waits for the same contracts, those included that it will hold by its address."""
    account = session.get_one(models.Account, account_id)
    return lifecycle.waiting(session, [*matching.held_by(session, account_id), *matching.matched(session, account)])


wizard = Wizard(
    name="first_password",
    title="新規登録（仮パスワード）",
    enter=customer,
    commit=register,
    locks=others,
    progress=("パスワード変更", "完了"),
    steps=(Input(305, "password", "パスワード変更", FirstPasswordForm),),
    complete=Complete(306, "登録完了"),
)
