"""メールアドレスの登録・変更 (画面 701–703): the new address gets a link, the former is told (A18, A19)."""

import models
from domain.accounts import audit_log, directory
from forms.address_change import AddressForm
from rules.japanese import mail
from rules.refusal import Refused
from wizards import email_confirmation
from wizards.engine.access import proved_customer
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt

OFTEN = (
    "このメールアドレスには、短い時間に続けてメールをお送りしたため、いまはお送りできません。"
    "1時間ほどたってから、もう一度ボタンを押してください。"
)
SAME = "現在ご登録のメールアドレスと同じです。新しいメールアドレスを入力してください。"


def submit_address(act: CommitContext) -> Receipt:
    """Nothing changes before the link is opened. Raise Refused where it is the address as it is, or was written to
    often just now."""
    assert act.account_id is not None
    account, address = act.session.get_one(models.Account, act.account_id), act.answers["email"]
    if directory.normalize_user_id(address) == directory.normalize_user_id(account.email or ""):
        raise Refused(SAME)
    asked = email_confirmation.send_link(act, account, address)
    if not asked:
        raise Refused(OFTEN)
    return Receipt(
        number=act.number,
        rows=[("新しいメールアドレス", mail.shown(address))],
        next_steps=[
            "新しいメールアドレスに届くメールの、URLを開きます。URLの有効期限は、メールの送信から48時間です。",
            "ログインして、「このメールアドレスを登録する」を押すと、変更が完了します。",
            "それまでは、現在のご登録のままです。",
        ],
        button=("ホームへ" if act.portal.chooses_own_id else "メニューへ", f"/{act.portal.name}/home"),
        letters=[*email_confirmation.tell_former(act, account, address), *asked],
        event=audit_log.Kind.ADDRESS_ASKED,
    )


wizard = Wizard(
    name="address_change",
    title="メールアドレスの登録・変更",
    enter=proved_customer,
    commit=submit_address,
    progress=("新しいメールアドレスの入力", "入力内容の確認", "メールの送信"),
    came_from="my-page",
    steps=(
        Input(701, "address", "メールアドレスの登録・変更", AddressForm),
        Confirm(
            702,
            "入力内容の確認",
            button="この内容で申し込む",
            lead="まだお手続きは完了していません。内容をご確認のうえ、「この内容で申し込む」を押してください。",
        ),
    ),
    complete=Complete(703, "確認のメールを送信しました"),
)
