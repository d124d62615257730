"""新規利用登録, first half: who wants to register, and where the mail goes (画面 101–106).

Known, unknown and already registered people see the same screens and cost the same work; only the letter differs
(row A3, decision 14).
"""

import accounts
import links
import mail
from forms.fields import Kept
from forms.registration import ProfileForm
from wizards.engine import Complete, Confirm, Input, Listed, Wizard
from wizards.entrances import anyone
from wizards.receipt import Act, Receipt

PURPOSE = "registration"


def filled_in(typed: Kept) -> dict[str, list[str]]:
    """What 103 asked and 108 asks again, as it stands there from the start."""
    same = {name: list(values) for name, values in typed.items() if name.split("-")[0] in ("holder", "kana", "birth")}
    return {**same, "email": list(typed["email"]), "email-again": list(typed["email"])}


def apply_for(act: Act) -> Receipt:
    """Send the letter of 106, or to an address that has an account the one that says so."""
    address = act.answers["email"]
    contents = {
        "email": address,
        "agency": act.agency_code,
        "employee": act.answers["employee"],
        "typed": filled_in(act.typed),
    }
    known = accounts.find(act.session, act.portal, address)
    link = links.issue(
        act.session,
        act.keyring,
        signing_key=act.signing_key,
        portal=act.portal.name,
        purpose=f"{PURPOSE} known" if known else PURPOSE,
        about=address,
        keyword=act.answers["keyword"],
        contents=contents,
        now=act.now,
    )
    site = f"{act.base_url}/{act.portal.name}"
    if known:
        letter = mail.already_registered(act.portal, address, f"{site}/login", None)
    else:
        letter = mail.registration(act.portal, address, f"{site}/link/{link.token}", link.expires_at)
    return Receipt(keyword=act.answers["keyword"], letters=[letter])


wizard = Wizard(
    name="registration",
    title="新規利用登録",
    enter=anyone,
    commit=apply_for,
    progress=("お客さま情報の入力", "入力内容の確認", "メールの送信、キーワード表示"),
    steps=(
        Input(103, "profile", "お客さま情報の入力、利用規約同意", ProfileForm),
        Confirm(
            104,
            "入力内容の確認",
            button="次へ",
            lead="まだお手続きは完了していません。入力内容をご確認のうえ、よろしければ「次へ」を押してください。",
        ),
    ),
    complete=Complete(105, "メールの送信、キーワード表示"),
    also=(Listed(106, "メール受信", "letter"),),
)
