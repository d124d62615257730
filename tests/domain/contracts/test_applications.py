"""Is what was applied for kept unreadable, counted by its number, and no longer than it is waited for?"""

from datetime import timedelta

import factories
import pytest
from sqlalchemy import select, update

from domain.contracts import applications
from infra.database import read, write
from infra.encryption import DecryptionFailed, Keyring
from models import Application, Export
from rules.refusal import Refused

DAY = timedelta(days=1)


@pytest.fixture
def accept(app, context):
    """Puts applications in."""

    def put(number, phone="09012345678", at=factories.NOW, portal="keiyakusha"):
        made = Application(portal=portal, receipt_number=number, link_id=number, accepted_at=at)
        with write() as session:
            applications.accept(session, app.extensions["keyring"], made, {"契約者氏名": "髙﨑"}, phone=phone)
        return made

    return put


def rows():
    with read() as session:
        return session.scalars(select(Application).order_by(Application.id)).all()


def test_what_is_kept_is_read_with_the_key_and_for_its_own_row(app, accept):
    made = accept("1")
    assert applications.contents_of(app.extensions["keyring"], "1", made.sealed) == {"契約者氏名": "髙﨑"}
    assert "髙﨑".encode() not in made.sealed and "0901234" not in made.applicant
    for keyring, number in ((app.extensions["keyring"], "2"), (Keyring(["x" * 32]), "1")):
        with pytest.raises(DecryptionFailed):
            applications.contents_of(keyring, number, made.sealed)


def test_one_number_applies_so_often_a_day_and_another_still_may(accept, monkeypatch):
    monkeypatch.setattr(applications, "MOST", 2)
    accept("1")
    accept("2")
    with pytest.raises(Refused):
        accept("3")
    accept("4", phone="0300001111")
    accept("5", portal="okyakusama")
    accept("6", at=factories.NOW + DAY)
    assert [each.receipt_number for each in rows()] == ["1", "2", "4", "5", "6"]


def test_it_is_open_until_it_was_claimed_for_a_file(accept):
    accept("1")
    with write() as session:
        found = applications.of_link(session, "1")
        assert applications.is_open(found)
        export = Export(file="x", encoding="utf-8", begun_at=factories.NOW)
        session.add(export)
        session.flush()
        session.execute(update(Application).values(export_id=export.id))
    with write() as session:
        found = applications.of_link(session, "1")
        assert not applications.is_open(found)
        assert not applications.withdraw(session, found)
    assert [each.state for each in rows()] == ["accepted"] and rows()[0].sealed


def test_taken_back_it_is_forgotten_once(accept):
    accept("1")
    with write() as session:
        found = applications.of_link(session, "1")
        assert [applications.withdraw(session, found) for _ in range(2)] == [True, False]
    [row] = rows()
    assert (row.state, row.sealed) == ("withdrawn", None)
    with read() as session:
        assert applications.of_link(session, "2") is None


def test_its_contract_settles_it_and_what_was_taken_back_stays_so(accept):
    accept("1")
    accept("2")
    accept("3")
    with write() as session:
        applications.withdraw(session, applications.of_link(session, "2"))
        applications.settle(session, "okyakusama", {"1"})
        applications.settle(session, "keiyakusha", set())
    assert rows()[0].state == "accepted"
    with write() as session:
        applications.settle(session, "keiyakusha", {"1", "2"})
    assert [(each.state, each.sealed is None) for each in rows()] == [
        ("settled", True),
        ("withdrawn", True),
        ("accepted", False),
    ]


@pytest.mark.parametrize(
    ("named", "exported", "state", "stays"),
    [
        (True, True, "accepted", False),
        (True, True, "settled", False),
        (False, True, "accepted", True),
        (False, True, "settled", True),
        (False, False, "accepted", True),
        (False, False, "withdrawn", False),
        (False, False, "settled", False),
    ],
)
def test_it_is_erased_long_after_it_was_handed_over_or_taken_back_and_never_before(
    accept, named, exported, state, stays
):
    """A file that has not its name is not there yet, and is told by what is in it to be one of applications."""
    accept("1")
    with write() as session:
        at = factories.NOW if named else None
        export = Export(file="x", encoding="utf-8", begun_at=factories.NOW, named_at=at)
        session.add(export)
        session.flush()
        session.execute(update(Application).values(export_id=export.id if exported else None, state=state))
    over = factories.NOW + applications.KEPT_FOR
    with write() as session:
        assert applications.purge(session, over - DAY) == 0
        assert applications.purge(session, over) == (0 if stays else 1)
