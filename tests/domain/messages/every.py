"""One letter of every kind, as a portal writes it."""

from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from factories import NOW
from flask import Flask

from domain.messages import approved_letters, letters, staff_letters
from domain.messages.approved_letters import Within
from domain.messages.frame import Addressee
from models import ContractRequest
from rules import portals
from rules.japanese import formatting
from wizards.registry import WIZARDS

ROOT = Path(__file__).parents[3]
ADDRESS, NAME = "yoshino.t@example.jp", "髙﨑 𠮷乃"
TO = Addressee(ADDRESS, NAME)
NUMBER, CONTRACT, LOCK = "123456789012", "C900000001", "ロック解除"
TOKEN = "u0nIKRKthotAVmcLQc0kgA.q7rT0p2xYw9sV5u"
ASKED = ContractRequest(receipt_number=NUMBER, accepted_at=NOW, effective_on=date(2026, 12, 1))
WHERE = {"device": "iPhone（Safari）", "source": "203.0.113.5"}
FACTS = [
    ("継続後のプラン", "水災補償を付けるプラン"),
    ("保険期間", "2026年12月20日 午後4時から2027年12月20日 午後4時まで"),
    ("払込方法", "年払"),
    ("保険料", "12,300円"),
]


def site_of(portal):
    return f"https://www.example.co.jp/{portal.name}"


def to_anybody(portal):
    """Letters to an address that somebody typed, who may be a stranger."""
    site, address = site_of(portal), ADDRESS
    url, login, now = f"{site}/l/{TOKEN}", f"{site}/login", NOW
    until = {
        "url": url,
        "until": "2026年8月1日",
        "cooling_off": "8日以内であれば、書面によりお申し込みの撤回ができます。",
    }
    return [
        letters.registration(portal, address, url, now),
        letters.already_registered(portal, address, site, "registration"),
        letters.application_accepted(portal, address, FACTS, number=NUMBER, at=now, **until),
        letters.application_withdrawn(portal, address, NUMBER, now),
        letters.confirm_address(portal, address, "taro@example.jp", url, now),
        letters.address_changed(portal, address, "taro@example.jp", now),
        letters.way_in(portal, address, LOCK, url, now),
        letters.not_confirmed(portal, address, LOCK),
        letters.temporary_password(portal, address, "aB3kkkkkkk", login, now),
        letters.registration_begun(portal, address, now),
        approved_letters.recovery_asked(portal, address, "taro@example.jp", url, _within()),
        approved_letters.recovery_link(portal, address, "taro@example.jp", url, _within()),
    ]


def _within():
    return Within(NOW, NOW + timedelta(hours=72), NOW + timedelta(hours=120))


def to_owners(portal):
    """Letters about an account, to whom has proved their address."""
    site, now = site_of(portal), NOW
    return [
        letters.registered(portal, TO, NUMBER, now, f"{site}/login"),
        letters.contract_added(portal, TO, NUMBER, now, CONTRACT),
        letters.change_accepted(portal, TO, ASKED, CONTRACT, "契約者の変更（住所、電話番号）"),
        letters.cancellation_accepted(portal, TO, ASKED, CONTRACT),
        letters.renewal_accepted(portal, TO, ASKED, CONTRACT, FACTS),
        letters.request_withdrawn(portal, TO, ASKED, CONTRACT, now),
        letters.address_asked(portal, TO, "taro@example.jp", now, f"{site}/l/{TOKEN}"),
        letters.password_issued(portal, TO, now),
        letters.password_changed(portal, TO, LOCK, NUMBER, at=now, **WHERE),
        letters.logins_voided(portal, TO, now, **WHERE),
        staff_letters.unlocked(portal, TO, ["ログイン", "簡単登録"], now),
        staff_letters.phone_asked(portal, TO, [(CONTRACT, ASKED), ("C900000002", ASKED)], now),
        staff_letters.paper_asked(portal, TO, now, ended=True),
        approved_letters.corrected(portal, TO, "氏名・フリガナ", now),
        approved_letters.web_access(portal, TO, "証券番号 ****0001", now, closed=True),
        approved_letters.web_access(portal, TO, "証券番号 ****0001", now, closed=False),
    ]


def to_staff(portal):
    """To the person in charge of an accident."""
    told = {"accident": "J2026-0001", "count": 3, "number": NUMBER, "at": NOW}
    url = "https://desk.example.co.jp/staff/accidents/J2026-0001"
    return [letters.photos_arrived(portal, "tanto@example.jp", url=url, **told)]


def every(portal):
    """All of them."""
    return [*to_anybody(portal), *to_owners(portal), *to_staff(portal)]


@contextmanager
def writing():
    """Gives the portals while letters can be written."""
    app = Flask(__name__, root_path=str(ROOT))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    shown = (formatting.grouped, formatting.moment, formatting.day)
    app.jinja_env.filters |= {each.__name__: each for each in shown}
    with app.app_context():
        yield portals.load(ROOT / "portals.toml", WIZARDS)
