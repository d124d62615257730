"""Does the program know what each question is called, and what an operator sees of it, without asking anybody?"""

import pytest

from forms.kit import declarations
from forms.kit.declared import ASKED
from forms.kit.fields import Choice, Text
from forms.kit.passwords import NewPassword
from forms.kit.question import Question
from forms.kit.step import StepForm
from forms.registration import ProfileForm
from rules.masks import Mask
from wizards.engine.definition import Confirm
from wizards.registry import WIZARDS
from wizards.staff.registry import STAFF_WIZARDS

FORMS = list(
    dict.fromkeys(
        each
        for wizard in (*WIZARDS.values(), *STAFF_WIZARDS.values())
        for step in wizard.steps
        if (each := getattr(step, "asks" if isinstance(step, Confirm) else "form", None))
    )
)


class SampleForm(StepForm):
    plain = Text("備考", hint="例：なし", required=False)
    code = Text("確認コード", secret=True)
    chosen = Choice("払込方法", ())
    password = NewPassword("パスワード")


def test_a_kind_of_question_without_a_mask_cannot_be_made():
    with pytest.raises(TypeError, match="Masked"):
        type("Masked", (Text,), {})
    assert type("Masked", (Text,), {"mask": Mask.SECRET}).mask is Mask.SECRET


def kinds(of=Question):
    for each in of.__subclasses__():
        if each.__module__.startswith("forms."):
            yield each
            yield from kinds(each)


def test_every_kind_says_its_own():
    assert all(isinstance(kind.__dict__.get("mask"), Mask) for kind in kinds())


def test_what_is_secret_is_masked_so():
    assert all(kind.mask is Mask.SECRET for kind in kinds() if kind.secret or kind.is_password)


def test_a_question_is_told_as_it_is_declared():
    told = declarations.declared(SampleForm)
    assert told["plain"] == ("備考", "例：なし", False, Mask.PERSONAL)
    assert told["chosen"] == ("払込方法", "", True, Mask.CHOSEN)
    assert told["code"].mask is told["password"].mask is Mask.SECRET


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_every_question_of_a_sequence_has_a_label(form):
    """All but what a product asks, whose label products.toml has."""
    told = declarations.declared(form)
    assert told and all(each.label.strip() for each in told.values())
    assert not any(name.startswith(ASKED) for name in told)


def test_a_form_is_found_by_its_name_and_nothing_else_is():
    name = f"{ProfileForm.__module__}.{ProfileForm.__qualname__}"
    assert declarations.form_of(name) is ProfileForm
    for other in ("", "builtins.str", "forms.kit.step.StepForm", "forms.registration.NoSuchForm", f"{name}.holder"):
        assert declarations.form_of(other) is None and declarations.declared_by(other) == {}
    assert declarations.declared_by(name) == declarations.declared(ProfileForm)
