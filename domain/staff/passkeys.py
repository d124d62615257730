"""By which keys of their own do members come in (WebAuthn), and was this signed by one of them?

A key stands for both factors: who uses it has it, and has shown to it who they are (user verification). It is found by
its own number, never by a name, so nobody learns which members there are, or have one.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import webauthn
from cryptography.exceptions import UnsupportedAlgorithm
from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from webauthn.helpers import (
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    encode_cbor,
    options_to_json_dict,
    parse_cbor,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from domain.staff import audit_trail, authentication, challenges, logins
from domain.staff.audit_trail import Act
from infra import hosts, rate_limits
from infra.database import read, write
from models import StaffMember, StaffPasskey
from rules.japanese.times import UtcDateTime

LOGIN = "login"
MOST = 10
# What a browser sends, in base64url; the longest is what it says of a new key.
SENT = re.compile(r"[A-Za-z0-9_-]{1,4096}")
ISSUER = "Madoguchi"
# What the library raises of what is no answer of a key at all.
MALFORMED = (WebAuthnException, UnsupportedAlgorithm, ValueError, TypeError, LookupError, AttributeError)


class NotTaken(Exception):
    """Not a new key of this member's, made here and now; or they have as many as one can have."""


class Signed(NamedTuple):
    """What a browser sends of a key that was used: all in base64url."""

    key_id: str
    client_data: str
    authenticator_data: str
    signature: str
    user_handle: str


class Made(NamedTuple):
    """What a browser sends of a key that was made: all in base64url."""

    key_id: str
    client_data: str
    attestation: str


def required() -> bool:
    """Whether nobody comes in without one."""
    return bool(current_app.config["STAFF_PASSKEY"] == "required")


def are_possible() -> bool:
    """Whether browsers make keys for the address of staff: only for one with a name."""
    return hosts.has_a_name(_origin())


def of(session: Session, member_id: int) -> Sequence[StaffPasskey]:
    """A member's keys, the oldest first."""
    mine = select(StaffPasskey).where(StaffPasskey.member_id == member_id)
    return session.scalars(mine.order_by(StaffPasskey.created_at, StaffPasskey.id)).all()


def to_make(member: StaffMember, keys: Sequence[StaffPasskey], challenge: str) -> Mapping[str, Any]:
    """What a browser is told to make a key by."""
    own = [PublicKeyCredentialDescriptor(id=challenges.decoded(key.id)) for key in keys]
    told = webauthn.generate_registration_options(
        rp_id=_rp_id(),
        rp_name=ISSUER,
        user_id=_handle(member.id),
        user_name=member.name,
        user_display_name=member.shown_name,
        challenge=challenges.decoded(challenge),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=own,
    )
    return options_to_json_dict(told)


def to_use(challenge: str) -> Mapping[str, Any]:
    """What a browser is told to use a key by, whoever's."""
    required_of_all = UserVerificationRequirement.REQUIRED
    told = webauthn.generate_authentication_options(
        rp_id=_rp_id(), challenge=challenges.decoded(challenge), user_verification=required_of_all
    )
    return options_to_json_dict(told)


def add(logged_in: logins.LoggedIn, label: str, made: Made, browser: str, now: UtcDateTime) -> None:
    """Keep a key that was made in this login by `to_make`, under a name of its member's. A login by a password counts
    from now on as one by a key. Raise NotTaken."""
    challenge = _challenge_in(made.client_data)
    if not challenges.spend(challenge, use_for(logged_in), browser, now):
        raise NotTaken
    key_id, public_key, count = _looked_over(made, challenge)
    told = {"label": label, "public_key": public_key, "sign_count": count, "created_at": now}
    try:
        with write() as session:
            _make_room(session, logged_in)
            session.add(StaffPasskey(id=key_id, member_id=logged_in.member.id, **told))
            session.flush()
            audit_trail.record(session, Act.PASSKEY_ADDED, logged_in.member.id, now)
    except IntegrityError:
        raise NotTaken from None


def _make_room(session: Session, logged_in: logins.LoggedIn) -> None:
    """Hold the member still, so that of two at once the second sees the first. Where a key is required, a password
    opens the way to the first one alone."""
    member = session.get_one(StaffMember, logged_in.member.id, with_for_update=True)
    many = session.scalar(select(func.count()).where(StaffPasskey.member_id == member.id)) or 0
    most = 1 if required() and not logged_in.login.by_passkey else MOST
    if many >= most or member.closed_at or not logins.came_by_key(session, logged_in.login):
        raise NotTaken


def use_for(logged_in: logins.LoggedIn) -> str:
    """What the challenge of a new key is for: this login."""
    return f"key made in {logged_in.login.id}"


def remove(session: Session, member_id: int, key_id: str, now: UtcDateTime) -> bool:
    """Take away a key of a member's own; give whether there was one of that name. Where one is required, the last
    stays."""
    session.get_one(StaffMember, member_id, with_for_update=True)
    others = select(func.count()).where(StaffPasskey.member_id == member_id, StaffPasskey.id != key_id)
    if required() and not session.scalar(others):
        return False
    gone = delete(StaffPasskey).where(StaffPasskey.id == key_id, StaffPasskey.member_id == member_id)
    if not session.execute(gone).rowcount:  # type: ignore[attr-defined]
        return False
    audit_trail.record(session, Act.PASSKEY_REMOVED, member_id, now)
    return True


def log_in(signed: Signed, browser: str, device: str, now: UtcDateTime) -> logins.LoggedIn | None:
    """Log in whose key signed what we said to this browser; None where anything is wrong with it. Nothing can be
    guessed here, so nobody's name is locked, and the lock of a name does not keep its key out. Raise RateLimited."""
    rate_limits.test(authentication.LIMIT_NAME, None)
    found = _begun(signed, browser, device, now)
    if found is None:
        rate_limits.record(authentication.LIMIT_NAME, None)
    return found


def _begun(signed: Signed, browser: str, device: str, now: UtcDateTime) -> logins.LoggedIn | None:
    challenge = _challenge_in(signed.client_data)
    if not challenges.spend(challenge, LOGIN, browser, now):
        return None
    joined = select(StaffPasskey, StaffMember).join(StaffMember, StaffMember.id == StaffPasskey.member_id)
    with read() as session:
        row = session.execute(joined.where(StaffPasskey.id == signed.key_id, StaffMember.closed_at.is_(None))).first()
    if row is None:
        return None
    key, member = row.StaffPasskey, row.StaffMember
    count = _counted(signed, key, challenge)
    if count is None:
        return None
    try:
        return logins.begin_by_key(member, key, count, device, now)
    except logins.NotAnyMore:
        return None


def _counted(signed: Signed, key: StaffPasskey, challenge: bytes) -> int | None:
    """How often the key says that it has signed; None where this was not signed by it, here and now."""
    try:
        if challenges.decoded(_sound(signed.user_handle)) != _handle(key.member_id):
            return None
        response = AuthenticatorAssertionResponse(
            client_data_json=challenges.decoded(_sound(signed.client_data)),
            authenticator_data=challenges.decoded(_sound(signed.authenticator_data)),
            signature=challenges.decoded(_sound(signed.signature)),
        )
        raw_id = challenges.decoded(_sound(signed.key_id))
        verified = webauthn.verify_authentication_response(
            credential=AuthenticationCredential(id=signed.key_id, raw_id=raw_id, response=response),
            expected_challenge=challenge,
            expected_rp_id=_rp_id(),
            expected_origin=_origin(),
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except MALFORMED:
        return None
    return verified.new_sign_count


def _looked_over(made: Made, challenge: bytes) -> tuple[str, bytes, int]:
    """The number of a new key, its public half, and how often it has signed. Raise NotTaken."""
    try:
        said = parse_cbor(challenges.decoded(_sound(made.attestation)))
        # Who made it was not asked for, and some say it all the same: it is looked at by nobody.
        plain = encode_cbor({"fmt": "none", "attStmt": {}, "authData": said["authData"]})
        response = AuthenticatorAttestationResponse(
            client_data_json=challenges.decoded(_sound(made.client_data)), attestation_object=plain
        )
        raw_id = challenges.decoded(_sound(made.key_id))
        verified = webauthn.verify_registration_response(
            credential=RegistrationCredential(id=made.key_id, raw_id=raw_id, response=response),
            expected_challenge=challenge,
            expected_rp_id=_rp_id(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
        decoded_public_key_to_cryptography(decode_credential_public_key(verified.credential_public_key))
    except MALFORMED:
        raise NotTaken from None
    if verified.credential_id != raw_id:
        raise NotTaken
    return bytes_to_base64url(verified.credential_id), verified.credential_public_key, verified.sign_count


def _challenge_in(client_data: str) -> bytes:
    """What was signed, as far as it can be read: nothing where it cannot."""
    try:
        return webauthn.helpers.parse_client_data_json(challenges.decoded(_sound(client_data))).challenge
    except (*MALFORMED, RecursionError):
        return b""


def _sound(text: str) -> str:
    """What can be base64url and is not endless. Raise ValueError where it is not."""
    if not SENT.fullmatch(text):
        raise ValueError("no base64url")
    return text


def _handle(member_id: int) -> bytes:
    """What a key knows its member by."""
    return f"member {member_id}".encode()


def _origin() -> str:
    own: str = current_app.config["STAFF_URL"]
    return own.lower()


def _rp_id() -> str:
    return urlsplit(_origin()).hostname or ""
