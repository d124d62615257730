"""What is a customer told that was done for them by telephone? One function a letter, as in letters.py.

None of them is shown what a member of staff gave as the reason, nor who that was.
"""

from collections.abc import Sequence

from domain.messages import letters
from domain.messages.frame import Addressee
from domain.messages.letters import Draft
from models import ContractRequest
from rules.japanese.times import UtcDateTime
from rules.portals import Portal


def unlocked(portal: Portal, to: Addressee, what: Sequence[str], at: UtcDateTime) -> Draft:
    """A lock was lifted at the moment `at`; `what` is what is open again, in the customer's words."""
    shown = {"what": what, "at": at, "by_staff": True}
    return letters.write("unlocked_by_telephone", portal, to, "ロック解除のお知らせ", **shown)


def phone_asked(portal: Portal, to: Addressee, asked: Sequence[tuple[str, ContractRequest]], at: UtcDateTime) -> Draft:
    """Another telephone number was asked for of contracts, each its number and the request; of the numbers only the end
    is told, of the telephone number nothing."""
    told = [(f"****{number[-4:]}", request) for number, request in asked]
    shown = {"asked": told, "at": at, "by_staff": True}
    return letters.write("phone_by_telephone", portal, to, "電話番号の変更のお申し込みのお知らせ", **shown)


def paper_asked(portal: Portal, to: Addressee, at: UtcDateTime, *, ended: bool) -> Draft:
    """A letter on paper with a new password was asked for; the one that there is `ended` already, or is good until that
    letter is made."""
    shown = {"at": at, "ended": ended, "by_staff": True}
    return letters.write("paper_by_telephone", portal, to, "初期パスワードの書面のお知らせ", **shown)
