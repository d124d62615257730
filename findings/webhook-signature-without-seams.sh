#!/bin/bash
# Does a webhook's signature say where a name ends and its value begins?
#
# Guess:   a request whose signature twilio's own validator accepts says what the provider said: a signed message that is sent
#          again can be told by its CallSid.
# Truth:   names and values are joined without a mark between them, and equal pairs are counted once. The same signature
#          is good for another CallSid, made of the old one and what stood behind it, and for a value said twice.
# Seen of: twilio 9.13.0 (Python), HMAC-SHA1 and HMAC-SHA256.
# Mended:  domain/calls/reports.py reads each value in its own form and once.
# Fails (status 1) as soon as any of this is not so any more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check twilio==9.13.0
cat >"$folder/look.py" <<'PYTHON'
from twilio.request_validator import RequestValidator

URL = "https://service.example/calls/webhook"
SENT = {"CallSid": "CA00000000000000000000000000000001", "CallStatus": "ringing", "From": "+819000001234"}
OTHERS = {
    "as it was sent": SENT,
    "another CallSid": {"CallSid": SENT["CallSid"] + "CallStatusringing", "From": SENT["From"]},
    "no From": {"CallSid": SENT["CallSid"], "CallStatus": "ringingFrom+819000001234"},
    "another order": dict(reversed(SENT.items())),
    "one digit more": {**SENT, "From": SENT["From"] + "5"},
}


class Twice(dict):
    """A form as web frameworks have it, each value said twice."""

    def getlist(self, name):
        return [self[name]] * 2


validator = RequestValidator("a token that both sides know")
for algorithm in ("HMAC_SHA1", "HMAC_SHA256"):
    signature = validator.compute_signature(URL, SENT, algorithm)
    for what, sent in {**OTHERS, "each value twice": Twice(SENT)}.items():
        good = validator.validate(URL, sent, signature, algorithm)
        print(f"{algorithm} {what}: {'good' if good else 'forged'}")
PYTHON
"$folder/venv/bin/python" "$folder/look.py" | tee "$folder/seen"

diff "$folder/seen" - <<'EXPECTED' || { echo CHANGED; exit 1; }
HMAC_SHA1 as it was sent: good
HMAC_SHA1 another CallSid: good
HMAC_SHA1 no From: good
HMAC_SHA1 another order: good
HMAC_SHA1 one digit more: forged
HMAC_SHA1 each value twice: good
HMAC_SHA256 as it was sent: good
HMAC_SHA256 another CallSid: good
HMAC_SHA256 no From: good
HMAC_SHA256 another order: good
HMAC_SHA256 one digit more: forged
HMAC_SHA256 each value twice: good
EXPECTED
