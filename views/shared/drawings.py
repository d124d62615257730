"""Which drawing of templates/drawings stands beside the heading of a numbered screen?

On a screen where something is typed only where it shows what is meant by a word.
"""

from collections.abc import Mapping

AT: Mapping[int, str] = {
    101: "desk",
    102: "umbrella",
    105: "letter",
    107: "keyword",
    110: "done",
    205: "done",
    303: "letter",
    306: "done",
    403: "letter",
    404: "keyword",
    406: "lock",
    413: "letter",
    414: "keyword",
    416: "lock",
    502: "umbrella",
    503: "telephone",
    505: "telephone",
    606: "policy",
    608: "desk",
    614: "document",
    625: "policy",
    647: "umbrella",
    648: "document",
    703: "letter",
    704: "letter",
    712: "lock",
    723: "policy",
    803: "camera",
    805: "camera",
    806: "camera",
    901: "clock",
    902: "letter",
    903: "letter",
    904: "lock",
    905: "clock",
    906: "clock",
    907: "empty",
    908: "desk",
    909: "camera",
    910: "document",
    911: "telephone",
    921: "desk",
    922: "desk",
}


def at(number: int) -> str:
    """The name of its drawing; "" where its words stand alone."""
    return AT.get(number, "")
