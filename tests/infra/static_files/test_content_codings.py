"""Is what a browser wants told from what it can bear? (RFC 9110, 12.5.3)"""

import pytest

from infra.static_files.content_codings import best

ALL = ("br", "gzip", "identity")


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br ; q=0.9 , gzip ; Q=0.9", "br"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0.000", "identity"),
        ("gzip;q=0.5, identity", "identity"),
        ("identity;q=0.5, gzip;q=0.6", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("identity;q=0", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("deflate", "identity"),
        ("gzip;q=2, br;q=x", "identity"),
        ("gzip;level=1", "identity"),
        (",;,=", "identity"),
        ("gzip," + "x" * 300, "identity"),
    ],
)
def test_what_is_sent(accepted, sent):
    assert best(accepted, ALL) == sent


def test_only_what_is_there():
    assert best("br, gzip;q=0.5", ("gzip", "identity")) == "gzip"
    assert best("br, gzip", ("identity",)) == "identity"
