"""Is there something polite to say of each doubt, with what to do, and that it may be sent all the same? (row U8)"""

import re

from domain.photos.pictures import Doubt
from rules.photo_words import DOUBTS


def test_every_doubt_has_its_words_and_no_words_are_of_none():
    assert DOUBTS.keys() == {each.value for each in Doubt}
    assert len(set(DOUBTS.values())) == len(DOUBTS)


def test_each_says_what_is_to_be_seen_what_helps_and_that_it_can_be_sent_as_it_is():
    for words in DOUBTS.values():
        seen, helps, anyway = re.findall(r"[^。]+。", words)
        assert seen.endswith(("ようです。", "似ています。"))
        assert helps.endswith(("ください。", "なります。"))
        assert anyway == "このまま送ることもできます。"
        assert not re.search("タップ|クリック|不正|エラー|お客様", words)
