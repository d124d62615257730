"""Which form have kana, policy numbers and e-mail addresses in Japan? (rows F9 and F10)"""

import re

KANA = re.compile(r"(?=[^ァ-ヺ]*[ァ-ヺ])[ァ-ヺー・ヽヾ ]+")
NOT_KANA = re.compile("[^ァ-ヺー・ヽヾ ]")
POLICY_NUMBER = re.compile(r"[A-Z]{0,3}[0-9]{6,14}")
LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
LONGEST_EMAIL = 254
# Their customers have addresses that break the standards: `a..b@`, `a.@` (row F10).
CARRIERS = ("docomo.ne.jp", "ezweb.ne.jp", "au.com", "softbank.ne.jp", "vodafone.ne.jp")


def is_email(address: str) -> bool:
    """Whether this is one address, dots in odd places before the @ or not."""
    local, at, domain = address.rpartition("@")
    return bool(at and len(address) <= LONGEST_EMAIL and LOCAL.fullmatch(local) and DOMAIN.fullmatch(domain))


def is_unusual_email(address: str) -> bool:
    """A form that breaks the standards: some mail programs cannot send to it."""
    local = address.rpartition("@")[0]
    return ".." in local or local.startswith(".") or local.endswith(".")


def is_carriers(address: str) -> bool:
    """Whether this is an address of one of the mobile carriers that give out such forms."""
    return f".{address.rpartition('@')[2]}".endswith(tuple(f".{carrier}" for carrier in CARRIERS))
