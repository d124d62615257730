"""Who calls? Read from the SIP message of a call and told to the application (screens.md section 6).

Kamailio runs this in processes that do nothing else (kamailio.cfg), by the system's Python: it needs the standard
library alone. Its settings are environment variables:

    MADOGUCHI_CALLS_URL          where the application is, like https://service.example
    MADOGUCHI_CALLS_SECRET_FILE  holds one of its MADOGUCHI_CALLS_SIP_SECRETS, for Kamailio alone to read
    MADOGUCHI_CALLS_CALLED       which number was called: that of the `request` line (default), or of the header `to`

Nothing here writes down a number.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import ssl
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

# From the arrival of a call: after these seconds it is too late, and kamailio.cfg ends it half a second later.
WITHIN = 3.0
ONE_TRY = 1.4
TRIES, PAUSE = 20, 0.2
HEARD, UNHEARD = 1, -1
LEAST_SECRET = 32
LONGEST_ID, LONGEST_NUMBER = 200, 64

COMPACT = {"f": "from", "i": "call-id", "t": "to"}
# What may be asked for in Privacy without hiding who calls (RFC 3323, RFC 7044).
HIDES_NOBODY = {"", "none", "session", "history", "critical"}
NOBODY = {"", "anonymous", "restricted", "unavailable", "unknown"}
HIDDEN_HOST = "anonymous.invalid"
# Told instead of a number where nothing can be believed of who calls: no number, but not withheld either.
NOBODYS = "nobody"

# A name that stands unquoted holds nothing that could be taken for another URI.
_NAME = r'(?:"(?:\\.|[^"\\])*"\s*|[^"<>,;:@]*)'
_URI = r'(?:sips?|tel):[^\s"<>@]*(?:@[^\s"<>@]*)?'
_BARE = r'(?:sips?|tel):[^\s"<>@,?]*(?:@[^\s"<>@,?]*)?'
_ELEMENT = re.compile(rf"\s*(?:{_NAME}<\s*({_URI})\s*>|({_BARE}))\s*(?:,(?=.)|\Z)", re.DOTALL | re.IGNORECASE)
_PARAMETERS = re.compile(r">\s*;[^<>]*\Z")
_NUMBER = re.compile(r"\+?[0-9().-]+")
_ACCESS = re.compile(r"\A(?:(?:00)?81|0)")
_CONTEXT = re.compile(r";phone-context=?([^;?@]*)", re.IGNORECASE)
# A number is Japan's, or known to a network of this name (RFC 3966).
_OURS = re.compile(r"\+81|(?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*\.?", re.IGNORECASE)


class Message(NamedTuple):
    """A SIP request: the URI of its first line, and its headers as they came, each with its name in small letters."""

    uri: str
    headers: list[tuple[str, str]]

    def all_of(self, name: str) -> list[str]:
        """What every header of this name says, in their order."""
        return [value for each, value in self.headers if each == name]


class Settings(NamedTuple):
    """Where the application is, what both know, and where a message names who is called."""

    url: str
    secret: bytes
    called: str


def message_of(raw: bytes) -> Message:
    """What stands before the body, with headers that go over several lines made one. Whatever is no text stays legible
    around it: a name in another encoding loses nobody their number."""
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0].decode("utf-8", "replace")
    first, *lines = re.split(r"\r?\n(?![ \t])", head)
    pairs = [
        (name.strip().lower(), " ".join(value.split())) for name, _, value in (line.partition(":") for line in lines)
    ]
    return Message(
        first.partition(" ")[2].partition(" ")[0], [(COMPACT.get(name, name), value) for name, value in pairs]
    )


def uris(value: str) -> list[str]:
    """Every URI that a header names, each with a name and in brackets, or alone (RFC 3325, 9.1); none at all where
    anything of it is not whole: whoever can have a name passed on unquoted would be read as somebody else."""
    found, at = [], 0
    while at < len(value):
        element = _ELEMENT.match(value, at)
        if element is None:
            return []
        found.append(element[1] or element[2])
        at = element.end()
    return found


def number_of(uri: str) -> str | None:
    """Who a sip:, sips: or tel: URI is of, as it is written there; None where that is withheld, NOBODYS where it is a
    number within another country."""
    scheme, _, rest = uri.partition(":")
    user, host = rest, ""
    if scheme.lower() in ("sip", "sips"):
        user, _, host = rest.rpartition("@")
        user = user.partition(":")[0]
    elif scheme.lower() != "tel":
        return None
    if not all(_OURS.fullmatch(context) for context in _CONTEXT.findall(unquote(uri))):
        return NOBODYS
    user = unquote(user.partition(";")[0])
    hidden = host.lower().startswith(HIDDEN_HOST) or user.lower() in NOBODY
    return None if hidden else re.sub(r"[^!-~]", "?", user)[:LONGEST_NUMBER]


def _one_of(headers: list[str]) -> str | None:
    """Whom these name, rather by a number that can be dialled than by a name; None where one withholds it, NOBODYS
    where one is not whole or where they name two."""
    read = [uris(value) for value in headers]
    if not all(read):
        return NOBODYS
    named = [number_of(uri) for each in read for uri in each]
    numbers = [number for number in named if number and _NUMBER.fullmatch(number)]
    if NOBODYS in named or len({_digits(number) for number in numbers}) > 1:
        return NOBODYS
    return None if None in named else next(iter(numbers or named), None)


def _digits(number: str) -> str:
    """By which it is seen that +81-90-0000-1234 and 09000001234 are one number."""
    return _ACCESS.sub("", re.sub(r"\D", "", number))


def _without_parameters(value: str) -> str:
    return _PARAMETERS.sub(">", value)


def caller_of(message: Message) -> str | None:
    """Who calls, as the network vouches for it (P-Asserted-Identity, RFC 3325), else as the caller's side says; None
    where the number is withheld. Kinds of privacy that we do not know hide it too. It may be asserted by a sip: and a
    tel: of one caller; who is said to be two is NOBODYS."""
    asked = re.split(r"[;,\s]+", ";".join(message.all_of("privacy")).lower())
    if not HIDES_NOBODY.issuperset(asked):
        return None
    asserted = message.all_of("p-asserted-identity")
    return _one_of(asserted or [_without_parameters(value) for value in message.all_of("from")])


def called_in(message: Message, where: str) -> str:
    """Which number was called: as the `request` line has it, or the header `to`."""
    named = [message.uri] if where == "request" else [_without_parameters(value) for value in message.all_of("to")]
    return _one_of(named) or NOBODYS


def event_of(message: Message, arrived: float, called: str = "request") -> bytes:
    """What the application is told, as JSON: of a call and nothing of its caller but the number. `called` is where the
    number that was called is read."""
    call_id = "".join(message.all_of("call-id")[:1])
    if not re.fullmatch(rf"[!-~]{{1,{LONGEST_ID}}}", call_id):
        call_id = hashlib.sha256(call_id.encode()).hexdigest()
    came = datetime.fromtimestamp(arrived, UTC).isoformat(timespec="milliseconds")
    told = {
        "call_id": call_id,
        "caller": caller_of(message),
        "called": called_in(message, called),
        "received_at": came.replace("+00:00", "Z"),
    }
    return json.dumps(told).encode()


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """By which the application knows that a body is ours, and of this moment."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def settings(environment: Mapping[str, str]) -> Settings:
    """What the environment says. Raise KeyError, OSError or ValueError where that will not do: Kamailio does not start
    then, and shows it."""
    url = environment["MADOGUCHI_CALLS_URL"].rstrip("/")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ValueError("MADOGUCHI_CALLS_URL is not like https://service.example")
    secret = Path(environment["MADOGUCHI_CALLS_SECRET_FILE"]).read_bytes().strip()
    if len(secret) < LEAST_SECRET:
        raise ValueError(f"MADOGUCHI_CALLS_SECRET_FILE: shorter than {LEAST_SECRET} characters")
    called = environment.get("MADOGUCHI_CALLS_CALLED", "request")
    if called not in ("request", "to"):
        raise ValueError("MADOGUCHI_CALLS_CALLED is neither request nor to")
    return Settings(url, secret, called)


class Script:
    """What Kamailio calls."""

    def __init__(self, found: Settings) -> None:
        self._settings = found
        self._tls = ssl.create_default_context()

    def child_init(self, rank: int) -> int:
        """Asked of each process of Kamailio as it begins: 0, all is well."""
        return 0

    def tell(self, _: object, arguments: str) -> int:
        """Tell of a call: the seconds of its arrival, and the message in base64, are the last two of the arguments.
        Give HEARD; UNHEARD where the application was away until it was too late; or its refusal, a status of HTTP below
        nought."""
        *_, arrived, raw = arguments.split(" ")
        body = event_of(message_of(base64.b64decode(raw)), float(arrived), self._settings.called)
        for left in _tries(float(arrived) + WITHIN):
            status = self._post(body, min(left, ONE_TRY))
            if status == 200:
                return HEARD
            if status is not None and status < 500:
                return -status
        return UNHEARD

    def _post(self, body: bytes, patience: float) -> int | None:
        """The status that is answered; None where none came."""
        where, timestamp = urlsplit(self._settings.url), str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Madoguchi-Timestamp": timestamp,
            "X-Madoguchi-Signature": signature(self._settings.secret, timestamp, body),
        }
        connection = self._connection(where.scheme, where.netloc, patience)
        try:
            connection.request("POST", f"{where.path}/calls/sip", body, headers)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()

    def _connection(self, scheme: str, netloc: str, patience: float) -> HTTPConnection:
        if scheme == "https":
            return HTTPSConnection(netloc, timeout=patience, context=self._tls)
        return HTTPConnection(netloc, timeout=patience)


def _tries(until: float) -> Iterator[float]:
    """The seconds that are left at each try. So many tries, whatever the clock does meanwhile."""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(PAUSE)
        left = until - time.time()
        if left <= 0:
            return
        yield left


def mod_init() -> Script:
    """What Kamailio asks for first. Raises as `settings` does."""
    return Script(settings(os.environ))
