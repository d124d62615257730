"""How does one get to each numbered screen? By its sequence, or by a way of its own."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import render_template

from domain.photos import passes
from infra.rate_limits import RateLimited
from views.practice import recovery_link, town
from views.practice.visitor import Lost, Visitor
from views.practice.walk import NotHere, Walk
from views.shared import error_page, errors
from wizards.engine.definition import Complete, Input, Wizard
from wizards.registry import WIZARDS

OFTEN = 180
TOO_LARGE = "x" * 300_000
TRIES = 5
FAULT = "4F9A02C7"


Way = Callable[[Walk], Visitor | str]


def _page(path: str) -> Way:
    return lambda walk: walk.visitor.here(path)


def _own_page(path: str) -> Way:
    return lambda walk: walk.customer().here(path)


def _of_contract(path: str) -> Way:
    return lambda walk: walk.customer().here(path.format(contract=_contract(walk)))


def _contract(walk: Walk) -> int:
    with walk.app.app_context():
        return town.first_contract(walk.portal.name)


def _identity(walk: Walk) -> Mapping[str, str]:
    """What the customer answers on 402 and 411: more than either asks for."""
    return {"user_id": town.user_id_of(walk.app, walk.portal.name), "email": town.ADDRESS, **town.BIRTH}


def _asked_for_a_way_in(walk: Walk, name: str) -> Visitor:
    """The screen with the keyword (403, 413)."""
    wizard = walk.offered(name)
    form, page = wizard.steps[0], walk.visitor.here(f"{name}/")
    assert isinstance(form, Input)
    asked = {*page.form.standing, "birth-era"}
    return page.send({box: value for box, value in _identity(walk).items() if box in asked}).send()


def _letter_of_registration(walk: Walk) -> Visitor:
    return walk.visitor.finish(walk.offered("registration"))


def _letter(walk: Walk) -> str:
    _letter_of_registration(walk)
    letter = walk.visitor.letters("registration")[-1]
    return walk.told(lambda: render_template("practice/letter.html", letter=letter, portal=walk.portal))


def _keyword_of_registration(walk: Walk) -> Visitor:
    _letter_of_registration(walk)
    return walk.another().open(walk.visitor.newest_link("registration"))


def _keyword_for(name: str, kind: str) -> Way:
    def go(walk: Walk) -> Visitor:
        _asked_for_a_way_in(walk, name)
        return walk.another().open(walk.visitor.newest_link(kind))

    return go


def _easily(walk: Walk) -> Visitor:
    wizard = walk.offered("easy")
    walk.visitor.here(f"{wizard.name}/").send({"number": town.UNCLAIMED, "initial": town.INITIAL})
    page, access = walk.visitor, wizard.steps[1]
    assert isinstance(access, Input)
    return page.send({**dict.fromkeys(page.form.ticks, "yes"), **access.form.sample}).send()


def _first_password(walk: Walk) -> Visitor:
    walk.offered("first_password")
    with walk.app.app_context():
        town.give_temporary_password(walk.portal.name)
    return walk.visitor.log_in(town.INITIAL)


def _waiting_for_a_call(walk: Walk) -> Visitor:
    wizard = walk.offered("verification")
    return walk.visitor.jump(wizard, wizard.first.slug)


def _changed_password(walk: Walk) -> Visitor:
    return walk.visitor.finish(walk.offered("password_change"), {"current": town.PASSWORD})


def _new_address(kind: str) -> Way:
    def go(walk: Walk) -> Visitor:
        walk.visitor.finish(walk.offered("address_change"))
        return walk.visitor.open(walk.visitor.newest_link(kind))

    return go


def _recovering(walk: Walk) -> Visitor:
    return walk.visitor.open(recovery_link.made(walk.app, walk.portal))


def _offline(walk: Walk) -> Visitor:
    walk.offered("photos")
    return walk.visitor.here("app/offline")


def _taking_back_a_request(walk: Walk) -> Visitor:
    walk.visitor.finish(walk.offered("change", "cancellation"))
    return walk.visitor.here(f"contracts/{_contract(walk)}").follow("取り下げる")


def _taking_back_an_application(walk: Walk) -> Visitor:
    return walk.visitor.finish(walk.offered("application")).follow("取り下げる")


def _closed_contract(walk: Walk) -> Visitor:
    wizard = walk.offered("change", "cancellation", "renewal")
    with walk.app.app_context():
        closed = town.close_to_the_web(walk.portal.name)
    part = "-insured" if wizard.name == "change" else ""
    return walk.customer().here(f"{wizard.name}/of/{closed}{part}/")


def _telephone(walk: Walk) -> Visitor:
    wizard = walk.offered("photos")
    page = walk.visitor.jump(wizard, wizard.first.slug).send(button="QRコード")
    run_id = page.url.split("/")[3]
    with walk.app.app_context():
        held = passes.of_run(run_id, walk.app.config["CLOCK"]())
        if held is None:
            raise Lost("no pass for a telephone")
        return walk.another().here(f"camera/{held.id}/{passes.secret_of(held.id)}")


def _nobodys_run(walk: Walk) -> Visitor:
    wizard = walk.offered("registration", "forgotten", "locked", "password_change")
    return walk.visitor.here(f"{wizard.name}/none/{wizard.first.slug}")


def _keyword_link(walk: Walk) -> str:
    if "registration" in walk.portal.sequences:
        _letter_of_registration(walk)
        return walk.visitor.newest_link("registration")
    _asked_for_a_way_in(walk, "forgotten")
    return walk.visitor.newest_link("way_in")


def _expired_link(walk: Walk) -> Visitor:
    link = _keyword_link(walk)
    walk.later(timedelta(hours=49))
    return walk.another().open(link)


def _used_link(walk: Walk) -> Visitor:
    page = walk.another().open(_keyword_link(walk))
    for _ in range(TRIES):
        page.send({"keyword": "chigau"})
    return page


def _locked(walk: Walk) -> Visitor:
    for _ in range(TRIES):
        walk.visitor.log_in("Chigau1mado")
    return walk.visitor


def _too_often(walk: Walk) -> str:
    return walk.told(lambda: errors.too_many(RateLimited(OFTEN)))


def _paused(walk: Walk) -> str:
    if walk.portal.service_pause is None:
        raise NotHere
    return walk.told(lambda: errors.paused(walk.portal))


def _at_fault(walk: Walk) -> str:
    return walk.told(lambda: error_page.tell(errors.fault(FAULT, walk.portal)))


def _too_much(walk: Walk) -> Visitor:
    return walk.visitor.post(f"/{walk.portal.name}/login", {"user_id": TOO_LARGE})


def _in_two_windows(walk: Walk) -> Visitor:
    wizard = walk.offered("registration", "forgotten")
    page = walk.visitor.jump(wizard, wizard.first.slug)
    first = wizard.first
    assert isinstance(first, Input)
    page.jump(wizard, wizard.steps[-1].slug)
    old = page.open(first.slug).form
    page.send({"birth-day": "2"})
    return page.post(f"{page.url.rpartition('/')[0]}/{first.slug}", {**old.standing, "birth-day": "3"})


WAYS: Mapping[int, Way] = {
    1: lambda walk: walk.visitor.open("/"),
    101: _page(f"agencies/{town.AGENCY}"),
    102: _page("login"),
    106: _letter,
    107: _keyword_of_registration,
    112: _page("first-time"),
    121: _page("terms"),
    122: _page("privacy"),
    123: _page("environment"),
    124: _page("screens"),
    125: _page("important"),
    126: _page("intention"),
    201: _page("initial"),
    205: _easily,
    305: _first_password,
    306: lambda walk: _first_password(walk).send({"password": "Sakura7mado", "password-again": "Sakura7mado"}),
    403: lambda walk: _asked_for_a_way_in(walk, "forgotten"),
    404: _keyword_for("forgotten", "way_in"),
    413: lambda walk: _asked_for_a_way_in(walk, "locked"),
    414: _keyword_for("locked", "way_in"),
    501: _page("guide"),
    502: _page("login"),
    503: _waiting_for_a_call,
    504: _own_page("home"),
    505: _page("no-number"),
    511: _own_page("home"),
    602: _own_page("contracts"),
    603: _of_contract("contracts/{contract}"),
    607: _of_contract("contracts/{contract}/confirmation"),
    608: _closed_contract,
    609: _taking_back_a_request,
    610: _own_page("changes"),
    611: _own_page("cancellations"),
    616: _of_contract("contracts/{contract}/receipts"),
    621: _own_page("renewals"),
    648: _taking_back_an_application,
    700: _own_page("my-page"),
    704: _new_address("confirm_address"),
    705: _new_address("address_asked"),
    706: _recovering,
    712: _changed_password,
    713: _own_page("devices"),
    714: _own_page("history"),
    715: _own_page("password-again"),
    802: _own_page("accidents"),
    806: _telephone,
    811: _page("app/"),
    812: _page("app/accident"),
    901: _nobodys_run,
    902: _expired_link,
    903: _used_link,
    904: _locked,
    905: _too_often,
    906: _paused,
    907: _page("nowhere"),
    908: _at_fault,
    909: _too_much,
    910: _in_two_windows,
    911: _offline,
    912: lambda walk: _expired_link(walk).send(),
    921: _page("sharing"),
    922: _page("sharing/ended"),
}


def way_to(number: int) -> Way:
    """The way to a screen. Raise Lost where there is none."""
    if number in WAYS:
        return WAYS[number]
    for wizard in WIZARDS.values():
        for screen in wizard.screens:
            if screen.number == number:
                return _through(wizard, screen)
    raise Lost(f"no way to {number}")


def _through(wizard: Wizard, screen: Any) -> Way:
    if isinstance(screen, Complete):
        return lambda walk: walk.visitor.finish(wizard)
    return lambda walk: _at_step(walk, wizard, screen.slug)


def _at_step(walk: Walk, wizard: Wizard, slug: str) -> Visitor:
    """A step, answered already where there is a step behind it: its boxes hold the sample."""
    slugs = [step.slug for step in wizard.steps]
    behind = slugs[slugs.index(slug) + 1 :]
    page = walk.visitor.jump(wizard, behind[0] if behind else slug)
    return page.open(slug) if behind else page
