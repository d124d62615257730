"""How are the leaflets that somebody wants drawn and laid down? The practice counter is walked, and a Chromium
photographs what is there.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from flask import current_app

from infra import clock
from infra.chromium import CannotDraw
from infra.pdf import CannotPrint
from rules.portals import Portal
from views.leaflets import document, pictures
from views.leaflets.pictures import Camera
from views.practice import counter
from views.practice.asked import Screen
from views.practice.visitor import Lost
from views.shared import leaflets
from views.shared.leaflets import Leaflet

ALL = "all"


def make(names: Iterable[str], portal_name: str | None, folder: Path) -> None:
    """Lay the leaflets of these names down in the folder, of one portal or of all. Raise click.UsageError where there
    is none of a name, click.ClickException where one cannot be drawn."""
    wanted = [each for name in names for each in _wanted(name, portal_name)]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with pictures.camera() as camera:
            for portal, leaflet in wanted:
                _make(portal, leaflet, camera, folder)
    except (CannotDraw, CannotPrint, counter.Unshown, Lost) as wrong:
        raise click.ClickException(str(wrong) or "a screen could not be drawn; the log says why") from wrong


def _make(portal: Portal, leaflet: Leaflet, camera: Camera, folder: Path) -> None:
    made = document.made(portal, leaflet, sources(portal, camera), clock.now())
    path = folder / leaflets.file_name(portal, leaflet)
    path.write_bytes(made)
    click.echo(f"{path}: {len(made) // 1024} KB")


def sources(portal: Portal, camera: Camera) -> document.Sources:
    """The practice counter of this application and a camera."""

    def screen(number: int) -> Screen:
        found = counter.of_app().screen(portal, number)
        if found is None:
            raise Lost(f"{portal.name} never shows {number:03}")
        return found

    return document.Sources(screen, lambda number, kind: counter.of_app().letter(portal, number, kind), camera.take)


def _wanted(name: str, portal_name: str | None) -> Sequence[tuple[Portal, Leaflet]]:
    """Raise click.UsageError where there is none of this name."""
    served: dict[str, Portal] = current_app.extensions["portals"]
    if portal_name and portal_name not in served:
        raise click.UsageError(f"no portal {portal_name}; there are {', '.join(served)}")
    portals = [served[portal_name]] if portal_name else list(served.values())
    found = [(portal, each) for portal in portals for each in leaflets.of_portal(portal) if name in (ALL, each.name)]
    if not found:
        there = sorted({each.name for portal in portals for each in leaflets.of_portal(portal)})
        raise click.UsageError(f"no leaflet {name}; there are {', '.join(there)}, and {ALL}")
    return found
