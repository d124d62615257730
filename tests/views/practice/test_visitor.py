"""Does a visitor press what stands there, and say where the way breaks off?"""

import pytest

from views.practice.visitor import Lost, Visitor
from wizards.registry import WIZARDS


def test_pages_buttons_and_links(counter_app):
    visitor = Visitor(counter_app, "okyakusama").here("first-time")
    assert visitor.follow("この方法で登録する").read.number == 201
    assert visitor.log_in().read.number == 511
    assert visitor.here("address_change/").send({"email": "x"}).read.number == 701


def test_through_a_sequence(counter_app):
    visitor = Visitor(counter_app, "okyakusama").finish(WIZARDS["registration"])
    assert visitor.read.number == 105
    assert visitor.newest_link("registration").startswith("/okyakusama/l/")


def test_where_the_way_breaks_off(counter_app):
    visitor = Visitor(counter_app, "okyakusama").here("terms")
    for go in (visitor.send, lambda: visitor.follow("どこにもない"), lambda: visitor.newest_link("registration")):
        with pytest.raises(Lost):
            go()
