"""Where does it go that was typed in answer to a question which another screen asks now?"""

from wtforms.fields.core import UnboundField

from forms.kit.question import Boxes
from forms.kit.step import question_of
from wizards.engine.definition import Input, Wizard
from wizards.engine.runs import Run


def handed_over(run: Run, wizard: Wizard, slug: str, aside: Boxes) -> bool:
    """Give what lies `aside` of the step `slug` to the steps that have these questions too; tell whether any took it.

    There it is a draft, to be confirmed: an older answer in its place is none any more.
    """
    taken = False
    for step in wizard.steps:
        if not isinstance(step, Input) or step.slug == slug:
            continue
        kept, boxes = run.step(step.slug), {name: each for name, each in aside.items() if _has(step, name)}
        if any(list((kept.answer or {}).get(name, ())) != list(each) for name, each in boxes.items()):
            kept.draft = {name: list(each) for name, each in {**(kept.draft or kept.answer or {}), **boxes}.items()}
            kept.answer, taken = None, True
    return taken


def _has(step: Input, box: str) -> bool:
    return isinstance(getattr(step.form, question_of(box), None), UnboundField)
