"""What do all letters share? Their frame (templates/mail/_letter.txt and .html), and whether it names its reader."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import current_app

from models import Account
from rules.colours import RAMPS
from rules.japanese import mail
from rules.portals import Portal


class Addressee(NamedTuple):
    """To whom a letter goes; by their `name` only who has proved that the address is theirs."""

    address: str
    name: str = ""


def owner(account: Account | None) -> Addressee | None:
    """Whom a letter about an account goes to; None where it has no address.

    They are called by name where the address is their user ID, which it became by a link that was sent there (decision
    15). One that only came with a contract may be mistyped there: a stranger would read who the customer is. Nor is a
    name that somebody types put into a letter to an address that somebody types.
    """
    if account is None or not account.email:
        return None
    proved = mail.address(account.email).casefold() == account.user_id.casefold()
    return Addressee(account.email, f"{account.family_name} {account.given_name}".strip() if proved else "")


def bodies(kind: str, portal: Portal, heading: str, name: str, shown: Mapping[str, Any]) -> tuple[str, str]:
    """A letter of this kind as text and as HTML, whose `preview` is what a list of mails shows of it."""
    ramp = RAMPS[portal.colour]
    same = {"portal": portal, "desk": portal.help_desk, "heading": heading, "addressee": name, **ramp._asdict()}
    same["listed"] = portal.contracts_tab
    text = _rendered(f"{kind}.txt", {**same, **shown})
    preview = text.split("\n\n")[1 if name else 0].replace("\n", "")
    return text, _rendered(f"{kind}.html", {**same, "preview": preview, **shown})


def _rendered(template: str, shown: Mapping[str, Any]) -> str:
    return current_app.jinja_env.get_template(f"mail/{template}").render(shown)
