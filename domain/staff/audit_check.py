"""Is the trail as it was written? Looked at day by day, row by row, in little memory.

A row that was changed, deleted, inserted or moved does not follow the one before it; a day that was does not bear our
mark. Only a head that was kept elsewhere tells that the newest rows were wound back to an earlier state, which was true
once, or speaks for a day whose key is gone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.staff import audit_trail
from domain.staff.audit_trail import Mark
from infra.database import core
from models import AuditDay, AuditEntry
from rules.worded import Worded

AT_ONCE = 1000
# Of one kind on one day so many rows are named, the others counted.
NAMED = 20
ENTRIES = core(AuditEntry)


class Fault(Worded):
    """What can be wrong, and its words."""

    CHANGED = "changed", "行が書き換えられたか、ほかの行と入れ替えられています"
    MISSING = "missing", "行が失われています"
    EXTRA = "extra", "記録していない行が加えられています"
    UNREADABLE = "unreadable", "読み取れない値があります"
    HEAD = "head", "最後の行が、その日の末尾のハッシュと一致しません"
    MARK = (
        "mark",
        "その日の行数・ハッシュなどが、アプリケーションの外で書き換えられています（鍵による印の不一致）",
    )
    BEFORE = "before", "前の日につながっていません（前の日が失われたか、書き換えられています）"
    NO_DAY = "no day", "日の記録がありません"
    ARCHIVED = "archived", "別に保管した末尾のハッシュと一致しません（巻き戻されたか、書き換えられています）"


class Verdict(Worded):
    """What is known of a day: that it is whole, that it is not, or neither, since its key is gone; and its words."""

    WHOLE = "whole", "改ざんは見つかりません"
    UNPROVED = "unproved", "印を付けた鍵がないため証明できません"
    BROKEN = "broken", "改ざんされています"


class Head(NamedTuple):
    """How many rows a day had, and the hash of the last of them, as it was kept elsewhere."""

    entries: int
    head: str


Heads = Mapping[date, Sequence[Head]]
NO_HEADS: Heads = {}


class Found(NamedTuple):
    """A fault of a day, at how many places, and at which, of the first of them; none where it is the day's itself."""

    fault: Fault
    many: int
    places: tuple[int, ...]

    @property
    def words(self) -> str:
        """What is wrong and where."""
        if not self.places:
            return self.fault.words
        more = f" ほか{self.many - len(self.places):,}行" if self.many > len(self.places) else ""
        return f"{'・'.join(map(str, self.places))}行目{more}：{self.fault.words}"


class Checked(NamedTuple):
    """A day and what is wrong with it; `entries` are its rows as the day counts them."""

    day: date
    entries: int
    verdict: Verdict
    found: tuple[Found, ...]


class _Faults:
    def __init__(self) -> None:
        self._many: Counter[Fault] = Counter()
        self._places: dict[Fault, list[int]] = {}

    def add(self, fault: Fault, place: int = 0, upto: int = 0) -> None:
        """At a place, or at all up to another, or of the day itself."""
        named = self._places.setdefault(fault, [])
        last = max(place, upto)
        self._many[fault] += last - place + 1
        named += range(place, min(last, place + NAMED - len(named) - 1) + 1) if place else ()

    def told(self) -> tuple[Found, ...]:
        return tuple(Found(fault, many, tuple(self._places[fault])) for fault, many in self._many.items())


def check(
    session: Session, since: date | None = None, until: date | None = None, heads: Heads = NO_HEADS
) -> Iterator[Checked]:
    """Look at the days from `since` to `until`, both included, in their order; then at those that should be there and
    are not. `heads` are those that were kept elsewhere. Raise ValueError where the name of a day can't be read."""
    first, last = since or date.min, until or date.max
    archived = {day for day in heads if first <= day <= last}
    before = session.scalar(select(AuditDay.head).where(AuditDay.day < first).order_by(AuditDay.day.desc()).limit(1))
    for day, newest in _days(session, first, last):
        yield _checked(session, day, newest, before or audit_trail.NOTHING_BEFORE, heads.get(day.day, ()))
        archived.discard(day.day)
        before = day.head
    for lost in sorted({*archived, *_of_no_day(session, first, last)}):
        yield Checked(lost, 0, Verdict.BROKEN, (Found(Fault.NO_DAY, 1, ()),))


def _days(session: Session, first: date, last: date) -> Iterator[tuple[AuditDay, int]]:
    """Each day, and the number of the newest row when it was read: what others add meanwhile comes after that."""
    newest = select(func.coalesce(func.max(AuditEntry.id), 0)).scalar_subquery()
    following = select(AuditDay, newest).order_by(AuditDay.day).limit(1)
    row = session.execute(following.where(AuditDay.day.between(first, last))).first()
    while row:
        yield row[0], row[1]
        first = row[0].day + timedelta(days=1)
        row = session.execute(following.where(AuditDay.day.between(first, last))).first()


def _of_no_day(session: Session, first: date, last: date) -> Sequence[date]:
    """Of which days there are rows, and no day."""
    inside = (AuditEntry.day.between(first, last), ~select(AuditDay).where(AuditDay.day == AuditEntry.day).exists())
    return session.scalars(select(AuditEntry.day).where(*inside).distinct()).all()


def _checked(session: Session, day: AuditDay, newest: int, before: str, heads: Sequence[Head]) -> Checked:
    faults = _Faults()
    try:
        mark = audit_trail.whose(day)
        if day.before != before:
            faults.add(Fault.BEFORE)
        if mark is Mark.FORGED:
            faults.add(Fault.MARK)
        _look_at_rows(session, day, newest, heads, faults)
    except (TypeError, ValueError, AttributeError):
        # SQLite keeps whatever it is given, a word where a number belongs.
        mark = Mark.FORGED
        faults.add(Fault.UNREADABLE)
    proved = mark is Mark.OURS or Head(day.entries, day.head) in heads
    found = faults.told()
    return Checked(day.day, day.entries, _verdict(found, proved=proved), found)


def _verdict(found: tuple[Found, ...], *, proved: bool) -> Verdict:
    if found:
        return Verdict.BROKEN
    return Verdict.WHOLE if proved else Verdict.UNPROVED


def _look_at_rows(session: Session, day: AuditDay, newest: int, heads: Sequence[Head], faults: _Faults) -> None:
    counted = 0 if day.pruned else day.entries
    archived = {each.entries: each.head for each in heads if not day.pruned or each.entries == day.entries}
    seen = {day.entries: day.head} if day.pruned else {}
    place, head = 0, day.before
    for row in _rows(session, day, newest):
        if place < counted and row.place > place + 1:
            faults.add(Fault.MISSING, place + 1, min(row.place - 1, counted))
        if row.place > counted:
            faults.add(Fault.EXTRA, row.place)
        elif audit_trail.hash_of(row, head) != row.hash:
            faults.add(Fault.CHANGED, row.place)
        place, head = row.place, row.hash
        if place in archived:
            seen[place] = head
    if place < counted:
        faults.add(Fault.MISSING, place + 1, counted)
    if head != day.head and not day.pruned:
        faults.add(Fault.HEAD)
    if any(seen.get(number) != kept for number, kept in archived.items()):
        faults.add(Fault.ARCHIVED)


def _rows(session: Session, day: AuditDay, newest: int) -> Iterator[Any]:
    """The rows of a day, in their order."""
    mine = (ENTRIES.c.day == day.day, ENTRIES.c.id <= newest)
    rows = select(*ENTRIES.columns).where(*mine).order_by(ENTRIES.c.place)
    yield from session.execute(rows, execution_options={"yield_per": AT_ONCE})
