"""Is every sequence of the staff's side that was written found under its own name and numbers?"""

import pkgutil
from collections import Counter
from importlib import import_module

import wizards.staff
from wizards.engine.definition import Wizard
from wizards.staff.case import AtCase
from wizards.staff.registry import STAFF_WIZARDS


def test_every_one_that_was_written_is_found_by_its_name():
    modules = [import_module(f"wizards.staff.{each.name}") for each in pkgutil.iter_modules(wizards.staff.__path__)]
    written = [module.wizard for module in modules if isinstance(getattr(module, "wizard", None), Wizard)]
    assert sorted(each.name for each in written) == sorted(STAFF_WIZARDS)
    assert all(STAFF_WIZARDS[each.name] is each for each in written)


def test_each_is_of_a_case_and_ends_with_a_reason_read_back():
    for each in STAFF_WIZARDS.values():
        assert isinstance(each.enter, AtCase) and each.steps[-1].kind == "confirm", each.name
        assert any("reason" in vars(step.form) for step in each.steps if step.kind == "input"), each.name


def test_numbers_have_four_digits_and_stand_once():
    times = Counter(screen.number for each in STAFF_WIZARDS.values() for screen in each.screens)
    assert set(times.values()) == {1} and all(1100 <= number <= 1199 for number in times)


def test_what_opens_access_needs_a_caller_who_showed_who_they_are():
    for_anybody = {name for name, each in STAFF_WIZARDS.items() if each.enter.anybody}
    assert not for_anybody & {"unlock", "telephone", "initial_password"}
