"""Is a search kept for its member and an hour alone, and can nobody read it in the database?"""

from datetime import date, timedelta

from factories import NOW
from sqlalchemy import text, update
from staffing import hire

from domain.staff import searches
from domain.staff.searches import Wanted
from infra.database import read, write
from models import StaffSearch

WANTED = Wanted("サトウ　ハナコ", date(1985, 4, 1))
SECOND = timedelta(seconds=1)


def find(*asked):
    with read() as session:
        return searches.find(session, *asked)


def test_it_is_found_again_by_who_made_it(app, member_id):
    for wanted in (WANTED, Wanted("090-1234-5678")):
        assert find(searches.keep(wanted, member_id, NOW), member_id, NOW) == wanted
    assert find(searches.keep(WANTED, member_id, NOW), hire(app, "suzuki"), NOW) is None
    assert find("none of this name", member_id, NOW) is None


def test_until_its_hour_is_over_and_then_it_is_erased(member_id):
    name, over = searches.keep(WANTED, member_id, NOW), NOW + searches.KEPT_FOR
    assert find(name, member_id, over - SECOND) == WANTED
    assert find(name, member_id, over) is None
    with write() as session:
        assert searches.purge(session, over - SECOND) == 0
        assert searches.purge(session, over) == 1


def test_nothing_of_it_can_be_read_or_moved_to_another_row(member_id):
    name = searches.keep(WANTED, member_id, NOW)
    with read() as session:
        [row] = session.execute(text("select * from staff_searches")).all()
    assert "サトウ" not in repr(row) and "1985" not in repr(row) and "サトウ".encode() not in row.sealed
    with write() as session:
        session.execute(update(StaffSearch).where(StaffSearch.id == name).values(id="another"))
    assert find("another", member_id, NOW) is None
