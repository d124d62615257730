"""Does who has no contract apply for one, once, as the product offers it, and is nothing kept that they did not mean?
641–647."""

import pytest
from applying import AGREED, PHONE, TENANT, TOLD, contents, kept, to_642, to_643, to_644, to_645, to_646, to_647

from domain.contracts import applications


def test_from_the_guide_to_the_receipt(app, browser):
    browser.open("/keiyakusha/guide").follow("これからお申し込みの方")
    assert browser.number == 641
    to_647(browser)
    assert browser.number == 647
    [found] = kept(app)
    assert (found.state, found.portal) == ("accepted", "keiyakusha")
    assert found.receipt_number in browser.text.replace(" ", "")
    [told] = contents(app)
    assert tuple(told) == applications.HEADINGS
    print(told, browser.text)
    assert 0
