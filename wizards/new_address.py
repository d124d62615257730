"""How does another e-mail address come to be asked about, and who is told? (screens.md 8, decision 15, row A19)"""

import accounts
import links
import mail
import models
from wizards.receipt import Act

STOP = "stop address"


def ask(act: Act, account: models.Account, address: str) -> mail.Draft:
    """The letter with the link by which an address is confirmed; where it is somebody's user ID, its owner is told
    instead, after the same work."""
    link = _issue(act, account, accounts.NEW_ADDRESS, address)
    if accounts.exists(act.session, act.portal, address):
        return mail.already_registered(act.portal, address, act.site)
    return mail.confirm_address(act.portal, address, account.user_id, f"{act.site}/link/{link.token}", link.expires_at)


def tell_former(act: Act, account: models.Account, address: str) -> list[mail.Draft]:
    """To the address as it is: another was asked for, and the way to stop that; nothing where there is none."""
    if account.email is None:
        return []
    link = _issue(act, account, STOP, account.email)
    return [mail.address_asked(act.portal, account.email, address, act.now, f"{act.site}/link/{link.token}")]


def _issue(act: Act, account: models.Account, purpose: str, address: str) -> links.NewLink:
    return act.issue(purpose, address, {"email": address, "account": account.id}, account_id=account.id)
