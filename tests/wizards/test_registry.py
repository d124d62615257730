"""Is every wizard that was written offered under its own name?"""

import pkgutil
from importlib import import_module
from pathlib import Path

import wizards
from rules import portals
from wizards.engine.definition import Wizard
from wizards.registry import WIZARDS

PORTALS = Path(portals.__file__).parent.parent / "portals.toml"


def test_every_wizard_that_was_written_is_found_by_its_name():
    """Of two of one name the later would take the place of the other."""
    modules = [import_module(f"wizards.{each.name}") for each in pkgutil.iter_modules(wizards.__path__)]
    written = [module.wizard for module in modules if isinstance(getattr(module, "wizard", None), Wizard)]
    assert sorted(each.name for each in written) == sorted(WIZARDS)
    assert all(WIZARDS[each.name] is each for each in written)


def test_what_the_portals_offer_together_is_every_wizard():
    offered = [portal.sequences for portal in portals.load(PORTALS, WIZARDS).values()]
    assert {name for sequences in offered for name in sequences} == set(WIZARDS)
    assert [sequences for sequences in offered if len(set(sequences)) < len(sequences)] == []
