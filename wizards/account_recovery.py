"""How does a customer who cannot log in get in again? What 再設定 (402–406) and ロック解除 (411–416) have in common.

Asking: known or not, the same screens, the same keyword and the same work; a letter with a link leaves only where the
ID, the address and the holder match, and always to the registered address (rows A3, A13, A27). Getting in: the link and
the keyword let the owner choose a password, and every other way in is closed (rows A8, A15, A24).
"""

import secrets
from dataclasses import replace
from typing import Any

import models
from domain.accounts import audit_log, credentials, directory, links, logins, repeated_links, user_agents
from domain.accounts.link_purposes import LinkPurpose
from domain.contracts import matching
from domain.messages import frame, letters
from rules.portals import Portal
from rules.refusal import Refused
from wizards.engine.receipt import CommitContext, Receipt, too_soon

ASKED = {LinkPurpose.RESET: audit_log.Kind.FORGOTTEN, LinkPurpose.UNLOCK: audit_log.Kind.LOCKED}
LIMIT = "way in"
KEYWORD_LETTERS, KEYWORD_LENGTH = "ACDEFGHJKMNPRTUVWXY34679", 8
NOT_SENT_AGAIN = "メールをもう一度お送りすることができませんでした。お手数ですが、もう一度はじめからお手続きください。"

OFTEN = (
    "短い時間に同じお申し込みが続いたため、今回はメールをお送りしていません。先に届いているメールは、そのお申し込みのときに"
    "表示されたキーワードでご利用いただけます。届いていない場合は、1時間ほどたってから、もう一度お手続きください。"
)


def procedure(portal: Portal, purpose: LinkPurpose) -> str:
    """What this portal calls the procedure."""
    if purpose == LinkPurpose.UNLOCK:
        return "ロック解除"
    return "ユーザーID・パスワードの再設定" if portal.chooses_own_id else "パスワードの再設定"


def new_keyword() -> str:
    """A keyword that cannot be misread (row A25): eight of 24 characters, 36 bits behind five tries."""
    return "".join(secrets.choice(KEYWORD_LETTERS) for _ in range(KEYWORD_LENGTH))


def send_link(act: CommitContext, purpose: LinkPurpose, *, user_id: str, address: str) -> Receipt:
    """Send whoever this is a link, or do as much for nobody. `address` is where it was said that letters go, "" where
    the ID alone says so (decision 36)."""
    answers, keyword = act.answers, new_keyword()
    account = directory.look_up(act.session, act.portal, user_id)
    known = _known(account, address)
    holder = matching.is_holder(act.session, account, birth_date=answers["birth"], number=answers.get("number"))
    owner = account.id if account and known and holder else None
    said = [
        directory.normalize_user_id(user_id),
        directory.normalize_user_id(address),
        str(answers["birth"]),
        answers.get("number") or "",
    ]
    asked = " ".join(said)
    marks = links.abouts(act.keyring, act.portal.name, purpose, asked)
    # The same for whoever asks, so that it may be told; no earlier letter's link is void for one that never comes.
    often = repeated_links.too_often(act.session, marks, act.now)
    link = _issue(act, purpose, _nothing() if often else asked, keyword, known=known, owner=owner)
    sent = letter(act.portal, act.site, purpose, link)
    return Receipt(
        keyword=keyword,
        link=link.id,
        sent_at=act.now,
        notes=[OFTEN] if often else [],
        letters=[letters.held_back(sent) if often else act.within_limit(sent)],
        event=ASKED[purpose],
    )


def _nothing() -> str:
    """What no other link is about."""
    return secrets.token_urlsafe(12)


def _issue(
    act: CommitContext, purpose: LinkPurpose, asked: str, keyword: str, *, known: str = "", owner: int | None = None
) -> links.NewLink:
    """A link about what was asked: the same question asked again voids it, whoever asks (row A7), and no other does,
    so that who knows too little voids no owner's (decision 33) and sees nothing of what became of one."""
    again = owner and purpose == LinkPurpose.RESET
    contents = {
        "email": known or act.portal.mail_from,
        "known": bool(known),
        "account": owner,
        "typed": {name: [known] for name in ("email", "email-again", "email-which")} if again else {},
    }
    return act.issue(purpose, asked, contents, keyword=keyword, account_id=owner)


def _known(account: Any, address: str) -> str:
    """The registered address of an account, "" where there is none or another was said."""
    registered: str = (account.email if account else None) or ""
    return (
        registered
        if not address or directory.normalize_user_id(address) == directory.normalize_user_id(registered)
        else ""
    )


def letter(portal: Portal, site: str, purpose: LinkPurpose, link: links.NewLink) -> letters.Draft:
    """What leaves for this link: its letter, to an owner who did not know the rest that it was asked for, or to nobody
    the same letter withheld. `site` is the portal's address, for what stands in it."""
    name, held = procedure(portal, purpose), link.contents
    way_in = letters.way_in(portal, held["email"], name, link.below(site), link.expires_at)
    refused = letters.not_confirmed(portal, held["email"], name)
    if held["account"]:
        return way_in
    return refused if held["known"] else replace(way_in, withheld=True)


def send_again(act: CommitContext, receipt: Receipt, purpose: LinkPurpose) -> Receipt:
    """The letter once more, with a new link. Raise Refused too soon after the last, or where the keyword was given or
    another link was asked for. What else may have become of an owner's link, who asks is not told: then as much is done
    for nobody.
    """
    too_soon(act, receipt)
    link = receipt.link or ""
    if repeated_links.too_often(act.session, repeated_links.about(act.session, link), act.now):
        raise Refused(OFTEN)
    renewed = links.renew(act.session, act.keyring, link, signing_key=act.signing_key, now=act.now)
    if renewed is None and not links.is_waited_for(link, act.session):
        raise Refused(NOT_SENT_AGAIN)
    sent = renewed or _issue(act, purpose, _nothing(), receipt.keyword or "")
    written = [act.within_limit(letter(act.portal, act.site, purpose, sent))]
    return replace(receipt, link=sent.id, sent_at=act.now, letters=written)


def owner_of(act: CommitContext) -> models.Account:
    """Whom the opened link lets in. Raise Refused where it was used meanwhile."""
    assert act.link_id is not None
    contents = links.contents(act.session, act.keyring, act.link_id)
    return act.session.get_one(models.Account, contents["account"])


def let_in(act: CommitContext, account: models.Account, purpose: LinkPurpose, event: audit_log.Kind) -> Receipt:
    """Give an account the password just chosen: the lock is lifted, all links into it and all its logins end, its owner
    is told, and this browser is logged in. The audit log is told of it as the `event`."""
    written = renew_password(act, account, procedure(act.portal, purpose))
    credentials.forget_tries(act.session, act.keyring, account)
    account.previous_login_at = account.last_login_at
    return Receipt(number=act.number, letters=written, login=act.logs_in(account), account_id=account.id, event=event)


def set_password(act: CommitContext, account: models.Account) -> None:
    """Set the password of the answers and end whatever the one before it had begun."""
    credentials.set_password(account, act.answers["password"])
    links.void_all(act.session, account.id, now=act.now)
    logins.end_of(act.session, account.id)


def renew_password(act: CommitContext, account: models.Account, name: str) -> list[letters.Draft]:
    """Set the password of the answers, and give the notice of it, if that has where to go."""
    set_password(act, account)
    owner = frame.owner(account)
    if owner is None:
        return []
    where = {"device": user_agents.named(act.origin.device or ""), "source": act.origin.source}
    return [letters.password_changed(act.portal, owner, name, act.number, at=act.now, **where)]
