"""What happens when a customer opens a link from a letter? The keyword screens (107), what stands in their way, and
that another letter is under way (912).

Fetching a link does nothing but put its id into this browser's session and take it out of the address; what counts is
the keyword, by POST (rows A5, A6).
"""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from domain.accounts import link_tokens, links
from domain.accounts.link_purposes import LinkPurpose
from domain.messages import letters, outbox
from forms.kit.step import FormContext
from forms.registration import KeywordForm
from infra import clock, rate_limits, security_log
from infra.database import write
from infra.encryption import Keyring
from infra.security_log import What
from rules.portals import Portal
from rules.refusal import Refused
from views.shared import closed_links, errors, lost_token, web_session
from views.shared.page import page
from views.shared.screens import Screen, screen
from wizards import sent_again
from wizards.engine import runs
from wizards.engine.access import ByLink
from wizards.engine.definition import Wizard
from wizards.engine.receipt import Conflict
from wizards.engine.runs import Owner, Run, StepState
from wizards.registry import WIZARDS

bp = Blueprint("opening", __name__)
WITHOUT_KEYWORD: Mapping[str, str] = {
    LinkPurpose.NEW_ADDRESS: "address.show",
    LinkPurpose.STOP_ADDRESS: "stopping.show",
    LinkPurpose.APPLICATION: "applying.ask",
    LinkPurpose.RECOVERY: "recovering.show",
}
SENT = screen(912, "メールをもう一度送信しました")
SAME_KEYWORD = "キーワードを入力します。お申し込みのときのキーワードを、そのままお使いいただけます。"
NO_KEYWORD = "ログインして、「このメールアドレスを登録する」を押すと、登録が完了します。"


@bp.get("/<portal:portal>/l/<token>")
@bp.get("/<portal:portal>/link/<token>")
def open_link(portal: Portal, token: str) -> ResponseReturnValue:
    """Take a link out of the address (ASVS 14.2.1), of a letter that is out since before addresses were short too.
    Changes nothing on the server."""
    try:
        link_id, secret = link_tokens.read(current_app.config["SECRET_KEYS"], token)
    except link_tokens.Unreadable:
        return closed_links.page(portal, None)
    found = links.find(link_id, now=clock.now(), visitor=web_session.mark())
    if found is None or not links.check_secret(link_id, secret):
        # Signed by us, and not what we sent: a cut or an invented one does not come this far.
        security_log.refused(What.LINK)
        return closed_links.page(portal, None)
    web_session.remember_link(link_id)
    return redirect(url_for(WITHOUT_KEYWORD.get(found.purpose, ".keyword"), portal=portal), 303)


@bp.get("/<portal:portal>/keyword")
def keyword(portal: Portal) -> ResponseReturnValue:
    """The keyword screen of the opened link."""
    found = _keyword_link(portal)
    if found is None or found.state not in (links.State.OPEN, links.State.MINE):
        return closed_links.page(portal, found)
    return _page(portal, found, KeywordForm(None, _occasion(portal)))


@bp.post("/<portal:portal>/keyword")
def try_keyword(portal: Portal) -> ResponseReturnValue:
    """Try the keyword; the right one begins the sequence with what was answered before (decision 32)."""
    found = _keyword_link(portal)
    if found is None or found.state not in (links.State.OPEN, links.State.MINE):
        return closed_links.page(portal, found)
    rate_limits.test("keyword", portal)
    form = KeywordForm(request.form, _occasion(portal))
    if found.state is links.State.OPEN and not form.validate():
        rate_limits.record("keyword", portal)
        return _page(portal, found, form), 422
    try:
        opened = _open(found, form.keyword.data)
    except links.WrongKeyword as wrong:
        rate_limits.record("keyword", portal)
        if wrong.left == 0:
            security_log.refused(What.KEYWORD)
            return closed_links.page(portal, _keyword_link(portal))
        form.keyword.errors = [
            f"キーワードが一致しません。もう一度入力してください（あと{wrong.left}回入力できます）。"
        ]
        return _page(portal, found, form), 422
    except links.Closed as closed:
        return closed_links.page(portal, closed.found)
    return _begin(portal, found, opened.contents)


@errors.shown_again("opening.try_keyword")
def redisplay_after_lost_token(portal: Portal) -> ResponseReturnValue:
    """The keyword form again after its token was lost."""
    found = _keyword_link(portal)
    if found is None or found.state not in (links.State.OPEN, links.State.MINE):
        return closed_links.page(portal, found)
    return _page(portal, found, KeywordForm(request.form, _occasion(portal)), [lost_token.with_form(portal)]), 400


@bp.post("/<portal:portal>/keyword/again")
def send_again(portal: Portal) -> ResponseReturnValue:
    """902: a new link to the same address, which is not shown; tries and keyword stay (decision 13)."""
    found = link_here(portal)
    if found is not None and found.state is links.State.REPLACED:
        return redirect(url_for(".sent", portal=portal), 303)  # by another press, just now
    if found is None or found.state is not links.State.EXPIRED or not found.can_be_renewed:
        return closed_links.page(portal, found)
    rate_limits.hit("send again", portal, f"link {found.id}")
    try:
        renewed = _renew(portal, found)
    except Refused as often:
        flash(str(often))
        return redirect(url_for(".keyword", portal=portal), 303)
    if not renewed:
        return closed_links.page(portal, None)
    outbox.wake(current_app)
    return redirect(url_for(".sent", portal=portal), 303)


@bp.get("/<portal:portal>/keyword/sent")
def sent(portal: Portal) -> ResponseReturnValue:
    """912: that a new letter is under way, and what to do with it. The address is not shown (decision 13)."""
    found = link_here(portal)
    if found is None:
        return closed_links.page(portal, None)
    if found.state is not links.State.REPLACED or found.newer_sent_at is None:
        return redirect(url_for(WITHOUT_KEYWORD.get(found.purpose, ".keyword"), portal=portal), 303)
    return page(
        "link/sent.html",
        SENT,
        what=closed_links.PROCEDURES[found.purpose],
        sent_at=found.newer_sent_at,
        until=found.newer_sent_at + links.LIFETIME,
        last=SAME_KEYWORD if _wizard_of(found.purpose) else NO_KEYWORD,
    )


def _renew(portal: Portal, found: links.Found) -> bool:
    """Whether there is a new link and a letter with it. Raise Refused where its address was written to often just now:
    then the expired one stays, to be asked for again."""
    keyring, purpose, now = _keyring(), LinkPurpose(found.purpose), clock.now()
    of_us = {"base_url": current_app.config["BASE_URL"], "signing_key": current_app.config["SECRET_KEYS"][0]}
    with write() as session:
        renewed = sent_again.renewed(session, keyring, portal, found.id, purpose, **of_us, now=now)
        if renewed is None:
            return False
        link, letter = renewed
        letters.post(session, keyring, letter, key=f"link:{link.id}", now=now)
    return True


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own


def link_here(portal: Portal) -> links.Found | None:
    """The link that this browser opened last, None where it is another portal's."""
    link_id = web_session.opened_link()
    if link_id is None:
        return None
    found = links.find(link_id, now=clock.now(), visitor=web_session.mark())
    return found if found and found.portal == portal.name else None


def _keyword_link(portal: Portal) -> links.Found | None:
    """The link opened here, where a sequence begins with it; any other has no keyword to be asked for."""
    found = link_here(portal)
    return found if found and _wizard_of(found.purpose) else None


def _open(found: links.Found, keyword: str | None) -> links.Opened:
    mark, now = web_session.mark(), clock.now()
    if found.state is links.State.MINE:
        return links.reopen(_keyring(), found.id, now=now, visitor=mark)
    return links.try_keyword(_keyring(), found.id, keyword or "", now=now, visitor=mark)


def _wizard_of(purpose: str) -> Wizard | None:
    entered = (wizard for wizard in WIZARDS.values() if isinstance(wizard.enter, ByLink))
    return next((wizard for wizard in entered if wizard.enter.purpose == purpose), None)


def _begin(portal: Portal, found: links.Found, contents: dict[str, Any]) -> Response:
    """A run whose first form is filled from the link."""
    wizard = _wizard_of(found.purpose)
    assert wizard is not None
    run = Run(secrets.token_urlsafe(16), wizard.name, Owner(web_session.mark(), web_session.halves()), link_id=found.id)
    run.steps[wizard.first.slug] = StepState(draft=contents["typed"])
    # Where the link was erased at this very moment, the next page says so.
    with suppress(Conflict):
        runs.start(run, portal, clock.now())
    return redirect(url_for("wizard.show", portal=portal, wizard=wizard, run_id=run.id, slug=wizard.first.slug), 303)


def _occasion(portal: Portal) -> FormContext:
    return FormContext(portal, clock.today())


def _page(portal: Portal, found: links.Found, form: KeywordForm, notices: list[str] | None = None) -> str:
    wizard = _wizard_of(found.purpose)
    assert wizard is not None
    entrance = wizard.enter
    return page(
        "link/keyword.html",
        Screen(entrance.screen.number, entrance.screen.title),
        form=form,
        heading=entrance.heading,
        lead=entrance.lead,
        action=url_for(".try_keyword", portal=portal),
        back_again=found.state is links.State.MINE,
        notices=notices,
    )
