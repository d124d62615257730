"""Which letters and links went to a customer, and what became of each? In words, for who speaks with them.

Nothing of a letter's contents, no address, and of a link neither its address nor its keyword.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.accounts import links
from domain.accounts.link_purposes import LinkPurpose
from domain.messages import letters
from infra import rate_limits
from infra.encryption import Keyring
from models import Letter, Link
from rules import mail_answers
from rules.japanese import formatting
from rules.japanese.times import UtcDateTime
from rules.states import LetterState

SINCE = timedelta(days=7)
SHOWN = 8
# What a letter is called, by its kind.
KINDS: Mapping[str, str] = {
    "address_asked": "メールアドレス変更のお申し込みのお知らせ",
    "address_changed": "メールアドレス変更のお知らせ",
    "already_registered": "初回利用登録に関するご案内（すでに登録済み）",
    "application_accepted": "お申し込みの受け付けのお知らせ",
    "application_withdrawn": "お申し込みの取り下げのお知らせ",
    "cancellation_accepted": "解約のお申し込みのお知らせ",
    "change_accepted": "ご契約変更のお申し込みのお知らせ",
    "confirm_address": "メールアドレスの確認のお願い",
    "corrected": "ご登録内容の訂正のお知らせ",
    "contract_added": "ご契約の追加のお知らせ",
    "logins_voided": "ログインを取りやめたことのお知らせ",
    "not_confirmed": "再設定・ロック解除のご案内（確認できなかった旨）",
    "paper_by_telephone": "初期パスワードの書面のお知らせ",
    "password_changed": "パスワード変更のお知らせ",
    "password_issued": "初期パスワード再発行のお知らせ",
    "phone_by_telephone": "電話番号の変更のお申し込みのお知らせ",
    "photos_arrived": "事故の画像の受け付け（担当者あて）",
    "recovery_asked": "メールアドレス変更のお申し込みのお知らせ（お電話）",
    "recovery_link": "メールアドレス変更のご案内（お電話）",
    "registered": "ご登録完了のお知らせ",
    "registration": "初回利用登録に関するご案内",
    "registration_begun": "ご登録のお申し込みのお知らせ",
    "renewal_accepted": "継続のお申し込みのお知らせ",
    "request_withdrawn": "お申し込みの取り下げのお知らせ",
    "temporary_password": "仮パスワードのお知らせ",
    "unlocked_by_telephone": "ロック解除のお知らせ",
    "way_in": "再設定・ロック解除のご案内",
    "web_access": "インターネットでのお手続きの停止・再開のお知らせ",
}
STATES: Mapping[str, str] = {
    LetterState.QUEUED: "送信待ち",
    LetterState.SENDING: "送信中",
    LetterState.SENT: "送信済み",
    LetterState.FAILED: "送信できませんでした",
    LetterState.UNSURE: "送信できたか確認できません",
    LetterState.ABANDONED: "48時間以内に送信できませんでした",
    LetterState.WITHHELD: "お送りしていません",
}
NOT_FOR_THEM = "入力の内容がご登録と一致しないか、短い時間に繰り返されました"
PURPOSES: Mapping[str, str] = {
    LinkPurpose.REGISTRATION: "初回利用登録",
    LinkPurpose.RESET: "再設定",
    LinkPurpose.UNLOCK: "ロック解除",
    LinkPurpose.NEW_ADDRESS: "メールアドレスの確認",
    LinkPurpose.RECOVERY: "メールアドレスの変更（お電話）",
    LinkPurpose.STOP_ADDRESS: "メールアドレス変更の取りやめ",
    LinkPurpose.APPLICATION: "お申し込みの取り下げ",
}


class Told(NamedTuple):
    """A letter or a link: what it is, when it was made, what has become of it, and what more there is to say."""

    what: str
    at: UtcDateTime
    state: str
    more: str = ""


def letters_to(session: Session, keyring: Keyring, portal: str, address: str, now: UtcDateTime) -> list[Told]:
    """The newest letters of the last days to an address, also those that were held back."""
    limits = ("", *rate_limits.LETTERS) if address else ()
    marks = [mark for limit in limits for mark in letters.addressees(keyring, portal, limit, address)]
    theirs = select(Letter).where(Letter.addressee.in_(marks), Letter.created_at >= now - SINCE)
    newest = theirs.order_by(Letter.created_at.desc(), Letter.id.desc()).limit(SHOWN)
    return [_letter(each) for each in session.scalars(newest)]


def links_of(
    session: Session, keyring: Keyring, portal: str, address: str, now: UtcDateTime, *, account_id: int | None
) -> list[Told]:
    """The newest links of the last days that lead into an account, or went to an address."""
    purposes = LinkPurpose if address else ()
    marks = [mark for purpose in purposes for mark in links.abouts(keyring, portal, purpose, address)]
    theirs = or_(Link.account_id == account_id, Link.about.in_(marks)) if account_id else Link.about.in_(marks)
    recent = select(Link).where(Link.portal == portal, theirs, Link.created_at >= now - SINCE)
    newest = recent.order_by(Link.created_at.desc(), Link.id).limit(SHOWN)
    return [_link(each, now) for each in session.scalars(newest)]


def reason_of(answer: str | None) -> str:
    """Why a letter did not go, from what the outbox kept of the other side's answer; "" where it says nothing. No word
    of the server's is in it."""
    code = mail_answers.code(answer or "")
    return f"{mail_answers.reason(answer or '')}（応答コード {code}）" if code else ""


def _letter(letter: Letter) -> Told:
    state, more = STATES[letter.state], ""
    if letter.sent_at:
        more = formatting.clock_time(letter.sent_at)
    elif letter.state == LetterState.QUEUED and letter.attempts:
        more = f"{reason_of(letter.last_answer)}　次の送信 {formatting.clock_time(letter.next_try_at)}".strip()
    elif letter.state == LetterState.WITHHELD:
        more = NOT_FOR_THEM
    elif letter.state != LetterState.QUEUED:
        more = reason_of(letter.last_answer)
    return Told(KINDS.get(letter.kind, letter.kind), letter.created_at, state, more)


def _link(link: Link, now: UtcDateTime) -> Told:
    tries = f"キーワードの間違い {link.tries}回" if link.tries else ""
    return Told(PURPOSES.get(link.purpose, link.purpose), link.created_at, _state_of(link, now), tries)


def _state_of(link: Link, now: UtcDateTime) -> str:
    if link.used_at:
        return "使用済み"
    if link.replaced_at:
        return "新しいメールを送ったため使えません"
    if link.claimed_at:
        return f"開いて手続き中（{formatting.clock_time(link.claimed_at)}から）"
    if link.tries >= links.TRIES:
        return "キーワードの間違いが続いたため使えません"
    return (
        "有効期限切れ"
        if now >= link.expires_at
        else f"まだ開かれていません（{formatting.moment(link.expires_at)}まで）"
    )
