"""Under which names are files loaded, and in which forms do they lie ready?

A name holds a digest of what is in the file: browsers keep it for a year and never ask again, and a new release has
new names. Beside it each file has its plain name, for who cannot know the other (pages of nginx, /favicon.ico).

`write` makes them for nginx, compressed once and thoroughly (`flask static build`). A process makes the same for itself
when it starts, and takes from there what lies there; so nothing depends on the command, and files of releases before
this one are served as long as they lie there.
"""

import gzip
import hashlib
import os
import re
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import brotli

from infra.static_files import bundles
from infra.static_files.bundles import MissingFile
from infra.static_files.content_codings import IDENTITY

SUFFIXES = {"br": ".br", "gzip": ".gz"}
HASHED = re.compile(r".+\.[0-9a-f]{12}\.[a-z]+")
# Shorter ones fit into a packet anyhow.
LEAST_BYTES = 1024
COMPRESSED = ("text/", "image/svg")
BROTLI, GZIP = {True: 11, False: 5}, {True: 9, False: 6}
KEPT_SECONDS = 30 * 24 * 3600


class File(NamedTuple):
    """What is served under a name: its forms by their content codings, IDENTITY always among them."""

    forms: Mapping[str, bytes]
    type: str
    digest: str


class Release(NamedTuple):
    """`names` are the hashed by the plain ones; `files` by both, and hashed ones of earlier releases."""

    names: Mapping[str, str]
    files: Mapping[str, File]

    def name(self, plain: str) -> str:
        """The hashed name. Raise MissingFile where there is no such file."""
        if plain not in self.names:
            raise MissingFile(f"{plain} is no file that pages load (infra/static_files/bundles.py)")
        return self.names[plain]


@cache
def read(sources: Path, built: Path) -> Release:
    """What is made of the folder of sources, in the forms that lie built; others are compressed quickly. Read once:
    what is changed there later is seen by the next process. Raise MissingFile, modules.BadModule."""
    names, files = {}, {}
    for plain, source in _made(sources).items():
        digest = _digest(source.content)
        names[plain] = hashed = _hashed(plain, digest)
        smaller = _lying(built / hashed) or _compressed(source, thoroughly=False)
        files[plain] = files[hashed] = File({IDENTITY: source.content, **smaller}, source.type, digest)
    for path in built.rglob("*"):
        name = path.relative_to(built).as_posix()
        if name not in files and HASHED.fullmatch(name) and path.suffix in bundles.TYPES:
            forms = {IDENTITY: path.read_bytes(), **_lying(path)}
            files[name] = File(forms, bundles.TYPES[path.suffix], name.split(".")[-2])
    return Release(names, files)


def write(sources: Path, built: Path, *, thoroughly: bool = True) -> int:
    """Write all forms of all files, and take away hashed ones that have belonged to no release for thirty days; give
    how many files there are. Each appears whole or not at all. Raise MissingFile, modules.BadModule, OSError."""
    made = _made(sources)
    for plain, source in made.items():
        forms = {IDENTITY: source.content, **_compressed(source, thoroughly=thoroughly)}
        for name in (_hashed(plain, _digest(source.content)), plain):
            _write(built / name, forms)
    for path in built.rglob("*"):
        is_hashed = HASHED.fullmatch(path.name.removesuffix(".br").removesuffix(".gz"))
        if is_hashed and path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink()
    return len(made)


def _made(sources: Path) -> Mapping[str, bundles.Source]:
    return bundles.made(sources, lambda name: _hashed(name, _digest((sources / name).read_bytes())))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _hashed(plain: str, digest: str) -> str:
    path = PurePosixPath(plain)
    return path.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix()


def _compressed(source: bundles.Source, *, thoroughly: bool) -> dict[str, bytes]:
    """The forms that are smaller."""
    content = source.content
    if len(content) < LEAST_BYTES or not source.type.startswith(COMPRESSED):
        return {}
    return {
        "br": brotli.compress(content, mode=brotli.MODE_TEXT, quality=BROTLI[thoroughly]),
        "gzip": gzip.compress(content, GZIP[thoroughly], mtime=0),
    }


def _lying(path: Path) -> dict[str, bytes]:
    """The smaller forms of a file that lie beside it."""
    ready = {coding: path.with_name(path.name + suffix) for coding, suffix in SUFFIXES.items()}
    return {coding: at.read_bytes() for coding, at in ready.items() if at.is_file()}


def _write(path: Path, forms: Mapping[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # What is compressed first: nobody finds the file before its other forms.
    for coding in sorted(forms, key=lambda each: each == IDENTITY):
        whole = path.with_name(path.name + SUFFIXES.get(coding, ""))
        part = whole.with_name(f".{whole.name}.{os.getpid()}")
        part.write_bytes(forms[coding])
        part.replace(whole)
