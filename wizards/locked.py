"""ロック解除, first half: whose login is locked, and where the mail goes (画面 411–413)."""

from functools import partial

from domain.accounts.link_purposes import LinkPurpose
from forms.locked import LockedForm
from wizards import account_recovery
from wizards.engine.access import anyone
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt


def submit_application(act: CommitContext) -> Receipt:
    """By the ID alone; the mail goes to its registered address, if it has one."""
    return account_recovery.send_link(act, LinkPurpose.UNLOCK, user_id=act.answers["user_id"], address="")


wizard = Wizard(
    name="locked",
    title="ロック解除のお申し込み",
    enter=anyone,
    commit=submit_application,
    progress=("ご登録内容の入力", "入力内容の確認", "メールの送信、キーワード表示"),
    came_from="login",
    steps=(
        Input(411, "identity", "ご登録内容の入力", LockedForm),
        Confirm(
            412,
            "入力内容の確認",
            button="次へ",
            lead="まだお手続きは完了していません。入力内容をご確認のうえ、よろしければ「次へ」を押してください。",
        ),
    ),
    complete=Complete(413, "キーワード表示", again=partial(account_recovery.send_again, purpose=LinkPurpose.UNLOCK)),
)
