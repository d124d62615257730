"""Is each reason for which a file is refused told with its name and what to do? (E-30, E-31)"""

import pytest

from domain.photos.pictures import Reason
from rules.photo_refusals import refused


@pytest.mark.parametrize("reason", Reason)
def test_each_has_words_that_name_the_file(reason):
    told = refused(reason, "車.jpg", 1, 20, 5)
    assert "「車.jpg」は" in told and told.endswith("してください。")


def test_what_is_not_refused_has_none():
    assert refused("", "車.jpg", 1, 20, 5) == ""


@pytest.mark.parametrize(
    ("size", "shown"),
    [(20 * 2**20 + 1, "20.1"), (21 * 2**20, "21"), (25 * 2**20 + 2**19, "25.5"), (300 * 2**20, "300")],
)
def test_a_size_never_reads_as_if_it_were_small_enough(size, shown):
    told = "「車.jpg」は{}MBあります。1枚20MBまでの写真を選択してください。"
    assert refused("too large", "車.jpg", size, 20, 5) == told.format(shown)


def test_what_is_no_picture_is_told_by_the_exact_words():
    told = "「車.jpg」は写真として読み取れませんでした。JPEG、PNG、WebP、HEIC形式の写真を選択してください。"
    assert refused("no picture", "車.jpg", 1, 20, 5) == told
