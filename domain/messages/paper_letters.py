"""What stands on each paper? One function a paper; its look is templates/papers/<paper>.typ.

A 初期パスワード stands on the paper alone (data.md): what is made here is written to a file of the operator's and kept
nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.accounts import issued_ids
from infra.pdf import qr_code, typeset
from rules import phones
from rules.colours import RAMPS
from rules.help_desk import HelpDesk
from rules.japanese import normalize
from rules.japanese.dates import JST
from rules.japanese.formatting import day
from rules.japanese.times import UtcDateTime
from rules.phone_verification import Mode, PhoneVerification
from rules.portals import Portal

# As many as leave a letter on one sheet; the others are counted.
NAMED = 2


@dataclass(frozen=True)
class AccessLetter:
    """What one policyholder is told: `holder` has their name and address, `contracts` are those it is about.

    The `password` may replace one on an earlier letter (`replaces`). It is None for who has chosen one, and for whom a
    letter told one of late: then it is still good, and `told_on` is the day of that letter. `renewable`: whether any of
    the contracts is renewed on the web (621).
    """

    holder: Any
    contracts: Sequence[Any]
    user_id: str
    password: str | None
    replaces: bool = False
    told_on: date | None = None
    renewable: bool = False


def guide(portal: Portal, letters: Sequence[AccessLetter], site: str, now: UtcDateTime) -> bytes:
    """「契約者さま専用ページのご案内」: the ログインID and the 初期パスワード, one PDF with all of these. `site`
    is the portal's address. Raise CannotPrint."""
    return typeset("guide", _access(portal, letters, site, now) | {"title": f"{portal.title}のご案内"}, now)


def expiry(portal: Portal, letters: Sequence[AccessLetter], site: str, now: UtcDateTime) -> bytes:
    """「満期および更新のご案内」: contracts that come to their end, how they are renewed, and with what to log in; one
    PDF with all of the `letters`; `site` as above. Raise CannotPrint."""
    return typeset("expiry", _access(portal, letters, site, now) | {"title": "満期および更新のご案内"}, now)


def _access(portal: Portal, letters: Sequence[AccessLetter], site: str, now: UtcDateTime) -> dict[str, Any]:
    colour, tint = RAMPS[portal.colour]
    today = now.astimezone(JST).date()
    return {
        "company": portal.company,
        "portal": portal.title,
        "user_id_label": portal.user_id_label,
        "colour": colour,
        "tint": tint,
        "date": day(now),
        "desk": desk_of(portal.help_desk),
        "login": _page("ログイン画面", f"{site}/login"),
        "renewal": {**_page("契約の継続手続", f"{site}/renewals"), "number": "621"},
        "rule": portal.password.rule.sentence,
        "verification": _verification_from(portal.phone_verification, today),
        "wanted": phones.wanted(portal.phone_verification.kinds),
        "refused": phones.REFUSED_SHOWN,
        "letters": [_letter(letter, today) for letter in letters],
    }


def _page(title: str, url: str) -> Mapping[str, str]:
    return {"title": title, "url": url, "qr": qr_code(url)}


def _verification_from(asked: PhoneVerification, today: date) -> str | None:
    """From when customers are recognised by a call, as a sentence begins; "" where they are, None where never."""
    if asked.mode == Mode.OFF:
        return None
    if asked.holds(today):
        return ""
    begins = asked.begins(today)
    return f"{day(begins)}から、" if begins else "まもなく、"


def desk_of(desk: HelpDesk) -> Mapping[str, Any]:
    """Who helps, as a paper says it."""
    told = {"hours": desk.shown_hours, "closed": desk.shown_closed}
    return {"name": desk.name, "phone": desk.phone, "free": desk.free, **told}


def _letter(letter: AccessLetter, today: date) -> Mapping[str, Any]:
    holder, password = letter.holder, letter.password
    return {
        "postal_code": _postal_code(holder.holder_postal_code),
        "address": holder.holder_address,
        "name": holder.holder_name,
        "honorific": "御中" if holder.company else "様",
        "user_id": letter.user_id,
        "user_id_spoken": issued_ids.spoken(letter.user_id),
        "password": password,
        "password_spoken": issued_ids.spoken(password or ""),
        "replaces": letter.replaces,
        "told_on": day(letter.told_on) if letter.told_on else None,
        "renewable": letter.renewable,
        "contracts": [_contract(contract, today) for contract in letter.contracts[:NAMED]],
        "further": max(0, len(letter.contracts) - NAMED),
    }


def _postal_code(typed: str) -> str:
    """107-0000, however the core system has it."""
    digits = normalize.postal_code(typed)
    return f"{digits[:3]}-{digits[3:]}"


def _contract(contract: Any, today: date) -> Mapping[str, Any]:
    ended = contract.ends_on < today
    period = {"starts_on": day(contract.starts_on), "ends_on": day(contract.ends_on), "ended": ended}
    agency = {"agency": contract.agency, "agency_phone": contract.agency_phone}
    return {"number": contract.number, "product": contract.product, **period, **agency}
