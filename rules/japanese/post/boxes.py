"""How is an address read that came in boxes? However it is spread over them, and once what stands in two of them."""

from rules.japanese import normalize
from rules.japanese.post import agreement, lines, municipalities
from rules.japanese.post.municipalities import canonical, find, prefecture_before
from rules.japanese.post.place import Place

# What people write where there is no building.
_NO_BUILDING = {"-", "--", "---", "なし", "ナシ", "無し", "無", "該当なし"}


def read(code: str, prefecture: str, town: str, street: str, building: str) -> Place:
    """What was typed, each part in its box, as normalize.address_line gives it; `code` are the digits."""
    prefecture, town, torn = _prefecture_apart(prefecture, town)
    prefecture, town = _without_prefecture(prefecture, town)
    prefecture, street = _without_prefecture(prefecture, street)
    building = without_none(building)
    if town and street and not torn:
        town, street, torn = _once(prefecture, town, street)
    town, street, building = _cut(prefecture, town, street, building)
    town = town.replace(" ", "")
    told = "" if prefecture or not town else agreement.prefecture_told(code, town)
    return Place(code, prefecture or told, town, street, building, bool(told), torn)


def without_none(building: str) -> str:
    """A building, empty where people write that there is none."""
    return "" if normalize.word(building) in _NO_BUILDING else building


def _prefecture_apart(prefecture: str, town: str) -> tuple[str, str, str]:
    """The prefecture of its box, before the town what else stands there, and the town where the two contradict."""
    whole = prefecture_before(prefecture)
    if whole:
        return whole, *_joined(prefecture[len(whole) :].strip(), whole, town)
    meant, short = municipalities.prefecture_of(prefecture), agreement.short_prefecture(prefecture)
    if short:
        return short[0], *_joined(short[1], short[0], town)
    if not meant and find(prefecture).municipalities:
        return "", *_joined(prefecture, "", town)
    return meant or prefecture, town, ""


def _joined(begun: str, prefecture: str, town: str) -> tuple[str, str]:
    """A town of which a part stands in another box, once what stands in both; and what of it contradicts that."""
    short = agreement.short_prefecture(town)
    behind = short[1] if short and short[0] == prefecture else town.removeprefix(prefecture)
    if not begun or _behind(begun, behind) is not None:
        return begun or town, ""
    if _behind(behind, begun) is not None:
        return behind, ""
    ends = _behind(behind, begun[find(begun, prefecture).ends :])
    whole = begun + behind[ends or 0 :]
    torn = find(whole, prefecture).ends <= len(begun) and _begins_elsewhere(prefecture, behind)
    return whole, behind if torn else ""


def _without_prefecture(prefecture: str, text: str) -> tuple[str, str]:
    """What another box holds, without the prefecture if it is the one of its own box or that is empty."""
    inside = prefecture_before(text)
    inside, ends = (inside, len(inside)) if inside else municipalities.prefecture_read(text)
    if inside and prefecture in ("", inside):
        return inside, text[ends:].strip()
    short = agreement.short_prefecture(text)
    return short if short and prefecture in ("", short[0]) else (prefecture, text)


def _cut(prefecture: str, town: str, street: str, building: str) -> tuple[str, str, str]:
    """Town, street and building where one box holds both the town and the lot: so browsers fill one in whose
    municipality they do not know, and so some people type it."""
    found = find(town, prefecture)
    if town and street and not (found.municipalities and found.ends == len(town)):
        return town, street, building
    before = prefecture if prefecture in municipalities.PREFECTURES else ""
    line = f"{before}{town}{street}"
    cut = lines.cut(line)
    if not cut.street or not find(line).municipalities:
        return town, street, building
    return cut.town, cut.street, f"{cut.building} {building}".strip()


def _once(prefecture: str, town: str, street: str) -> tuple[str, str, str]:
    """Town and street where the street's box has of the rest what stands in its own box already, and what of it
    contradicts that."""
    found, again = find(town, prefecture), find(street, prefecture)
    whole = lines.cut(street)
    if again.ends and not found.ends and whole.town.endswith(town):
        return whole.town, f"{whole.street} {whole.building}".strip(), ""
    typed, city = street, found.ends
    if city and set(found.municipalities) <= set(again.municipalities):
        street = town[:city] + street[again.ends :]
    for own, block in _with_blocks(town):
        ends = _first_behind(street, own, _name(own, city))
        if ends is not None:
            agrees = not block or _behind(street[ends:], block) is not None
            return (own, street[ends:].strip(), "") if agrees else (town, typed, typed)
    block = lines.cut(town).street
    ends = _behind(street, block) if block.endswith("丁目") else None
    if ends is not None:
        return town, street[ends:].strip(), ""
    ends = _behind(street, town[:city])
    if ends is not None and not lines.cut(street[ends:]).town:
        return town, street[ends:].strip(), ""
    return town, typed, typed if ends is not None or _begins_elsewhere(prefecture, street) else ""


def _with_blocks(town: str) -> list[tuple[str, str]]:
    """A town as it stands, and where a 丁目 is its end, the town without that and the number that is to follow."""
    cut = lines.cut(town)
    return [(town, ""), *([(cut.town, cut.street.removesuffix("丁目"))] if cut.street.endswith("丁目") else [])]


def _name(town: str, city: int) -> str:
    """The town behind its municipality; a single letter, as 甲, may stand before the lot as well."""
    return town[city:] if len(town) - city > 1 else ""


def _begins_elsewhere(prefecture: str, street: str) -> bool:
    """Whether what stands where a lot should begins with a prefecture or a city; a 町 or a 村 can be a town's name."""
    found = find(street)
    name = street[found.prefecture_ends : found.ends]
    whole = any(each.city == name for each in found.municipalities)
    return bool(prefecture_before(street)) or (whole and name.endswith(("市", "区")))


def _first_behind(text: str, *beginnings: str) -> int | None:
    return next((ends for each in beginnings if (ends := _behind(text, each)) is not None), None)


def _behind(text: str, beginning: str) -> int | None:
    """Where in a text ends what it begins with, however either is written; None where it does not begin so."""
    there, begun = canonical(text), canonical(beginning.replace(" ", "")).text
    return there.places[len(begun)] if begun and there.text.startswith(begun) else None
