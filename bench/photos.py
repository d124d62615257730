"""What does it cost to make the copy and the thumbnail of a picture, and how much memory does the reader ever need?

Beside libvips, in turn, each in a new process, with the same steps. Its wheel names HEIC among what it reads, but has
no decoder for what telephones put into that (findings/vips-wheel-heic.sh); so AVIF stands for both there.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image

from bench.figures import Rounds, ratio, show, within
from domain.photos.reader import ENVIRONMENT, Reader
from tests.pictures import wide_profile

SIZE = (4032, 3024)
TIMES = 4
AIM_JPEG, AIM_HEIC = 1.15, 1.3
# Both have Little CMS do it, to which Pillow gives a pixel in four bytes, and mends what it does not carry over.
MOST_WIDE = 1.35
MOST_MB = 300
# Of each kind the largest that is taken, in its most costly form (docs/decisions/0023-pictures.md).
LARGEST = {
    "JPEG": ((7071, 7071), "CMYK", {}),
    "JPEG in passes": ((7071, 7071), "RGB", {"progressive": True}),
    "PNG": ((7071, 7071), "RGBA", {"compress_level": 1}),
    "WEBP": ((3790, 3790), "RGB", {}),
    "AVIF": ((5050, 5050), "RGB", {"speed": 10}),
    "HEIF": ((7070, 7071), "RGB", {"tile_size": 512}),
}
OURS, VIPS = "bench.pictures", "bench.peers.vips_pictures"


def measure(folder: Path, rounds: int, largest: bool) -> bool:
    """Print the figures; give whether the targets were met."""
    paths = {path.name: path for path in _drawn(folder)}
    print(f"A picture of {SIZE[0]} × {SIZE[1]} to a copy of 2,560 and a thumbnail of 320, doubts and looks included:")
    met = _beside(paths["jpeg"], rounds, AIM_JPEG)
    met &= _beside(paths["wide"], rounds, AIM_JPEG, MOST_WIDE)
    met &= _beside(paths["avif"], rounds, AIM_HEIC)
    _shown("heic, which libvips cannot read here", [_cost(OURS, paths["heic"]) for _ in range(rounds)])
    return _largest() & met if largest else met


def _beside(path: Path, rounds: int, aim: float, limit: float | None = None) -> bool:
    costs: dict[str, list[tuple[float, float]]] = {OURS: [], VIPS: []}
    for _ in range(rounds):
        for module in random.sample([OURS, VIPS], 2):
            costs[module].append(_cost(module, path))
    ours, theirs = (_shown(f"{path.name}, {who}", costs[module]) for who, module in (("ours", OURS), ("libvips", VIPS)))
    return ratio(f"{path.name}, ours to libvips", ours, theirs, aim, limit)


def _shown(name: str, costs: list[tuple[float, float]]) -> Rounds:
    show(name, [cpu for cpu, _ in costs], "ms")
    show(f"{name}, most memory", [memory for _, memory in costs], "MiB")
    return [cpu for cpu, _ in costs]


def _cost(module: str, path: Path) -> tuple[float, float]:
    command = [sys.executable, "-W", "ignore", "-m", module, str(path), str(TIMES)]
    environment = ENVIRONMENT | {"PYTHONPATH": ":".join(sys.path)} if module == OURS else None
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    cpu, memory = said.stdout.split()
    return float(cpu), float(memory)


def drawn(size: tuple[int, int]) -> Image.Image:
    """Shapes, slopes and grain, as a camera would have them; each time others."""
    grain = Image.effect_noise((size[0] // 2, size[1] // 2), 30).resize(size)
    clouds = Image.effect_noise((size[0] // 8, size[1] // 8), 60).resize(size, Image.Resampling.BICUBIC)
    return Image.merge("RGB", (clouds, Image.linear_gradient("L").resize(size), grain))


def _drawn(folder: Path) -> Iterator[Path]:
    """One picture, without a profile and with a wide one, and in other kinds of file."""
    image = drawn(SIZE)
    for name, options in (
        ("jpeg", {"format": "JPEG", "quality": 88}),
        ("wide", {"format": "JPEG", "quality": 88, "icc_profile": wide_profile()}),
        ("avif", {"format": "AVIF", "speed": 10, "quality": 60}),
        ("heic", {"format": "HEIF", "quality": 60, "tile_size": 512}),
    ):
        image.save(folder / name, **options)
        yield folder / name


def _largest() -> bool:
    print("The largest that is taken of each kind, the reader's most memory:")
    met = True
    for kind, (size, mode, options) in LARGEST.items():
        file = BytesIO()
        Image.linear_gradient("L").resize(size).convert(mode).save(file, kind.partition(" ")[0], **options)
        file.seek(0)
        reader = Reader()
        reader.read(file)
        said = Path(f"/proc/{reader.pid}/status").read_text()
        reader.close()
        megabytes = int(said.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6
        met &= within(f"{kind}, {size[0] * size[1] / 1e6:.1f} megapixels", [megabytes], MOST_MB, "MB")
    return met
