"""What holds without any setting, which slips are named, and what will not start?"""

import re
from pathlib import Path

import pytest

import config
from app import create_app, serve
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
    assert found["DATABASE"]["url"] == f"sqlite:///{tmp_path}/madoguchi.sqlite"
    expected = {
        "PRODUCTION": False,
        "DEBUG": False,
        "BASE_URL": "http://0.0.0.0:8123",
        "STAFF_URL": "http://0.0.0.0:8123",
        "SERVE": "both",
        "STAFF_PASSKEY": "optional",
        "SECRET_KEY": config.DEFAULT_KEY,
        "SMTP_HOST": "",
        "MAIL_FOLDER": str(tmp_path / "mail"),
        "PHOTOS_FOLDER": str(tmp_path / "photos"),
        "PHOTOS_BUCKET": "",
        "SCANNER": "",
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
    assert found["DATABASE"]["url"] == "postgresql+psycopg://mado@db/mado"
    assert found["DATABASE"]["pool_pre_ping"]


@pytest.mark.parametrize(
    ("unsafe", "named"),
    [
        ({"SECRET_KEYS": config.DEFAULT_KEY}, "MADOGUCHI_SECRET_KEYS"),
        ({"SECRET_KEYS": "a" * 31}, "MADOGUCHI_SECRET_KEYS"),
        ({"SECRET_KEYS": f"{'a' * 40},short"}, "MADOGUCHI_SECRET_KEYS"),
        ({"CALLS_SIP_SECRETS": f"{'a' * 40},{'b' * 31}"}, "MADOGUCHI_CALLS_SIP_SECRETS"),
        ({"CALLS_WEBHOOK_TOKENS": "b" * 31}, "MADOGUCHI_CALLS_WEBHOOK_TOKENS"),
        ({"DEBUG": "1"}, "MADOGUCHI_DEBUG"),
        ({"BASE_URL": "http://mado.example"}, "MADOGUCHI_BASE_URL"),
        ({"STAFF_URL": "http://desk.example"}, "MADOGUCHI_STAFF_URL"),
        ({"PROCESSES": "2"}, "MADOGUCHI_LIMITER_URL"),
        ({"PROCESSES": "2", "LIMITER_URL": "process:"}, "MADOGUCHI_LIMITER_URL"),
        ({"PROCESSES": "2", "LIMITER_URL": "MEMORY://"}, "MADOGUCHI_LIMITER_URL"),
        ({"LIMITER": "0"}, "MADOGUCHI_LIMITER"),
        ({"SMTP_HOST": ""}, "MADOGUCHI_SMTP_HOST"),
        ({"SMTP_SECURITY": "none"}, "MADOGUCHI_SMTP_SECURITY"),
        (
            {"PHOTOS_BUCKET": "s3://photos", "PHOTOS_ENDPOINT": "http://s3.example.jp:9000"},
            "MADOGUCHI_PHOTOS_ENDPOINT",
        ),
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


OWN_KEY = {"SECRET_KEYS": "a" * 32}
DOORS = "refusing to start outside production (MADOGUCHI_ENVIRONMENT), where anybody can log in as anybody: "


@pytest.mark.parametrize(
    ("meant", "named"),
    [
        ({"BASE_URL": "https://mado.example"}, "MADOGUCHI_BASE_URL is https://"),
        ({"BASE_URL": "https://127.0.0.1:8443", **OWN_KEY}, "MADOGUCHI_BASE_URL is https://"),
        ({"PROXIES": "1", **OWN_KEY}, "MADOGUCHI_PROXIES is set"),
        ({"PROCESSES": "2"}, "MADOGUCHI_PROCESSES is set while MADOGUCHI_SECRET_KEYS is not"),
        ({"SMTP_HOST": "mail.example"}, "MADOGUCHI_SMTP_HOST is elsewhere while MADOGUCHI_SECRET_KEYS is not set"),
        (
            {"DATABASE_URL": "postgresql://mado:hush@db.example/mado"},
            "MADOGUCHI_DATABASE_URL is elsewhere while MADOGUCHI_SECRET_KEYS is not set",
        ),
        (
            {"PHOTOS_BUCKET": "s3://photos"},
            "MADOGUCHI_PHOTOS_BUCKET is elsewhere while MADOGUCHI_SECRET_KEYS is not set",
        ),
        (
            {"PHOTOS_BUCKET": "s3://photos", "PHOTOS_ENDPOINT": "http://s3.example.jp"},
            "MADOGUCHI_PHOTOS_BUCKET is elsewhere while MADOGUCHI_SECRET_KEYS is not set",
        ),
        ({"ENVIRONMENT": "development", "BASE_URL": "https://mado.example"}, "MADOGUCHI_BASE_URL is https://"),
    ],
)
def test_what_is_set_for_customers_does_not_start_with_all_doors_open(tmp_path, meant, named):
    with pytest.raises(UnsafeSettings) as refusal:
        read(tmp_path, **meant)
    assert str(refusal.value) == DOORS + named


def test_production_that_forgot_to_say_so_names_all_of_it(tmp_path):
    large = {"PROCESSES": "4", "PROXIES": "1", "DATABASE_URL": "postgresql://mado:hush@db/mado"}
    with pytest.raises(UnsafeSettings) as refusal:
        read(tmp_path, **{name: value for name, value in GOOD.items() if name != "ENVIRONMENT"}, **large)
    assert str(refusal.value) == f"{DOORS}MADOGUCHI_BASE_URL is https://; MADOGUCHI_PROXIES is set"
    assert read(tmp_path, **GOOD, **large | {"LIMITER_URL": "redis://r"})["PRODUCTION"]


def test_it_does_not_start_at_all(monkeypatch):
    """Neither served nor for a command."""
    monkeypatch.setenv("MADOGUCHI_BASE_URL", "https://mado.example")
    for start in (create_app, serve):
        with pytest.raises(UnsafeSettings, match="MADOGUCHI_BASE_URL"):
            start()


@pytest.fixture
def required(monkeypatch, tmp_path):
    """A portal lets in nobody without a call, from a day of next year on."""
    text = Path(config.__file__).with_name("portals.toml").read_text()
    assert text.count('mode = "announced"') == 1
    file = tmp_path / "portals.toml"
    file.write_text(text.replace('mode = "announced"', 'mode = "required"'))
    for name, value in {**GOOD, "PORTALS_FILE": str(file)}.items():
        monkeypatch.setenv(f"MADOGUCHI_{name}", value)


@pytest.mark.usefixtures("required")
def test_what_requires_calls_does_not_start_where_none_can_come_in():
    with pytest.raises(UnsafeSettings) as refusal:
        create_app()
    assert str(refusal.value) == (
        "refusing to start in production: a login of keiyakusha requires a call, and no call can come in "
        "(MADOGUCHI_CALLS_SIP_SECRETS, MADOGUCHI_CALLS_WEBHOOK_TOKENS)"
    )


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("way", ["CALLS_SIP_SECRETS", "CALLS_WEBHOOK_TOKENS"])
def test_it_starts_by_whichever_way_they_come(monkeypatch, way):
    monkeypatch.setenv(f"MADOGUCHI_{way}", "a" * 32)
    assert create_app().config[way] == ["a" * 32]


@pytest.mark.parametrize(
    "trial",
    [
        {"SMTP_HOST": "127.0.0.1"},
        {"SMTP_HOST": "localhost"},
        {"SMTP_HOST": "mail.example", **OWN_KEY},
        {"PHOTOS_BUCKET": "s3://photos", "PHOTOS_ENDPOINT": "http://127.0.0.1:8333"},
        {"PHOTOS_BUCKET": "s3://photos", **OWN_KEY},
        {"DATABASE_URL": "postgresql://mado@localhost/mado"},
        {"DATABASE_URL": "postgresql:///mado"},
        {"DATABASE_URL": "postgresql://mado@[::1]:5433/mado"},
        {"DATABASE_URL": "postgresql://mado@db/mado", **OWN_KEY},
        {"PROCESSES": "2", **OWN_KEY},
        {"BASE_URL": "http://192.0.2.7:8000"},
        {"DEBUG": "1"},
    ],
)
def test_a_trial_starts(tmp_path, trial):
    assert not read(tmp_path, **trial)["PRODUCTION"]


@pytest.mark.parametrize(
    ("plain", "settings", "is_open"),
    [
        ({}, {}, False),
        ({"HOST": "localhost"}, {}, False),
        ({"HOST": "127.0.0.2", "PORT": "8001"}, {}, False),
        ({"HOST": "::1"}, {"BASE_URL": "http://[::1]:8000"}, False),
        ({"HOST": "0.0.0.0"}, {}, True),
        ({"HOST": "0.0.0.0"}, {"BASE_URL": "http://127.0.0.1:8000"}, True),
        ({}, {"BASE_URL": "http://192.0.2.7:8000"}, True),
        ({}, {"BASE_URL": "http://mado.example"}, True),
        ({"HOST": "0.0.0.0"}, GOOD, False),
    ],
)
def test_a_trial_that_others_can_reach_is_known(tmp_path, plain, settings, is_open):
    assert read(tmp_path, plain, **settings)["DOORS_OPEN"] is is_open


@pytest.mark.parametrize(("host", "lines"), [("0.0.0.0", 1), ("127.0.0.1", 0)])
def test_and_says_so_when_it_is_served(monkeypatch, tmp_path, caplog, host, lines):
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("MADOGUCHI_EMBEDDED_WORKERS", "0")
    monkeypatch.setenv("MADOGUCHI_DATABASE_URL", f"sqlite:///{tmp_path}/madoguchi.sqlite")
    serve()
    told = [record.levelname for record in caplog.records if record.getMessage().startswith("NOT FOR CUSTOMERS")]
    assert told == ["WARNING"] * lines


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
        ("CALLS_WEBHOOK_ALGORITHM", "md5"),
        ("CALLS_WEBHOOK_ALGORITHM", ""),
        ("IDLE_MINUTES", "1441"),
        ("LOGIN_HOURS", "0.5"),
        ("SECRET_KEYS", " , "),
        ("PHOTOS_ENCRYPTION", "none"),
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


BUCKET = {"PHOTOS_BUCKET": "s3://photos.of-accidents/of/2026", "PHOTOS_KEY_ID": "id", "PHOTOS_KEY": "hush"}


@pytest.mark.parametrize(
    "endpoint",
    ["", "https://s3.example.jp", "https://s3.example.jp:9000/", "http://127.0.0.1:8333", "http://[::1]:8333"],
)
def test_a_bucket_is_taken_as_it_is_set(tmp_path, endpoint):
    told = {**BUCKET, "PHOTOS_REGION": "ap-northeast-1", "PHOTOS_ENCRYPTION": "aws:kms", "PHOTOS_ENDPOINT": endpoint}
    found = read(tmp_path, **GOOD, **told)
    assert {name: found[name] for name in told} == told


@pytest.mark.parametrize(
    "address",
    ["photos", "s3://", "s3://Photos", "s3://photos/a//b", "s3://photos/../other", "s3://id:hush@photos"],
)
def test_a_bucket_that_cannot_be_meant_is_named_and_not_repeated(tmp_path, address):
    with pytest.raises(BadSetting) as refusal:
        read(tmp_path, **GOOD, **BUCKET | {"PHOTOS_BUCKET": address})
    assert str(refusal.value) == "MADOGUCHI_PHOTOS_BUCKET: it is not like s3://name or s3://name/prefix"


@pytest.mark.parametrize(
    "endpoint", ["s3.example.jp", "ftp://s3.example.jp", "https://", "https://id:hush@s3.example.jp", "https://s3/path"]
)
def test_an_endpoint_that_cannot_be_meant_is_named_and_not_repeated(tmp_path, endpoint):
    with pytest.raises(BadSetting) as refusal:
        read(tmp_path, **GOOD, **BUCKET, PHOTOS_ENDPOINT=endpoint)
    assert str(refusal.value) == "MADOGUCHI_PHOTOS_ENDPOINT: it is not like https://s3.example.jp"


@pytest.mark.parametrize("name", ["ENDPOINT", "REGION", "KEY_ID", "KEY", "ENCRYPTION"])
def test_what_is_said_of_a_bucket_without_a_bucket_is_a_slip(tmp_path, name):
    """Pictures would lie in a folder of this machine, where nobody looks for them."""
    value = "AES256" if name == "ENCRYPTION" else "https://s3.example.jp"
    with pytest.raises(BadSetting, match=r"^MADOGUCHI_PHOTOS_BUCKET: not set, but"):
        read(tmp_path, **GOOD, **{f"PHOTOS_{name}": value})


@pytest.mark.parametrize("name", ["PHOTOS_KEY_ID", "PHOTOS_KEY"])
def test_half_a_key_is_none(tmp_path, name):
    with pytest.raises(BadSetting, match=r"^MADOGUCHI_PHOTOS_KEY_ID and MADOGUCHI_PHOTOS_KEY: one of them is not set$"):
        read(tmp_path, **GOOD, **BUCKET | {name: ""})


def test_calls_come_in_by_no_way_that_is_not_set(tmp_path):
    found = read(tmp_path)
    assert [found[f"CALLS_{name}"] for name in ("SIP_SECRETS", "WEBHOOK_TOKENS", "WEBHOOK_ALGORITHM")] == [
        [],
        [],
        "sha1",
    ]
    found = read(tmp_path, CALLS_SIP_SECRETS=" new , old,", CALLS_WEBHOOK_TOKENS=",", CALLS_WEBHOOK_ALGORITHM="sha256")
    assert [found[f"CALLS_{name}"] for name in ("SIP_SECRETS", "WEBHOOK_TOKENS", "WEBHOOK_ALGORITHM")] == [
        ["new", "old"],
        [],
        "sha256",
    ]


def test_a_slip_never_repeats_a_secret(tmp_path):
    with pytest.raises(BadSetting) as refusal:
        read(tmp_path, SMTP_PASSWORDS="hush", SECRET_KEYS="a" * 40)
    assert str(refusal.value) == "MADOGUCHI_SMTP_PASSWORDS: there is no such setting"


@pytest.mark.parametrize(
    ("served", "hosts"),
    [("customers", ["mado.example"]), ("staff", ["desk.example"]), ("both", ["mado.example", "desk.example"])],
)
def test_a_process_answers_to_the_hosts_of_whom_it_serves(tmp_path, served, hosts):
    assert read(tmp_path, **GOOD, STAFF_URL="https://desk.example", SERVE=served)["TRUSTED_HOSTS"] == hosts


def test_staff_come_in_at_the_customers_address_unless_another_is_set(tmp_path):
    assert read(tmp_path, **GOOD)["STAFF_URL"] == "https://mado.example:8443"
    assert read(tmp_path, **GOOD)["TRUSTED_HOSTS"] == ["mado.example"]


@pytest.mark.parametrize("wrong", [{"SERVE": "nobody"}, {"STAFF_URL": "desk.example"}, {"STAFF_PASSKEY": "1"}])
def test_a_slip_in_what_is_for_staff_is_named(tmp_path, wrong):
    [name] = wrong
    with pytest.raises(BadSetting, match=f"^MADOGUCHI_{name}: "):
        read(tmp_path, **wrong)


def test_a_key_can_be_required_only_where_there_can_be_one(tmp_path):
    assert read(tmp_path, STAFF_PASSKEY="required", STAFF_URL="http://localhost:8000")
    with pytest.raises(BadSetting, match=r"^MADOGUCHI_STAFF_URL: "):
        read(tmp_path, STAFF_PASSKEY="required")


def test_a_name_for_staff_in_a_trial_is_meant_for_production(tmp_path):
    with pytest.raises(UnsafeSettings, match="MADOGUCHI_STAFF_URL is https://"):
        read(tmp_path, STAFF_URL="https://desk.example")
    assert read(tmp_path, STAFF_URL="http://desk.example")["DOORS_OPEN"]
