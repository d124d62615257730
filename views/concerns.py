"""What concerns a customer just now? What 504 and 511 begin with: ends that are near, requests, an accident."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

import models
from domain.contracts import accidents, details, ownership
from domain.contracts.ownership import OwnedContract
from infra import clock
from infra.database import read
from rules import periods
from rules.portals import Portal
from rules.states import RequestKind
from views.photos import offers_photos
from views.shared import renewal_offered, requests_told
from views.shared.requests_told import Asked
from views.wizard.resume import Begun
from wizards import addition, contract_requests, renewal

# So many of each are told of; of the contracts so many are looked at, since some of them are renewed already.
MOST = 3
LOOKED_AT = 10


class Due(NamedTuple):
    """A contract whose renewal can be asked for: what it is, how many days are left, and where, None where that is done
    by telephone."""

    contract: models.Contract
    product: str
    days: int
    url: str | None


class Concerns(NamedTuple):
    """What a home begins with. Of `due` and `asked` the first ones, and whether there are more; the accident that is
    not over; where contracts are added, for who has none."""

    due: Sequence[Due]
    more_due: bool
    asked: Sequence[Asked]
    more_asked: bool
    accident: models.Accident | None
    add_url: str | None


def of(portal: Portal, account_id: int, begun: Sequence[Begun]) -> Concerns:
    """What concerns this customer. What they have `begun` to renew is told of there, not among what is due."""
    with read() as session:
        due = _due(session, portal, account_id, begun, clock.today())
        asked = requests_told.of_account(session, portal, account_id, MOST + 1)
        accident = accidents.newest(session, account_id, portal.name) if offers_photos(portal) else None
        none = not due and not asked and _adds(portal) and not ownership.is_any(session, account_id, portal.name)
    return Concerns(
        due[:MOST],
        len(due) > MOST,
        asked[:MOST],
        len(asked) > MOST,
        accident.accident if accident else None,
        url_for("wizard.begin", portal=portal, wizard=addition.wizard) if none else None,
    )


def _adds(portal: Portal) -> bool:
    return addition.wizard.name in portal.sequences


def _due(session: Session, portal: Portal, account_id: int, begun: Sequence[Begun], today: date) -> list[Due]:
    if not renewal_offered.is_offered(portal):
        return []
    until = periods.renewed_by(today)
    held = ownership.ending(session, account_id, portal.name, today=today, until=until, many=LOOKED_AT)
    begun_already = {each.subject for each in begun if each.wizard is renewal.wizard}
    return [
        Due(
            each.contract,
            details.product_of(each.contract),
            (each.contract.ends_on - today).days,
            renewal_offered.of(portal, each).url,
        )
        for each in held
        if str(each.contract.id) not in begun_already and _is_waiting(portal, each)
    ]


def _is_waiting(portal: Portal, held: OwnedContract) -> bool:
    """Whether nothing was asked yet that renews the contract, or ends it."""
    offer = renewal_offered.of(portal, held)
    return not (offer.done or offer.asked or contract_requests.in_the_way(held, RequestKind.RENEWAL))
