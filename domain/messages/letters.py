"""What does each letter say? One function a letter; `post` puts it where the outbox finds it.

The words stand in templates/mail/<kind>.txt and .html. No letter ever holds a keyword (row 106 of screens.md) or a
password but the 仮パスワード of 303, and none loads anything from elsewhere.
"""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.messages import frame
from domain.messages.frame import Addressee
from infra import rate_limits
from infra.database import core, queue_up
from infra.encryption import Keyring, Purpose
from infra.statements import insertion
from models import ContractRequest, Letter
from rules.japanese import formats, mail
from rules.japanese.formatting import hour_until
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from rules.states import LetterState

FIRST = "初回利用登録に関するご案内"
APPLIED = "お申し込みの受け付けのお知らせ"
_TIMES = ("created_at", "next_try_at", "give_up_at")
_LETTERS = core(Letter)
POST = insertion(
    _LETTERS, "key", "portal", "kind", "masked_address", "addressee", "contents", "state", "attempts", *_TIMES
)
GIVE_UP_AFTER = timedelta(hours=48)
NOT_SENT = tuple(state for state in LetterState if state != LetterState.SENT)
# Nobody's address is kept with a letter that goes to nobody, whatever has become of it.
NOBODYS = Letter.masked_address == ""


class Unsendable(ValueError):
    """An address or a subject that would become something else in a mail's head (ASVS 1.3.11)."""


@dataclass(frozen=True)
class Draft:
    """A letter, written. `sender` is the address it comes from with its name before it. One that is `withheld` goes to
    nobody: it stands for the letter that somebody else would have got, and goes the same way up to the point where that
    one leaves, so that both take the same work (row A2). One that a stranger can cause is counted under a row of
    rate_limits.LETTERS, its `limit`."""

    kind: str
    portal_name: str
    address: str
    subject: str
    text: str
    html: str
    sender: str
    withheld: bool = False
    limit: str = ""


def registration(portal: Portal, address: str, url: str, expires_at: UtcDateTime) -> Draft:
    """106: the link of 新規利用登録, to whoever asked for it."""
    shown = {"url": url, "shown_until": hour_until(expires_at)}
    return replace(write("registration", portal, address, FIRST, **shown), limit="registration")


def already_registered(portal: Portal, address: str, site: str, limit: str) -> Draft:
    """The letter to an address that has an account already (row A3): only its owner learns so.

    Its subject is that of 106, so that nothing but the letter itself differs. `site` is the portal's address; the
    `limit` is that of the letter in whose place it goes.
    """
    return replace(write("already_registered", portal, address, FIRST, site=site), limit=limit)


def registered(portal: Portal, to: Addressee, number: str, at: UtcDateTime, login_url: str) -> Draft:
    """新規利用登録 is done (110): the receipt (`number` is its 受付番号, `at` when that was), and what to do if it was
    somebody else (rows W23, A21)."""
    shown = {"number": number, "at": at, "login_url": login_url, "user_id": mail.masked(to.address)}
    return write("registered", portal, to, "ご登録完了のお知らせ", **shown)


def contract_added(portal: Portal, to: Addressee, number: str, at: UtcDateTime, contract: str) -> Draft:
    """A contract was added to the customer's list (723), with the 受付番号 `number`; of its own number, `contract`,
    only the end is told."""
    shown = {"number": number, "at": at, "contract": f"****{contract[-4:]}"}
    return write("contract_added", portal, to, "ご契約の追加のお知らせ", **shown)


def change_accepted(portal: Portal, to: Addressee, request: ContractRequest, contract: str, what: str) -> Draft:
    """A change of a contract was asked for (606); of the contract's number, `contract`, only the end is told, of the
    change only `what`: which items it is about, in the customer's words."""
    shown = {"asked": request, "contract": f"****{contract[-4:]}", "what": what}
    return write("change_accepted", portal, to, "ご契約変更のお申し込みのお知らせ", **shown)


def cancellation_accepted(portal: Portal, to: Addressee, request: ContractRequest, contract: str) -> Draft:
    """The end of a contract was asked for (614); of the contract's number, `contract`, only the end is told, and
    nothing of the bank account."""
    shown = {"asked": request, "contract": f"****{contract[-4:]}"}
    return write("cancellation_accepted", portal, to, "解約のお申し込みのお知らせ", **shown)


def renewal_accepted(
    portal: Portal, to: Addressee, request: ContractRequest, contract: str, facts: Sequence[tuple[str, str]]
) -> Draft:
    """A renewal was asked for (625); of the contract's number, `contract`, only the end is told, of the `facts`, each a
    label and a value, the first four."""
    shown = {"asked": request, "contract": f"****{contract[-4:]}", "told": facts[:4]}
    return write("renewal_accepted", portal, to, "継続のお申し込みのお知らせ", **shown)


def application_accepted(
    portal: Portal, address: str, facts: Sequence[tuple[str, str]], *, number: str, at: UtcDateTime, **more: str
) -> Draft:
    """An application was made at the moment `at` (647), with the 受付番号 `number`; of the `facts`, each a label and a
    value, none says who applied. The rest is `url`, the link that takes it back, `until`, its last day, and
    `cooling_off`: whether that can be done in writing too."""
    shown = {"number": number, "at": at, "told": facts, **more}
    return replace(write("application_accepted", portal, address, APPLIED, **shown), limit="application")


def application_withdrawn(portal: Portal, address: str, number: str, at: UtcDateTime) -> Draft:
    """An application, of the 受付番号 `number`, was taken back at the moment `at` (648)."""
    draft = write("application_withdrawn", portal, address, "お申し込みの取り下げのお知らせ", number=number, at=at)
    return replace(draft, limit="application")


def request_withdrawn(portal: Portal, to: Addressee, request: ContractRequest, contract: str, at: UtcDateTime) -> Draft:
    """What was asked of a contract was taken back at the moment `at` (609); of the contract's number, `contract`, only
    the end is told."""
    shown = {"asked": request, "contract": f"****{contract[-4:]}", "at": at}
    return write("request_withdrawn", portal, to, "お申し込みの取り下げのお知らせ", **shown)


def photos_arrived(portal: Portal, address: str, *, url: str, **told: Any) -> Draft:
    """To the person in charge of an `accident`, by its number: so many pictures (`count`) were sent at the moment `at`
    (805), with the 受付番号 `number`; `url` is for staff. None of them is in it, and nobody is named."""
    return write("photos_arrived", portal, address, "事故の画像を受け付けました", url=url, **told)


def confirm_address(portal: Portal, address: str, user_id: str, url: str, expires_at: UtcDateTime) -> Draft:
    """The link by which a new address is confirmed before it becomes the user ID (703).

    It goes to the new one and says whose ID (`user_id`, as it is now) it would become, so that nobody presses for a
    stranger.
    """
    shown = {"user_id": mail.masked_id(user_id), "url": url, "shown_until": hour_until(expires_at)}
    draft = write("confirm_address", portal, address, "メールアドレスの確認のお願い", **shown)
    return replace(draft, limit="new address")


def address_asked(portal: Portal, to: Addressee, new_address: str, at: UtcDateTime, url: str) -> Draft:
    """To the address as it is: another was asked for at the moment `at`; the link `url` stops that (row A19)."""
    shown = {"new_address": mail.masked(new_address), "at": at, "url": url}
    return write("address_asked", portal, to, "メールアドレス変更のお申し込みのお知らせ", **shown)


def address_changed(portal: Portal, address: str, new_address: str, at: UtcDateTime) -> Draft:
    """To the former `address`: the user ID is another one now, since `at` (row A19)."""
    shown = {"new_address": mail.masked(new_address), "at": at}
    return write("address_changed", portal, address, "メールアドレス変更のお知らせ", **shown)


def way_in(portal: Portal, address: str, procedure: str, url: str, expires_at: UtcDateTime) -> Draft:
    """The link of 再設定 (403) and ロック解除 (413), whose name in the portal is `procedure`; the keyword was shown on
    the screen and is not in it."""
    shown = {"procedure": procedure, "url": url, "shown_until": hour_until(expires_at)}
    return replace(write("way_in", portal, address, f"{procedure}に関するご案内", **shown), limit="way in")


def not_confirmed(portal: Portal, address: str, procedure: str) -> Draft:
    """To the owner of an account: somebody asked for a way in who did not know the rest. It opens nothing."""
    draft = write("not_confirmed", portal, address, f"{procedure}に関するご案内", procedure=procedure)
    return replace(draft, limit="not confirmed")


def temporary_password(portal: Portal, address: str, password: str, login_url: str, until: UtcDateTime) -> Draft:
    """The 仮パスワード of 303: good for one login before the moment `until`."""
    shown = {"password": password, "login_url": login_url, "shown_until": hour_until(until)}
    return replace(write("temporary_password", portal, address, "仮パスワードのお知らせ", **shown), limit="temporary")


def registration_begun(portal: Portal, address: str, at: UtcDateTime) -> Draft:
    """To the address that a contract holds: somebody registers with it at another (ASVS 6.4.2)."""
    return write("registration_begun", portal, address, "ご登録のお申し込みのお知らせ", at=at)


def password_issued(portal: Portal, to: Addressee, at: UtcDateTime) -> Draft:
    """To who had chosen a password: a letter on paper brings another one to begin with (row A21)."""
    return write("password_issued", portal, to, "初期パスワード再発行のお知らせ", at=at, by_staff=True)


def password_changed(portal: Portal, to: Addressee, procedure: str, number: str, **when_and_where: Any) -> Draft:
    """The password is another one now (406, 416, 712): when, on which device, and what to do if it was somebody else.

    `procedure` is the name of what was done, `number` its 受付番号. The rest is `at`, the `device` as its owner calls
    it, and the `source`, the address it came from (row A21).
    """
    shown = {"procedure": procedure, "number": number, **when_and_where}
    return write("password_changed", portal, to, f"{procedure}完了のお知らせ", **shown)


def logins_voided(portal: Portal, to: Addressee, at: UtcDateTime, device: str = "", source: str = "") -> Draft:
    """Two logins waited for a call from one number, and both were ended (decision 22): to choose another password.
    `device` and `source` as in password_changed, of the second login where it was their own (row A21)."""
    shown = {"at": at, "device": device, "source": source, "by_staff": True}
    return write("logins_voided", portal, to, "ログインを取りやめたことのお知らせ", **shown)


def may_write(session: Session, keyring: Keyring, limit: str, *, portal: str, address: str, now: UtcDateTime) -> bool:
    """Whether one more letter may go to this address under `limit`, of rate_limits.LETTERS; the same work for each.

    Asked before what the letter tells of is done: a letter that stays away voids no earlier one's link (decision 33).
    """
    many, within = rate_limits.LETTERS[limit]
    marks = addressees(keyring, portal, limit, address)
    queue_up(session, marks[0])
    sent = select(_LETTERS.c.id).where(_LETTERS.c.addressee.in_(marks), _LETTERS.c.created_at > now - within)
    return len(session.execute(sent.limit(many)).all()) < many or not rate_limits.are_on()


def held_back(draft: Draft) -> Draft:
    """A letter over its limit: it is written and goes to nobody, and counts for nothing."""
    return replace(draft, withheld=True, limit="")


def addressees(keyring: Keyring, portal: str, limit: str, address: str) -> Sequence[str]:
    """By what letters to an address are found that count under a limit ("" for those that count under none)."""
    return keyring.fingerprints(Purpose.ADDRESSEE, f"{portal}\0{limit}\0{mail.address(address).casefold()}")


def post(session: Session, keyring: Keyring, draft: Draft, *, key: str, now: UtcDateTime) -> None:
    """Put a letter in the outbox, in the transaction that causes it; there is never a second one for a `key`, which
    names what causes it, such as a withdrawal and its 受付番号. Raise Unsendable. After the commit, `outbox.wake` sends
    it at once."""
    _check(draft)
    marks = addressees(keyring, draft.portal_name, draft.limit, draft.address)
    letter = {
        "key": key,
        "portal": draft.portal_name,
        "kind": draft.kind,
        "masked_address": "" if draft.withheld else mail.masked(draft.address),
        "addressee": marks[0] if draft.limit or not draft.withheld else None,
        "contents": keyring.encrypt(_purpose(draft.withheld), key, json.dumps(vars(draft)).encode()),
        "state": LetterState.QUEUED,
        "attempts": 0,
        "created_at": now,
        "next_try_at": now,
        "give_up_at": now + GIVE_UP_AFTER,
    }
    POST.change(session, **letter)


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase the letters that went to nobody, once no other could be on its way either; give how many."""
    # By its state, since by that it is found without looking through all that were ever sent.
    over = (Letter.state.in_(NOT_SENT), Letter.give_up_at <= now, NOBODYS)
    done = session.execute(delete(Letter).where(*over))
    return int(done.rowcount)  # type: ignore[attr-defined]


def opened(keyring: Keyring, letter: Letter) -> Draft:
    """The letter again, to be sent unless it is withheld. Raise encryption.DecryptionFailed."""
    purpose = _purpose(letter.masked_address == "")
    return Draft(**json.loads(keyring.decrypt(purpose, letter.key, letter.contents or b"")))


def _purpose(withheld: bool) -> Purpose:
    """What a letter is sealed for: a process that does not know that it is to be withheld can not even open it."""
    return Purpose.LETTER_TO_NOBODY if withheld else Purpose.LETTER


def write(kind: str, portal: Portal, to: Addressee | str, subject: str, **shown: Any) -> Draft:
    """A letter of this kind; its templates are shown the rest. At an address alone nobody is called by name."""
    address, name = Addressee(to) if isinstance(to, str) else to
    text, html = frame.bodies(kind, portal, subject, name, shown)
    return Draft(
        kind=kind,
        portal_name=portal.name,
        address=address,
        subject=f"【{portal.short_name}】{subject}",
        text=text,
        html=html,
        sender=f"{portal.short_name} {portal.title} <{portal.mail_from}>",
    )


def _check(draft: Draft) -> None:
    if not formats.is_email(draft.address):
        raise Unsendable("not an address that mail could be sent to")
    for line in (draft.subject, draft.sender):
        if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in line):
            raise Unsendable("a control character in the head of a letter")
