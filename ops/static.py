"""How are styles, programs and pictures made ready for nginx? Once a release, before any process of it starts."""

from pathlib import Path

import click
from flask.cli import AppGroup

from infra.static_files import release

ROOT = Path(__file__).parent.parent
cli = AppGroup("static", help="Styles, programs and pictures as browsers load them.")


@cli.command("build")
def build_command() -> None:
    """Write them below built/static/, joined, compressed and under hashed names. What earlier releases left there stays
    for thirty days, for pages that are still open."""
    built = ROOT / "built" / "static"
    count = release.write(ROOT / "static", built)
    click.echo(f"{count} files in {built.relative_to(ROOT)}/")
