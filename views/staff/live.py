"""How is it said where a customer is? What is known of them just now, in the words of their screens."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from domain.staff import whereabouts
from domain.staff.sent_letters import Told
from domain.staff.whereabouts import Whereabouts
from rules.japanese.formatting import clock_time
from rules.japanese.times import UtcDateTime
from wizards.engine import mistakes
from wizards.engine.definition import Wizard
from wizards.registry import WIZARDS


class Place(NamedTuple):
    """A run under way: which sequence, the screen that its visitor is on and when they were seen there, and the last
    message that they were shown, and when."""

    title: str
    screen: int | None
    screen_title: str
    seen_at: UtcDateTime
    mistake: str
    mistaken_at: UtcDateTime | None


class Live(NamedTuple):
    """What the third column of the record says."""

    places: Sequence[Place]
    receipts: Sequence[Told]
    found: Whereabouts


def of(found: Whereabouts) -> Live:
    """What was found, in words."""
    done = [Told(whereabouts.words_of(each), each.at, each.receipt_number or "") for each in found.receipts]
    return Live([_place(row) for row in found.runs if row.wizard in WIZARDS], done, found)


def _place(row: Any) -> Place:
    wizard = WIZARDS[row.wizard]
    titles = {each.number: each.title for each in wizard.screens}
    # Before anything was noted, the first screen was answered.
    screen = row.screen or wizard.first.number
    return Place(wizard.title, screen, titles.get(screen, ""), row.seen_at, _mistake(wizard, row), row.mistaken_at)


def _mistake(wizard: Wizard, row: Any) -> str:
    """画面604の5番「電話番号」：…"""
    said = mistakes.read(row.mistake)
    if said is None:
        return ""
    label = mistakes.label_of(wizard, said)
    question = f"の{said.number}番{f'「{label}」' if label else ''}" if said.number else ""
    return f"画面{said.screen:03}{question}：{mistakes.WORDS[said.kind]}（{clock_time(row.mistaken_at)}）"
