"""A real mail server in a thread, that can be told to misbehave."""

import ipaddress
import socket
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class Postbox:
    """What arrived, and how to answer: `rcpt` and `data` are replies; `cut` breaks the line after the letter came."""

    def __init__(self):
        self.letters, self.recipients, self.encrypted = [], [], []
        self.rcpt = self.data = "250 2.0.0 OK"
        self.cut = False
        self.before_answer = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        if self.data.startswith("250"):
            self.letters.append(envelope.content)
            self.recipients += envelope.rcpt_tos
            self.encrypted.append(session.ssl is not None)
        if self.before_answer:
            self.before_answer()
        if self.cut:
            server.transport.abort()
        return self.data

    @property
    def mails(self):
        return [message_from_bytes(letter, policy=policy.default) for letter in self.letters]


class _Server(SMTP):
    """With any address in RCPT: real carriers take `a..b@docomo.ne.jp`, Python's own parser does not."""

    def _getaddr(self, arg):
        inside, _, rest = arg.strip().removeprefix("<").partition(">")
        return inside, rest


class _Controller(Controller):
    def factory(self):
        return _Server(self.handler, **self.SMTP_kwargs)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def server(postbox, port=None, certificate=None, implicit=False, **settings):
    """Serve a postbox; give its port."""
    port = port or free_port()
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        settings |= {"ssl_context": context} if implicit else {"tls_context": context, "require_starttls": True}
    controller = _Controller(postbox, hostname="127.0.0.1", port=port, **settings)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def certificate(folder, name="127.0.0.1"):
    """Make a certificate that vouches for itself; give the file with it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    alternative = x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file
