"""What do the figures show to somebody who tries the application out? Made-up numbers of the thirty days before today,
more on some days of the week than on others, with letters and calls that were nobody's."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from domain.calls.events import Outcome, Source
from domain.figures import daily_counts
from domain.figures.daily_counts import Counted, What
from models import IncomingCall, Letter
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime
from rules.states import LetterState

DAYS = 30
PORTAL, CALLED_PORTAL = "okyakusama", "keiyakusha"
# How many visitors a sequence has, Monday first, and how many of a hundred leave on each of its screens.
BY_WEEKDAY = (30, 26, 24, 25, 28, 14, 11)
LEAVE: Mapping[str, Mapping[int, int]] = {
    "registration": {103: 14, 104: 6},
    "activation": {108: 9, 109: 4},
    "change": {604: 7, 605: 3},
    "renewal": {622: 5, 623: 8, 624: 3},
    "photos": {803: 12},
    "forgotten": {402: 10},
}
# Of a hundred visitors, how many are refused at a question.
MISTAKES = (
    ("registration", 103, "email", "other", 9),
    ("registration", 103, "kana", "character", 6),
    ("registration", 103, "birth", "day", 4),
    ("registration", 103, "keyword", "other", 7),
    ("registration", 103, "terms", "empty", 3),
    ("change", 604, "phone", "other", 5),
    ("change", 604, "phone", "once more", 3),
    ("renewal", 624, "", "stale", 2),
)
# Of forty letters and of twenty calls, what became of those that are not like the others.
LOST: Mapping[int, tuple[LetterState, str]] = {
    7: (LetterState.FAILED, "RCPT 550 5.1.1"),
    19: (LetterState.FAILED, "RCPT 552 5.2.2"),
    28: (LetterState.UNSURE, "DATA TimeoutError"),
    36: (LetterState.ABANDONED, "CONNECT TimeoutError"),
}
IN_VAIN: Mapping[int, Outcome] = {4: Outcome.WITHHELD, 9: Outcome.ANOTHER, 15: Outcome.ANOTHER, 18: Outcome.NOT_OURS}


def fill(session: Session, now: UtcDateTime) -> None:
    """All of it."""
    today = daily_counts.day_of(now)
    days = [today - timedelta(days=back) for back in range(DAYS, 0, -1)]
    daily_counts.add(session, {counted: number for day in days for counted, number in _counts(day) if number})
    for place, day in enumerate(days):
        many = BY_WEEKDAY[day.weekday()]
        session.add_all(_letter(day, number, place * 30 + number) for number in range(many))
        session.add_all(_call(day, number, place * 12 + number) for number in range(many // 2))


def _counts(day: date) -> Iterator[tuple[Counted, int]]:
    visitors = BY_WEEKDAY[day.weekday()]
    for share, (wizard, screens) in enumerate(LEAVE.items(), 1):
        came = 3 * visitors // share
        left = {screen: came * of_hundred // 100 for screen, of_hundred in screens.items()}
        yield Counted(day, What.DONE.value, PORTAL, wizard, 0), came - sum(left.values())
        for screen, number in left.items():
            yield Counted(day, What.LEFT.value, PORTAL, wizard, screen), number
    for wizard, screen, name, kind, of_hundred in MISTAKES:
        yield Counted(day, What.MISTAKE.value, PORTAL, wizard, screen, name, kind), visitors * of_hundred // 20


def _letter(day: date, number: int, place: int) -> Letter:
    at = _at(day, number)
    state, answer = LOST.get(place % 40, (LetterState.SENT, "RCPT 250"))
    times = {
        "created_at": at,
        "next_try_at": at,
        "give_up_at": at,
        "sent_at": at if state is LetterState.SENT else None,
    }
    known = {"portal": PORTAL, "kind": "registration", "masked_address": "m***@example.jp", "attempts": 1}
    return Letter(key=f"demo {day} {number}", state=state.value, last_answer=answer, **known, **times)


def _call(day: date, number: int, place: int) -> IncomingCall:
    became, at = IN_VAIN.get(place % 20, Outcome.CONFIRMED), _at(day, number)
    told = {"source": Source.SIMULATED.value, "call_id": f"demo {day} {number}", "called": ""}
    return IncomingCall(portal=CALLED_PORTAL, outcome=became.value, received_at=at, heard_at=at, **told)


def _at(day: date, number: int) -> UtcDateTime:
    """From nine in the morning on, every quarter of an hour."""
    return datetime.combine(day, time(9), JST) + timedelta(minutes=15 * number)
