"""再設定, first half: who forgot their user ID or password, and where the mail goes (画面 402, 403, 407)."""

from functools import partial

from forms.forgotten import ForgottenForm
from wizards import recovery
from wizards.entrances import anyone
from wizards.receipt import Act, Receipt
from wizards.steps import Complete, Confirm, Input, Wizard


def ask(act: Act) -> Receipt:
    """By the registered address and, where the company issues the IDs, the ID that goes with it."""
    address = act.answers["email"]
    return recovery.ask(act, recovery.RESET, user_id=act.answers.get("user_id") or address, address=address)


wizard = Wizard(
    name="forgotten",
    title="再設定のお申し込み",
    enter=anyone,
    commit=ask,
    progress=("ご登録内容の入力", "入力内容の確認", "メールの送信、キーワード表示"),
    steps=(
        Input(402, "identity", "ご登録内容の入力", ForgottenForm),
        Confirm(
            407,
            "入力内容の確認",
            button="次へ",
            lead="まだお手続きは完了していません。入力内容をご確認のうえ、よろしければ「次へ」を押してください。",
        ),
    ),
    complete=Complete(403, "キーワード表示", again=partial(recovery.send_again, purpose=recovery.RESET)),
)
