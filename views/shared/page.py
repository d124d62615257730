"""What does every page show around its content: whose site it is, which screen, who helps, who is logged in?"""

from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, g, get_flashed_messages, request

import models
from domain.contracts import agencies, products
from infra import clock
from rules import hours, photo_words
from rules.japanese import formatting, mail, normalize
from rules.portals import Portal
from views.shared import current_customer, drawings, page_stamp, qr_codes, sharing_shown, telephone_links, web_session
from views.shared.screens import Screen
from views.shared.unbroken import unbroken


def page(template: str, screen: Screen, **content: Any) -> str:
    """Render a page of the portal of this request (screens.md section 1: what stands on every screen).

    What is None in `content` stays as the frame has it.
    """
    portal: Portal | None = g.get("portal")
    logged_in, now = current_customer.current(), clock.now()
    frame: dict[str, Any] = {
        "portal": portal,
        "screen": screen,
        "customer": logged_in.account if logged_in else None,
        "notices": get_flashed_messages(),
        "desk_open": hours.is_open(portal.help_desk.hours, now) if portal else False,
        "pause_begins": hours.pause_notice(portal.service_pause, now) if portal else None,
        "agency": _agency() if portal else None,
        "server_now": now,
        "here": here(),
        "expires_at": None,
        "extend_url": None,
        "whose": page_stamp.stamp() if portal else "",
        "may_ask": "nobody_asked" not in g,
    }
    if logged_in and portal:
        frame |= {"expires_at": current_customer.ends_at(logged_in), "extend_url": current_customer.extend_url(portal)}
    known = {name: value for name, value in content.items() if value is not None}
    frame |= _shared(screen, known) if portal else {}
    return current_app.jinja_env.get_template(template).render(frame | known)


def _shared(screen: Screen, content: dict[str, Any]) -> dict[str, Any]:
    """What a page says of being seen by an operator too, who sees it from here on."""
    if web_session.sharing() is None or g.get("nobody_asked"):
        return {}
    return {"sharing_ended": sharing_shown.has_ended(), "bar": sharing_shown.shown(screen, content)}


def _agency() -> models.Agency | None:
    """The agency that the visitor came from."""
    if "agency" not in g:
        g.agency = agencies.find(web_session.agency_code())
    found: models.Agency | None = g.agency
    return found


def here() -> str:
    """The address of this request within the site, with everything escaped that a page or a redirect cannot hold."""
    path, query = quote(request.path), quote(request.query_string, safe="%=&+/?:@!$'()*,;")
    return f"{path}?{query}" if query else path


def init(app: Flask) -> None:
    """Hang the frame around the application."""
    app.jinja_env.filters |= {
        "day": formatting.day,
        "listed_day": formatting.listed_day,
        "moment": formatting.moment,
        "short_moment": formatting.short_moment,
        "taken": formatting.taken,
        "clock": formatting.clock_time,
        "clock_seconds": formatting.clock_seconds,
        "spoken": formatting.spoken,
        "near_moment": formatting.near_moment,
        "before_pause": formatting.before_pause,
        "minute_from": formatting.minute_from,
        "grouped": formatting.grouped,
        "phone": normalize.show_phone,
        "address": mail.shown,
        "qr": qr_codes.drawn,
        "telephones": telephone_links.linked,
        "unbroken": unbroken,
    }
    app.jinja_env.globals["doubt_words"] = photo_words.DOUBTS
    app.jinja_env.globals |= {"drawing_at": drawings.at, "mark_of": products.mark_of}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
