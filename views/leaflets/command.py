"""How does an operator have leaflets made? `flask leaflet registration --portal okyakusama --into FOLDER`"""

from importlib import import_module
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext


@click.command("leaflet")
@click.argument("names", nargs=-1, required=True)
@click.option("--portal", "portal_name", help="Of which portal; all of them without it.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Folder for the PDFs (LEAFLETS_FOLDER).")
@click.option("--site", help="The address printed on them, like https://service.example (BASE_URL).")
@with_appcontext
def command(names: tuple[str, ...], portal_name: str | None, into: Path | None, site: str | None) -> None:
    """Make the leaflets about these sequences, or all of them, as PDF: how customers go through, screen by screen.

    The pictures are taken of this very product, with a made-up customer. Needs Chromium.
    """
    if site:
        current_app.config["BASE_URL"] = site.rstrip("/")
    # Only now: what draws is Pillow, which is not to be in a process that serves (docs/decisions/0023-pictures.md).
    making = import_module("views.leaflets.making")
    making.make(names, portal_name, into or Path(current_app.config["LEAFLETS_FOLDER"]))
