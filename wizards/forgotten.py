"""再設定, first half: who forgot their user ID or password, and where the mail goes (画面 402, 403, 407)."""

from functools import partial

from domain.accounts.link_purposes import LinkPurpose
from forms.forgotten import ForgottenForm
from wizards import account_recovery
from wizards.engine.access import anyone
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt


def submit_application(act: CommitContext) -> Receipt:
    """By the registered address and, where the company issues the IDs, the ID that goes with it."""
    address = act.answers["email"]
    return account_recovery.send_link(
        act, LinkPurpose.RESET, user_id=act.answers.get("user_id") or address, address=address
    )


wizard = Wizard(
    name="forgotten",
    title="再設定のお申し込み",
    enter=anyone,
    commit=submit_application,
    progress=("ご登録内容の入力", "入力内容の確認", "メールの送信、キーワード表示"),
    came_from="login",
    steps=(
        Input(402, "identity", "ご登録内容の入力", ForgottenForm),
        Confirm(
            407,
            "入力内容の確認",
            button="次へ",
            lead="まだお手続きは完了していません。入力内容をご確認のうえ、よろしければ「次へ」を押してください。",
        ),
    ),
    complete=Complete(403, "キーワード表示", again=partial(account_recovery.send_again, purpose=LinkPurpose.RESET)),
)
