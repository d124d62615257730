"""Which portals does this installation serve, and is what `portals.toml` says of them sound?

A portal is settings, not code (screens.md section 1). Anything missing, unknown or of the wrong kind stops the start
with one line that names the key.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date, time
from functools import cached_property
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from rules import callers, hours, passwords
from rules.help_desk import HelpDesk
from rules.issuer import UNSAID, Issuer
from rules.japanese.dates import WEEKDAYS
from rules.phone_verification import KINDS, NEVER, Mode, PhoneVerification
from rules.weekly_pause import WeeklyPause

COLOURS = ("blue", "green", "purple", "teal")
USER_IDS = ("email", "issued")
# What a letter of the one leads to is the other.
HALVES = {"registration": "activation", "forgotten": "reset", "locked": "unlock", "temporary": "first_password"}
# The sequence in which a login waits for a call.
CALL = "verification"
RESERVED = ("static", "calls", "waits", "staff")
PHONE = re.compile(r"[0-9]+(-[0-9]+)*")
MAIL_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")
IN_A_SENDER = re.compile(r"[^\x00-\x1f\x7f<>,;:@\"\\]+")
ONE_LINE = re.compile(r"[^\x00-\x1f\x7f]+")
DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
# What of a contract can be changed on the web (604).
ITEMS = ("name", "kana", "birth", "phone", "address", "location")
PASSWORD_KINDS = ("upper", "lower", "letter", "digit")


class BadPortal(Exception):
    """`portals.toml` cannot be served; the message names the key."""


@dataclass(frozen=True)
class Contact:
    about: str
    name: str
    phone: str


@dataclass(frozen=True)
class Notice:
    """Something to tell on the agency's page (101): of every agency, or of one."""

    on: date
    title: str
    text: str
    agency: str = ""


@dataclass(frozen=True)
class Password:
    minimum: int
    maximum: int
    kinds: tuple[str, ...]

    @property
    def rule(self) -> passwords.PasswordRule:
        return passwords.PasswordRule(self.minimum, self.maximum, self.kinds)


@dataclass(frozen=True, eq=False)
class Portal:
    """One service of one company; everything a page of it needs to know about itself."""

    name: str
    title: str
    company: str
    short_name: str
    colour: str
    user_id: str
    products: tuple[str, ...]
    sequences: tuple[str, ...]
    mail_from: str
    dispute_body: str
    terms: str
    password: Password
    help_desk: HelpDesk
    companies: bool = False
    changes: tuple[str, ...] = ()
    premises: str = "保険の対象"
    premises_address: str = "保険の対象の所在地"
    cover_time: time = time(16)
    phone_verification: PhoneVerification = NEVER
    contacts: tuple[Contact, ...] = ()
    notices: tuple[Notice, ...] = ()
    issuer: Issuer = UNSAID
    pause: WeeklyPause | None = None

    @cached_property
    def service_pause(self) -> hours.Pause | None:
        """When the whole portal rests, as a rule; None where it never does."""
        return self.pause.rule if self.pause else None

    @property
    def contracts_tab(self) -> str:
        """What the tab is called that leads to 602."""
        return "契約内容の確認" if self.chooses_own_id else "ご契約一覧"

    @property
    def chooses_own_id(self) -> bool:
        """Whether a customer's own mail address is their ID; elsewhere a letter on paper brings them one."""
        return self.user_id == "email"

    @property
    def user_id_label(self) -> str:
        """What this portal calls the ID on its login screen (102, 502)."""
        return "ユーザーID" if self.chooses_own_id else "ログインID"

    def notices_of(self, agency: str) -> list[Notice]:
        """What to tell on this agency's page, newest first."""
        mine = [notice for notice in self.notices if notice.agency in ("", agency)]
        return sorted(mine, key=lambda notice: notice.on, reverse=True)


@dataclass(frozen=True)
class _Choices:
    """What a word in the file may be."""

    sequences: frozenset[str]
    terms: frozenset[str] = field(default=frozenset({"standard"}))


def load(path: Path, sequences: Iterable[str], terms: Iterable[str] = ("standard",)) -> dict[str, Portal]:
    """Give the portals of a file by name. Raise BadPortal where the file is not sound.

    `sequences` are the wizards there are, `terms` the names of the terms there are.
    """
    try:
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise BadPortal(f"{path.name}: {wrong}") from wrong
    if not sections:
        raise BadPortal(f"{path.name}: no portal in it")
    choices = _Choices(frozenset(sequences), frozenset(terms))
    served = {name: _portal(name, section, choices) for name, section in sections.items()}
    _check_numbers(served)
    return served


def _portal(name: str, section: Any, choices: _Choices) -> Portal:
    if not isinstance(section, dict):
        raise BadPortal(f"{name}: a portal is a section, [{name}]")
    if not (name.isascii() and name.isalnum() and name.islower()):
        raise BadPortal(f"{name}: a portal's name is its address: lower-case letters and digits")
    if name in RESERVED:
        raise BadPortal(f"{name}: this address is taken, a portal needs another name")
    if "name" in section:
        raise BadPortal(f"{name}.name: there is no such setting")
    portal: Portal = _read(Portal, {**section, "name": name}, name)
    _one_of(f"{name}.colour", portal.colour, COLOURS)
    _one_of(f"{name}.user_id", portal.user_id, USER_IDS)
    _one_of(f"{name}.terms", portal.terms, choices.terms)
    _check_sequences(name, portal, choices)
    _check_password(f"{name}.password", portal.password)
    _check_hours(f"{name}.help_desk", portal.help_desk)
    _check_verification(f"{name}.phone_verification", portal)
    if portal.pause:
        _one_of(f"{name}.pause.weekday", portal.pause.weekday, WEEKDAYS)
        if portal.pause.starts >= portal.pause.ends:
            raise BadPortal(f"{name}.pause.ends: must be later than starts, on the same day")
    for key in ("title", "short_name"):
        _like(f"{name}.{key}", getattr(portal, key), IN_A_SENDER, "a line that can stand before a mail address")
    _like(f"{name}.mail_from", portal.mail_from, MAIL_ADDRESS, "a mail address")
    _like(f"{name}.help_desk.phone", portal.help_desk.phone, PHONE, "a number with hyphens")
    for told in fields(Issuer):
        _like(f"{name}.issuer.{told.name}", getattr(portal.issuer, told.name) or "-", ONE_LINE, "one line")
    for place, contact in enumerate(portal.contacts):
        _like(f"{name}.contacts[{place}].phone", contact.phone, PHONE, "a number with hyphens")
    return portal


def _check_sequences(name: str, portal: Portal, choices: _Choices) -> None:
    for sequence in portal.sequences:
        _one_of(f"{name}.sequences", sequence, choices.sequences)
        if HALVES.get(sequence, sequence) not in portal.sequences:
            raise BadPortal(f"{name}.sequences: {sequence!r} leads to {HALVES[sequence]!r}, which is not offered")
    for item in portal.changes:
        _one_of(f"{name}.changes", item, ITEMS)
    if "change" in portal.sequences and not portal.changes:
        raise BadPortal(f"{name}.changes: must name what can be changed where 'change' is offered")


def _check_password(key: str, password: Password) -> None:
    for kind in password.kinds:
        _one_of(f"{key}.kinds", kind, PASSWORD_KINDS)
    if not password.kinds:
        raise BadPortal(f"{key}.kinds: must name at least one")
    if not len(password.kinds) <= password.minimum <= password.maximum:
        raise BadPortal(f"{key}.minimum: must lie between the number of kinds and the maximum")


def _check_verification(key: str, portal: Portal) -> None:
    asked = portal.phone_verification
    _one_of(f"{key}.mode", asked.mode, Mode)
    for kind in asked.kinds:
        _one_of(f"{key}.kinds", kind, [each.value for each in KINDS])
    for number in asked.numbers:
        _like(f"{key}.numbers", number, PHONE, "a number with hyphens")
        if callers.e164(number) is None:
            raise BadPortal(f"{key}.numbers: {number!r} is not a number in Japan")
    if asked.mode == Mode.ANNOUNCED and asked.starts_on is None:
        raise BadPortal(f"{key}.starts_on: is missing")
    if asked.mode == Mode.REQUIRED and not asked.numbers:
        raise BadPortal(f"{key}.numbers: must name the numbers to be called")
    if asked.is_on and CALL not in portal.sequences:
        raise BadPortal(f"{key}.mode: needs {CALL!r} among the sequences")
    if asked.is_on and not asked.kinds:
        raise BadPortal(f"{key}.kinds: must name at least one")


def _check_numbers(served: Mapping[str, "Portal"]) -> None:
    """A number that is called belongs to one portal, or nobody could tell whose customer calls."""
    taken: dict[str, str] = {}
    for portal in served.values():
        for number in portal.phone_verification.numbers:
            if taken.setdefault(callers.e164(number) or number, portal.name) != portal.name:
                raise BadPortal(f"{portal.name}.phone_verification.numbers: {number!r} is another portal's too")


def _check_hours(key: str, desk: HelpDesk) -> None:
    for day in desk.days:
        _one_of(f"{key}.days", day, WEEKDAYS)
    if desk.opens >= desk.closes:
        raise BadPortal(f"{key}.closes: must be later than opens")
    for day in desk.closed_days:
        _like(f"{key}.closed_days", day, DAY, "a day written MM-DD")
        try:
            date.fromisoformat(f"2024-{day}")
        except ValueError:
            raise BadPortal(f"{key}.closed_days: {day!r} is not in the calendar") from None


def _like(key: str, value: str, form: re.Pattern[str], what: str) -> None:
    if not form.fullmatch(value):
        raise BadPortal(f"{key}: {value!r} is not {what}")


def _one_of(key: str, value: str, allowed: Iterable[str]) -> None:
    if value not in list(allowed):
        raise BadPortal(f"{key}: {value!r} is not one of {', '.join(sorted(allowed)) or '(none)'}")


def read_table(kind: Any, section: Any, key: str) -> Any:
    """Make a dataclass of a TOML table. Raise BadPortal, naming the key that is wrong."""
    if not isinstance(section, dict):
        raise BadPortal(f"{key}: must be a table")
    return _read(kind, section, key)


def _read(kind: Any, values: Mapping[str, Any], key: str) -> Any:
    """Make a dataclass of a TOML table, checking every key and the kind of its value."""
    hints = get_type_hints(kind)
    unknown = values.keys() - hints.keys()
    if unknown:
        raise BadPortal(f"{key}.{min(unknown)}: there is no such setting")
    found = {}
    for each in fields(kind):
        if each.name in values:
            found[each.name] = _value(hints[each.name], values[each.name], f"{key}.{each.name}")
        elif each.default is MISSING:
            raise BadPortal(f"{key}.{each.name}: is missing")
    return kind(**found)


def _value(hint: Any, value: Any, key: str) -> Any:
    if isinstance(hint, UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise BadPortal(f"{key}: must be a list")
        return tuple(_value(get_args(hint)[0], each, f"{key}[{place}]") for place, each in enumerate(value))
    if is_dataclass(hint):
        return read_table(hint, value, key)
    if type(value) is not hint:
        raise BadPortal(f"{key}: must be of kind {hint.__name__}, not {type(value).__name__}")
    if value == "":
        raise BadPortal(f"{key}: must not be empty")
    return value
