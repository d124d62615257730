"""How does the application run while measured? As in production, but no limit is ever reached and no portal rests."""

from dataclasses import replace

from flask import Flask

from app import create_app, settle
from bench import sample
from domain.messages import outbox
from infra import rate_limits
from infra.database import engine
from wizards.registry import WIZARDS

OFTEN = "1000000000 per day"


def serve() -> Flask:
    """The application with every limit counted but out of reach, portals that never rest, and templates that are not
    looked up again.

    Letters are written and put in the outbox; sending them is `flask outbox run`'s work, in a process of its own. A
    wizard of four pages is offered beside the application's own.
    """
    WIZARDS[sample.NAME] = sample.wizard
    rate_limits.LIMITS[f"wizard:{sample.NAME}"] = rate_limits.Limit(OFTEN, OFTEN)
    for action, limit in rate_limits.LIMITS.items():
        rate_limits.LIMITS[action] = limit._replace(one_source=OFTEN, over_all=OFTEN)
    for name, limit in rate_limits.LETTERS.items():
        rate_limits.LETTERS[name] = limit._replace(many=1_000_000)
    app = create_app(TEMPLATES_AUTO_RELOAD=False)
    served = app.extensions["portals"]
    served |= {name: replace(portal, pause=None) for name, portal in served.items()}
    served["okyakusama"] = replace(served["okyakusama"], sequences=(*served["okyakusama"].sequences, sample.NAME))
    with app.app_context():
        sample.TABLES.create_all(engine())
    settle()
    return app


def serve_and_send() -> Flask:
    """The application as `serve` has it, with letters sent by a thread of this process, as `make run` has it."""
    app = serve()
    outbox.start_thread(app)
    return app
