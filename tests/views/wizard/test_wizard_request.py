"""Does a request know where its run is, and where its wizard begins?"""

from dataclasses import FrozenInstanceError

import factories
import pytest
import trip
from flask import g

from forms.kit.step import FormContext
from views.wizard.current_run import CUSTOMERS
from views.wizard.wizard_request import WizardRequest, begin_url, came_from, opened
from wizards.engine.runs import Owner, Run
from wizards.registry import WIZARDS


@pytest.fixture
def asked(app, monkeypatch):
    """A request to the trip, by a run that is not kept yet."""
    trip.offer(app, trip.wizard(), monkeypatch.setitem)
    with app.test_request_context("/okyakusama/trip/"):
        g.portal = app.extensions["portals"]["okyakusama"]
        run = Run("r" * 22, "trip", Owner("somebody", bytes))
        yield WizardRequest(g.portal, trip.wizard(), run, factories.NOW, CUSTOMERS)


def test_it_leads_to_the_screens_of_its_run(asked):
    assert asked.url("cover") == f"/okyakusama/trip/{'r' * 22}/cover"
    assert asked.url("note", change="note", _anchor="row-note").endswith("/note?change=note#row-note")
    onward = asked.to("confirm")
    assert (onward.status_code, onward.location) == (303, asked.url("confirm"))


@pytest.mark.parametrize("name", ["portal", "wizard", "run", "now", "side"])
def test_it_stays_as_it_was_made(asked, name):
    with pytest.raises(FrozenInstanceError):
        setattr(asked, name, None)


def test_a_wizard_begins_at_its_own_address_and_one_about_a_contract_where_that_is_chosen(asked):
    assert begin_url(asked.portal, asked.wizard) == "/okyakusama/trip/"
    assert begin_url(asked.portal, WIZARDS["change"]) == "/okyakusama/contracts"
    assert begin_url(asked.portal, WIZARDS["change"], "7-insured") == "/okyakusama/change/of/7-insured/"


class Suggesting(trip.NoteForm):
    """Proposes a note."""

    @classmethod
    def suggested(cls, context):
        return {"note": ["窓側の席"]}


def test_what_nobody_touched_is_suggested_and_what_was_kept_stays(asked):
    context = FormContext(asked.portal, factories.NOW.date())
    assert opened(Suggesting, None, context).note.data == "窓側の席"
    assert opened(Suggesting, {"note": ["通路側"]}, context, from_run=True).note.data == "通路側"
    assert opened(trip.NoteForm, None, context).note.empty


# What leads to their first screen is used up by then.
NO_WAY_BACK = {"activation", "first_password", "reset", "unlock", "verification"}


@pytest.mark.parametrize("name", WIZARDS)
def test_before_a_first_screen_is_a_page_of_the_portal(app, name):
    """戻る where going back is safe (screens.md section 1)."""
    wizard = WIZARDS[name]
    assert (wizard.came_from is None) == (name in NO_WAY_BACK)
    for portal in app.extensions["portals"].values():
        if name in portal.sequences and name not in NO_WAY_BACK:
            with app.test_request_context(f"/{portal.name}/"):
                g.portal = portal
                run = Run("r" * 22, name, Owner("somebody", bytes), subject="12-insured")
                place = came_from(WizardRequest(portal, wizard, run, factories.NOW, CUSTOMERS))
            assert app.url_map.bind("").match(place, method="GET")
