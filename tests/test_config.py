"""What holds without any setting, which slips are named, and what will production not start with?"""

import re

import pytest

import config
from config import BadSetting, UnsafeSettings

GOOD = {
    "ENVIRONMENT": "production",
    "SECRET_KEYS": f"{'a' * 40}, {'b' * 32}",
    "BASE_URL": "https://mado.example:8443/",
    "SMTP_HOST": "mail.example",
    "SMTP_SECURITY": "tls",
}


def read(tmp_path, plain=(), **settings):
    return config.settings({f"MADOGUCHI_{name}": value for name, value in settings.items()} | dict(plain), tmp_path)


def test_nothing_set_is_the_embedded_installation(tmp_path):
    found = read(tmp_path, {"PATH": "/bin", "HOST": "0.0.0.0", "PORT": "8123"})
    assert found["SQLALCHEMY_ENGINES"]["default"]["url"] == f"sqlite:///{tmp_path}/madoguchi.sqlite"
    expected = {
        "PRODUCTION": False,
        "DEBUG": False,
        "BASE_URL": "http://0.0.0.0:8123",
        "SECRET_KEY": config.DEFAULT_KEY,
        "SMTP_HOST": "",
        "MAIL_FOLDER": str(tmp_path / "mail"),
        "RATELIMIT_STORAGE_URI": "process://",
        "RATELIMIT_ENABLED": True,
        "EMBEDDED_WORKERS": True,
        "PROXIES": 0,
        "SESSION_COOKIE_SECURE": False,
        "SESSION_COOKIE_NAME": "madoguchi",
    }
    assert {name: found[name] for name in expected} == expected
    assert "TRUSTED_HOSTS" not in found


def test_good_production_settings_start(tmp_path):
    found = read(tmp_path, **GOOD, DATABASE_URL="postgresql://mado@db/mado", PROCESSES="4", LIMITER_URL="redis://r")
    expected = {
        "PRODUCTION": True,
        "SECRET_KEYS": ["a" * 40, "b" * 32],
        "SECRET_KEY": "a" * 40,
        "SECRET_KEY_FALLBACKS": ["b" * 32],
        "BASE_URL": "https://mado.example:8443",
        "TRUSTED_HOSTS": ["mado.example"],
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-madoguchi",
        "TEMPLATES_AUTO_RELOAD": False,
    }
    assert {name: found[name] for name in expected} == expected
    assert found["SQLALCHEMY_ENGINES"]["default"]["url"] == "postgresql+psycopg://mado@db/mado"
    assert found["SQLALCHEMY_ENGINES"]["default"]["pool_pre_ping"]


@pytest.mark.parametrize(
    ("unsafe", "named"),
    [
        ({"SECRET_KEYS": config.DEFAULT_KEY}, "MADOGUCHI_SECRET_KEYS"),
        ({"SECRET_KEYS": "a" * 31}, "MADOGUCHI_SECRET_KEYS"),
        ({"SECRET_KEYS": f"{'a' * 40},short"}, "MADOGUCHI_SECRET_KEYS"),
        ({"DEBUG": "1"}, "MADOGUCHI_DEBUG"),
        ({"BASE_URL": "http://mado.example"}, "MADOGUCHI_BASE_URL"),
        ({"PROCESSES": "2"}, "MADOGUCHI_LIMITER_URL"),
        ({"PROCESSES": "2", "LIMITER_URL": "process:"}, "MADOGUCHI_LIMITER_URL"),
        ({"PROCESSES": "2", "LIMITER_URL": "MEMORY://"}, "MADOGUCHI_LIMITER_URL"),
        ({"LIMITER": "0"}, "MADOGUCHI_LIMITER"),
        ({"SMTP_HOST": ""}, "MADOGUCHI_SMTP_HOST"),
        ({"SMTP_SECURITY": "none"}, "MADOGUCHI_SMTP_SECURITY"),
        ({"ARGON2_TIME_COST": "1"}, "MADOGUCHI_ARGON2_MEMORY_KIB or MADOGUCHI_ARGON2_TIME_COST"),
        ({"ARGON2_MEMORY_KIB": "8"}, "MADOGUCHI_ARGON2_MEMORY_KIB or MADOGUCHI_ARGON2_TIME_COST"),
    ],
)
def test_production_refuses_what_is_unsafe_and_names_it_alone(tmp_path, unsafe, named):
    with pytest.raises(UnsafeSettings, match=f"^refusing to start in production: {named} is [^;]+$"):
        read(tmp_path, **GOOD | unsafe)


@pytest.mark.parametrize("on", ["1", "true", "True", "yes", "anything"])
def test_production_refuses_flasks_own_debugger(tmp_path, on):
    with pytest.raises(UnsafeSettings, match=r": FLASK_DEBUG is on$"):
        read(tmp_path, {"FLASK_DEBUG": on}, **GOOD)


@pytest.mark.parametrize("off", ["", "0", "false", "No"])
def test_flasks_debugger_may_be_named_and_off(tmp_path, off):
    assert read(tmp_path, {"FLASK_DEBUG": off}, **GOOD)["PRODUCTION"]
    assert not read(tmp_path, {"FLASK_DEBUG": "1"})["PRODUCTION"]


def test_everything_unsafe_is_named_at_once(tmp_path):
    with pytest.raises(UnsafeSettings) as refusal:
        read(tmp_path, ENVIRONMENT="production")
    named = set(re.findall("MADOGUCHI_[A-Z_]+", str(refusal.value)))
    assert named == {"MADOGUCHI_SECRET_KEYS", "MADOGUCHI_BASE_URL", "MADOGUCHI_SMTP_HOST"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "prod"),
        ("ENVIRONMENT", ""),
        ("DEBUG", "true"),
        ("LIMITER", "yes"),
        ("EMBEDDED_WORKERS", ""),
        ("SMTP_SECURITY", "ssl"),
        ("PROCESSES", "0"),
        ("PROCESSES", "two"),
        ("PROXIES", "-1"),
        ("PROXIES", "１"),
        ("SMTP_PORT", "65536"),
        ("SMTP_PORT", "1" * 5000),
        ("SMTP_TIMEOUT", "0"),
        ("SMTP_TIMEOUT", "nan"),
        ("SMTP_TIMEOUT", "soon"),
        ("ARGON2_MEMORY_KIB", "19 MiB"),
        ("ARGON2_WAIT_SECONDS", "-1"),
        ("IDLE_MINUTES", "1441"),
        ("LOGIN_HOURS", "0.5"),
        ("SECRET_KEYS", " , "),
        ("BASE_URL", "mado.example"),
        ("BASE_URL", "ftp://mado.example"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://mado.example/portal"),
        ("BASE_URL", "https://mado.example?x"),
        ("BASE_URL", "https://user@mado.example"),
        ("BASE_URL", "https://mado.example:port"),
        ("SECRET_KEY", "a" * 40),
        ("BASEURL", "https://mado.example"),
    ],
)
def test_a_slip_is_named_in_one_line_whatever_the_environment(tmp_path, name, value):
    for others in ({}, GOOD):
        with pytest.raises(BadSetting, match=rf"\AMADOGUCHI_{name}: .+\Z"):
            read(tmp_path, **others | {name: value})


def test_a_slip_never_repeats_a_secret(tmp_path):
    with pytest.raises(BadSetting) as refusal:
        read(tmp_path, SMTP_PASSWORDS="hush", SECRET_KEYS="a" * 40)
    assert str(refusal.value) == "MADOGUCHI_SMTP_PASSWORDS: there is no such setting"
