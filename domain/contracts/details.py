"""What does a contract say, in the customer's words? Its parts (603), all of it (607)."""

from datetime import date
from typing import NamedTuple

from models import Contract
from rules.japanese import dates, names, normalize
from rules.portals import Portal

PARTS = {"holder": "保険契約者", "insured": "被保険者"}
SAME = "被保険者と同じ"
NOTHING = "登録なし"


class Datum(NamedTuple):
    """One line of a part: the name of the item, its label, what it says; ☆ is who somebody is."""

    item: str
    label: str
    value: str
    star: bool = False


class Part(NamedTuple):
    """A part of a contract: its name, its title, its lines, and whose name it holds."""

    name: str
    title: str
    data: list[Datum]
    whose: str = ""


def title_of(portal: Portal, part: str) -> str:
    """What a part is called: 保険契約者, 被保険者, or the portal's word for what is insured."""
    return PARTS.get(part, portal.premises)


def parts_of(portal: Portal, contract: Contract) -> list[Part]:
    """保険契約者, 被保険者 and, where there is an address, what is insured; one who is both stands in the second."""
    holder = Part("holder", title_of(portal, "holder"), [Datum("", "保険契約者", SAME)])
    if not contract.insured_is_holder:
        holder = holder._replace(data=_holder(contract), whose=PARTS["holder"])
    whose = PARTS["holder" if contract.insured_is_holder else "insured"]
    insured = Part("insured", title_of(portal, "insured"), _insured(contract), whose)
    place = [Datum("location", "所在地", contract.location)]
    premises = [Part("premises", title_of(portal, "premises"), place)] if contract.location else []
    return [holder, insured, *premises]


def _holder(contract: Contract) -> list[Datum]:
    who = _person(contract.holder_name, contract.holder_kana, contract.holder_birth, contract.holder_phone)
    postal = normalize.postal_code(contract.holder_postal_code)
    code = f"〒{postal[:3]}-{postal[3:]} " if postal else ""
    told = [each for each in who if not (contract.company and each.item == "birth")]
    return [*told, Datum("address", "連絡先住所", f"{code}{contract.holder_address}")]


def _insured(contract: Contract) -> list[Datum]:
    if contract.insured_is_holder:
        return _holder(contract)
    return _person(contract.insured_name, contract.insured_kana, contract.insured_birth, contract.insured_phone)


def _person(name: str, kana: str, birth: date | None, phone: str) -> list[Datum]:
    return [
        Datum("name", "氏名または名称", normalize.clean(name), star=True),
        Datum("kana", "氏名または名称カナ", names.kana(kana), star=True),
        Datum("birth", "生年月日", dates.show_both(birth) if birth else NOTHING, star=True),
        Datum("phone", "電話番号", normalize.show_phone(normalize.phone(phone)) or NOTHING),
    ]


def insured_name(contract: Contract) -> str:
    """Who is insured."""
    return contract.holder_name if contract.insured_is_holder else contract.insured_name


def period_of(portal: Portal, contract: Contract) -> str:
    """From when to when it covers, with the time of the day at which it begins and ends."""
    return period_between(portal, contract.starts_on, contract.ends_on)


def period_between(portal: Portal, first: date, last: date) -> str:
    """From one day to another, with the time of the day at which cover begins and ends."""
    at = time_of(portal)
    return f"{dates.show_date(first)} {at}から{dates.show_date(last)} {at}まで"


def time_of(portal: Portal) -> str:
    """The time of the day at which cover begins and ends: 午後4時."""
    at = portal.cover_time
    minutes = f"{at.minute}分" if at.minute else ""
    return f"{'午前' if at.hour < 12 else '午後'}{at.hour % 12}時{minutes}"


def product_of(contract: Contract) -> str:
    """新規「お部屋の保険ワイド」（賃貸入居者総合保険）, as 602 has it."""
    return f"{'継続' if contract.renewed else '新規'}「{contract.product}」（{contract.product_type}）"


def all_of(portal: Portal, contract: Contract, agency: str) -> list[tuple[str, str]]:
    """What a contract says beside its parts."""
    changed = dates.show_date(contract.changed_on) if contract.changed_on else "-"
    return [
        ("証券番号", contract.number),
        ("保険種類", product_of(contract)),
        ("保険期間", period_of(portal, contract)),
        ("変更日", changed),
        ("年間保険料", f"{contract.premium:,}円"),
        ("払込方法", contract.payment),
        ("取扱代理店", agency),
    ]
