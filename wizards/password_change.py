"""パスワードの変更, also the one that an issued password asks for (画面 711, 712; ASVS 6.2.3)."""

import models
from forms.password_change import PasswordChangeForm
from wizards import recovery
from wizards.entrances import customer
from wizards.receipt import Act, Receipt
from wizards.steps import Complete, Input, Wizard

NAME = "パスワードの変更"


def change(act: Act) -> Receipt:
    """The new password ends every login of the old one; this browser gets a new one (row A15)."""
    assert act.account_id is not None
    account = act.session.get_one(models.Account, act.account_id)
    letters = recovery.renew_password(act, account, NAME)
    return Receipt(number=act.number, letters=letters, login=account.id, event="password changed")


wizard = Wizard(
    name="password_change",
    title=NAME,
    enter=customer,
    commit=change,
    progress=("パスワードの入力", "完了"),
    steps=(Input(711, "password", NAME, PasswordChangeForm),),
    complete=Complete(712, "パスワードを変更しました"),
)
