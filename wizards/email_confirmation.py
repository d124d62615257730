"""How does another e-mail address come to be asked about, and who is told? (screens.md 8, decision 15, row A19)"""

from collections.abc import Sequence

import models
from domain.accounts import directory, links
from domain.accounts.link_purposes import LinkPurpose
from domain.messages import letters
from rules.japanese import mail
from wizards.engine.receipt import CommitContext

LIMIT = "new address"
OFTEN = (
    "このメールアドレスには、短い時間に続けてメールをお送りしたため、今回は確認のメールをお送りしていません。"
    "1時間ほどたってから、「お客様情報」の「メールアドレスの登録・変更」でお手続きください。"
)


def send_link(act: CommitContext, account: models.Account, address: str) -> list[letters.Draft]:
    """The letter with the link by which an address is confirmed; where it is somebody's user ID, its owner is told
    instead, after the same work. None to an address that was written to often just now: nobody's earlier link is void
    for it (decisions 33 and 36)."""
    if not act.may_write(LIMIT, address):
        return []
    link = _issue(act, account, LinkPurpose.NEW_ADDRESS, address)
    if directory.exists(act.session, act.portal, address):
        return [letters.already_registered(act.portal, address, act.site, LIMIT)]
    url = f"{act.site}/link/{link.token}"
    return [letters.confirm_address(act.portal, address, account.user_id, url, link.expires_at)]


def waiting(asked: Sequence[letters.Draft], address: str) -> list[tuple[str, str]]:
    """The row of a receipt that says which address waits to be confirmed; none where nothing was sent there."""
    return [("確認をお待ちしているメールアドレス", mail.shown(address))] if asked else []


def notes(asked: Sequence[letters.Draft]) -> list[str]:
    """What a customer is told where no such letter goes out."""
    return [] if asked else [OFTEN]


def tell_former(act: CommitContext, account: models.Account, address: str) -> list[letters.Draft]:
    """To the address as it is: another was asked for, and the way to stop that; nothing where there is none."""
    if account.email is None:
        return []
    link = _issue(act, account, LinkPurpose.STOP_ADDRESS, account.email)
    return [letters.address_asked(act.portal, account.email, address, act.now, f"{act.site}/link/{link.token}")]


def _issue(act: CommitContext, account: models.Account, purpose: LinkPurpose, address: str) -> links.NewLink:
    return act.issue(purpose, address, {"email": address, "account": account.id}, account_id=account.id)
