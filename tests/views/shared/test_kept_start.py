"""Is what an answer begins with kept, and nothing lost that would be written beside it?"""

import pytest

from views.shared.kept_start import KeptStart


def test_the_last_beginning_is_kept():
    begin = KeptStart()
    begin("200 OK", [("A", "1")])
    begin("500 INTERNAL SERVER ERROR", [("B", "2")], None)
    assert (begin.status, begin.headers) == ("500 INTERNAL SERVER ERROR", [("B", "2")])


def test_what_is_written_is_not_dropped_in_silence():
    with pytest.raises(TypeError):
        KeptStart()("200 OK", [])(b"part")
