"""What does libvips need for the same copy and thumbnail? `python -m bench.peers.vips_pictures FILE TIMES`."""

import sys

import pyvips

from bench.telling import tell


def made(data: bytes) -> tuple[bytes, bytes]:
    """Upright, in sRGB where there is a profile, decoded once; both without anything beside the pixels."""
    profile = (
        {"export_profile": "srgb"} if "icc-profile-data" in pyvips.Image.new_from_buffer(data, "").get_fields() else {}
    )
    copy = pyvips.Image.thumbnail_buffer(data, 2560, height=2560, size="down", **profile).copy_memory()
    thumbnail = copy.thumbnail_image(320, height=320, size="down")
    return copy.jpegsave_buffer(Q=85, keep="none"), thumbnail.jpegsave_buffer(Q=80, keep="none")


if __name__ == "__main__":
    tell(made, *sys.argv[1:])
