"""What makes passkeys in tests, and signs with them? An authenticator in memory that does as it is told."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN, RP = "https://mado.example", "mado.example"
PRESENT, VERIFIED, KEY_INSIDE = 1, 4, 64


def text(what):
    return urlsafe_b64encode(what).decode().rstrip("=")


def octets(what):
    return urlsafe_b64decode(what + "=" * (-len(what) % 4))


class Authenticator:
    """One key. `count` is how often it says that it has signed, None for one that does not count."""

    def __init__(self, count=None):
        self._private = ec.generate_private_key(ec.SECP256R1())
        self.id, self.count, self.handle = secrets.token_bytes(16), count, b""

    def made(self, told, origin=ORIGIN, rp=RP, verified=True, fmt="none", public=None, **different):
        """What a browser sends of a new key, by what it was told."""
        self.handle = octets(told["user"]["id"])
        client_data = self._client_data("webauthn.create", told["challenge"], origin)
        key = public if public is not None else self._public()
        inside = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key
        data = self._data(rp, verified, KEY_INSIDE) + inside
        statement = {} if fmt == "none" else {"alg": -7, "sig": b"whatever"}
        attestation = cbor2.dumps({"fmt": fmt, "attStmt": statement, "authData": data})
        return {
            "key_id": text(self.id),
            "client_data": text(client_data),
            "attestation": text(attestation),
            **different,
        }

    def signed(self, told, origin=ORIGIN, rp=RP, verified=True, kind="webauthn.get", present=True, **different):
        """What a browser sends of a signature, by what it was told."""
        if self.count is not None:
            self.count += 1
        client_data = self._client_data(kind, told["challenge"], origin)
        data = self._data(rp, verified, present=present)
        signature = self._private.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return {
            "key_id": text(self.id),
            "client_data": text(client_data),
            "authenticator_data": text(data),
            "signature": text(signature),
            "user_handle": text(self.handle),
            **different,
        }

    def _client_data(self, kind, challenge, origin):
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _data(self, rp, verified, more=0, present=True):
        flags = PRESENT * present | VERIFIED * verified | more
        return hashlib.sha256(rp.encode()).digest() + bytes([flags]) + (self.count or 0).to_bytes(4, "big")

    def _public(self):
        numbers = self._private.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
