"""Is a link that was asked for too often lately told from one that was not? (way in)"""

from datetime import timedelta

import pytest
from factories import NOW
from sqlalchemy import update

from domain.accounts import links, repeated_links
from infra import rate_limits
from infra.database import write
from models import Link

KEY, ADDRESS = "k" * 40, "yoshino.t@example.jp"
MANY, WITHIN = rate_limits.LETTERS[repeated_links.LIMIT]


@pytest.fixture
def keyring(app, context):
    return app.extensions["keyring"]


def asked_for(keyring, times=1, at=NOW, about=ADDRESS):
    for _ in range(times):
        with write() as session:
            made = links.issue(
                session,
                keyring,
                signing_key=KEY,
                portal="okyakusama",
                purpose="reset",
                about=about,
                keyword="Himawari7",
                contents={},
                now=at,
            )
    return made.id


def too_often(keyring, at=NOW, about=ADDRESS):
    with write() as session:
        return repeated_links.too_often(session, links.abouts(keyring, "okyakusama", "reset", about), at)


@pytest.mark.parametrize(("times", "often"), [(1, False), (MANY - 1, False), (MANY, True), (MANY + 1, True)])
def test_so_many_links_about_the_same_are_enough(keyring, times, often):
    """Each is void by the next; they count all the same."""
    asked_for(keyring, times)
    assert too_often(keyring) is often
    assert not too_often(keyring, about="taro@example.jp")


def test_what_was_asked_for_before_the_time_counts_no_more(keyring):
    asked_for(keyring, MANY - 1)
    asked_for(keyring, at=NOW + timedelta(minutes=1))
    assert too_often(keyring, NOW + WITHIN - timedelta(seconds=1))
    assert not too_often(keyring, NOW + WITHIN)


def test_links_marked_with_a_former_key_count_too(keyring):
    link = asked_for(keyring, MANY)
    mark = "of a former key"
    with write() as session:
        session.execute(update(Link).where(Link.id == link).values(about=mark))
    assert not too_often(keyring)
    with write() as session:
        marks = [*links.abouts(keyring, "okyakusama", "reset", ADDRESS), mark]
        assert repeated_links.too_often(session, marks, NOW)


def test_where_nothing_is_limited_nothing_is_too_often(keyring, monkeypatch):
    asked_for(keyring, MANY)
    monkeypatch.setattr(rate_limits, "are_on", lambda: False)
    assert not too_often(keyring)


def test_it_is_told_what_a_link_is_about(keyring):
    link = asked_for(keyring)
    with write() as session:
        assert repeated_links.about(session, link) == links.abouts(keyring, "okyakusama", "reset", ADDRESS)[:1]
        assert repeated_links.about(session, "nobody's") == [""]
