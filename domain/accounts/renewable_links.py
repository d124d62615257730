"""Which of a customer's links could go out once more, and to where?

What leads into an account is found by that. A registration leads into none yet: it is found by the address that it went
to. What was asked at one's address by who did not know the rest opens nothing, and is none of these.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from domain.accounts import links
from domain.accounts.link_purposes import SENT_AGAIN, LinkPurpose
from infra.encryption import Keyring
from models import Link
from rules.japanese.times import UtcDateTime

INTO_AN_ACCOUNT = tuple(purpose for purpose in SENT_AGAIN if purpose != LinkPurpose.REGISTRATION)


class Renewable(NamedTuple):
    """A link that `links.renew` would take: what it is for, where its letter went, from when until when it is good, and
    how often its keyword may still be tried."""

    id: str
    purpose: LinkPurpose
    address: str
    sent_at: UtcDateTime
    expires_at: UtcDateTime
    tries_left: int


def of(
    session: Session, keyring: Keyring, portal: str, *, account_id: int | None, address: str, now: UtcDateTime
) -> Sequence[Renewable]:
    """Those of an account, None for who has none, and the registrations of an `address`, "" for none; the newest
    first."""
    about = links.abouts(keyring, portal, LinkPurpose.REGISTRATION, address) if address else []
    # Of nobody's account are also those of strangers, who are no one customer.
    into = [account_id] if account_id is not None else []
    of_account = and_(Link.account_id.in_(into), Link.purpose.in_(INTO_AN_ACCOUNT))
    of_address = and_(Link.about.in_(about), Link.purpose == LinkPurpose.REGISTRATION)
    whole = (Link.contents.is_not(None), Link.tries < links.TRIES, Link.expires_at > now - links.GRACE)
    unused = (Link.used_at.is_(None), Link.replaced_at.is_(None))
    free = or_(Link.claimed_by.is_(None), Link.expires_at <= now)
    found = select(Link).where(Link.portal == portal, or_(of_account, of_address), *whole, *unused, free)
    return [_renewable(keyring, link) for link in session.scalars(found.order_by(Link.created_at.desc(), Link.id))]


def _renewable(keyring: Keyring, link: Link) -> Renewable:
    held = links.unsealed(keyring, link.id, link.contents or b"")
    times = (link.created_at, link.expires_at)
    return Renewable(link.id, LinkPurpose(link.purpose), held["email"], *times, links.TRIES - link.tries)
