"""新規利用登録, first half: who wants to register, and where the mail goes (画面 101–106).

Known, unknown and already registered people see the same screens and cost the same work; only the letter differs
(row A3, decision 14).
"""

import secrets
from dataclasses import replace

from sqlalchemy.orm import Session

from domain.accounts import audit_log, directory, links
from domain.accounts.link_purposes import LinkPurpose
from domain.messages import letters
from forms.kit.question import Boxes
from forms.registration import ProfileForm
from rules.portals import Portal
from rules.refusal import Refused
from wizards.engine.access import anyone
from wizards.engine.definition import Answers, Complete, Confirm, Input, Listed, Wizard
from wizards.engine.receipt import CommitContext, Receipt, too_soon

LIMIT = "registration"
NOT_SENT_AGAIN = "メールをもう一度お送りすることができませんでした。お手数ですが、もう一度はじめからお手続きください。"

OFTEN = (
    "このメールアドレスには、短い時間に続けてメールをお送りしたため、今回はお送りしていません。先に届いているメールは、"
    "そのお申し込みのときのキーワードでご利用いただけます。お心当たりのない場合は、1時間ほどたってから、もう一度はじめから"
    "お手続きください。"
)


def filled_in(answers: Answers, typed: Boxes) -> dict[str, list[str]]:
    """What 103 asked and 108 asks again, as it stands there from the start: as 104 read it back."""
    same = {name: list(values) for name, values in typed.items() if name.split("-")[0] in ("holder", "birth")}
    kana, address = answers["kana"], [answers["email"]]
    same |= {"kana-family": [kana.family], "kana-given": [kana.given]}
    # It was asked about on 103, if at all, and the link has come to it.
    return same | dict.fromkeys(("email", "email-again", "email-which"), address)


def apply_for(act: CommitContext) -> Receipt:
    """Send the letter of 106, or to an address that has an account the one that says so; to one that was written to
    often just now nothing, and no earlier letter's link is void for it (decision 36)."""
    address = act.answers["email"]
    due = act.may_write(LIMIT, address)
    contents = {
        "email": address,
        "agency": act.origin.agency_code,
        "employee": act.answers["employee"],
        "typed": filled_in(act.answers, act.typed),
    }
    about = address if due else secrets.token_urlsafe(12)
    link = act.issue(LinkPurpose.REGISTRATION, about, contents, keyword=act.answers["keyword"])
    written = [letter(act.session, act.portal, act.site, link)] if due else []
    notes = [] if due else [OFTEN]
    return Receipt(
        keyword=act.answers["keyword"],
        link=link.id,
        sent_at=act.now,
        sent_to=address,
        notes=notes,
        letters=written,
        event=audit_log.Kind.REGISTRATION,
    )


def letter(session: Session, portal: Portal, site: str, link: links.NewLink) -> letters.Draft:
    """Which letter the address in this `link` gets; a link that nobody is told of opens for nobody. `site` is the
    portal's address, for what stands in the letter."""
    address = link.contents["email"]
    if directory.exists(session, portal, address):
        return letters.already_registered(portal, address, site, LIMIT)
    return letters.registration(portal, address, f"{site}/link/{link.token}", link.expires_at)


def send_again(act: CommitContext, receipt: Receipt) -> Receipt:
    """The letter once more, with a new link. Raise Refused too soon, too often, or where the link was used."""
    too_soon(act, receipt)
    if not act.may_write(LIMIT, receipt.sent_to or ""):
        raise Refused(OFTEN)
    renewed = links.renew(act.session, act.keyring, receipt.link or "", signing_key=act.signing_key, now=act.now)
    if renewed is None:
        raise Refused(NOT_SENT_AGAIN)
    written = [letter(act.session, act.portal, act.site, renewed)]
    return replace(receipt, link=renewed.id, sent_at=act.now, notes=[], letters=written)


wizard = Wizard(
    name="registration",
    title="新規利用登録",
    enter=anyone,
    commit=apply_for,
    progress=("お客さま情報の入力", "入力内容の確認", "メールの送信、キーワード表示"),
    came_from="first-time",
    steps=(
        Input(103, "profile", "お客さま情報の入力、利用規約同意", ProfileForm),
        Confirm(
            104,
            "入力内容の確認",
            button="次へ",
            lead="まだお手続きは完了していません。入力内容をご確認のうえ、よろしければ「次へ」を押してください。",
        ),
    ),
    complete=Complete(105, "メールの送信、キーワード表示", again=send_again),
    also=(Listed(106, "メール受信", "letter"),),
)
