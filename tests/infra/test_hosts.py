"""Is a host told by what it is called?"""

import pytest

from infra import hosts


@pytest.mark.parametrize("host", [None, "", "localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine_is_here(host):
    assert hosts.is_here(host)


@pytest.mark.parametrize("host", ["mado.example", "192.0.2.1", "2001:db8::1", "localhost.example"])
def test_others_are_elsewhere(host):
    assert not hosts.is_here(host)


@pytest.mark.parametrize("url", ["https://mado.example", "http://localhost:8000", "https://a.b.example:8443"])
def test_what_has_a_name(url):
    assert hosts.has_a_name(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://[::1]:8000", "https://192.0.2.1"])
def test_what_has_a_number(url):
    assert not hosts.has_a_name(url)
