"""A closed list whose members each have words for who reads them."""

from enum import StrEnum
from typing import Self


class Worded(StrEnum):
    """Each member is made of its value, as it is kept, and its words."""

    words: str

    def __new__(cls, value: str, words: str) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.words = value, words
        return member
