"""Where did a customer come to a stop, and on what kind of message? For who helps them on the telephone, and counted.

What is kept is made of the program's own words alone: the number of the screen, the number and the name of the
question, and a kind of message. The message itself may hold what was typed, and is only looked at.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from flask import current_app
from sqlalchemy import bindparam, update
from sqlalchemy.exc import SQLAlchemyError

from domain.figures import daily_counts
from domain.figures.daily_counts import Counted, What
from forms.kit.question import Question
from forms.kit.step import StepForm
from infra.statements import Statement
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from wizards.engine.definition import Confirm, Wizard
from wizards.engine.runs import RUNS, Run


class Kind(StrEnum):
    """What a message is about."""

    EMPTY = "empty"
    LONG = "long"
    CHARACTER = "character"
    TWICE = "twice"
    UNKNOWN = "unknown"
    DAY = "day"
    ONCE_MORE = "once more"
    OTHER = "other"
    REFUSED = "refused"
    STALE = "stale"


WORDS: Mapping[Kind, str] = {
    Kind.EMPTY: "入力または選択がされていません",
    Kind.LONG: "文字数が多すぎます",
    Kind.CHARACTER: "使用できない文字が入っています",
    Kind.TWICE: "2つの欄の入力が同じではありません",
    Kind.UNKNOWN: "ご登録の内容と一致していません",
    Kind.DAY: "日付を受け付けられません",
    Kind.ONCE_MORE: "確認のため、もう一度ボタンを押す案内が出ています",
    Kind.OTHER: "入力の形を確認する案内が出ています",
    Kind.REFUSED: "お手続きを受け付けられませんでした",
    Kind.STALE: "内容が変わったため、もう一度確認する案内が出ています",
}
# By what a message is known; the first that is found in it.
_KNOWN: tuple[tuple[str, Kind], ...] = (
    ("使用できない文字「", Kind.CHARACTER),
    ("文字以内で入力してください（現在", Kind.LONG),
    ("もう一度「", Kind.ONCE_MORE),
    ("と一致していません", Kind.TWICE),
    ("が一致しません", Kind.UNKNOWN),
    ("暦にない日付", Kind.DAY),
    ("の日付を入力してください", Kind.DAY),
    ("西暦は4桁", Kind.DAY),
    ("年をご確認ください", Kind.DAY),
)
_NAME = re.compile("[a-z_0-9]{1,40}")


class Mistake(NamedTuple):
    """On which screen, at which question of it (0 and "" where at none), and what kind of message was shown."""

    screen: int
    number: int
    name: str
    kind: Kind


NOTE = Statement(
    update(RUNS)
    .where(RUNS.c.id == bindparam("run"), RUNS.c.committed_at.is_(None))
    .values(mistake=bindparam("mistake"), mistaken_at=bindparam("mistaken_at"), screen=bindparam("screen_now"))
)


def of_form(screen: int, form: StepForm) -> list[Mistake]:
    """All that is wrong on a screen, in the order of its questions."""
    return [_of_question(screen, each) for each in form.questions if each.errors]


def _of_question(screen: int, question: Question) -> Mistake:
    name = str(question.name)
    return Mistake(screen, question.number, name if _NAME.fullmatch(name) else "", kind_of(question))


def note(run: Run, found: Sequence[Mistake], now: UtcDateTime) -> None:
    """Keep the first of what was wrong, beside a run that is kept; nothing where nothing was."""
    if run.version and found:
        kept = json.dumps(found[0])
        NOTE.change(run=run.id, mistake=kept, mistaken_at=now, screen_now=found[0].screen)


def count(portal: Portal, wizard: str, found: Sequence[Mistake], now: UtcDateTime) -> None:
    """Count all that was wrong, for figures that name nobody (docs/decisions/0036-figures.md). Where that fails the log
    has it alone: no customer's page waits for figures."""
    where = (daily_counts.day_of(now), What.MISTAKE.value, portal.name, wizard)
    try:
        daily_counts.count(Counter(Counted(*where, each.screen, each.name, each.kind.value) for each in found))
    except SQLAlchemyError as wrong:
        current_app.logger.error("figures: %s", type(wrong).__name__)


def read(kept: str | None) -> Mistake | None:
    """What `note` kept; None where it kept nothing."""
    if kept is None:
        return None
    screen, number, name, kind = json.loads(kept)
    return Mistake(screen, number, name, Kind(kind))


def label_of(wizard: Wizard, mistake: Mistake) -> str:
    """What the question is called on its screen, as it is declared; "" where that is not known."""
    step = next((each for each in wizard.steps if each.number == mistake.screen), None)
    form = getattr(step, "asks" if isinstance(step, Confirm) else "form", None)
    declared = getattr(form, mistake.name, None) if form and mistake.name else None
    words = getattr(declared, "args", ())
    return words[0] if words and isinstance(words[0], str) else ""


def kind_of(question: object) -> Kind:
    """What the message of a question is about that is wrong."""
    if getattr(question, "empty", False):
        return Kind.EMPTY
    errors: list[str] = getattr(question, "errors", [])
    return next((kind for mark, kind in _KNOWN if mark in errors[0]), Kind.OTHER)
