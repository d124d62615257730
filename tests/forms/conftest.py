"""Forms as a browser fills them: every box as text."""

from datetime import date
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from domain.accounts import common_passwords
from domain.accounts.password_hashing import Hasher
from forms.kit.step import FormContext
from rules import portals
from wizards.registry import WIZARDS

ROOT = Path(portals.__file__).parent.parent
HASHER = Hasher(memory_kib=8, time_cost=1, parallelism=1, at_once=4, wait_seconds=5)
PORTALS = portals.load(ROOT / "portals.toml", WIZARDS)


@pytest.fixture(params=["okyakusama"])
def form_context(request):
    """The world on 24 November 2026; another portal by indirect parametrization."""
    return FormContext(
        PORTALS[request.param],
        date(2026, 11, 24),
        hash_password=HASHER.hash,
        check_password=HASHER.check,
        common=common_passwords.common(),
    )


@pytest.fixture
def fill(form_context):
    """Fill a form in: a dict of boxes (a list where a name comes several times), how else it is opened."""

    def filled(form, boxes, **how):
        pairs = [(name, each) for name, value in boxes.items() for each in (value if type(value) is list else [value])]
        return form(MultiDict(pairs), form_context, **how)

    return filled


@pytest.fixture
def said(fill):
    """The messages of a form by question, after it was judged."""

    def judged(form, boxes, **how):
        opened = fill(form, boxes, **how)
        opened.validate()
        return {name: messages[0] for name, messages in opened.errors.items()}

    return judged
