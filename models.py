"""What is kept in the database: the tables. The verbs on them stand in the file named after what they do.

Nothing a visitor typed is readable here before a commit: answers, link contents, letters and receipts are sealed
(decisions 2, 11 and 12).
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from infra.database import Instant, Table
from rules.japanese.times import UtcDateTime
from rules.states import ApplicationState, ApprovalState, LetterState, PhotoState, RequestState

# A key of which one asks how it begins: compared letter by letter, whatever language a PostgreSQL database speaks.
Key = String().with_variant(String(collation="C"), "postgresql")


class RunRow(Table):
    """One visitor's way through one wizard: what was typed and, once committed, its receipt. `mistake` says in which
    box something was wrong last, and what kind of thing, in the words of the program: nothing that was typed."""

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(primary_key=True)
    portal: Mapped[str]
    wizard: Mapped[str]
    subject: Mapped[str | None]
    visitor: Mapped[str] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    link_id: Mapped[str | None] = mapped_column(index=True)
    proof: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    answers: Mapped[bytes | None]
    screen: Mapped[int | None]
    created_at: Mapped[UtcDateTime] = mapped_column(Instant)
    seen_at: Mapped[UtcDateTime] = mapped_column(Instant)
    expires_at: Mapped[UtcDateTime] = mapped_column(Instant, index=True)
    committed_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    receipt: Mapped[bytes | None]
    mistake: Mapped[str | None]
    mistaken_at: Mapped[UtcDateTime | None] = mapped_column(Instant)

    # Where customers are and where they left, for figures: a run of staff is about a case and of no account.
    __table_args__ = (
        Index(
            "ix_runs_ended",
            *("committed_at", "seen_at", "portal", "wizard", "screen"),
            sqlite_where=text("subject IS NULL OR account_id IS NOT NULL"),
            postgresql_where=text("subject IS NULL OR account_id IS NOT NULL"),
        ),
    )


class Link(Table):
    """A one-time, expiring link in a letter (screens.md section 2, rows A5–A10)."""

    __tablename__ = "links"

    id: Mapped[str] = mapped_column(primary_key=True)
    portal: Mapped[str]
    purpose: Mapped[str]
    secret: Mapped[str]
    about: Mapped[str] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    keyword: Mapped[str]
    contents: Mapped[bytes | None]
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[UtcDateTime] = mapped_column(Instant)
    expires_at: Mapped[UtcDateTime] = mapped_column(Instant, index=True)
    replaced_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    claimed_by: Mapped[str | None]
    claimed_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    used_at: Mapped[UtcDateTime | None] = mapped_column(Instant)


class Letter(Table):
    """A mail in the outbox; its body is erased once it is sent (decision 12)."""

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    portal: Mapped[str]
    kind: Mapped[str]
    masked_address: Mapped[str]
    addressee: Mapped[str | None]
    contents: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(default=LetterState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[UtcDateTime] = mapped_column(Instant)
    next_try_at: Mapped[UtcDateTime] = mapped_column(Instant)
    give_up_at: Mapped[UtcDateTime] = mapped_column(Instant)
    claimed_until: Mapped[UtcDateTime | None] = mapped_column(Instant)
    sent_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    last_answer: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index("ix_letters_state_next_try_at", "state", "next_try_at"),
        Index("ix_letters_addressee_created_at", "addressee", "created_at"),
        Index(
            "ix_letters_created_at",
            *("created_at", "portal", "state"),
            sqlite_where=text("masked_address <> ''"),
            postgresql_where=text("masked_address <> ''"),
        ),
    )


class Account(Table):
    """A customer's own access to one portal; an empty `password` is one not yet chosen."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str]
    user_id: Mapped[str]
    email: Mapped[str | None]
    password: Mapped[str]
    issued_password: Mapped[str | None]
    issued_until: Mapped[UtcDateTime | None] = mapped_column(Instant)
    issued_spent_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    issued_spent_by: Mapped[str | None]
    family_name: Mapped[str]
    given_name: Mapped[str]
    family_kana: Mapped[str]
    given_kana: Mapped[str]
    birth_date: Mapped[date | None]
    wants_news: Mapped[bool] = mapped_column(default=False)
    employee_number: Mapped[str | None]
    agency_code: Mapped[str | None]
    call_required: Mapped[bool] = mapped_column(default=False)
    find_kana: Mapped[str] = mapped_column(Key)
    find_email: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[UtcDateTime] = mapped_column(Instant)
    last_login_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    previous_login_at: Mapped[UtcDateTime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("portal", "user_id"),
        Index("ix_accounts_find_kana", "find_kana"),
        Index("ix_accounts_birth_date_find_kana", "birth_date", "find_kana"),
    )


class Login(Table):
    """One browser logged in; ended by a row on the server, never by the cookie alone (ASVS 7.4.1)."""

    __tablename__ = "logins"

    id: Mapped[str] = mapped_column(primary_key=True)
    portal: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    device: Mapped[str]
    created_at: Mapped[UtcDateTime] = mapped_column(Instant)
    seen_at: Mapped[UtcDateTime] = mapped_column(Instant)
    proved_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    ended_at: Mapped[UtcDateTime | None] = mapped_column(Instant)


class WaitingLogin(Table):
    """A browser that gave the right password and waits for a call from its customer's own telephone (503). `password`
    marks what let it come so far; `called` is the number that it was shown; `heard` tells of the last call that was not
    the one waited for."""

    __tablename__ = "waiting_logins"

    id: Mapped[str] = mapped_column(primary_key=True)
    portal: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    browser: Mapped[str]
    password: Mapped[str]
    called: Mapped[str]
    onward: Mapped[str]
    state: Mapped[str]
    heard: Mapped[str] = mapped_column(default="")
    heard_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    created_at: Mapped[UtcDateTime] = mapped_column(Instant)
    expires_at: Mapped[UtcDateTime] = mapped_column(Instant, index=True)
    barred_until: Mapped[UtcDateTime | None] = mapped_column(Instant)

    __table_args__ = (Index("ix_waiting_logins_called_state_expires_at", "called", "state", "expires_at"),)


class WaitingNumber(Table):
    """A registered number, in E.164, from which a waiting login may be confirmed."""

    __tablename__ = "waiting_numbers"

    login_id: Mapped[str] = mapped_column(ForeignKey("waiting_logins.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True, index=True)


class IncomingCall(Table):
    """A call that came. `caller` is a keyed mark of who called, and leaves the row with `account_id` after a while; the
    row stays, so that nobody can tell of the same call (`call_id` is its digest) again."""

    __tablename__ = "incoming_calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    call_id: Mapped[str]
    portal: Mapped[str | None]
    caller: Mapped[str | None]
    called: Mapped[str]
    outcome: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    received_at: Mapped[UtcDateTime] = mapped_column(Instant)
    heard_at: Mapped[UtcDateTime] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("source", "call_id"),
        Index("ix_incoming_calls_portal_heard_at", "portal", "heard_at"),
        Index("ix_incoming_calls_heard_at", "heard_at", "portal", "outcome"),
        # To find those of whom too much is known among ever so many.
        Index(
            "ix_incoming_calls_heard_at_known",
            "heard_at",
            sqlite_where=text("caller IS NOT NULL OR account_id IS NOT NULL"),
            postgresql_where=text("caller IS NOT NULL OR account_id IS NOT NULL"),
        ),
    )


class Attempt(Table):
    """Wrong tries in a row against one thing that can be guessed, whether or not it exists (row A4). Those at a staff
    login count for nothing from `ends_at` on."""

    __tablename__ = "attempts"

    mark: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    last_at: Mapped[UtcDateTime] = mapped_column(Instant)
    ends_at: Mapped[UtcDateTime | None] = mapped_column(Instant)


class Event(Table):
    """Something that happened to a customer or a contract: who, what, when, by which screen. Of a request it is the row
    that says from what to what; else `changes`, a JSON list of label, before and after. `staff_id` is who of the
    insurer did it, `of_receipt` the number of what they looked at; `receipt_number` is borne by one event alone."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[str]
    screen: Mapped[int | None]
    receipt_number: Mapped[str | None] = mapped_column(unique=True)
    device: Mapped[str | None]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("requests.id"), index=True)
    changes: Mapped[str | None] = mapped_column(Text)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_members.id"), index=True)
    of_receipt: Mapped[str | None] = mapped_column(index=True)
    at: Mapped[UtcDateTime] = mapped_column(Instant)


class Agency(Table):
    """An agency (代理店); it serves every portal."""

    __tablename__ = "agencies"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    postal_code: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]


class Contract(Table):
    """A contract as the core system handed it over (data.md); columns in the order of its file. `closed_at` is when the
    call centre closed it to the web, which no file changes."""

    __tablename__ = "contracts"

    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str]
    number: Mapped[str]
    renewed: Mapped[bool]
    product_type: Mapped[str]
    product: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    changed_on: Mapped[date | None]
    company: Mapped[bool]
    holder_name: Mapped[str]
    holder_kana: Mapped[str]
    holder_birth: Mapped[date | None]
    holder_phone: Mapped[str]
    holder_email: Mapped[str]
    holder_postal_code: Mapped[str]
    holder_address: Mapped[str]
    insured_is_holder: Mapped[bool]
    insured_name: Mapped[str]
    insured_kana: Mapped[str]
    insured_birth: Mapped[date | None]
    insured_phone: Mapped[str]
    location: Mapped[str]
    premium: Mapped[int]
    payment: Mapped[str]
    agency_code: Mapped[str] = mapped_column(ForeignKey("agencies.code"))
    group_contract: Mapped[bool]
    online: Mapped[bool]
    initial_password: Mapped[str | None]
    insurers: Mapped[str]
    application_number: Mapped[str | None]
    covers: Mapped[str | None] = mapped_column(Text)
    kana_key: Mapped[str]
    given_key: Mapped[str]
    strict_key: Mapped[str]
    written_key: Mapped[str]
    search_key: Mapped[str] = mapped_column(Text)
    find_kana: Mapped[str] = mapped_column(Key)
    find_phone: Mapped[str] = mapped_column(index=True)
    find_email: Mapped[str] = mapped_column(index=True)
    last_procedure_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    imported_at: Mapped[UtcDateTime] = mapped_column(Instant)
    closed_at: Mapped[UtcDateTime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("portal", "number"),
        Index("ix_contracts_holder", "portal", "kana_key", "holder_birth"),
        Index("ix_contracts_find_kana", "find_kana"),
        Index("ix_contracts_holder_birth_find_kana", "holder_birth", "find_kana"),
        Index(
            "ix_contracts_application_number",
            "application_number",
            sqlite_where=text("application_number IS NOT NULL"),
            postgresql_where=text("application_number IS NOT NULL"),
        ),
    )


class Accident(Table):
    """An accident as the core system handed it over; columns in the order of its file."""

    __tablename__ = "accidents"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"), index=True)
    happened_on: Mapped[date]
    kind: Mapped[str]
    place: Mapped[str]
    department: Mapped[str]
    adjuster: Mapped[str]
    adjuster_email: Mapped[str]
    status: Mapped[str]


class Premium(Table):
    """A premium that was paid; columns in the order of the core system's file."""

    __tablename__ = "premiums"

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"))
    paid_on: Mapped[date]
    amount: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    __table_args__ = (UniqueConstraint("contract_id", "paid_on", "starts_on", "ends_on"),)


class Holding(Table):
    """A contract that an account may see: matched by its e-mail address, or added on 721."""

    __tablename__ = "holdings"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"), primary_key=True, index=True)
    added_at: Mapped[UtcDateTime] = mapped_column(Instant)
    how: Mapped[str]


class ContractRequest(Table):
    """What a customer asks of a contract: accepted, then applied by the nightly run, then settled once the core system
    says the same; or withdrawn, or replaced by a later one, or lapsed, since the contract is somebody else's now.

    `contents` is JSON: under "columns" each column of the contract that is to change, with its value before and after.
    `waits` is JSON too: once applied, the columns that the core system has still to say, with what it says until then.
    `sealed` is what the core system alone may read, a bank account.
    """

    __tablename__ = "requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str]
    receipt_number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    part: Mapped[str]
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    effective_on: Mapped[date]
    contents: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(default=RequestState.ACCEPTED)
    accepted_at: Mapped[UtcDateTime] = mapped_column(Instant)
    export_id: Mapped[int | None] = mapped_column(ForeignKey("exports.id"), index=True)
    applied_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    waits: Mapped[str | None] = mapped_column(Text)
    sealed: Mapped[bytes | None]

    __table_args__ = (
        Index("ix_requests_contract_id_state", "contract_id", "state"),
        Index("ix_requests_state_effective_on", "state", "effective_on"),
        Index(
            "uq_requests_under_way",
            "contract_id",
            "kind",
            "part",
            unique=True,
            sqlite_where=text("state = 'accepted'"),
            postgresql_where=text("state = 'accepted'"),
        ),
    )


class Application(Table):
    """What somebody without a contract applied for: accepted, then settled once a file brings the contract; or taken
    back by its `link` before it was handed over.

    `sealed` is what was applied for, for the core system alone; it is erased with the waiting. `applicant` is a keyed
    mark of the telephone number, by which applications of one are counted.
    """

    __tablename__ = "applications"

    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str]
    receipt_number: Mapped[str] = mapped_column(unique=True)
    link_id: Mapped[str] = mapped_column(unique=True)
    applicant: Mapped[str]
    sealed: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(default=ApplicationState.ACCEPTED)
    accepted_at: Mapped[UtcDateTime] = mapped_column(Instant)
    export_id: Mapped[int | None] = mapped_column(ForeignKey("exports.id"), index=True)

    __table_args__ = (
        Index("ix_applications_applicant_accepted_at", "applicant", "accepted_at"),
        Index("ix_applications_state_accepted_at", "state", "accepted_at"),
    )


class Export(Table):
    """A file for the core system, of applications where some name it, else of requests: `file` is where it is written,
    `written_at` when it was whole."""

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    encoding: Mapped[str]
    begun_at: Mapped[UtcDateTime] = mapped_column(Instant)
    written_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    named_at: Mapped[UtcDateTime | None] = mapped_column(Instant)


class Paper(Table):
    """A letter on paper: 「契約者さま専用ページのご案内」 is an account's, 「満期および更新のご案内」 has a row for
    each contract that comes to its end in it, and there is one for each such end."""

    __tablename__ = "papers"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contracts.id"), index=True)
    ends_on: Mapped[date | None]
    has_password: Mapped[bool]
    file: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[UtcDateTime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("kind", "contract_id", "ends_on"),)


class PaperRequest(Table):
    """That the holder of a contract is to get a letter with a new 初期パスワード, as they asked by telephone. It goes
    with the letter (`flask accounts issue`)."""

    __tablename__ = "paper_requests"

    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"), primary_key=True)
    asked_at: Mapped[UtcDateTime] = mapped_column(Instant)


class Photo(Table):
    """A picture of an accident, put into a run and then sent. Its files lie in the storage under its id
    (domain/photos/storage.py): what came until it is read, then a copy and a thumbnail.

    `digest` is a keyed mark of what came, so that the same file sent again is the same picture. `told` is sealed: the
    name of the file, the caption and when it was taken. `reason` says why it was refused, `doubts` what may be wrong
    with it, `look` is what its looks are compared by. `sent_at` and `receipt_number` come with the commit.
    """

    __tablename__ = "photos"

    id: Mapped[str] = mapped_column(primary_key=True)
    portal: Mapped[str]
    run_id: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accidents.id"), index=True)
    place: Mapped[int]
    digest: Mapped[str]
    told: Mapped[bytes]
    size: Mapped[int]
    state: Mapped[str] = mapped_column(default=PhotoState.ARRIVED)
    reason: Mapped[str] = mapped_column(default="")
    doubts: Mapped[str] = mapped_column(default="")
    look: Mapped[str] = mapped_column(default="")
    width: Mapped[int | None]
    height: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    arrived_at: Mapped[UtcDateTime] = mapped_column(Instant)
    next_try_at: Mapped[UtcDateTime] = mapped_column(Instant)
    claimed_until: Mapped[UtcDateTime | None] = mapped_column(Instant)
    sent_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    receipt_number: Mapped[str | None] = mapped_column(index=True)

    __table_args__ = (
        UniqueConstraint("run_id", "digest"),
        Index("ix_photos_state_next_try_at", "state", "next_try_at"),
        Index("ix_photos_sent_at_receipt_number", "sent_at", "receipt_number"),
    )


class PhotoPass(Table):
    """What lets one telephone put pictures into a run that goes on elsewhere (803, decision 25): for ten minutes, once
    a button was pressed there. `claimed_by` is the mark of that browser."""

    __tablename__ = "photo_passes"

    id: Mapped[str] = mapped_column(primary_key=True)
    portal: Mapped[str]
    run_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accidents.id"), index=True)
    created_at: Mapped[UtcDateTime] = mapped_column(Instant)
    expires_at: Mapped[UtcDateTime] = mapped_column(Instant, index=True)
    claimed_by: Mapped[str | None]
    claimed_at: Mapped[UtcDateTime | None] = mapped_column(Instant)


class StaffMember(Table):
    """Somebody of the insurer who may come in at /staff. `totp` is sealed: the secret of their second factor;
    `last_step` is the time step of the code that was used last, which is good no more. With `must_change` their
    password was given to them, and another comes before all else."""

    __tablename__ = "staff_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    shown_name: Mapped[str]
    email: Mapped[str | None]
    role: Mapped[str]
    password: Mapped[str]
    totp: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(default=0)
    must_change: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[UtcDateTime] = mapped_column(Instant)
    closed_at: Mapped[UtcDateTime | None] = mapped_column(Instant)


class StaffLogin(Table):
    """A browser of a member of staff that is logged in; ended by a row on the server. `device` is how it names itself,
    `by_passkey` that one of the member's keys was used there."""

    __tablename__ = "staff_logins"

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_members.id"), index=True)
    device: Mapped[str] = mapped_column(default="")
    by_passkey: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[UtcDateTime] = mapped_column(Instant)
    seen_at: Mapped[UtcDateTime] = mapped_column(Instant)
    ended_at: Mapped[UtcDateTime | None] = mapped_column(Instant)


class StaffPasskey(Table):
    """A key by which a member comes in without a code (WebAuthn); its private half never leaves what made it. `id` is
    the credential's, in base64url."""

    __tablename__ = "staff_passkeys"

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_members.id"), index=True)
    label: Mapped[str]
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    created_at: Mapped[UtcDateTime] = mapped_column(Instant)
    used_at: Mapped[UtcDateTime | None] = mapped_column(Instant)


class StaffCase(Table):
    """A conversation with a customer: which member opened whose data, of an account or, where nobody has one, of the
    holder of a contract; who called, and why. It is good in the login that opened it, until `ends_at` or until it is
    closed; `verified_at` is when the caller was found to be who they say. `whose` is a keyed mark of the customer;
    of all open cases of one customer that is in hand which has `in_hand_at`, and in no other anything is done."""

    __tablename__ = "staff_cases"

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_members.id"), index=True)
    login_id: Mapped[str] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contracts.id"), index=True)
    whose: Mapped[str | None] = mapped_column(index=True)
    caller: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    ticket: Mapped[str]
    opened_at: Mapped[UtcDateTime] = mapped_column(Instant)
    seen_at: Mapped[UtcDateTime] = mapped_column(Instant)
    ends_at: Mapped[UtcDateTime] = mapped_column(Instant, index=True)
    verified_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    in_hand_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    closed_at: Mapped[UtcDateTime | None] = mapped_column(Instant)


class CallerCheck(Table):
    """A question that a caller was asked, whether they answered it, and whether that was what we have; never the
    answer."""

    __tablename__ = "caller_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("staff_cases.id", ondelete="CASCADE"), index=True)
    question: Mapped[str]
    answered: Mapped[bool]
    matched: Mapped[bool]
    at: Mapped[UtcDateTime] = mapped_column(Instant)


class Unmasking(Table):
    """A datum that a member sees in full for a while, in one case."""

    __tablename__ = "unmaskings"

    case_id: Mapped[str] = mapped_column(ForeignKey("staff_cases.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[UtcDateTime] = mapped_column(Instant)


class StaffNote(Table):
    """What a member left about a customer for whoever speaks with them next. `whose` is a keyed mark of the customer,
    `sealed` is what was written; it is erased when the note is withdrawn. `id` was chosen with the page, so that a
    second press leaves no second note."""

    __tablename__ = "staff_notes"

    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    whose: Mapped[str] = mapped_column(index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_members.id"), index=True)
    sealed: Mapped[bytes | None]
    written_at: Mapped[UtcDateTime] = mapped_column(Instant, index=True)
    withdrawn_at: Mapped[UtcDateTime | None] = mapped_column(Instant)


class StaffDraft(Table):
    """What a member has begun to write about a customer and has not left yet: it outlives the page, the case and the
    login. `whose` is a keyed mark of the customer; `version` counts how often it was kept."""

    __tablename__ = "staff_drafts"

    member_id: Mapped[int] = mapped_column(ForeignKey("staff_members.id"), primary_key=True)
    whose: Mapped[str] = mapped_column(primary_key=True, index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    sealed: Mapped[bytes]
    version: Mapped[int]
    kept_at: Mapped[UtcDateTime] = mapped_column(Instant, index=True)


class StaffSearch(Table):
    """What a member searched customers by, for an hour, so that the way back from a record leads to what was found.
    `sealed` is what they typed."""

    __tablename__ = "staff_searches"

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_members.id"), index=True)
    sealed: Mapped[bytes]
    made_at: Mapped[UtcDateTime] = mapped_column(Instant, index=True)


class StaffApproval(Table):
    """What a member asked another to agree to, in a case, before it is done. `sealed` is what is to be changed, before
    and after; it is erased once it is decided. `answer` is why it was decided so."""

    __tablename__ = "staff_approvals"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    case_id: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contracts.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff_members.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[UtcDateTime] = mapped_column(Instant)
    expires_at: Mapped[UtcDateTime] = mapped_column(Instant)
    sealed: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(default=ApprovalState.WAITING)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff_members.id"))
    decided_at: Mapped[UtcDateTime | None] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_staff_approvals_state_expires_at", "state", "expires_at"),)


class SharedScreen(Table):
    """A browser whose screen an operator may see, masked: one row, written over with each screen and erased at the end
    (decision 27). `browser` marks the browser, `code` is a keyed mark of the six digits that let one member join, once.
    `view` is sealed: which screen it is and what of its fields is filled. `turn` counts what was to be seen,
    `pointed` is the number of the field that the operator points at."""

    __tablename__ = "shared_screens"

    id: Mapped[str] = mapped_column(primary_key=True)
    portal: Mapped[str]
    browser: Mapped[str] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    code_until: Mapped[UtcDateTime] = mapped_column(Instant)
    state: Mapped[str]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_members.id"), index=True)
    login_id: Mapped[str | None]
    view: Mapped[bytes | None]
    turn: Mapped[int] = mapped_column(default=0)
    pointed: Mapped[int | None]
    created_at: Mapped[UtcDateTime] = mapped_column(Instant)
    seen_at: Mapped[UtcDateTime] = mapped_column(Instant)
    joined_at: Mapped[UtcDateTime | None] = mapped_column(Instant)


class AuditEntry(Table):
    """What a member of staff did or saw: who, to whom, why, when, at which screen. Never changed: `hash` is of this row
    and of the one before it, `place` counts them on each day (in Japan), and `id` grows in the order of both. `ticket`
    is the number of another system that a case was opened under. `about` says what else, in words without personal
    data. It outlives the account and the contract that it names."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    place: Mapped[int]
    at: Mapped[UtcDateTime] = mapped_column(Instant)
    act: Mapped[str]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_members.id"))
    second_id: Mapped[int | None] = mapped_column(ForeignKey("staff_members.id"))
    account_id: Mapped[int | None]
    contract_id: Mapped[int | None]
    case_id: Mapped[str | None]
    ticket: Mapped[str | None]
    screen: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]

    # Each with the id: the newest of whatever is asked for stand together, however many there are.
    __table_args__ = (
        UniqueConstraint("day", "place"),
        Index("ix_audit_entries_act", "act", "id"),
        Index("ix_audit_entries_member_id", "member_id", "id"),
        Index("ix_audit_entries_account_id", "account_id", "id"),
        Index("ix_audit_entries_contract_id", "contract_id", "id"),
        Index("ix_audit_entries_case_id", "case_id", "id"),
        Index("ix_audit_entries_ticket", "ticket", "id"),
    )


class Incident(Table):
    """A request that failed by our fault, under the number that its page told the customer (908): the address without
    its values, the classes of what went wrong and where it was raised. Nothing in it is a visitor's."""

    __tablename__ = "incidents"

    number: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[UtcDateTime] = mapped_column(Instant, index=True)
    portal: Mapped[str]
    pattern: Mapped[str]
    screen: Mapped[int | None]
    classes: Mapped[str]
    places: Mapped[str] = mapped_column(Text)


class AuditDay(Table):
    """The entries of one day: how many, the hash of the last, and that of the last of the day before. `told` is whether
    the nightly run has told the head, `pruned` whether the rows were erased after their time. `mark` is a keyed mark of
    all these, so that who can write into the database cannot make them fit other rows."""

    __tablename__ = "audit_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    before: Mapped[str]
    entries: Mapped[int]
    head: Mapped[str]
    told: Mapped[bool]
    pruned: Mapped[bool]
    mark: Mapped[str]


class DailyCount(Table):
    """How often something happened to customers on one day (in Japan), at which question of which screen, and which
    kind of thing it was: for figures that name nobody. `name` and `kind` are "" where there is none."""

    __tablename__ = "daily_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    portal: Mapped[str] = mapped_column(primary_key=True)
    wizard: Mapped[str] = mapped_column(primary_key=True)
    screen: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
