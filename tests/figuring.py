"""What is there to be counted in tests: something of everything?"""

import secrets
from datetime import timedelta

from factories import add
from talking import letter

from domain.calls.events import Outcome
from domain.figures import daily_counts
from domain.figures.daily_counts import Counted, What
from models import IncomingCall, RunRow
from rules.states import LetterState
from wizards.registry import WIZARDS


def fill(now, days=30):
    """Runs, counts, letters and calls of so many days, of every kind there is."""
    for back in range(days):
        at = now - timedelta(days=back, minutes=1)
        daily_counts.count(dict(_counts(daily_counts.day_of(at), back)))
        for state in set(LetterState) - {LetterState.WITHHELD}:
            known = {"state": state, "created_at": at, "last_answer": "RCPT 550 5.1.1"}
            # Held, so that no sender makes anything else of it.
            letter(key=secrets.token_hex(), claimed_until=now + timedelta(days=1), **known)
        for outcome in set(Outcome) - {Outcome.REPEATED}:
            told = {"portal": "keiyakusha", "called": "", "outcome": outcome.value, "received_at": at, "heard_at": at}
            add(IncomingCall(source="simulated", call_id=secrets.token_hex(), **told))
    times = {"created_at": now, "seen_at": now, "expires_at": now + timedelta(minutes=30)}
    add(RunRow(id=secrets.token_hex(), portal="okyakusama", wizard="change", visitor="", screen=604, **times))


def _counts(day, more):
    for wizard in WIZARDS.values():
        yield Counted(day, What.DONE.value, "okyakusama", wizard.name, 0), 9
        for step in wizard.steps:
            where = ("okyakusama", wizard.name, step.number)
            yield Counted(day, What.LEFT.value, *where), 1 + more
            yield Counted(day, What.MISTAKE.value, *where, "", "refused"), 1 + more
    yield Counted(day, What.MISTAKE.value, "okyakusama", "change", 604, "phone", "other"), 1234
