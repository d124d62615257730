"""Does what stands for an answer tell that it is there, and no more?"""

from rules.masks import SHOWN, Mask


def test_every_mask_has_one_word_and_a_secret_always_as_many_dots():
    assert set(SHOWN) == set(Mask)
    assert SHOWN[Mask.SECRET] == "●" * 8
    assert {SHOWN[Mask.PERSONAL], SHOWN[Mask.CHOSEN]} == {"入力あり", "選択あり"}
