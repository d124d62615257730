"""メールの再送: the mail with a link goes out once more, to where it went before (1111–1113, decision 13).

Neither the link nor the keyword is ever seen here, and the address only masked: so whoever calls may ask for it.
"""

from collections.abc import Sequence

from flask import current_app
from sqlalchemy.orm import Session

from domain.accounts import audit_log, directory, renewable_links
from domain.accounts.link_purposes import LinkPurpose
from domain.accounts.links import NewLink
from domain.accounts.renewable_links import Renewable
from domain.messages import tracing
from domain.messages.letters import Draft
from domain.staff import sent_letters
from domain.staff.audit_trail import Act
from forms.staff.send_link import SendLinkForm, SentLink, SentLinks
from rules import mail_answers, masking
from rules.japanese import formatting
from rules.portals import Portal
from rules.refusal import Refused
from rules.states import LetterState
from wizards import account_recovery, sent_again
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import SEND_AGAIN_AFTER, CommitContext, Conflict, Receipt
from wizards.staff.case import AtCase, CaseVisit, address_of, done

NONE_SENT = (
    "もう一度お送りできるメールはありません。有効期限から1日を過ぎたもの、すでにURLを開いてキーワードを入力されたもの、"
    "キーワードの間違いが5回になったものは、お送りできません。お客さまに、はじめからお手続きいただいてください。"
)
SCREEN = 1113
OF_NO_KEYWORD = "新しいメールのURLを開くと、メールアドレスの確認が完了します。"
WITH_KEYWORD = (
    "新しいメールのURLを開き、はじめのお申し込みのときのキーワードを入力していただきます。",
    "キーワードは、当社からお伝えすることができません。お忘れのときは、はじめからお手続きいただきます。",
)


def sent_to(session: Session, visit: CaseVisit) -> SentLinks:
    """The mails of a customer that can go out once more. Raise AccessDenied where there is none."""
    found = _renewable(session, visit)
    if not found:
        raise AccessDenied(Reason.CLOSED, texts=[NONE_SENT])
    return SentLinks(tuple(_shown(session, visit.portal, each) for each in found))


def _renewable(session: Session, visit: CaseVisit) -> Sequence[Renewable]:
    """Who has chosen a password registers no more: their address is told so, and led nowhere."""
    address = address_of(session, visit.case)
    registers = "" if address and directory.exists(session, visit.portal, address) else address
    keyring, account_id = current_app.extensions["keyring"], visit.case.account_id
    return renewable_links.of(
        session, keyring, visit.portal.name, account_id=account_id, address=registers, now=visit.now
    )


def _shown(session: Session, portal: Portal, link: Renewable) -> SentLink:
    return SentLink(
        name=_name(link),
        what=_what(portal, link.purpose),
        sent_at=formatting.moment(link.sent_at),
        to=masking.email(link.address),
        until=formatting.moment(link.expires_at),
        tries_left=None if link.purpose == LinkPurpose.NEW_ADDRESS else link.tries_left,
        state=_state(session, portal, link),
    )


def _name(link: Renewable) -> str:
    """Nothing of the link itself."""
    return f"{link.purpose.replace(' ', '_')}_{link.sent_at:%Y%m%d%H%M%S%f}"


def _what(portal: Portal, purpose: LinkPurpose) -> str:
    named = {LinkPurpose.REGISTRATION: "新規利用登録", LinkPurpose.NEW_ADDRESS: "メールアドレスの確認"}
    return named.get(purpose) or account_recovery.procedure(portal, purpose)


def _state(session: Session, portal: Portal, link: Renewable) -> str:
    """How far its letter came, and what was in the way."""
    keyring, limit = current_app.extensions["keyring"], sent_again.LIMITS[link.purpose]
    found = tracing.trace(session, keyring, limit, portal=portal.name, address=link.address, at=link.sent_at)
    if found is None:
        return "記録がありません"
    hindered = found.state in (LetterState.FAILED, LetterState.ABANDONED) or (
        found.state == LetterState.QUEUED and found.attempts > 0
    )
    state = sent_letters.STATES[found.state]
    return f"{state}（{mail_answers.reason(found.answer)}）" if hindered else state


def send(act: CommitContext) -> Receipt:
    """Send it, with a new link. Raise AccessDenied, Conflict where the link was used meanwhile, or Refused too soon or
    too often."""
    case = ENTRANCE.still(act)
    known = {_name(each): each for each in _renewable(act.session, CaseVisit(act.portal, case, act.now))}
    link = known[act.answers["link"]]
    if act.now < link.sent_at + SEND_AGAIN_AFTER:
        raise Refused(
            f"メールは{formatting.minute_from(link.sent_at + SEND_AGAIN_AFTER)}から、もう一度お送りできます。"
        )
    renewed = sent_again.renewed(
        act.session,
        act.keyring,
        act.portal,
        link.id,
        link.purpose,
        base_url=act.base_url,
        signing_key=act.signing_key,
        now=act.now,
    )
    if renewed is None:
        raise Conflict
    return done(
        act, case, Act.SENT_LINK, _receipt(act, link, *renewed), screen=SCREEN, about=_what(act.portal, link.purpose)
    )


def _receipt(act: CommitContext, link: Renewable, new: NewLink, letter: Draft) -> Receipt:
    asks_no_keyword = link.purpose == LinkPurpose.NEW_ADDRESS
    return Receipt(
        rows=[
            ("再送したメール", _what(act.portal, link.purpose)),
            ("宛先", masking.email(link.address)),
            ("URLの有効期限", formatting.hour_until(new.expires_at)),
        ],
        next_steps=[
            "先にお届けしたメールのURLは、使えなくなりました。新しいメールをご覧いただきます。",
            *([OF_NO_KEYWORD] if asks_no_keyword else WITH_KEYWORD),
            "数分たっても届かないときは、迷惑メールのフォルダーと、受信拒否の設定をご確認いただきます。",
        ],
        letters=[letter],
        event=audit_log.Kind.STAFF_SENT_LINK,
    )


ENTRANCE = AtCase(sent_to, anybody=True)
wizard = Wizard(
    name="send_link",
    title="メールの再送",
    enter=ENTRANCE,
    commit=send,
    progress=("メールの選択", "内容の確認", "完了"),
    steps=(
        Input(1111, "link", "メールの再送", SendLinkForm),
        Confirm(1112, "内容の確認", button="メールを再送する"),
    ),
    complete=Complete(SCREEN, "メールを再送しました"),
)
