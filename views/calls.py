"""What is told of telephone calls, by our own Kamailio or by a provider's webhook? (screens.md section 6)

No browser comes here: a signature stands for the token of a form, and no session is looked at or kept. A way whose
secrets are not set leads nowhere. Neither a log nor an answer holds a number (docs/decisions/0021-calls.md).
"""

from collections.abc import Sequence

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from domain.calls import hearing, reports, signatures
from domain.calls.events import CallEvent, Outcome
from domain.calls.reports import Malformed
from domain.calls.signatures import Forged, Old
from infra import clock, incident_log, security_log
from infra.security_log import What
from rules.japanese.times import UtcDateTime
from views.shared import errors

bp = Blueprint("calls", __name__)

# More than either way ever says of a call.
LONGEST = 16 * 1024
REFUSED = {
    Forged: (What.FORGED_CALL, 401),
    Old: (What.OLD_CALL, 401),
    Malformed: (What.MALFORMED_CALL, 422),
}
# Nobody takes the call, and nobody pays.
REJECTED = '<?xml version="1.0" encoding="UTF-8"?><Response><Reject reason="busy"/></Response>'


@bp.post("/calls/sip")
def sip() -> ResponseReturnValue:
    """What telephony/telling.py tells: heard (200), refused (4xx), or to be told again in a moment (503)."""
    secrets: Sequence[str] = current_app.config["CALLS_SIP_SECRETS"]
    if not secrets:
        return errors.missing()
    if _too_long():
        return {"heard": False}, 413
    now = clock.now()
    try:
        heard = _heard(_signed_by_sip(secrets, now), now)
    except (Forged, Old, Malformed) as wrong:
        what, status = REFUSED[type(wrong)]
        security_log.refused(what)
        return {"heard": False}, status
    return {"heard": heard}, 200 if heard else 503


@bp.post("/calls/webhook")
def webhook() -> ResponseReturnValue:
    """What a provider posts while the telephone rings. Once it is known to be the provider, the call is turned down
    whatever has become of its report: an error would be read to the caller, who would pay for it."""
    tokens: Sequence[str] = current_app.config["CALLS_WEBHOOK_TOKENS"]
    if not tokens:
        return errors.missing()
    if _too_long():
        return {"heard": False}, 413
    now = clock.now()
    try:
        _heard(_signed_by_webhook(tokens, now), now)
    except Forged:
        security_log.refused(What.FORGED_CALL)
        return {"heard": False}, 403
    except Malformed:
        security_log.refused(What.MALFORMED_CALL)
    return Response(REJECTED, mimetype="text/xml")


def _too_long() -> bool:
    return (request.content_length or 0) > LONGEST


def _signed_by_sip(secrets: Sequence[str], now: UtcDateTime) -> CallEvent:
    """Raise Forged, Old or Malformed."""
    body = request.get_data()
    timestamp, signature = (request.headers.get(f"X-Madoguchi-{name}", "") for name in ("Timestamp", "Signature"))
    signatures.check_sip(secrets, timestamp, signature, body, now)
    return reports.from_sip(body, now)


def _signed_by_webhook(tokens: Sequence[str], now: UtcDateTime) -> CallEvent:
    """The address is ours as the provider was told it, whatever this request calls it. Raise Forged or Malformed."""
    url = f"{current_app.config['BASE_URL']}{url_for('.webhook')}"
    if request.query_string:
        url = f"{url}?{request.query_string.decode('latin-1')}"
    algorithm, signature = current_app.config["CALLS_WEBHOOK_ALGORITHM"], request.headers.get("X-Twilio-Signature", "")
    signatures.check_webhook(tokens, algorithm, url, request.form.items(multi=True), signature)
    return reports.from_webhook(request.form.to_dict(flat=False), now)


def _heard(event: CallEvent, now: UtcDateTime) -> bool:
    """Whether it was taken in; not where the database is busy or away."""
    try:
        if hearing.hear(event, now) is Outcome.NOT_OURS:
            current_app.logger.warning("call to a number of no portal, by %s (flask calls last)", event.source)
    except SQLAlchemyError as wrong:
        incident_log.tell(current_app.logger, request.environ, wrong)
        return False
    return True
