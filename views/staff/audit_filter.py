"""Which rows of the trail does an address ask for? It names members, customers and cases by numbers alone."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from domain.staff.audit_search import Wanted
from domain.staff.audit_trail import Act
from rules.japanese import dates, normalize

LONGEST = 64
LABELS: Mapping[str, str] = {
    "since": "開始日",
    "until": "終了日",
    "member": "担当者",
    "act": "操作",
    "customer": "お客さま番号",
    "contract": "契約の番号",
    "case": "応対番号",
    "ticket": "整理番号",
}
NO_DAY = "{label}は、「2026/11/24」「令和8年11月24日」のように、西暦4桁または和暦で入力してください。"
NO_NUMBER = "{label}は、数字で入力してください。"
NO_CASE = "{label}は、半角の英数字で入力してください。"
NO_CHOICE = "{label}を一覧から選び直してください。"
WRONG_WAY = "終了日は、開始日と同じ日か、それより後の日を入力してください。"
_CASE = re.compile(r"[\w-]+", re.ASCII)
# As large as a number of a row can be.
_MOST = 2**31 - 1


class Asked(NamedTuple):
    """What an address asks for: as typed, of what is filled; as understood; and what could not be understood, by what
    it is of."""

    typed: Mapping[str, str]
    wanted: Wanted
    wrong: Mapping[str, str]

    def in_words(self, member: str) -> str:
        """For the trail: what was looked for; `member` is the name of the one that is asked for."""
        words = {**self.typed, "act": self.wanted.act.words if self.wanted.act else "", "member": member}
        return "　".join(f"{LABELS[name]} {words[name]}" for name in self.typed)


def of(args: Mapping[str, str]) -> Asked:
    """What is asked for."""
    typed = {name: normalize.clean(args.get(name, "")[:LONGEST]) for name in LABELS}
    filled = {name: value for name, value in typed.items() if value}
    found: dict[str, Any] = {}
    wrong = {}
    for name, value in filled.items():
        read_as, complaint = _KINDS[name]
        try:
            found[name] = read_as(value)
        except ValueError:
            wrong[name] = complaint.format(label=LABELS[name])
    if not wrong and found.get("since", date.min) > found.get("until", date.max):
        wrong["until"] = WRONG_WAY
    return Asked(filled, _wanted(found), wrong)


def day(typed: str) -> date:
    """A day, however it is written. Raise ValueError where it is none."""
    return dates.to_date("ad", typed, "", "")


def number(typed: str) -> int:
    """The number of a row. Raise ValueError where it is none."""
    plain = normalize.digits(typed)
    if not re.fullmatch("[0-9]{1,10}", plain) or int(plain) > _MOST:
        raise ValueError(plain)
    return int(plain)


def _case(typed: str) -> str:
    if not _CASE.fullmatch(typed):
        raise ValueError(typed)
    return typed


def _act(typed: str) -> Act:
    found = next((each for each in Act if each.value == typed), None)
    if found is None:
        raise ValueError(typed)
    return found


_KINDS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "since": (day, NO_DAY),
    "until": (day, NO_DAY),
    "member": (number, NO_CHOICE),
    "act": (_act, NO_CHOICE),
    "customer": (number, NO_NUMBER),
    "contract": (number, NO_NUMBER),
    "case": (_case, NO_CASE),
    "ticket": (str, ""),
}


def _wanted(found: Mapping[str, Any]) -> Wanted:
    whom = {"account_id": found.get("customer"), "contract_id": found.get("contract")}
    own = {"member_id": found.get("member"), "case_id": found.get("case")}
    return Wanted(**{name: found.get(name) for name in ("since", "until", "act", "ticket")}, **whom, **own)
