"""Does a customer open their papers, and nobody else's; and does the server bear many at once? 616."""

import re
from datetime import date, timedelta
from urllib.parse import unquote

import factories
import printed
import pytest
from browser import Browser
from ways import at_once, log_in, twin

from models import Premium

LIST = "/okyakusama/contracts"


@pytest.fixture
def contract_id(app, browser):
    with app.app_context():
        _, found = factories.held(app)
    log_in(browser)
    return found


def paid(app, contract_id, count=1):
    first = date(2025, 12, 24)
    with app.app_context():
        for number in range(count):
            starts = first + timedelta(days=30 * number)
            factories.add(
                Premium(contract_id=contract_id, paid_on=starts, amount=1000 + number, starts_on=starts, ends_on=starts)
            )


def test_the_contract_opens_in_the_browser_under_a_japanese_name(app, browser, contract_id):
    browser.open(LIST)
    [link] = [tag["href"] for tag in browser.page.select(".contracts__more a") if "保険契約内容" in tag.text]
    answer = browser.client.get(link)
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("inline;")
    assert unquote(re.search(r"filename\*=UTF-8''(\S+)", disposition)[1]) == "保険契約内容_C900000001.pdf"
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "髙﨑 𠮷乃" in "".join(printed.pages(answer.data))


def test_each_premium_has_its_receipt(app, browser, contract_id):
    paid(app, contract_id, 25)
    browser.open(LIST).follow("保険料領収証")
    assert browser.number == 616
    assert len(browser.page.select("tbody tr")) == 20
    browser.follow("次のページ")
    links = [tag["href"] for tag in browser.page.select("tbody a")]
    assert len(links) == 5
    text = "".join(printed.pages(browser.client.get(links[-1]).data))
    assert "金1,000円" in text and "保険料領収証" in text


def test_without_any_it_says_so(browser, contract_id):
    assert "表示できる領収証がありません" in browser.open(f"{LIST}/{contract_id}/receipts").text


def test_anothers_are_not_there(app, browser, contract_id):
    paid(app, contract_id)
    with app.app_context():
        other = factories.account(app, user_id="taro@example.jp").id
        theirs = factories.contract(number="C900000002").id
        factories.hold(other, theirs)
    stranger = log_in(Browser(app.test_client()), "taro@example.jp")
    for path in (f"{contract_id}/policy.pdf", f"{contract_id}/receipts", f"{contract_id}/receipts/1.pdf"):
        assert stranger.client.get(f"{LIST}/{path}").status_code == 404
        assert app.test_client().get(f"{LIST}/{path}").status_code == 303
    assert stranger.client.get(f"{LIST}/{theirs}/receipts/1.pdf").status_code == 404
    assert browser.client.get(f"{LIST}/{contract_id}/receipts/1.pdf").status_code == 200


def test_a_name_that_cannot_be_printed_is_told_and_no_fault_of_the_server(app, browser, contract_id):
    paid(app, contract_id)
    with app.app_context():
        factories.contract_now("C900000001", holder_name="\U0002a6d6")
    for path in ("policy.pdf", "receipts/1.pdf"):
        browser.open(f"{LIST}/{contract_id}/{path}", 409)
        assert browser.number == 608 and "郵送でお届けします" in browser.text


def test_fifty_at_once_are_all_made(app, browser, contract_id):
    twins = [twin(browser, app) for _ in range(50)]
    address = f"{LIST}/{contract_id}/policy.pdf"
    answers = at_once([lambda each=each: each.client.get(address) for each in twins])
    assert {answer.status_code for answer in answers} == {200}
    assert {printed.pages(answer.data)[0] for answer in answers} == {printed.pages(answers[0].data)[0]}
