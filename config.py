"""What can be set, by environment variables; what holds without any; and what refuses to start.

Every setting is `MADOGUCHI_<NAME>`. Nothing set at all is the embedded installation: SQLite and folders below
`instance/`, one process, development. There `/_dev` shows letters and logs in as anybody, and the key is known to
everybody: what only an installation for customers is set to does not start outside production.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra import clock, rate_limit_storage
from infra.hosts import has_a_name, is_here

PREFIX = "MADOGUCHI_"
DEFAULT_KEY = "only for trying it out and never for customers"
# OWASP's weakest pair of memory and time for argon2id, multiplied.
LEAST_WORK = 7168 * 5
LEAST_SECRET = 32
BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_-]+)*/?")
ENDPOINT = re.compile(r"https?://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?/?")


# Whom a process serves.
CUSTOMERS, STAFF, BOTH = "customers", "staff", "both"


class BadSetting(ValueError):
    """A setting that cannot be meant; the message names it."""


class UnsafeSettings(Exception):
    """It will not start like this; the message names every setting to mend."""


class _Environment:
    """The variables that are ours. Each is asked for once, so that one nobody asked for is a slip of the pen."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._left = {name: value for name, value in variables.items() if name.startswith(PREFIX)}

    def text(self, name: str, default: str) -> str:
        return self._left.pop(PREFIX + name, default)

    def one_of(self, name: str, default: str, *others: str) -> str:
        value = self.text(name, default)
        if value not in (default, *others):
            raise BadSetting(f"{PREFIX}{name}: {value!r} is not one of {', '.join((default, *others))}")
        return value

    def flag(self, name: str, default: str) -> bool:
        return self.one_of(name, default, "10".replace(default, "")) == "1"

    def whole(self, name: str, default: int, least: int = 1, most: int = 2**31 - 1) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and len(value) <= 10 and least <= int(value) <= most):
            raise BadSetting(f"{PREFIX}{name}: {value!r} is not a whole number from {least} to {most}")
        return int(value)

    def seconds(self, name: str, default: float, least: float = 0) -> float:
        value = self.text(name, str(default))
        try:
            number = float(value)
        except ValueError:
            number = -1
        if not least <= number <= 3600:
            raise BadSetting(f"{PREFIX}{name}: {value!r} is not a number of seconds from {least} to 3600")
        return number

    def nothing_left(self) -> None:
        if self._left:
            raise BadSetting(f"{min(self._left)}: there is no such setting")


def settings(environment: Mapping[str, str], instance: Path) -> dict[str, Any]:
    """Give Flask's settings. Raise BadSetting, or UnsafeSettings where it must not start with them."""
    ours = _Environment(environment)
    production = ours.one_of("ENVIRONMENT", "development", "production") == "production"
    keys = _keys(ours.text("SECRET_KEYS", DEFAULT_KEY))
    here = f"http://{environment.get('HOST', '127.0.0.1')}:{environment.get('PORT', '8000')}"
    base_url = _base_url("BASE_URL", ours.text("BASE_URL", here))
    found: dict[str, Any] = {
        "PRODUCTION": production,
        "SECRET_KEY": keys[0],
        "SECRET_KEY_FALLBACKS": keys[1:],
        "SECRET_KEYS": keys,
        "BASE_URL": base_url,
        **_staff(ours, base_url),
        "DEBUG": ours.flag("DEBUG", "0"),
        "PROCESSES": ours.whole("PROCESSES", 1),
        "PROXIES": ours.whole("PROXIES", 0, 0),
        "PRODUCTS_FILE": ours.text("PRODUCTS_FILE", str(Path(__file__).parent / "products.toml")),
        "PORTALS_FILE": ours.text("PORTALS_FILE", str(Path(__file__).parent / "portals.toml")),
        "DATABASE": _database(ours.text("DATABASE_URL", f"sqlite:///{instance / 'madoguchi.sqlite'}")),
        "RATELIMIT_STORAGE_URI": ours.text("LIMITER_URL", f"{rate_limit_storage.SCHEME}://"),
        "RATELIMIT_ENABLED": ours.flag("LIMITER", "1"),
        "MAIL_FOLDER": ours.text("MAIL_FOLDER", str(instance / "mail")),
        "LEAFLETS_FOLDER": ours.text("LEAFLETS_FOLDER", str(Path(__file__).parent / "docs" / "leaflets")),
        **_smtp(ours),
        **_photos(ours, instance),
        "EMBEDDED_WORKERS": ours.flag("EMBEDDED_WORKERS", "1"),
        "ARGON2_MEMORY_KIB": ours.whole("ARGON2_MEMORY_KIB", 19456, 8),
        "ARGON2_TIME_COST": ours.whole("ARGON2_TIME_COST", 2),
        "ARGON2_PARALLELISM": ours.whole("ARGON2_PARALLELISM", 1),
        "ARGON2_AT_ONCE": ours.whole("ARGON2_AT_ONCE", 4),
        "ARGON2_WAIT_SECONDS": ours.seconds("ARGON2_WAIT_SECONDS", 5),
        "IDLE_MINUTES": ours.whole("IDLE_MINUTES", 30, most=24 * 60),
        "CALLS_SIP_SECRETS": _listed(ours.text("CALLS_SIP_SECRETS", "")),
        "CALLS_WEBHOOK_TOKENS": _listed(ours.text("CALLS_WEBHOOK_TOKENS", "")),
        "CALLS_WEBHOOK_ALGORITHM": ours.one_of("CALLS_WEBHOOK_ALGORITHM", "sha1", "sha256"),
        "CALLS_KEPT_DAYS": ours.whole("CALLS_KEPT_DAYS", 90, most=3650),
        "PHOTOS_AT_ONCE": ours.whole("PHOTOS_AT_ONCE", 20, most=100),
        "PHOTO_MEGABYTES": ours.whole("PHOTO_MEGABYTES", 20, most=20),
        "PHOTOS_WAIT_SECONDS": ours.seconds("PHOTOS_WAIT_SECONDS", 3),
        "PHOTOS_KEPT_DAYS": ours.whole("PHOTOS_KEPT_DAYS", 3 * 366, most=36600),
        "LOGIN_HOURS": ours.whole("LOGIN_HOURS", 8, most=24),
        "CLOCK": clock.utc_now,
        # One page's answers are small; a body beyond this is nobody's form.
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        # Browsers set to send no Referer are customers too; the token and SameSite do the work.
        "WTF_CSRF_SSL_STRICT": False,
        "SESSION_COOKIE_NAME": "__Host-madoguchi" if production else "madoguchi",
        "SESSION_COOKIE_SECURE": base_url.startswith("https://"),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # Nobody is remembered. No cookie has this name, so that Flask-Login looks at none; it stumbles over some.
        "REMEMBER_COOKIE_NAME": "",
        # A cookie must outlive the link that it opened (decision 32); logins end by rows on the server.
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=72),
        "TEMPLATES_AUTO_RELOAD": not production,
    }
    found["DOORS_OPEN"] = not production and not all(map(is_here, (environment.get("HOST"), *_hosts(found, BOTH))))
    ours.nothing_left()
    if production:
        _refuse_unsafe(found, environment)
        found["TRUSTED_HOSTS"] = _hosts(found, found["SERVE"])
    else:
        _refuse_customers(found)
    return found


def _keys(typed: str) -> Sequence[str]:
    keys = _listed(typed)
    if not keys:
        raise BadSetting(f"{PREFIX}SECRET_KEYS: there is no key in it")
    return keys


def _listed(typed: str) -> Sequence[str]:
    return [each.strip() for each in typed.split(",") if each.strip()]


def _hosts(found: Mapping[str, Any], served: str) -> list[str]:
    """The hosts by which it is asked for, each once."""
    names = {CUSTOMERS: ("BASE_URL",), STAFF: ("STAFF_URL",)}.get(served, ("BASE_URL", "STAFF_URL"))
    return list(dict.fromkeys(urlsplit(found[name]).hostname or "" for name in names))


def _staff(ours: _Environment, base_url: str) -> dict[str, Any]:
    """Whom the process serves, where staff find it, and what they come in by."""
    staff_url = _base_url("STAFF_URL", ours.text("STAFF_URL", base_url))
    passkey = ours.one_of("STAFF_PASSKEY", "optional", "required")
    if passkey == "required" and not has_a_name(staff_url):
        raise BadSetting(f"{PREFIX}STAFF_URL: {staff_url!r} has no name, without which there are no passkeys")
    return {
        "SERVE": ours.one_of("SERVE", BOTH, CUSTOMERS, STAFF),
        "STAFF_URL": staff_url,
        "STAFF_PASSKEY": passkey,
    }


def _base_url(name: str, typed: str) -> str:
    """The address of the service as customers, or staff, know it: scheme and host, nothing behind."""
    try:
        parts = urlsplit(typed)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise BadSetting(f"{PREFIX}{name}: {typed!r} is not like https://www.example.jp")
    return typed.rstrip("/")


def _smtp(ours: _Environment) -> dict[str, Any]:
    return {
        "SMTP_HOST": ours.text("SMTP_HOST", ""),
        "SMTP_PORT": ours.whole("SMTP_PORT", 587, most=65535),
        "SMTP_SECURITY": ours.one_of("SMTP_SECURITY", "starttls", "tls", "none"),
        "SMTP_USER": ours.text("SMTP_USER", ""),
        "SMTP_PASSWORD": ours.text("SMTP_PASSWORD", ""),
        "SMTP_CA_FILE": ours.text("SMTP_CA_FILE", ""),
        "SMTP_TIMEOUT": ours.seconds("SMTP_TIMEOUT", 20, 1),
    }


def _photos(ours: _Environment, instance: Path) -> dict[str, Any]:
    """Where pictures lie, in a folder or in a bucket, and what looks for harm in them."""
    found = {
        "PHOTOS_FOLDER": ours.text("PHOTOS_FOLDER", str(instance / "photos")),
        "PHOTOS_BUCKET": ours.text("PHOTOS_BUCKET", ""),
        "PHOTOS_ENDPOINT": ours.text("PHOTOS_ENDPOINT", ""),
        "PHOTOS_REGION": ours.text("PHOTOS_REGION", ""),
        "PHOTOS_KEY_ID": ours.text("PHOTOS_KEY_ID", ""),
        "PHOTOS_KEY": ours.text("PHOTOS_KEY", ""),
        "PHOTOS_ENCRYPTION": ours.one_of("PHOTOS_ENCRYPTION", "", "AES256", "aws:kms"),
        "SCANNER": ours.text("SCANNER", ""),
    }
    bucket, endpoint = found["PHOTOS_BUCKET"], found["PHOTOS_ENDPOINT"]
    if bucket and not BUCKET.fullmatch(bucket):
        raise BadSetting(f"{PREFIX}PHOTOS_BUCKET: it is not like s3://name or s3://name/prefix")
    if not bucket and any(found[f"PHOTOS_{name}"] for name in ("ENDPOINT", "REGION", "KEY_ID", "KEY", "ENCRYPTION")):
        raise BadSetting(f"{PREFIX}PHOTOS_BUCKET: not set, but other settings of a bucket are")
    if endpoint and not ENDPOINT.fullmatch(endpoint):
        raise BadSetting(f"{PREFIX}PHOTOS_ENDPOINT: it is not like https://s3.example.jp")
    if bool(found["PHOTOS_KEY_ID"]) != bool(found["PHOTOS_KEY"]):
        raise BadSetting(f"{PREFIX}PHOTOS_KEY_ID and {PREFIX}PHOTOS_KEY: one of them is not set")
    return found


def _database(url: str) -> dict[str, Any]:
    """Each thread of a worker needs one connection at a time; room for the outbox and the command line beside it."""
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    pool = {"pool_size": 20, "max_overflow": 20, "pool_pre_ping": url.startswith("postgresql")}
    # What a statement that failed was given is somebody's personal data; no log may have it.
    return {"url": url, "hide_parameters": True, **pool}


def _refuse_unsafe(found: Mapping[str, Any], environment: Mapping[str, str]) -> None:
    checks = {
        f"MADOGUCHI_SECRET_KEYS is the default or shorter than {LEAST_SECRET} characters": any(
            key == DEFAULT_KEY or len(key) < LEAST_SECRET for key in found["SECRET_KEYS"]
        ),
        **{
            f"MADOGUCHI_{name} is shorter than {LEAST_SECRET} characters": any(
                len(secret) < LEAST_SECRET for secret in found[name]
            )
            for name in ("CALLS_SIP_SECRETS", "CALLS_WEBHOOK_TOKENS")
        },
        "MADOGUCHI_DEBUG is on": found["DEBUG"],
        # As Flask reads it.
        "FLASK_DEBUG is on": environment.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no"),
        "MADOGUCHI_BASE_URL is not https:// (cookies would travel in the clear)": not found["SESSION_COOKIE_SECURE"],
        "MADOGUCHI_STAFF_URL is not https:// (cookies would travel in the clear)": (
            found["STAFF_URL"] != found["BASE_URL"] and not found["STAFF_URL"].startswith("https://")
        ),
        "MADOGUCHI_LIMITER_URL is the memory of one process where there are several": (
            found["PROCESSES"] > 1
            and urlsplit(found["RATELIMIT_STORAGE_URI"]).scheme in (rate_limit_storage.SCHEME, "memory")
        ),
        "MADOGUCHI_LIMITER is off": not found["RATELIMIT_ENABLED"],
        "MADOGUCHI_SMTP_HOST is not set (letters would stay in a folder)": not found["SMTP_HOST"],
        "MADOGUCHI_SMTP_SECURITY is none (letters would travel in the clear)": found["SMTP_SECURITY"] == "none",
        "MADOGUCHI_PHOTOS_ENDPOINT is http:// elsewhere (pictures would travel in the clear)": (
            found["PHOTOS_ENDPOINT"].startswith("http://") and not is_here(urlsplit(found["PHOTOS_ENDPOINT"]).hostname)
        ),
        "MADOGUCHI_ARGON2_MEMORY_KIB or MADOGUCHI_ARGON2_TIME_COST is too little": (
            found["ARGON2_MEMORY_KIB"] * found["ARGON2_TIME_COST"] < LEAST_WORK
        ),
    }
    _refuse("in production", checks)


def _refuse_customers(found: Mapping[str, Any]) -> None:
    """A name in the browser's address bar, a proxy in front, or anything that outlives a trial under a key that stands
    in the source: whoever set it meant production, and would have all doors open."""
    known = DEFAULT_KEY in found["SECRET_KEYS"]
    database = urlsplit(found["DATABASE"]["url"]).hostname
    checks = {
        "MADOGUCHI_BASE_URL is https://": found["SESSION_COOKIE_SECURE"],
        "MADOGUCHI_STAFF_URL is https://": (
            found["STAFF_URL"] != found["BASE_URL"] and found["STAFF_URL"].startswith("https://")
        ),
        "MADOGUCHI_PROXIES is set": found["PROXIES"] > 0,
        "MADOGUCHI_PROCESSES is set while MADOGUCHI_SECRET_KEYS is not": known and found["PROCESSES"] > 1,
        "MADOGUCHI_SMTP_HOST is elsewhere while MADOGUCHI_SECRET_KEYS is not set": (
            known and not is_here(found["SMTP_HOST"])
        ),
        "MADOGUCHI_DATABASE_URL is elsewhere while MADOGUCHI_SECRET_KEYS is not set": known and not is_here(database),
        "MADOGUCHI_PHOTOS_BUCKET is elsewhere while MADOGUCHI_SECRET_KEYS is not set": known
        and bool(found["PHOTOS_BUCKET"])
        and not (found["PHOTOS_ENDPOINT"] and is_here(urlsplit(found["PHOTOS_ENDPOINT"]).hostname)),
    }
    _refuse("outside production (MADOGUCHI_ENVIRONMENT), where anybody can log in as anybody", checks)


def _refuse(where: str, checks: Mapping[str, bool]) -> None:
    wrong = [message for message, holds in checks.items() if holds]
    if wrong:
        raise UnsafeSettings(f"refusing to start {where}: " + "; ".join(wrong))
