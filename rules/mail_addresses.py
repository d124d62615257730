"""What is wrong with this mail address, and which was perhaps meant? (row F10)"""

import re
from enum import Enum

from rules import mail_domains
from rules.japanese import formats, mail, normalize

_NOT_IN_LOCAL = re.compile(r"[^A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]")
_NOT_IN_DOMAIN = re.compile("[^a-z0-9.-]")
_FOR_A_DOT = re.compile("[,;:、・/]")
LONGEST_LOCAL = 64
_OTHER_HALF = dict(zip("([<「『)]>」』", ")]>」』([<「『", strict=True))


class Fault(Enum):
    """What keeps a text from being a mail address."""

    NO_AT = "no @"
    MANY_AT = "more than one @"
    NOTHING_BEFORE = "nothing before the @"
    NOTHING_BEHIND = "nothing behind the @"
    COMMA = "a comma for a dot"
    CHARACTER = "a character that no address has"
    NO_DOT = "no dot behind the @"
    DOTS = "dots in odd places behind the @"
    LENGTH = "too long"
    ENDING = "no such ending"


def fault(address: str) -> Fault | None:
    """What is wrong with an address as mail.address gives it, None where nothing is. Dots in odd places before the @
    are not judged: some carriers have given them out."""
    local, at, domain = address.rpartition("@")
    if not at:
        return Fault.NO_AT
    found = _around_the_at(local, domain) or _of_the_domain(domain)
    if found or formats.is_email(address):
        return found
    return Fault.LENGTH if len(local) > LONGEST_LOCAL or len(address) > formats.LONGEST_EMAIL else Fault.ENDING


def _around_the_at(local: str, domain: str) -> Fault | None:
    if "@" in local:
        return Fault.MANY_AT
    if not (local and domain):
        return Fault.NOTHING_BEHIND if local else Fault.NOTHING_BEFORE
    if "," in local + domain:
        return Fault.COMMA
    return Fault.CHARACTER if unusable(f"{local}@{domain}") else None


def _of_the_domain(domain: str) -> Fault | None:
    if domain.startswith(".") or domain.endswith(".") or ".." in domain:
        return Fault.DOTS
    return None if "." in domain else Fault.NO_DOT


def unusable(address: str) -> str:
    """The characters of an address that no address has, each once."""
    local, _, domain = address.rpartition("@")
    last = domain.rpartition(".")[2]
    ending = mail.shown(f"@{last}")[1:]
    # An ending is of one script: what follows .jp was typed too much.
    foreign = re.sub("[ -~]", "", ending) if last != ending and re.search("[a-z0-9]", ending) else ""
    wrong = [*_NOT_IN_LOCAL.findall(local), *_NOT_IN_DOMAIN.findall(domain), *foreign]
    return "".join(dict.fromkeys(wrong))


def unusable_as_typed(typed: str) -> str:
    """The characters of what was typed that no address has, each once, as they were typed: メール：, not メル:. A long
    vowel is told with the kana before it, a bracket with its other half."""
    wrong = set(unusable(mail.address(typed)))
    wrong |= {_OTHER_HALF[each] for each in wrong if each in _OTHER_HALF}
    found: list[str] = []
    before = False
    for each in typed:
        before = (before and each in normalize.LONG_VOWELS) or bool(wrong & set(normalize.narrow(each).lower()))
        if before:
            found.append(each)
    return "".join(dict.fromkeys(found)) or unusable(mail.address(typed))


def meant(address: str) -> str | None:
    """The address that was perhaps meant by this one, None where there is no guess. Only what stands behind the @ is
    guessed at."""
    local, _, domain = re.sub("@+", "@", address).rpartition("@")
    plain = re.sub(r"\.{2,}", ".", _FOR_A_DOT.sub(".", domain)).strip(".")
    guess = f"{local}@{mail_domains.meant(plain) or plain}"
    return guess if guess != address and fault(guess) is None else None
