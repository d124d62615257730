"""By which keys do staff find an account? Kept in its row by whoever writes a name, a reading or an address into it."""

from models import Account
from rules import finding


def keep(account: Account) -> None:
    """Make the keys of an account anew, of what it holds now."""
    keys = finding.account_keys(account.family_kana, account.given_kana, account.email)
    account.find_kana, account.find_email = keys["find_kana"], keys["find_email"]
