"""Who may enter a wizard? An entrance lets a visit in or turns it away."""

from dataclasses import dataclass
from datetime import datetime

import links
from portals import Portal
from wizards.steps import Listed


@dataclass(frozen=True)
class Visit:
    """Who comes, to which portal, when; `link_id` is the link their run came from. Whether their run is under way, and
    whether they gave their password just before it."""

    portal: Portal
    now: datetime
    mark: str
    account_id: int | None = None
    link_id: str | None = None
    begun: bool = False
    proved: bool = False


class TurnedAway(Exception):
    """Not like this; `why` is login, password or link."""

    def __init__(self, why: str, found: links.Found | None = None) -> None:
        super().__init__(why)
        self.why, self.found = why, found


def anyone(visit: Visit) -> None:
    """Everybody may enter."""


def customer(visit: Visit) -> None:
    """Only who is logged in. Raise TurnedAway."""
    if visit.account_id is None:
        raise TurnedAway("login")


def proved_customer(visit: Visit) -> None:
    """Only who is logged in and gave their password within the last minutes; once they have begun they are not asked
    again (row A17). Raise TurnedAway."""
    customer(visit)
    if not (visit.begun or visit.proved):
        raise TurnedAway("password")


def needs_login(enter: object) -> bool:
    """Whether this entrance lets in nobody who is not logged in."""
    return enter in (customer, proved_customer)


@dataclass(frozen=True)
class ByLink:
    """Only who opened a link of this purpose and knew its keyword, until it is used up or its time ends (decision 32).

    The keyword is asked on a screen of its own, before there is a run.
    """

    purpose: str
    screen: Listed
    heading: str
    lead: str

    def __call__(self, visit: Visit) -> None:
        """Raise TurnedAway."""
        found = self.look(visit)
        if found is None or found.state is not links.State.MINE:
            raise TurnedAway("link", found)

    def look(self, visit: Visit) -> links.Found | None:
        """The link of the visit."""
        if visit.link_id is None:
            return None
        found = links.find(visit.link_id, now=visit.now, visitor=visit.mark)
        return found if found and (found.portal, found.purpose) == (visit.portal.name, self.purpose) else None
