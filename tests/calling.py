"""Customers who wait for a call, and calls that come: the means of all tests of the recognition by telephone."""

import itertools
from datetime import timedelta

import factories
from factories import NOW
from sqlalchemy import select

import models
from domain.calls import hearing, waiting
from domain.calls.events import CallEvent, Source
from infra.database import read, write

PORTAL = "keiyakusha"
SHOWN = ("+81300000100", "+81300000200")
OWN, OTHERS, HOME = "+819000000001", "+819000000002", "+81300000003"
_names = itertools.count()


def after(seconds=0, **more):
    return NOW + timedelta(seconds=seconds, **more)


def customers(app, number):
    """So many customers of the portal that is called; the first has no address."""
    with app.app_context():
        return [
            factories.account(app, PORTAL, f"KMA7{one:03}X", email=f"customer{one}@example.jp" if one else None)
            for one in range(number)
        ]


def begin(app, account, *numbers, at=NOW, browser="home"):
    """A login waits for a call from one of these numbers; give its name."""
    begun = waiting.Begun(app.extensions["portals"][PORTAL], browser, "/onward")
    with app.app_context():
        return waiting.begin(begun, account, numbers or (OWN,), at)


def event(caller, called, at, *, name=None, source=Source.SIP):
    return CallEvent(source, f"call {next(_names)}" if name is None else name, caller, called, at)


def call(app, caller, called, at, *, told=None, **more):
    """Somebody calls at this time, which is told at once, or when it is said to be; give what became of it."""
    with app.app_context():
        return hearing.hear(event(caller, called, at, **more), told or at)


def row(app, login):
    """A waiting login as it is kept."""
    with app.app_context(), read() as session:
        return session.get(models.WaitingLogin, login)


def show(app, login, called):
    """Let a login have been shown this number."""
    with app.app_context(), write() as session:
        session.get_one(models.WaitingLogin, login).called = called


def heard(app, *logins):
    found = [row(app, login) for login in logins]
    return [(each.state, each.heard) for each in found]


def calls(app):
    """The calls that came, oldest first."""
    with app.app_context(), read() as session:
        return session.scalars(select(models.IncomingCall).order_by(models.IncomingCall.id)).all()


def use(app, login, at):
    """Use a login up; give whose it is, None where it lets nobody in."""
    with app.app_context(), write() as session:
        found = waiting.use(session, login, at)
        return found and found.id


def confirmed(app, account, *numbers, at=NOW, browser="home"):
    """A login that was called for ten seconds after it began."""
    login = begin(app, account, *numbers, at=at, browser=browser)
    assert call(app, (numbers or (OWN,))[0], row(app, login).called, at + timedelta(seconds=10)) == "confirmed"
    return login
