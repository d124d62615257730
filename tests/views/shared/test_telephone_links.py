"""Can a number that stands in a text be pressed, and nothing that only looks like one?"""

import pytest

from views.shared.telephone_links import linked


def test_each_number_is_a_link_that_does_not_break():
    found = linked("窓口（03-0000-0000）または0120-000-000へ。")
    assert '窓口<span class="nb">（<a class="num" href="tel:0300000000">03-0000-0000</a>）</span>または' in found
    assert found.count("<a ") == 2 and 'href="tel:0120000000"' in found


@pytest.mark.parametrize("text", ["2026-11-24", "1234 5678 9012", "〒104-0053", "0-00", "A03-0000-0000-1"])
def test_what_is_no_number_stays(text):
    assert linked(text) == text


def test_what_is_drawn_already_keeps_its_links():
    drawn = linked("03-0000-0000")
    assert linked(drawn) == drawn


def test_what_a_text_holds_is_no_markup():
    assert linked("<b>03-0000-0000") == '&lt;b&gt;<a class="num" href="tel:0300000000">03-0000-0000</a>'
