"""What do pages tell of the recognition by telephone, today, in this portal? (screens.md section 6)"""

from datetime import date
from typing import NamedTuple

from domain.contracts.telephones import Telephones
from infra import clock
from rules import phones
from rules.phone_verification import Mode
from rules.portals import Portal


class Told(NamedTuple):
    """What there is to tell: nothing at all (`off`), that it will come (`announced`), on which day where that is still
    to come (`begins`), or that it is so (`holds`); every kind of number, and whether it can verify; those that can."""

    off: bool
    announced: bool
    holds: bool
    begins: date | None
    numbers: list[tuple[str, bool]]
    wanted: str


def of(portal: Portal) -> Told:
    """What to tell in a portal today."""
    asked, today = portal.phone_verification, clock.today()
    return Told(
        asked.mode == Mode.OFF,
        asked.is_told(today),
        asked.holds(today),
        asked.begins(today),
        phones.table(asked.kinds),
        phones.wanted(asked.kinds),
    )


def why_not(there: Telephones) -> str:
    """Why the login of a customer with these numbers, none of which can verify, ended: of which kind they are. The
    numbers are not in it, since it is kept in a cookie until the next page (505)."""
    kinds = "、".join(dict.fromkeys(phones.name_of(number) for number in there.others))
    if not kinds:
        return "ログインを完了できませんでした。契約者さま電話番号のご登録がありません。"
    return f"ログインを完了できませんでした。ご登録の契約者さま電話番号は{kinds}のため、本人認証に使えません。"
