"""What does one request of a wizard cost the server's CPU, beside the same journey written by others' means?

The journey: 103, sent with a mistake, sent well, 104, back to change the address, 104 again, confirmed, 105.
"""

from collections.abc import Callable
from typing import NamedTuple

from bench.browser import Browser, Unexpected

ANSWERS = {
    "holder-family": "髙﨑", "holder-given": "𠮷乃", "kana-family": "タカサキ", "kana-given": "ヨシノ",
    "birth-era": "showa", "birth-year": "35", "birth-month": "4", "birth-day": "1",
    "keyword": "sakura35", "employee": "", "terms": "yes", "privacy": "yes",
}  # fmt: skip
WARM_UP = 5


class Target(NamedTuple):
    """Something to walk: where 103 is and what its boxes are called."""

    begin: str
    name: Callable[[str], str]


OURS = Target("/okyakusama/registration/", lambda box: box)
FLASK = Target("/wizard/profile", lambda box: box.replace("-", "_"))
FORMTOOLS = Target("/wizard/profile", lambda box: "profile-" + box.replace("-", "_"))


def walk(browser: Browser, target: Target, email: str) -> None:
    """One visitor's whole journey. Raise Unexpected where it leads elsewhere."""

    def filled(**differently: str) -> dict[str, str]:
        answers = {**ANSWERS, "email": email, **differently}
        return {target.name(box): value for box, value in answers.items()}

    refused = 200 if target is FORMTOOLS else 422
    page = browser.get(target.begin)
    page = browser.send(page, filled(**{"kana-given": "?"}), expect=refused)
    page = browser.send(page, filled())
    page = browser.get(page.link("change=email"))
    page = browser.send(page, filled(email="b" + email))
    if "b" + email not in page.text:
        raise Unexpected("104 does not show the changed address")
    page = browser.send(page, {})
    if "sakura35" not in page.text or "メールを送信しました" not in page.text:
        raise Unexpected(f"{page.address} is not 105")
