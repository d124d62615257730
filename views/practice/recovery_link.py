"""How does a customer at the practice counter come by the link of 706? Two members of staff agreed, three days ago."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from domain.accounts import links
from domain.accounts.link_purposes import LinkPurpose
from infra.database import write
from models import Account
from rules.portals import Portal
from views.practice import town


def made(app: Flask, portal: Portal) -> str:
    """A link that can be pressed now: its address within the site."""
    with app.app_context(), write() as session:
        now = app.config["CLOCK"]()
        account = session.scalars(select(Account).where(Account.portal == portal.name)).one()
        asked_at = now - timedelta(hours=72)
        held: dict[str, Any] = {"account": account.id, "opens_at": now.isoformat(), "asked_at": asked_at.isoformat()}
        link = links.issue(
            session,
            app.extensions["keyring"],
            signing_key=app.config["SECRET_KEYS"][0],
            portal=portal.name,
            purpose=LinkPurpose.RECOVERY,
            about=town.ADDRESS,
            keyword="",
            contents={**held, "email": town.ADDRESS},
            now=now,
            account_id=account.id,
            lasts=timedelta(hours=1),
        )
    return link.below(f"/{portal.name}")
