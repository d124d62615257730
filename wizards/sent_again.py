"""How does the letter of a one-time link go out once more? By whoever asks for it, at the address that it went to.

The link is a new one with the same keyword and as many tries (decision 13): 902 and members of staff (1112) do it.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from domain.accounts import directory, links
from domain.accounts.link_purposes import LinkPurpose
from domain.messages import letters
from domain.messages.letters import Draft
from infra.encryption import Keyring
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from rules.refusal import Refused
from wizards import account_recovery, email_confirmation, registration

OFTEN = (
    "このメールアドレスには、短い時間に続けてメールをお送りしたため、いまはお送りできません。"
    "1時間ほどたってから、もう一度ボタンを押してください。"
)
# By which line of rate_limits.LETTERS its letters are counted.
LIMITS: Mapping[LinkPurpose, str] = {
    LinkPurpose.REGISTRATION: registration.LIMIT,
    LinkPurpose.RESET: account_recovery.LIMIT,
    LinkPurpose.UNLOCK: account_recovery.LIMIT,
    LinkPurpose.NEW_ADDRESS: email_confirmation.LIMIT,
}


def renewed(
    session: Session,
    keyring: Keyring,
    portal: Portal,
    link_id: str,
    purpose: LinkPurpose,
    *,
    base_url: str,
    signing_key: str,
    now: UtcDateTime,
) -> tuple[links.NewLink, Draft] | None:
    """A new link in the place of one of this `purpose` that is open or expired, and its letter, to be posted in this
    transaction; None where there is nothing to renew (links.renew). Raise Refused where its address was written to
    often just now: then the transaction is to be given up, and the old one stays."""
    found = links.renew(session, keyring, link_id, signing_key=signing_key, now=now)
    if found is None:
        return None
    draft = _letter(session, portal, f"{base_url}/{portal.name}", purpose, found)
    if not letters.may_write(session, keyring, draft.limit, portal=portal.name, address=draft.address, now=now):
        raise Refused(OFTEN)
    return found, draft


def _letter(session: Session, portal: Portal, site: str, purpose: LinkPurpose, link: links.NewLink) -> Draft:
    held = link.contents
    if purpose in (LinkPurpose.RESET, LinkPurpose.UNLOCK):
        return account_recovery.letter(portal, site, purpose, link)
    if purpose == LinkPurpose.REGISTRATION:
        return registration.letter(session, portal, site, link)
    user_id = directory.address_of(session, held["account"]) or ""
    return letters.confirm_address(portal, held["email"], user_id, link.below(site), link.expires_at)
