"""What is insured, and up to which amount? As files and settings write it: 家財:300万円;個人賠償責任:1億円 (decision
39)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rules.japanese import normalize

LONGEST_NAME, LONGEST_AMOUNT, MOST = 40, 100, 60
# Written by a Japanese keyboard: what separates, and what an amount is made of.
_TO_HALF = str.maketrans("：；，．０１２３４５６７８９～", ":;,.0123456789〜")
_YEN = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}")
_UNGROUPED = re.compile(r"(?<![0-9,.])[0-9]{4,15}(?=[万億]?円)")


class BadCovers(ValueError):
    """No such list; the message says why."""


class Cover(NamedTuple):
    """What is insured, and up to which amount or in which words."""

    name: str
    amount: str


class Altered(NamedTuple):
    """What another plan insures otherwise; `before` is empty where it is not insured now, or not known."""

    name: str
    before: str
    after: str


def checked(text: str) -> str:
    """A list as it is kept: separators and digits in half width, amounts in yen grouped, items that are empty left out.
    Raise BadCovers."""
    items = [normalize.clean(each) for each in text.translate(_TO_HALF).split(";")]
    found = [_item(each) for each in items if each]
    if len(found) > MOST:
        raise BadCovers(f"補償が{MOST}件を超えています（{len(found)}件）")
    twice = [name for name, times in Counter(each.name for each in found).items() if times > 1]
    if twice:
        raise BadCovers(f"「{'」「'.join(twice)}」が2回以上あります")
    return ";".join(f"{name}:{amount}" for name, amount in found)


def _item(text: str) -> Cover:
    name, colon, amount = (each.strip() for each in text.partition(":"))
    if not colon:
        raise BadCovers(f"「{_cut(text)}」が「名称:金額または内容」の形ではありません")
    if ":" in amount:
        raise BadCovers(f"「{_cut(text)}」に「:」が2つ以上あります（補償は「;」で区切ります）")
    if not name or not amount:
        raise BadCovers(f"「{_cut(text)}」に{'内容' if name else '名称'}がありません")
    if len(name) > LONGEST_NAME:
        raise BadCovers(f"「{_cut(name)}」の名称が{LONGEST_NAME}文字を超えています（{len(name)}文字）")
    if len(amount) > LONGEST_AMOUNT:
        raise BadCovers(f"「{name}」の内容が{LONGEST_AMOUNT}文字を超えています（{len(amount)}文字）")
    return Cover(name, _grouped(amount))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"


def _grouped(amount: str) -> str:
    """3000000, as the premium stands in files, is 3,000,000円."""
    if _YEN.fullmatch(amount):
        return f"{int(amount.replace(',', '')):,}円"
    return _UNGROUPED.sub(lambda found: f"{int(found[0]):,}", amount)


def read(text: str | None) -> list[Cover]:
    """What a good list says; nothing where there is none."""
    return [Cover(*each.split(":")) for each in text.split(";")] if text else []


def altered(now: Iterable[Cover], by: Sequence[Cover]) -> list[Altered]:
    """What is insured otherwise than `now` by a plan that says so much of itself; what says the same is not altered."""
    known = dict(now)
    return [Altered(name, known.get(name, ""), amount) for name, amount in by if known.get(name) != amount]


def with_altered(now: Sequence[Cover], by: Sequence[Altered]) -> list[Cover]:
    """What is insured once that is so: in the order it had, and then what is new."""
    after = {each.name: each.after for each in by}
    return [Cover(*each) for each in (dict(now) | after).items()]
