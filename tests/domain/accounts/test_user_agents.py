"""Does a customer recognise their own device?"""

import pytest

from domain.accounts import user_agents

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (f"{WINDOWS} Safari/537.36", "Windows（Chrome）"),
        (f"{WINDOWS} Safari/537.36 Edg/126.0.0.0", "Windows（Edge）"),
        (f"{MAC} Safari/605.1.15", "Mac（Safari）"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "iPhone（Safari）"),
        (f"{IPHONE} CriOS/126.0 Mobile/15E148 Safari/604.1", "iPhone（Chrome）"),
        (f"{ANDROID} Mobile Safari/537.36", "Android（Chrome）"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0", "Linux（Firefox）"),
        ("Mozilla/5.0 (Windows NT 10.0)", "Windows"),
    ],
)
def test_a_device_is_called_as_its_owner_calls_it(said, named):
    assert user_agents.named(said) == named


@pytest.mark.parametrize("said", ["", "-", "<script>alert(1)</script>", "x" * 100_000, "\r\nSet-Cookie: a=b"])
def test_what_says_nothing_of_itself_is_nobody_known(said):
    assert user_agents.named(said) == user_agents.UNKNOWN
