"""What does the program itself say of a question, whoever is asked it? Read off a form's class, so that nothing of a
customer can be in it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from forms.kit.step import StepForm
from rules.masks import Mask


class Declared(NamedTuple):
    """A question as it stands in the class of its form."""

    label: str
    hint: str
    required: bool
    mask: Mask


def declared(form: type[StepForm]) -> Mapping[str, Declared]:
    """The questions of a form, by their names."""
    found = ((name, getattr(form, name)) for name in dir(form) if not name.startswith("_"))
    return {name: _read(each) for name, each in found if hasattr(each, "field_class")}


@lru_cache(maxsize=256)
def declared_by(name: str) -> Mapping[str, Declared]:
    """The questions of the form of a name, by theirs; none where there is no such form. Read off once."""
    form = form_of(name)
    return declared(form) if form else {}


def form_of(name: str) -> type[StepForm] | None:
    """The form of a name (module and class) that is declared in the program; None where there is none, as of forms
    that are made while it runs, from what a product declares."""
    return next((each for each in _below(StepForm) if f"{each.__module__}.{each.__qualname__}" == name), None)


def _read(unbound: Any) -> Declared:
    kind, given = unbound.field_class, unbound.kwargs
    label = unbound.args[0] if unbound.args else given.get("label", "")
    secret = given.get("secret", False) or kind.secret
    return Declared(label, given.get("hint", ""), given.get("required", True), Mask.SECRET if secret else kind.mask)


def _below(form: type[StepForm]) -> Iterator[type[StepForm]]:
    for each in form.__subclasses__():
        yield each
        yield from _below(each)
