"""What does an operator say to a customer at a numbered screen? It is written in scripts.toml, and worked out.

Written are the sentences to be read aloud. What the fields want, what the button does, where it leads and how one gets
back is worked out from the declarations of sequences and forms, so that it is never older than they are.
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rules.portals import Portal
from views.practice.asked import Asked, Screen
from wizards.engine.definition import Complete, Confirm, Input, Upload, Wait, Wizard, always
from wizards.registry import WIZARDS

FILE = Path(__file__).with_name("scripts.toml")
# On every page that ends by itself; no step of a sequence.
EXTEND = "時間を延長する"
BACK = "戻る"
EMPTY_SAYS = (
    "「必須」と書かれた欄が空いたままです。赤い枠の付いた欄を入力して、もう一度ボタンを押してください。"
    "入力済みの欄は、そのまま残っております（パスワードとキーワードは、もう一度入力していただきます）。"
)
TOO_LONG = "…文字以内で入力してください（現在…文字）。"
TOO_LONG_SAYS = "文字の数が多すぎるようです。画面に書かれている数まで、短くしてください。"


class Mistake(NamedTuple):
    """What a screen says, and what an operator says to it."""

    message: str
    say: str


class Script(NamedTuple):
    """What is written for a screen: what it is for, what the customer needs, what is read aloud, and what the operator
    has to mind."""

    purpose: str
    say: Sequence[str]
    at_hand: str = ""
    care: str = ""
    mistakes: Sequence[Mistake] = ()


class Onward(NamedTuple):
    """A screen that another leads to; `sometimes` where it depends on the answers."""

    number: int
    title: str
    sometimes: bool


class Place(NamedTuple):
    """Where a screen stands in its sequence, counted from 1, and where its button leads."""

    sequence: str
    place: int
    many: int
    before: Onward | None
    onward: Sequence[Onward]
    is_last: bool


def _read() -> tuple[dict[int, Script], dict[str, list[Mistake]]]:
    told: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    written = {int(number): _script(entry) for number, entry in told["screens"].items()}
    return written, {check: [Mistake(**each) for each in entries] for check, entries in told["checks"].items()}


def _script(entry: Mapping[str, Any]) -> Script:
    return Script(**{**entry, "mistakes": [Mistake(**each) for each in entry.get("mistakes", ())]})


SCRIPTS, CHECKS = _read()


def of(number: int) -> Script | None:
    """What is written for a screen, None where nothing is."""
    return SCRIPTS.get(number)


def mistakes(number: int, screen: Screen | None) -> list[Mistake]:
    """What this screen can complain of: what is written for it alone, what is left empty, then each field's own, each
    once."""
    asked = screen.asked if screen else ()
    written = SCRIPTS[number].mistakes if number in SCRIPTS else ()
    missing = [each.missing for each in asked if each.missing]
    empty = [Mistake(missing[0], EMPTY_SAYS)] if missing else []
    of_fields = [each for question in asked for check in question.checks for each in CHECKS.get(check, ())]
    typed = [Mistake(TOO_LONG, TOO_LONG_SAYS)] if any(_is_typed(each) for each in asked) else []
    return list(dict.fromkeys([*written, *empty, *of_fields, *typed]))


def _is_typed(asked: Asked) -> bool:
    return not asked.options and "NewPassword" not in asked.checks


def buttons(screen: Screen | None) -> list[str]:
    """What can be pressed on a screen that goes on, each once, without what stands on every page."""
    return [each for each in dict.fromkeys(screen.buttons if screen else ()) if each not in (EXTEND, BACK)]


def goes_back(screen: Screen | None) -> bool:
    """Whether a screen has a way back of its own."""
    return screen is not None and BACK in screen.buttons


def place(portal: Portal, number: int) -> Place | None:
    """Where a screen stands among the steps of a sequence of this portal, None where it is none of them."""
    for name in portal.sequences:
        wizard = WIZARDS[name]
        steps = _steps(wizard)
        for at, step in enumerate(steps):
            if step.number == number:
                return Place(
                    sequence=wizard.title,
                    place=at + 1,
                    many=len(steps),
                    before=_onward(steps[at - 1]) if at else None,
                    onward=_leads_to(steps[at + 1 :]),
                    is_last=at + 1 == len(steps),
                )
    return None


Numbered = Input | Wait | Upload | Confirm | Complete


def _steps(wizard: Wizard) -> list[Numbered]:
    own = [wizard.complete] if isinstance(wizard.complete, Complete) else []
    return [*wizard.steps, *own]


def _leads_to(after: Sequence[Numbered]) -> list[Onward]:
    """What can come next: each step that the answers may leave out, and the first that they cannot."""
    found: list[Onward] = []
    for step in after:
        found.append(_onward(step))
        if not found[-1].sometimes:
            break
    return found


def _onward(step: Numbered) -> Onward:
    sometimes = not isinstance(step, Complete) and step.when is not always
    return Onward(step.number, step.title, sometimes)
