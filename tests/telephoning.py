"""Where do customers come who telephone, and which letters do they get? More walks, as those of walks.py."""

from datetime import date, timedelta

from album import NOON

from domain.accounts import links
from domain.accounts.link_purposes import LinkPurpose
from domain.messages import approved_letters, staff_letters
from domain.messages.approved_letters import Within
from infra.database import write
from models import ContractRequest

OKYAKUSAMA = "/okyakusama"
ADDRESS, URL = "yoshino.t@example.jp", "https://example.jp/okyakusama/l/x"


def recovering(world):
    """706, too early and in time."""
    account_id = world.make("owner")
    for waits in (timedelta(hours=1), timedelta()):
        times = {"opens_at": (world.now + waits).isoformat(), "asked_at": (world.now - timedelta(hours=72)).isoformat()}
        with world.app.app_context(), write() as session:
            link = links.issue(
                session,
                world.app.extensions["keyring"],
                signing_key=world.app.config["SECRET_KEYS"][0],
                portal="okyakusama",
                purpose=LinkPurpose.RECOVERY,
                about="new@example.jp",
                keyword="",
                contents={"email": "new@example.jp", "account": account_id, **times},
                now=world.now,
                account_id=account_id,
            )
        camera = world.camera().open(f"{OKYAKUSAMA}/l/{link.token}")
        assert camera.number == 706
    camera.send()


def letters_after_a_call(world):
    """All that are written when somebody telephoned."""
    asked = ContractRequest(receipt_number="123456789012", effective_on=date(2026, 12, 1))
    until = Within(NOON, NOON, NOON + timedelta(hours=48))
    with world.app.test_request_context():
        for portal in world.app.extensions["portals"].values():
            world.letters += [
                staff_letters.unlocked(portal, ADDRESS, ["ログイン", "簡単登録"], NOON),
                staff_letters.phone_asked(portal, ADDRESS, [("C900000001", asked)], NOON),
                staff_letters.paper_asked(portal, ADDRESS, NOON, ended=True),
                approved_letters.corrected(portal, ADDRESS, "氏名・フリガナ", NOON),
                approved_letters.web_access(portal, ADDRESS, "証券番号 ****0001", NOON, closed=True),
                approved_letters.recovery_asked(portal, ADDRESS, "taro@example.jp", URL, until),
                approved_letters.recovery_link(portal, ADDRESS, "yoshino@example.jp", URL, until),
            ]


CALLS = (recovering, letters_after_a_call)
