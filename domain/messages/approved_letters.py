"""What does a customer read of what two members of staff did for them by telephone? One function a letter."""

from dataclasses import replace
from typing import NamedTuple

from domain.messages.frame import Addressee
from domain.messages.letters import Draft, write
from rules.japanese import mail
from rules.japanese.times import UtcDateTime
from rules.portals import Portal


class Within(NamedTuple):
    """When a change was asked for, from when on it can be confirmed, and until when."""

    asked_at: UtcDateTime
    opens_at: UtcDateTime
    expires_at: UtcDateTime


def recovery_asked(portal: Portal, address: str, new_address: str, url: str, when: Within) -> Draft:
    """To the `address` as it is: by telephone another was asked for, without the password; the link `url` stops it, for
    all the time in which it can be confirmed and before (row A20)."""
    shown = {"new_address": mail.masked(new_address), "url": url, "by_staff": True}
    subject = "メールアドレス変更のお申し込みのお知らせ"
    return write("recovery_asked", portal, address, subject, at=when.asked_at, opens_at=when.opens_at, **shown)


def recovery_link(portal: Portal, address: str, user_id: str, url: str, when: Within) -> Draft:
    """The link by which the new address is confirmed without a login (706); whose ID (`user_id`, as it is now) it is
    for."""
    shown = {"user_id": mail.masked_id(user_id), "url": url, "by_staff": True}
    subject = "メールアドレスの確認のお願い"
    draft = write("recovery_link", portal, address, subject, **shown, **when._asdict())
    return replace(draft, limit="new address")


def corrected(portal: Portal, to: Addressee, items: str, at: UtcDateTime) -> Draft:
    """What was registered of the customer was corrected, as they asked by telephone; of it only which `items`."""
    return write("corrected", portal, to, "ご登録内容の訂正のお知らせ", items=items, at=at, by_staff=True)


def web_access(portal: Portal, to: Addressee, which: str, at: UtcDateTime, *, closed: bool) -> Draft:
    """Contracts were closed to the web by the call centre, or opened again: `which`, never by a whole number."""
    subject = "インターネットでのお手続きの停止のお知らせ" if closed else "インターネットでのお手続きの再開のお知らせ"
    return write("web_access", portal, to, subject, which=which, at=at, closed=closed, by_staff=True)
