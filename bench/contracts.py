"""What does a customer do with their contracts, while it is measured? 602 to 607, the papers, and the first screens of
変更, 解約 and 継続.

Nothing is committed, so that each visit finds the contracts as the one before did.
"""

import re

from bench.browser import Browser, Page, Unexpected
from bench.rounds import Visit
from bench.visitors import FEW, PASSWORD, PORTAL, Holder

CUSTOMER = Holder.of(0)
FIRST = 1
BOX = re.compile(r'<input class="in"[^>]*? name="([^"]*)" value="([^"]*)"')
CHOSEN = re.compile(r'<input type="radio"[^>]*? name="([^"]*)" value="([^"]*)" checked')
ACCOUNT = {
    "reason": "moved",
    "pledge": "no",
    "bank": "0001",
    "branch": "001",
    "account": "ordinary",
    "number": "1234567",
}


def log_in(browser: Browser) -> None:
    """102."""
    page = browser.get(f"/{PORTAL}/login")
    browser.send(page, {"user_id": CUSTOMER.email, "password": PASSWORD})


def standing(page: Page) -> dict[str, str]:
    """What stands in the boxes of a page."""
    return dict([*BOX.findall(page.text), *CHOSEN.findall(page.text)])


def _list(browser: Browser) -> Page:
    page = browser.get(f"/{PORTAL}/contracts")
    if not all(number in page.text for number in FEW):
        raise Unexpected(f"{page.address} does not list the customer's contracts")
    return page


def listed(browser: Browser, who: str) -> None:
    """602."""
    _list(browser)


def looked_at(browser: Browser, who: str) -> None:
    """602, 603 and 607."""
    address = f"/{PORTAL}/contracts/{_id_of(_list(browser))}"
    must_be(browser.get(address), "（画面番号603）")
    must_be(browser.get(f"{address}/confirmation"), "（画面番号607）")


def _id_of(page: Page) -> str:
    return re.search(r"/contracts/(\d+)\"", page.text)[1]


def changed(browser: Browser, who: str) -> None:
    """604, then 605."""
    first = browser.get(f"/{PORTAL}/change/of/{_id_of(_list(browser))}-insured/")
    typed = {"phone-area": "080", "phone-exchange": "8765", "phone-line": "4321"}
    must_be(browser.send(first, {**standing(first), **typed}), "（画面番号605）")


def cancelled(browser: Browser, who: str) -> None:
    """612, then 613."""
    first = browser.get(f"/{PORTAL}/cancellation/of/{_id_of(_list(browser))}/")
    must_be(browser.send(first, {**standing(first), **ACCOUNT}), "（画面番号613）")


def renewed(browser: Browser, who: str) -> None:
    """622 to 624."""
    first = browser.get(f"/{PORTAL}/renewal/of/{_id_of(_list(browser))}/")
    second = browser.send(first, {"plan": "same"})
    answers = {"payment": "年払", "asked_occupied": "空き家"}
    must_be(browser.send(second, answers), "（画面番号624）")


def contents(browser: Browser, who: str) -> None:
    """保険契約内容, as PDF."""
    must_be(browser.get(f"/{PORTAL}/contracts/{_id_of(_list(browser))}/policy.pdf"), "%PDF-")


def receipt(browser: Browser, who: str) -> None:
    """616, then a 保険料領収証 as PDF; of the contract that has one, the first that was made."""
    page = browser.get(f"/{PORTAL}/contracts/{FIRST}/receipts")
    must_be(browser.get(page.link("/receipts/")), "%PDF-")


def must_be(page: Page, words: str) -> None:
    """Raise Unexpected where the page does not say so."""
    if words not in page.text:
        raise Unexpected(f"{page.address} is not {words}")


VISITS = {
    "602": Visit(listed, before=log_in),
    "602, 603 and 607": Visit(looked_at, before=log_in),
    "602, 604 and 605": Visit(changed, before=log_in),
    "602, 612 and 613": Visit(cancelled, before=log_in),
    "602, 622 to 624": Visit(renewed, before=log_in),
    "602 and the PDF of a contract": Visit(contents, before=log_in),
    "616 and the PDF of a receipt": Visit(receipt, before=log_in),
}
