"""パスワードの変更, also the one that an issued password asks for (画面 711, 712; ASVS 6.2.3)."""

import models
from domain.accounts import audit_log, authentication
from forms.password_change import PasswordChangeForm
from infra.database import read
from wizards import account_recovery
from wizards.engine.access import customer
from wizards.engine.definition import Complete, Input, Precheck, Wizard
from wizards.engine.receipt import CommitContext, Conflict, Receipt

NAME = "パスワードの変更"


def try_current(asked: Precheck) -> None:
    """Try the password as it is, counted like every try at it. Raise authentication.Locked, or Conflict where an
    equal press was quicker."""
    current, account_id = asked.form["current"], asked.account_id
    if current.empty or current.process_errors or account_id is None:
        return
    with read() as session:
        user_id = session.get_one(models.Account, account_id).user_id
    press = authentication.Press(asked.run_id, asked.was_taken)
    try:
        found = authentication.prove(
            asked.portal, user_id, current.data, asked.now, authentication.Asker(asked.device), press=press
        )
    except authentication.Repeated:
        raise Conflict from None
    current.right = found is not None


def change(act: CommitContext) -> Receipt:
    """The new password ends every login of the old one; this browser gets a new one (row A15)."""
    assert act.account_id is not None
    account = act.session.get_one(models.Account, act.account_id)
    letters = account_recovery.renew_password(act, account, NAME)
    return Receipt(number=act.number, letters=letters, login=account.id, event=audit_log.Kind.PASSWORD_CHANGED)


wizard = Wizard(
    name="password_change",
    title=NAME,
    enter=customer,
    commit=change,
    progress=("パスワードの入力", "完了"),
    came_from="my-page",
    steps=(Input(711, "password", NAME, PasswordChangeForm, precheck=try_current),),
    complete=Complete(712, "パスワードを変更しました"),
)
