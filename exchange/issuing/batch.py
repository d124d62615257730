"""How do letters on paper come out, each once and each with a password that works?

A file at a time: who is due what is read, the file is made, and then, if nothing of what was read has changed, accounts
are opened and passwords issued in one transaction. Otherwise that file is made anew.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from domain.messages import paper_letters
from exchange.issuing import grants, policyholders, recipients
from exchange.issuing.pdf_files import alone, beside
from exchange.issuing.policyholders import Policyholder
from exchange.issuing.recipients import Due, Order
from infra.database import read, write
from infra.encryption import Keyring
from infra.pdf import CannotPrint
from models import Contract
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime

PAPERS = {recipients.GUIDE: paper_letters.guide, recipients.EXPIRY: paper_letters.expiry}
AT_ONCE, TRIES = 50, 5
STAMP = "%Y%m%d-%H%M%S"


class Unsettled(Exception):
    """What is to be printed changes faster than it is printed."""


class _Changed(Exception):
    """What was read of a policyholder is not so any more: a password was chosen, or another run was quicker."""


@dataclass
class Outcome:
    """What a run has done so far; `refused` are the numbers that got nothing, with the reason, `finished` and `unknown`
    are files that a run before it left (`pdf_files.Left`)."""

    letters: int = 0
    opened: int = 0
    renewed: int = 0
    added: int = 0
    files: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    finished: list[Path] = field(default_factory=list)
    unknown: list[Path] = field(default_factory=list)

    def count(self, dues: Sequence[Due]) -> None:
        """These are done."""
        self.letters += sum(one.letter is not None for one in dues)
        self.opened += sum(one.holder.account is None for one in dues)
        self.renewed += sum(one.letter is not None and one.letter.replaces for one in dues)
        known = [one.holder for one in dues if one.holder.account]
        self.added += sum(contract.id not in holder.held for holder in known for contract in holder.contracts)


@dataclass(frozen=True)
class Batch:
    """One run: what is ordered, where the files go, the portal's address, when, and what is the run's
    `own` in the names of its files."""

    order: Order
    folder: Path
    site: str
    keyring: Keyring
    now: UtcDateTime
    own: str = field(default_factory=lambda: secrets.token_hex(3))
    outcome: Outcome = field(default_factory=Outcome)

    def count(self) -> int:
        """How many keys of policyholders there are to go through."""
        with read() as session:
            keys = select(func.count(Contract.kana_key.distinct())).where(self.order.wanted)
            return int(session.scalar(keys) or 0)

    def steps(self) -> Iterator[int]:
        """Do it, a file at a time; give how many keys each went through.

        Raise InUse, Unsettled, OSError where a file cannot be written, or whatever the database raises: what is done by
        then stands, and the rest is not begun.
        """
        with alone(self.folder) as left:
            self.outcome.finished += left.finished
            self.outcome.unknown += left.unknown
            last = ""
            while keys := self._keys(last):
                self._go(keys)
                last = keys[-1]
                yield len(keys)

    def _keys(self, after: str) -> Sequence[str]:
        with read() as session:
            return policyholders.kana_keys(session, self.order.wanted, after, AT_ONCE)

    def _go(self, keys: Sequence[str]) -> None:
        last: Exception | None = None
        for _ in range(TRIES):
            with read() as session:
                holders = policyholders.of(session, self.order.portal.name, keys, self.order.wanted)
                dues = list(recipients.of(session, self.order, holders))
            printable, pdf = self._printable(dues)
            try:
                self._carry_out(keys, holders, printable, pdf)
            except (_Changed, IntegrityError, OperationalError) as wrong:
                if isinstance(wrong, OperationalError) and wrong.connection_invalidated:
                    raise
                last = wrong
                continue
            self.outcome.refused += [f"{one.numbers}: {self._why_not(one)}" for one in dues if one not in printable]
            return
        raise Unsettled from last

    def _printable(self, dues: Sequence[Due]) -> tuple[Sequence[Due], bytes | None]:
        """The dues that can be done, and their letters as one file, None where there are none."""
        possible = [one for one in dues if not one.refused]
        try:
            return possible, self._pdf(possible)
        except CannotPrint:
            printable = [one for one in possible if not self._why_not(one)]
            return printable, self._pdf(printable)

    def _why_not(self, one: Due) -> str | None:
        """Why nothing comes of it."""
        if one.refused:
            return one.refused
        try:
            self._pdf([one])
        except CannotPrint as why:
            return str(why)
        return None

    def _pdf(self, dues: Sequence[Due]) -> bytes | None:
        letters = [one.letter for one in dues if one.letter]
        make = PAPERS[self.order.paper]
        return make(self.order.portal, letters, self.site, self.now) if letters else None

    def _carry_out(
        self, keys: Sequence[str], seen: Sequence[Policyholder], dues: Sequence[Due], pdf: bytes | None
    ) -> None:
        """What these dues say, and their file, all or nothing. Raise _Changed."""
        portal, name = self.order.portal.name, self._file_name()
        with beside(self.folder / name, pdf) if pdf else nullcontext(), write() as session:
            policyholders.lock(session, portal, keys)
            if policyholders.of(session, portal, keys, self.order.wanted) != seen:
                raise _Changed
            for one in dues:
                grants.grant(session, self.keyring, self.order, one, file=name, now=self.now)
        self.outcome.count(dues)
        if pdf:
            self.outcome.files.append(self.folder / name)

    def _file_name(self) -> str:
        """A name that no other run gives, in whatever folder: by it the database knows the file."""
        begun, number = self.now.astimezone(JST).strftime(STAMP), len(self.outcome.files) + 1
        return f"{self.order.portal.name}-{self.order.paper}-{begun}-{self.own}-{number:03}.pdf"
