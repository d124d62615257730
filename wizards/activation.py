"""新規利用登録, second half: from the link in the mail to the account (画面 107–110)."""

import accounts
import links
import matching
import models
import rules
from forms.activation import AccessForm
from wizards.engine import Complete, Confirm, Input, Listed, Wizard
from wizards.entrances import ByLink
from wizards.receipt import Act, Receipt

ALREADY = "このメールアドレスは、すでにご登録いただいています。ログイン画面からご利用ください。"


def open_account(act: Act) -> Receipt:
    """Open the account with the address that the link went to, and give it the contracts that hold that address.

    Raise Refused where the address got an account meanwhile.
    """
    assert act.link_id is not None
    contents = links.contents(act.session, act.keyring, act.link_id)
    address = contents["email"]
    if accounts.find(act.session, act.portal, address):
        raise rules.Refused(ALREADY)
    account = accounts.open_account(
        act.session, act.portal, email=address, password=act.answers["password"], answers=act.answers, now=act.now
    )
    account.agency_code, account.employee_number = contents["agency"], contents["employee"]
    _give_contracts(act, account, address)
    links.finish(act.session, act.link_id, now=act.now)
    return Receipt(login=account.id, account_id=account.id, event="account opened")


def _give_contracts(act: Act, account: models.Account, address: str) -> None:
    kana = f"{account.family_kana} {account.given_kana}"
    found = matching.match_contracts(
        act.session, portal=act.portal.name, kana=kana, birth_date=account.birth_date, email=address
    )
    matching.hold(act.session, account.id, found, "registration", act.now)


wizard = Wizard(
    name="activation",
    title="新規利用登録",
    enter=ByLink(
        "registration",
        number=107,
        title="キーワード入力",
        heading="新規利用登録",
        lead="新規利用登録のお申し込みのときに入力いただいたキーワードを入力して、「次へ」を押してください。",
    ),
    commit=open_account,
    progress=("お客さま情報の入力", "入力内容の確認", "完了"),
    steps=(
        Input(108, "access", "ID・パスワード入力", AccessForm),
        Confirm(
            109,
            "入力内容の確認",
            button="次へ",
            lead="まだお手続きは完了していません。入力内容をご確認のうえ、よろしければ「次へ」を押してください。"
            "「次へ」を押すと、新規利用登録が確定します。",
        ),
    ),
    complete=Complete(110, "登録完了"),
    also=(Listed(107, "キーワード入力", "keyword"),),
)
