"""Do a 郵便番号 and an address belong together? By their municipality: towns are written in too many ways to be
doubted."""

from rules.japanese import normalize
from rules.japanese.post import codes, municipalities


def prefecture_told(code: str, town: str) -> str:
    """The prefecture of a town, with its municipality, that does not say it: of the municipality where there is but one
    of that name or where the code says which; of the code where no municipality is known. Empty where nothing tells."""
    found = {each.prefecture for each in municipalities.find(town).municipalities}
    if len(found) == 1:
        return found.pop()
    of_code = {each.prefecture for each in codes.places(code)}
    told = of_code & found if found else of_code
    return told.pop() if len(told) == 1 else ""


def elsewhere(code: str, prefecture: str, town: str) -> str | None:
    """Of which municipalities a code is, where the address is of none of them: empty where there is no such code. None
    where nothing speaks against the two. The town has its municipality in it; where that is not known, be it new, gone
    or misspelt, only the prefecture counts."""
    if not code:
        return None
    places = codes.places(code)
    known = municipalities.find(normalize.clean(town), prefecture).municipalities
    if any(each.prefecture == prefecture for each in places) and not known:
        return None
    if {(each.prefecture, each.city) for each in places} & {(each.prefecture, each.city) for each in known}:
        return None
    return "または".join(dict.fromkeys(f"{each.prefecture}{each.city}" for each in places))
