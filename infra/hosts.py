"""What kind of host is meant by an address: this machine, a name, a number?"""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_here(host: str | None) -> bool:
    """Whether only this machine is meant: by its own name or number, or by none."""
    try:
        return host in (None, "", "localhost") or ip_address(host or "").is_loopback
    except ValueError:
        return False


def has_a_name(url: str) -> bool:
    """Whether the host of an address has a name, as passkeys need it, and not a number."""
    try:
        ip_address(urlsplit(url).hostname or "")
    except ValueError:
        return True
    return False
