"""Must a customer call before they are let in, and from which of their numbers? (screens.md section 6)"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

import models
from domain.contracts import telephones
from rules import callers
from rules.portals import Portal

# A company may have more contracts than anybody has telephones.
MOST_NUMBERS = 5
NO_WAY_IN = "no call can come in (MADOGUCHI_CALLS_SIP_SECRETS, MADOGUCHI_CALLS_WEBHOOK_TOKENS)"


def has_no_way_in(settings: Mapping[str, Any]) -> bool:
    """Whether no call can come in with these settings of the application. Outside production they can be simulated."""
    return settings["PRODUCTION"] and not (settings["CALLS_SIP_SECRETS"] or settings["CALLS_WEBHOOK_TOKENS"])


def is_asked(portal: Portal, account: models.Account, today: date) -> bool:
    """Whether this customer is let in by a call only: as everybody is from the portal's day on, or earlier, as one of
    those with whom it is tried out."""
    verification = portal.phone_verification
    return verification.is_on and (verification.holds(today) or account.call_required)


def numbers_of(session: Session, account_id: int, portal: Portal, today: date) -> Sequence[str]:
    """The numbers, in E.164, from which a customer may call; empty where no number will do."""
    own = telephones.of_account(session, account_id, portal, today)
    usable = [callers.usable(number, portal.phone_verification.kinds) for number in own.usable]
    return [number for number in usable if number][:MOST_NUMBERS]
