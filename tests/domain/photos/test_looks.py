"""When are two looks alike?"""

from domain.photos.looks import alike

LOOK = "f0f0f0f0f0f0f0f0"


def test_few_bits_apart_is_alike():
    assert alike(LOOK, LOOK)
    assert alike(LOOK, "f0f0f0f0f0f0f0ff")
    assert not alike(LOOK, "f0f0f0f0f0f0f1ff")


def test_what_has_no_look_is_like_nothing():
    assert not alike("", "")
    assert not alike(LOOK, "")
