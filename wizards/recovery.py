"""How does a customer who cannot log in get in again? What 再設定 (402–406) and ロック解除 (411–416) have in common.

Asking: known or not, the same screens, the same keyword and the same work; a letter with a link leaves only where the
ID, the address and the holder match, and always to the registered address (rows A3, A13, A27). Getting in: the link and
the keyword let the owner choose a password, and every other way in is closed (rows A8, A15, A24).
"""

import secrets
from dataclasses import replace
from typing import Any

import accounts
import attempts
import browsers
import links
import logins
import mail
import matching
import models
import rules
from portals import Portal
from wizards.receipt import Act, Receipt, too_soon

RESET, UNLOCK = "reset", "unlock"
KEYWORD_LETTERS, KEYWORD_LENGTH = "ACDEFGHJKMNPRTUVWXY34679", 8
NOT_SENT_AGAIN = "メールをもう一度お送りすることができませんでした。お手数ですが、もう一度はじめからお手続きください。"


def procedure(portal: Portal, purpose: str) -> str:
    """What this portal calls the procedure."""
    if purpose == UNLOCK:
        return "ロック解除"
    return "ユーザーID・パスワードの再設定" if portal.user_id == "email" else "パスワードの再設定"


def new_keyword() -> str:
    """A keyword that cannot be misread (row A25): eight of 24 characters, 36 bits behind five tries."""
    return "".join(secrets.choice(KEYWORD_LETTERS) for _ in range(KEYWORD_LENGTH))


def ask(act: Act, purpose: str, *, user_id: str, address: str) -> Receipt:
    """Send whoever this is a link, or do as much for nobody. `address` is where it was said that letters go, "" where
    the ID alone says so."""
    answers, keyword = act.answers, new_keyword()
    account = accounts.look_up(act.session, act.portal, user_id)
    known = _known(account, address)
    holder = matching.is_holder(act.session, account, birth_date=answers["birth"], number=answers.get("number"))
    owner = account if known and holder else None
    contents = {
        "email": known or act.portal.mail_from,
        "known": bool(known),
        "account": owner.id if owner else None,
        "typed": {"email": [known], "email-again": [known]} if owner and purpose == RESET else {},
    }
    link = links.issue(
        act.session,
        act.keyring,
        signing_key=act.signing_key,
        portal=act.portal.name,
        purpose=purpose,
        # What nobody is told of must not void what an owner was told of (decision 33).
        about=known if owner else secrets.token_urlsafe(12),
        keyword=keyword,
        contents=contents,
        now=act.now,
        account_id=owner.id if owner else None,
    )
    letters = [letter(act.portal, act.site, purpose, link)]
    return Receipt(keyword=keyword, link=link.id, sent_at=act.now, sent_to=accounts.fold(user_id), letters=letters)


def _known(account: Any, address: str) -> str:
    """The registered address of an account, "" where there is none or another was said."""
    registered: str = (account.email if account else None) or ""
    return registered if not address or accounts.fold(address) == accounts.fold(registered) else ""


def letter(portal: Portal, site: str, purpose: str, link: links.NewLink) -> mail.Draft:
    """What leaves for this link: its letter, to an owner who did not know the rest that it was asked for, or to nobody
    the same letter withheld."""
    name, held = procedure(portal, purpose), link.contents
    way_in = mail.way_in(portal, held["email"], name, f"{site}/link/{link.token}", link.expires_at)
    refused = mail.not_confirmed(portal, held["email"], name)
    if held["account"]:
        return way_in
    return refused if held["known"] else replace(way_in, withheld=True)


def send_again(act: Act, receipt: Receipt, purpose: str) -> Receipt:
    """The same with a new link. Raise Refused too soon after the last, or where the link was used."""
    too_soon(act, receipt)
    renewed = links.renew(act.session, act.keyring, receipt.link or "", signing_key=act.signing_key, now=act.now)
    if renewed is None:
        raise rules.Refused(NOT_SENT_AGAIN)
    letters = [letter(act.portal, act.site, purpose, renewed)]
    return replace(receipt, link=renewed.id, sent_at=act.now, letters=letters)


def owner_of(act: Act) -> models.Account:
    """Whom the opened link lets in. Raise Refused where it was used meanwhile."""
    assert act.link_id is not None
    contents = links.contents(act.session, act.keyring, act.link_id)
    return act.session.get_one(models.Account, contents["account"])


def let_in(act: Act, account: models.Account, purpose: str, event: str) -> Receipt:
    """Give an account the password just chosen: the lock is lifted, all links into it and all its logins end, its
    owner is told, and this browser is logged in."""
    letters = renew_password(act, account, procedure(act.portal, purpose))
    tried = accounts.tries_key(act.portal.name, account.user_id)
    attempts.forget(act.session, act.keyring, "login", tried)
    account.previous_login_at = account.last_login_at
    return Receipt(number=act.number, letters=letters, login=account.id, account_id=account.id, event=event)


def set_password(act: Act, account: models.Account) -> None:
    """Set the password of the answers and end whatever the one before it had begun."""
    accounts.set_password(account, act.answers["password"])
    links.void_all(act.session, account.id, now=act.now)
    logins.end_of(act.session, account.id, act.now)


def renew_password(act: Act, account: models.Account, name: str) -> list[mail.Draft]:
    """The same, and give the notice, if it has where to go."""
    set_password(act, account)
    if account.email is None:
        return []
    where = {"device": browsers.named(act.origin.device), "source": act.origin.source}
    return [mail.password_changed(act.portal, account.email, name, act.number, at=act.now, **where)]
