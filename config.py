"""What can be set, by environment variables; what holds without any; and what production refuses to start with.

Every setting is `MADOGUCHI_<NAME>`. Nothing set at all is the embedded installation: SQLite and folders below
`instance/`, one process, development.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import clock

DEFAULT_KEY = "only for trying it out, never for customers"


class UnsafeSettings(Exception):
    """Production will not start like this; the message names every setting to mend."""


def settings(environment: Mapping[str, str], instance: Path) -> dict[str, Any]:
    """Give Flask's settings. Raise UnsafeSettings, or ValueError where a number is none."""

    def get(name: str, default: str) -> str:
        return environment.get(f"MADOGUCHI_{name}", default)

    production = get("ENVIRONMENT", "development") == "production"
    keys = [key.strip() for key in get("SECRET_KEYS", DEFAULT_KEY).split(",") if key.strip()]
    base_url = get("BASE_URL", f"http://{environment.get('HOST', '127.0.0.1')}:{environment.get('PORT', '8000')}")
    found: dict[str, Any] = {
        "PRODUCTION": production,
        "SECRET_KEY": keys[0],
        "SECRET_KEY_FALLBACKS": keys[1:],
        "SECRET_KEYS": keys,
        "BASE_URL": base_url.rstrip("/"),
        "DEBUG": get("DEBUG", "0") == "1",
        "PROCESSES": int(get("PROCESSES", "1")),
        "PROXIES": int(get("PROXIES", "0")),
        "PORTALS_FILE": get("PORTALS_FILE", str(Path(__file__).parent / "portals.toml")),
        "SQLALCHEMY_ENGINES": {"default": _engine(get("DATABASE_URL", f"sqlite:///{instance / 'madoguchi.sqlite'}"))},
        "RATELIMIT_STORAGE_URI": get("LIMITER_URL", "memory://"),
        "RATELIMIT_ENABLED": get("LIMITER", "1") == "1",
        "MAIL_FOLDER": get("MAIL_FOLDER", str(instance / "mail")),
        "SMTP_HOST": get("SMTP_HOST", ""),
        "SMTP_PORT": int(get("SMTP_PORT", "587")),
        "SMTP_SECURITY": get("SMTP_SECURITY", "starttls"),
        "SMTP_USER": get("SMTP_USER", ""),
        "SMTP_PASSWORD": get("SMTP_PASSWORD", ""),
        "SMTP_CA_FILE": get("SMTP_CA_FILE", ""),
        "SMTP_TIMEOUT": float(get("SMTP_TIMEOUT", "20")),
        "OUTBOX_THREAD": get("OUTBOX_THREAD", "1") == "1",
        "ARGON2_MEMORY_KIB": int(get("ARGON2_MEMORY_KIB", "19456")),
        "ARGON2_TIME_COST": int(get("ARGON2_TIME_COST", "2")),
        "ARGON2_PARALLELISM": int(get("ARGON2_PARALLELISM", "1")),
        "ARGON2_AT_ONCE": int(get("ARGON2_AT_ONCE", "4")),
        "ARGON2_WAIT_SECONDS": float(get("ARGON2_WAIT_SECONDS", "5")),
        "IDLE_MINUTES": int(get("IDLE_MINUTES", "30")),
        "LOGIN_HOURS": int(get("LOGIN_HOURS", "8")),
        "CLOCK": clock.utc_now,
        # One page's answers are small; a body beyond this is nobody's form.
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "SESSION_COOKIE_NAME": "__Host-madoguchi" if production else "madoguchi",
        "SESSION_COOKIE_SECURE": base_url.startswith("https://"),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "TEMPLATES_AUTO_RELOAD": not production,
    }
    if production:
        _refuse_unsafe(found)
        found["TRUSTED_HOSTS"] = [found["BASE_URL"].split("//", 1)[1].split("/")[0].split(":")[0]]
    return found


def _engine(url: str) -> dict[str, Any]:
    """Each thread of a worker needs one connection at a time; room for the outbox and the command line beside it."""
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return {"url": url, "pool_size": 20, "max_overflow": 20, "pool_pre_ping": url.startswith("postgresql")}


def _refuse_unsafe(found: Mapping[str, Any]) -> None:
    checks = {
        "MADOGUCHI_SECRET_KEYS is the default or shorter than 32 characters": any(
            key == DEFAULT_KEY or len(key) < 32 for key in found["SECRET_KEYS"]
        ),
        "MADOGUCHI_DEBUG is on": found["DEBUG"],
        "MADOGUCHI_BASE_URL is not https:// (cookies would travel in the clear)": not found["SESSION_COOKIE_SECURE"],
        "MADOGUCHI_LIMITER_URL is memory:// with several processes": (
            found["PROCESSES"] > 1 and found["RATELIMIT_STORAGE_URI"].startswith("memory:")
        ),
        "MADOGUCHI_LIMITER is off": not found["RATELIMIT_ENABLED"],
        "MADOGUCHI_SMTP_HOST is not set (letters would stay in a folder)": not found["SMTP_HOST"],
        "MADOGUCHI_SMTP_SECURITY is none (letters would travel in the clear)": found["SMTP_SECURITY"] == "none",
    }
    wrong = [message for message, holds in checks.items() if holds]
    if wrong:
        raise UnsafeSettings("refusing to start in production: " + "; ".join(wrong))


def new_key() -> str:
    """A fresh secret key for `MADOGUCHI_SECRET_KEYS`."""
    return secrets.token_urlsafe(48)
